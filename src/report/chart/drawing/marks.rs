//! Marks of what happens at stated moments: a line through every panel, and its label above them.

use super::{Anchor, Axis, INK, Label, Labels, Plot, SMALL, Scene, clean, shorten};
use crate::experiment::outcome::life::ActionMark;

/// More rows of labels than this would push the data off the page; more labels need more.
const MOST_ROWS: usize = 4;
const MOST_LABELS: usize = 40;
/// The widest label that is not shortened.
const LONGEST: f64 = 520.0;

/// The marks of a chart.
pub struct Marks {
    lines: Vec<f64>,
    labels: Labels,
    /// Marks whose label has no room.
    pub unnamed: usize,
}

impl Marks {
    /// Marks at the times of `actions`, as far as they are on the axis.
    pub fn of(actions: &[ActionMark], across: &Axis) -> Self {
        let is_within = |action: &&ActionMark| action.time_ms as f64 <= across.scale.high;
        let shown: Vec<&ActionMark> = actions.iter().filter(is_within).collect();
        let x = |action: &ActionMark| across.at(action.time_ms as f64);
        let mut lines: Vec<f64> = shown.iter().map(|mark| x(mark)).collect();
        lines.dedup_by_key(|x| x.floor());
        // From the right, so that a label's line runs down to the left of the labels below it.
        let labels = shown.iter().take(MOST_LABELS).rev().map(|action| {
            let words = shorten(&clean(&action.label), SMALL, LONGEST, 0);
            Label::new(x(action), words, SMALL, Anchor::Start)
        });
        let labels = Labels::of(labels.collect()).in_rows(MOST_ROWS);
        Self {
            lines,
            unnamed: shown.len() - labels.count(),
            labels,
        }
    }

    /// Height of the labels.
    pub fn height(&self) -> f64 {
        self.labels.height()
    }

    /// Lines through one panel.
    pub fn through(&self, scene: &mut Scene, plot: &Plot) {
        for &x in &self.lines {
            scene.path(vec![(x, plot.top), (x, plot.bottom)], 1.0, INK);
        }
    }

    /// Labels above `bottom`, with lines from there to them.
    pub fn above(&self, scene: &mut Scene, bottom: f64) {
        self.labels.above(scene, bottom, bottom);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::drawing::Scale;

    #[test]
    fn marks_without_room_for_their_label_are_counted() {
        let scale = Scale::new((0.0, 1e6), (100.0, 800.0));
        let across = Axis::linear(scale, Vec::new());
        let action = |time_ms: u64| ActionMark {
            time_ms,
            label: "the job is paused".to_owned(),
        };
        let crowd: Vec<_> = (0..50).map(|index| action(500_000 + index)).collect();
        let marks = Marks::of(&crowd, &across);
        assert_eq!((marks.lines.len(), marks.unnamed), (1, 46));
        let far = Marks::of(&[action(2_000_000)], &across);
        assert_eq!((far.lines.len(), far.unnamed), (0, 0));
    }
}
