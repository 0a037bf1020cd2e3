//! What a store holds.

use super::attribute_tables::ResourceKind;
use super::filter::Filter;
use super::members::Member;
use super::shelf::{Resource, Shelf};
use super::store_request::{Ask, StoreRequest};

/// A group as a target read it when it began to work on a PATCH that it will write as a whole.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(super) resource: Resource,
    pub(super) deletions: u64,
}

/// Users and groups.
///
/// ```
/// use cyclecast::scim::store::{Store, StoreRequest};
///
/// let mut store = Store::new("http://127.0.0.1:8080/scim/v2", false);
/// let body = br#"{"userName": "ada@example.com", "active": "True"}"#;
/// let create = StoreRequest::read("POST", "/Users", "", body)?;
/// let created = store.carry_out(&create, None, "2026-11-28T10:00:00Z");
/// assert_eq!(created.status, 201);
/// let find = StoreRequest::read("GET", "/Users", "filter=userName+eq+%22ADA@example.com%22", b"")?;
/// let found = store.carry_out(&find, None, "2026-11-28T10:00:01Z");
/// assert!(String::from_utf8_lossy(&found.body).contains("\"totalResults\":1"));
/// # Ok::<(), cyclecast::scim::store::StoreError>(())
/// ```
#[derive(Debug)]
pub struct Store {
    pub(super) base: String,
    pub(super) doubles: bool,
    pub(super) users: Shelf,
    pub(super) groups: Shelf,
    /// So many users and groups were deleted.
    pub(super) deletions: u64,
}

impl Store {
    /// An empty store, whose resources lie below `base`. One that doubles stores a member twice that is written again.
    pub fn new(base: impl Into<String>, doubles: bool) -> Self {
        Self {
            base: base.into(),
            doubles,
            users: Shelf::new(ResourceKind::User),
            groups: Shelf::new(ResourceKind::Group),
            deletions: 0,
        }
    }

    /// The group that a PATCH is about to change, as it is now.
    pub fn snapshot(&self, request: &StoreRequest) -> Option<Snapshot> {
        match &request.0 {
            Ask::Patch {
                kind: kind @ ResourceKind::Group,
                id,
                ..
            } => {
                let (_, resource) = self.find(*kind, id)?;
                Some(Snapshot {
                    resource: resource.clone(),
                    deletions: self.deletions,
                })
            }
            _ => None,
        }
    }

    pub(super) fn shelf(&self, kind: ResourceKind) -> &Shelf {
        match kind {
            ResourceKind::User => &self.users,
            ResourceKind::Group => &self.groups,
        }
    }

    pub(super) fn shelf_mut(&mut self, kind: ResourceKind) -> &mut Shelf {
        match kind {
            ResourceKind::User => &mut self.users,
            ResourceKind::Group => &mut self.groups,
        }
    }

    pub(super) fn find(&self, kind: ResourceKind, id: &str) -> Option<(u64, &Resource)> {
        let shelf = self.shelf(kind);
        let place = shelf.place_of(id)?;
        shelf.get(place).map(|resource| (place, resource))
    }

    pub(super) fn member(&self, id: &str) -> Option<Member> {
        ResourceKind::ALL.into_iter().find_map(|kind| {
            let place = self.shelf(kind).place_of(id)?;
            Some(Member { kind, place })
        })
    }

    pub(super) fn location(&self, kind: ResourceKind, id: &str) -> String {
        format!("{}/{}/{id}", self.base, kind.plural())
    }

    /// The places of those who pass a filter.
    pub(super) fn found(&self, kind: ResourceKind, filter: Option<&Filter>) -> Vec<u64> {
        let shelf = self.shelf(kind);
        let mut places = shelf.candidates(filter);
        if let Some(filter) = filter {
            places.retain(|place| {
                let resource = shelf.get(*place);
                resource.is_some_and(|resource| {
                    let members = &resource.members;
                    filter.passes(&resource.body, &|id| match id {
                        None => members.count() > 0,
                        Some(id) => self.member(id).is_some_and(|member| members.has(member)),
                    })
                })
            });
        }
        places
    }
}
