//! The chart of strategies against realistic and odd comparisons.

use super::*;
use crate::report::chart::comparison as chart;
use crate::report::chart::drawing::Shape;
use crate::report::chart::tests::{assert_legible, texts};
use crate::report::fixture;

type Runs = Vec<Option<u64>>;

fn of(all: &[(&str, Runs)]) -> Comparison {
    let owned = all
        .iter()
        .map(|(name, runs)| ((*name).to_owned(), runs.clone()));
    fixture::strategies_of(&owned.collect::<Vec<_>>())
}

fn changed(change: impl Fn(&mut Comparison)) -> Comparison {
    let mut found = fixture::strategies();
    change(&mut found);
    found
}

fn sixteen() -> Comparison {
    let all = (0..16).map(|index| {
        let name = format!("{index} <a>&\"\u{1}“größer” {}", "long name ".repeat(30));
        let median = 1.0 + f64::from(index * index);
        (name, fixture::durations(median, 0.2))
    });
    fixture::strategies_of(&all.collect::<Vec<_>>())
}

fn with_runs_without_end() -> Comparison {
    let some_end = |count: usize| -> Runs {
        let mut runs = fixture::durations(8.0, 0.3);
        runs[..count].fill(None);
        runs
    };
    of(&[
        ("all end", fixture::durations(9.0, 0.1)),
        ("some end", some_end(12)),
        ("few end", some_end(390)),
        ("none ends", vec![None; 400]),
    ])
}

fn without_numbers(found: &mut Comparison) {
    for one in &mut found.variants {
        (one.p5.value, one.p95.value) = (Some(f64::NAN), Some(f64::INFINITY));
        if let Some(paired) = &mut one.against_best {
            paired.longer_ms.value = Some(f64::NAN);
            paired.longer_ms.high = Some(f64::INFINITY);
        }
    }
    let paired = found.variants[0].against_best.as_mut();
    paired.unwrap().longer_ms.value = None;
}

fn without_runs(found: &mut Comparison) {
    for one in &mut found.variants {
        one.durations_ms.clear();
    }
}

fn odd() -> Vec<(&'static str, Comparison)> {
    let two = |runs: u32, first: Option<u64>, second: Option<u64>| {
        let runs = runs as usize;
        of(&[("a", vec![first; runs]), ("b", vec![second; runs])])
    };
    vec![
        ("realistic", fixture::strategies()),
        ("sixteen with long names", sixteen()),
        ("nothing", of(&[])),
        ("one", of(&[("only", fixture::durations(4.0, 0.1))])),
        ("one replication each", two(1, Some(5_000), Some(7_000))),
        ("same", two(50, Some(40_000), Some(40_000))),
        ("no time", two(5, Some(0), Some(1))),
        ("no end", with_runs_without_end()),
        ("never", two(40, None, None)),
        ("huge", two(30, Some(1), Some(u64::MAX))),
        ("without runs", changed(without_runs)),
        ("no numbers", changed(without_numbers)),
    ]
}

#[test]
fn no_text_is_cut_or_written_over_another() {
    for (case, found) in odd() {
        let scene = scene(&found);
        assert_legible(&scene, case);
        for text in texts(&scene) {
            let odd = text.words.contains("NaN") || text.words.contains("inf");
            assert!(!odd, "{case}: {}", text.words);
        }
        let drawn = chart(&found).unwrap();
        assert!(drawn.svg().ends_with("</svg>\n"), "{case}");
    }
}

#[test]
fn the_title_is_as_strong_as_the_intervals() {
    assert_eq!(scene(&fixture::strategies()).title, "four jobs is fastest");
    let close = changed(|found| {
        found.best.as_mut().unwrap().rivals = vec!["assigned".to_owned()];
    });
    let title = "four jobs or assigned are fastest: they cannot be told apart";
    assert_eq!(scene(&close).title, title);
    assert!(scene(&sixteen()).title.ends_with(" is fastest"));
    let never = of(&[("a", vec![None; 40]), ("b", vec![None; 40])]);
    assert_eq!(
        scene(&never).title,
        "With no strategy do half of the replications come to an end"
    );
}

#[test]
fn every_other_strategy_has_its_difference_and_its_words() {
    let scene = scene(&fixture::strategies());
    let texts = texts(&scene);
    let longer = texts
        .iter()
        .filter(|text| text.words.contains(" h longer ("));
    assert_eq!(longer.count(), 2);
    for name in ["assigned", "all-users"] {
        let count = texts.iter().filter(|text| text.words == name).count();
        assert_eq!(count, 2, "{name}");
    }
}

#[test]
fn runs_without_an_end_are_told() {
    let scene = scene(&with_runs_without_end());
    let texts = texts(&scene);
    let told = |words: &str| texts.iter().filter(|text| text.words == words).count();
    assert_eq!(told("no end in 3.0 % of replications"), 1);
    assert_eq!(told("has no end"), 2);
}

#[test]
fn the_axis_is_logarithmic_where_times_differ_by_far() {
    let key = |found: &Comparison| {
        let scene = scene(found);
        let texts = texts(&scene);
        texts
            .iter()
            .any(|text| text.words == "Initial cycle, logarithmic:")
    };
    assert!(key(&fixture::strategies()));
    assert!(!key(&of(&[
        ("a", fixture::durations(4.0, 0.1)),
        ("b", fixture::durations(6.0, 0.1))
    ])));
}

#[test]
fn the_fastest_and_its_rivals_have_their_own_colour() {
    let areas = |found: &Comparison| {
        let scene = scene(found);
        let areas = scene.shapes.into_iter().filter_map(|shape| match shape {
            Shape::Area(_, colour) => Some(colour == FIRST),
            _ => None,
        });
        areas.collect::<Vec<bool>>()
    };
    assert_eq!(areas(&fixture::strategies()), [false, false, true]);
    let close = changed(|found| {
        found.best.as_mut().unwrap().rivals = vec!["assigned".to_owned()];
    });
    assert_eq!(areas(&close), [true, false, true]);
}
