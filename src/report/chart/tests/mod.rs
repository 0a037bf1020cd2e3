//! Every chart against realistic and odd outcomes.

mod marked;

use super::drawing::WIDTH;
use super::drawing::{Anchor, Scene, Shape, Text};
use super::*;
use crate::experiment::outcome::{LoadPoint, ProgressPoint, Spread};
use crate::report::fixture;

pub fn svg(outcome: &Outcome, kind: ChartKind) -> Result<String, ChartError> {
    Ok(kind.draw(outcome)?.svg().to_owned())
}

pub fn png(outcome: &Outcome, kind: ChartKind) -> Result<Vec<u8>, ChartError> {
    kind.draw(outcome)?.png()
}

/// A text's left, right, top and bottom.
fn extent(text: &Text) -> [f64; 4] {
    let length = drawing::font::width(&text.words, text.face);
    let (x, baseline) = text.at;
    let left = match text.anchor {
        Anchor::Start => x,
        Anchor::Middle => x - length / 2.0,
        Anchor::End => x - length,
    };
    let top = baseline - text.face.size * 0.75;
    [left, left + length, top, baseline + text.face.size * 0.1]
}

pub fn texts(scene: &Scene) -> Vec<&Text> {
    let shapes = scene.shapes.iter();
    shapes
        .filter_map(|shape| match shape {
            Shape::Text(text) => Some(text),
            _ => None,
        })
        .collect()
}

/// No text is cut by the edge or written over another.
pub fn assert_legible(scene: &Scene, case: &str) {
    let texts = texts(scene);
    for (index, text) in texts.iter().enumerate() {
        let [left, right, top, bottom] = extent(text);
        let inside = left >= 0.0 && right <= WIDTH && top >= 0.0 && bottom <= scene.height;
        assert!(inside, "{case}: “{}” is cut", text.words);
        // The font of titles has fewer signs.
        let missing =
            drawing::font::tests::missing_sign(&text.words, true).filter(|_| text.face.bold);
        assert_eq!(missing, None, "{case}: a box in “{}”", text.words);
        for other in &texts[index + 1..] {
            let [from, to, high, low] = extent(other);
            let apart = right <= from || to <= left || bottom <= high || low <= top;
            assert!(apart, "{case}: “{}” meets “{}”", text.words, other.words);
        }
    }
}

fn huge() -> Outcome {
    let mut huge = fixture::bare(&[1_000_000_000_000_000, 1_200_000_000_000_000]);
    huge.luck_alone = Some(Spread {
        replications: 1,
        p5_ms: 0.0,
        p50_ms: 1e15,
        p95_ms: 1e17,
    });
    huge.load = vec![LoadPoint {
        time_ms: 1e15,
        p5: 0.0,
        p50: 1e12,
        p95: 1e15,
        typical: 1e14,
    }];
    huge.progress.users = vec![ProgressPoint {
        percent: 100.0,
        p5_ms: Some(1e15),
        p50_ms: Some(2e15),
        p95_ms: None,
    }];
    huge
}

fn odd_outcomes() -> Vec<(&'static str, Outcome)> {
    let mut named = fixture::outcome(30);
    named.scenario.name = "<tags> & \"quotes\" ".repeat(60);
    named.activities[1].label = "a <long> label & so on, ".repeat(12);
    let mut skewed = vec![1_000_000; 19];
    skewed.push(90_000_000);
    let mut straggler = fixture::outcome(300);
    straggler
        .replications
        .change(7..8, |row| row.initial_cycle_ms = Some(400_000_000));
    let mut stopped = fixture::outcome(300);
    for point in &mut stopped.progress.users {
        point.p50_ms = point.p50_ms.filter(|_| point.percent <= 80.0);
        point.p95_ms = point.p95_ms.filter(|_| point.percent <= 60.0);
    }
    let mut days = fixture::outcome(1_000);
    let longer = |time: u64| time * 9;
    days.replications.change(.., |row| {
        row.initial_cycle_ms = row.initial_cycle_ms.map(longer)
    });
    days.summaries.clear();
    days.luck_alone = None;
    let mut never = fixture::outcome(30);
    for point in never
        .progress
        .pages
        .iter_mut()
        .chain(&mut never.progress.users)
    {
        (point.p5_ms, point.p50_ms, point.p95_ms) = (None, None, None);
    }
    let mut unfinished = fixture::outcome(300);
    unfinished
        .replications
        .change(200.., |row| row.initial_cycle_ms = None);
    let mut hopeless = fixture::bare(&[1; 20]);
    hopeless
        .replications
        .change(.., |row| row.initial_cycle_ms = None);
    vec![
        ("realistic", fixture::outcome(300)),
        ("unfinished", unfinished),
        ("hopeless", hopeless),
        ("names", named),
        ("straggler", straggler),
        ("stopped", stopped),
        ("days", days),
        ("never reached", never),
        ("no replication", fixture::bare(&[])),
        ("one replication", fixture::outcome(1)),
        ("equal durations", fixture::bare(&[32_400_000; 50])),
        ("no duration", fixture::bare(&[0; 3])),
        ("one millisecond", fixture::bare(&[0, 1, 1])),
        ("skewed", fixture::bare(&skewed)),
        (
            "nearly equal",
            fixture::bare(&[1_000_000_000_000_000, 1_000_000_000_000_001]),
        ),
        ("huge", huge()),
    ]
}

