//! One key: the median with its dots, the band from the 5th to the 95th percentile, and where a condition turns.

use super::places::{Places, clear};
use super::{label, title, upwards};
use crate::experiment::outcome::Estimate;
use crate::experiment::outcome::sweep::{Axis, BreakEven, Sweep, SweepPoint};
use crate::report::chart::axis::Scale;
use crate::report::chart::font::width;
use crate::report::chart::frame::{self, Piece, Plot};
use crate::report::chart::scene::{Anchor, Point, Scene};
use crate::report::chart::text::{clean, shorten};
use crate::report::chart::theme::{
    BAND, BLUE, BODY, HEIGHT, INK, MARGIN, MUTED, SMALL, VERMILLION, WIDTH,
};
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
pub fn scene(found: &Sweep, axis: &Axis) -> Scene {
    let mut scene = frame::page(found, &title(found), &key(found), HEIGHT);
    let ticks = upwards::ticks(found);
    let limit = upwards::limit(found);
    let words = limit.map(|limit| format!("limit {}", measured(limit, found.unit)));
    let aside = words
        .as_ref()
        .map_or(0.0, |words| width(words, BODY) + 10.0);
    let plot = Plot {
        left: MARGIN + frame::widest(&ticks) + 8.0,
        right: WIDTH - MARGIN - aside.min(ASIDE),
        top: TOP,
        bottom: HEIGHT - BELOW,
    };
    let upwards = plot.upwards(&ticks);
    frame::rows(&mut scene, &plot, &upwards, &ticks);
    let places = Places::of(axis, plot.left + INSET, plot.right - INSET);
    draw_values(&mut scene, &plot, &places, axis);
    let points = in_order(found, &places);
    draw_band(&mut scene, &points, &upwards);
    draw_median(&mut scene, &points, &upwards);
    if let (Some(limit), Some(words)) = (limit, words) {
        let y = upwards.at(limit);
        scene.path(vec![(plot.left, y), (plot.right, y)], 1.5, VERMILLION);
        let at = (plot.right + 8.0, y + BODY.size * 0.36);
        scene.text(at, words, BODY, VERMILLION, Anchor::Start);
    }
    if let Some(until) = &found.until {
        draw_break_even(&mut scene, &plot, &places, until);
    }
    scene
}

fn key(found: &Sweep) -> Vec<Piece> {
    let mut key = vec![
        Piece::Words(capitalised(&label(found))),
        Piece::Line(BLUE, "median".to_owned()),
        Piece::Band(BLUE, "5th to 95th percentile".to_owned()),
    ];
    let percentiles = |point: &SweepPoint| [point.p5, point.p50, point.p95];
    let mut all = found.points.iter().flat_map(percentiles);
    if all.any(|one| one.value.is_none_or(|value| !value.is_finite())) {
        key.push(Piece::Words(
            "gaps: not reached in too many runs".to_owned(),
        ));
    }
    key
}

/// The key's values below the plot as far as there is room, and its name.
fn draw_values(scene: &mut Scene, plot: &Plot, places: &Places, axis: &Axis) {
    const WIDEST: f64 = 140.0;
    let values = axis.values.iter().filter_map(|one| {
        let words = shorten(&clean(&one.text), SMALL, WIDEST, 0);
        let half = width(&words, SMALL) / 2.0;
        let x = places.at(one.value)?;
        let middle = x.min(WIDTH - MARGIN - half).max(MARGIN + half);
        Some((words, (middle - half, middle + half)))
    });
    let (words, extents): (Vec<String>, Vec<(f64, f64)>) = values.unzip();
    for place in clear(&extents, 10.0) {
        let (left, right) = extents[place];
        let at = (f64::midpoint(left, right), plot.bottom + 18.0);
        scene.text(at, words[place].clone(), SMALL, MUTED, Anchor::Middle);
    }
    let scale = if places.is_logarithmic() {
        ", logarithmic"
    } else {
        ""
    };
    let name = format!("{}{scale}", clean(&axis.key));
    let name = shorten(&name, BODY, WIDTH - 2.0 * MARGIN, 20);
    let half = width(&name, BODY) / 2.0;
    let middle = f64::midpoint(plot.left, plot.right);
    let x = middle.min(WIDTH - MARGIN - half).max(MARGIN + half);
    let at = (x, plot.bottom + 40.0);
    scene.text(at, name, BODY, INK, Anchor::Middle);
}

