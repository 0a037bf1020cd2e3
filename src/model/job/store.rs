//! What the service keeps from one cycle to the next: links, open changes, escrow, staged removals, work that waits.
//!
//! Graph calls the part of it that knows the target's accounts the connector data store.

use super::escrow::Escrow;
use super::feed::Arrival;
use super::ledger::Ledger;
use super::unresolved::Unresolved;
use crate::model::chance::About;
use crate::model::change::{ChangeStatus, DropReason};
use crate::model::cycle::{Held, Memberships, NO_CHANGE};
use crate::model::directory::{Directory, Object, Removal, UserState};
use crate::model::parameters::{Parameter, Values};
use crate::model::plan::{DeletionBoundary, JobPlan, TargetActions};
use crate::model::record::{Clock, Observer};

/// What waits for the next cycle.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub users: Vec<u32>,
    pub groups: Vec<u32>,
    pub memberships: Vec<Memberships>,
    /// Changes out of scope, which are evaluated and skipped.
    pub outside: Vec<u32>,
}

/// What is known of one user or group beside its state.
#[derive(Clone, Copy, Debug)]
pub(super) struct ObjectEntry {
    /// First change of its chain.
    pub change: u32,
    /// Its index in escrow.
    pub escrow: Option<u32>,
}

impl Default for ObjectEntry {
    fn default() -> Self {
        Self {
            change: NO_CHANGE,
            escrow: None,
        }
    }
}

/// Everything that outlasts a cycle.
#[derive(Debug, Default)]
pub(in crate::model) struct Store {
    pub ledger: Ledger,
    pub escrow: Escrow,
    pub pending: Pending,
    users: Vec<ObjectEntry>,
    groups: Vec<ObjectEntry>,
    /// Removals that the deletion threshold holds back.
    pub staged: Vec<Removal>,
    /// Users in scope, present in the target or not; some entries are out of date.
    pub scoped: Vec<u32>,
    /// Users who were disabled in the target; some entries are out of date.
    pub left: Vec<u32>,
    /// How often each user has left the scope, to tell one departure from the next.
    pub departures: Vec<u16>,
    /// Groups in scope; some entries are out of date.
    pub scoped_groups: Vec<u32>,
    /// Users with an active account, which takes a licence.
    pub licensed: Vec<bool>,
    pub unresolved: Unresolved,
    /// Memberships of a user, on average: what a user who comes back has lost.
    pub memberships_each: u64,
    /// Whether the last full cycle was completed, so that the memberships of all groups were written.
    pub memberships_are_in: bool,
    /// Whether a full cycle writes them again all the same.
    rewrites_memberships: bool,
    pub missed_references: u64,
    pub lost_memberships: u64,
    pub actions: TargetActions,
    pub skips_deletions: bool,
    pub disables: bool,
    boundary: DeletionBoundary,
    threshold: u64,
}

impl Store {
    /// What a new job knows of a directory.
    pub fn new(plan: &JobPlan, values: &Values, candidates: u32, directory: &Directory) -> Self {
        let (users, groups) = (directory.users().len(), directory.groups().len());
        let states = (0..).zip(directory.users());
        let scoped = states.filter(|(_, state)| **state == UserState::Pending);
        let each = directory.memberships() as f64 / f64::from(candidates.max(1));
        Self {
            escrow: Escrow::new(plan.retry_schedule),
            users: vec![ObjectEntry::default(); users],
            groups: vec![ObjectEntry::default(); groups],
            scoped: scoped.map(|(user, _)| user).collect(),
            departures: vec![0; users],
            scoped_groups: (0..groups as u32).collect(),
            licensed: vec![false; users],
            memberships_each: libm::round(each) as u64,
            rewrites_memberships: values[Parameter::FullCycleRewritesMemberships] >= 0.5,
            actions: plan.target_actions,
            skips_deletions: plan.skip_out_of_scope_deletions,
            disables: plan.target_disables,
            boundary: plan.deletion_boundary,
            threshold: values.count(Parameter::DeletionThreshold),
            ..Self::default()
        }
    }

    /// One more user of the directory, who is in scope.
    pub fn add_user(&mut self) {
        self.scoped.push(self.users.len() as u32);
        self.users.push(ObjectEntry::default());
        self.licensed.push(false);
        self.departures.push(0);
    }

    /// One more group.
    pub fn add_group(&mut self) {
        self.scoped_groups.push(self.groups.len() as u32);
        self.groups.push(ObjectEntry::default());
    }

    pub fn entry(&self, object: Object) -> &ObjectEntry {
        match object {
            Object::User(user) => &self.users[user as usize],
            Object::Group(group) => &self.groups[group as usize],
        }
    }

    pub fn entry_mut(&mut self, object: Object) -> &mut ObjectEntry {
        match object {
            Object::User(user) => &mut self.users[user as usize],
            Object::Group(group) => &mut self.groups[group as usize],
        }
    }

