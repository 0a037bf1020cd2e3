//! Tables on the initial cycle.

use super::{Table, led};
use crate::experiment::outcome::{ActivitySummary, ErrorSummary, Metric, Outcome, Summary};
use crate::report::number::{self, scale_of};
use crate::report::sentences::phrases::capitalised;
use crate::report::sentences::whose_time;

/// Every quantity with its percentiles and their intervals.
pub fn summaries(outcome: &Outcome) -> Table {
    // Documents of earlier versions have three percentiles.
    let is_whole = outcome.summaries.iter().any(|row| row.p90.is_some());
    let mut table = Table::new(match is_whole {
        true => &["", "p5", "p50", "p90", "p95", "p99", "maximum"],
        false => &["", "p5", "p50", "p95"],
    });
    let is_empty = outcome.has_nobody_in_scope();
    for summary in &outcome.summaries {
        if is_empty && ACCESS.contains(&summary.metric) {
            let mut cells = vec![summary.label.clone()];
            cells.resize(table.header.len(), "nobody".to_owned());
            table.add(cells);
        } else if is_worth_a_row(summary) {
            let scale = scale_of(summary);
            let (p5, p50, p95) = (Some(summary.p5), Some(summary.p50), Some(summary.p95));
            let all = [p5, p50, summary.p90, p95, summary.p99]
                .into_iter()
                .flatten();
            let max = is_whole.then(|| scale.reached(summary.max));
            let cells = all.map(|found| scale.estimate(&found)).chain(max);
            table.add(led(&label(&summary.label, summary.reached_share), cells));
        }
    }
    table
}

const ACCESS: [Metric; 3] = [Metric::UsersHalf, Metric::UsersMost, Metric::UsersAll];

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

/// The words of a row, and in how many replications it was reached where that is not all.
pub fn label(words: &str, reached_share: f64) -> String {
    let share = number::percent(reached_share);
    match reached_share {
        1.0.. => words.to_owned(),
        reached if reached > 0.0 => format!("{words} (in {share} of the replications)"),
        _ => format!("{words} (in no replication)"),
    }
}

/// Where the time goes.
pub fn activities(outcome: &Outcome) -> Table {
    // Documents of earlier versions do not tell whose the time is.
    let tells = !outcome.owners.is_empty();
    let mut header = vec!["", "share"];
    header.extend(tells.then_some("service's own"));
    header.extend(["p5", "p50", "p95"]);
    let rows = outcome.activities.iter().filter(|one| one.p95_ms > 0.0);
    Table::new(&header).with(rows.map(|one| activity(one, tells)))
}

fn activity(one: &ActivitySummary, tells_whose: bool) -> Vec<String> {
    let mut cells = vec![one.label.clone(), number::percent(one.share)];
    cells.extend(tells_whose.then(|| number::percent(one.service_share)));
    cells.extend(number::times_together(&[one.p5_ms, one.p50_ms, one.p95_ms]));
    cells
}

/// The same of the few that take most of it, without whose it is.
pub fn largest_activities(outcome: &Outcome, most: usize) -> Table {
    let mut all: Vec<_> = outcome.activities.iter().collect();
    all.sort_by(|a, b| b.share.total_cmp(&a.share));
    let rows = all.into_iter().take(most).filter(|one| one.p95_ms > 0.0);
    Table::new(&["", "share", "p5", "p50", "p95"]).with(rows.map(|one| activity(one, false)))
}

/// Whose that time is, and how it would be under other circumstances: a sentence each.
pub fn whose(outcome: &Outcome) -> Vec<String> {
    let shares = whose_time::shares(&outcome.owners);
    let otherwise = outcome.otherwise.iter().filter_map(whose_time::otherwise);
    let sentences = shares.into_iter().chain(otherwise);
    sentences.map(|sentence| capitalised(&sentence)).collect()
}

/// What fails, by error code.
pub fn errors(errors: &[ErrorSummary]) -> Table {
    let means: Vec<f64> = errors.iter().map(|error| error.mean_count).collect();
    let rows = errors.iter().zip(number::column(&means));
    let rows = rows.map(|(one, mean)| [one.code.clone(), mean, number::count(one.p95_count)]);
    Table::new(&["", "mean a replication", "p95"]).with(rows)
}
