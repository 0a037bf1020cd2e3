//! What the store says of itself: ServiceProviderConfig, ResourceTypes and Schemas (RFC 7644, section 4).

use serde_json::{Value, json};

use super::attribute_tables::{Attribute, ENTERPRISE, GROUP, Kind, ResourceKind, Schema, USER};
use super::store_error::StoreError;

/// What is asked for, all of it or one by its name or URN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Discovery {
    ServiceProviderConfig,
    ResourceTypes(Option<String>),
    Schemas(Option<String>),
}

/// So many resources a page has at most.
pub(super) const LARGEST_PAGE: u64 = 1_000;

const SCHEMA_OF_SCHEMAS: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";

impl Discovery {
    pub fn of(parts: &[&str]) -> Option<Self> {
        let one = |parts: &[&str]| match parts {
            [] => Some(None),
            [one] => Some(Some((*one).to_owned())),
            _ => None,
        };
        match parts {
            ["ServiceProviderConfig"] => Some(Self::ServiceProviderConfig),
            ["ResourceTypes", rest @ ..] => one(rest).map(Self::ResourceTypes),
            ["Schemas", rest @ ..] => one(rest).map(Self::Schemas),
            _ => None,
        }
    }

    /// The answer.
    ///
    /// # Errors
    /// 404 where there is none of this name.
    pub fn answer(&self, base: &str) -> Result<Value, StoreError> {
        let (all, named): (Vec<Value>, _) = match self {
            Self::ServiceProviderConfig => return Ok(service_provider_config(base)),
            Self::ResourceTypes(named) => {
                let all = ResourceKind::ALL.into_iter();
                (all.map(|kind| resource_type(kind, base)).collect(), named)
            }
            Self::Schemas(named) => {
                let all = [&USER, &GROUP, &ENTERPRISE].into_iter();
                (
                    all.map(|schema| schema_document(schema, base)).collect(),
                    named,
                )
            }
        };
        let Some(named) = named else {
            return Ok(json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                "totalResults": all.len(),
                "startIndex": 1,
                "itemsPerPage": all.len(),
                "Resources": all,
            }));
        };
        let mut all = all.into_iter();
        let found = all.find(|one| one["id"].as_str() == Some(named));
        found.ok_or_else(|| StoreError::absent(named))
    }
}

fn service_provider_config(base: &str) -> Value {
    let not = json!({ "supported": false });
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": LARGEST_PAGE },
        "changePassword": not,
        "sort": not,
        "etag": not,
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "OAuth Bearer Token",
            "description": "A bearer token, where the stand-in was started with one",
            "primary": true,
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{base}/ServiceProviderConfig"),
        },
    })
}

fn resource_type(kind: ResourceKind, base: &str) -> Value {
    let schema = kind.schema();
    let extensions = kind.extension().into_iter();
    let extensions: Vec<Value> = extensions
        .map(|one| json!({ "schema": one.urn, "required": false }))
        .collect();
    let mut document = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        "id": schema.name,
        "name": schema.name,
        "description": schema.says,
        "endpoint": format!("/{}", kind.plural()),
        "schema": schema.urn,
        "meta": {
            "resourceType": "ResourceType",
            "location": format!("{base}/ResourceTypes/{}", schema.name),
        },
    });
    if !extensions.is_empty() {
        document["schemaExtensions"] = extensions.into();
    }
    document
}

fn schema_document(schema: &Schema, base: &str) -> Value {
    let attributes: Vec<Value> = schema.attributes.iter().map(attribute).collect();
    json!({
        "schemas": [SCHEMA_OF_SCHEMAS],
        "id": schema.urn,
        "name": schema.name,
        "description": schema.says,
        "attributes": attributes,
        "meta": {
            "resourceType": "Schema",
            "location": format!("{base}/Schemas/{}", schema.urn),
        },
    })
}

fn attribute(one: &Attribute) -> Value {
    let mutability = match one {
        _ if one.is_hidden => "writeOnly",
        _ if one.is_read_only => "readOnly",
        _ => "readWrite",
    };
    let mut document = json!({
        "name": one.name,
        "type": one.kind.type_name(),
        "multiValued": one.is_list,
        "description": one.name,
        "required": one.is_required,
        "caseExact": one.is_exact,
        "mutability": mutability,
        "returned": if one.is_hidden { "never" } else { "default" },
        "uniqueness": if one.is_unique { "server" } else { "none" },
    });
    if one.kind == Kind::Complex {
        document["subAttributes"] = one.parts.iter().map(attribute).collect();
    }
    if one.kind == Kind::Reference {
        let types = match one.name {
            "$ref" => ["User", "Group"].as_slice(),
            _ => &["external"],
        };
        document["referenceTypes"] = types.into();
    }
    document
}
