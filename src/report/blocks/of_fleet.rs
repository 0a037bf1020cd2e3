//! Many tenants beside each other.

use super::{Block, FLEET, Figure, Section, glossary, notes, to_repeat_several};
use crate::experiment::outcome::fleet_document::{Fleet, Tenant};
use crate::report::number;
use crate::report::sentences::fleet_answer::{answer, reasons};
use crate::report::tables::Table;
use crate::units::display_number;

/// More rows than this are for a spreadsheet.
const MOST: usize = 40;

/// The answer, the tenants that need attention, and those that take longest.
pub fn fleet(found: &Fleet, repeat: &str) -> Vec<Section> {
    let figure = Figure {
        id: FLEET,
        heading: "Which tenants take longest?",
        reading: "The line is the median, the band holds 9 replications in 10. All tenants were run with the same luck.",
    };
    let by_p95 = found.by_p95();
    let needy: Vec<&Tenant> = by_p95
        .iter()
        .copied()
        .filter(|one| one.needs_attention())
        .collect();
    let count = display_number(found.replications as f64);
    let title = format!("Initial cycles of {count} replications of each tenant, longest first");
    let name = Some(found.scenario.clone());
    let run = (found.seed, found.replications);
    let mut sections =
        vec![Section::screen("answer", "The answer").with([Block::Lead(name, answer(found))])];
    if !needy.is_empty() {
        sections.push(
            listed(Section::part("Who needs attention"), &needy, |shown| {
                let rows = shown.iter().map(|one| [one.name.clone(), reasons(one)]);
                Table::headed("tenant | why").with(rows)
            })
            .keeping_width(),
        );
    }
    let longest = Section::chapter("figures", title).on_page([Block::Figure(figure)]);
    sections.push(listed(longest, &by_p95, tenants));
    sections.extend([
        glossary(),
        to_repeat_several(repeat, run, &found.cyclecast_version),
    ]);
    sections
}

/// A table of the first of some tenants, and where the others are.
fn listed(section: Section, all: &[&Tenant], table: impl Fn(&[&Tenant]) -> Table) -> Section {
    let shown = &all[..all.len().min(MOST)];
    let left = all.len() - shown.len();
    let others = (left > 0).then(|| {
        let left = display_number(left as f64);
        format!("{left} more are in tenants.csv.")
    });
    section
        .with([super::table(table(shown))])
        .with(notes(others))
}

fn tenants(shown: &[&Tenant]) -> Table {
    let rows = shown.iter().map(|one| {
        let range = match (one.p5.value, one.p95.value) {
            (Some(p5), Some(p95)) => number::time_range(p5, p95),
            _ => "no end".to_owned(),
        };
        [
            one.name.clone(),
            number::count(one.users_in_scope.p50),
            range,
            one.p50
                .value
                .map_or_else(|| "no end".to_owned(), number::time),
            number::count(one.too_many_requests.p50),
            number::count(one.failed_objects.p50),
            number::percent(one.quarantined.share),
        ]
    });
    Table::headed("tenant | users | 9 in 10 take | median | 429 | left out | quarantine").with(rows)
}
