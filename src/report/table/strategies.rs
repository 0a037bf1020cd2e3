//! Strategies beside each other: what each does, and how it compares with the best.

use super::Table;
use super::sensitivity::correlation;
use crate::experiment::outcome::comparison::{Best, Comparison, Paired, Variant};
use crate::experiment::outcome::{Estimate, Unit};
use crate::report::{documented, number};
use crate::units::display_number;

/// What each strategy does.
pub fn each(found: &Comparison) -> Table {
    let references = |one: &Variant| one.left_out_references.p50;
    let has_references = found.variants.iter().any(|one| references(one) > 0.0);
    let mut header = vec![
        "strategy", "p5", "p50", "p95", "requests", "429", "users in", "left out",
    ];
    header.extend(has_references.then_some("references left out"));
    let mut table = Table::new(&header);
    for one in &found.variants {
        let time = |estimate| number::estimate(estimate, Unit::Milliseconds);
        let count = |value: f64| display_number(value.round());
        let mut cells = vec![
            one.name.clone(),
            time(&one.p5),
            time(&one.p50),
            time(&one.p95),
            count(one.requests.p50),
            count(one.too_many_requests.p50),
            count(one.users_served.p50),
            count(one.left_out.p50),
        ];
        cells.extend(has_references.then(|| count(references(one))));
        table.add(cells);
    }
    table
}

/// The strategies of which some runs have no end, which no median tells: a line each.
pub fn endless(found: &Comparison) -> Vec<String> {
    found.variants.iter().filter_map(without_end).collect()
}

/// What is documented of each strategy of assigned scope: a line each.
pub fn documented(found: &Comparison) -> Vec<String> {
    let variants = found.variants.iter();
    let line = |one: &Variant| Some(documented::line(&one.name, one.documented.as_ref()?));
    variants.filter_map(line).collect()
}

fn without_end(one: &Variant) -> Option<String> {
    let runs = one.durations_ms.len();
    let endless = one.durations_ms.iter().filter(|run| run.is_none()).count();
    (endless > 0).then(|| {
        format!(
            "{}: no end in {} of the runs",
            one.name,
            number::percent(endless as f64 / runs as f64)
        )
    })
}

/// Each strategy against the best.
pub fn against_best(found: &Comparison) -> Table {
    let mut table = Table::new(&[
        "strategy",
        "longer by",
        "times as long",
        "mean longer by",
        "faster in",
        "correlation",
        "variance cut by",
    ]);
    for one in &found.variants {
        if let Some(paired) = &one.against_best {
            table.add(cells(one, paired));
        }
    }
    table
}

/// What stands above them: the best, and how sure the intervals are.
pub fn against(best: &Best) -> String {
    format!(
        "Against {}, run by run with the same luck; {:.0} % intervals that hold for all strategies at once",
        best.name,
        best.confidence_level * 100.0
    )
}

fn cells(one: &Variant, paired: &Paired) -> [String; 7] {
    let mean = paired.mean_longer_ms.as_ref();
    [
        one.name.clone(),
        number::difference(&paired.longer_ms),
        times(&paired.ratio),
        mean.map_or_else(|| "not known".to_owned(), number::difference),
        number::share_of_runs(&paired.faster),
        paired
            .correlation
            .map_or_else(|| "does not vary".to_owned(), correlation),
        paired
            .variance_ratio
            .filter(|ratio| ratio.is_finite())
            .map_or_else(
                || "does not vary".to_owned(),
                |ratio| format!("{} times", number::rough(ratio)),
            ),
    ]
}

fn times(ratio: &Estimate) -> String {
    let shown = |value: f64| format!("{value:.2}");
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    match (
        finite(ratio.value),
        finite(ratio.low).map(shown),
        finite(ratio.high).map(shown),
    ) {
        (None, ..) => "not known".to_owned(),
        (Some(value), Some(low), Some(high)) if low != high => {
            format!("{} ({low} to {high})", shown(value))
        }
        (Some(value), Some(_), Some(_)) => shown(value),
        (Some(value), Some(low), None) => format!("{} (above {low})", shown(value)),
        (Some(value), ..) => shown(value),
    }
}
