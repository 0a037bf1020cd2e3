//! What is said of a job's life, against the horizon, the start and the scope.

use crate::model::job::{Action, QuarantineAttempts, Start};
use crate::model::{Parameter, ScopeMode, catalogue};
use crate::scenario::build::needs_horizon;
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::keys;
use crate::scenario::life::When;
use crate::scenario::lists::{BurstDraft, Event, end_of};
use crate::scenario::read::Draft;
use crate::units::SimDuration;

/// More changes in all bursts together would take gigabytes for each replication.
const MOST_IN_BURSTS: u64 = 5_000_000;
/// Reports what is said of a job's life and cannot be meant.
pub fn life(draft: &Draft, findings: &mut Findings) {
    if !draft.has_horizon() {
        nothing_without_a_horizon(draft, findings);
        return;
    }
    one_zone(draft, findings);
    boundary_of_a_threshold(draft, findings);
    gap_of_growing_attempts(draft, findings);
    scope_narrowed_once(draft, findings);
    changes_in_all(&draft.bursts, findings);
    let horizon = draft.is_sound("run.horizon").then_some(draft.job.horizon);
    let moments = draft.bursts.iter().map(|burst| &burst.at);
    let moments = moments.chain(draft.events.iter().map(|event| &event.at));
    for (when, span) in moments {
        let finding = misplaced(when, span, draft.start(), horizon);
        finding.into_iter().for_each(|one| findings.push(one));
    }
    if let Some(start) = draft.start() {
        windows_apart(&draft.events, &start, findings);
    }
}

fn nothing_without_a_horizon(draft: &Draft, findings: &mut Findings) {
    let numbers = catalogue().filter(|row| needs_horizon(row));
    let numbers = numbers.filter_map(|row| {
        let given = draft.given(row.parameter)?;
        Some((row.key, given.key.clone()))
    });
    let others = keys::rows().filter(|row| row.needs_horizon());
    let others = others.filter_map(|row| Some((row.key, draft.chosen(row.key)?.key.clone())));
    for (key, span) in numbers.chain(others) {
        let message = format!("`{key}` has no effect without a horizon");
        let help =
            "add horizon = \"14 d\" to [run]: so long is the job followed beyond its initial cycle";
        findings.report_idle(span, message, help);
    }
}

/// Reports thresholds on the life of a job that nobody follows.
pub fn expectations(draft: &Draft, findings: &mut Findings) {
    if draft.has_horizon() {
        return;
    }
    for one in &draft.expectations {
        if one.value.metric.needs_horizon() {
            let message = format!("`{}` is never measured without a horizon", one.value.key);
            let help = "add horizon = \"14 d\" to [run], or remove the threshold";
            findings.report(one.key.clone(), message, help);
        }
    }
}

/// Reports bursts that together make more changes than a simulation can hold.
fn changes_in_all(bursts: &[BurstDraft], findings: &mut Findings) {
    let mut sum = 0_u64;
    for burst in bursts {
        sum += burst.changes.iter().map(|&one| u64::from(one)).sum::<u64>();
        if sum > MOST_IN_BURSTS {
            let message = "the bursts up to here make more than 5_000_000 changes";
            let help = "make them smaller or fewer: each change is kept until it is in the target";
            findings.report(burst.at.1.clone(), message, help);
            return;
        }
    }
}

fn one_zone(draft: &Draft, findings: &mut Findings) {
    let (Some(local), Some(zone)) = (&draft.start, &draft.time_zone) else {
        return;
    };
    let Some(start) = draft.chosen("run.start") else {
        return;
    };
    let is_named = local.zone().is_some_and(|own| !own.is_fixed());
    let named_alike = !is_named || local.zone() == Some(zone);
    if named_alike && local.has_offset_of(zone) {
        return;
    }
    let what = if is_named {
        "time zone"
    } else {
        "offset from UTC"
    };
    let message = format!("the start has another {what} than {}", zone.written());
    let given = if is_named { "time zone" } else { "offset" };
    let help = format!("neither wins: give the {given} once, here or in `run.time_zone`");
    findings.report(start.span.clone(), message, help);
}

fn boundary_of_a_threshold(draft: &Draft, findings: &mut Findings) {
    if let (Some(boundary), None) = (
        draft.chosen("job.deletion_boundary"),
        draft.given(Parameter::DeletionThreshold),
    ) {
        let key = keys::row(Parameter::DeletionThreshold).key;
        let message = format!("`job.deletion_boundary` has no effect without `{key}`");
        let help = "add deletion_threshold = 500 to [job], or remove it";
        findings.report_idle(boundary.key.clone(), message, help);
    }
}

fn gap_of_growing_attempts(draft: &Draft, findings: &mut Findings) {
    let listed = draft.job.attempts != QuarantineAttempts::Exponential;
    if let (true, Some(gap)) = (listed, draft.given(Parameter::FirstGap)) {
        let key = keys::row(Parameter::FirstGap).key;
        let message = format!("`{key}` has no effect: the attempts are listed hours");
        let help = "remove it, or write attempts = \"exponential\"";
        findings.report_idle(gap.key.clone(), message, help);
    }
}

fn scope_narrowed_once(draft: &Draft, findings: &mut Findings) {
    if draft.scope() != Some(ScopeMode::Assigned) {
        return;
    }
    for event in &draft.events {
        if let (Action::ScopeToAssigned { .. }, span) = &event.action {
            let message = "the scope is narrowed to assigned already";
            let help = "remove the entry, or write scope.mode = \"all-users-and-groups\"";
            findings.report(span.clone(), message, help);
        }
    }
}

/// What is wrong with a moment, as far as start and horizon are known.
fn misplaced(
    when: &When,
    span: &Span,
    start: Option<Start>,
    horizon: Option<SimDuration>,
) -> Option<Finding> {
    let start = match (start, when) {
        (Some(start), _) => start,
        (None, When::After(_)) => Start::default(),
        // Where the start is wrong, no date-time can be judged.
        (None, When::On(_)) => return None,
    };
    let wrong = when.within(&start, horizon.unwrap_or(SimDuration::MAX));
    wrong.err().map(|wrong| wrong.at(span.clone()))
}

/// Reports windows of one kind that overlap: the end of one would end the other too.
fn windows_apart(events: &[Event], start: &Start, findings: &mut Findings) {
    let mut windows: Vec<_> = events
        .iter()
        .filter_map(|event| {
            let at = event.at.0.within(start, SimDuration::MAX).ok()?;
            let end = format!("{:?}", end_of(&event.action.0)?);
            Some((end, at, at + event.lasts?, event))
        })
        .collect();
    windows.sort_by(|a, b| (&a.0, a.1, a.2).cmp(&(&b.0, b.1, b.2)));
    for pair in windows.windows(2) {
        let [(end, _, until, _), (other_end, at, _, event)] = pair else {
            continue;
        };
        if end == other_end && at < until {
            let message = "this begins before another of its kind has ended";
            let help = "write one entry for both: the end of the first would end this one too";
            findings.report(event.at.1.clone(), message, help);
        }
    }
}
