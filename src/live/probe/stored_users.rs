//! Lookups and POSTs by the number of users in the target, while the users come whom the rest needs.

use super::one_caller::CallKind;
use super::parallel::parallel;
use super::probe_plan::ProbePlan;
use super::samples::Samples;
use super::visitor::{Halt, Made, Visitor};
use crate::live::client::Caller;
use crate::scim::ScimRequest;

/// Stages in which the users come; after each, lookups and POSTs are timed.
const STAGES: u64 = 3;
/// Connections that make users between the stages.
const CONNECTIONS: u64 = 4;

/// Requests at most.
pub(super) fn requests(plan: &ProbePlan) -> u64 {
    plan.pool() + STAGES * plan.samples.div_ceil(STAGES) * 3
}

/// Users at most.
pub(super) fn users(plan: &ProbePlan) -> u64 {
    plan.pool() + STAGES * plan.samples.div_ceil(STAGES)
}

/// Makes the users in stages, and times what may depend on how many there are.
pub(super) fn fill(
    visitor: &Visitor<'_>,
    caller: &Caller,
    plan: &ProbePlan,
    samples: &mut Samples,
) -> Result<(), Halt> {
    // Those of the rounds before, when there was hardly anybody: a manager and the round's own user.
    let before = samples.can.users_before.unwrap_or(0) as f64;
    let at_first = before + 2.0;
    for kind in [CallKind::LookupAbsent, CallKind::LookupPresent] {
        let secs = samples.one_caller.secs(kind).iter();
        samples.lookups.extend(secs.map(|secs| (at_first, *secs)));
    }
    let secs = samples.one_caller.secs(CallKind::UserPost).iter();
    samples.posts.extend(secs.map(|secs| (at_first, *secs)));
    for stage in 1..=STAGES {
        let wanted = plan.pool() * stage / STAGES;
        let missing = wanted.saturating_sub(samples.pool.len() as u64);
        let made = parallel(visitor, CONNECTIONS, missing, |caller, _| {
            visitor.new_user(caller).map(|(_, made)| made)
        })?;
        samples.pool.extend(made.into_iter().flatten());
        for turn in 0..plan.samples.div_ceil(STAGES) {
            timed(visitor, caller, before, turn, samples)?;
        }
    }
    Ok(())
}

/// One lookup that finds nobody, one that finds somebody, and one POST.
fn timed(
    visitor: &Visitor<'_>,
    caller: &Caller,
    before: f64,
    turn: u64,
    samples: &mut Samples,
) -> Result<(), Halt> {
    let stored = before + samples.pool.len() as f64 + 1.0;
    let nobody = visitor.journal.marker().nobody();
    let some = samples
        .pool
        .get((turn as usize * 7_919) % samples.pool.len().max(1));
    let somebody = some.map(|user: &Made| user.name.clone());
    for name in [Some(nobody), somebody].into_iter().flatten() {
        let answer = visitor.send(caller, &ScimRequest::find_user("userName", &name))?;
        if answer.is_fine() {
            samples.lookups.push((stored, answer.secs()));
        }
    }
    let (answer, made) = visitor.new_user(caller)?;
    if answer.is_fine() {
        samples.posts.push((stored, answer.secs()));
    }
    samples.pool.extend(made);
    Ok(())
}
