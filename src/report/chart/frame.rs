//! What every chart has: title, subtitle with its key, caption, grid and axes.

use super::axis::{Scale, Tick};
use super::font::{suited, width};
use super::scene::{Anchor, Colour, Face, Scene};
use super::text::{clean, shorten};
use super::theme::{
    AXIS, BAND, BODY, CAPTION, GRID, HEIGHT, INK, MARGIN, MUTED, PAPER, SMALL, TITLE, WIDTH,
};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::comparison::Comparison;
use crate::experiment::outcome::reproduction::Reproduction;
use crate::experiment::outcome::sweep::Sweep;

/// A piece of the subtitle, with a sample of what it explains.
pub enum Piece {
    Words(String),
    Line(Colour, String),
    /// The colour as it is used for a band.
    Band(Colour, String),
    /// The colour as it is.
    Block(Colour, String),
}

/// The part of a picture where the data is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plot {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Plot {
    /// A scale over the plot's width.
    pub fn across(&self, low: f64, high: f64) -> Scale {
        Scale {
            low,
            high,
            start: self.left,
            end: self.right,
        }
    }

    /// A scale from zero at the bottom to the last of `ticks` at the top.
    pub fn upwards(&self, ticks: &[Tick]) -> Scale {
        let high = ticks.last().map_or(0.0, |tick| tick.value);
        Scale {
            low: 0.0,
            high,
            start: self.bottom,
            end: self.top,
        }
    }
}

/// The line below a picture that says what was simulated.
pub struct Caption {
    words: String,
    /// How many characters at its end stay when it has to be cut.
    tail: usize,
}

impl Caption {
    /// What follows the name says which run it is, so it is the name that is cut.
    fn with_name(words: &str, name: &str) -> Self {
        let words = clean(words);
        let tail = words.chars().count().saturating_sub(name.chars().count());
        Self { words, tail }
    }
}

impl From<&Outcome> for Caption {
    fn from(outcome: &Outcome) -> Self {
        Self::with_name(&outcome.caption(), &outcome.scenario.name)
    }
}

impl From<&Reproduction> for Caption {
    fn from(found: &Reproduction) -> Self {
        Self {
            words: clean(&found.caption()),
            tail: 0,
        }
    }
}

impl From<&Comparison> for Caption {
    fn from(found: &Comparison) -> Self {
        Self::with_name(&found.caption(), &found.scenario)
    }
}

impl From<&Sweep> for Caption {
    fn from(found: &Sweep) -> Self {
        Self::with_name(&found.caption(), &found.scenario)
    }
}

/// An empty page with its words.
pub fn page(caption: impl Into<Caption>, title: &str, subtitle: &[Piece], height: f64) -> Scene {
    let caption = caption.into();
    let room = WIDTH - 2.0 * MARGIN;
    let mut scene = Scene {
        width: WIDTH,
        height,
        title: clean(title),
        description: caption.words.clone(),
        shapes: Vec::new(),
    };
    scene.rect((0.0, 0.0), (WIDTH, height), PAPER);
    let smaller = |size: u32| Face {
        size: f64::from(size),
        ..suited(TITLE, &scene.title)
    };
    let fits = |face: &Face| width(title, *face) <= room;
    let face = (14..=20).rev().map(smaller).find(fits);
    let face = face.unwrap_or(smaller(14));
    let words = shorten(&clean(title), face, room, 0);
    scene.text((MARGIN, 40.0), words, face, INK, Anchor::Start);
    key(&mut scene, subtitle);
    let words = shorten(&caption.words, CAPTION, room, caption.tail);
    let at = (MARGIN, height - 16.0);
    scene.text(at, words, CAPTION, MUTED, Anchor::Start);
    scene
}

/// A page that says why there is no picture.
pub fn empty_page(caption: impl Into<Caption>, title: &str, reason: &str) -> Scene {
    let mut scene = page(caption, title, &[], HEIGHT);
    let at = (WIDTH / 2.0, HEIGHT / 2.0);
    scene.text(at, reason, BODY, MUTED, Anchor::Middle);
    scene
}

fn key(scene: &mut Scene, pieces: &[Piece]) {
    const SAMPLE: f64 = 22.0;
    const BASELINE: f64 = 64.0;
    let middle = BASELINE - BODY.size * 0.36;
    let mut x = MARGIN;
    for piece in pieces {
        let words = match piece {
            Piece::Words(words) => words,
            Piece::Line(colour, words) => {
                scene.path(vec![(x, middle), (x + SAMPLE, middle)], 2.5, *colour);
                x += SAMPLE + 6.0;
                words
            }
            Piece::Band(colour, words) | Piece::Block(colour, words) => {
                let colour = match piece {
                    Piece::Band(..) => colour.fade(BAND),
                    _ => *colour,
                };
                scene.rect((x, middle - 6.0), (x + SAMPLE, middle + 6.0), colour);
                x += SAMPLE + 6.0;
                words
            }
        };
        let room = (WIDTH - MARGIN - x).max(0.0);
        let words = shorten(words, BODY, room, 0);
        scene.text((x, BASELINE), words.clone(), BODY, MUTED, Anchor::Start);
        x += width(&words, BODY) + 16.0;
    }
}

/// Vertical grid lines at `ticks`.
pub fn columns(scene: &mut Scene, plot: &Plot, scale: &Scale, ticks: &[Tick]) {
    for tick in ticks {
        let x = scale.at(tick.value);
        scene.path(vec![(x, plot.top), (x, plot.bottom)], 1.0, GRID);
    }
}

/// The labels of a horizontal axis, below the plot.
pub fn labels_below(scene: &mut Scene, plot: &Plot, scale: &Scale, ticks: &[Tick]) {
    for tick in ticks {
        let half = width(&tick.label, SMALL) / 2.0;
        let (least, most) = (MARGIN + half, WIDTH - MARGIN - half);
        let x = scale.at(tick.value).min(most).max(least);
        let at = (x, plot.bottom + 18.0);
        scene.text(at, tick.label.clone(), SMALL, MUTED, Anchor::Middle);
    }
}

/// Horizontal grid lines at `ticks` with their labels left of the plot; the line at zero is the axis.
pub fn rows(scene: &mut Scene, plot: &Plot, scale: &Scale, ticks: &[Tick]) {
    for tick in ticks {
        let y = scale.at(tick.value);
        let colour = if tick.value == 0.0 { AXIS } else { GRID };
        scene.path(vec![(plot.left, y), (plot.right, y)], 1.0, colour);
        let at = (plot.left - 8.0, y + SMALL.size * 0.36);
        scene.text(at, tick.label.clone(), SMALL, MUTED, Anchor::End);
    }
}

/// The width of the widest label.
pub fn widest(ticks: &[Tick]) -> f64 {
    let widths = ticks.iter().map(|tick| width(&tick.label, SMALL));
    widths.fold(0.0, f64::max)
}
