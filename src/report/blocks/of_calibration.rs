//! What provisioning logs tell of the parameters of a scenario.

use super::{Section, parts_with_lines, sentences, table};
use crate::logs::calibrate::{Calibration, DurationRow, Law, Measured};
use crate::report::number;
use crate::report::tables::Table;
use crate::units::display_number;

/// The whole report; `written` is the file that the fragment went to, if it went to one.
pub fn calibration(found: &Calibration, written: Option<&str>) -> Vec<Section> {
    let answer = format!(
        "{} keys are measured by logs of {}.",
        found.measured.len(),
        found.span
    );
    let next = written.map(|file| {
        format!(
            "Written to {file}. A scenario takes them over by the line: measurements = \"{file}\""
        )
    });
    let mut sections = vec![
        Section::screen("answer", "The answer").with(sentences([answer].into_iter().chain(next))),
    ];
    if !found.measured.is_empty() {
        sections.push(measured(&found.measured));
    }
    if !found.durations.is_empty() {
        sections
            .push(Section::part("Durations of entries").with([table(durations(&found.durations))]));
    }
    let left = found
        .left
        .iter()
        .map(|left| format!("{}: {}", left.what, left.why));
    sections.extend(parts_with_lines([("Left as it is", left.collect())]));
    sections
}

/// Keys with their measured values.
pub fn measured(rows: &[Measured]) -> Section {
    let rows = rows
        .iter()
        .map(|one| [one.key.clone(), shortened(&one.value), one.because.clone()]);
    let measured = Table::headed("key | value | measured by")
        .with(rows)
        .ended_by_words();
    let measured = Table {
        columns_of_words: 2,
        ..measured
    };
    Section::part("Measured; a range is a 90 % interval").with([table(measured)])
}

fn durations(rows: &[DurationRow]) -> Table {
    let rows = rows.iter().map(|row| {
        let at = |p: f64| {
            row.quantiles
                .iter()
                .find(|pair| pair.probability == p)
                .map_or(0.0, |pair| pair.data_ms)
        };
        let law = match row.law {
            Law::Lognormal => "lognormal",
            Law::Gamma => "gamma",
            Law::Empirical => "of its own",
        };
        [
            row.kind.clone(),
            display_number(row.count as f64),
            number::time(row.mean_ms),
            number::rough(row.cv),
            number::time(at(0.5)),
            number::time(at(0.95)),
            law.to_owned(),
        ]
    });
    Table::headed(" | entries | mean | variation | median | p95 | law")
        .with(rows)
        .ended_by_words()
}

/// As much of a value as a table has room for; the fragment has all of it.
fn shortened(value: &str) -> String {
    const ROOM: usize = 40;
    let mut short: String = value.chars().take(ROOM).collect();
    if value.chars().nth(ROOM).is_some() {
        short.push('…');
    }
    short
}
