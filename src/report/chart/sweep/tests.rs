//! The charts of a sweep against realistic and odd documents.

use super::*;
use crate::experiment::outcome::Unit;
use crate::experiment::outcome::sweep::AxisValue;
use crate::report::chart::drawing::Shape;
use crate::report::chart::drawing::{BLUE, VERMILLION};
use crate::report::chart::sweep as chart;
use crate::report::chart::tests::{assert_legible, texts};
use crate::report::fixture;

fn changed(mut found: Sweep, change: impl Fn(&mut Sweep)) -> Sweep {
    change(&mut found);
    found
}

/// A sweep with so many values on each axis.
fn sized(mut found: Sweep, count: u32) -> Sweep {
    let point = found.points[0].clone();
    for axis in &mut found.axes {
        let value = |index: u32| AxisValue {
            value: f64::from(index + 1),
            text: format!("value {index}"),
        };
        axis.values = (0..count).map(value).collect();
    }
    let all = (count as usize).pow(found.axes.len() as u32);
    found.points = vec![point; all];
    for (index, point) in found.points.iter_mut().enumerate() {
        let (row, column) = (index / count as usize, index % count as usize);
        let positions = if point.values.len() == 1 {
            vec![column]
        } else {
            vec![row, column]
        };
        point.values = positions.iter().map(|index| *index as f64 + 1.0).collect();
        point.p50.value = Some(1e6 * (index as f64 + 1.0));
    }
    found
}

fn hostile(found: &mut Sweep) {
    for axis in &mut found.axes {
        axis.key = format!("<a>&\"\u{1}“ü” {}", "long.".repeat(60));
        for value in &mut axis.values {
            value.text = format!("“{}” {}", value.text, "and so on, ".repeat(20));
        }
    }
    found.label = "GET <Users> & \"more\" ".repeat(20);
    found.scenario = "<tags> & \"quotes\" ".repeat(60);
    if let Some(until) = &mut found.until {
        until.condition = "a condition ".repeat(40);
        until.met_at.as_mut().unwrap().text = "a value ".repeat(40);
    }
}

fn no_numbers(found: &mut Sweep) {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -5.0];
    for (point, odd) in found.points.iter_mut().zip(odd) {
        (point.p5.value, point.p95.value) = (Some(odd), Some(odd));
        point.p50.value = (!odd.is_nan()).then_some(odd);
    }
}

fn nothing(found: &mut Sweep) {
    for point in &mut found.points {
        for one in [&mut point.p5, &mut point.p50, &mut point.p95] {
            (one.value, one.low, one.high) = (None, None, None);
        }
    }
}

fn odd() -> Vec<(&'static str, Sweep)> {
    let mut cases = Vec::new();
    for (names, found) in [
        (
            [
                "line",
                "hostile line",
                "odd line",
                "empty line",
                "one point",
                "many points",
            ],
            fixture::sweep(),
        ),
        (
            [
                "map",
                "hostile map",
                "odd map",
                "empty map",
                "one cell",
                "many cells",
            ],
            fixture::sweep_of_two(),
        ),
    ] {
        cases.push((names[0], found.clone()));
        cases.push((names[1], changed(found.clone(), hostile)));
        cases.push((names[2], changed(found.clone(), no_numbers)));
        cases.push((names[3], changed(found.clone(), nothing)));
        cases.push((names[4], sized(found.clone(), 1)));
        cases.push((names[5], sized(found, 90)));
    }
    let names = changed(fixture::sweep(), |found| {
        found.axes[0].unit = "name".to_owned();
    });
    let counts = changed(fixture::sweep_of_two(), |found| found.unit = Unit::Count);
    let shares = changed(fixture::sweep_of_two(), |found| found.unit = Unit::Share);
    let far = changed(fixture::sweep(), |found| {
        found.until.as_mut().unwrap().limit = 1e15;
    });
    let no_axis = changed(fixture::sweep(), |found| found.axes.clear());
    cases.extend([
        ("names", names),
        ("counts", counts),
        ("shares", shares),
        ("far", far),
        ("no axis", no_axis),
    ]);
    cases
}

