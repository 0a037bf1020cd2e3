//! What every chart has: title, subtitle with its key, caption, grid and axes.

use super::{
    AXIS, Anchor, Axis, BAND, BODY, CAPTION, Colour, Face, GRID, HEIGHT, INK, MARGIN, MUTED, PAPER,
    Point, SMALL, Scene, TITLE, Tick, WIDTH, clean, shorten, suited, widest, width,
};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::comparison::Comparison;
use crate::experiment::outcome::fleet_document::Fleet;
use crate::experiment::outcome::observed_job::ObservedJob;
use crate::experiment::outcome::rehearsal::Rehearsal;
use crate::experiment::outcome::reproduction::Reproduction;
use crate::experiment::outcome::sweep::Sweep;

/// A piece of the subtitle, with a sample of what it explains.
#[derive(Clone)]
pub enum Piece {
    Words(String),
    Line(Colour, String),
    Block(Colour, String),
}

impl Piece {
    /// What is shown, and that its line is the median and its band holds nine replications in ten.
    pub fn band(what: impl Into<String>, colour: Colour) -> [Self; 3] {
        [
            Self::Words(what.into()),
            Self::Line(colour, "median".to_owned()),
            Self::Block(colour.fade(BAND), "5th to 95th percentile".to_owned()),
        ]
    }
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
    /// Both ends of an axis over its width.
    pub const fn across(&self) -> (f64, f64) {
        (self.left, self.right)
    }

    /// Both ends of an axis up its height.
    pub const fn upwards(&self) -> (f64, f64) {
        (self.bottom, self.top)
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

impl From<&str> for Caption {
    fn from(words: &str) -> Self {
        Self::with_name(words, words)
    }
}

impl From<&Rehearsal> for Caption {
    fn from(found: &Rehearsal) -> Self {
        Self::with_name(&found.caption(), &found.scenario)
    }
}

impl From<&Outcome> for Caption {
    fn from(outcome: &Outcome) -> Self {
        Self::with_name(&outcome.caption(), &outcome.scenario.name)
    }
}

impl From<&Reproduction> for Caption {
    fn from(found: &Reproduction) -> Self {
        let caption = found.caption();
        Self::with_name(&caption, &caption)
    }
}

impl From<&Comparison> for Caption {
    fn from(found: &Comparison) -> Self {
        Self::with_name(&found.caption(), &found.scenario)
    }
}

impl From<&ObservedJob> for Caption {
    fn from(found: &ObservedJob) -> Self {
        Self::with_name(&found.caption(), &found.scenario)
    }
}

impl From<&Fleet> for Caption {
    fn from(found: &Fleet) -> Self {
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
    let middle = BASELINE - BODY.drop();
    let mut x = MARGIN;
    for piece in pieces {
        let end = x + SAMPLE;
        match piece {
            Piece::Words(_) => {}
            Piece::Line(colour, _) => scene.path(vec![(x, middle), (end, middle)], 2.5, *colour),
            Piece::Block(colour, _) => scene.rect((x, middle - 6.0), (end, middle + 6.0), *colour),
        }
        let (Piece::Words(words) | Piece::Line(_, words) | Piece::Block(_, words)) = piece;
        if !matches!(piece, Piece::Words(_)) {
            x += SAMPLE + 6.0;
        }
        let room = (WIDTH - MARGIN - x).max(0.0);
        let words = shorten(words, BODY, room, 0);
        scene.text((x, BASELINE), words.clone(), BODY, MUTED, Anchor::Start);
        x += width(&words, BODY) + 16.0;
    }
}

/// Vertical grid lines at the marks of an axis.
pub fn columns(scene: &mut Scene, plot: &Plot, across: &Axis) {
    for (x, _) in across.marks() {
        scene.path(vec![(x, plot.top), (x, plot.bottom)], 1.0, GRID);
    }
}

/// The labels of a horizontal axis, below the plot.
pub fn labels_below(scene: &mut Scene, plot: &Plot, across: &Axis) {
    for (x, tick) in across.marks() {
        centred(scene, (x, plot.bottom + 18.0), &tick.label, SMALL, MUTED);
    }
}

/// Horizontal grid lines at the marks of an axis with their labels left of the plot; the line at zero is the axis.
pub fn rows(scene: &mut Scene, plot: &Plot, upwards: &Axis) {
    for (y, tick) in upwards.marks() {
        let is_axis = tick.value == 0.0 && !upwards.is_logarithmic;
        let colour = if is_axis { AXIS } else { GRID };
        scene.path(vec![(plot.left, y), (plot.right, y)], 1.0, colour);
        let at = (plot.left - 8.0, y + SMALL.drop());
        scene.text(at, tick.label.clone(), SMALL, MUTED, Anchor::End);
    }
}

/// The room that the labels of an axis need left of a plot.
pub fn room_left(ticks: &[Tick]) -> f64 {
    widest(ticks.iter().map(|tick| &tick.label), SMALL) + 8.0
}

/// A text around `x`, as far as the margins let it.
pub fn centred(scene: &mut Scene, (x, baseline): Point, words: &str, face: Face, colour: Colour) {
    let half = width(words, face) / 2.0;
    let middle = x.min(WIDTH - MARGIN - half).max(MARGIN + half);
    scene.text((middle, baseline), words, face, colour, Anchor::Middle);
}
