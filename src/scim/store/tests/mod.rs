//! The store against the documented samples of the service (use-scim-to-provision-users-and-groups) and the questions that were put to
//! real servers (docs/servers.md).

mod filters;
mod groups;
mod hostile_requests;
mod users;

use serde_json::{Value, json};

use super::{Snapshot, Store, StoreRequest};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const BASE: &str = "http://127.0.0.1:1/scim/v2";

/// A store and the clock of its requests.
struct Target {
    store: Store,
    requests: u32,
}

impl Target {
    fn new() -> Self {
        Self {
            store: Store::new(BASE, false),
            requests: 0,
        }
    }

    fn ask(&mut self, method: &str, address: &str, body: &Value) -> (u16, Value) {
        let body = match body {
            Value::Null => Vec::new(),
            body => body.to_string().into_bytes(),
        };
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        match StoreRequest::read(method, path, query, &body) {
            Ok(request) => self.carry_out(&request, None),
            Err(error) => (error.status, error.body()),
        }
    }

    fn carry_out(&mut self, request: &StoreRequest, read: Option<Snapshot>) -> (u16, Value) {
        self.requests += 1;
        let now = format!("2026-11-28T10:00:{:02}Z", self.requests % 60);
        let answer = self.store.carry_out(request, read, &now);
        let body = match answer.body.as_slice() {
            [] => Value::Null,
            body => serde_json::from_slice(body).expect("an answer is JSON"),
        };
        (answer.status, body)
    }

    fn get(&mut self, address: &str) -> (u16, Value) {
        self.ask("GET", address, &Value::Null)
    }

    /// Those whom a filter finds, by what people know them by.
    fn found(&mut self, plural: &str, filter: &str) -> Vec<String> {
        let query: String = form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let (status, list) = self.get(&format!("/{plural}?filter={query}"));
        assert_eq!(status, 200, "{filter}: {list}");
        let resources = list["Resources"].as_array().expect("a list").iter();
        let name = |one: &Value| {
            let name = one.get("userName").unwrap_or(&one["displayName"]);
            name.as_str().expect("a name").to_owned()
        };
        resources.map(name).collect()
    }

    fn user(&mut self, name: &str) -> String {
        let (status, user) = self.ask("POST", "/Users", &json!({ "userName": name }));
        assert_eq!(status, 201, "{user}");
        id(&user)
    }

    fn group(&mut self, name: &str) -> String {
        let (status, group) = self.ask(
            "POST",
            "/Groups",
            &json!({ "displayName": name, "members": [] }),
        );
        assert_eq!(status, 201, "{group}");
        id(&group)
    }

    /// PATCHes a user and gives the answer; of success the user.
    fn patch_user(&mut self, id: &str, operations: Value) -> (u16, Value) {
        self.ask("PATCH", &format!("/Users/{id}"), &patch(operations))
    }

    fn patch_group(&mut self, id: &str, operations: Value) -> u16 {
        self.ask("PATCH", &format!("/Groups/{id}"), &patch(operations))
            .0
    }

    fn members(&mut self, group: &str) -> Vec<String> {
        let (_, group) = self.get(&format!("/Groups/{group}"));
        let members = group["members"].as_array().cloned().unwrap_or_default();
        let ids = members
            .iter()
            .map(|one| one["value"].as_str().map(str::to_owned));
        ids.collect::<Option<_>>().expect("members have values")
    }
}

fn id(resource: &Value) -> String {
    resource["id"].as_str().expect("an identifier").to_owned()
}

fn patch(operations: Value) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": operations,
    })
}

fn add_member(id: &str) -> Value {
    json!([{ "op": "Add", "path": "members", "value": [{ "$ref": null, "value": id }] }])
}
