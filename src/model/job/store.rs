//! What the service keeps from one cycle to the next: links, open changes, escrow, staged removals, work that waits.
//!
//! Graph calls the part of it that knows the target's accounts the connector data store.

use super::action::TargetActions;
use super::change::Fate;
use super::escrow::Escrow;
use super::feed::Arrival;
use super::ledger::{Ledger, NONE, OpenChange};
use super::plan::{DeletionBoundary, JobPlan};
use super::unresolved::Unresolved;
use crate::model::record::Observer;
use crate::units::SimTime;

/// A user or a group that is to be taken out of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Removal {
    User {
        user: u32,
        /// Whether the account is deleted for good.
        deletes: bool,
    },
    Group(u32),
}

/// Memberships that wait to be written: the one of a change, or some without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) struct MembershipChange {
    pub group: u32,
    /// False for a membership to be taken away.
    pub add: bool,
    /// The address of their luck, which is the order in which they are written: so it does not depend on what else waits.
    pub luck: u64,
    /// The change, or nothing for memberships that became possible since their cycle.
    pub change: u32,
    pub count: u32,
    /// Whether the member is there: they are if this part of all users is, from zero for none to the greatest for all.
    pub presence: u32,
}

/// What waits for the next cycle.
#[derive(Debug, Default)]
pub(in crate::model) struct Pending {
    pub users: Vec<u32>,
    pub groups: Vec<u32>,
    pub memberships: Vec<MembershipChange>,
    /// Changes out of scope, which are evaluated and skipped.
    pub outside: Vec<u32>,
}

/// Everything that outlasts a cycle.
#[derive(Debug)]
pub(in crate::model) struct Store {
    pub ledger: Ledger,
    pub escrow: Escrow,
    pub pending: Pending,
    /// First change of each user's chain.
    pub user_changes: Vec<u32>,
    pub group_changes: Vec<u32>,
    /// Place of each user's entry in escrow.
    pub user_escrow: Vec<u32>,
    pub group_escrow: Vec<u32>,
    /// Removals that the deletion threshold holds back.
    pub staged: Vec<Removal>,
    /// Users in scope, present in the target or not; some entries are out of date.
    pub scoped: Vec<u32>,
    pub in_scope: u64,
    /// Users who were disabled in the target; some entries are out of date.
    pub left: Vec<u32>,
    /// How often each user has left the scope, to tell one departure from the next.
    pub departures: Vec<u16>,
    /// Groups in scope; some entries are out of date.
    pub scoped_groups: Vec<u32>,
    /// Users with an active account, which takes a licence.
    pub licensed: Vec<bool>,
    /// Users in scope who were tried and are not in the target.
    pub absent: u64,
    pub unresolved: Unresolved,
    /// Memberships of a user, on average.
    pub memberships_each: u64,
    /// Whether the last full cycle was completed, so that the memberships of all groups were written.
    pub memberships_are_in: bool,
    /// Whether a full cycle writes them again all the same.
    pub rewrites_memberships: bool,
    pub missed_references: u64,
    pub lost_memberships: u64,
    pub actions: TargetActions,
    pub skips_deletions: bool,
    pub disables: bool,
    pub boundary: DeletionBoundary,
    pub threshold: u64,
}

impl Store {
    /// What a new job knows: nothing of so many users and groups.
    pub fn new(plan: &JobPlan, threshold: u64, users: usize, groups: usize) -> Self {
        Self {
            ledger: Ledger::default(),
            escrow: Escrow::new(plan.retry_schedule),
            pending: Pending::default(),
            user_changes: vec![NONE; users],
            group_changes: vec![NONE; groups],
            user_escrow: vec![NONE; users],
            group_escrow: vec![NONE; groups],
            staged: Vec::new(),
            scoped: Vec::new(),
            in_scope: 0,
            left: Vec::new(),
            departures: vec![0; users],
            scoped_groups: (0..groups as u32).collect(),
            licensed: vec![false; users],
            absent: 0,
            unresolved: Unresolved::default(),
            memberships_each: 0,
            memberships_are_in: false,
            rewrites_memberships: true,
            missed_references: 0,
            lost_memberships: 0,
            actions: plan.target_actions,
            skips_deletions: plan.skip_out_of_scope_deletions,
            disables: plan.target_disables,
            boundary: plan.deletion_boundary,
            threshold,
        }
    }

    /// One more user of the directory.
    pub fn add_user(&mut self) {
        self.user_changes.push(NONE);
        self.user_escrow.push(NONE);
        self.licensed.push(false);
        self.departures.push(0);
    }

    /// One more group.
    pub fn add_group(&mut self) {
        self.scoped_groups.push(self.group_changes.len() as u32);
        self.group_changes.push(NONE);
        self.group_escrow.push(NONE);
    }

    /// Chains a change to the user it concerns.
    pub(super) fn chain_user(
        &mut self,
        user: u32,
        arrival: &Arrival,
        observer: &mut impl Observer,
    ) {
        let head = &mut self.user_changes[user as usize];
        *head = self.ledger.open(arrival, *head, observer);
    }

    /// Chains a change to the group it concerns.
    pub(super) fn chain_group(
        &mut self,
        group: u32,
        arrival: &Arrival,
        observer: &mut impl Observer,
    ) {
        let head = &mut self.group_changes[group as usize];
        *head = self.ledger.open(arrival, *head, observer);
    }

    /// Holds a removal back.
    pub fn stage(&mut self, removal: Removal, now: SimTime, observer: &mut impl Observer) {
        let head = match removal {
            Removal::User { user, .. } => self.user_changes[user as usize],
            Removal::Group(group) => self.group_changes[group as usize],
        };
        self.ledger.settle(head, Some(Fate::Staged), now, observer);
        self.staged.push(removal);
    }

    /// Whether so many removals within a cycle are too many.
    pub fn too_many(&self, removals: u64) -> bool {
        match self.boundary {
            DeletionBoundary::Above => removals > self.threshold,
            DeletionBoundary::Met => removals > 0 && removals >= self.threshold,
        }
    }

    /// Whether a user waits in escrow.
    pub fn has_escrow(&self, user: usize) -> bool {
        self.user_escrow[user] != NONE
    }

    /// All changes that are not at their end.
    pub fn open_changes(&self) -> Vec<OpenChange> {
        self.ledger.open_changes()
    }

    /// Share of the users in scope who are in the target.
    pub fn present_share(&self) -> f64 {
        if self.in_scope == 0 {
            return 1.0;
        }
        (1.0 - self.absent as f64 / self.in_scope as f64).clamp(0.0, 1.0)
    }

    /// Whether a full cycle leaves alone the memberships of groups that it knows.
    pub fn keeps_memberships(&self) -> bool {
        self.memberships_are_in && !self.rewrites_memberships
    }

    /// References that failed, whether each has an entry of its own or not.
    pub fn failed_references(&self) -> u64 {
        self.escrow.references + self.unresolved.count()
    }
}
