//! Random tenants and random timelines, made from numbers that proptest can shrink.

use std::fmt;

use cyclecast::model::job::{
    Action, Burst, ChangeKind, DeletionBoundary, JobPlan, OverThreshold, QuarantineAttempts,
    Release, ResetScope, RetrySchedule, TargetActions, TimelineEntry,
};
use cyclecast::model::{
    CallTrouble, Connector, EndpointSet, ErrorCode, GroupSizes, On429, Parameter as P, ScopeMode,
    Setup, catalogue,
};
use cyclecast::units::{SimDuration, SimTime};
use proptest::prelude::*;

use super::tenants::{DAY, HOUR, set, spread, time};

/// Numbers between zero and one that decide everything; they shrink towards zero, where the simple things are.
struct Dice(std::vec::IntoIter<f64>);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0.next().unwrap_or_default()
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + self.roll() * (high - low)
    }

    fn one_of<T: Copy>(&mut self, options: &[T]) -> T {
        options[(self.roll() * options.len() as f64) as usize]
    }

    fn setup(&mut self) -> Setup {
        let modes = [
            ScopeMode::AllUsers,
            ScopeMode::Assigned,
            ScopeMode::AllUsersAndGroups,
        ];
        let mut setup = Setup::new(self.one_of(&modes));
        for (parameter, low, high) in RANGES {
            let value = self.between(low, high);
            set(&mut setup, parameter, value);
        }
        for row in catalogue() {
            let often = self.roll() < 0.6;
            if row.key.starts_with("errors.") {
                let share = if often { 0.0 } else { self.roll() * 0.15 };
                set(&mut setup, row.parameter, share);
            } else if KINDS.contains(&row.parameter) {
                let rate = if often { self.roll() * 25.0 } else { 0.0 };
                set(&mut setup, row.parameter, rate);
            }
        }
        // Thresholds that a small tenant can pass.
        for (parameter, low, high) in THRESHOLDS {
            let value = if self.roll() < 0.5 {
                high
            } else {
                self.between(low, low + 60.0)
            };
            set(&mut setup, parameter, value);
        }
        let days = self.one_of(&[0.3, 3.0, 28.0]);
        set(&mut setup, P::DisabledAfter, days * DAY);
        let days = self.one_of(&[0.0, 1.0, 30.0]);
        set(&mut setup, P::HardDeleteAfter, days * DAY);
        setup.connector = self.one_of(&[Connector::Custom, Connector::Gallery]);
        setup.on_429 = self.one_of(&[On429::Escrow, On429::RetryCall, On429::PauseJob]);
        let groups = self.between(0.0, 7.0) as usize;
        setup.group_sizes = GroupSizes::Listed(
            (0..groups)
                .map(|_| self.between(0.0, 60.0) as u32)
                .collect(),
        );
        setup
    }

    fn action(&mut self) -> Action {
        let share = self.between(0.0, 0.5);
        let scope = self.one_of(&SCOPES);
        let code = self.one_of(&[
            ErrorCode::Conflict,
            ErrorCode::ImportSkipped,
            ErrorCode::DuplicateTargetEntries,
        ]);
        let trouble = CallTrouble {
            code: self.one_of(&[
                ErrorCode::InternalServerError,
                ErrorCode::TooManyRequests,
                ErrorCode::Timeout,
            ]),
            share: self.one_of(&[0.1, 0.6, 1.0]),
            endpoints: EndpointSet::from_name(self.one_of(&["all", "users.patch", "writes"]))
                .expect("one of the names"),
            retry_after: None,
        };
        let actions = TargetActions {
            create: self.roll() < 0.6,
            update: self.roll() < 0.6,
            delete: self.roll() < 0.6,
        };
        let on = self.roll() < 0.5;
        let kinds = [
            Action::Start,
            Action::Stop,
            Action::Pause,
            Action::Restart(scope),
            Action::Restart(scope),
            Action::CredentialsExpire,
            Action::CredentialsFixed,
            Action::TargetBreaks,
            Action::TargetMended,
            Action::OutageBegins,
            Action::OutageEnds,
            Action::ErrorsBegin { code, share },
            Action::TroubleBegins(trouble),
            Action::TroubleEnds(trouble.code),
            Action::AccountsVanish { share },
            Action::DeleteLinks,
            Action::ErrorsFixed(Some(code)),
            Action::ErrorsFixed(None),
            Action::AllowDeletes,
            Action::RestoreStaged,
            Action::ChangeMapping {
                changed_share: share,
            },
            Action::ChangeFilter {
                removed_share: share,
            },
            Action::ScopeToAssigned {
                removed_share: share,
            },
            Action::OnDemand {
                users: (share * 20.0) as u32,
            },
            Action::SkipOutOfScopeDeletions(on),
            Action::SetTargetActions(actions),
        ];
        self.one_of(&kinds)
    }

    fn plan(&mut self) -> JobPlan {
        let horizon = self.one_of(&[0.2 * DAY, 2.0 * DAY, 8.0 * DAY, 40.0 * DAY]);
        let mut plan = JobPlan::new(SimDuration::from_secs_f64(horizon));
        let schedules = [
            RetrySchedule::Current,
            RetrySchedule::Literal,
            RetrySchedule::SevenRetries,
            RetrySchedule::ThirtyDays,
        ];
        plan.retry_schedule = self.one_of(&schedules);
        plan.attempts = self.one_of(&[
            QuarantineAttempts::Exponential,
            QuarantineAttempts::Documented,
            QuarantineAttempts::SevenRetries,
        ]);
        plan.release = self.one_of(&[Release::Thresholds, Release::AnySuccess]);
        plan.over_threshold =
            self.one_of(&[OverThreshold::Quarantine, OverThreshold::PruneAndPause]);
        plan.deletion_boundary = self.one_of(&[DeletionBoundary::Above, DeletionBoundary::Met]);
        plan.target_disables = self.roll() < 0.8;
        plan.skip_out_of_scope_deletions = self.roll() < 0.2;
        plan.bursts = (0..self.between(0.0, 5.0) as usize)
            .map(|_| self.burst(horizon))
            .collect();
        if self.roll() < 0.5 {
            plan.user_assigned_at = Some(time(self.between(0.0, horizon)));
        }
        // Some at the same moment, many within the first hour, where the initial cycle is.
        let mut at = 0.0;
        let mut moments = Vec::new();
        for _ in 0..self.between(0.0, 14.0) as usize {
            let within = self.one_of(&[HOUR, horizon]);
            at = if self.roll() < 0.25 {
                at
            } else {
                self.between(0.0, within)
            };
            moments.push(at);
        }
        moments.sort_by(f64::total_cmp);
        plan.timeline = moments
            .into_iter()
            .map(|at| TimelineEntry {
                at: time(at),
                action: self.action(),
            })
            .collect();
        plan
    }

    fn burst(&mut self, horizon: f64) -> Burst {
        let at = self.between(0.0, horizon);
        let over = self.one_of(&[0.0, 60.0, DAY]);
        let kind = self.one_of(&ChangeKind::ALL);
        let count = self.between(0.0, 120.0) as u32;
        // A deletion for good follows a user who has left; nobody makes one by himself.
        let kind = if kind == ChangeKind::HardDelete {
            ChangeKind::Leaver
        } else {
            kind
        };
        spread(at, over, kind, count)
    }
}

