//! Groups and who is in them.

use serde_json::{Value, json};

use super::{BASE, Target, add_member, id, patch};
use crate::scim::store::{Store, StoreRequest};

#[test]
fn a_group_is_created_empty_also_with_a_schema_that_nobody_else_knows() {
    let mut target = Target::new();
    let body = json!({
        "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:Group",
            "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
        ],
        "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
        "displayName": "displayName",
        "members": [],
    });
    let (status, group) = target.ask("POST", "/Groups", &body);
    assert_eq!((status, group.get("members")), (201, None));
    assert_eq!(
        group["schemas"],
        json!(["urn:ietf:params:scim:schemas:core:2.0:Group"])
    );
    assert_eq!(
        target.found("Groups", "displayName eq \"DISPLAYNAME\""),
        ["displayName"]
    );
    assert_eq!(target.ask("POST", "/Groups", &body).0, 409);
}

#[test]
fn members_are_added_once_and_taken_out_in_every_form() {
    let mut target = Target::new();
    let (ada, bob, group) = (target.user("ada"), target.user("bob"), target.group("all"));
    let removals = [
        json!([{ "op": "Remove", "path": format!("members[value eq \"{ada}\"]") }]),
        json!([{ "op": "Remove", "path": "members", "value": [{ "$ref": null, "value": ada }] }]),
        json!([{ "op": "remove", "path": "members", "value": [{ "value": ada }] }]),
    ];
    for remove in removals {
        for _ in 0..3 {
            assert_eq!(target.patch_group(&group, add_member(&ada)), 204);
        }
        let without_reference =
            json!([{ "op": "add", "path": "members", "value": [{ "value": ada }] }]);
        assert_eq!(target.patch_group(&group, without_reference), 204);
        assert_eq!(target.patch_group(&group, add_member(&bob)), 204);
        assert_eq!(target.members(&group), [ada.clone(), bob.clone()]);
        assert_eq!(target.patch_group(&group, remove.clone()), 204);
        assert_eq!(target.members(&group), std::slice::from_ref(&bob));
        assert_eq!(
            target.patch_group(&group, remove),
            204,
            "who is not in it can be taken out"
        );
        let all = json!([{ "op": "Remove", "path": "members" }]);
        assert_eq!(target.patch_group(&group, all), 204);
        assert!(target.members(&group).is_empty());
    }
}

#[test]
fn several_members_and_another_name_go_in_one_patch() {
    let mut target = Target::new();
    let ids = ["a", "b", "c"].map(|name| target.user(name));
    let group = target.group("old");
    let value: Vec<Value> = ids.iter().map(|id| json!({ "value": id })).collect();
    let both = json!([
        { "op": "Replace", "path": "displayName", "value": "new" },
        { "op": "Add", "path": "members", "value": value },
    ]);
    assert_eq!(target.patch_group(&group, both), 204);
    assert_eq!(target.members(&group), ids);
    assert_eq!(target.found("Groups", "displayName eq \"new\""), ["new"]);
    assert!(target.found("Groups", "displayName eq \"old\"").is_empty());
    let other = json!([{ "op": "Replace", "path": "members", "value": [{ "value": ids[1] }] }]);
    assert_eq!(target.patch_group(&group, other), 204);
    assert_eq!(target.members(&group), [ids[1].clone()]);
}

#[test]
fn who_does_not_exist_is_no_member() {
    let mut target = Target::new();
    let (ada, group) = (target.user("ada"), target.group("all"));
    assert_eq!(target.patch_group(&group, json!([{ "op": "Add", "path": "members", "value": [{ "value": ada }, { "value": "nobody" }] }])), 400);
    assert!(target.members(&group).is_empty());
}

#[test]
fn who_is_deleted_leaves_their_groups() {
    let mut target = Target::new();
    let (ada, bob, group) = (target.user("ada"), target.user("bob"), target.group("all"));
    target.patch_group(&group, add_member(&ada));
    target.patch_group(&group, add_member(&bob));
    target.ask("DELETE", &format!("/Users/{ada}"), &Value::Null);
    assert_eq!(target.members(&group), [bob]);
    assert_eq!(target.store.memberships(), 1);
}

