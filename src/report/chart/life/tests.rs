//! The charts of a life against realistic and odd ones.

use crate::experiment::outcome::life::*;
use crate::experiment::outcome::{Life, Outcome};
use crate::report::chart::ChartKind;
use crate::report::chart::drawing::{Point, Shape};
use crate::report::chart::tests::{assert_legible, png, svg, texts};
use crate::report::fixture::{self, DAY, HOUR_MS};

const KINDS: [ChartKind; 5] = [
    ChartKind::LaterLoad,
    ChartKind::Timeline,
    ChartKind::Life,
    ChartKind::Delays,
    ChartKind::UserAssigned,
];

fn with(life: Life) -> Outcome {
    let mut outcome = fixture::outcome(30);
    outcome.life = Some(life);
    outcome
}

fn asked(mut life: Life) -> Life {
    life.user_assigned = Some(fixture::user_assigned());
    life
}

fn crowded() -> Life {
    let mut life = asked(fixture::life_over(28 * DAY));
    life.actions = (0..30)
        .map(|index| ActionMark {
            time_ms: index * index * DAY / 34,
            label: format!("a <long> label & so on, number {index}, ")
                .repeat(1 + index as usize % 4),
        })
        .collect();
    life.delays[2].label = "kinds of change with a long name ".repeat(9);
    life.typical.states = (0..300)
        .map(|index| StateSpan {
            state: [
                JobState::Active,
                JobState::Quarantine,
                JobState::Paused,
                JobState::Disabled,
            ][index as usize % 4],
            reason: Some("because ".repeat(index as usize % 40)),
            from_ms: index * index * DAY / 3_200,
            to_ms: (index + 1) * (index + 1) * DAY / 3_200,
        })
        .collect();
    life
}

fn huge() -> Life {
    let mut life = asked(fixture::life_over(1_000_000 * DAY));
    life.actions[0].time_ms = u64::MAX;
    for point in &mut life.typical.points {
        (point.backlog, point.escrow, point.staged) = (u64::MAX, u64::MAX, u64::MAX);
    }
    for (index, point) in life.bands.iter_mut().enumerate() {
        point.backlog_p95 = 1e18;
        point.cycle_p95_ms = Some(1e17).filter(|_| index % 7 > 0);
    }
    life.delays[0].p99_ms = Some(1e17);
    life.typical.cycles[0].ended_ms = u64::MAX;
    life
}

fn odd_lives() -> Vec<(&'static str, Life)> {
    let mut nothing = asked(fixture::quiet());
    nothing.horizon_ms = 0;
    let mut instant = asked(fixture::life_over(0));
    instant.user_assigned = Some(UserAssigned {
        by_time: Vec::new(),
        ..fixture::user_assigned()
    });
    let mut never = asked(fixture::life());
    for delay in &mut never.delays {
        (delay.p50_ms, delay.p95_ms, delay.p99_ms) = (None, None, None);
    }
    let at_once = AccessPoint {
        time_ms: 0,
        share: 1.0,
    };
    never.user_assigned.as_mut().unwrap().by_time = vec![at_once];
    never.typical.cycles.truncate(1);
    let mut tail = asked(fixture::life());
    let late = (0..200).map(|index| AccessPoint {
        time_ms: 10_800_000 + index * DAY / 20,
        share: 0.985 + index as f64 / 20_000.0,
    });
    tail.user_assigned.as_mut().unwrap().by_time.extend(late);
    let mut without = fixture::life();
    without.start = String::new();
    vec![
        ("two weeks", asked(fixture::life())),
        ("three hours", asked(fixture::life_over(3 * HOUR_MS))),
        ("two days", asked(fixture::life_over(2 * DAY))),
        ("four weeks", asked(fixture::life_over(28 * DAY))),
        ("a year", asked(fixture::life_over(365 * DAY))),
        ("quiet", fixture::quiet()),
        ("crowded", crowded()),
        ("nothing", nothing),
        ("instant", instant),
        ("never", never),
        ("a long tail", tail),
        ("without a start", without),
        ("huge", huge()),
    ]
}

fn points(shape: &Shape) -> Vec<Point> {
    match shape {
        Shape::Rect(from, to, _) => vec![*from, *to],
        Shape::Area(points, _) | Shape::Path(points, ..) => points.clone(),
        Shape::Dot(centre, ..) => vec![*centre],
        Shape::Text(text) => vec![text.at],
    }
}

#[test]
fn no_text_is_cut_or_written_over_another() {
    for (case, life) in odd_lives() {
        let outcome = with(life);
        for kind in KINDS {
            assert_legible(&kind.scene(&outcome), &format!("{case}, {kind:?}"));
        }
    }
}

#[test]
fn every_shape_is_finite_and_on_the_page() {
    for (case, life) in odd_lives() {
        let outcome = with(life);
        for kind in KINDS {
            let scene = kind.scene(&outcome);
            for (x, y) in scene.shapes.iter().flat_map(points) {
                let inside =
                    (-1.0..=scene.width).contains(&x) && (-1.0..=scene.height).contains(&y);
                assert!(inside, "{case}, {kind:?}: {x} {y}");
            }
            assert!(svg(&outcome, kind).unwrap().ends_with("</svg>\n"), "{case}");
        }
    }
    let outcome = with(huge());
    for kind in KINDS {
        assert!(png(&outcome, kind).is_ok());
    }
}

#[test]
fn only_what_there_is_has_a_chart() {
    let count = |outcome: &Outcome| ChartKind::of(outcome).len();
    assert_eq!(count(&fixture::outcome(3)), 4);
    assert_eq!(count(&with(fixture::life())), 8);
    assert_eq!(count(&with(asked(fixture::life()))), 9);
    let document = svg(&fixture::outcome(3), ChartKind::Timeline).unwrap();
    assert!(document.contains("The scenario has no horizon."));
}

#[test]
fn the_caption_tells_which_run_it_is() {
    let outcome = with(asked(fixture::life()));
    for kind in KINDS {
        assert!(svg(&outcome, kind).unwrap().contains(&outcome.caption()));
    }
}

#[test]
fn the_timeline_names_states_actions_and_lines() {
    let scene = ChartKind::Timeline.scene(&with(fixture::life()));
    let texts = texts(&scene);
    for words in [
        "active",
        "the credentials are renewed",
        "backlog 1",
        "quarantine",
        "paused",
        "initial cycle",
        "escrow 24",
        "staged 12",
        "14 days",
    ] {
        let found = texts.iter().any(|text| text.words == words);
        assert!(found, "{words} in {texts:?}");
    }
}

#[test]
fn many_cycles_make_no_more_shapes_than_pixels() {
    let mut life = fixture::life_over(365 * DAY);
    life.typical.points = life.typical.points.repeat(50);
    assert!(life.typical.cycles.len() > 12_000);
    let scene = ChartKind::Timeline.scene(&with(life));
    assert!(scene.shapes.len() < 1_100, "{}", scene.shapes.len());
}

#[test]
fn the_share_of_the_user_is_told_at_the_end_of_the_line() {
    let document = svg(&with(asked(fixture::life())), ChartKind::UserAssigned).unwrap();
    for words in [
        "median 18.0 min",
        "95th percentile 72 min",
        "98 % in the end",
        "on Wed 4 March at 09:30",
    ] {
        assert!(document.contains(words), "{words}");
    }
}
