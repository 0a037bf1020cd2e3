//! Whatever comes is answered, and nothing panics.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Target, add_member, id, patch};
use crate::scim::store::{Store, StoreRequest};

/// Values of any form, with the words of the dialect among their names.
fn values() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("value"),
        Just("members"),
        Just("emails"),
        Just("active"),
        Just("op"),
        Just("path"),
        Just("Operations"),
        Just("userName"),
        Just("displayName"),
        Just("manager"),
        Just("id"),
        Just("meta"),
        Just("schemas"),
        Just("name"),
        Just("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-zA-Z0-9 \\[\\]\".:]{0,24}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((word.clone(), inner), 0..5).prop_map(|pairs| pairs
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

fn paths() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z.:\\[\\]\" ()]{0,40}",
        Just("emails[type eq \"work\"].value".to_owned()),
        Just("members".to_owned()),
        Just("manager".to_owned()),
        Just("name.givenName".to_owned()),
        Just("emails".to_owned()),
        "(emails|members|roles)\\[(type|value|primary) (eq|ne|co) (\"[a-z]\"|true|1)\\](\\.(value|type))?",
    ]
}

/// Asks, and looks whether what is stored can still be shown.
fn survives(target: &mut Target, method: &str, address: &str, body: &[u8]) {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let status = match StoreRequest::read(method, path, query, body) {
        Ok(request) => {
            target.store.profile(&request);
            target.store.deed(&request);
            target.carry_out(&request, None).0
        }
        Err(error) => error.status,
    };
    assert!((200..=507).contains(&status), "{status}");
    assert_eq!(target.get("/Users").0, 200);
    assert_eq!(target.get("/Groups").0, 200);
}

proptest! {
    #[test]
    fn bytes_of_any_kind_get_an_answer(body in prop::collection::vec(any::<u8>(), 0..200), query in "\\PC{0,60}") {
        let mut target = Target::new();
        let user = target.user("ada");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            survives(&mut target, method, &format!("/Users?{query}"), &body);
            survives(&mut target, method, &format!("/Users/{user}?{query}"), &body);
        }
    }

    #[test]
    fn filters_of_any_kind_get_an_answer(filter in "[a-zA-Z0-9.:\\[\\]()\"\\\\ ]{0,60}") {
        let mut target = Target::new();
        target.user("ada");
        let query: String = form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        survives(&mut target, "GET", &format!("/Users?filter={query}"), b"");
    }

    #[test]
    fn values_of_any_form_get_an_answer(body in values(), path in paths(), op in "(add|Replace|REMOVE|x)") {
        let mut target = Target::new();
        let (user, group) = (target.user("ada"), target.group("all"));
        target.patch_group(&group, add_member(&user));
        let operation = json!([{ "op": op, "path": path, "value": body }, { "op": op, "value": body }]);
        for address in [format!("/Users/{user}"), format!("/Groups/{group}")] {
            survives(&mut target, "PATCH", &address, patch(operation.clone()).to_string().as_bytes());
            survives(&mut target, "PATCH", &address, body.to_string().as_bytes());
            survives(&mut target, "PUT", &address, body.to_string().as_bytes());
        }
        survives(&mut target, "POST", "/Users", body.to_string().as_bytes());
    }

    /// Whatever becomes of users, groups and members, the counts are those of what is shown.
    #[test]
    fn counts_and_indexes_keep_step(steps in prop::collection::vec((0..6_u8, 0..4_usize, 0..3_usize), 1..60)) {
        let mut target = Target::new();
        let mut users: Vec<String> = (0..4).map(|number| target.user(&format!("u{number}"))).collect();
        let groups: Vec<String> = (0..3).map(|number| target.group(&format!("g{number}"))).collect();
        for (number, (doing, user, group)) in steps.into_iter().enumerate() {
            let (id_now, group) = (users[user].clone(), &groups[group]);
            match doing {
                0 | 1 => { target.patch_group(group, add_member(&id_now)); }
                2 => { target.patch_group(group, json!([{ "op": "Remove", "path": format!("members[value eq \"{id_now}\"]") }])); }
                3 => {
                    target.ask("DELETE", &format!("/Users/{id_now}"), &Value::Null);
                    users[user] = target.user(&format!("new{number}"));
                }
                4 => { target.patch_user(&id_now, json!([{ "op": "Replace", "path": "active", "value": number.is_multiple_of(2) }])); }
                _ => { target.patch_user(&id_now, json!([{ "op": "Replace", "path": "userName", "value": format!("v{number}") }])); }
            }
        }
        let shown: usize = groups.iter().map(|group| target.members(group).len()).sum();
        prop_assert_eq!(target.store.memberships(), shown as u64);
        let (_, list) = target.get("/Users");
        let list = list["Resources"].as_array().expect("a list");
        let active = list.iter().filter(|user| user["active"] == true).count() as u64;
        prop_assert_eq!(target.store.counts().active_users, active);
        for user in list {
            let name = user["userName"].as_str().expect("a name");
            let found = target.found("Users", &format!("userName eq \"{name}\""));
            prop_assert_eq!(found, vec![name.to_owned()]);
            prop_assert!(users.contains(&id(user)));
        }
    }
}

