//! Throughput and latency by connections, each of which makes one request after the other: a lookup and a PATCH of a user in turn, or a GET where a
//! server takes no such PATCH.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Instant;

use super::parallel::parallel;
use super::probe_plan::ProbePlan;
use super::samples::{Samples, Step};
use super::visitor::{Halt, Made, Visitor};
use crate::scim::ScimRequest;

/// Requests for each sample that is asked for.
const REQUESTS_PER_SAMPLE: u64 = 4;

/// So many connections at each step.
fn steps(plan: &ProbePlan) -> impl Iterator<Item = u64> {
    let most = plan.connections.max(1);
    let doubled = std::iter::successors(Some(1_u64), |count| Some(count * 2));
    doubled.take_while(move |count| *count < most).chain([most])
}

/// Requests at most.
pub(super) fn requests(plan: &ProbePlan) -> u64 {
    let asked = steps(plan).map(|connections| in_step(plan, connections));
    asked.sum::<u64>() + 1
}

fn in_step(plan: &ProbePlan, connections: u64) -> u64 {
    (plan.samples * REQUESTS_PER_SAMPLE).max(10 * connections)
}

/// Measures step by step; a step in which a limit refuses is the last.
pub(super) fn measure(
    visitor: &Visitor<'_>,
    plan: &ProbePlan,
    samples: &mut Samples,
) -> Result<(), Halt> {
    let pool = &samples.pool;
    if pool.is_empty() {
        return Ok(());
    }
    let change = |user: &Made, number: u64| {
        ScimRequest::update_user(&user.id, &format!("Cyclecast Step{number}"))
    };
    // What a server cannot do it refuses at once, which says nothing of its capacity.
    let takes_changes = visitor
        .send(&visitor.target.caller(), &change(&pool[0], 0))?
        .is_fine();
    for connections in steps(plan) {
        let step = Mutex::new(Step {
            connections,
            ..Step::default()
        });
        let begun = Instant::now();
        let count = in_step(plan, connections);
        let ended = parallel(visitor, connections, count, |caller, number| {
            let user = &pool[(number / 2) as usize % pool.len()];
            let request = match number % 2 {
                0 => ScimRequest::find_user("userName", &user.name),
                _ if takes_changes => change(user, number),
                _ => ScimRequest::read_user(&user.id),
            };
            let answer = visitor.once(caller, &request)?;
            let mut step = step.lock().unwrap_or_else(PoisonError::into_inner);
            match (answer.is_fine(), answer.is_refused()) {
                (true, _) => {
                    let at = (answer.exchange.ended - begun).as_secs_f64();
                    step.answered.push((at, answer.secs()));
                }
                (false, true) => step.refused += 1,
                (false, false) => step.failed += 1,
            }
            Ok(())
        });
        let mut step = step.into_inner().unwrap_or_else(PoisonError::into_inner);
        step.answered.sort_by(|a, b| a.0.total_cmp(&b.0));
        let is_refused = step.refused > 0;
        samples.steps.push(step);
        ended?;
        if is_refused {
            break;
        }
    }
    Ok(())
}
