//! What moves the forecast: for each input the duration where it is lowest and where it is highest, the strongest first.

use super::drawing::*;
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
/// More inputs are not shown one by one.
const MOST: usize = 10;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let found = outcome.sensitivity.as_ref();
    let Some(found) = found.filter(|found| !found.effects.is_empty()) else {
        let reason = "What is left is luck, or too few replications to tell.";
        return frame::empty_page(outcome, "No input stands out of the noise", reason);
    };
    let (shown, rest) = parted(found);
    let overall = overall(outcome);
    let range = range(shown, overall);
    let unit = TimeUnit::of(range.1);
    let notes = notes(found, rest);
    let notes_height = NOTE * notes.len() as f64;
    let rows = Rows {
        words: (width(OF_WHAT, SMALL), f64::INFINITY),
        has_axis: false,
        ..Rows::new(rows(shown), ROWS).beside(OVERALL + notes_height)
    };
    let plot = rows.plot(TOP + OVERALL);
    let height = plot.bottom + BELOW + notes_height;
    let key = [
        Piece::Words("Initial cycle, from the input's lowest to its highest fifth:".to_owned()),
        Piece::Block(BLUE, "median".to_owned()),
        Piece::Block(SKY, "95th percentile".to_owned()),
        Piece::Line(INK, "their intervals".to_owned()),
    ];
    let mut scene = frame::page(outcome, &title(found), &key, height);
    let axis = unit.axis(rows.scale_with_words(&plot, range));
    draw_overall(&mut scene, &plot, overall, unit, &axis);
    rows.draw(&mut scene, &plot, &axis);
    for (index, note) in notes.iter().enumerate() {
        let baseline = plot.bottom + AXIS_HEIGHT + NOTE * (index as f64 + 0.9);
        scene.text((MARGIN, baseline), note, SMALL, MUTED, Anchor::Start);
    }
    scene
}

/// The inputs that have a row, and the others.
fn parted(found: &Sensitivity) -> (&[InputEffect], &[InputEffect]) {
    found.effects.split_at(found.effects.len().min(MOST))
}

/// The median and the 95th percentile of all replications.
fn overall(outcome: &Outcome) -> [Option<f64>; 2] {
    let durations = sorted(outcome.initial_cycle_ms());
    [0.5, 0.95].map(|p| quantile(&durations, p))
}

fn rows(shown: &[InputEffect]) -> Vec<Row> {
    let keys: Vec<String> = shown.iter().map(|effect| clean(&effect.key)).collect();
    let keys = shorten_apart(&keys, BODY, LABELS, TAIL);
    let rows = shown.iter().zip(keys);
    let rows = rows.map(|(effect, key)| {
        let share = (number::share(&effect.share), BODY, INK);
        Row::new(vec![key], marks(effect), share)
    });
    let mut rows: Vec<Row> = rows.collect();
    if let Some(first) = rows.first_mut() {
        first.words.push((OF_WHAT.to_owned(), SMALL, MUTED));
    }
    rows
}