#[test]
fn ten_thousand_members_are_no_burden() {
    let mut store = Store::new("", false);
    let mut ask = |method: &str, path: &str, body: String| {
        let request = StoreRequest::read(method, path, "", body.as_bytes()).expect("a request");
        store.profile(&request);
        let answer = store.carry_out(&request, None, "2026-11-28T10:00:00Z");
        assert!(answer.status < 300);
        serde_json::from_slice::<Value>(&answer.body).unwrap_or_default()
    };
    let group = id(&ask(
        "POST",
        "/Groups",
        json!({ "displayName": "all" }).to_string(),
    ));
    let began = std::time::Instant::now();
    for number in 0..10_000 {
        let user = id(&ask(
            "POST",
            "/Users",
            json!({ "userName": format!("u{number}") }).to_string(),
        ));
        ask(
            "PATCH",
            &format!("/Groups/{group}"),
            patch(add_member(&user)).to_string(),
        );
    }
    // 20,000 requests; a store that searches or copies a whole group for each would take minutes.
    let each = began.elapsed() / 20_000;
    assert!(each < std::time::Duration::from_millis(2), "{each:?}");
    assert_eq!(store.memberships(), 10_000);
}

#[test]
fn what_would_take_long_is_refused_and_what_is_long_and_sound_is_not() {
    let mut target = Target::new();
    let (user, group) = (target.user("ada"), target.group("all"));
    let many = |count: usize| {
        (0..count)
            .map(|number| json!({ "value": number.to_string() }))
            .collect::<Vec<_>>()
    };
    let mails = json!([{ "op": "Add", "path": "emails", "value": many(1_001) }]);
    assert_eq!(target.patch_user(&user, mails).0, 413);
    let few = json!([{ "op": "Add", "path": "emails", "value": many(1_000) }]);
    assert_eq!(target.patch_user(&user, few).0, 200);
    let one_more = json!([{ "op": "Add", "path": "emails", "value": "one@more" }]);
    assert_eq!(target.patch_user(&user, one_more).0, 413);
    let operations = vec![json!({ "op": "Add", "path": "title", "value": "T" }); 1_001];
    assert_eq!(target.patch_user(&user, operations.into()).0, 413);
    let long = vec!["userName+eq+%22x%22"; 65].join("+or+");
    assert_eq!(target.get(&format!("/Users?filter={long}")).0, 400);
    let ids: Vec<String> = (0..40)
        .map(|number| target.user(&format!("u{number}")))
        .collect();
    let members = |ids: &[String]| {
        ids.iter()
            .map(|id| json!({ "value": id }))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        target.patch_group(
            &group,
            json!([{ "op": "Add", "path": "members", "value": members(&ids) }])
        ),
        204
    );
    let gone = json!([{ "op": "Remove", "path": "members", "value": members(&ids[..39]) }]);
    assert_eq!(target.patch_group(&group, gone), 204);
    assert_eq!(target.members(&group), ids[39..]);
}
