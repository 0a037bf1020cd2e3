//! The operations of a PATCH (RFC 7644, section 3.5.2).

use serde_json::{Map, Value};

use super::attribute_names::Name;
use super::attribute_tables::{Attribute, Kind, MEMBERS, ResourceKind};
use super::canonical::{container, few_enough, one_of, value_of};
use super::filter::Filter;
use super::filter_text::{Path, path_of};
use super::members::{MemberEdit, ids_in, ids_of};
use super::store_error::{StoreError, cut};

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Add,
    Replace,
    Remove,
}

/// One operation on one attribute, members apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operation {
    OfMembers(MemberEdit),
    Of {
        doing: Doing,
        path: Path,
        value: Value,
    },
}

/// So many operations are carried out at once.
const MOST_OPERATIONS: usize = 1_000;

/// Reads the operations of a body.
///
/// # Errors
/// `invalidSyntax`, `invalidPath`, `noTarget`, `mutability` or `invalidValue`.
pub(super) fn operations_of(
    kind: ResourceKind,
    body: &Value,
) -> Result<Vec<Operation>, StoreError> {
    let listed = field(body, "Operations").and_then(Value::as_array);
    let listed = listed.filter(|listed| !listed.is_empty());
    let listed = listed.ok_or_else(|| StoreError::syntax("a PATCH has a list of Operations"))?;
    if listed.len() > MOST_OPERATIONS {
        let message = format!("a PATCH has at most {MOST_OPERATIONS} Operations");
        return Err(StoreError::new(413, message));
    }
    let mut operations = Vec::with_capacity(listed.len());
    for one in listed {
        operation_of(kind, one, &mut operations)?;
    }
    Ok(operations)
}

/// A field in any case.
fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let mut fields = value.as_object()?.iter();
    fields
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

fn operation_of(
    kind: ResourceKind,
    one: &Value,
    operations: &mut Vec<Operation>,
) -> Result<(), StoreError> {
    let word = field(one, "op").and_then(Value::as_str).unwrap_or_default();
    let doing = match word.to_ascii_lowercase().as_str() {
        "add" => Doing::Add,
        "replace" => Doing::Replace,
        "remove" => Doing::Remove,
        _ => {
            let word = cut(word);
            return Err(StoreError::syntax(format!(
                "op is add, replace or remove, not {word:?}"
            )));
        }
    };
    let value = field(one, "value");
    let path = field(one, "path").filter(|path| !path.is_null());
    let Some(path) = path else {
        if doing == Doing::Remove {
            let message = "what is to be removed has a path";
            return Err(StoreError::bad("noTarget", message));
        }
        let values = value.and_then(Value::as_object);
        let values =
            values.ok_or_else(|| StoreError::value("without a path, value is an object"))?;
        return of_object(kind, doing, values, operations);
    };
    let text = path
        .as_str()
        .ok_or_else(|| StoreError::bad("invalidPath", "path is a text"))?;
    let extension = kind.extension();
    if let Some(schema) = extension.filter(|schema| schema.urn.eq_ignore_ascii_case(text)) {
        let all = schema.attributes.iter();
        let all = all.map(|one| (one.name.to_owned(), Value::Null)).collect();
        let values = match doing {
            Doing::Remove => Some(&all),
            _ => value.and_then(Value::as_object),
        };
        let values = values.ok_or_else(|| StoreError::value("an extension is an object"))?;
        return of_extension(kind, doing, schema.urn, values, operations);
    }
    if value.is_none() && doing != Doing::Remove {
        return Err(StoreError::value(format!("{} has no value", cut(text))));
    }
    let path = path_of(kind, text)?;
    operations.push(checked(doing, path, value.unwrap_or(&Value::Null))?);
    Ok(())
}

/// Values without a path: each key is one. What nobody knows is left out, as in a POST.
fn of_object(
    kind: ResourceKind,
    doing: Doing,
    values: &Map<String, Value>,
    operations: &mut Vec<Operation>,
) -> Result<(), StoreError> {
    for (key, value) in values {
        let extension = kind.extension();
        let extension = extension.filter(|schema| schema.urn.eq_ignore_ascii_case(key));
        match (extension, value, path_of(kind, key)) {
            (Some(schema), Value::Object(values), _) => {
                of_extension(kind, doing, schema.urn, values, operations)?;
            }
            (_, _, Ok(path)) if !path.name.attribute.is_read_only => {
                operations.push(checked(doing, path, value)?);
            }
            _ => {}
        }
    }
    Ok(())
}

