//! Marks of what happens at stated moments: a line through every panel, and its label above them.

use super::axis::Scale;
use super::frame::Plot;
use super::label::{self, Label, Place};
use super::scene::{Anchor, Scene};
use super::text::{clean, shorten};
use super::theme::{INK, PAPER, SMALL};
use crate::experiment::outcome::life::ActionMark;

const ROW: f64 = 17.0;
/// More rows of labels than this would push the data off the page; more labels need more.
const MOST_ROWS: usize = 4;
const MOST_LABELS: usize = 40;
/// The widest label that is not shortened.
const LONGEST: f64 = 520.0;

/// The marks of a chart.
pub struct Marks {
    lines: Vec<f64>,
    labels: Vec<(Label, Place)>,
    rows: usize,
    /// Marks whose label has no room.
    pub unnamed: usize,
}

impl Marks {
    /// Marks at the times of `actions`, as far as they are on the axis.
    pub fn of(actions: &[ActionMark], across: &Scale) -> Self {
        let shown = || {
            let within = |action: &&ActionMark| action.time_ms as f64 <= across.high;
            actions.iter().filter(within)
        };
        let mut lines: Vec<f64> = shown().map(|mark| across.at(mark.time_ms as f64)).collect();
        lines.dedup_by_key(|x| x.floor());
        let mut labels: Vec<Label> = shown()
            .take(MOST_LABELS)
            .map(|action| Label {
                x: across.at(action.time_ms as f64),
                words: shorten(&clean(&action.label), SMALL, LONGEST, 0),
                face: SMALL,
                anchor: Anchor::Start,
            })
            .collect();
        // From the right, so that a label's line runs down to the left of the labels below it.
        labels.reverse();
        let places = label::place(&labels);
        let with_places = labels.into_iter().zip(places);
        let labels: Vec<_> = with_places
            .filter(|(_, place)| place.row < MOST_ROWS)
            .collect();
        let rows = labels.iter().map(|(_, place)| place.row + 1).max();
        Self {
            lines,
            unnamed: shown().count() - labels.len(),
            labels,
            rows: rows.unwrap_or(0),
        }
    }

    /// Height of the labels.
    pub fn height(&self) -> f64 {
        self.rows as f64 * ROW
    }

    /// Lines through one panel.
    pub fn through(&self, scene: &mut Scene, plot: &Plot) {
        for &x in &self.lines {
            scene.path(vec![(x, plot.top), (x, plot.bottom)], 1.0, INK);
        }
    }

    /// Labels above `bottom`, with lines from there to them.
    pub fn above(&self, scene: &mut Scene, bottom: f64) {
        let baseline = |place: &Place| bottom - 7.0 - place.row as f64 * ROW;
        for (label, place) in &self.labels {
            let beside = place.left > label.x;
            let top = baseline(place) + if beside { -9.0 } else { 4.0 };
            scene.path(vec![(label.x, top), (label.x, bottom)], 1.0, INK);
        }
        for (label, place) in &self.labels {
            let y = baseline(place);
            // Keeps the lines of other marks off the words.
            let (from, to) = ((place.left - 1.0, y - 10.5), (place.right + 1.0, y + 3.5));
            scene.rect(from, to, PAPER);
            let at = (place.left, y);
            scene.text(at, label.words.clone(), SMALL, INK, Anchor::Start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_without_room_for_their_label_are_counted() {
        let across = Scale {
            low: 0.0,
            high: 1e6,
            start: 100.0,
            end: 800.0,
        };
        let action = |time_ms: u64| ActionMark {
            time_ms,
            label: "the job is paused".to_owned(),
        };
        let crowd: Vec<_> = (0..50).map(|place| action(500_000 + place)).collect();
        let marks = Marks::of(&crowd, &across);
        assert_eq!((marks.lines.len(), marks.unnamed), (1, 46));
        let far = Marks::of(&[action(2_000_000)], &across);
        assert_eq!((far.lines.len(), far.unnamed), (0, 0));
    }
}
