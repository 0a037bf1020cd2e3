//! Requests that change the store.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::attribute_tables::{MEMBERS, ResourceKind};
use super::canonical;
use super::kept::{Snapshot, Store};
use super::members::{Member, MemberEdit, Members, ids_of};
use super::patching::{self, Operation};
use super::shelf::Resource;
use super::store_error::{StoreError, cut};

/// So much is kept that memory has a bound: the bytes of texts, roughly.
const MOST_BYTES: u64 = 1 << 30;
/// From so many members on a removal goes through all of them.
const MANY: usize = 16;

impl Store {
    pub(super) fn create(
        &mut self,
        kind: ResourceKind,
        sent: &Map<String, Value>,
        now: &str,
    ) -> Result<u64, StoreError> {
        let mut body = canonical::resource_of(kind, sent)?;
        self.is_free(kind, &body, None)?;
        self.has_room()?;
        let edits = members_in(kind, sent)?;
        self.all_exist(&edits)?;
        let name = body
            .get(kind.naming())
            .and_then(Value::as_str)
            .unwrap_or_default();
        let number = self.shelf_mut(kind).number_of(name);
        let id = identifier(kind, self.shelf(kind).next_place());
        let meta = json!({
            "resourceType": kind.schema().name,
            "created": now,
            "lastModified": now,
            "location": self.location(kind, &id),
            "version": "W/\"1\"",
        });
        if kind == ResourceKind::User {
            body.entry("active").or_insert(Value::Bool(true));
        }
        body.insert("id".to_owned(), id.as_str().into());
        body.insert("meta".to_owned(), meta);
        let mut members = Members::default();
        self.edit(&mut members, &edits);
        let resource = Resource {
            id,
            number,
            body,
            members: Arc::new(members),
            version: 1,
        };
        Ok(self.shelf_mut(kind).insert(resource))
    }

    pub(super) fn patch(
        &mut self,
        kind: ResourceKind,
        id: &str,
        operations: &[Operation],
        read: Option<Snapshot>,
        now: &str,
    ) -> Result<(), StoreError> {
        let (place, present) = self.find(kind, id).ok_or_else(|| StoreError::absent(id))?;
        let version = present.version;
        let mut body = match &read {
            Some(read) => read.resource.body.clone(),
            None => present.body.clone(),
        };
        let mut edits = Vec::new();
        for operation in operations {
            match operation {
                Operation::OfMembers(edit) => edits.push(edit.clone()),
                Operation::Of { doing, path, value } => {
                    patching::carry_out(&mut body, *doing, path, value)?;
                }
            }
        }
        self.is_free(kind, &body, Some(place))?;
        self.all_exist(&edits)?;
        self.has_room()?;
        let whole = read.map(|read| self.still_there(read));
        self.write(kind, place, body, version, now);
        if whole.is_some() || !edits.is_empty() {
            self.write_members(place, whole, &edits);
        }
        Ok(())
    }

    /// The members of a snapshot who have not been deleted since.
    fn still_there(&self, read: Snapshot) -> Arc<Members> {
        let mut members = read.resource.members;
        if read.deletions != self.deletions {
            let is_kept = |Member { kind, place }| self.shelf(kind).get(place).is_some();
            Arc::make_mut(&mut members).retain(is_kept);
        }
        members
    }

    pub(super) fn replace(
        &mut self,
        kind: ResourceKind,
        id: &str,
        sent: &Map<String, Value>,
        now: &str,
    ) -> Result<(), StoreError> {
        let (place, present) = self.find(kind, id).ok_or_else(|| StoreError::absent(id))?;
        let version = present.version;
        let kept = ["id", "meta"].map(|name| (name.to_owned(), present.body[name].clone()));
        let mut body = canonical::resource_of(kind, sent)?;
        body.extend(kept);
        self.is_free(kind, &body, Some(place))?;
        let edits = members_in(kind, sent)?;
        self.all_exist(&edits)?;
        self.write(kind, place, body, version, now);
        if kind == ResourceKind::Group {
            self.write_members(place, Some(Arc::default()), &edits);
        }
        Ok(())
    }

    fn write(
        &mut self,
        kind: ResourceKind,
        place: u64,
        mut body: Map<String, Value>,
        version: u64,
        now: &str,
    ) {
        let shelf = self.shelf_mut(kind);
        let version = version + 1;
        body["meta"]["lastModified"] = now.into();
        body["meta"]["version"] = format!("W/\"{version}\"").into();
        if let Some(resource) = shelf.take(place) {
            shelf.put(
                place,
                Resource {
                    body,
                    version,
                    ..resource
                },
            );
        }
    }

