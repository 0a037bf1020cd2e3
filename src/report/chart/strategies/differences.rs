//! How much longer each strategy takes than the fastest or the one that was named, run by run: the median of the pairs with its interval.

use super::{AXIS_HEIGHT, Names, colour, draw_axis, finite};
use crate::experiment::outcome::Estimate;
use crate::experiment::outcome::comparison::{Comparison, Variant};
use crate::report::chart::axis::Scale;
use crate::report::chart::font::{suited, width};
use crate::report::chart::frame::{self, Plot};
use crate::report::chart::scene::{Anchor, Scene};
use crate::report::chart::text::{clean, shorten};
use crate::report::chart::theme::{BODY, HEADING, INK, MARGIN, WIDTH};
use crate::report::chart::time::TimeUnit;
use crate::report::number;
use crate::report::tables::strategy_tables::opponent;

const ROW: f64 = 26.0;
/// Height of the heading with the space above it.
const HEADING_HEIGHT: f64 = 46.0;

/// The strategies that are compared with the fastest, or with the one that was named, each with its difference.
pub fn rows(found: &Comparison) -> Vec<(&Variant, Estimate)> {
    let Some((_, _, pair)) = opponent(found) else {
        return Vec::new();
    };
    let of = |one| Some((one, pair(one)?.longer_ms));
    found.variants.iter().filter_map(of).collect()
}

/// Height of the panel with its heading and its axis.
pub fn height(rows: usize) -> f64 {
    if rows == 0 {
        0.0
    } else {
        HEADING_HEIGHT + ROW * rows as f64 + AXIS_HEIGHT
    }
}

/// The panel, from a place on.
pub fn draw(
    scene: &mut Scene,
    (left, top): (f64, f64),
    found: &Comparison,
    names: &Names<'_>,
    rows: &[(&Variant, Estimate)],
) {
    let all: Vec<Estimate> = rows.iter().map(|(_, longer)| *longer).collect();
    let mut words = number::longer_together(&all);
    for ((one, _), words) in rows.iter().zip(&mut words) {
        if one.p50.value.is_none() {
            "has no end in most runs".clone_into(words);
        }
    }
    let widest = words.iter().map(|words| width(words, BODY));
    let plot = Plot {
        // A dot at zero stands clear of the name.
        left: left + 6.0,
        right: WIDTH - MARGIN - widest.fold(0.0, f64::max) - 14.0,
        top: top + HEADING_HEIGHT,
        bottom: top + HEADING_HEIGHT + ROW * rows.len() as f64,
    };
    let heading = heading(found);
    let face = suited(HEADING, &heading);
    let at = (MARGIN, plot.top - 14.0);
    scene.text(at, heading, face, INK, Anchor::Start);
    let (across, unit) = scale(&plot, rows);
    let ticks = unit.ticks(&across);
    frame::columns(scene, &plot, &across, &ticks);
    frame::labels_below(scene, &plot, &across, &ticks);
    draw_axis(scene, across.at(0.0), plot.top, plot.bottom);
    for (place, ((one, longer), words)) in rows.iter().zip(words).enumerate() {
        let middle = plot.top + ROW * (place as f64 + 0.5);
        names.draw(scene, one, left, middle);
        let colour = colour(found.best.as_ref(), one);
        if let Some(value) = finite(longer.value) {
            let [low, high] =
                [longer.low, longer.high].map(|end| finite(end).map(|end| across.at(end)));
            // An end that is not known is as far as the panel goes, and has no cap.
            let whole = vec![
                (low.unwrap_or(plot.left), middle),
                (high.unwrap_or(plot.right), middle),
            ];
            scene.path(whole, 2.0, INK);
            for x in [low, high].into_iter().flatten() {
                scene.path(vec![(x, middle - 5.0), (x, middle + 5.0)], 2.0, INK);
            }
            scene.dot((across.at(value), middle), 4.5, INK);
            scene.dot((across.at(value), middle), 3.0, colour.fade(1.0));
        }
        let at = (plot.right + 14.0, middle + BODY.size * 0.36);
        scene.text(at, words, BODY, INK, Anchor::Start);
    }
}

fn heading(found: &Comparison) -> String {
    let Some((name, level, _)) = opponent(found) else {
        return "Compared run by run".to_owned();
    };
    let words = format!(
        "Compared with {}, run by run: median and {:.0} % interval for all at once",
        clean(&found.spoken(name)),
        level * 100.0
    );
    shorten(&words, HEADING, WIDTH - 2.0 * MARGIN, 58)
}

/// A scale that holds zero and every interval, with some air.
fn scale(plot: &Plot, rows: &[(&Variant, Estimate)]) -> (Scale, TimeUnit) {
    let ends = || {
        let of = |(_, longer): &(&Variant, Estimate)| [longer.low, longer.value, longer.high];
        rows.iter().flat_map(of).filter_map(finite)
    };
    let (least, most) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let air = 0.05 * (most - least);
    let (low, high) = (least - air, most + air);
    (plot.across(low, high), TimeUnit::of(high.max(-low)))
}
