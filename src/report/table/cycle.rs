//! Tables on the initial cycle.

use super::Table;
use crate::experiment::outcome::{ErrorSummary, Metric, Outcome, Summary};
use crate::report::delay::capitalised;
use crate::report::{number, otherwise, owners};
use crate::units::display_number;

/// Every quantity with its percentiles and their intervals.
pub fn summaries(outcome: &Outcome) -> Table {
    let mut table = Table::new(&["", "p5", "p50", "p95"]);
    let is_empty = outcome.has_nobody_in_scope();
    for summary in &outcome.summaries {
        if is_empty && is_access(summary.metric) {
            let mut cells = vec![summary.label.clone()];
            cells.extend(["nobody"; 3].map(str::to_owned));
            table.add(cells);
        } else if is_worth_a_row(summary) {
            table.add([
                label(&summary.label, summary.reached_share),
                number::estimate(&summary.p5, summary.unit),
                number::estimate(&summary.p50, summary.unit),
                number::estimate(&summary.p95, summary.unit),
            ]);
        }
    }
    table
}

const fn is_access(metric: Metric) -> bool {
    matches!(
        metric,
        Metric::UsersHalf | Metric::UsersMost | Metric::UsersAll
    )
}

/// Endpoints that are never called and timeouts that never happen are left out.
fn is_worth_a_row(summary: &Summary) -> bool {
    let optional = matches!(
        summary.metric,
        Metric::CallsUserGet
            | Metric::CallsUserPost
            | Metric::CallsUserPatch
            | Metric::CallsGroupGet
            | Metric::CallsGroupPost
            | Metric::CallsGroupPatch
            | Metric::Timeouts
            | Metric::MembershipsOverwritten
    );
    // That some users always fail is told in a sentence.
    let never = summary.metric == Metric::UsersAll && summary.reached_share <= 0.0;
    !never && (!optional || summary.p95.value.is_some_and(|value| value > 0.0))
}

/// The words of a row, and in how many runs it was reached where that is not all.
pub fn label(words: &str, reached_share: f64) -> String {
    if reached_share < 1.0 {
        let runs = match reached_share {
            share if share > 0.0 => format!("{} of the runs", number::percent(share)),
            _ => "no run".to_owned(),
        };
        format!("{words} (in {runs})")
    } else {
        words.to_owned()
    }
}

/// Where the time goes.
pub fn activities(outcome: &Outcome) -> Table {
    // Documents of earlier versions do not tell whose the time is.
    let tells = !outcome.owners.is_empty();
    let mut header = vec!["", "share"];
    header.extend(tells.then_some("service's own"));
    header.extend(["p5", "p50", "p95"]);
    let mut table = Table::new(&header);
    for activity in outcome.activities.iter().filter(|one| one.p95_ms > 0.0) {
        let mut cells = vec![activity.label.clone(), number::percent(activity.share)];
        cells.extend(tells.then(|| number::percent(activity.service_share)));
        let times = [activity.p5_ms, activity.p50_ms, activity.p95_ms];
        cells.extend(times.map(number::time));
        table.add(cells);
    }
    table
}

/// The same of the few that take most of it, without whose it is.
pub fn largest_activities(outcome: &Outcome, most: usize) -> Table {
    let mut table = Table::new(&["", "share", "p5", "p50", "p95"]);
    let mut all: Vec<_> = outcome.activities.iter().collect();
    all.sort_by(|a, b| b.share.total_cmp(&a.share));
    for activity in all.into_iter().take(most).filter(|one| one.p95_ms > 0.0) {
        let mut cells = vec![activity.label.clone(), number::percent(activity.share)];
        let times = [activity.p5_ms, activity.p50_ms, activity.p95_ms];
        cells.extend(number::times_together(&times));
        table.add(cells);
    }
    table
}

/// Whose that time is, and how it would be under other circumstances: a sentence each.
pub fn whose(outcome: &Outcome) -> Vec<String> {
    let shares = owners::shares(&outcome.owners);
    let otherwise = outcome.otherwise.iter().filter_map(otherwise::sentence);
    let sentences = shares.into_iter().chain(otherwise);
    sentences.map(|sentence| capitalised(&sentence)).collect()
}

/// What fails, by error code.
pub fn errors(errors: &[ErrorSummary]) -> Table {
    let mut table = Table::new(&["", "mean a run", "p95"]);
    for error in errors {
        table.add([
            error.code.clone(),
            display_number(error.mean_count),
            display_number(error.p95_count),
        ]);
    }
    table
}