    /// A change of an object, which is looked at in the next cycle.
    pub fn object_changes(
        &mut self,
        object: Object,
        arrival: &Arrival,
        clock: &mut Clock<impl Observer>,
    ) {
        let head = self.entry(object).change;
        self.entry_mut(object).change = self.ledger.open(arrival, head, clock);
        self.object_waits(object);
    }

    /// An object is looked at in the next cycle.
    pub fn object_waits(&mut self, object: Object) {
        match object {
            Object::User(user) => self.pending.users.push(user),
            Object::Group(group) => self.pending.groups.push(group),
        }
    }

    /// Whether so many removals within a cycle are more than the threshold allows.
    pub fn is_over_threshold(&self, removals: u64) -> bool {
        match self.boundary {
            DeletionBoundary::Above => removals > self.threshold,
            DeletionBoundary::Met => removals > 0 && removals >= self.threshold,
        }
    }

    /// Whether the memberships of groups that are known are in the target, and are not written again.
    pub fn has_memberships(&self) -> bool {
        self.memberships_are_in && !self.rewrites_memberships
    }

    /// References that failed, whether each has an entry of its own or not.
    pub fn failed_references(&self) -> u64 {
        self.escrow.references + self.unresolved.count()
    }

    /// Users, groups and references in escrow.
    pub fn escrowed(&self) -> u64 {
        self.escrow.objects + self.failed_references()
    }

    /// A full cycle begins: it looks at every object, checks all manager links, and writes all memberships again or those that are
    /// not in the target.
    pub fn full_cycle_begins(&mut self, clock: &mut Clock<impl Observer>) {
        self.pending.users.clear();
        self.pending.groups.clear();
        for index in self.escrow.indices() {
            let held = self.escrow.entry(index).held;
            if held.references() > 0 {
                self.escrow.let_go(index);
                self.ledger
                    .settle(held.change(), ChangeStatus::Waiting, clock);
                self.members_wait_again(held);
            }
        }
        if !self.has_memberships() {
            self.unresolved.clear();
        }
    }

    /// Clears everything in escrow. Changes that were in it wait again if every object is looked at again, and are
    /// dropped if not.
    pub fn clear_escrow(&mut self, looks_again: bool, clock: &mut Clock<impl Observer>) {
        for index in self.escrow.indices() {
            if looks_again {
                let held = self.escrow.entry(index).held;
                self.ledger
                    .settle(self.change_of(held), ChangeStatus::Waiting, clock);
                self.members_wait_again(held);
                self.leave_escrow(index);
            } else {
                self.drop_entry(index, DropReason::EscrowCleared, clock);
            }
        }
        if !(looks_again && self.has_memberships()) {
            self.unresolved.clear();
        }
    }

    /// Everything in escrow is given up for good.
    pub fn give_up_escrow(&mut self, clock: &mut Clock<impl Observer>) {
        for index in self.escrow.indices() {
            self.drop_entry(index, DropReason::GivenUp, clock);
        }
        self.unresolved.clear();
    }

    /// The changes of what is held.
    fn change_of(&self, held: Held) -> u32 {
        match held {
            Held::Object(object) => self.entry(object).change,
            Held::Manager(_) | Held::Members(_) => held.change(),
        }
    }

    /// Ends the changes in escrow of one entry; those that wait besides go on waiting.
    fn drop_entry(&mut self, index: u32, reason: DropReason, clock: &mut Clock<impl Observer>) {
        let held = self.escrow.entry(index).held;
        let change = self.change_of(held);
        if let Held::Object(object) = held {
            let kept = self.ledger.drop_escrowed(change, reason, clock);
            self.entry_mut(object).change = kept;
        } else {
            self.ledger
                .settle(change, ChangeStatus::Dropped(reason), clock);
        }
        self.leave_escrow(index);
    }

    fn leave_escrow(&mut self, index: u32) {
        if let Held::Object(object) = self.escrow.entry(index).held {
            self.entry_mut(object).escrow = None;
        }
        self.escrow.let_go(index);
    }

    /// Lets memberships that were in escrow wait for the full cycle: those of changes, and where it does not write all of them
    /// anyway the others too.
    fn members_wait_again(&mut self, held: Held) {
        let Held::Members(members) = held else {
            return;
        };
        if self.has_memberships() {
            let changes = self.ledger.length(members.change);
            self.wait_without_change(Memberships {
                count: members.count.saturating_sub(changes),
                ..members
            });
        }
        self.changes_wait(members);
    }

    /// Lets memberships that no change stands behind wait for the next cycle, if there are any.
    pub fn wait_without_change(&mut self, members: Memberships) {
        if members.count > 0 {
            self.pending.memberships.push(Memberships {
                change: NO_CHANGE,
                ..members
            });
        }
    }

    /// Lets the memberships of a chain of changes wait for the next cycle, each for itself.
    pub fn changes_wait(&mut self, members: Memberships) {
        let mut change = members.change;
        while change != NO_CHANGE {
            let next = self.ledger.next(change);
            self.ledger.chain(change, NO_CHANGE);
            self.pending.memberships.push(Memberships {
                address: About::Change.address(self.ledger.address(change)),
                change,
                count: 1,
                ..members
            });
            change = next;
        }
    }
}
