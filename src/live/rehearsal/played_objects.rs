//! Names and identifiers of the users and groups that are played, and the requests about them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::live::object_journal::{Marker, ObjectKind};
use crate::model::{CallElsewhere, Deed, Endpoint, Work};
use crate::scim::{ScimRequest, Spelling};

/// What is known of the objects so far.
#[derive(Debug)]
pub(super) struct PlayedObjects {
    marker: Marker,
    spelling: Spelling,
    users: HashMap<u32, String>,
    groups: HashMap<u32, String>,
    /// Users who have had an account, in the order in which it became known.
    accounts: Vec<u32>,
    places: HashMap<u32, usize>,
    /// Users whose account is switched off.
    disabled: HashSet<u32>,
    /// Whom requests have put into each group and not taken out, by their places in it.
    members: HashMap<u32, BTreeMap<u32, u32>>,
    /// What was begun to be made.
    begun: BTreeSet<(ObjectKind, u32)>,
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
            disabled: HashSet::new(),
            members: HashMap::new(),
            begun: BTreeSet::new(),
        }
    }

    /// The name of a user, by which they are looked for.
    pub fn user_name(&self, user: u32) -> String {
        self.marker.user(u64::from(user)).user_name
    }

    pub fn group_name(&self, group: u32) -> String {
        self.marker.group(u64::from(group))
    }

    /// An object is to be made; whether for the first time. Asked for again after a failure, it is the same one.
    pub fn begins(&mut self, kind: ObjectKind, number: u32) -> bool {
        self.begun.insert((kind, number))
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

    pub fn user_is_gone(&mut self, user: u32) {
        self.users.remove(&user);
        for members in self.members.values_mut() {
            members.retain(|_, member| *member != user);
        }
    }

    /// The account of a user is switched off, or on.
    pub fn user_is_switched(&mut self, user: u32, on: bool) {
        if on {
            self.disabled.remove(&user);
        } else {
            self.disabled.insert(user);
        }
    }

    pub fn group_is_gone(&mut self, group: u32) {
        self.groups.remove(&group);
        self.members.remove(&group);
    }

    pub fn user_id(&self, user: u32) -> Option<&str> {
        self.users.get(&user).map(String::as_str)
    }

    /// The request that a call comes to; nothing where it is about an object that the target has given no identifier.
    pub fn request(&mut self, call: &CallElsewhere) -> Option<ScimRequest> {
        Some(match (call.work, call.endpoint) {
            (Work::Opening, _) => ScimRequest::find_user("userName", &self.marker.nobody()),
            (Work::User(user), Endpoint::UserGet) if call.by_filter => {
                let values = self.marker.user(u64::from(user));
                match call.step {
                    1 => ScimRequest::find_user("userName", &values.user_name),
                    _ => ScimRequest::find_user("externalId", &values.external_id),
                }
            }
            (Work::User(user) | Work::UserRemoval(user), Endpoint::UserGet) => {
                ScimRequest::read_user(self.user_id(user)?)
            }
            (Work::User(user), Endpoint::UserPost) => {
                ScimRequest::create_user(&self.marker.user(u64::from(user)), self.spelling)
            }
            (Work::User(user), Endpoint::UserPatch) if self.disabled.contains(&user) => {
                ScimRequest::switch_user(self.user_id(user)?, true, self.spelling)
            }
            (Work::UserRemoval(user), Endpoint::UserPatch) => {
                ScimRequest::switch_user(self.user_id(user)?, false, self.spelling)
            }
            (Work::UserRemoval(user), Endpoint::UserDelete) => {
                ScimRequest::delete_user(self.user_id(user)?)
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
            (Work::GroupRemoval(group), Endpoint::GroupGet) => {
                ScimRequest::read_group(self.groups.get(&group)?)
            }
            (Work::GroupRemoval(group), Endpoint::GroupDelete) => {
                ScimRequest::delete_group(self.groups.get(&group)?)
            }
            (Work::Memberships { group, members }, Endpoint::GroupPatch) => {
                self.groups.get(&group)?;
                let count = members as usize;
                let them = match (call.deed, call.members) {
                    (Deed::TakeOut, _) => self.taken_out(group, count),
                    (_, (0, 0)) => self.joining(group, count),
                    (_, (first, _)) => self.filling(group, first, count),
                };
                let ids = them.iter().filter_map(|user| self.user_id(*user));
                let id = self.groups.get(&group)?;
                match call.deed {
                    Deed::TakeOut => ScimRequest::remove_members(id, ids, self.spelling),
                    _ => ScimRequest::add_members(id, ids),
                }
            }
            _ => return None,
        })
    }

    /// Whoever got an account after them is a user's manager.
    fn manager_id(&self, user: u32) -> Option<&str> {
        let place = self.places.get(&user)?;
        self.from(place + 1)
            .find_map(|manager| self.user_id(manager))
    }

    /// Everybody who has had an account, from a place on, each once.
    fn from(&self, place: usize) -> impl Iterator<Item = u32> + Clone {
        let all = &self.accounts;
        let begin = place % all.len().max(1);
        all[begin..].iter().chain(&all[..begin]).copied()
    }

    /// So many members of a group that is filled, from one of its places on. Each group begins with somebody else.
    ///
    /// The model counts members and does not name them; who has an account is in the group, one after the other.
    fn filling(&mut self, group: u32, first: u32, count: usize) -> Vec<u32> {
        let begin = begin(group) + first as usize;
        let them = self
            .from(begin)
            .filter(|user| self.users.contains_key(user));
        let them: Vec<u32> = them.cycle().take(count).collect();
        let members = self.members.entry(group).or_default();
        members.extend((first..).zip(them.iter().copied()));
        them
    }

    /// So many who join a group: nobody who is in it already, as long as there are others.
    fn joining(&mut self, group: u32, count: usize) -> Vec<u32> {
        let members = self.members.entry(group).or_default();
        let inside: HashSet<u32> = members.values().copied().collect();
        let next = members.last_key_value().map_or(0, |(place, _)| place + 1);
        let has_account = |user: &u32| self.users.contains_key(user);
        let all = || self.from(begin(group) + next as usize).filter(has_account);
        let others = all().filter(|user| !inside.contains(user));
        let them: Vec<u32> = others.chain(all().cycle()).take(count).collect();
        let members = self.members.entry(group).or_default();
        members.extend((next..).zip(them.iter().copied()));
        them
    }

    /// So many who are taken out of a group, those first who are in it longest.
    fn taken_out(&mut self, group: u32, count: usize) -> Vec<u32> {
        let members = self.members.entry(group).or_default();
        let them = std::iter::from_fn(|| members.pop_first());
        them.map(|(_, user)| user).take(count).collect()
    }
}

/// The place among the accounts from which on a group is filled.
fn begin(group: u32) -> usize {
    /// Neighbours in number begin far from each other.
    const APART: usize = 7_919;
    group as usize * APART
}
