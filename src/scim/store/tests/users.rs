//! Users: created, changed, disabled, deleted.

use serde_json::{Value, json};

use super::{BASE, ENTERPRISE, Target, id};

/// The sample of the documents, with nulls and texts for booleans as the service sends them.
fn sample() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
        "userName": "Test_User_ab6490ee",
        "active": "True",
        "addresses": null,
        "displayName": "lennay",
        "emails": [{ "type": "work", "primary": "True", "value": "lennay@example.com" }],
        "name": { "formatted": "Adrienne Lennay", "familyName": "Lennay", "givenName": "Adrienne" },
        "roles": [{ "primary": "True", "value": "reader" }],
        "unheardOf": { "a": 1 },
        (ENTERPRISE): { "department": "bob", "employeeNumber": null },
    })
}

#[test]
fn a_user_is_created_with_all_that_is_known_and_found_where_the_answer_says() {
    let mut target = Target::new();
    let (status, user) = target.ask("POST", "/Users", &sample());
    assert_eq!(status, 201, "{user}");
    assert_eq!(user["active"], true);
    assert_eq!(user["roles"][0]["primary"], true);
    assert_eq!(user["name"]["familyName"], "Lennay");
    assert_eq!(user[ENTERPRISE], json!({ "department": "bob" }));
    assert_eq!((user.get("addresses"), user.get("unheardOf")), (None, None));
    let id = id(&user);
    let location = format!("{BASE}/Users/{id}");
    assert_eq!(user["meta"]["location"].as_str(), Some(location.as_str()));
    assert_eq!(user["meta"]["resourceType"], "User");
    assert_eq!(user["meta"]["created"], user["meta"]["lastModified"]);
    assert_eq!(target.get(&format!("/Users/{id}")), (200, user));
}

#[test]
fn a_second_user_of_the_same_name_in_any_case_is_a_conflict() {
    let mut target = Target::new();
    target.user("ada@x.example");
    let (status, error) = target.ask("POST", "/Users", &json!({ "userName": "ADA@x.example" }));
    assert_eq!((status, &error["scimType"]), (409, &json!("uniqueness")));
    let other = target.user("bob@x.example");
    let renamed = json!([{ "op": "Replace", "path": "userName", "value": "Ada@x.example" }]);
    assert_eq!(target.patch_user(&other, renamed).0, 409);
    let in_other_case = json!([{ "op": "Replace", "path": "userName", "value": "BOB@x.example" }]);
    assert_eq!(target.patch_user(&other, in_other_case).0, 200);
}

#[test]
fn a_user_without_a_name_or_with_a_wrong_type_is_refused() {
    let mut target = Target::new();
    for body in [
        json!({}),
        json!({ "userName": " " }),
        json!({ "userName": 7 }),
        json!({ "userName": "a", "active": "perhaps" }),
        json!({ "userName": "a", "name": "Ada" }),
        json!({ "userName": "a", "emails": [["x"]] }),
    ] {
        let (status, error) = target.ask("POST", "/Users", &body);
        assert_eq!(
            (status, &error["scimType"]),
            (400, &json!("invalidValue")),
            "{body}"
        );
    }
    assert_eq!(target.store.counts().users, 0);
}

