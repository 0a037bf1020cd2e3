//! The tables of the terminal report.

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use crate::experiment::outcome::{ErrorSummary, Metric, Outcome, Summary};
use crate::report::number;
use crate::units::display_number;

/// No lines but one below the header.
const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table with a header whose columns, save the first, are aligned to the right.
pub(super) fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(RULE_BELOW_HEADER)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(header.iter().copied());
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// The same with its last column aligned to the left, for words.
pub(super) fn table_with_words(header: &[&str]) -> Table {
    let mut table = table(header);
    if let Some(column) = table.column_mut(header.len() - 1) {
        column.set_cell_alignment(CellAlignment::Left);
    }
    table
}

pub(super) fn finished(table: &Table) -> String {
    format!("{}\n", table.trim_fmt())
}

pub(super) fn summaries(outcome: &Outcome) -> String {
    let mut rows = table(&["", "p5", "p50", "p95"]);
    for summary in &outcome.summaries {
        if is_worth_a_row(summary) {
            rows.add_row([
                label(&summary.label, summary.reached_share),
                number::estimate(&summary.p5, summary.unit),
                number::estimate(&summary.p50, summary.unit),
                number::estimate(&summary.p95, summary.unit),
            ]);
        }
    }
    finished(&rows)
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
    );
    !optional || summary.p95.value.is_some_and(|value| value > 0.0)
}

/// The words of a row, and in how many runs it was reached where that is not all.
pub(super) fn label(words: &str, reached_share: f64) -> String {
    if reached_share < 1.0 {
        format!(
            "{words} (in {} of the runs)",
            if reached_share > 0.0 {
                number::percent(reached_share)
            } else {
                "none".to_owned()
            }
        )
    } else {
        words.to_owned()
    }
}

pub(super) fn activities(outcome: &Outcome) -> String {
    let mut rows = table(&["", "share", "p5", "p50", "p95"]);
    for activity in &outcome.activities {
        if activity.p95_ms > 0.0 {
            rows.add_row([
                activity.label.clone(),
                number::percent(activity.share),
                number::time(activity.p5_ms),
                number::time(activity.p50_ms),
                number::time(activity.p95_ms),
            ]);
        }
    }
    finished(&rows)
}

pub(super) fn errors(errors: &[ErrorSummary]) -> String {
    let mut rows = table(&["", "mean a run", "p95"]);
    for error in errors {
        rows.add_row([
            Cell::new(&error.code),
            Cell::new(display_number(error.mean_count)),
            Cell::new(display_number(error.p95_count)),
        ]);
    }
    finished(&rows)
}