fn of_extension(
    kind: ResourceKind,
    doing: Doing,
    urn: &str,
    values: &Map<String, Value>,
    operations: &mut Vec<Operation>,
) -> Result<(), StoreError> {
    for (key, value) in values {
        if let Ok(path) = path_of(kind, &format!("{urn}:{key}")) {
            operations.push(checked(doing, path, value)?);
        }
    }
    Ok(())
}

fn checked(doing: Doing, path: Path, value: &Value) -> Result<Operation, StoreError> {
    let Name {
        attribute, part, ..
    } = path.name;
    if attribute.is_read_only || part.is_some_and(|part| part.is_read_only) {
        let message = format!("{} is read-only", attribute.name);
        return Err(StoreError::bad("mutability", message));
    }
    if attribute.name == MEMBERS {
        return member_edit(doing, &path, value).map(Operation::OfMembers);
    }
    Ok(Operation::Of {
        doing,
        path,
        value: value.clone(),
    })
}

fn member_edit(doing: Doing, path: &Path, value: &Value) -> Result<MemberEdit, StoreError> {
    let named = path.within.as_ref().map(ids_in);
    let message = "members are chosen by value eq alone";
    Ok(match (doing, named) {
        (_, Some(None)) => return Err(StoreError::bad("invalidPath", message)),
        (Doing::Remove, Some(Some(ids))) => MemberEdit::Remove(ids),
        (Doing::Add | Doing::Replace, Some(Some(_))) => {
            let message = "a member is added or removed, not changed";
            return Err(StoreError::bad("mutability", message));
        }
        (Doing::Add, None) => MemberEdit::Add(ids_of(value)?),
        (Doing::Replace, None) => MemberEdit::Replace(ids_of(value)?),
        // The service's default: the members that go stand in the value.
        (Doing::Remove, None) => match ids_of(value)? {
            none if none.is_empty() && !value.is_array() => MemberEdit::Replace(Vec::new()),
            ids => MemberEdit::Remove(ids),
        },
    })
}

/// Carries an operation out on a resource without its members.
///
/// # Errors
/// `invalidValue` or `noTarget`.
pub(super) fn carry_out(
    resource: &mut Map<String, Value>,
    doing: Doing,
    path: &Path,
    value: &Value,
) -> Result<(), StoreError> {
    let Name {
        extension,
        attribute,
        part,
    } = path.name;
    let map = container(resource, extension);
    match (&path.within, part) {
        (Some(filter), _) => of_elements(map, attribute, part, filter, doing, value)?,
        (None, Some(part)) => of_part(map, attribute, part, doing, value)?,
        (None, None) => of_whole(map, attribute, doing, value)?,
    }
    if let Some(Value::Array(elements)) = map.get(attribute.name) {
        few_enough(attribute, elements.len())?;
    }
    let is_empty = |value: &Value| {
        value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty)
    };
    if map.get(attribute.name).is_some_and(is_empty) {
        map.remove(attribute.name);
    }
    if let Some(urn) = extension
        && resource.get(urn).is_some_and(is_empty)
    {
        resource.remove(urn);
    }
    Ok(())
}

fn of_whole(
    map: &mut Map<String, Value>,
    attribute: &'static Attribute,
    doing: Doing,
    value: &Value,
) -> Result<(), StoreError> {
    let name = attribute.name;
    if doing == Doing::Remove {
        return removed(map, attribute, value);
    }
    let Some(value) = value_of(attribute, value)? else {
        return match doing {
            Doing::Replace => removed(map, attribute, &Value::Null),
            _ => Ok(()),
        };
    };
    match (doing, map.get_mut(name), value) {
        (Doing::Add, Some(Value::Array(there)), Value::Array(more)) => {
            for one in more {
                if !there.contains(&one) {
                    there.push(one);
                    only_last_is_primary(there);
                }
            }
        }
        (Doing::Add, Some(Value::Object(there)), Value::Object(more)) => there.extend(more),
        (_, _, value) => {
            map.insert(name.to_owned(), value);
        }
    }
    Ok(())
}

