//! The distribution of the initial cycle's duration.

use super::axis::{AIR_ABOVE, Scale, is_near, ticks_from_zero};
use super::duration_data::Data;
use super::frame::{self, Piece, Plot};
use super::label::{self, Label, Place};
use super::scene::{Anchor, Colour, Scene};
use super::theme::{BAND, BLUE, BODY, HEADING, HEIGHT, INK, MARGIN, MUTED, SKY, VERMILLION, WIDTH};
use crate::experiment::outcome::Outcome;
use crate::report::number;

/// Distance between two rows of labels, and between two brackets.
const ROW: f64 = 18.0;
const BRACKET: f64 = 36.0;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let Some(data) = Data::of(outcome) else {
        return without_data(outcome);
    };
    let data = &data;
    let limits = limits(outcome);
    let (near, far): (Vec<Limit>, Vec<Limit>) = limits
        .into_iter()
        .partition(|limit| is_near(limit.ms, data.range().1));
    let (low, high) = data.range();
    // The axis holds the limits, with room behind the last.
    let last = near.iter().map(|limit| limit.ms).fold(0.0, f64::max);
    let first = near.iter().map(|limit| limit.ms).fold(low, f64::min);
    let (low, high) = (first, high.max(last * AIR_ABOVE));
    let most = data.bars.counts.iter().copied().max().unwrap_or(0) as f64;
    let counts = ticks_from_zero(most, 5, 1.0);
    let left = MARGIN + frame::widest(&counts) + 8.0;
    let mut plot = Plot {
        left,
        right: WIDTH - MARGIN,
        top: 0.0,
        bottom: HEIGHT - 66.0 - brackets_height(data),
    };
    let across = plot.across(low, high);
    let mut marks = marks(data, &across);
    marks.extend(near.iter().map(|limit| limit.mark(&across)));
    let labels: Vec<Label> = marks.iter().map(|mark| mark.0.clone()).collect();
    let places = label::place(&labels);
    let rows = places.iter().map(|place| place.row + 1).max().unwrap_or(0);
    plot.top = 92.0 + rows as f64 * ROW;
    let upwards = plot.upwards(&counts);

    let mut scene = frame::page(outcome, &title(data), &subtitle(data, &far), HEIGHT);
    let band = (
        (across.at(data.p5), plot.top),
        (across.at(data.p95), plot.bottom),
    );
    scene.rect(band.0, band.1, BLUE.fade(BAND / 2.0));
    frame::rows(&mut scene, &plot, &upwards, &counts);
    draw_bars(&mut scene, data, &across, &upwards);
    draw_marks(&mut scene, &plot, &marks, &places);
    let ticks = data.unit.ticks(&across);
    frame::labels_below(&mut scene, &plot, &across, &ticks);
    draw_brackets(&mut scene, data, &plot, &across);
    scene
}

fn without_data(outcome: &Outcome) -> Scene {
    if outcome.replications.is_empty() {
        let title = "The duration of the initial cycle is not known";
        frame::empty_page(outcome, title, "No replication was finished.")
    } else {
        let title = "In no run is the initial cycle finished within the horizon";
        frame::empty_page(outcome, title, "The horizon is too short for it.")
    }
}

fn title(data: &Data) -> String {
    if data.unfinished_share > 0.0 {
        let share = number::percent(data.unfinished_share);
        return format!(
            "In {share} of the runs the initial cycle is not finished within the horizon"
        );
    }
    let median = data.unit.label(data.p50);
    if data.replications == 1 {
        return format!("The initial cycle takes {median} in the one replication made");
    }
    if data.bars.counts.len() == 1 {
        return format!("The initial cycle takes {median} in every replication");
    }
    if data.is_narrow() {
        return format!("Nine times in ten the initial cycle takes about {median}");
    }
    let range = data.unit.range(data.p5, data.p95);
    format!("Nine times in ten the initial cycle takes {range}")
}

/// A time that the cycle is held against.
struct Limit {
    ms: f64,
    words: String,
}

impl Limit {
    fn mark(&self, across: &Scale) -> Mark {
        let label = Label {
            x: across.at(self.ms),
            words: self.words.clone(),
            face: BODY,
            anchor: Anchor::Middle,
        };
        (label, VERMILLION)
    }
}

/// The deadline, and what was expected of the initial cycle.
fn limits(outcome: &Outcome) -> Vec<Limit> {
    let deadline = outcome.deadline.as_ref().and_then(|one| one.within_ms);
    let deadline = deadline.map(|within| Limit {
        ms: within as f64,
        words: format!("deadline, after {}", number::time(within as f64)),
    });
    let expected = outcome.expected.iter();
    let expected = expected.filter_map(|one| {
        let statistic = one.key.strip_prefix("initial_cycle.")?;
        Some(Limit {
            ms: one.limit,
            words: format!("expected: {statistic} {}", one.condition),
        })
    });
    deadline.into_iter().chain(expected).collect()
}