#[test]
fn no_text_is_cut_or_written_over_another() {
    for (case, outcome) in odd_outcomes() {
        for kind in ChartKind::of(&outcome) {
            assert_legible(&kind.scene(&outcome), &format!("{case}, {kind:?}"));
        }
    }
}

#[test]
fn a_reproduction_is_legible_and_only_a_long_complaint_is_cut() {
    let mut found = fixture::reproduction();
    let cut = |found: &_| {
        let scene = documented_rows::scene(found);
        assert_legible(&scene, "reproduction");
        let texts = texts(&scene);
        texts
            .iter()
            .filter(|text| text.words.ends_with('…'))
            .count()
    };
    for (index, row) in found.rows.iter_mut().enumerate() {
        row.because = format!("ends within a factor 1.{index}{index}");
    }
    assert_eq!(cut(&found), 0);
    found.rows[3].because =
        "p5 is off by a factor 1.84; p95 is off by a factor 2.06; the median is outside".to_owned();
    assert_eq!(cut(&found), 1);
}

#[test]
fn every_chart_of_every_outcome_can_be_painted() {
    for (case, outcome) in odd_outcomes() {
        for kind in ChartKind::of(&outcome) {
            let document = svg(&outcome, kind).unwrap();
            assert!(document.ends_with("</svg>\n"), "{case}");
        }
    }
    let (_, outcome) = odd_outcomes().pop().unwrap();
    for kind in ChartKind::of(&outcome) {
        assert!(png(&outcome, kind).is_ok());
    }
}

#[test]
fn the_caption_tells_which_run_it_is() {
    let outcome = fixture::outcome(300);
    for kind in ChartKind::of(&outcome) {
        let document = svg(&outcome, kind).unwrap();
        assert!(document.contains(&outcome.caption()));
        assert!(document.contains("growing-company · 300 replications · seed 42"));
    }
}

#[test]
fn names_are_escaped() {
    let mut outcome = fixture::outcome(30);
    outcome.scenario.name = "<a> & \"b\"\u{1}".to_owned();
    let document = svg(&outcome, ChartKind::Duration).unwrap();
    assert!(document.contains("&lt;a&gt; &amp; "));
    assert!(!document.contains("<a>") && !document.contains('\u{1}'));
}

#[test]
fn the_duration_is_marked_and_compared_with_luck_alone() {
    let document = svg(&fixture::outcome(300), ChartKind::Duration).unwrap();
    for words in [
        "median 9",
        "5th percentile 6",
        "95th percentile 1",
        "luck alone: 8.6 to 9.3 h",
    ] {
        assert!(document.contains(words), "{words}");
    }
    assert!(document.contains("luck and unknown inputs: 6"));
    let certain = Outcome {
        luck_alone: None,
        ..fixture::outcome(300)
    };
    assert!(!svg(&certain, ChartKind::Duration).unwrap().contains("luck"));
}

#[test]
fn the_bars_hold_every_replication() {
    let outcome = fixture::outcome(300);
    let scene = ChartKind::Duration.scene(&outcome);
    let heights = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Rect(from, to, colour) if *colour == theme::SKY => Some(to.1 - from.1),
        _ => None,
    });
    // The axis gives the height of one replication.
    let rows = texts(&scene);
    let index = |label: &str| rows.iter().find(|text| text.words == label).unwrap().at.1;
    let one = (index("0") - index("20")) / 20.0;
    assert!((heights.sum::<f64>() / one - 300.0).abs() < 1e-6);
}

#[test]
fn only_activities_that_take_time_are_shown() {
    let mut outcome = fixture::outcome(30);
    outcome.activities[2].share = 0.0;
    let document = svg(&outcome, ChartKind::Activities).unwrap();
    assert!(document.contains("Creating users") && document.contains("31 % of the time"));
    assert!(!document.contains("Writing memberships"));
}

#[test]
fn lines_stop_where_progress_was_not_reached() {
    let mut outcome = fixture::outcome(30);
    for point in &mut outcome.progress.users {
        point.p50_ms = point.p50_ms.filter(|_| point.percent <= 80.0);
    }
    let document = svg(&outcome, ChartKind::Progress).unwrap();
    assert!(document.contains("80 % after"));
    assert!(document.contains("but not all in the end"));
}

#[test]
fn where_nobody_is_in_scope_nobody_gets_access() {
    let mut outcome = fixture::outcome(30);
    outcome
        .replications
        .change(.., |row| row.users_in_scope = 0);
    for point in &mut outcome.progress.users {
        (point.p5_ms, point.p50_ms, point.p95_ms) = (None, None, None);
    }
    let document = svg(&outcome, ChartKind::Progress).unwrap();
    assert!(document.contains("Nobody is in scope, so nobody gets access"));
    assert!(document.contains("not reached"));
}

#[test]
fn pictures_have_the_promised_size_and_the_same_bytes_each_time() {
    let outcome = fixture::outcome(50);
    for kind in ChartKind::of(&outcome) {
        let bytes = png(&outcome, kind).unwrap();
        let decoder = png::Decoder::new(bytes.as_slice());
        let reader = decoder.read_info().unwrap();
        assert_eq!((reader.info().width, reader.info().height), (1_800, 1_040));
        assert_eq!(bytes, png(&outcome, kind).unwrap());
        assert_eq!(svg(&outcome, kind).unwrap(), svg(&outcome, kind).unwrap());
    }
}
