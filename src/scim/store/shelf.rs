//! The users or the groups of a store, found by identifier, name, `externalId` or work address without a search.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::attribute_names::Name;
use super::attribute_tables::ResourceKind;
use super::filter::Filter;
use super::members::Members;

/// A user or group.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub id: String,
    /// A number for its name, which a resource of the same name has again after it was deleted.
    pub number: u32,
    /// As answers show it, without members.
    pub body: Map<String, Value>,
    pub members: Arc<Members>,
    /// How often it was written.
    pub version: u64,
}

impl Resource {
    /// The text of an attribute.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.body.get(name).and_then(Value::as_str)
    }

    /// What it takes up, roughly.
    fn bytes(&self) -> u64 {
        self.body
            .iter()
            .map(|(key, value)| key.len() as u64 + bytes_of(value))
            .sum()
    }

    /// Whether it is a user who is not disabled.
    pub fn is_active(&self) -> bool {
        self.body.get("active") != Some(&Value::Bool(false))
    }
}

/// What a value takes up, roughly: its texts, and a place in memory for each part.
fn bytes_of(value: &Value) -> u64 {
    const PLACE: u64 = 32;
    PLACE
        + match value {
            Value::String(text) => text.len() as u64,
            Value::Array(elements) => elements.iter().map(bytes_of).sum(),
            Value::Object(parts) => parts
                .iter()
                .map(|(key, value)| key.len() as u64 + bytes_of(value))
                .sum(),
            _ => 0,
        }
}

/// By what resources are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Id,
    UserName,
    DisplayName,
    ExternalId,
    WorkMail,
}

#[derive(Debug)]
pub(super) struct Shelf {
    kind: ResourceKind,
    in_order: BTreeMap<u64, Resource>,
    index: HashMap<(Key, String), BTreeSet<u64>>,
    next_place: u64,
    /// By a hash of the name, so that names that never come to anything take little room.
    numbers: HashMap<u64, u32>,
    active: u64,
    bytes: u64,
}

impl Shelf {
    pub fn new(kind: ResourceKind) -> Self {
        Self {
            kind,
            in_order: BTreeMap::new(),
            index: HashMap::new(),
            next_place: 0,
            numbers: HashMap::new(),
            active: 0,
            bytes: 0,
        }
    }

    pub fn count(&self) -> u64 {
        self.in_order.len() as u64
    }

    /// Those who are not disabled.
    pub fn active(&self) -> u64 {
        self.active
    }

    /// What all of them take up, without members.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The place that the next resource will have.
    pub fn next_place(&self) -> u64 {
        self.next_place
    }

    /// The number of whoever has this name, from zero in the order in which names came.
    pub fn number_of(&mut self, name: &str) -> u32 {
        let next = self.numbers.len() as u32;
        let mut hasher = DefaultHasher::new();
        name.to_lowercase().hash(&mut hasher);
        *self.numbers.entry(hasher.finish()).or_insert(next)
    }

    pub fn get(&self, place: u64) -> Option<&Resource> {
        self.in_order.get(&place)
    }

    pub fn place_of(&self, id: &str) -> Option<u64> {
        let found = self.index.get(&(Key::Id, id.to_owned()))?;
        found.first().copied()
    }

    /// The place of whoever has this name already.
    pub fn named(&self, name: &str) -> Option<u64> {
        let key = match self.kind {
            ResourceKind::User => Key::UserName,
            ResourceKind::Group => Key::DisplayName,
        };
        let found = self.index.get(&(key, name.to_lowercase()))?;
        found.first().copied()
    }

    pub fn insert(&mut self, resource: Resource) -> u64 {
        let place = self.next_place;
        self.next_place += 1;
        self.put(place, resource);
        place
    }

    /// Puts a resource in the place of what was there.
    pub fn put(&mut self, place: u64, resource: Resource) {
        self.take(place);
        for key in keys_of(self.kind, &resource) {
            self.index.entry(key).or_default().insert(place);
        }
        self.active += u64::from(resource.is_active());
        self.bytes += resource.bytes();
        self.in_order.insert(place, resource);
    }