const RANGES: [(P, f64, f64); 19] = [
    (P::TenantUsers, 0.0, 400.0),
    (P::AssignedUsers, 0.0, 420.0),
    (P::MatchedShare, 0.0, 1.0),
    (P::UpdatedShare, 0.0, 1.0),
    (P::ManagerShare, 0.0, 1.0),
    (P::Connections, 1.0, 12.0),
    (P::MembersPerPatch, 1.0, 4.0),
    (P::PatchesPerGroup, 1.0, 5.0),
    (P::PageSize, 1.0, 120.0),
    (P::PageRead, 0.0, 2.0),
    (P::UserGet, 0.0, 4.0),
    (P::UserPost, 0.0, 4.0),
    (P::UserPatch, 0.0, 4.0),
    (P::GroupPatch, 0.0, 9.0),
    (P::Interval, 900.0, 9_000.0),
    (P::DynamicShare, 0.0, 1.0),
    (P::LeaversDeletedShare, 0.0, 1.0),
    (P::JoinersReferencedShare, 0.0, 0.5),
    (P::MembersOutOfScopeShare, 0.0, 0.3),
];
const THRESHOLDS: [(P, f64, f64); 3] = [
    (P::QuarantineFrom, 1.0, 5_000.0),
    (P::DeletionThreshold, 0.0, f64::INFINITY),
    (P::Licences, 50.0, f64::INFINITY),
];
const KINDS: [P; 9] = [
    P::Joiners,
    P::Returners,
    P::Leavers,
    P::AttributeUpdates,
    P::MembershipAdds,
    P::MembershipRemoves,
    P::NewGroups,
    P::RemovedGroups,
    P::OutOfScopeChanges,
];

const SCOPES: [ResetScope; 8] = [
    ResetScope::PORTAL,
    ResetScope::FULL,
    ResetScope::ESCROWS,
    ResetScope::WATERMARK,
    ResetScope::NONE,
    ResetScope::QUARANTINE_STATE,
    ResetScope::CONNECTOR_DATA_STORE,
    ResetScope::FORCE_DELETES.union(ResetScope::PORTAL),
];

/// A tenant and what is planned for it.
#[derive(Clone)]
pub struct Life {
    pub setup: Setup,
    pub plan: JobPlan,
}

/// Short, so that a failure can be read.
impl fmt::Debug for Life {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { setup, plan } = self;
        write!(
            out,
            "{:?} {:?} {:?} ",
            setup.scope, setup.connector, setup.group_sizes
        )?;
        for row in catalogue().filter(|row| *setup.setting(row.parameter) != row.default) {
            write!(out, "{}={:?} ", row.key, setup.setting(row.parameter))?;
        }
        writeln!(out, "\n{plan:?}")
    }
}

/// A tenant and a plan of every kind.
pub fn lives() -> impl Strategy<Value = Life> {
    prop::collection::vec(0.0_f64..1.0, 420).prop_map(|rolls| {
        let mut dice = Dice(rolls.into_iter());
        let (setup, plan) = (dice.setup(), dice.plan());
        Life { setup, plan }
    })
}

/// The horizon of a plan as a moment.
pub fn horizon(plan: &JobPlan) -> SimTime {
    SimTime::ZERO + plan.horizon
}
