//! Names and identifiers of the users and groups that are played, and the requests about them.

use std::collections::HashMap;

use crate::live::object_journal::Marker;
use crate::model::{CallElsewhere, Endpoint, Work};
use crate::scim::{ScimRequest, Spelling};

/// What is known of the objects so far.
#[derive(Debug)]
pub(super) struct PlayedObjects {
    marker: Marker,
    spelling: Spelling,
    users: HashMap<u32, String>,
    groups: HashMap<u32, String>,
    /// Users with an account, in the order in which it became known.
    accounts: Vec<u32>,
    places: HashMap<u32, usize>,
}

impl PlayedObjects {
    pub fn new(marker: Marker, spelling: Spelling) -> Self {
        Self {
            marker,
            spelling,
            users: HashMap::new(),
            groups: HashMap::new(),
            accounts: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// The name of a user, by which they are looked for.
    pub fn user_name(&self, user: u32) -> String {
        self.marker.user(u64::from(user)).user_name
    }

    pub fn group_name(&self, group: u32) -> String {
        self.marker.group(u64::from(group))
    }

    pub fn user_is(&mut self, user: u32, id: String) {
        if self.users.insert(user, id).is_none() {
            self.places.insert(user, self.accounts.len());
            self.accounts.push(user);
        }
    }

    pub fn group_is(&mut self, group: u32, id: String) {
        self.groups.insert(group, id);
    }

    pub fn user_id(&self, user: u32) -> Option<&str> {
        self.users.get(&user).map(String::as_str)
    }

    /// The request that a call comes to; nothing where it is about an object that the target has given no identifier.
    pub fn request(&self, call: &CallElsewhere) -> Option<ScimRequest> {
        Some(match (call.work, call.endpoint) {
            (Work::Opening, _) => ScimRequest::find_user("userName", &self.marker.nobody()),
            (Work::User(user), Endpoint::UserGet) if call.by_filter => {
                let values = self.marker.user(u64::from(user));
                match call.step {
                    1 => ScimRequest::find_user("userName", &values.user_name),
                    _ => ScimRequest::find_user("externalId", &values.external_id),
                }
            }
            (Work::User(user), Endpoint::UserGet) => ScimRequest::read_user(self.user_id(user)?),
            (Work::User(user), Endpoint::UserPost) => {
                ScimRequest::create_user(&self.marker.user(u64::from(user)), self.spelling)
            }
            (Work::User(user), Endpoint::UserPatch) => {
                let name = format!("Cyclecast Changed{user}");
                ScimRequest::update_user(self.user_id(user)?, &name)
            }
            (Work::Manager(user), Endpoint::UserGet) => {
                ScimRequest::check_manager(self.user_id(user)?, self.manager_id(user)?)
            }
            (Work::Manager(user), Endpoint::UserPatch) => {
                ScimRequest::set_manager(self.user_id(user)?, self.manager_id(user)?, self.spelling)
            }
            (Work::Group(group), Endpoint::GroupGet) => {
                ScimRequest::find_group(&self.group_name(group))
            }
            (Work::Group(group), Endpoint::GroupPost) => {
                let name = self.group_name(group);
                ScimRequest::create_group(&name, &name, self.spelling)
            }
            (Work::Memberships { group, members }, Endpoint::GroupPatch) => {
                let id = self.groups.get(&group)?;
                ScimRequest::add_members(id, self.members(group, call.members.0, members))
            }
            _ => return None,
        })
    }

    /// Whoever got an account after them is a user's manager.
    fn manager_id(&self, user: u32) -> Option<&str> {
        let place = self.places.get(&user)?;
        let manager = self.accounts[(place + 1) % self.accounts.len()];
        self.user_id(manager)
    }

    /// So many members of a group, from one of its places on. Each group begins with somebody else.
    ///
    /// The model counts members and does not name them; who has an account is in the group, one after the other.
    fn members(&self, group: u32, first: u32, count: u32) -> impl Iterator<Item = &str> {
        /// Neighbours in number begin far from each other.
        const APART: usize = 7_919;
        let begin = group as usize * APART + first as usize;
        let accounts = &self.accounts;
        (begin..begin + count as usize)
            .filter_map(move |place| accounts.get(place % accounts.len().max(1)))
            .filter_map(|user| self.user_id(*user))
    }
}