    pub fn take(&mut self, place: u64) -> Option<Resource> {
        let resource = self.in_order.remove(&place)?;
        for key in keys_of(self.kind, &resource) {
            if let Some(places) = self.index.get_mut(&key) {
                places.remove(&place);
                if places.is_empty() {
                    self.index.remove(&key);
                }
            }
        }
        self.active -= u64::from(resource.is_active());
        self.bytes -= resource.bytes();
        Some(resource)
    }

    pub fn places(&self) -> impl Iterator<Item = u64> + '_ {
        self.in_order.keys().copied()
    }

    /// Changes the members of a group, which are copied where a snapshot has them too.
    pub fn change_members(&mut self, place: u64, change: impl FnOnce(&mut Members)) {
        if let Some(resource) = self.in_order.get_mut(&place) {
            change(Arc::make_mut(&mut resource.members));
        }
    }

    pub fn take_members(&mut self, place: u64) -> Arc<Members> {
        let resource = self.in_order.get_mut(&place);
        resource
            .map(|resource| std::mem::take(&mut resource.members))
            .unwrap_or_default()
    }

    pub fn put_members(&mut self, place: u64, members: Arc<Members>) {
        if let Some(resource) = self.in_order.get_mut(&place) {
            resource.members = members;
        }
    }

    /// The places among which all are that pass a filter, if an index knows; every place if none does.
    pub fn candidates(&self, filter: Option<&Filter>) -> Vec<u64> {
        let equalities = filter.map(Filter::equalities).unwrap_or_default();
        let known = equalities.iter().find_map(|(place, value)| {
            let key = key_of(self.kind, &place.name, place.within.as_deref())?;
            let value = value.as_str()?;
            let value = match key {
                Key::Id | Key::ExternalId => value.to_owned(),
                _ => value.to_lowercase(),
            };
            Some((key, value))
        });
        match known {
            Some(known) => {
                let found = self.index.get(&known).into_iter().flatten();
                found.copied().collect()
            }
            None => self.places().collect(),
        }
    }
}

fn keys_of(kind: ResourceKind, resource: &Resource) -> Vec<(Key, String)> {
    let mut keys = vec![(Key::Id, resource.id.clone())];
    let mut known = |key, text: Option<&str>| {
        let text = text.map(|text| match key {
            Key::ExternalId => text.to_owned(),
            _ => text.to_lowercase(),
        });
        keys.extend(text.map(|text| (key, text)));
    };
    known(Key::DisplayName, resource.text("displayName"));
    known(Key::ExternalId, resource.text("externalId"));
    if kind == ResourceKind::User {
        known(Key::UserName, resource.text("userName"));
        let mails = resource.body.get("emails").and_then(Value::as_array);
        for mail in mails.into_iter().flatten() {
            let is_work = mail.get("type").and_then(Value::as_str);
            if is_work.is_some_and(|of| of.eq_ignore_ascii_case("work")) {
                known(Key::WorkMail, mail.get("value").and_then(Value::as_str));
            }
        }
    }
    keys
}

/// The index for an equality of an attribute.
fn key_of(kind: ResourceKind, name: &Name, within: Option<&Filter>) -> Option<Key> {
    if name.extension.is_some() {
        return None;
    }
    match (name.attribute.name, within) {
        ("id", None) => Some(Key::Id),
        ("externalId", None) => Some(Key::ExternalId),
        ("displayName", None) => Some(Key::DisplayName),
        ("userName", None) if kind == ResourceKind::User => Some(Key::UserName),
        ("emails", Some(within)) if name.part.is_none_or(|part| part.name == "value") => {
            let equalities = within.equalities();
            let is_work = |value: &Value| {
                value
                    .as_str()
                    .is_some_and(|of| of.eq_ignore_ascii_case("work"))
            };
            let by_type = |(place, value): &(&super::filter::Place, &Value)| {
                place.name.attribute.name == "type" && is_work(value)
            };
            equalities.iter().any(by_type).then_some(Key::WorkMail)
        }
        _ => None,
    }
}
