//! Requests that the service does not make, by which one learns how a server takes those that it does make.

use serde_json::{Value, json};

use super::request::ScimRequest;
use super::spelling::Spelling;
use crate::model::Endpoint;

impl ScimRequest {
    /// Asks for so many users, whoever they are: how many there are is told, and whether pages are.
    pub fn page_of_users(count: u64) -> Self {
        Self::read(
            Endpoint::UserGet,
            format!("/Users?startIndex=1&count={count}&attributes=id"),
        )
    }

    /// Replaces the work mail of a user, at the path that the service writes it to.
    pub fn replace_mail(id: &str, mail: &str) -> Self {
        let operation =
            json!({ "op": "Replace", "path": "emails[type eq \"work\"].value", "value": mail });
        Self::patch(Endpoint::UserPatch, "Users", id, json!([operation]))
    }

    /// Creates a user without the attributes that some servers refuse: all but the required ones.
    pub fn create_plain_user(values: &super::UserValues) -> Self {
        let mut request = Self::create_user(values, Spelling::default());
        if let Some(Value::Object(body)) = &mut request.body {
            body.retain(|name, _| {
                matches!(name.as_str(), "userName" | "externalId" | "active" | "name")
            });
            body.insert(
                "schemas".to_owned(),
                json!(["urn:ietf:params:scim:schemas:core:2.0:User"]),
            );
        }
        request
    }

    /// The same request with the operations of a PATCH in small letters, as RFC 7644 has them.
    #[must_use]
    pub fn in_small_letters(mut self) -> Self {
        let operations = self
            .body
            .as_mut()
            .and_then(|body| body.get_mut("Operations"))
            .and_then(Value::as_array_mut);
        for operation in operations.into_iter().flatten() {
            if let Some(Value::String(op)) = operation.get_mut("op") {
                op.make_ascii_lowercase();
            }
        }
        self
    }
}

/// How many there are by a list's own words, and how many of them it holds.
pub fn counted(body: &[u8]) -> Option<(u64, u64)> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let total = value.get("totalResults")?.as_u64()?;
    let listed = value.get("Resources").and_then(Value::as_array);
    Some((total, listed.map_or(0, Vec::len) as u64))
}

/// The identifiers of a group's members, as often as they stand there.
pub fn member_ids(group: &Value) -> Vec<String> {
    let members = group.get("members").and_then(Value::as_array);
    let ids = members.into_iter().flatten().filter_map(|member| {
        member
            .get("value")
            .and_then(Value::as_str)
            .map(str::to_owned)
    });
    ids.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_spelled_small_and_nothing_else() {
        let request = ScimRequest::update_user("7", "Ada Add").in_small_letters();
        let body = request.body.expect("a body");
        assert_eq!(body["Operations"][0]["op"], "replace");
        assert_eq!(body["Operations"][0]["value"], "Ada Add");
        let read = ScimRequest::read_user("7");
        assert_eq!(read.clone().in_small_letters(), read);
    }

    #[test]
    fn lists_and_members_are_counted_as_they_stand() {
        let body = br#"{"totalResults":40,"Resources":[{"id":"1"},{"id":"2"}]}"#;
        assert_eq!(counted(body), Some((40, 2)));
        assert_eq!(counted(b"[]"), None);
        let group = json!({ "members": [{ "value": "a" }, { "value": "a" }, { "display": "b" }] });
        assert_eq!(member_ids(&group), ["a", "a"]);
    }
}
