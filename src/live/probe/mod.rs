//! Measures an endpoint in the service's dialect.
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | the phases in their order, and what is kept when one ends early |
//! | `probe_plan.rs`, `probe_cost.rs` | how much is asked for, and what that takes at most |
//! | `samples.rs` | what is measured, as it comes together |
//! | `visitor.rs` | calls within bounds; whatever is made stands in the journal first |
//! | `limits_met.rs` | what is seen of limits by the way |
//! | `opening.rs` | the lookup with which every cycle opens |
//! | `abilities.rs` | what the server takes, as far as the rest depends on it |
//! | `dialect/` | what the server makes of each thing that the service does |
//! | `one_caller.rs` | latencies of one caller |
//! | `stored_users.rs` | lookups and POSTs by the number of users there |
//! | `group_growth.rs` | PATCHes and lookups by the size of a group, and by members carried |
//! | `by_connections.rs` | throughput by connections |
//! | `lost_members.rs` | PATCHes of one group that overlap |
//! | `limit_ramp.rs`, `limit_read.rs` | looks for a limit on purpose, and reads one from what passed or from headers |
//! | `parallel.rs` | the same work on several connections |
//! | `throughput.rs` | the rate and the capacity that a step shows |
//! | `probe_findings.rs`, `probe_keys.rs` | from samples to the document, and to keys of a scenario |

mod abilities;
mod by_connections;
mod dialect;
mod group_growth;
mod limit_ramp;
mod limit_read;
mod limits_met;
mod lost_members;
mod one_caller;
mod opening;
mod parallel;
mod probe_cost;
mod probe_findings;
mod probe_keys;
mod probe_plan;
mod samples;
mod stored_users;
mod throughput;
mod visitor;

use std::sync::PoisonError;
use std::time::Instant;

use super::client::{Caps, ScimTarget};
use super::object_journal::ObjectJournal;
use crate::experiment::outcome::probe_document::{DialectVerdict, FORMAT_VERSION, ProbeDocument};
pub use probe_plan::ProbePlan;
use samples::Samples;
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
    let mut visitor = Visitor::new(target, journal, caps);
    let mut found = ProbeDocument {
        format_version: FORMAT_VERSION.to_owned(),
        cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
        day: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
        ..ProbeDocument::default()
    };
    let mut samples = Samples::default();
    let ended = phases(&mut visitor, plan, &mut samples, &mut found.verdicts);
    match ended {
        Ok(()) => {}
        Err(halt @ Halt::Journal(_)) => return Err(halt),
        Err(halt) if found.verdicts.is_empty() => return Err(halt),
        Err(halt) => found.ended_early = Some(target.hidden(&halt.to_string())),
    }
    found.seconds = begun.elapsed().as_secs_f64();
    found.requests = visitor.requests();
    (found.users_made, found.groups_made) = visitor.made();
    found.users_before = samples.can.users_before;
    let met = visitor.met.lock().unwrap_or_else(PoisonError::into_inner);
    probe_findings::add(&mut found, &samples, &met, target);
    Ok(found)
}

fn phases(
    visitor: &mut Visitor<'_>,
    plan: &ProbePlan,
    samples: &mut Samples,
    verdicts: &mut Vec<DialectVerdict>,
) -> Result<(), Halt> {
    let caller = visitor.target.caller();
    samples.can = dialect::ask(visitor, &caller, verdicts)?;
    let visitor = &*visitor;
    if !samples.can.users {
        return Err(Halt::Unable(
            "no user can be made here, so nothing further is measured".to_owned(),
        ));
    }
    let (_, manager) = visitor.new_user(&caller)?;
    let Some(manager) = manager else {
        return Err(Halt::Unable("users can no longer be made".to_owned()));
    };
    for _ in 0..plan.samples {
        samples
            .one_caller
            .round(visitor, &caller, samples.can, &manager)?;
    }
    stored_users::fill(visitor, &caller, plan, samples)?;
    verdicts.push(dialect::pages(visitor, &caller)?);
    if samples.can.members {
        group_growth::grow(visitor, &caller, plan, samples)?;
        if samples.can.several_members {
            group_growth::carry(visitor, &caller, plan, samples)?;
        }
    }
    by_connections::measure(visitor, plan, samples)?;
    if samples.can.members {
        verdicts.extend(lost_members::overlap(visitor, &caller, plan, samples)?);
    }
    if let Some(highest) = plan.find_limits {
        limit_ramp::ramp(visitor, &caller, plan, highest, &mut samples.ramp)?;
    }
    Ok(())
}
