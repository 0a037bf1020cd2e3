//! What a title says is marked in the picture, and so are limits.

use super::{assert_legible, svg, texts};
use crate::experiment::outcome::{Estimate, Metric, Summary, View};
use crate::report::chart::ChartKind;
use crate::report::fixture;

#[test]
fn a_deadline_and_an_expectation_are_lines_unless_they_are_far() {
    let outcome = fixture::with_promises();
    let limits = |document: &str| {
        let words = ["deadline, after", "expected: p95", "far to the right"];
        words.map(|words| document.matches(words).count())
    };
    let mut near = outcome.clone();
    for one in &mut near.expected {
        one.limit = 36_000_000.0;
    }
    near.deadline.as_mut().unwrap().within_ms = Some(43_200_000);
    let document = svg(&near, ChartKind::Duration).unwrap();
    assert!(document.contains("deadline, after 12.0 h"));
    assert_eq!(limits(&document)[2], 0);
    assert_legible(&ChartKind::Duration.scene(&near), "near limits");
    near.deadline.as_mut().unwrap().within_ms = Some(90 * 86_400_000);
    let document = svg(&near, ChartKind::Duration).unwrap();
    assert_eq!(limits(&document)[2], 1);
}

#[test]
fn what_the_title_of_the_load_says_is_marked_in_the_picture() {
    let mut outcome = fixture::outcome(300);
    let peak = |value: f64| Estimate {
        value: Some(value),
        low: None,
        high: None,
    };
    let like = |metric, value| Summary {
        metric,
        p50: peak(value),
        ..outcome.summaries[0].clone()
    };
    let mean = like(Metric::MeanRequestRate, 1.63);
    let busiest = like(Metric::PeakRequestRateMinute, 106.0);
    outcome.summaries.extend([mean, busiest]);
    let scene = ChartKind::Load.scene(&outcome);
    let words: Vec<&str> = texts(&scene)
        .iter()
        .map(|text| text.words.as_str())
        .collect();
    assert!(
        words[0].ends_with("106.0 in its busiest minute"),
        "{words:?}"
    );
    assert!(words.contains(&"busiest minute 106.0 (median of the replications)"));
    assert!(
        words.contains(&"150"),
        "the axis reaches the peak: {words:?}"
    );
}

#[test]
fn requests_of_a_cycle_without_duration_are_told() {
    let mut outcome = fixture::outcome(3);
    outcome.load.clear();
    let mut all = outcome.summaries[0].clone();
    (all.metric, all.p50.value) = (Metric::CallsTotal, Some(201.0));
    outcome.summaries.push(all);
    let document = svg(&outcome, ChartKind::Load).unwrap();
    assert!(document.contains("The target sees 201 requests at once"));
}

#[test]
fn the_view_of_the_target_begins_with_its_charts() {
    let mut outcome = fixture::with_life();
    outcome.view = View::Target;
    let kinds = ChartKind::of(&outcome);
    assert_eq!(
        kinds[..3],
        [ChartKind::Load, ChartKind::LaterLoad, ChartKind::Duration]
    );
    outcome.view = View::Cycle;
    assert_eq!(ChartKind::of(&outcome).len(), kinds.len());
}
