//! One key: the median with its dots, the band from the 5th to the 95th percentile, and where a condition turns.

use super::positions::{Positions, write_below};
use crate::experiment::outcome::sweep::{Axis as Key, BreakEven, Sweep, SweepPoint};
use crate::experiment::outcome::{Estimate, Unit};
use crate::report::chart::drawing::*;
use crate::report::sentences::phrases::capitalised;
use crate::report::sentences::sweep_answer::measured;

const TOP: f64 = 112.0;
/// Height below the plot: the values, the name of the key, and the caption.
const BELOW: f64 = 88.0;
/// The widest text at the right of the plot.
const ASIDE: f64 = 130.0;
/// Distance of the outermost points from the ends of the plot.
const INSET: f64 = 16.0;
/// More points than this have smaller dots.
const MANY: usize = 40;

/// The chart.
pub fn scene(found: &Sweep, axis: &Key, title: &str, label: &str) -> Scene {
    let mut scene = frame::page(found, title, &key(found, label), HEIGHT);
    let ticks = ticks(found);
    let upwards = Axis::from_zero(ticks, (0.0, TOP + BELOW - HEIGHT));
    let mut panel = Panel::new("", upwards);
    let limit = limit(found);
    let limit = limit.map(|limit| (limit, format!("limit {}", measured(limit, found.unit))));
    let aside = limit.iter().map(|(_, words)| width(words, BODY) + 10.0);
    let aside = aside.fold(0.0, f64::max);
    let room = (frame::room_left(&panel.upwards.ticks), aside.min(ASIDE));
    let panels = Panels::new(room, pixels, &[]);
    let (left, right) = (panels.across.scale.start, panels.across.scale.end);
    let positions = Positions::of(axis, left + INSET, right - INSET);
    let points = in_order(found, &positions);
    panel.layers = band(&points);
    panel.layers.extend(median(&points));
    if let Some((limit, words)) = limit {
        let line = vec![(left, limit), (right, limit)];
        panel.layers.push(Layer::Line(line, 1.5, VERMILLION));
        panel.names.push((limit, words, VERMILLION));
    }
    for plot in panels.draw(&mut scene, TOP, &[panel]) {
        draw_values(&mut scene, &plot, &positions, axis);
        if let Some(until) = &found.until {
            draw_break_even(&mut scene, &plot, &positions, until);
        }
    }
    scene
}

/// An axis of pixels, for values that have their own places.
const fn pixels((start, end): (f64, f64)) -> Axis {
    let scale = Scale::new((start, end), (start, end));
    Axis::linear(scale, Vec::new())
}

fn key(found: &Sweep, label: &str) -> Vec<Piece> {
    let mut key = Piece::band(capitalised(label), BLUE).to_vec();
    let percentiles = |point: &SweepPoint| [point.p5, point.p50, point.p95];
    let mut all = found.points.iter().flat_map(percentiles);
    if all.any(|one| one.value.is_none_or(|value| !value.is_finite())) {
        let gaps = "gaps: not reached in too many replications";
        key.push(Piece::Words(gaps.to_owned()));
    }
    key
}

/// The key's values below the plot as far as there is room, and its name.
fn draw_values(scene: &mut Scene, plot: &Plot, positions: &Positions, axis: &Key) {
    let values = axis.values.iter();
    let values = values.filter_map(|one| Some((one.text.as_str(), positions.at(one.value)?)));
    let is_logarithmic = positions.is_logarithmic();
    let scale = if is_logarithmic { ", logarithmic" } else { "" };
    let key = format!("{}{scale}", axis.key);
    write_below(scene, plot, &values.collect::<Vec<_>>(), &key);
}

/// Points with their pixel, from left to right; the break-even is one more.
fn in_order<'s>(found: &'s Sweep, positions: &Positions) -> Vec<(f64, &'s SweepPoint)> {
    let until = found.until.as_ref();
    let further = until.and_then(|until| until.point.as_ref());
    let x = |point: &SweepPoint| positions.at(*point.values.first()?);
    let all = found.points.iter().chain(further);
    let placed = all.filter_map(|point| Some((x(point)?, point)));
    let mut points: Vec<_> = placed.collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}

fn finite(estimate: &Estimate) -> Option<f64> {
    estimate.value.filter(|value| value.is_finite())
}

