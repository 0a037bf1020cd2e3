//! The requests that the service makes (use-scim-to-provision-users-and-groups; attributes without a value are never sent, known-issues).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::spelling::{ActiveForm, GroupSchemas, ManagerForm, RemoveForm, Spelling};
use crate::model::Endpoint;

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
const MICROSOFT_GROUP: &str =
    "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";
const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// What stands as it is in a path or a query (RFC 3986, unreserved).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A method of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
    /// Changes.
    Patch,
    /// Takes away.
    Delete,
}

impl Method {
    /// As it stands in a request.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub struct ScimRequest {
    /// What the simulator counts it as.
    pub endpoint: Endpoint,
    /// The method.
    pub method: Method,
    /// The path behind the base address, with the query, as it goes over the wire.
    pub path: String,
    /// The body of a POST or PATCH.
    pub body: Option<Value>,
}

/// The values of a new user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserValues {
    /// `userName`, which the service looks for first.
    pub user_name: String,
    /// `externalId`.
    pub external_id: String,
    /// `displayName`.
    pub display_name: String,
    /// The work mail.
    pub mail: String,
}

impl ScimRequest {
    pub(super) fn read(endpoint: Endpoint, path: String) -> Self {
        Self {
            endpoint,
            method: Method::Get,
            path,
            body: None,
        }
    }

    fn search(endpoint: Endpoint, kind: &str, filter: &str, further: &str) -> Self {
        let filter = utf8_percent_encode(filter, ENCODED);
        Self::read(endpoint, format!("/{kind}?{further}filter={filter}"))
    }

    pub(super) fn patch(endpoint: Endpoint, kind: &str, id: &str, operations: Value) -> Self {
        let id = utf8_percent_encode(id, ENCODED);
        Self {
            endpoint,
            method: Method::Patch,
            path: format!("/{kind}/{id}"),
            body: Some(json!({ "schemas": [PATCH_OP], "Operations": operations })),
        }
    }

    fn delete(endpoint: Endpoint, kind: &str, id: &str) -> Self {
        let id = utf8_percent_encode(id, ENCODED);
        Self {
            endpoint,
            method: Method::Delete,
            path: format!("/{kind}/{id}"),
            body: None,
        }
    }

    /// Looks for users whose attribute has this value. The search for a random value opens every cycle.
    pub fn find_user(attribute: &str, value: &str) -> Self {
        let filter = format!("{attribute} eq {}", quoted(value));
        Self::search(Endpoint::UserGet, "Users", &filter, "")
    }

    /// Reads a user by the identifier.
    pub fn read_user(id: &str) -> Self {
        let id = utf8_percent_encode(id, ENCODED);
        Self::read(Endpoint::UserGet, format!("/Users/{id}"))
    }

    /// Creates a user.
    pub fn create_user(values: &UserValues, spelling: Spelling) -> Self {
        let mut mail = json!({ "type": "work", "value": values.mail });
        if spelling.primary_mail {
            mail["primary"] = Value::Bool(true);
        }
        let (given, family) = values
            .display_name
            .split_once(' ')
            .unwrap_or((&values.display_name, "-"));
        let body = json!({
            "schemas": [USER, ENTERPRISE],
            "externalId": values.external_id,
            "userName": values.user_name,
            "active": true,
            "displayName": values.display_name,
            "emails": [mail],
            "meta": { "resourceType": "User" },
            "name": { "formatted": values.display_name, "familyName": family, "givenName": given },
        });
        Self {
            endpoint: Endpoint::UserPost,
            method: Method::Post,
            path: "/Users".to_owned(),
            body: Some(body),
        }
    }

    /// Changes two attributes of a user in one request.
    pub fn update_user(id: &str, display_name: &str) -> Self {
        let family = display_name
            .split_once(' ')
            .map_or(display_name, |(_, family)| family);
        Self::patch(
            Endpoint::UserPatch,
            "Users",
            id,
            json!([
                { "op": "Replace", "path": "displayName", "value": display_name },
                { "op": "Replace", "path": "name.familyName", "value": family },
            ]),
        )
    }

    /// Switches an account off or on.
    pub fn switch_user(id: &str, is_active: bool, spelling: Spelling) -> Self {
        let value = match (spelling.active, is_active) {
            (ActiveForm::Boolean, is_active) => Value::Bool(is_active),
            (ActiveForm::Text, true) => "True".into(),
            (ActiveForm::Text, false) => "False".into(),
        };
        Self::patch(
            Endpoint::UserPatch,
            "Users",
            id,
            json!([{ "op": "Replace", "path": "active", "value": value }]),
        )
    }

    /// Asks whether a user has this manager, which is the only reference that is looked at before it is written.
    pub fn check_manager(id: &str, manager: &str) -> Self {
        let filter = format!("id eq {} and manager eq {}", quoted(id), quoted(manager));
        Self::search(Endpoint::UserGet, "Users", &filter, "attributes=id&")
    }

