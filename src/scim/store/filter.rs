//! Filters (RFC 7644, section 3.4.2.2), and whether a resource passes them.

use serde_json::{Map, Value};

use super::attribute_names::Name;
use super::attribute_tables::MEMBERS;

/// A condition on a resource, or on an element of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Compare {
        of: Place,
        comparison: Comparison,
        value: Value,
    },
    /// There is a value.
    Present(Place),
}

/// What is compared: an attribute, of which a further filter may choose elements.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub name: Name,
    pub within: Option<Box<Filter>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Filter {
    /// Whether a resource passes; `has_member` knows who is in it, where it is a group.
    pub fn passes(
        &self,
        resource: &Map<String, Value>,
        has_member: &dyn Fn(Option<&str>) -> bool,
    ) -> bool {
        match self {
            Self::All(all) => all.iter().all(|one| one.passes(resource, has_member)),
            Self::Any(any) => any.iter().any(|one| one.passes(resource, has_member)),
            Self::Not(one) => !one.passes(resource, has_member),
            Self::Present(place) if place.name.attribute.name == MEMBERS => has_member(None),
            Self::Present(place) => !place.values(resource).is_empty(),
            Self::Compare {
                of,
                comparison,
                value,
            } => {
                if of.name.attribute.name == MEMBERS {
                    let is_there = has_member(value.as_str());
                    return is_there == (*comparison == Comparison::Equal);
                }
                let values = of.values(resource);
                match comparison {
                    Comparison::Equal if value.is_null() => values.is_empty(),
                    Comparison::NotEqual => !values
                        .iter()
                        .any(|one| Comparison::Equal.holds(one, value, of.name.is_exact())),
                    other => values
                        .iter()
                        .any(|one| other.holds(one, value, of.name.is_exact())),
                }
            }
        }
    }

    /// Whether an element of a list passes.
    pub fn passes_element(&self, element: &Value) -> bool {
        element
            .as_object()
            .is_some_and(|map| self.passes(map, &|_| false))
    }

    /// The values that some attributes must have for this to hold: `type eq "work"`, `id eq "7" and manager eq "8"`.
    pub fn equalities(&self) -> Vec<(&Place, &Value)> {
        match self {
            Self::Compare {
                of,
                comparison: Comparison::Equal,
                value,
            } => vec![(of, value)],
            Self::All(all) => all.iter().flat_map(Self::equalities).collect(),
            _ => Vec::new(),
        }
    }
}

impl Place {
    fn values<'r>(&self, resource: &'r Map<String, Value>) -> Vec<&'r Value> {
        let whole = self.name.whole(resource);
        let elements = match whole {
            Some(Value::Array(elements)) => &elements[..],
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        let chosen = elements.iter().filter(|element| {
            let within = self.within.as_ref();
            within.is_none_or(|filter| filter.passes_element(element))
        });
        let compared = chosen.filter_map(|element| self.name.compared(element));
        compared.filter(|value| !value.is_null()).collect()
    }
}

impl Comparison {
    pub fn of(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "eq" => Self::Equal,
            "ne" => Self::NotEqual,
            "co" => Self::Contains,
            "sw" => Self::StartsWith,
            "ew" => Self::EndsWith,
            "gt" => Self::Greater,
            "ge" => Self::GreaterOrEqual,
            "lt" => Self::Less,
            "le" => Self::LessOrEqual,
            _ => return None,
        })
    }

    fn holds(self, found: &Value, value: &Value, is_exact: bool) -> bool {
        match (found, value) {
            (Value::String(found), Value::String(value)) if is_exact => {
                self.holds_of_text(found, value)
            }
            (Value::String(found), Value::String(value)) => {
                self.holds_of_text(&found.to_lowercase(), &value.to_lowercase())
            }
            // The service writes booleans as texts too.
            (Value::Bool(found), Value::String(value)) => {
                self == Self::Equal && value.eq_ignore_ascii_case(&found.to_string())
            }
            _ => self == Self::Equal && found == value,
        }
    }

    fn holds_of_text(self, found: &str, value: &str) -> bool {
        match self {
            Self::Equal => found == value,
            Self::NotEqual => found != value,
            Self::Contains => found.contains(value),
            Self::StartsWith => found.starts_with(value),
            Self::EndsWith => found.ends_with(value),
            Self::Greater => found > value,
            Self::GreaterOrEqual => found >= value,
            Self::Less => found < value,
            Self::LessOrEqual => found <= value,
        }
    }
}
