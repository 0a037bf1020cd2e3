//! Strategies beside each other: how long each takes, and how much longer than the fastest, run by run.

mod density;
mod differences;
mod durations;

use super::frame::{self, Piece, Plot};
use super::scene::Scene;
use super::text::{clean, shorten};
use super::theme::{AXIS, BLUE, BODY, HEIGHT, INK, MARGIN, SKY, TITLE, WIDTH};
use super::time_axis::TimeAxis;
use crate::experiment::outcome::comparison::{Best, Comparison, Variant};
use crate::report::chart::font::width;
use crate::report::chart::scene::{Anchor, Colour, Face};
use crate::report::delay::capitalised;
use crate::report::strategies::{is_ahead, verdict};

const TOP: f64 = 92.0;
/// Height of the axis below a panel, and of the caption below all.
const AXIS_HEIGHT: f64 = 30.0;
const BELOW: f64 = 38.0;
/// The least and the greatest height of a row.
const ROWS: (f64, f64) = (36.0, 60.0);
/// The widest name of a strategy, and how much of its end stays when it is cut.
const LABELS: f64 = 190.0;
const TAIL: usize = 8;

/// The chart.
pub fn scene(found: &Comparison) -> Scene {
    if found.variants.is_empty() {
        return frame::empty_page(
            found,
            "It is not known which strategy is fastest",
            "Nothing was compared.",
        );
    }
    let others = differences::rows(found);
    let below = differences::height(others.len()) + AXIS_HEIGHT + BELOW;
    let count = found.variants.len() as f64;
    let row = ((HEIGHT - TOP - below) / count).clamp(ROWS.0, ROWS.1);
    let bottom = TOP + row * count;
    let left = MARGIN + widest_name(found) + 12.0;
    let figures = durations::Figures::of(found);
    let plot = Plot {
        left,
        right: WIDTH - MARGIN - figures.width() - 14.0,
        top: TOP,
        bottom,
    };
    let axis = TimeAxis::of(&durations::shown(found), plot.left, plot.right);
    let mut scene = frame::page(found, &title(found), &key(found, &axis), bottom + below);
    let (ticks, across) = axis.ticks();
    frame::columns(&mut scene, &plot, &across, &ticks);
    frame::labels_below(&mut scene, &plot, &across, &ticks);
    durations::draw(&mut scene, &plot, &axis, found, &figures);
    if !others.is_empty() {
        differences::draw(&mut scene, left, bottom + AXIS_HEIGHT, found, &others);
    }
    scene
}

/// The verdict. A name that stands at its start stays as it is, and names give way to what is said of them.
fn title(found: &Comparison) -> String {
    const SMALLEST: Face = Face {
        size: 14.0,
        ..TITLE
    };
    /// As many characters as the longest predicate has.
    const SAID: usize = 40;
    let verdict = verdict(found);
    let begins_with_name = |one: &Variant| verdict.starts_with(&one.name);
    let words = if found.variants.iter().any(begins_with_name) {
        verdict
    } else {
        capitalised(&verdict)
    };
    shorten(&clean(&words), SMALLEST, WIDTH - 2.0 * MARGIN, SAID)
}

fn key(found: &Comparison, axis: &TimeAxis) -> Vec<Piece> {
    let what = if axis.is_logarithmic() {
        "Initial cycle, logarithmic:"
    } else {
        "Initial cycle:"
    };
    let mut key = vec![Piece::Words(what.to_owned())];
    let is_slower = |one: &Variant| colour(found.best.as_ref(), one) == OTHERS;
    if found.variants.iter().any(is_slower) {
        key.push(Piece::Block(
            FIRST,
            "fastest, or not to be told from it".to_owned(),
        ));
        key.push(Piece::Block(OTHERS, "slower".to_owned()));
    }
    key.push(Piece::Line(
        INK,
        "median; 5th to 95th percentile".to_owned(),
    ));
    key
}

const FIRST: Colour = BLUE.fade(0.8);
const OTHERS: Colour = SKY.fade(0.6);

fn colour(best: Option<&Best>, one: &Variant) -> Colour {
    match best {
        Some(best) if !is_ahead(best, one) => OTHERS,
        _ => FIRST,
    }
}

/// The name of a strategy as a row has room for it.
fn name(one: &Variant) -> String {
    shorten(&clean(&one.name), BODY, LABELS, TAIL)
}

fn widest_name(found: &Comparison) -> f64 {
    let widths = found.variants.iter().map(|one| width(&name(one), BODY));
    widths.fold(0.0, f64::max)
}

/// The name left of a row.
fn draw_name(scene: &mut Scene, one: &Variant, left: f64, middle: f64) {
    let at = (left - 10.0, middle + BODY.size * 0.36);
    scene.text(at, name(one), BODY, INK, Anchor::End);
}

/// A value that has a place.
fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

/// The line at the left of a panel, or at its zero.
fn draw_axis(scene: &mut Scene, x: f64, top: f64, bottom: f64) {
    scene.path(vec![(x, top), (x, bottom)], 1.0, AXIS);
}

#[cfg(test)]
mod tests;
