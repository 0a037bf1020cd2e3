//! The two bars of an input, with the intervals of their ends and the input's values there.

use super::data::{Data, Ends, Row, all};
use crate::experiment::outcome::Estimate;
use crate::report::chart::axis::Scale;
use crate::report::chart::font::width;
use crate::report::chart::frame::Plot;
use crate::report::chart::scene::{Anchor, Colour, Scene};
use crate::report::chart::text::shorten;
use crate::report::chart::theme::{BLUE, INK, PAPER, SKY, SMALL};
use crate::report::number;

/// Half the height of the bar of the median and of that of the 95th percentile, and how far each lies off the middle.
const P50: (f64, f64) = (7.0, -6.0);
const P95: (f64, f64) = (3.5, 9.0);
/// Half the height of the end of a whisker.
const CAP: f64 = 3.0;
const GAP: f64 = 6.0;
/// The widest value of an input.
const WIDEST: f64 = 100.0;

/// A scale that holds every bar, and the input's values on either side of it.
pub fn scale(plot: &Plot, data: &Data<'_>) -> Scale {
    let (low, high) = data.range();
    let mut inner = *plot;
    // What is cut off at one side moves the labels at the other; a few rounds settle it.
    for _ in 0..4 {
        let across = inner.across(low, high);
        let labels = data.rows.iter().filter_map(|row| labels(row, &across));
        let mut beyond = (0.0_f64, 0.0_f64);
        for label in labels {
            beyond.0 = beyond
                .0
                .max(plot.left + GAP - label.from + width(&label.left, SMALL));
            beyond.1 = beyond
                .1
                .max(label.to + width(&label.right, SMALL) - plot.right);
        }
        let most = (plot.right - plot.left) / 4.0;
        inner.left = (inner.left + beyond.0).min(plot.left + most);
        inner.right = (inner.right - beyond.1).max(plot.right - most);
    }
    inner.across(low, high)
}

/// The input's values at the ends of a bar, and where they stand.
struct Labels {
    left: String,
    from: f64,
    right: String,
    to: f64,
    /// How far off the middle of the row.
    off: f64,
}

/// The values stand beside the bar of the median, or of the other where that is all that is known.
fn labels(row: &Row<'_>, across: &Scale) -> Option<Labels> {
    let p50 = row.p50.as_ref().map(|ends| (ends, P50.1));
    let (ends, off) = p50.or(row.p95.as_ref().map(|ends| (ends, P95.1)))?;
    let [lowest, highest] = words(row);
    let [at_lowest, at_highest] = ends;
    let rises = at_lowest.value <= at_highest.value;
    let (left, right) = if rises {
        (lowest, highest)
    } else {
        (highest, lowest)
    };
    let pixels = || {
        all(at_lowest)
            .chain(all(at_highest))
            .map(|time| across.at(time))
    };
    Some(Labels {
        left,
        from: pixels().fold(f64::INFINITY, f64::min) - GAP,
        right,
        to: pixels().fold(0.0, f64::max) + GAP,
        off,
    })
}

/// The input's value in its lowest and in its highest fifth.
fn words(row: &Row<'_>) -> [String; 2] {
    let effect = row.effect;
    let shown = |value: f64| shorten(&number::input(value, &effect.unit), SMALL, WIDEST, 0);
    [effect.lowest_fifth, effect.highest_fifth].map(shown)
}

/// Both bars around `middle`.
pub fn draw(scene: &mut Scene, across: &Scale, row: &Row<'_>, middle: f64) {
    draw_pair(scene, across, &row.p95, (P95.0, middle + P95.1), SKY);
    draw_pair(scene, across, &row.p50, (P50.0, middle + P50.1), BLUE);
    if let Some(labels) = labels(row, across) {
        let baseline = middle + labels.off + SMALL.size * 0.36;
        let (from, to) = ((labels.from, baseline), (labels.to, baseline));
        clear(
            scene,
            labels.from - width(&labels.left, SMALL),
            labels.from,
            baseline,
        );
        clear(
            scene,
            labels.to,
            labels.to + width(&labels.right, SMALL),
            baseline,
        );
        scene.text(from, labels.left, SMALL, INK, Anchor::End);
        scene.text(to, labels.right, SMALL, INK, Anchor::Start);
    }
}

/// Takes the lines of all runs back where a value is to be read.
fn clear(scene: &mut Scene, left: f64, right: f64, baseline: f64) {
    let (top, bottom) = (baseline - SMALL.size * 0.8, baseline + SMALL.size * 0.15);
    scene.rect((left - 1.0, top), (right + 1.0, bottom), PAPER.fade(0.8));
}

fn draw_pair(
    scene: &mut Scene,
    across: &Scale,
    ends: &Ends,
    (half, y): (f64, f64),
    colour: Colour,
) {
    let Some(ends) = ends else {
        return;
    };
    let pixels = ends.map(|end| end.value.map_or(across.start, |time| across.at(time)));
    // Ends that are the same are a mark.
    let (left, right) = (
        pixels[0].min(pixels[1]) - 1.0,
        pixels[0].max(pixels[1]) + 1.0,
    );
    scene.rect((left, y - half), (right, y + half), colour);
    for end in ends {
        draw_interval(scene, across, end, y);
    }
}

fn draw_interval(scene: &mut Scene, across: &Scale, end: &Estimate, y: f64) {
    let ends = all(end).map(|time| across.at(time));
    let (low, high) = ends.fold((f64::INFINITY, 0.0_f64), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    if high - low < 1.0 {
        return;
    }
    scene.path(vec![(low, y), (high, y)], 1.25, INK);
    for x in [low, high] {
        scene.path(vec![(x, y - CAP), (x, y + CAP)], 1.25, INK);
    }
}
