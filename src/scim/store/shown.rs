//! Resources as answers show them, written straight from the store: a group of ten thousand members is no tree of values.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use super::attribute_names::Name;
use super::attribute_tables::{Attribute, MEMBERS, ResourceKind};
use super::kept::Store;
use super::members::{Member, Members};
use super::shelf::Resource;
use super::store_request::View;

/// A list of resources (RFC 7644, section 3.4.2).
pub(super) struct ShownList<'s> {
    pub total: usize,
    pub start: u64,
    pub resources: Vec<ShownResource<'s>>,
}

/// A resource with what a view shows of it.
pub(super) struct ShownResource<'s> {
    pub store: &'s Store,
    pub kind: ResourceKind,
    pub resource: &'s Resource,
    pub view: &'s View,
}

struct ShownMembers<'s> {
    store: &'s Store,
    members: &'s Members,
}

struct ShownMember<'s> {
    store: &'s Store,
    kind: ResourceKind,
    id: &'s str,
}

impl Serialize for ShownList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let schema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
        map.serialize_entry("schemas", &[schema])?;
        map.serialize_entry("totalResults", &self.total)?;
        map.serialize_entry("startIndex", &self.start)?;
        map.serialize_entry("itemsPerPage", &self.resources.len())?;
        map.serialize_entry("Resources", &self.resources)?;
        map.end()
    }
}

impl Serialize for ShownResource<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let schema = self.kind.schema();
        let extension = self.kind.extension().map(|schema| schema.urn);
        let extension = extension.filter(|urn| self.resource.body.contains_key(*urn));
        let schemas: Vec<&str> = [schema.urn].into_iter().chain(extension).collect();
        map.serialize_entry("schemas", &schemas)?;
        for (key, value) in &self.resource.body {
            match value {
                Value::Object(parts) if Some(key.as_str()) == extension => {
                    let shown = self.extension(key, parts);
                    if !shown.is_empty() {
                        map.serialize_entry(key, &shown)?;
                    }
                }
                value => match self.shown(key, value) {
                    Shown::Whole => map.serialize_entry(key, value)?,
                    Shown::Parts(value) => map.serialize_entry(key, &value)?,
                    Shown::Not => {}
                },
            }
        }
        let members = &self.resource.members;
        if members.count() > 0 && !matches!(self.shown(MEMBERS, &Value::Null), Shown::Not) {
            let store = self.store;
            map.serialize_entry(MEMBERS, &ShownMembers { store, members })?;
        }
        map.end()
    }
}

enum Shown {
    Whole,
    Parts(Value),
    Not,
}

impl ShownResource<'_> {
    fn extension(&self, urn: &str, parts: &Map<String, Value>) -> Map<String, Value> {
        let shown = parts.iter().filter_map(|(key, value)| {
            let value = match self.shown(&format!("{urn}:{key}"), value) {
                Shown::Whole => value.clone(),
                Shown::Parts(value) => value,
                Shown::Not => return None,
            };
            Some((key.clone(), value))
        });
        shown.collect()
    }

    /// What is shown of an attribute: `id` always, what is hidden never (RFC 7643, section 7, `returned`).
    fn shown(&self, key: &str, value: &Value) -> Shown {
        let Some(name) = Name::of(self.kind, key) else {
            return Shown::Not;
        };
        if name.attribute.is_hidden {
            return Shown::Not;
        }
        if name.attribute.name == "id" {
            return Shown::Whole;
        }
        let names = |list: &[Name]| -> Vec<Option<&'static Attribute>> {
            let same = list.iter().filter(|one| {
                one.attribute.name == name.attribute.name && one.extension == name.extension
            });
            same.map(|one| one.part).collect()
        };
        if let Some(only) = &self.view.only {
            let asked = names(only);
            return match asked.is_empty() {
                true => Shown::Not,
                false if asked.contains(&None) => Shown::Whole,
                false => part_of(value, &|key| {
                    asked.iter().flatten().any(|part| part.name == key)
                }),
            };
        }
        let left_out = names(&self.view.without);
        match left_out.is_empty() {
            true => Shown::Whole,
            false if left_out.contains(&None) => Shown::Not,
            false => part_of(value, &|key| {
                !left_out.iter().flatten().any(|part| part.name == key)
            }),
        }
    }
}

fn part_of(value: &Value, keeps: &dyn Fn(&str) -> bool) -> Shown {
    fn kept(value: &Value, keeps: &dyn Fn(&str) -> bool) -> Value {
        match value {
            Value::Array(elements) => elements.iter().map(|one| kept(one, keeps)).collect(),
            Value::Object(parts) => {
                let parts = parts.iter().filter(|(key, _)| keeps(key));
                Value::Object(parts.map(|(key, one)| (key.clone(), one.clone())).collect())
            }
            other => other.clone(),
        }
    }
    Shown::Parts(kept(value, keeps))
}

impl Serialize for ShownMembers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let store = self.store;
        serializer.collect_seq(self.members.all().filter_map(|Member { kind, place }| {
            let resource = store.shelf(kind).get(place)?;
            let id = &resource.id;
            Some(ShownMember { store, kind, id })
        }))
    }
}

impl Serialize for ShownMember<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("value", self.id)?;
        let location = self.store.location(self.kind, self.id);
        map.serialize_entry("$ref", &location)?;
        map.end()
    }
}