/// Points with their pixel, from left to right; the break-even is one more.
fn in_order<'s>(found: &'s Sweep, places: &Places) -> Vec<(f64, &'s SweepPoint)> {
    let until = found.until.as_ref();
    let further = until.and_then(|until| until.point.as_ref());
    let placed = found.points.iter().chain(further).filter_map(|point| {
        let x = places.at(*point.values.first()?)?;
        Some((x, point))
    });
    let mut points: Vec<_> = placed.collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}

fn finite(estimate: &Estimate) -> Option<f64> {
    estimate.value.filter(|value| value.is_finite())
}

/// Stretches of neighbours that have what is wanted of them.
fn stretches<T>(
    points: &[(f64, &SweepPoint)],
    of: impl Fn(f64, &SweepPoint) -> Option<T>,
) -> Vec<Vec<T>> {
    let mut stretches = vec![Vec::new()];
    for (x, point) in points {
        match (of(*x, point), stretches.last_mut()) {
            (Some(one), Some(stretch)) => stretch.push(one),
            _ => stretches.push(Vec::new()),
        }
    }
    stretches
}

fn draw_band(scene: &mut Scene, points: &[(f64, &SweepPoint)], upwards: &Scale) {
    let ends = stretches(points, |x, point| {
        let (low, high) = (finite(&point.p5)?, finite(&point.p95)?);
        Some(((x, upwards.at(low)), (x, upwards.at(high))))
    });
    for stretch in ends {
        let (low, high): (Vec<Point>, Vec<Point>) = stretch.into_iter().unzip();
        let outline = high.iter().chain(low.iter().rev()).copied();
        scene.area(outline.collect(), BLUE.fade(BAND));
        if let ([from], [to]) = (&low[..], &high[..]) {
            scene.path(vec![*from, *to], 6.0, BLUE.fade(BAND));
        } else {
            scene.path(low, 1.0, BLUE);
            scene.path(high, 1.0, BLUE);
        }
    }
}

fn draw_median(scene: &mut Scene, points: &[(f64, &SweepPoint)], upwards: &Scale) {
    let lines = stretches(points, |x, point| {
        Some((x, upwards.at(finite(&point.p50)?)))
    });
    let radius = if points.len() > MANY { 2.5 } else { 4.0 };
    for line in lines {
        for dot in &line {
            scene.dot(*dot, radius, BLUE);
        }
        scene.path(line, 2.5, BLUE);
    }
}

/// A line at the last value that meets the condition, with its name above.
fn draw_break_even(scene: &mut Scene, plot: &Plot, places: &Places, until: &BreakEven) {
    // A condition that holds at both ends, or at neither, turns at no one value.
    let turns = until.is_met_at_first != until.is_met_at_last;
    let met = until.met_at.as_ref().filter(|_| turns);
    let Some((met, x)) = met.and_then(|met| Some((met, places.at(met.value)?))) else {
        return;
    };
    scene.path(vec![(x, plot.top - 8.0), (x, plot.bottom)], 1.5, INK);
    let words = if until.is_met_at_first {
        format!("holds up to {}", clean(&met.text))
    } else {
        format!("holds from {} on", clean(&met.text))
    };
    let words = shorten(&words, BODY, WIDTH - 2.0 * MARGIN, 0);
    let half = width(&words, BODY) / 2.0;
    let middle = x.min(WIDTH - MARGIN - half).max(MARGIN + half);
    let at = (middle, plot.top - 14.0);
    scene.text(at, words, BODY, INK, Anchor::Middle);
}