/// The two bars of an input, with the intervals of their ends and the input's values there.
fn marks(effect: &InputEffect) -> Vec<Mark> {
    let mut marks = Vec::new();
    let both = bars(effect);
    for ((ends, around), colour) in both.into_iter().zip([SKY, BLUE]) {
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
    marks.extend(values(effect).into_iter().flatten());
    marks
}

/// The input's values in its lowest and its highest fifth, beside the bar of the median, or of the other where that is all
/// that is known.
fn values(effect: &InputEffect) -> Option<[Mark; 2]> {
    const WIDEST: f64 = 100.0;
    let [p95, p50] = bars(effect).map(|(ends, around)| ends.map(|ends| (ends, around.0)));
    let ([at_lowest, at_highest], off) = p50.or(p95)?;
    let shown = |value: f64| shorten(&number::input(value, &effect.unit), SMALL, WIDEST, 0);
    let [lowest, highest] = [effect.lowest_fifth, effect.highest_fifth].map(shown);
    let (left, right) = match at_lowest.value <= at_highest.value {
        true => (lowest, highest),
        false => (highest, lowest),
    };
    let [low, high] = extremes(all(&at_lowest).chain(all(&at_highest)));
    Some([
        Mark::Words(low, off, left, SMALL, Anchor::End),
        Mark::Words(high, off, right, SMALL, Anchor::Start),
    ])
}

fn title(found: &Sensitivity) -> String {
    let strongest = strongest(found);
    let keys: Vec<String> = strongest.iter().map(|one| clean(&one.key)).collect();
    let share = match &strongest[..] {
        [one] => one.share.value.filter(|share| share.is_finite()),
        _ => None,
    };
    let share = share.map(|share| format!(" ({} of the variance)", number::percent(share)));
    let share = share.unwrap_or_default();
    let keys = listed(&keys, "or", 2);
    format!("What moves the forecast most: {keys}{share}")
}

/// The lines of all replications together, with their names above the plot.
fn draw_overall(
    scene: &mut Scene,
    plot: &Plot,
    overall: [Option<f64>; 2],
    unit: TimeUnit,
    axis: &Axis,
) {
    let lines = [
        ("median of all", Anchor::End, BLUE),
        ("95th percentile of all", Anchor::Start, SKY),
    ];
    let labels = lines.into_iter().zip(overall);
    let labels = labels.filter_map(|((name, anchor, colour), value)| {
        let words = format!("{name} {}", unit.label(value?));
        let label = Label::new(axis.at(value?), words, SMALL, anchor);
        Some(label.coloured(colour, INK))
    });
    Labels::of(labels.collect()).above(scene, plot.top, plot.bottom);
}

/// What the rows leave out, in lines.
fn notes(found: &Sensitivity, rest: &[InputEffect]) -> Vec<String> {
    const MOST_LINES: usize = 3;
    let room = WIDTH - 2.0 * MARGIN;
    let notes = [further(rest), no_effect(found, 6)].into_iter().flatten();
    let lines = notes.flat_map(|note| wrap(&clean(&note), SMALL, room));
    let mut lines: Vec<String> = lines.collect();
    if lines.len() > MOST_LINES {
        let rest = lines.split_off(MOST_LINES - 1).join(" ");
        lines.push(shorten(&rest, SMALL, room, 0));
    }
    lines
}

/// The inputs that have no row, summed up.
fn further(rest: &[InputEffect]) -> Option<String> {
    let shares = rest.iter().filter_map(|one| one.share.value);
    let share = number::percent(shares.filter(|share| share.is_finite()).sum());
    let told = match (rest, rest.len()) {
        ([], _) => return None,
        ([one], _) => format!("One further input, {}: {share}", one.key),
        (_, many) => format!("{many} further inputs: together {share}"),
    };
    Some(format!("{told} of the variance."))
}

/// The duration where an input is lowest and where it is highest, as far as both are known, and where its bar stands.
type Ends = (Option<[Estimate; 2]>, (f64, f64));

/// The bars of the 95th percentile and of the median.
fn bars(effect: &InputEffect) -> [Ends; 2] {
    let is_known = |one: &Estimate| one.value.is_some_and(f64::is_finite);
    let known = |ends: [Estimate; 2]| Some(ends).filter(|ends| ends.iter().all(is_known));
    [
        (known([effect.p95_in_lowest, effect.p95_in_highest]), P95),
        (known([effect.p50_in_lowest, effect.p50_in_highest]), P50),
    ]
}

/// The shortest and the longest time shown.
fn range(shown: &[InputEffect], overall: [Option<f64>; 2]) -> (f64, f64) {
    let ends = shown.iter().flat_map(bars).filter_map(|(ends, _)| ends);
    let times = ends
        .flatten()
        .flat_map(|end| all(&end).collect::<Vec<f64>>());
    let [least, most] = extremes(times.chain(overall.into_iter().flatten()));
    let most = most.max(0.0);
    (least.min(most), most)
}

/// The value and the ends of its interval, as far as they are numbers.
fn all(estimate: &Estimate) -> impl Iterator<Item = f64> + use<> {
    let all = [estimate.low, estimate.value, estimate.high];
    all.into_iter().flatten().filter(|time| time.is_finite())
}

fn extremes(times: impl Iterator<Item = f64>) -> [f64; 2] {
    times.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], time| {
        [low.min(time), high.max(time)]
    })
}

#[cfg(test)]
mod tests;