    /// Sets the manager of a user.
    pub fn set_manager(id: &str, manager: &str, spelling: Spelling) -> Self {
        let attribute = format!("{ENTERPRISE}:manager");
        let operation = match spelling.manager {
            ManagerForm::Text => json!({ "op": "Add", "path": attribute, "value": manager }),
            ManagerForm::Object => {
                json!({ "op": "Add", "path": attribute, "value": { "value": manager } })
            }
            ManagerForm::Example => {
                json!({ "op": "Add", "path": "manager", "value": [{ "value": manager }] })
            }
        };
        Self::patch(Endpoint::UserPatch, "Users", id, json!([operation]))
    }

    /// Deletes a user.
    pub fn delete_user(id: &str) -> Self {
        Self::delete(Endpoint::UserDelete, "Users", id)
    }

    /// Looks for groups with this name, without their members.
    pub fn find_group(name: &str) -> Self {
        let filter = format!("displayName eq {}", quoted(name));
        Self::search(
            Endpoint::GroupGet,
            "Groups",
            &filter,
            "excludedAttributes=members&",
        )
    }

    /// Reads a group by the identifier, without its members.
    pub fn read_group(id: &str) -> Self {
        let id = utf8_percent_encode(id, ENCODED);
        Self::read(
            Endpoint::GroupGet,
            format!("/Groups/{id}?excludedAttributes=members"),
        )
    }

    /// Reads a group with its members, which the service never does.
    pub fn read_members(id: &str) -> Self {
        let id = utf8_percent_encode(id, ENCODED);
        Self::read(Endpoint::GroupGet, format!("/Groups/{id}"))
    }

    /// Creates a group, which has no members at first.
    pub fn create_group(name: &str, external_id: &str, spelling: Spelling) -> Self {
        let schemas = match spelling.groups {
            GroupSchemas::Tutorial => json!([GROUP, MICROSOFT_GROUP]),
            GroupSchemas::Core => json!([GROUP]),
        };
        let body = json!({
            "schemas": schemas,
            "externalId": external_id,
            "displayName": name,
            "members": [],
            "meta": { "resourceType": "Group" },
        });
        Self {
            endpoint: Endpoint::GroupPost,
            method: Method::Post,
            path: "/Groups".to_owned(),
            body: Some(body),
        }
    }

    /// Adds members to a group.
    pub fn add_members<'i>(id: &str, members: impl IntoIterator<Item = &'i str>) -> Self {
        let value: Vec<Value> = members
            .into_iter()
            .map(|member| json!({ "value": member }))
            .collect();
        Self::patch(
            Endpoint::GroupPatch,
            "Groups",
            id,
            json!([{ "op": "Add", "path": "members", "value": value }]),
        )
    }

    /// Takes members out of a group.
    pub fn remove_members<'i>(
        id: &str,
        members: impl IntoIterator<Item = &'i str>,
        spelling: Spelling,
    ) -> Self {
        let members = members.into_iter();
        let operations: Vec<Value> = match spelling.remove {
            RemoveForm::ValueArray => {
                let value: Vec<Value> = members.map(|one| json!({ "value": one })).collect();
                vec![json!({ "op": "Remove", "path": "members", "value": value })]
            }
            RemoveForm::ValuePath => members
                .map(|one| format!("members[value eq {}]", quoted(one)))
                .map(|path| json!({ "op": "Remove", "path": path }))
                .collect(),
        };
        Self::patch(Endpoint::GroupPatch, "Groups", id, operations.into())
    }

    /// Deletes a group.
    pub fn delete_group(id: &str) -> Self {
        Self::delete(Endpoint::GroupDelete, "Groups", id)
    }
}

/// A text as it stands in a filter (RFC 7644, 3.4.2.2: a JSON string).
fn quoted(value: &str) -> String {
    Value::from(value).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_a_filter_cannot_end_it() {
        let request = ScimRequest::find_user("userName", "a\" or id pr & x=1");
        assert_eq!(
            request.path,
            "/Users?filter=userName%20eq%20%22a%5C%22%20or%20id%20pr%20%26%20x%3D1%22"
        );
        let request = ScimRequest::read_user("a/../b?c");
        assert_eq!(request.path, "/Users/a%2F..%2Fb%3Fc");
    }

    #[test]
    fn groups_are_created_empty_and_found_without_their_members() {
        let created = ScimRequest::create_group("Sales", "7", Spelling::default());
        assert_eq!(
            created.body.as_ref().map(|body| &body["members"]),
            Some(&json!([]))
        );
        assert!(
            ScimRequest::find_group("Sales")
                .path
                .starts_with("/Groups?excludedAttributes=members&filter=")
        );
    }
}