#[test]
fn operations_are_taken_in_any_case_and_all_of_one_patch_together() {
    let mut target = Target::new();
    let id = target.user("ada");
    let (status, user) = target.patch_user(
        &id,
        json!([
            { "op": "Replace", "path": "displayName", "value": "Ada" },
            { "op": "replace", "path": "name.givenName", "value": "A" },
            { "op": "Add", "path": "NAME.FAMILYNAME", "value": "B" },
            { "op": "ADD", "path": "emails[type eq \"work\"].value", "value": "ada@x.example" },
            { "op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "1" },
            { "op": "Replace", "path": format!("{ENTERPRISE}:department"), "value": "R&D" },
            { "op": "add", "value": { "title": "T", "name.middleName": "M", (ENTERPRISE): { "division": "D" } } },
        ]),
    );
    assert_eq!(status, 200, "{user}");
    assert_eq!(user["displayName"], "Ada");
    assert_eq!(
        user["name"],
        json!({ "givenName": "A", "familyName": "B", "middleName": "M" })
    );
    assert_eq!(
        user["emails"],
        json!([{ "type": "work", "value": "ada@x.example" }])
    );
    assert_eq!(user["phoneNumbers"][0]["type"], "mobile");
    assert_eq!(
        user[ENTERPRISE],
        json!({ "department": "R&D", "division": "D" })
    );
    assert_eq!(user["title"], "T");
}

#[test]
fn a_patch_of_which_one_operation_is_wrong_changes_nothing() {
    let mut target = Target::new();
    let id = target.user("ada");
    for (wrong, scim_type) in [
        (
            json!({ "op": "Replace", "path": "nothing", "value": 1 }),
            "invalidPath",
        ),
        (
            json!({ "op": "Move", "path": "title", "value": 1 }),
            "invalidSyntax",
        ),
        (json!({ "op": "Remove" }), "noTarget"),
        (
            json!({ "op": "Replace", "path": "id", "value": "7" }),
            "mutability",
        ),
        (
            json!({ "op": "Remove", "path": "userName" }),
            "invalidValue",
        ),
        (
            json!({ "op": "Replace", "path": "active", "value": "no" }),
            "invalidValue",
        ),
        (
            json!({ "op": "Replace", "path": "emails[type co \"x\"].value", "value": "a" }),
            "noTarget",
        ),
    ] {
        let good = json!({ "op": "Add", "path": "displayName", "value": "Ada" });
        let (status, error) = target.patch_user(&id, json!([good, wrong]));
        assert_eq!(
            (status, &error["scimType"]),
            (400, &json!(scim_type)),
            "{wrong}"
        );
        assert_eq!(
            target.get(&format!("/Users/{id}")).1.get("displayName"),
            None
        );
    }
    assert_eq!(
        target.ask("PATCH", &format!("/Users/{id}"), &json!({})).0,
        400
    );
}

#[test]
fn active_is_a_boolean_also_where_a_text_is_sent() {
    let mut target = Target::new();
    let id = target.user("ada");
    for (value, expected) in [
        (json!("False"), false),
        (json!(true), true),
        (json!(false), false),
        (json!("true"), true),
    ] {
        let (status, user) = target.patch_user(
            &id,
            json!([{ "op": "Replace", "path": "active", "value": value }]),
        );
        assert_eq!((status, &user["active"]), (200, &json!(expected)));
        assert_eq!(target.store.counts().active_users, u64::from(expected));
    }
}

#[test]
fn a_manager_is_taken_in_every_form_and_found_by_the_check_of_the_service() {
    let mut target = Target::new();
    let (id, boss) = (target.user("ada"), target.user("boss"));
    let forms = [
        (format!("{ENTERPRISE}:manager"), json!(boss)),
        (format!("{ENTERPRISE}:manager"), json!({ "value": boss })),
        (format!("{ENTERPRISE}:manager.value"), json!(boss)),
        (
            "manager".to_owned(),
            json!([{ "$ref": format!("{BASE}/Users/{boss}"), "value": boss }]),
        ),
    ];
    for (path, value) in forms {
        let check = format!("id eq \"{id}\" and manager eq \"{boss}\"");
        assert!(target.found("Users", &check).is_empty());
        let (status, user) =
            target.patch_user(&id, json!([{ "op": "Add", "path": path, "value": value }]));
        assert_eq!(
            (status, &user[ENTERPRISE]["manager"]["value"]),
            (200, &json!(boss)),
            "{path}"
        );
        for field in ["manager", "manager.value", &format!("{ENTERPRISE}:manager")] {
            let check = format!("id eq \"{id}\" and {field} eq \"{boss}\"");
            assert_eq!(target.found("Users", &check), ["ada"], "{check}");
        }
        let (status, user) = target.patch_user(&id, json!([{ "op": "Remove", "path": "manager" }]));
        assert_eq!((status, user.get(ENTERPRISE)), (200, None));
    }
}

#[test]
fn values_of_a_list_are_added_changed_and_taken_away() {
    let mut target = Target::new();
    let id = target.user("ada");
    let mail = |of: &str, value: &str, primary: bool| json!({ "type": of, "value": value, "primary": primary });
    let add = |value: Value| json!([{ "op": "add", "path": "emails", "value": value }]);
    target.patch_user(&id, add(json!([mail("work", "a@x", true)])));
    target.patch_user(&id, add(json!([mail("work", "a@x", true)])));
    let (_, user) = target.patch_user(&id, add(json!([mail("home", "b@x", true)])));
    let both = json!([mail("work", "a@x", false), mail("home", "b@x", true)]);
    assert_eq!(user["emails"], both, "there is one primary value");
    let change =
        json!([{ "op": "replace", "path": "emails[type eq \"home\"].value", "value": "c@x" }]);
    assert_eq!(
        target.patch_user(&id, change).1["emails"][1]["value"],
        "c@x"
    );
    let take = json!([{ "op": "remove", "path": "emails[type eq \"work\" and primary eq false]" }]);
    assert_eq!(
        target.patch_user(&id, take).1["emails"],
        json!([mail("home", "c@x", true)])
    );
    let (_, user) = target.patch_user(&id, json!([{ "op": "remove", "path": "emails" }]));
    assert_eq!(user.get("emails"), None);
}

#[test]
fn a_put_takes_the_place_of_everything_but_the_identifier() {
    let mut target = Target::new();
    let (_, before) = target.ask("POST", "/Users", &sample());
    let address = format!("/Users/{}", id(&before));
    let (status, user) = target.ask(
        "PUT",
        &address,
        &json!({ "id": "other", "userName": "new", "title": "T" }),
    );
    assert_eq!(
        (status, &user["id"], &user["title"]),
        (200, &before["id"], &json!("T"))
    );
    assert_eq!((user.get("emails"), user.get(ENTERPRISE)), (None, None));
    assert_eq!(user["meta"]["created"], before["meta"]["created"]);
    assert_ne!(user["meta"]["version"], before["meta"]["version"]);
    assert!(target.found("Users", "externalId pr").is_empty());
}

#[test]
fn who_is_deleted_is_gone_and_may_come_back() {
    let mut target = Target::new();
    let id = target.user("ada");
    let address = format!("/Users/{id}");
    assert_eq!(
        target.ask("DELETE", &address, &Value::Null),
        (204, Value::Null)
    );
    for method in ["GET", "DELETE"] {
        let (status, error) = target.ask(method, &address, &Value::Null);
        assert_eq!((status, &error["status"]), (404, &json!("404")));
        assert_eq!(
            error["schemas"],
            json!(["urn:ietf:params:scim:api:messages:2.0:Error"])
        );
    }
    assert_eq!(
        target
            .patch_user(&id, json!([{ "op": "Add", "path": "title", "value": "T" }]))
            .0,
        404
    );
    assert_ne!(target.user("ada"), id);
}

#[test]
fn a_password_is_taken_and_never_shown() {
    let mut target = Target::new();
    let (status, user) = target.ask(
        "POST",
        "/Users",
        &json!({ "userName": "ada", "password": "secret" }),
    );
    assert_eq!((status, user.get("password")), (201, None));
    assert_eq!(
        target
            .get(&format!("/Users/{}?attributes=password", id(&user)))
            .1
            .get("password"),
        None
    );
}

#[test]
fn an_extension_is_changed_and_taken_away_as_a_whole() {
    let mut target = Target::new();
    let (_, user) = target.ask("POST", "/Users", &sample());
    let id = id(&user);
    let more = json!([{ "op": "Add", "path": ENTERPRISE, "value": { "division": "D" } }]);
    let (_, user) = target.patch_user(&id, more);
    assert_eq!(
        user[ENTERPRISE],
        json!({ "department": "bob", "division": "D" })
    );
    let (status, user) = target.patch_user(&id, json!([{ "op": "Remove", "path": ENTERPRISE }]));
    assert_eq!((status, user.get(ENTERPRISE)), (200, None));
    assert_eq!(user["schemas"].as_array().map(Vec::len), Some(1));
}