fn removed(
    map: &mut Map<String, Value>,
    attribute: &'static Attribute,
    value: &Value,
) -> Result<(), StoreError> {
    if attribute.is_required {
        return Err(StoreError::value(format!("{} is required", attribute.name)));
    }
    let named = value.as_array().filter(|named| !named.is_empty());
    match (map.get_mut(attribute.name), named) {
        (Some(Value::Array(there)), Some(named)) => {
            let value_of = |one: &Value| one.get("value").cloned();
            there.retain(|one| !named.iter().any(|other| value_of(other) == value_of(one)));
        }
        _ => {
            map.remove(attribute.name);
        }
    }
    Ok(())
}

fn of_part(
    map: &mut Map<String, Value>,
    attribute: &'static Attribute,
    part: &'static Attribute,
    doing: Doing,
    value: &Value,
) -> Result<(), StoreError> {
    let there = map
        .entry(attribute.name)
        .or_insert_with(|| match attribute.is_list {
            true => Value::Array(vec![Value::Object(Map::new())]),
            false => Value::Object(Map::new()),
        });
    match there {
        Value::Array(elements) => {
            for element in elements.iter_mut() {
                set_part(element, part, doing, value)?;
            }
            elements.retain(|one| one.as_object().is_some_and(|one| !one.is_empty()));
            Ok(())
        }
        one => set_part(one, part, doing, value),
    }
}

fn set_part(
    element: &mut Value,
    part: &'static Attribute,
    doing: Doing,
    value: &Value,
) -> Result<(), StoreError> {
    let Value::Object(parts) = element else {
        return Ok(());
    };
    match value_of(part, value)? {
        Some(value) if doing != Doing::Remove => {
            parts.insert(part.name.to_owned(), value);
        }
        _ => {
            parts.remove(part.name);
        }
    }
    Ok(())
}

/// The elements of a list that a filter chooses. Where there is none, one is made that it would choose, as the service expects of
/// `emails[type eq "work"].value`.
fn of_elements(
    map: &mut Map<String, Value>,
    attribute: &'static Attribute,
    part: Option<&'static Attribute>,
    filter: &Filter,
    doing: Doing,
    value: &Value,
) -> Result<(), StoreError> {
    let there = map
        .entry(attribute.name)
        .or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(elements) = there else {
        return Ok(());
    };
    if doing == Doing::Remove && part.is_none() {
        elements.retain(|one| !filter.passes_element(one));
        return Ok(());
    }
    if doing != Doing::Remove && !elements.iter().any(|one| filter.passes_element(one)) {
        elements.push(element_for(attribute, filter)?);
    }
    let chosen = elements.iter_mut().filter(|one| filter.passes_element(one));
    for element in chosen {
        match part {
            Some(part) => set_part(element, part, doing, value)?,
            None => {
                if let (Some(Value::Object(more)), Value::Object(parts)) =
                    (one_of(attribute, value)?, &mut *element)
                {
                    parts.extend(more);
                }
            }
        }
    }
    Ok(())
}

fn element_for(attribute: &'static Attribute, filter: &Filter) -> Result<Value, StoreError> {
    let equalities = filter.equalities();
    let parts = equalities.iter().map(|(place, value)| {
        let name = place.name.attribute.name;
        (name.to_owned(), (*value).clone())
    });
    let element = Value::Object(parts.collect());
    let is_chosen = attribute.kind == Kind::Complex && filter.passes_element(&element);
    is_chosen.then_some(element).ok_or_else(|| {
        let message = format!("no value of {} is chosen", attribute.name);
        StoreError::bad("noTarget", message)
    })
}

/// A new primary value takes the place of the old one (RFC 7644, section 3.5.2).
fn only_last_is_primary(elements: &mut [Value]) {
    let is_primary = |one: &Value| one.get("primary") == Some(&Value::Bool(true));
    if let Some((last, others)) = elements.split_last_mut()
        && is_primary(last)
    {
        for other in others.iter_mut().filter(|one| is_primary(one)) {
            other["primary"] = Value::Bool(false);
        }
    }
}