    fn write_members(&mut self, place: u64, whole: Option<Arc<Members>>, edits: &[MemberEdit]) {
        // Taken out, so that they are changed without a copy.
        let kept = self.groups.take_members(place);
        let mut members = whole.unwrap_or(kept);
        self.edit(Arc::make_mut(&mut members), edits);
        self.groups.put_members(place, members);
    }

    fn edit(&self, members: &mut Members, edits: &[MemberEdit]) {
        for edit in edits {
            let named = edit.ids().iter().filter_map(|id| self.member(id));
            match edit {
                MemberEdit::Add(_) => named.for_each(|one| members.add(one, self.doubles)),
                // Each removal moves those who come behind, so many go in one pass.
                MemberEdit::Remove(ids) if ids.len() > MANY => {
                    let gone: HashSet<Member> = named.collect();
                    members.retain(|member| !gone.contains(&member));
                }
                MemberEdit::Remove(_) => named.for_each(|one| members.remove(one)),
                MemberEdit::Replace(_) => {
                    members.clear();
                    named.for_each(|one| members.add(one, false));
                }
            }
        }
    }

    pub(super) fn delete(&mut self, kind: ResourceKind, id: &str) -> Result<(), StoreError> {
        let (place, _) = self.find(kind, id).ok_or_else(|| StoreError::absent(id))?;
        self.shelf_mut(kind).take(place);
        self.deletions += 1;
        let gone = Member { kind, place };
        let groups: Vec<u64> = self.groups.places().collect();
        for group in groups {
            let is_in = self
                .groups
                .get(group)
                .is_some_and(|group| group.members.has(gone));
            if is_in {
                self.groups
                    .change_members(group, |members| members.remove(gone));
            }
        }
        Ok(())
    }

    fn has_room(&self) -> Result<(), StoreError> {
        if self.users.bytes() + self.groups.bytes() < MOST_BYTES {
            return Ok(());
        }
        Err(StoreError::new(507, "the stand-in keeps no more"))
    }

    /// Whether the name of a resource is nobody else's.
    fn is_free(
        &self,
        kind: ResourceKind,
        body: &Map<String, Value>,
        own: Option<u64>,
    ) -> Result<(), StoreError> {
        let name = body
            .get(kind.naming())
            .and_then(Value::as_str)
            .unwrap_or_default();
        let holder = self
            .shelf(kind)
            .named(name)
            .filter(|place| Some(*place) != own);
        match holder {
            None => Ok(()),
            Some(_) => Err(StoreError {
                scim_type: Some("uniqueness"),
                ..StoreError::new(409, format!("{} is taken", kind.naming()))
            }),
        }
    }

    /// Whether all who become members exist.
    fn all_exist(&self, edits: &[MemberEdit]) -> Result<(), StoreError> {
        let come = edits
            .iter()
            .filter(|edit| !matches!(edit, MemberEdit::Remove(_)));
        let mut come = come.flat_map(MemberEdit::ids);
        match come.find(|id| self.member(id).is_none()) {
            None => Ok(()),
            Some(id) => {
                let id = cut(id);
                Err(StoreError::value(format!("there is no user or group {id}")))
            }
        }
    }
}

/// The members that a whole group is sent with.
fn members_in(
    kind: ResourceKind,
    sent: &Map<String, Value>,
) -> Result<Vec<MemberEdit>, StoreError> {
    let mut fields = sent.iter();
    let value = fields.find(|(key, _)| key.eq_ignore_ascii_case(MEMBERS));
    match value.filter(|_| kind == ResourceKind::Group) {
        Some((_, value)) => Ok(vec![MemberEdit::Replace(ids_of(value)?)]),
        None => Ok(Vec::new()),
    }
}

/// An identifier that looks like those of real targets, and is the same in every run.
fn identifier(kind: ResourceKind, place: u64) -> String {
    // Two rounds of SplitMix64, whose output never repeats for different places.
    let mixed = |seed: u64| {
        let mut word = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    };
    let seed = place * 4 + 2 * (kind as u64) + 1;
    let (high, low) = (mixed(seed), mixed(seed + 1));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFF,
        low >> 48 & 0xFFF,
        low & 0xFFFF_FFFF_FFFF
    )
}