/// The band with its edges; a point without neighbours is a line up.
fn band(points: &[(f64, &SweepPoint)]) -> Vec<Layer> {
    let ends = points.iter().map(|(x, point)| {
        let (low, high) = (finite(&point.p5), finite(&point.p95));
        (*x, low.zip(high))
    });
    let layers = |stretch: Vec<(f64, (f64, f64))>| {
        let low: Vec<Point> = stretch.iter().map(|(x, ends)| (*x, ends.0)).collect();
        let high: Vec<Point> = stretch.iter().map(|(x, ends)| (*x, ends.1)).collect();
        if let ([from], [to]) = (&low[..], &high[..]) {
            return vec![Layer::Line(vec![*from, *to], 6.0, BLUE.fade(BAND))];
        }
        vec![
            Layer::Area([high.clone(), low.clone()], BLUE.fade(BAND)),
            Layer::Line(low, 1.0, BLUE),
            Layer::Line(high, 1.0, BLUE),
        ]
    };
    let stretches = panels::stretches(ends).into_iter();
    stretches.flat_map(layers).collect()
}

fn median(points: &[(f64, &SweepPoint)]) -> impl Iterator<Item = Layer> {
    let radius = if points.len() > MANY { 2.5 } else { 4.0 };
    let values = points.iter().map(|(x, point)| (*x, finite(&point.p50)));
    let stretches = panels::stretches(values).into_iter();
    stretches.flat_map(move |points| {
        let dots = Layer::Dots(points.clone(), radius, BLUE);
        [dots, Layer::Line(points, 2.5, BLUE)]
    })
}

/// A line at the last value that meets the condition, with its name above.
fn draw_break_even(scene: &mut Scene, plot: &Plot, positions: &Positions, until: &BreakEven) {
    // A condition that holds at both ends, or at neither, turns at no one value.
    let turns = until.is_met_at_first != until.is_met_at_last;
    let met = until.met_at.as_ref().filter(|_| turns);
    let Some((met, x)) = met.and_then(|met| Some((met, positions.at(met.value)?))) else {
        return;
    };
    let met = clean(&met.text);
    let words = match until.is_met_at_first {
        true => format!("holds up to {met}"),
        false => format!("holds from {met} on"),
    };
    let words = shorten(&words, BODY, WIDTH - 2.0 * MARGIN, 0);
    reference_line::moment(scene, plot, x, &words, INK);
}

/// Steps of the axis, more or less.
const STEPS: u32 = 6;

/// The highest number that is shown.
fn highest(found: &Sweep) -> f64 {
    let of = |point: &SweepPoint| [point.p5.value, point.p50.value, point.p95.value];
    let values = found.points.iter().flat_map(of).flatten();
    values.filter(|value| value.is_finite()).fold(0.0, f64::max)
}

/// The limit of the condition, unless it lies far above all points.
fn limit(found: &Sweep) -> Option<f64> {
    let limit = found.until.as_ref()?.limit;
    is_near(limit, highest(found)).then_some(limit)
}

/// Marks from zero to above everything that is shown.
fn ticks(found: &Sweep) -> Vec<Tick> {
    let high = highest(found).max(limit(found).unwrap_or(0.0));
    // Nothing but zeros still needs an axis.
    let high = if high > 0.0 { high } else { 1.0 };
    match found.unit {
        Unit::Milliseconds => time_axis::ticks_from_zero(high, STEPS),
        Unit::Count | Unit::PerSecond => ticks_from_zero(high, STEPS, 0.0),
        Unit::Share => percents(high),
    }
}

fn percents(high: f64) -> Vec<Tick> {
    let ticks = ticks_from_zero(high * 100.0, STEPS, 0.0).into_iter();
    // There is nothing beyond all.
    let most = if high <= 1.0 { 100.0 } else { f64::INFINITY };
    let ticks = ticks.filter(|tick| tick.value <= most);
    let ticks = ticks.map(|tick| Tick::new(tick.value / 100.0, format!("{} %", tick.label)));
    ticks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_axis_holds_the_limit_unless_it_is_far_above() {
        let mut found = fixture::sweep();
        found.points.truncate(2);
        let day = 24.0 * 3_600e3;
        assert_eq!(limit(&found), Some(day));
        assert!(ticks(&found).last().unwrap().value >= day);
        found.until.as_mut().unwrap().limit = 30.0 * day;
        assert_eq!(limit(&found), None);
        assert!(ticks(&found).last().unwrap().value < day);
    }

    #[test]
    fn shares_are_read_in_per_cent() {
        let labels: Vec<String> = percents(0.5).into_iter().map(|tick| tick.label).collect();
        assert_eq!(
            labels,
            ["0 %", "10 %", "20 %", "30 %", "40 %", "50 %", "60 %"]
        );
        assert_eq!(percents(0.5)[5].value, 0.5);
        assert_eq!(percents(1.0).last().unwrap().label, "100 %");
    }

    #[test]
    fn nothing_but_zeros_has_an_axis() {
        let mut found = fixture::sweep();
        found.until = None;
        for point in &mut found.points {
            for one in [&mut point.p5, &mut point.p50, &mut point.p95] {
                one.value = Some(0.0);
            }
        }
        assert!(ticks(&found).len() > 1);
    }
}
