//! Panels one below another, all over the same time.

use crate::report::chart::axis::{Scale, Tick};
use crate::report::chart::frame::{self, Plot};
use crate::report::chart::scene::{Anchor, Scene};
use crate::report::chart::theme::{HEADING, INK, MARGIN, WIDTH};
use crate::report::chart::time::TimeUnit;

/// Space above a panel for its heading, counted from the panel before.
pub const HEADING_ROOM: f64 = 38.0;
/// Space below the last panel: the axis and the caption.
pub const BELOW: f64 = 68.0;

/// What all panels share: both ends and the axis of time.
pub struct Panels {
    left: f64,
    right: f64,
    across: Scale,
    ticks: Vec<Tick>,
}

impl Panels {
    /// Panels with so much room for labels on either side.
    pub fn new(horizon_ms: u64, room_left: f64, room_right: f64) -> Self {
        let left = MARGIN + room_left;
        let right = WIDTH - MARGIN - room_right;
        let across = Scale {
            low: 0.0,
            high: horizon_ms as f64,
            start: left,
            end: right,
        };
        let ticks = TimeUnit::of_horizon(horizon_ms as f64).ticks(&across);
        Self {
            left,
            right,
            across,
            ticks,
        }
    }

    /// The scale of time, in milliseconds.
    pub fn across(&self) -> &Scale {
        &self.across
    }

    /// The panel with its upper end at `top`.
    pub fn plot(&self, top: f64, height: f64) -> Plot {
        Plot {
            left: self.left,
            right: self.right,
            top,
            bottom: top + height,
        }
    }

    /// Vertical grid lines.
    pub fn grid(&self, scene: &mut Scene, plot: &Plot) {
        frame::columns(scene, plot, &self.across, &self.ticks);
    }

    /// The axis of time, below the last panel.
    pub fn axis(&self, scene: &mut Scene, plot: &Plot) {
        frame::labels_below(scene, plot, &self.across, &self.ticks);
    }
}

/// The heading of a panel, above it.
pub fn heading(scene: &mut Scene, plot: &Plot, words: &str) {
    let at = (MARGIN, plot.top - 12.0);
    scene.text(at, words, HEADING, INK, Anchor::Start);
}
