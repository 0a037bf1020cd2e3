//! What moves the forecast: for each input the duration where it is lowest and where it is highest, the strongest first.

use super::axis::Axis;
use super::font::width;
use super::frame::{self, Piece, Plot};
use super::label::{Label, Labels};
use super::row_chart::{BELOW, End, Mark, Row, Rows, TOP, small};
use super::scene::{Anchor, Colour, Scene};
use super::text::{clean, shorten, shorten_apart, wrap};
use super::theme::{BLUE, BODY, INK, MARGIN, MUTED, SKY, SMALL, WIDTH};
use super::time_axis::TimeUnit;
use crate::experiment::outcome::{Estimate, InputEffect, Outcome, Sensitivity};
use crate::report::number;
use crate::report::sentences::input_advice::{no_effect, strongest};
use crate::report::sentences::phrases::listed;
use crate::stats::{quantile, sorted};

/// Height of the names of the lines of all replications, above the rows.
const OVERALL: f64 = 34.0;
/// Height of the axis, and of a line of notes below it.
const AXIS_HEIGHT: f64 = 30.0;
const NOTE: f64 = 17.0;
/// The least and the greatest height of a row.
const ROWS: (f64, f64) = (46.0, 60.0);
/// The widest key, and how much of its end stays when it is cut.
const LABELS: f64 = 240.0;
const TAIL: usize = 16;
/// How far the bar of the median and that of the 95th percentile lie off the middle, and half their height.
const P50: (f64, f64) = (-6.0, 7.0);
const P95: (f64, f64) = (9.0, 3.5);
/// Says at the first row what the figures are.
const OF_WHAT: &str = "of the variance";

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let found = outcome.sensitivity.as_ref();
    let Some((found, data)) = found.and_then(|found| Some((found, Data::of(outcome, found)?)))
    else {
        return frame::empty_page(
            outcome,
            "No input stands out of the noise",
            "What is left is luck, or too few replications to tell.",
        );
    };
    let notes = notes(found, &data);
    let notes_height = NOTE * notes.len() as f64;
    let rows = Rows {
        words: (width(OF_WHAT, SMALL), f64::INFINITY),
        has_axis: false,
        ..Rows::new(rows(&data), ROWS).beside(OVERALL + notes_height)
    };
    let plot = rows.plot(TOP + OVERALL);
    let height = plot.bottom + BELOW + notes_height;
    let mut scene = frame::page(outcome, &title(found), &key(), height);
    let axis = data.unit.axis(rows.scale_with_words(&plot, data.range()));
    draw_overall(&mut scene, &plot, &data, &axis);
    rows.draw(&mut scene, &plot, &axis);
    for (index, note) in notes.iter().enumerate() {
        let baseline = plot.bottom + AXIS_HEIGHT + NOTE * (index as f64 + 0.9);
        scene.text((MARGIN, baseline), note, SMALL, MUTED, Anchor::Start);
    }
    scene
}

fn rows(data: &Data<'_>) -> Vec<Row> {
    let keys: Vec<String> = data.rows.iter().map(|row| clean(&row.effect.key)).collect();
    let keys = shorten_apart(&keys, BODY, LABELS, TAIL);
    let mut rows: Vec<Row> = data
        .rows
        .iter()
        .zip(keys)
        .map(|(row, key)| Row {
            label: vec![key],
            marks: marks(row),
            words: vec![(number::share(&row.effect.share), BODY, INK)],
            ..Row::default()
        })
        .collect();
    if let Some(first) = rows.first_mut() {
        first.words.push(small(OF_WHAT, MUTED));
    }
    rows
}

/// The two bars of an input, with the intervals of their ends and the input's values there.
fn marks(row: &Effect<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (ends, around, colour) in [(&row.p95, P95, SKY), (&row.p50, P50, BLUE)] {
        let Some([Some(lowest), Some(highest)]) = ends.map(|ends| ends.map(|end| end.value)) else {
            continue;
        };
        let [low, high] = [lowest.min(highest), lowest.max(highest)];
        marks.push(Mark::Bar([low, high], around, colour));
        // Ends that are the same are a mark.
        marks.extend([low, high].map(|at| Mark::Stroke(at, around, 2.0, colour)));
        for end in ends.iter().flatten() {
            let interval = extremes(all(end)).map(End::Capped);
            marks.push(Mark::Whisker(interval, around.0, 1.25));
        }
    }
    marks.extend(values(row).into_iter().flatten());
    marks
}

fn extremes(times: impl Iterator<Item = f64>) -> [f64; 2] {
    times.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], time| {
        [low.min(time), high.max(time)]
    })
}

/// The input's values in its lowest and its highest fifth, beside the bar of the median, or of the other where that is all
/// that is known.
fn values(row: &Effect<'_>) -> Option<[Mark; 2]> {
    let p50 = row.p50.as_ref().map(|ends| (ends, P50.0));
    let ([at_lowest, at_highest], off) = p50.or(row.p95.as_ref().map(|ends| (ends, P95.0)))?;
    let [lowest, highest] = words(row.effect);
    let (left, right) = if at_lowest.value <= at_highest.value {
        (lowest, highest)
    } else {
        (highest, lowest)
    };
    let [low, high] = extremes(all(at_lowest).chain(all(at_highest)));
    Some([
        Mark::Words(low, off, left, SMALL, Anchor::End),
        Mark::Words(high, off, right, SMALL, Anchor::Start),
    ])
}

/// The input's value in its lowest and in its highest fifth.
fn words(effect: &InputEffect) -> [String; 2] {
    const WIDEST: f64 = 100.0;
    let shown = |value: f64| shorten(&number::input(value, &effect.unit), SMALL, WIDEST, 0);
    [effect.lowest_fifth, effect.highest_fifth].map(shown)
}

