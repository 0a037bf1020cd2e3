//! What requests come to.

use serde::Serialize;

use super::attribute_tables::ResourceKind;
use super::kept::{Snapshot, Store};
use super::shelf::Resource;
use super::shown::{ShownList, ShownResource};
use super::store_error::StoreError;
use super::store_request::{Ask, Search, StoreRequest, View};

/// The answer to a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreAnswer {
    /// The status.
    pub status: u16,
    /// The body, empty where there is none.
    pub body: Vec<u8>,
    /// Where the resource is that was created.
    pub location: Option<String>,
}

impl Store {
    /// Carries a request out at a moment, as a date and time. With a snapshot a PATCH changes what was read then, and writes the whole of it.
    pub fn carry_out(
        &mut self,
        request: &StoreRequest,
        read: Option<Snapshot>,
        now: &str,
    ) -> StoreAnswer {
        let done = match &request.0 {
            Ask::Discover(discovery) => {
                let found = discovery.answer(&self.base);
                found.and_then(|found| answer(200, &found))
            }
            Ask::Create { kind, body, view } => {
                let created = self.create(*kind, body, now);
                created.and_then(|place| self.created(*kind, place, view))
            }
            Ask::Read { kind, id, view } => self.read(*kind, id, view),
            Ask::Search(search) => self.search(search),
            Ask::Patch {
                kind,
                id,
                operations,
                view,
            } => {
                self.patch(*kind, id, operations, read, now)
                    .and_then(|()| match kind {
                        // The service asks for no body (use-scim).
                        ResourceKind::Group => Ok(StoreAnswer {
                            status: 204,
                            ..StoreAnswer::default()
                        }),
                        ResourceKind::User => self.read(*kind, id, view),
                    })
            }
            Ask::Replace {
                kind,
                id,
                body,
                view,
            } => self
                .replace(*kind, id, body, now)
                .and_then(|()| self.read(*kind, id, view)),
            Ask::Delete { kind, id } => self.delete(*kind, id).map(|()| StoreAnswer {
                status: 204,
                ..StoreAnswer::default()
            }),
        };
        done.unwrap_or_else(|error| error.answer())
    }

    fn shown<'s>(
        &'s self,
        kind: ResourceKind,
        resource: &'s Resource,
        view: &'s View,
    ) -> ShownResource<'s> {
        ShownResource {
            store: self,
            kind,
            resource,
            view,
        }
    }

    fn created(
        &self,
        kind: ResourceKind,
        place: u64,
        view: &View,
    ) -> Result<StoreAnswer, StoreError> {
        let stored = self.shelf(kind).get(place);
        let resource = stored.ok_or_else(|| StoreError::new(500, "it is gone"))?;
        let answered = answer(201, &self.shown(kind, resource, view))?;
        let location = Some(self.location(kind, &resource.id));
        Ok(StoreAnswer {
            location,
            ..answered
        })
    }

    fn read(&self, kind: ResourceKind, id: &str, view: &View) -> Result<StoreAnswer, StoreError> {
        let (_, resource) = self.find(kind, id).ok_or_else(|| StoreError::absent(id))?;
        answer(200, &self.shown(kind, resource, view))
    }

    fn search(&self, search: &Search) -> Result<StoreAnswer, StoreError> {
        let found = self.found(search.kind, search.filter.as_ref());
        let skipped = usize::try_from(search.start - 1).unwrap_or(usize::MAX);
        let page = found.iter().skip(skipped).take(search.count as usize);
        let resources = page.filter_map(|place| self.shelf(search.kind).get(*place));
        let resources = resources.map(|resource| self.shown(search.kind, resource, &search.view));
        answer(
            200,
            &ShownList {
                total: found.len(),
                start: search.start,
                resources: resources.collect(),
            },
        )
    }
}

fn answer(status: u16, value: &impl Serialize) -> Result<StoreAnswer, StoreError> {
    let body = serde_json::to_vec(value);
    let body = body.map_err(|reason| StoreError::new(500, reason.to_string()))?;
    Ok(StoreAnswer {
        status,
        body,
        location: None,
    })
}

impl StoreError {
    /// The error as an answer.
    pub fn answer(&self) -> StoreAnswer {
        StoreAnswer {
            status: self.status,
            body: self.body().to_string().into_bytes(),
            location: None,
        }
    }
}
