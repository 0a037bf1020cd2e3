//! The times of a bar, written beside their marks.

use super::{Anchor, Axis, MUTED, Plot, SMALL, Scene, width};
use crate::report::number;

const GAP: f64 = 6.0;

/// A label: its ends and how far its baseline is below the middle of the bar.
#[derive(Clone, Debug, PartialEq)]
struct Label {
    words: String,
    left: f64,
    right: f64,
    below: f64,
}

/// Writes the times below their marks; where two would meet, the later one to the right of its mark or above it.
pub fn write(scene: &mut Scene, row: &Plot, axis: &Axis, times: &[f64], half: f64) {
    let middle = f64::midpoint(row.top, row.bottom);
    for label in labels(row, axis, times, half) {
        let at = (f64::midpoint(label.left, label.right), middle + label.below);
        scene.text(at, label.words, SMALL, MUTED, Anchor::Middle);
    }
}

fn labels(plot: &Plot, across: &Axis, times: &[f64], half: f64) -> Vec<Label> {
    const BELOW: f64 = 22.0;
    let level = SMALL.drop();
    let above = -half - 3.0;
    let mut labels: Vec<Label> = Vec::new();
    // The first stands more to the left of its mark, the last more to the right.
    for (index, (&time, before)) in times.iter().zip([0.85, 0.5, 0.15]).enumerate() {
        let words = number::time(time);
        if labels.iter().any(|label| label.words == words) {
            continue;
        }
        let length = width(&words, SMALL);
        let mark = across.at(time);
        let centred = (mark - before * length).min(plot.right - length);
        let centred = centred.max(plot.left + 4.0);
        let beside = mark + GAP + 2.0;
        // Beside its mark the last one alone has nothing in its way.
        let is_free = index == 2 && beside + length <= plot.right;
        let wanted = [
            (true, centred, BELOW),
            (is_free, beside, level),
            (true, centred, above),
        ];
        let clear = |(is_free, left, below): &(bool, f64, f64)| {
            let meets =
                |other: &Label| other.right + GAP > *left && left + length + GAP > other.left;
            let mut others = labels.iter().filter(|other| other.below == *below);
            *is_free && !others.any(meets)
        };
        if let Some((_, left, below)) = wanted.into_iter().find(clear) {
            let right = left + length;
            labels.push(Label {
                words,
                left,
                right,
                below,
            });
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::drawing::time_axis::logarithmic;

    fn placed(minutes: [f64; 3], room: f64) -> Vec<(String, f64)> {
        let plot = Plot {
            left: 0.0,
            right: room,
            top: 0.0,
            bottom: 40.0,
        };
        let times = minutes.map(|time| time * 60e3);
        let ends = [60e3, 600.0 * 60e3].into_iter();
        let across = logarithmic(ends.chain(times), plot.across(), 58.0);
        let labels = labels(&plot, &across, &times, 8.0);
        labels
            .into_iter()
            .map(|label| (label.words, label.below))
            .collect()
    }

    fn words(placed: &[(String, f64)]) -> Vec<&str> {
        placed.iter().map(|(words, _)| words.as_str()).collect()
    }

    #[test]
    fn times_that_do_not_meet_stand_in_a_row() {
        let found = placed([5.0, 40.0, 200.0], 600.0);
        assert_eq!(words(&found), ["5.0 min", "40 min", "3.3 h"]);
        assert!(found.iter().all(|(_, below)| *below == found[0].1));
    }

    #[test]
    fn times_that_would_meet_move_and_none_is_dropped() {
        let found = placed([38.0, 41.0, 44.0], 600.0);
        assert_eq!(words(&found), ["38 min", "41 min", "44 min"]);
        assert!(found[1].1 < 0.0 && (0.0..10.0).contains(&found[2].1));
        assert_eq!(words(&placed([38.0, 300.0, 500.0], 300.0)).len(), 3);
    }

    #[test]
    fn one_time_is_written_once() {
        assert_eq!(words(&placed([40.0, 40.0, 40.1], 600.0)), ["40 min"]);
    }
}
