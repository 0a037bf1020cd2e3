//! A request to the store, read from what HTTP carries.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::attribute_names::Name;
use super::attribute_tables::ResourceKind;
use super::discovery::{Discovery, LARGEST_PAGE};
use super::filter::Filter;
use super::filter_text::filter_of;
use super::patching::{Operation, operations_of};
use super::store_error::StoreError;

/// What is asked of the store.
#[derive(Debug)]
pub struct StoreRequest(pub(super) Ask);

#[derive(Debug)]
pub(super) enum Ask {
    Discover(Discovery),
    Create {
        kind: ResourceKind,
        body: Map<String, Value>,
        view: View,
    },
    Read {
        kind: ResourceKind,
        id: String,
        view: View,
    },
    Search(Search),
    Patch {
        kind: ResourceKind,
        id: String,
        operations: Vec<Operation>,
        view: View,
    },
    Replace {
        kind: ResourceKind,
        id: String,
        body: Map<String, Value>,
        view: View,
    },
    Delete {
        kind: ResourceKind,
        id: String,
    },
}

#[derive(Debug)]
pub(super) struct Search {
    pub kind: ResourceKind,
    pub filter: Option<Filter>,
    /// From one.
    pub start: u64,
    pub count: u64,
    pub view: View,
}

/// Which attributes an answer shows.
#[derive(Debug, Default)]
pub(super) struct View {
    pub only: Option<Vec<Name>>,
    pub without: Vec<Name>,
}

/// So many resources a page has where nothing is said.
const USUAL_PAGE: u64 = 100;

impl StoreRequest {
    /// Reads a request: the path behind the base of the service, the query as it stands behind the question mark, the body.
    ///
    /// # Errors
    /// What is wrong with it, as SCIM says it.
    pub fn read(method: &str, path: &str, query: &str, body: &[u8]) -> Result<Self, StoreError> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        if let Some(discovery) = Discovery::of(&parts) {
            return match method {
                "GET" => Ok(Self(Ask::Discover(discovery))),
                _ => Err(StoreError::new(405, "this can only be read")),
            };
        }
        let named = |kind: &ResourceKind| parts.first() == Some(&kind.plural());
        let Some(kind) = ResourceKind::ALL.into_iter().find(named) else {
            return Err(match parts.first() {
                Some(&"Bulk" | &"Me" | &".search") => {
                    StoreError::new(501, "this is not implemented")
                }
                _ => StoreError::new(404, "there is nothing at this path"),
            });
        };
        let query = Query::of(query);
        let view = query.view(kind);
        match (method, &parts[1..]) {
            ("GET", []) => query.search(kind, view).map(Ask::Search),
            ("POST", []) => Ok(Ask::Create {
                kind,
                body: object(body)?,
                view,
            }),
            (_, [id]) => of_one(method, kind, decoded(id), body, view),
            (_, []) => Err(StoreError::new(405, "all of them are read or added to")),
            _ => Err(StoreError::new(404, "there is nothing at this path")),
        }
        .map(Self)
    }
}

fn of_one(
    method: &str,
    kind: ResourceKind,
    id: String,
    body: &[u8],
    view: View,
) -> Result<Ask, StoreError> {
    Ok(match method {
        "GET" => Ask::Read { kind, id, view },
        "DELETE" => Ask::Delete { kind, id },
        "PATCH" => {
            let body = Value::Object(object(body)?);
            let operations = operations_of(kind, &body)?;
            Ask::Patch {
                kind,
                id,
                operations,
                view,
            }
        }
        "PUT" => Ask::Replace {
            kind,
            id,
            body: object(body)?,
            view,
        },
        _ => return Err(StoreError::new(405, "this method does nothing here")),
    })
}

fn object(body: &[u8]) -> Result<Map<String, Value>, StoreError> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(StoreError::syntax("the body is to be an object")),
        Err(reason) => Err(StoreError::syntax(format!("the body is no JSON: {reason}"))),
    }
}

/// An identifier as it stands in a path.
fn decoded(part: &str) -> String {
    percent_encoding::percent_decode_str(part)
        .decode_utf8_lossy()
        .into_owned()
}

/// What stands behind the question mark; what nobody knows is left alone, such as the flags that the service is told to send.
struct Query(HashMap<String, String>);

impl Query {
    fn of(text: &str) -> Self {
        let pairs = form_urlencoded::parse(text.as_bytes());
        Self(pairs.into_owned().collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn view(&self, kind: ResourceKind) -> View {
        let names = |text: &str| {
            let names = text.split(',').map(str::trim);
            names.filter_map(|one| Name::of(kind, one)).collect()
        };
        View {
            only: self.get("attributes").map(names),
            without: self
                .get("excludedAttributes")
                .map(names)
                .unwrap_or_default(),
        }
    }

    fn search(&self, kind: ResourceKind, view: View) -> Result<Search, StoreError> {
        let filter = self.get("filter").map(|text| filter_of(kind, text));
        // A start below one counts as one, a negative count as zero (RFC 7644, section 3.4.2.4).
        let start = self.number("startIndex")?.unwrap_or(1).max(1);
        let count = self.number("count")?.map(|count| count.max(0));
        let count = count.map_or(USUAL_PAGE, i64::unsigned_abs);
        Ok(Search {
            kind,
            filter: filter.transpose()?,
            start: start.unsigned_abs(),
            count: count.min(LARGEST_PAGE),
            view,
        })
    }

    fn number(&self, name: &str) -> Result<Option<i64>, StoreError> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        let number = text.trim().parse();
        let wrong = |_| StoreError::value(format!("{name} is to be a whole number"));
        number.map(Some).map_err(wrong)
    }
}
