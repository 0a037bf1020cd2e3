//! The chart of strategies against realistic and odd comparisons.

use super::*;
use crate::report::chart::comparison as chart;
use crate::report::chart::scene::Shape;
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

fn odd() -> Vec<(&'static str, Comparison)> {
    let some_end = |count: usize| -> Runs {
        let mut runs = fixture::durations(8.0, 0.3);
        runs[..count].fill(None);
        runs
    };
    let sixteen = (0..16).map(|place| {
        let name = format!("{place} <a>&\"\u{1}“größer” {}", "long name ".repeat(30));
        (
            name,
            fixture::durations(1.0 + f64::from(place * place), 0.2),
        )
    });
    vec![
        ("realistic", fixture::strategies()),
        (
            "sixteen with long names",
            fixture::strategies_of(&sixteen.collect::<Vec<_>>()),
        ),
        ("nothing", of(&[])),
        ("one", of(&[("only", fixture::durations(4.0, 0.1))])),
        (
            "one run each",
            of(&[("a", vec![Some(5_000)]), ("b", vec![Some(7_000)])]),
        ),
        (
            "same",
            of(&[("a", vec![Some(40_000); 50]), ("b", vec![Some(40_000); 50])]),
        ),
        (
            "no time",
            of(&[("a", vec![Some(0); 5]), ("b", vec![Some(1); 5])]),
        ),
        (
            "no end",
            of(&[
                ("all end", fixture::durations(9.0, 0.1)),
                ("some end", some_end(12)),
                ("few end", some_end(390)),
                ("none ends", vec![None; 400]),
            ]),
        ),
        ("never", of(&[("a", vec![None; 40]), ("b", vec![None; 40])])),
        (
            "huge",
            of(&[("a", vec![Some(1); 30]), ("b", vec![Some(u64::MAX); 30])]),
        ),
        (
            "without runs",
            changed(|found| {
                found
                    .variants
                    .iter_mut()
                    .for_each(|one| one.durations_ms.clear())
            }),
        ),
        (
            "no numbers",
            changed(|found| {
                for one in &mut found.variants {
                    (one.p5.value, one.p95.value) = (Some(f64::NAN), Some(f64::INFINITY));
                    if let Some(paired) = &mut one.against_best {
                        paired.longer_ms.value = Some(f64::NAN);
                        paired.longer_ms.high = Some(f64::INFINITY);
                    }
                }
                found.variants[0]
                    .against_best
                    .as_mut()
                    .unwrap()
                    .longer_ms
                    .value = None;
            }),
        ),
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
        let (document, _) = chart(&found).unwrap();
        assert!(document.ends_with("</svg>\n"), "{case}");
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
    let (_, long) = odd().swap_remove(1);
    assert!(scene(&long).title.ends_with(" is fastest"));
    let never = of(&[("a", vec![None; 40]), ("b", vec![None; 40])]);
    assert_eq!(
        scene(&never).title,
        "With no strategy do half of the runs come to an end"
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
    let (_, found) = odd().swap_remove(7);
    let scene = scene(&found);
    let texts = texts(&scene);
    let told = |words: &str| texts.iter().filter(|text| text.words == words).count();
    assert_eq!(told("no end in 3.0 % of runs"), 1);
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
            Shape::Area { colour, .. } => Some(colour == FIRST),
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
