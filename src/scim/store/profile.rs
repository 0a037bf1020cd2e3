//! A request as the simulated target sees it: what its work and its refusals depend on.

use serde_json::Value;

use super::attribute_tables::ResourceKind;
use super::kept::Store;
use super::members::MemberEdit;
use super::patching::{Doing, Operation};
use super::store_request::{Ask, Search, StoreRequest};
use crate::model::{Endpoint, ServedCounts, ServedDeed, ServedRequest};

impl Store {
    /// The request as the target serves it; none for what the store says of itself, which costs nothing.
    pub fn profile(&mut self, request: &StoreRequest) -> Option<ServedRequest> {
        let (endpoint, of, carried) = match &request.0 {
            Ask::Discover(_) => return None,
            Ask::Search(search) => return Some(self.profile_of_search(search)),
            Ask::Create { kind, body, .. } => {
                let naming = kind.naming();
                let mut fields = body.iter();
                let name = fields.find(|(key, _)| key.eq_ignore_ascii_case(naming));
                let name = name.and_then(|(_, value)| value.as_str());
                let of = name.map(|name| self.shelf_mut(*kind).number_of(name));
                (endpoint(*kind, Endpoint::UserPost), of, 0)
            }
            Ask::Read { kind, id, .. } => (
                endpoint(*kind, Endpoint::UserGet),
                self.number(*kind, id),
                0,
            ),
            Ask::Patch {
                kind,
                id,
                operations,
                ..
            } => {
                let carried = operations.iter().map(Operation::members).sum();
                (
                    endpoint(*kind, Endpoint::UserPatch),
                    self.number(*kind, id),
                    carried,
                )
            }
            Ask::Replace { kind, id, body, .. } => {
                let members = body.get("members").and_then(Value::as_array);
                let carried = members.map_or(0, Vec::len);
                (
                    endpoint(*kind, Endpoint::UserPatch),
                    self.number(*kind, id),
                    carried,
                )
            }
            Ask::Delete { kind, id } => (
                endpoint(*kind, Endpoint::UserDelete),
                self.number(*kind, id),
                0,
            ),
        };
        let present = match &request.0 {
            Ask::Read { kind, id, .. }
            | Ask::Patch { kind, id, .. }
            | Ask::Replace { kind, id, .. } => {
                let found = self.find(*kind, id);
                found.map_or(0, |(_, resource)| resource.members.count())
            }
            _ => 0,
        };
        Some(ServedRequest {
            endpoint,
            by_filter: false,
            of,
            members_present: present,
            members_carried: u32::try_from(carried).unwrap_or(u32::MAX),
        })
    }

    fn profile_of_search(&self, search: &Search) -> ServedRequest {
        // A list without a filter costs what a lookup does: the service never asks for one.
        let shelf = self.shelf(search.kind);
        let found = search
            .filter
            .as_ref()
            .map(|filter| self.found(search.kind, Some(filter)));
        let found = found.iter().flatten().filter_map(|place| shelf.get(*place));
        let found: Vec<_> = found.collect();
        ServedRequest {
            endpoint: endpoint(search.kind, Endpoint::UserGet),
            by_filter: true,
            of: found.first().map(|resource| resource.number),
            members_present: found.iter().map(|resource| resource.members.count()).sum(),
            members_carried: 0,
        }
    }

    /// What a request asks for, and the number of the user or group, as far as targets refuse such things for good.
    pub fn deed(&mut self, request: &StoreRequest) -> Option<(ServedDeed, u32)> {
        if matches!(
            request.0,
            Ask::Discover(_) | Ask::Read { .. } | Ask::Search(_)
        ) {
            return None;
        }
        let of = self.profile(request)?.of?;
        let deed = match &request.0 {
            Ask::Create {
                kind: ResourceKind::User,
                ..
            } => ServedDeed::CreateUser,
            Ask::Create {
                kind: ResourceKind::Group,
                ..
            } => ServedDeed::CreateGroup,
            Ask::Delete {
                kind: ResourceKind::User,
                ..
            } => ServedDeed::DeleteUser,
            Ask::Delete {
                kind: ResourceKind::Group,
                ..
            } => ServedDeed::DeleteGroup,
            Ask::Replace {
                kind: ResourceKind::User,
                ..
            } => ServedDeed::UpdateUser,
            Ask::Replace {
                kind: ResourceKind::Group,
                ..
            } => ServedDeed::UpdateGroup,
            Ask::Patch {
                kind: ResourceKind::User,
                id,
                operations,
                ..
            } => self.deed_of_user(id, operations),
            Ask::Patch {
                kind: ResourceKind::Group,
                id,
                operations,
                ..
            } => self.deed_of_group(id, operations),
            Ask::Discover(_) | Ask::Read { .. } | Ask::Search(_) => return None,
        };
        Some((deed, of))
    }

