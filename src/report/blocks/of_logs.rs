//! What provisioning logs say, summed up.

use super::{Section, notes, sentences, table};
use crate::logs::summary::{ActionCount, LogSummary, Row};
use crate::report::number::{self, NONE};
use crate::report::tables::Table;
use crate::units::display_number;

/// Rows of cycles and days that the terminal shows; the files have all.
const MOST_ROWS: usize = 20;

/// The whole report.
pub fn logs(found: &LogSummary) -> Vec<Section> {
    let mut sections = vec![
        Section::screen("answer", "The answer").with(sentences([lead(found)])),
        Section::part("Entries by action and status").with([table(by_action(&found.overall))]),
    ];
    if !found.overall.errors.is_empty() {
        sections.push(Section::part("Errors").with([table(errors(&found.overall))]));
    }
    for (title, rows, what) in [
        ("Cycles, times in UTC", &found.cycles, "cycle"),
        ("Days (UTC)", &found.days, "day"),
    ] {
        let mut section = Section::part(title).with([table(over_time(rows, what))]);
        if rows.len() > MOST_ROWS {
            let left = rows.len() - MOST_ROWS;
            section = section.with(notes([format!(
                "and {left} more; the CSV and JSON files have all"
            )]));
        }
        sections.push(section);
    }
    let signs = found.cycles.iter().filter_map(|row| {
        let sign = row.quarantine_sign.as_ref()?;
        Some(format!("cycle {}: {sign}", row.label))
    });
    sections.extend(super::parts_with_lines([
        ("Signs of quarantine (document 000)", signs.collect()),
        ("To know before the numbers are used", found.notes.clone()),
        ("Passed over", problems(found)),
    ]));
    sections
}

fn lead(found: &LogSummary) -> String {
    let all = &found.overall;
    let counted = |count: u64, one: &str, several: &str| {
        let what = if count == 1 { one } else { several };
        format!("{} {what}", display_number(count as f64))
    };
    let entries = counted(all.entries, "entry", "entries");
    let objects = counted(all.objects, "object", "objects");
    let cycles = counted(found.cycles.len() as u64, "cycle", "cycles");
    let span = number::time(all.span_ms as f64);
    format!(
        "{entries} about {objects} in {cycles} over {span}, from {} to {}.",
        all.from, all.to
    )
}

fn by_action(all: &Row) -> Table {
    let share =
        |count: &ActionCount| number::percent(count.entries as f64 / all.entries.max(1) as f64);
    let rows = all.actions.iter().map(|count| {
        [
            format!("{}, {}", count.action, count.status),
            display_number(count.entries as f64),
            share(count),
        ]
    });
    Table::headed(" | entries | share").with(rows)
}

fn errors(all: &Row) -> Table {
    let rows = all
        .errors
        .iter()
        .map(|error| [error.code.clone(), display_number(error.entries as f64)]);
    Table::headed("code | entries").with(rows)
}

fn over_time(rows: &[Row], what: &str) -> Table {
    let rows = rows.iter().take(MOST_ROWS).map(|row| {
        [
            row.label.clone(),
            row.from.clone(),
            number::time(row.span_ms as f64),
            display_number(row.entries as f64),
            display_number(row.objects as f64),
            display_number(failures(row) as f64),
            display_number(row.retries as f64),
            row.concurrency
                .map_or_else(|| NONE.to_owned(), number::rough),
            number::rough(row.entries_per_minute),
        ]
    });
    let header = format!(
        "{what} | from | span | entries | objects | failures | retries | at once | per min"
    );
    Table::headed(&header).with(rows)
}

fn failures(row: &Row) -> u64 {
    let failed = row.actions.iter().filter(|count| count.status == "failure");
    failed.map(|count| count.entries).sum()
}

fn problems(found: &LogSummary) -> Vec<String> {
    let each = found
        .sources
        .iter()
        .filter(|source| source.unreadable > 0)
        .map(|source| {
            let further = source
                .unreadable
                .saturating_sub(source.problems.len() as u64);
            let more = if further > 0 {
                format!("; and {further} more")
            } else {
                String::new()
            };
            format!("{}: {}{more}", source.name, source.problems.join("; "))
        });
    each.collect()
}
