//! How long each strategy takes: a row each with the distribution, the median, and the 5th to 95th percentile.

use super::density::outline;
use super::{Names, colour, draw_axis, finite};
use crate::experiment::outcome::comparison::{Comparison, Variant};
use crate::report::chart::font::width;
use crate::report::chart::frame::Plot;
use crate::report::chart::scene::{Anchor, Scene};
use crate::report::chart::theme::{BODY, INK, MUTED, SMALL};
use crate::report::chart::time::TimeUnit;
use crate::report::chart::time_axis::TimeAxis;
use crate::report::number;
use crate::stats::sorted;

/// Share of a row's height that its distribution takes at the most, and space below it for the line of percentiles.
const SHARE: f64 = 0.62;
const LINE_BELOW: f64 = 5.0;

/// Every time in milliseconds that the panel shows.
pub fn shown(found: &Comparison) -> Vec<f64> {
    let of = |one: &Variant| {
        let percentiles = [one.p5.value, one.p50.value, one.p95.value];
        let percentiles = percentiles.into_iter().flatten();
        percentiles.chain(central(one)).collect::<Vec<f64>>()
    };
    found.variants.iter().flat_map(of).collect()
}

/// The durations in ascending order, without the outermost half per cent on either side: odd runs would take the room of
/// all others.
fn central(one: &Variant) -> Vec<f64> {
    let runs = one.durations_ms.iter().flatten();
    let mut times = sorted(runs.map(|ms| *ms as f64));
    let cut = times.len() / 200;
    times.truncate(times.len() - cut);
    times.split_off(cut)
}

/// What stands beside each row: the median, and the runs that the distribution does not show.
pub struct Figures(Vec<(String, Option<String>)>);

impl Figures {
    /// The figures of every row, the medians in the unit of the longest.
    pub fn of(found: &Comparison) -> Self {
        let medians = found
            .variants
            .iter()
            .filter_map(|one| finite(one.p50.value));
        let unit = TimeUnit::of(medians.fold(0.0, f64::max));
        let figures = found.variants.iter().map(|one| {
            let median = finite(one.p50.value);
            let median = median.map_or_else(|| "has no end".to_owned(), |time| unit.label(time));
            (median, endless(one))
        });
        Self(figures.collect())
    }

    /// The width of the column.
    pub fn width(&self) -> f64 {
        let widths = self.0.iter().map(|(median, endless)| {
            let endless = endless.as_ref().map_or(0.0, |words| width(words, SMALL));
            endless.max(width(median, BODY))
        });
        widths.fold(0.0, f64::max)
    }
}

/// Every row.
pub fn draw(
    scene: &mut Scene,
    plot: &Plot,
    axis: &TimeAxis,
    found: &Comparison,
    names: &Names<'_>,
    figures: &Figures,
) {
    let row = (plot.bottom - plot.top) / found.variants.len() as f64;
    for (place, (one, figures)) in found.variants.iter().zip(&figures.0).enumerate() {
        let base = plot.top + row * (place as f64 + 1.0) - LINE_BELOW - 4.0;
        let height = row * SHARE;
        let pixels = central(one)
            .into_iter()
            .map(|ms| axis.at(ms))
            .collect::<Vec<f64>>();
        let outline = outline(&pixels);
        if let (Some(first), Some(last)) = (outline.first(), outline.last()) {
            let curve = outline.iter().map(|(x, share)| (*x, base - height * share));
            let mut points = vec![(first.0, base)];
            points.extend(curve);
            points.push((last.0, base));
            scene.area(points, colour(found.best.as_ref(), one));
        }
        draw_percentiles(scene, plot, axis, one, (base - height, base));
        names.draw(scene, one, plot.left, base - height / 2.0);
        draw_figures(scene, plot.right + 14.0, base - height / 2.0, figures);
    }
    draw_axis(scene, plot.left, plot.top, plot.bottom);
}

/// Below the distribution the line from the 5th to the 95th percentile, to the end of the axis where it has none; through
/// it the median.
fn draw_percentiles(
    scene: &mut Scene,
    plot: &Plot,
    axis: &TimeAxis,
    one: &Variant,
    (top, base): (f64, f64),
) {
    let y = base + LINE_BELOW;
    let at = |value: Option<f64>| finite(value).map(|time| axis.at(time));
    if let Some(low) = at(one.p5.value) {
        let high = at(one.p95.value).unwrap_or(plot.right);
        scene.path(vec![(low, y), (high.max(low + 1.0), y)], 3.0, INK);
    }
    if let Some(median) = at(one.p50.value) {
        scene.path(vec![(median, top), (median, y + 3.0)], 2.0, INK);
    }
}

fn draw_figures(
    scene: &mut Scene,
    left: f64,
    middle: f64,
    (median, endless): &(String, Option<String>),
) {
    let up = if endless.is_some() { 8.0 } else { 0.0 };
    let at = (left, middle + BODY.size * 0.36 - up);
    scene.text(at, median, BODY, INK, Anchor::Start);
    if let Some(words) = endless {
        let at = (left, middle + SMALL.size * 0.36 + up);
        scene.text(at, words, SMALL, MUTED, Anchor::Start);
    }
}

/// Runs that the distribution does not show.
fn endless(one: &Variant) -> Option<String> {
    let runs = one.durations_ms.len();
    let endless = one.durations_ms.iter().filter(|run| run.is_none()).count();
    // Where none has an end, that is said already.
    (0 < endless && endless < runs).then(|| {
        format!(
            "no end in {} of runs",
            number::percent(endless as f64 / runs as f64)
        )
    })
}
