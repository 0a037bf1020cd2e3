//! Strategies beside each other: how long each takes, and how much longer than the fastest or the one that was named, run by run.

mod density;
mod differences;
mod durations;

use super::frame::{self, Piece, Plot};
use super::scene::Scene;
use super::text::{clean, shorten, shorten_apart};
use super::theme::{AXIS, BLUE, BODY, HEIGHT, INK, MARGIN, MUTED, SKY, TITLE, WIDTH};
use super::time_axis::TimeAxis;
use crate::experiment::outcome::comparison::{Best, Comparison, Variant};
use crate::report::chart::font::width;
use crate::report::chart::scene::{Anchor, Colour, Face};
use crate::report::sentences::phrases::capitalised;
use crate::report::sentences::strategies_answer::{is_ahead, verdict};

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
    let names = Names::of(found);
    let left = MARGIN + names.widest() + 12.0;
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
    durations::draw(&mut scene, &plot, &axis, found, &names, &figures);
    if !others.is_empty() {
        let top = bottom + AXIS_HEIGHT;
        differences::draw(&mut scene, (left, top), found, &names, &others);
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
    let begins_with_name = |one: &Variant| verdict.starts_with(&one.spoken());
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
    let is_any = |wanted| {
        let mut variants = found.variants.iter();
        variants.any(|one| colour(found.best.as_ref(), one) == wanted)
    };
    let (has_slower, has_lesser) = (is_any(OTHERS), is_any(LESSER));
    let has_rivals = found
        .best
        .as_ref()
        .is_some_and(|best| !best.rivals.is_empty());
    if has_slower || has_lesser {
        let first = if has_slower || has_rivals {
            "fastest, or not to be told from it"
        } else {
            "gets the most done"
        };
        key.push(Piece::Block(FIRST, first.to_owned()));
    }
    if has_slower {
        key.push(Piece::Block(OTHERS, "slower".to_owned()));
    }
    if has_lesser {
        key.push(Piece::Block(LESSER, "does less".to_owned()));
    }
    key.push(Piece::Line(
        INK,
        "median; 5th to 95th percentile".to_owned(),
    ));
    key
}

const FIRST: Colour = BLUE.fade(0.8);
const OTHERS: Colour = SKY.fade(0.6);
const LESSER: Colour = MUTED.fade(0.35);

fn colour(best: Option<&Best>, one: &Variant) -> Colour {
    match best {
        Some(best) if best.lesser.contains(&one.name) => LESSER,
        Some(best) if !is_ahead(best, one) => OTHERS,
        _ => FIRST,
    }
}

/// What strategies are called, as rows have room for it.
struct Names<'c>(Vec<(&'c str, String)>);

impl<'c> Names<'c> {
    fn of(found: &'c Comparison) -> Self {
        let names = found.variants.iter().map(|one| one.name.as_str());
        let labels: Vec<String> = found
            .variants
            .iter()
            .map(|one| clean(one.label()))
            .collect();
        Self(
            names
                .zip(shorten_apart(&labels, BODY, LABELS, TAIL))
                .collect(),
        )
    }

    fn widest(&self) -> f64 {
        let widths = self.0.iter().map(|(_, label)| width(label, BODY));
        widths.fold(0.0, f64::max)
    }

    /// The name left of a row.
    fn draw(&self, scene: &mut Scene, one: &Variant, left: f64, middle: f64) {
        let at = (left - 10.0, middle + BODY.size * 0.36);
        if let Some((_, label)) = self.0.iter().find(|(name, _)| *name == one.name) {
            scene.text(at, label.clone(), BODY, INK, Anchor::End);
        }
    }
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