#[test]
fn members_are_left_out_where_that_is_asked_for() {
    let mut target = Target::new();
    let (ada, group) = (target.user("ada"), target.group("all"));
    target.patch_group(&group, add_member(&ada));
    let address = format!("/Groups/{group}");
    let (_, whole) = target.get(&address);
    assert_eq!(whole["members"][0]["$ref"], format!("{BASE}/Users/{ada}"));
    for query in ["excludedAttributes=members", "attributes=displayName"] {
        let (status, group) = target.get(&format!("{address}?{query}"));
        assert_eq!((status, group.get("members")), (200, None));
        assert_eq!(group["displayName"], "all");
    }
    let (_, list) =
        target.get("/Groups?filter=displayName+eq+%22all%22&excludedAttributes=members");
    assert_eq!(list["Resources"][0].get("members"), None);
    let (_, only) = target.get(&format!("{address}?attributes=members"));
    assert_eq!((id(&only), only.get("displayName")), (group, None));
}

#[test]
fn a_group_can_be_a_member_and_members_can_be_asked_for() {
    let mut target = Target::new();
    let (inner, outer) = (target.group("inner"), target.group("outer"));
    assert_eq!(target.patch_group(&outer, add_member(&inner)), 204);
    let (_, group) = target.get(&format!("/Groups/{outer}"));
    assert_eq!(
        group["members"][0]["$ref"],
        format!("{BASE}/Groups/{inner}")
    );
    for filter in [
        format!("members eq \"{inner}\""),
        format!("members[value eq \"{inner}\"]"),
        "members pr".to_owned(),
    ] {
        assert_eq!(target.found("Groups", &filter), ["outer"], "{filter}");
    }
}

/// Two PATCHes begin at the same time, and each adds a member.
fn overlapping(target: &mut Target, group: &str, ids: [&String; 2]) {
    let requests = ids.map(|id| {
        let body = patch(add_member(id)).to_string();
        StoreRequest::read("PATCH", &format!("/Groups/{group}"), "", body.as_bytes())
            .expect("a PATCH")
    });
    let read = requests
        .each_ref()
        .map(|request| target.store.snapshot(request));
    for (request, read) in requests.iter().zip(read) {
        assert_eq!(target.carry_out(request, read).0, 204);
    }
}

#[test]
fn of_two_writes_that_overlap_the_last_wins_and_the_other_member_is_lost() {
    let mut target = Target::new();
    let (ada, bob, group) = (target.user("ada"), target.user("bob"), target.group("all"));
    overlapping(&mut target, &group, [&ada, &bob]);
    assert_eq!(target.members(&group), [bob]);
}

#[test]
fn who_is_deleted_meanwhile_does_not_come_back_with_a_snapshot() {
    let mut target = Target::new();
    let (ada, bob, group) = (target.user("ada"), target.user("bob"), target.group("all"));
    target.patch_group(&group, add_member(&ada));
    let body = patch(add_member(&bob)).to_string();
    let request = StoreRequest::read("PATCH", &format!("/Groups/{group}"), "", body.as_bytes())
        .expect("a PATCH");
    let read = target.store.snapshot(&request);
    target.ask("DELETE", &format!("/Users/{ada}"), &Value::Null);
    assert_eq!(target.carry_out(&request, read).0, 204);
    assert_eq!(target.members(&group), [bob]);
    assert_eq!(target.store.memberships(), 1);
}

#[test]
fn a_store_that_doubles_has_a_member_as_often_as_it_was_written() {
    let mut target = Target::new();
    target.store = Store::new("", true);
    let (ada, group) = (target.user("ada"), target.group("all"));
    for _ in 0..3 {
        target.patch_group(&group, add_member(&ada));
    }
    assert_eq!(target.members(&group).len(), 3);
    target.patch_group(
        &group,
        json!([{ "op": "Remove", "path": format!("members[value eq \"{ada}\"]") }]),
    );
    assert_eq!(target.store.memberships(), 0);
}
