//! Values as they are stored: known attributes alone, under their own names, of the right type.
//!
//! What the service writes otherwise than the RFC does is taken as it is meant: booleans as texts, a manager as a plain text.

use serde_json::{Map, Value, json};

use super::attribute_names::Name;
use super::attribute_tables::{Attribute, Kind, MEMBERS, ResourceKind};
use super::store_error::StoreError;

/// A resource of what a client sends, without its members. What nobody knows is left out (RFC 7644, section 3.3).
///
/// # Errors
/// `invalidValue`: a value is of the wrong type, or a required one is missing.
pub(super) fn resource_of(
    kind: ResourceKind,
    sent: &Map<String, Value>,
) -> Result<Map<String, Value>, StoreError> {
    let mut resource = Map::new();
    for (key, value) in sent {
        let extension = kind.extension();
        if let Some(schema) = extension.filter(|schema| schema.urn.eq_ignore_ascii_case(key)) {
            let parts = value.as_object().into_iter().flatten();
            for (key, value) in parts {
                lay(
                    &mut resource,
                    Name::of(kind, &format!("{}:{key}", schema.urn)),
                    value,
                )?;
            }
        } else {
            lay(&mut resource, Name::of(kind, key), value)?;
        }
    }
    for attribute in kind.schema().attributes {
        if attribute.is_required && is_blank(resource.get(attribute.name)) {
            return Err(StoreError::value(format!("{} is missing", attribute.name)));
        }
    }
    Ok(resource)
}

fn lay(
    resource: &mut Map<String, Value>,
    name: Option<Name>,
    value: &Value,
) -> Result<(), StoreError> {
    let known = name.filter(|name| {
        name.part.is_none() && !name.attribute.is_read_only && name.attribute.name != MEMBERS
    });
    if let Some(name) = known
        && let Some(value) = value_of(name.attribute, value)?
    {
        container(resource, name.extension).insert(name.attribute.name.to_owned(), value);
    }
    Ok(())
}

/// Where attributes of the core or of an extension are kept.
pub(super) fn container<'r>(
    resource: &'r mut Map<String, Value>,
    extension: Option<&'static str>,
) -> &'r mut Map<String, Value> {
    let Some(urn) = extension else {
        return resource;
    };
    let kept = resource.entry(urn).or_insert_with(|| json!({}));
    if !kept.is_object() {
        *kept = json!({});
    }
    match kept {
        Value::Object(map) => map,
        _ => unreachable!("it was made an object"),
    }
}

fn is_blank(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.as_str().is_some_and(|text| text.trim().is_empty()))
}

/// The value of an attribute; none where there is nothing in it.
pub(super) fn value_of(attribute: &Attribute, sent: &Value) -> Result<Option<Value>, StoreError> {
    if !attribute.is_list {
        return one_of(attribute, sent);
    }
    let elements = match sent {
        Value::Array(elements) => &elements[..],
        one => std::slice::from_ref(one),
    };
    few_enough(attribute, elements.len())?;
    let mut kept: Vec<Value> = Vec::with_capacity(elements.len());
    for element in elements {
        kept.extend(one_of(attribute, element)?);
    }
    Ok((!kept.is_empty()).then_some(Value::Array(kept)))
}

/// So many values an attribute may have, members apart: each operation looks at all of them.
const MOST_VALUES: usize = 1_000;

pub(super) fn few_enough(attribute: &Attribute, values: usize) -> Result<(), StoreError> {
    if values <= MOST_VALUES {
        return Ok(());
    }
    let message = format!("{} has at most {MOST_VALUES} values", attribute.name);
    Err(StoreError::new(413, message))
}

/// One element of a list, or the value of what is none.
pub(super) fn one_of(attribute: &Attribute, sent: &Value) -> Result<Option<Value>, StoreError> {
    let value = match (attribute.kind, sent) {
        (_, Value::Null) => return Ok(None),
        (Kind::Complex, Value::Object(map)) => return complex_of(attribute, map),
        // The service writes a single value as a list of one (use-scim, example 5).
        (Kind::Complex, Value::Array(elements)) if !attribute.is_list && elements.len() == 1 => {
            return one_of(attribute, &elements[0]);
        }
        (Kind::Complex, Value::String(text)) if attribute.part("value").is_some() => {
            return Ok((!text.is_empty()).then(|| json!({ "value": text })));
        }
        (Kind::Flag, Value::Bool(_)) => sent.clone(),
        (Kind::Flag, Value::String(text)) if text.eq_ignore_ascii_case("true") => true.into(),
        (Kind::Flag, Value::String(text)) if text.eq_ignore_ascii_case("false") => false.into(),
        (Kind::Text | Kind::Moment | Kind::Reference | Kind::Binary, Value::String(_)) => {
            sent.clone()
        }
        _ => return Err(wrong_type(attribute)),
    };
    Ok(Some(value))
}

fn complex_of(
    attribute: &Attribute,
    sent: &Map<String, Value>,
) -> Result<Option<Value>, StoreError> {
    let mut kept = Map::new();
    for (key, value) in sent {
        let part = attribute.part(key).filter(|part| !part.is_read_only);
        if let Some(part) = part
            && let Some(value) = value_of(part, value)?
        {
            kept.insert(part.name.to_owned(), value);
        }
    }
    Ok((!kept.is_empty()).then_some(Value::Object(kept)))
}

fn wrong_type(attribute: &Attribute) -> StoreError {
    let wanted = match attribute.kind {
        Kind::Flag => "true or false",
        Kind::Complex => "an object",
        _ => "a text",
    };
    StoreError::value(format!("{} is to be {wanted}", attribute.name))
}
