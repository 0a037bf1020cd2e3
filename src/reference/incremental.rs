//! What document 003 says of incremental cycles, held against the simulation.

use super::free::ParameterSet;
use super::population::band_of;
use super::verdict;
use crate::experiment::outcome::reproduction::{Band, IncrementalCheck};
use crate::experiment::{Absorbed, Plan, RunError, Session, absorbed};
use crate::model::job::{Burst, ChangeKind, JobPlan};
use crate::model::{GroupSizes, Parameter, ScopeMode, Setup, Uncertain};
use crate::stats::even_point;
use crate::units::{SimDuration, SimTime};

/// Changes that a cycle finds, and what is documented of it.
const SIZES: [(u32, Claim); 5] = [
    (10, Claim::TenMinutes),
    (100, Claim::TenMinutes),
    (1_000, Claim::HalfAnHour),
    (4_999, Claim::OneCycle),
    (10_000, Claim::InProportion),
];
/// The size that the last is compared with, by place.
const COMPARED: usize = 2;
/// Users of the tenant, so many that few changes hit the same one.
const USERS: f64 = 20_000.0;
/// Jobs for each size: the spread between jobs is that of the initial cycle, so fewer suffice.
const MOST_JOBS: u64 = 60;
/// When the changes are made: the initial cycle is long over.
const AT: SimDuration = SimDuration::from_secs(4 * 86_400);
const DAY: SimDuration = SimDuration::from_secs(86_400);

/// What document 003 claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// Incremental cycles tend to take up to 10 minutes.
    TenMinutes,
    /// Most complete in 30 minutes.
    HalfAnHour,
    /// Fewer than 5,000 changes can be done within one cycle.
    OneCycle,
    /// With thousands of changes the time grows in proportion.
    InProportion,
}

impl Claim {
    const fn words(self) -> &'static str {
        match self {
            Self::TenMinutes => "within 10 minutes",
            Self::HalfAnHour => "most within 30 minutes",
            Self::OneCycle => "within one cycle",
            Self::InProportion => "in proportion, up to several hours",
        }
    }
}

/// How many jobs are simulated in all.
pub(super) fn jobs(plan: &Plan) -> u64 {
    jobs_each(plan) * SIZES.len() as u64
}

fn jobs_each(plan: &Plan) -> u64 {
    plan.replications.clamp(1, MOST_JOBS)
}

/// A tenant whose users are in the target already, and a burst of so many changes.
fn setup(set: &ParameterSet, changes: u32, seed: u64, number: u64) -> Setup {
    let fixed = Uncertain::Fixed;
    let mut setup = Setup::new(ScopeMode::AllUsersAndGroups);
    let [units @ .., _, _, _] = even_point(seed % 100_000 * 1_000_000 + number);
    set.apply(&mut setup, units);
    setup.group_sizes = GroupSizes::Listed(vec![20; 100]);
    for (parameter, value) in [
        (Parameter::TenantUsers, USERS),
        (Parameter::MatchedShare, 1.0),
        (Parameter::GroupsMatchedShare, 1.0),
        (Parameter::Joiners, 0.0),
        (Parameter::Returners, 0.0),
        (Parameter::Leavers, 0.0),
        (Parameter::AttributeUpdates, 0.0),
        (Parameter::MembershipAdds, 0.0),
        (Parameter::MembershipRemoves, 0.0),
        (Parameter::NewGroups, 0.0),
        (Parameter::RemovedGroups, 0.0),
        (Parameter::OutOfScopeChanges, 0.0),
    ] {
        setup.set(parameter, fixed(value));
    }
    // As many users as memberships change; the claim speaks of both.
    let mut burst = [0; ChangeKind::ALL.len()];
    burst[ChangeKind::AttributeUpdate as usize] = changes.div_ceil(2);
    burst[ChangeKind::MembershipAdd as usize] = changes / 2;
    let mut plan = JobPlan::new(AT + DAY);
    plan.bursts.push(Burst {
        at: SimTime::ZERO + AT,
        over: SimDuration::ZERO,
        changes: burst,
    });
    setup.job = Some(plan);
    setup
}

/// Simulates cycles that find so many changes, and compares.
pub(super) fn incremental(
    set: &ParameterSet,
    session: &Session<'_>,
) -> Result<Vec<IncrementalCheck>, RunError> {
    let plan = &session.plan;
    let each = jobs_each(plan);
    let job = |index: u64| {
        let (changes, _) = SIZES[(index / each) as usize];
        let number = index % each;
        (setup(set, changes, plan.seed, number), number)
    };
    let cycles = absorbed(job, &session.with_replications(jobs(plan)))?;
    let by_size: Vec<&[Absorbed]> = cycles.chunks(each as usize).collect();
    let compared = band(by_size[COMPARED]).p50_minutes;
    let least = band(by_size[0]).p50_minutes;
    let checks = SIZES
        .iter()
        .zip(by_size)
        .map(|(&(changes, claim), cycles)| {
            let simulated = band(cycles);
            let left = cycles.iter().filter(|cycle| cycle.left > 0).count();
            // What any cycle takes, however little it finds, does not grow.
            let beyond = |minutes: f64| minutes - least;
            let growth = beyond(simulated.p50_minutes) / beyond(compared);
            let more = |size: u32| f64::from(size - SIZES[0].0);
            let sizes = more(changes) / more(SIZES[COMPARED].0);
            let verdict = match claim {
                Claim::TenMinutes => {
                    verdict::at_most("95th percentile", simulated.p95_minutes, 10.0)
                }
                Claim::HalfAnHour => verdict::at_most("median", simulated.p50_minutes, 30.0),
                Claim::OneCycle => verdict::nothing_left(left, cycles.len()),
                Claim::InProportion => verdict::in_proportion(growth, sizes),
            };
            IncrementalCheck {
                changes: u64::from(changes),
                documented: claim.words().to_owned(),
                simulated,
                holds: verdict.holds,
                because: verdict.because,
            }
        });
    Ok(checks.collect())
}

fn band(cycles: &[Absorbed]) -> Band {
    let cycles = cycles.iter();
    band_of(cycles.map(|cycle| cycle.duration.as_secs_f64() / 60.0))
}