#[test]
fn no_text_is_cut_or_written_over_another() {
    for (case, found) in odd() {
        let scene = scene(&found);
        assert_legible(&scene, case);
        for text in texts(&scene) {
            let odd = text.words.contains("NaN") || text.words.contains("never");
            assert!(!odd, "{case}: {}", text.words);
        }
    }
}

#[test]
fn every_sweep_can_be_painted() {
    for (case, found) in odd() {
        let document = crate::report::chart::drawing::svg(&scene(&found)).unwrap();
        assert!(document.ends_with("</svg>\n"), "{case}");
    }
    let drawn = chart(&fixture::sweep()).unwrap();
    assert!(
        drawn
            .svg()
            .contains("growing-company · 400 replications each · seed 42")
    );
    assert!(!drawn.png().unwrap().is_empty());
}

#[test]
fn the_limit_and_the_break_even_are_marked_where_they_lie() {
    let scene = scene(&fixture::sweep());
    assert!(
        scene
            .title
            .starts_with("initial_cycle.p95 < 24 h holds up to ")
    );
    let texts = texts(&scene);
    let at = |words: &str| texts.iter().find(|text| text.words == words).unwrap().at;
    assert!((at("limit 24 h").1 - at("1 day").1).abs() < 1.0);
    let (x, from, to) = (at("holds up to 610 ms").0, at("400 ms").0, at("800 ms").0);
    let share = (x - from) / (to - from);
    assert!((share - libm::log2(610.0 / 400.0)).abs() < 0.01, "{share}");
}

#[test]
fn a_condition_that_turns_nowhere_has_no_mark() {
    let mut found = fixture::sweep();
    let until = found.until.as_mut().unwrap();
    (until.met_at, until.is_met_at_last) = (None, true);
    let scene = scene(&found);
    assert!(
        texts(&scene)
            .iter()
            .all(|text| !text.words.starts_with("holds "))
    );
    let is_limit =
        |shape: &Shape| matches!(shape, Shape::Path(.., colour) if *colour == VERMILLION);
    assert!(scene.shapes.iter().any(is_limit));
}

#[test]
fn the_median_has_a_dot_at_each_point_and_gaps_are_told() {
    let dots = |found: &Sweep| {
        let is_dot = |shape: &&Shape| matches!(shape, Shape::Dot(.., colour) if *colour == BLUE);
        scene(found).shapes.iter().filter(is_dot).count()
    };
    let mut found = fixture::sweep();
    assert_eq!(dots(&found), 5);
    found.points[2].p50.value = None;
    assert_eq!(dots(&found), 4);
    let scene = scene(&found);
    assert!(
        texts(&scene)
            .iter()
            .any(|text| text.words.starts_with("gaps: "))
    );
}

#[test]
fn each_cell_of_a_map_has_its_number_where_there_is_room() {
    let count = |found: &Sweep| {
        let scene = scene(found);
        let shapes = scene
            .shapes
            .iter()
            .filter(|shape| matches!(shape, Shape::Rect(..)))
            .count();
        (shapes, texts(&scene).len())
    };
    let (small_cells, _) = count(&fixture::sweep_of_two());
    // The page, three samples in the key, and the cells.
    assert_eq!(small_cells, 1 + 3 + 40);
    let (many_cells, many_words) = count(&sized(fixture::sweep_of_two(), 90));
    assert!(many_cells >= 8_100 && many_words < 120, "{many_words}");
    let found = fixture::sweep_of_two();
    let scene = scene(&found);
    let texts = texts(&scene);
    let at = |words: &str| texts.iter().find(|text| text.words == words).unwrap().at;
    // The longest is where calls are slowest and connections fewest: in the upper left.
    let cell = texts
        .iter()
        .rev()
        .find(|text| text.words == "144.8")
        .expect("the longest has its number")
        .at;
    assert!((cell.1 - at("1.6 s").1).abs() < 3.0 && (cell.0 - at("1").0).abs() < 3.0);
}