fn title(found: &Sensitivity) -> String {
    let strongest = strongest(found);
    let keys: Vec<String> = strongest.iter().map(|one| clean(&one.key)).collect();
    let share = match &strongest[..] {
        [one] => one.share.value.filter(|share| share.is_finite()),
        _ => None,
    };
    let share = share.map_or_else(String::new, |share| {
        format!(" ({} of the variance)", number::percent(share))
    });
    format!(
        "What moves the forecast most: {}{share}",
        listed(&keys, "or", 2)
    )
}

fn key() -> Vec<Piece> {
    vec![
        Piece::Words("Initial cycle, from the input's lowest to its highest fifth:".to_owned()),
        Piece::Block(BLUE, "median".to_owned()),
        Piece::Block(SKY, "95th percentile".to_owned()),
        Piece::Line(INK, "their intervals".to_owned()),
    ]
}

/// The lines of all replications together, with their names above the plot.
fn draw_overall(scene: &mut Scene, plot: &Plot, data: &Data<'_>, axis: &Axis) {
    let lines: [(&str, Option<f64>, Anchor, Colour); 2] = [
        ("median of all", data.p50, Anchor::End, BLUE),
        ("95th percentile of all", data.p95, Anchor::Start, SKY),
    ];
    let labels = lines
        .into_iter()
        .filter_map(|(name, value, anchor, colour)| {
            let words = format!("{name} {}", data.unit.label(value?));
            let label = Label::new(axis.at(value?), words, SMALL, anchor);
            Some(label.coloured(colour, INK))
        });
    Labels::of(labels.collect()).above(scene, plot.top, plot.bottom);
}

/// What the rows leave out, in lines.
fn notes(found: &Sensitivity, data: &Data<'_>) -> Vec<String> {
    const MOST_LINES: usize = 3;
    let further = data.further();
    let no_effect = no_effect(found, 6);
    let notes: Vec<String> = [further, no_effect].into_iter().flatten().collect();
    let room = WIDTH - 2.0 * MARGIN;
    let mut lines: Vec<String> = notes
        .iter()
        .flat_map(|note| wrap(&clean(note), SMALL, room))
        .collect();
    if lines.len() > MOST_LINES {
        let rest = lines.split_off(MOST_LINES - 1).join(" ");
        lines.push(shorten(&rest, SMALL, room, 0));
    }
    lines
}

/// More inputs are not shown one by one.
const MOST: usize = 10;

/// The duration where an input is lowest and where it is highest, as far as both are known.
type Ends = Option<[Estimate; 2]>;

/// One input.
struct Effect<'o> {
    effect: &'o InputEffect,
    p50: Ends,
    p95: Ends,
}

/// What the picture shows; times are in milliseconds.
struct Data<'o> {
    rows: Vec<Effect<'o>>,
    rest: &'o [InputEffect],
    unit: TimeUnit,
    p50: Option<f64>,
    p95: Option<f64>,
}

impl<'o> Data<'o> {
    /// The data of `found`, if an input has an effect.
    fn of(outcome: &Outcome, found: &'o Sensitivity) -> Option<Self> {
        let (shown, rest) = found.effects.split_at(found.effects.len().min(MOST));
        let rows: Vec<Effect<'_>> = shown
            .iter()
            .map(|effect| Effect {
                effect,
                p50: ends(effect.p50_in_lowest, effect.p50_in_highest),
                p95: ends(effect.p95_in_lowest, effect.p95_in_highest),
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let durations = sorted(outcome.initial_cycle_ms());
        let mut data = Self {
            rows,
            rest,
            unit: TimeUnit::of(0.0),
            p50: quantile(&durations, 0.5),
            p95: quantile(&durations, 0.95),
        };
        data.unit = TimeUnit::of(data.range().1);
        Some(data)
    }

    /// The shortest and the longest time shown.
    fn range(&self) -> (f64, f64) {
        let of = |ends: &Ends| ends.iter().flatten().flat_map(all).collect::<Vec<f64>>();
        let bars = self
            .rows
            .iter()
            .flat_map(|row| [of(&row.p50), of(&row.p95)]);
        let times = bars.flatten().chain(self.p50).chain(self.p95);
        let times: Vec<f64> = times.collect();
        let most = times.iter().copied().fold(0.0, f64::max);
        let least = times.iter().copied().fold(f64::INFINITY, f64::min);
        (least.min(most), most)
    }

    /// The inputs that have no row, summed up.
    fn further(&self) -> Option<String> {
        let shares = self.rest.iter().filter_map(|one| one.share.value);
        let share = number::percent(shares.filter(|share| share.is_finite()).sum());
        match self.rest {
            [] => None,
            [one] => Some(format!(
                "One further input, {}: {share} of the variance.",
                one.key
            )),
            many => Some(format!(
                "{} further inputs: together {share} of the variance.",
                many.len()
            )),
        }
    }
}

fn ends(lowest: Estimate, highest: Estimate) -> Ends {
    let is_known = |one: &Estimate| one.value.is_some_and(f64::is_finite);
    (is_known(&lowest) && is_known(&highest)).then_some([lowest, highest])
}

/// The value and the ends of its interval, as far as they are numbers.
fn all(estimate: &Estimate) -> impl Iterator<Item = f64> + use<> {
    let all = [estimate.low, estimate.value, estimate.high];
    all.into_iter().flatten().filter(|time| time.is_finite())
}

#[cfg(test)]
mod tests;
