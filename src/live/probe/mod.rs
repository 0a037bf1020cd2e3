//! Measures an endpoint in the service's dialect.
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | the phases in their order, and what is kept when one ends early |
//! | `probe_plan.rs` | how much is asked for, and what that takes at most |
//! | `visitor.rs` | calls within bounds; whatever is made stands in the journal first |
//! | `limits_met.rs` | what is seen of limits by the way |
//! | `opening.rs` | the lookup with which every cycle opens |
//! | `dialect_verdicts.rs` | what each answer leads to, in words |

#[allow(dead_code, reason = "the phases that follow use the rest")]
mod dialect_verdicts;
mod limits_met;
mod opening;
mod probe_plan;
#[allow(dead_code, reason = "the phases that follow use the rest")]
mod visitor;

use std::sync::PoisonError;
use std::time::Instant;

use super::client::{Caps, ScimTarget};
use super::object_journal::ObjectJournal;
use crate::experiment::outcome::probe_document::{
    FORMAT_VERSION, LimitHeader, LimitsSeen, ProbeDocument,
};
use limits_met::LimitsMet;
pub use probe_plan::ProbePlan;
pub use visitor::Halt;
use visitor::Visitor;

/// Measures an endpoint. What is found before a bound is met, or Ctrl-C, is kept, and the document says that it is not all.
///
/// # Errors
/// [`Halt`]: nothing at all can be measured, or the journal cannot be written.
pub fn probe(
    target: &ScimTarget,
    journal: &ObjectJournal,
    caps: &Caps<'_>,
    plan: &ProbePlan,
) -> Result<ProbeDocument, Halt> {
    let begun = Instant::now();
    let visitor = Visitor::new(target, journal, caps);
    let mut found = ProbeDocument {
        format_version: FORMAT_VERSION.to_owned(),
        cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
        day: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
        ..ProbeDocument::default()
    };
    match phases(&visitor, plan, &mut found) {
        Ok(()) => {}
        Err(Halt::Stop(stop)) if !found.verdicts.is_empty() => {
            found.ended_early = Some(stop.to_string());
        }
        Err(halt) => return Err(halt),
    }
    found.seconds = begun.elapsed().as_secs_f64();
    found.requests = visitor.requests();
    let met = visitor.met.lock().unwrap_or_else(PoisonError::into_inner);
    found.limits = seen(&met, target);
    Ok(found)
}

fn phases(visitor: &Visitor<'_>, _plan: &ProbePlan, found: &mut ProbeDocument) -> Result<(), Halt> {
    let caller = visitor.target.caller();
    let opening = opening::open(visitor, &caller)?;
    found.verdicts.push(dialect_verdicts::of_opening(&opening));
    Ok(())
}

/// What a server says of limits is its own text: the token is kept out of it.
fn seen(met: &LimitsMet, target: &ScimTarget) -> LimitsSeen {
    LimitsSeen {
        too_many_requests: met.too_many,
        unavailable: met.unavailable,
        broken_connections: met.broken,
        closing_answers: met.closes,
        timeouts: met.timeouts,
        per_second_at_refusal: met.rate_at_refusal,
        retry_after: met
            .retry_after
            .iter()
            .map(|text| target.hidden(text))
            .collect(),
        headers: met
            .headers
            .iter()
            .map(|(name, value)| LimitHeader {
                name: target.hidden(name),
                value: target.hidden(value),
            })
            .collect(),
        words: Vec::new(),
    }
}