    fn deed_of_user(&self, id: &str, operations: &[Operation]) -> ServedDeed {
        let named = |operation: &Operation| match operation {
            Operation::Of { path, .. } => path.name.attribute.name,
            Operation::OfMembers(_) => "",
        };
        let active = operations.iter().filter(|one| named(one) == "active");
        let wanted = active.filter_map(Operation::flag).next_back();
        let user = self.find(ResourceKind::User, id);
        let is_active = user.is_some_and(|(_, user)| user.is_active());
        match wanted {
            Some(false) => ServedDeed::DisableUser,
            Some(true) if !is_active => ServedDeed::EnableUser,
            _ if operations.iter().all(|one| named(one) == "manager") => ServedDeed::LinkManager,
            _ => ServedDeed::UpdateUser,
        }
    }

    fn deed_of_group(&self, id: &str, operations: &[Operation]) -> ServedDeed {
        let edits = operations.iter().filter_map(|one| match one {
            Operation::OfMembers(edit) => Some(edit),
            Operation::Of { .. } => None,
        });
        let edits: Vec<&MemberEdit> = edits.collect();
        let comes = edits
            .iter()
            .filter(|edit| !matches!(edit, MemberEdit::Remove(_)));
        let ids: Vec<&String> = comes.flat_map(|edit| edit.ids()).collect();
        let group = self.find(ResourceKind::Group, id);
        let (Some((_, group)), false) = (group, ids.is_empty()) else {
            return match edits.is_empty() {
                true => ServedDeed::UpdateGroup,
                false => ServedDeed::RemoveMembers,
            };
        };
        let is_new = |id: &&&String| {
            let member = self.member(id);
            member.is_some_and(|member| !group.members.has(member))
        };
        ServedDeed::AddMembers {
            present: u64::from(group.members.count()),
            new: ids.iter().filter(is_new).count() as u64,
        }
    }

    /// What is stored.
    pub fn counts(&self) -> ServedCounts {
        ServedCounts {
            users: self.users.count(),
            active_users: self.users.active(),
            groups: self.groups.count(),
        }
    }

    /// Members of all groups.
    pub fn memberships(&self) -> u64 {
        let groups = self
            .groups
            .places()
            .filter_map(|place| self.groups.get(place));
        groups.map(|group| u64::from(group.members.count())).sum()
    }

    fn number(&self, kind: ResourceKind, id: &str) -> Option<u32> {
        self.find(kind, id).map(|(_, resource)| resource.number)
    }
}

impl Operation {
    fn members(&self) -> usize {
        match self {
            Self::OfMembers(edit) => edit.ids().len(),
            Self::Of { .. } => 0,
        }
    }

    /// What a boolean attribute is set to.
    fn flag(&self) -> Option<bool> {
        match self {
            Self::Of {
                doing: Doing::Add | Doing::Replace,
                value,
                ..
            } => match value {
                Value::Bool(flag) => Some(*flag),
                Value::String(text) => text.to_ascii_lowercase().parse().ok(),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The endpoint of groups in the place of that of users.
const fn endpoint(kind: ResourceKind, of_users: Endpoint) -> Endpoint {
    match (kind, of_users) {
        (ResourceKind::User, same) => same,
        (ResourceKind::Group, Endpoint::UserGet) => Endpoint::GroupGet,
        (ResourceKind::Group, Endpoint::UserPost) => Endpoint::GroupPost,
        (ResourceKind::Group, Endpoint::UserPatch) => Endpoint::GroupPatch,
        (ResourceKind::Group, Endpoint::UserDelete) => Endpoint::GroupDelete,
        (ResourceKind::Group, other) => other,
    }
}
