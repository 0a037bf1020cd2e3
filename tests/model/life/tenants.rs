//! Small tenants in which nothing happens by itself, and plans to start from.

use cyclecast::model::job::{
    Action, Burst, ChangeKind, JobPlan, QuarantineAttempts, TimelineEntry,
};
use cyclecast::model::{GroupSizes, Parameter as P, ScopeMode, Setup, Uncertain, catalogue};
use cyclecast::units::{SimDuration, SimTime};

pub const HOUR: f64 = 3_600.0;
pub const DAY: f64 = 24.0 * HOUR;

/// So many seconds after the start.
pub fn time(secs: f64) -> SimTime {
    SimTime::ZERO + SimDuration::from_secs_f64(secs)
}

pub fn secs(time: SimTime) -> f64 {
    time.since_start().as_secs_f64()
}

/// A parameter set to a number.
pub fn set(setup: &mut Setup, parameter: P, value: f64) {
    setup.set(parameter, Uncertain::Fixed(value));
}

/// A tenant all of whose users are in scope, where nothing changes, nothing fails and every call takes 0.1 s in all.
pub fn quiet(users: u32) -> Setup {
    with_groups(users, &[])
}

/// The same with groups of these sizes.
pub fn with_groups(users: u32, sizes: &[u32]) -> Setup {
    let mut setup = Setup::new(ScopeMode::AllUsersAndGroups);
    setup.group_sizes = GroupSizes::Listed(sizes.to_vec());
    set(&mut setup, P::TenantUsers, f64::from(users));
    for row in catalogue() {
        let is_chance = row.key.starts_with("errors.") || row.key.starts_with("changes.");
        let is_kept = matches!(row.parameter, P::HardDeleteAfter | P::DynamicDelay);
        if is_chance && !is_kept {
            set(&mut setup, row.parameter, 0.0);
        }
        let is_own = row.key.starts_with("job.processing.");
        if row.key.starts_with("target.latency.") || is_own {
            set(&mut setup, row.parameter, 0.0);
        }
    }
    for call in [P::UserGet, P::UserPost, P::UserPatch, P::UserDelete] {
        set(&mut setup, call, 0.1);
    }
    for call in [P::GroupGet, P::GroupPost, P::GroupPatch, P::GroupDelete] {
        set(&mut setup, call, 0.1);
    }
    for parameter in [
        P::ManagerShare,
        P::EvaluationCv,
        P::PageReadCv,
        P::DisabledShare,
        P::InitialCycleOverhead,
        P::CycleOverhead,
        P::EscrowRetry,
    ] {
        set(&mut setup, parameter, 0.0);
    }
    set(&mut setup, P::FullCycleRewritesMemberships, 1.0);
    set(&mut setup, P::Refusal, 0.05);
    set(&mut setup, P::PageRead, 0.1);
    set(&mut setup, P::Evaluation, 0.01);
    setup
}

/// The same setup with one number more.
pub fn and(mut setup: Setup, parameter: P, value: f64) -> Setup {
    set(&mut setup, parameter, value);
    setup
}

/// A plan over so many seconds, with actions at so many seconds after the start.
pub fn plan(horizon: f64, timeline: &[(f64, Action)]) -> JobPlan {
    let mut plan = JobPlan::new(SimDuration::from_secs_f64(horizon));
    let entries = timeline.iter();
    plan.timeline = entries
        .map(|&(at, action)| TimelineEntry {
            at: time(at),
            action,
        })
        .collect();
    plan
}

/// The same where a job in quarantine is tried after 6, 12 and 24 hours, then daily.
pub fn rarely(mut plan: JobPlan) -> JobPlan {
    plan.attempts = QuarantineAttempts::Documented;
    plan
}

/// So many changes of a kind, all at once.
pub fn burst(at: f64, kind: ChangeKind, count: u32) -> Burst {
    spread(at, 0.0, kind, count)
}

/// So many changes of a kind over a time.
pub fn spread(at: f64, over: f64, kind: ChangeKind, count: u32) -> Burst {
    let mut changes = [0; ChangeKind::ALL.len()];
    changes[kind as usize] = count;
    Burst {
        at: time(at),
        over: SimDuration::from_secs_f64(over),
        changes,
    }
}

/// A plan with bursts besides.
pub fn with_bursts(mut plan: JobPlan, bursts: Vec<Burst>) -> JobPlan {
    plan.bursts = bursts;
    plan
}
