//! The chart of sensitivity against realistic and odd outcomes.

use super::*;
use crate::experiment::outcome::ReplicationRows;
use crate::report::chart::ChartKind;
use crate::report::chart::drawing::Shape;
use crate::report::chart::tests::{assert_legible, svg, texts};
use crate::report::fixture;

fn changed(change: impl Fn(&mut Sensitivity)) -> Outcome {
    let mut outcome = fixture::with_sensitivity();
    change(outcome.sensitivity.as_mut().unwrap());
    outcome
}

fn estimate(value: f64) -> Estimate {
    Estimate {
        value: Some(value),
        low: Some(value * 0.9),
        high: Some(value * 1.1),
    }
}

fn odd() -> Vec<(&'static str, Outcome)> {
    let mut without_runs = fixture::with_sensitivity();
    without_runs.replications = ReplicationRows::default();
    vec![
        ("realistic", fixture::with_sensitivity()),
        ("without runs", without_runs),
        ("one", changed(|found| found.effects.truncate(1))),
        ("none", changed(|found| found.effects.clear())),
        (
            "many with long names",
            changed(|found| {
                let effects = found.effects.clone();
                let all = (0..40).map(|index| effects[index % effects.len()].clone());
                found.effects = all.collect();
                for (index, one) in found.effects.iter_mut().enumerate() {
                    one.key = format!("{index}<a>&\"\u{1}“ü”.{}", "long.".repeat(60));
                }
                found.no_effect_seen = vec!["a key of no effect, ".repeat(8); 50];
            }),
        ),
        (
            "no numbers",
            changed(|found| {
                let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -5.0];
                for (one, odd) in found.effects.iter_mut().zip(odd) {
                    (one.p50_in_lowest.value, one.p95_in_highest.high) = (Some(odd), Some(odd));
                    (one.share.low, one.lowest_fifth) = (Some(odd), odd);
                    one.p95_in_lowest.value = None;
                }
                found.effects[0].share.value = Some(f64::NAN);
            }),
        ),
        (
            "huge",
            changed(|found| {
                for one in &mut found.effects {
                    (one.p50_in_lowest, one.p50_in_highest) = (estimate(0.0), estimate(1e15));
                    (one.lowest_fifth, one.highest_fifth) = (1e-12, 1e15);
                }
            }),
        ),
        (
            "no difference",
            changed(|found| {
                for one in &mut found.effects {
                    let same = estimate(3.24e7);
                    (one.p50_in_lowest, one.p50_in_highest) = (same, same);
                    (one.p95_in_lowest, one.p95_in_highest) = (same, same);
                }
            }),
        ),
    ]
}

#[test]
fn no_text_is_cut_or_written_over_another() {
    for (case, outcome) in odd() {
        let scene = scene(&outcome);
        assert_legible(&scene, case);
        for text in texts(&scene) {
            assert!(!text.words.contains("NaN"), "{case}: {}", text.words);
        }
        assert!(svg(&outcome, ChartKind::Sensitivity).is_ok(), "{case}");
    }
}

#[test]
fn it_is_shown_only_where_an_input_has_an_effect() {
    let is_shown = |outcome: &Outcome| ChartKind::of(outcome).contains(&ChartKind::Sensitivity);
    assert!(is_shown(&fixture::with_sensitivity()));
    assert!(!is_shown(&fixture::outcome(30)));
    assert!(!is_shown(&changed(|found| found.effects.clear())));
}

#[test]
fn the_title_names_the_strongest_and_what_may_be_as_strong() {
    let title = |outcome: &Outcome| scene(outcome).title;
    assert_eq!(
        title(&fixture::with_sensitivity()),
        "What moves the forecast most: target.latency.user_get (61 % of the variance)"
    );
    let close = changed(|found| found.effects[1].share.high = Some(0.6));
    assert_eq!(
        title(&close),
        "What moves the forecast most: target.latency.user_get or job.connections"
    );
}

#[test]
fn each_end_of_a_bar_tells_the_value_of_the_input_there() {
    let scene = scene(&fixture::with_sensitivity());
    let at = |words: &str| {
        let texts = texts(&scene);
        texts.iter().find(|text| text.words == words).unwrap().at
    };
    // More time for a GET takes longer, more connections less.
    assert!(at("200 ms").0 < at("1.4 s").0 && at("8").0 < at("2").0);
    assert_eq!(at("200 ms").1, at("1.4 s").1);
}

#[test]
fn bars_reach_from_the_median_of_the_lowest_to_that_of_the_highest_fifth() {
    let outcome = fixture::with_sensitivity();
    let scene = scene(&outcome);
    let texts = texts(&scene);
    let tick = |words: &str| texts.iter().find(|text| text.words == words).unwrap().at.0;
    let hour = 3_600e3;
    let expected = |ms: f64| tick("8 h") + (ms / hour - 8.0) * (tick("12 h") - tick("8 h")) / 4.0;
    let bars = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Rect(from, to, colour) if *colour == BLUE => Some((from.0, to.0)),
        _ => None,
    });
    // The first block of this colour is that of the key.
    let bars: Vec<(f64, f64)> = bars.skip(1).collect();
    let effects = &outcome.sensitivity.as_ref().unwrap().effects;
    assert_eq!(bars.len(), effects.len());
    for (bar, effect) in bars.iter().zip(effects) {
        let ends = [&effect.p50_in_lowest, &effect.p50_in_highest];
        let mut ends = ends.map(|end| expected(end.value.unwrap()));
        ends.sort_by(f64::total_cmp);
        assert!((bar.0 - ends[0]).abs() < 1.5 && (bar.1 - ends[1]).abs() < 1.5);
    }
}

#[test]
fn at_most_ten_inputs_have_a_row_and_the_others_are_summed_up() {
    let mut outcome = fixture::with_sensitivity();
    let found = outcome.sensitivity.as_mut().unwrap();
    let weak = found.effects[4].clone();
    found.effects.resize(13, weak);
    let found = outcome.sensitivity.as_ref().unwrap();
    let (shown, rest) = parted(found);
    assert_eq!(rows(shown).len(), 10);
    assert_eq!(
        further(rest).unwrap(),
        "3 further inputs: together 3.3 % of the variance."
    );
}

#[test]
fn what_is_no_number_is_not_shown() {
    let mut outcome = fixture::with_sensitivity();
    let found = outcome.sensitivity.as_mut().unwrap();
    found.effects[0].p50_in_highest.value = Some(f64::NAN);
    found.effects[1].p95_in_highest.high = Some(f64::INFINITY);
    let (shown, _) = parted(outcome.sensitivity.as_ref().unwrap());
    let [(p95, _), (p50, _)] = bars(&shown[0]);
    assert!(p50.is_none() && p95.is_some());
    let (low, high) = range(shown, overall(&outcome));
    assert!(0.0 < low && low < high && high.is_finite());
}

#[test]
fn without_an_effect_there_is_nothing() {
    let mut outcome = fixture::with_sensitivity();
    outcome.sensitivity.as_mut().unwrap().effects.clear();
    assert!(parted(outcome.sensitivity.as_ref().unwrap()).0.is_empty());
    assert_eq!(scene(&outcome).title, "No input stands out of the noise");
}
