//! Strategies beside each other: what each does, and how it compares with the best.

use super::sensitivity::correlation;
use super::tables::{finished, table};
use crate::experiment::outcome::comparison::{Comparison, Paired, Variant};
use crate::experiment::outcome::{Estimate, Unit};
use crate::report::number;
use crate::units::display_number;

/// What each strategy does.
pub(super) fn each(found: &Comparison) -> String {
    let mut rows = table(&[
        "strategy", "p5", "p50", "p95", "requests", "429", "left out",
    ]);
    for one in &found.variants {
        let time = |estimate| number::estimate(estimate, Unit::Milliseconds);
        let count = |value: f64| display_number(value.round());
        rows.add_row([
            one.name.clone(),
            time(&one.p5),
            time(&one.p50),
            time(&one.p95),
            count(one.requests.p50),
            count(one.too_many_requests.p50),
            count(one.left_out.p50),
        ]);
    }
    let mut text = finished(&rows);
    for one in &found.variants {
        text.push_str(&endless(one).unwrap_or_default());
    }
    text
}

/// Runs without an end, which no median tells of.
fn endless(one: &Variant) -> Option<String> {
    let runs = one.durations_ms.len();
    let endless = one.durations_ms.iter().filter(|run| run.is_none()).count();
    (endless > 0).then(|| {
        format!(
            "  {}: no end in {} of the runs\n",
            one.name,
            number::percent(endless as f64 / runs as f64)
        )
    })
}

/// Each strategy against the best; nothing where none is.
pub(super) fn against_best(found: &Comparison) -> Option<String> {
    let best = found.best.as_ref()?;
    let mut rows = table(&[
        "strategy",
        "longer by",
        "times as long",
        "mean longer by",
        "faster in",
        "correlation",
        "variance cut by",
    ]);
    let mut any = false;
    for one in &found.variants {
        if let Some(paired) = &one.against_best {
            any = true;
            rows.add_row(cells(one, paired));
        }
    }
    any.then(|| {
        format!(
            "\nAgainst {}, run by run with the same luck; {:.0} % intervals that hold for all strategies at once\n{}",
            best.name,
            best.confidence_level * 100.0,
            finished(&rows)
        )
    })
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
        (Some(value), Some(low), Some(high)) => format!("{} ({low} to {high})", shown(value)),
        (Some(value), Some(low), None) => format!("{} (above {low})", shown(value)),
        (Some(value), ..) => shown(value),
    }
}

#[cfg(test)]
mod tests {
    use crate::report::fixture;
    use crate::report::terminal::comparison;

    #[test]
    fn the_answer_leads_to_each_strategy_and_then_to_the_pairs() {
        let found = fixture::strategies();
        let text = comparison(&found, "again");
        assert!(text.starts_with("growing-company: four jobs is fastest; with four jobs"));
        let titles = [
            "\nInitial cycle over 400 replications each, with the same luck\n strategy ",
            "\nAgainst four jobs, run by run with the same luck; 95 % intervals",
            "\nTo repeat this\n  again\n",
        ];
        let places = titles.map(|title| text.find(title).unwrap());
        assert!(places.is_sorted(), "{text}");
        let pairs = &text[places[1]..];
        assert!(!pairs.contains("\n four jobs "), "{text}");
        assert!(
            pairs.contains("12.3 times") && pairs.contains("+0.94"),
            "{text}"
        );
    }

    #[test]
    fn runs_without_an_end_are_told() {
        let mut runs = fixture::durations(4.2, 0.15);
        runs[..12].fill(None);
        let found = fixture::strategies_of(&[
            ("assigned".to_owned(), runs),
            ("four jobs".to_owned(), fixture::durations(2.1, 0.12)),
        ]);
        let text = comparison(&found, "again");
        assert!(
            text.contains("  assigned: no end in 3.0 % of the runs\n"),
            "{text}"
        );
        assert!(!text.contains("inf") && !text.contains("NaN"), "{text}");
    }
}