fn subtitle(data: &Data, far: &[Limit]) -> Vec<Piece> {
    let right = data.edge(data.bars.counts.len());
    let beyond = if data.longest > right {
        let longest = data.unit.label(data.longest);
        format!("; the last bar gathers all up to {longest}")
    } else {
        String::new()
    };
    let which = if data.unfinished_share > 0.0 {
        "Replications that finish it within the horizon,"
    } else {
        "Number of replications"
    };
    let far: String = far
        .iter()
        .map(|limit| format!("; {}, far to the right", limit.words))
        .collect();
    vec![Piece::Words(format!(
        "{which} by duration of the initial cycle{beyond}{far}"
    ))]
}

/// A label over the picture, and its colour.
type Mark = (Label, Colour);

fn marks(data: &Data, across: &Scale) -> Vec<Mark> {
    let name = if data.replications == 1 {
        ""
    } else {
        "median "
    };
    let [p5, p50, p95] = data.unit.labels([data.p5, data.p50, data.p95]);
    let median = |shown: String| Label {
        x: across.at(data.p50),
        words: format!("{name}{shown}"),
        face: HEADING,
        anchor: Anchor::Middle,
    };
    if data.is_narrow() {
        return vec![(median(data.unit.label(data.p50)), INK)];
    }
    let side = |value: f64, words: String, anchor: Anchor| Label {
        x: across.at(value),
        words,
        face: BODY,
        anchor,
    };
    [
        side(data.p5, format!("5th percentile {p5}"), Anchor::End),
        side(data.p95, format!("95th percentile {p95}"), Anchor::Start),
        median(p50),
    ]
    .map(|label| (label, INK))
    .to_vec()
}

fn draw_marks(scene: &mut Scene, plot: &Plot, marks: &[Mark], places: &[Place]) {
    for ((mark, colour), place) in marks.iter().zip(places) {
        let baseline = plot.top - 12.0 - place.row as f64 * ROW;
        let width = if mark.face.bold { 2.0 } else { 1.0 };
        // The line ends below a label above it, and runs along a label beside it.
        let below = place.left < mark.x && mark.x < place.right + 3.0;
        let top = if below {
            baseline + 4.0
        } else {
            baseline - 10.0
        };
        scene.path(vec![(mark.x, top), (mark.x, plot.bottom)], width, *colour);
        let (x, anchor) = match mark.anchor {
            Anchor::Start => (place.left, Anchor::Start),
            Anchor::End => (place.right, Anchor::End),
            Anchor::Middle => (f64::midpoint(place.left, place.right), Anchor::Middle),
        };
        scene.text(
            (x, baseline),
            mark.words.clone(),
            mark.face,
            *colour,
            anchor,
        );
    }
}

fn draw_bars(scene: &mut Scene, data: &Data, across: &Scale, upwards: &Scale) {
    for (bin, &count) in data.bars.counts.iter().enumerate() {
        let (left, right) = (across.at(data.edge(bin)), across.at(data.edge(bin + 1)));
        let gap = if right - left > 4.0 { 0.5 } else { 0.0 };
        if count > 0 {
            let top = upwards.at(count as f64);
            scene.rect((left + gap, top), (right - gap, upwards.start), SKY);
        }
    }
}

fn brackets_height(data: &Data) -> f64 {
    data.luck_alone.map_or(0.0, |_| 2.0 * BRACKET + 6.0)
}

/// Below the axis: how far luck alone spreads the duration, against luck and unknown inputs together.
fn draw_brackets(scene: &mut Scene, data: &Data, plot: &Plot, across: &Scale) {
    let Some(luck) = data.luck_alone else {
        return;
    };
    let rows: [(&str, f64, f64, Colour); 2] = [
        ("luck and unknown inputs", data.p5, data.p95, BLUE),
        ("luck alone", luck.p5_ms, luck.p95_ms, VERMILLION),
    ];
    for (row, (name, low, high, colour)) in rows.into_iter().enumerate() {
        let y = plot.bottom + 60.0 + row as f64 * BRACKET;
        let (left, right) = (across.at(low), across.at(high));
        scene.path(vec![(left, y), (right, y)], 2.0, colour);
        for end in [left, right] {
            scene.path(vec![(end, y - 5.0), (end, y + 5.0)], 2.0, colour);
        }
        let label = Label {
            x: f64::midpoint(left, right),
            words: format!("{name}: {}", data.unit.range(low, high)),
            face: BODY,
            anchor: Anchor::Middle,
        };
        for place in label::place(std::slice::from_ref(&label)) {
            let at = (f64::midpoint(place.left, place.right), y - 9.0);
            scene.text(at, label.words.clone(), BODY, MUTED, Anchor::Middle);
        }
    }
}
