//! Lines that mark a value across the data: a limit, a peak, a deadline.

use super::{Anchor, Axis, BODY, Colour, PAPER, Plot, Scene, frame, width};

/// Length of a stroke of a broken line, and of the gap behind it.
const STROKE: (f64, f64) = (7.0, 4.0);
const LINE: f64 = 16.0;

/// A broken line across the plot with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    pub value: f64,
    pub words: String,
    pub colour: Colour,
}

impl Level {
    pub const fn new(value: f64, words: String, colour: Colour) -> Self {
        Self {
            value,
            words,
            colour,
        }
    }
}

/// Draws the lines, each with its name above its right end; names that would meet move apart.
pub fn levels(scene: &mut Scene, plot: &Plot, upwards: &Axis, levels: &[Level]) {
    let y = |level: &Level| upwards.at(level.value);
    let mut baselines: Vec<f64> = levels.iter().map(|level| y(level) - 5.0).collect();
    apart(&mut baselines, LINE, plot.top + 12.0, plot.bottom - 5.0);
    for level in levels {
        let mut x = plot.left;
        while x < plot.right {
            let end = (x + STROKE.0).min(plot.right);
            scene.path(vec![(x, y(level)), (end, y(level))], 1.5, level.colour);
            x += STROKE.0 + STROKE.1;
        }
    }
    for (level, baseline) in levels.iter().zip(baselines) {
        let right = plot.right - 4.0;
        let left = right - width(&level.words, BODY);
        // Keeps the data off the words.
        let (from, to) = ((left - 3.0, baseline - 11.5), (right + 3.0, baseline + 3.5));
        scene.rect(from, to, PAPER.fade(0.8));
        let at = (right, baseline);
        scene.text(at, &level.words, BODY, level.colour, Anchor::End);
    }
}

/// Draws a line up the plot with its name above it.
pub fn moment(scene: &mut Scene, plot: &Plot, x: f64, words: &str, colour: Colour) {
    scene.path(vec![(x, plot.top - 6.0), (x, plot.bottom)], 1.5, colour);
    frame::centred(scene, (x, plot.top - 12.0), words, BODY, colour);
}

/// Moves heights apart until each has `gap` to the next, in their order, between `top` and `bottom` if they fit.
pub fn apart(heights: &mut [f64], gap: f64, top: f64, bottom: f64) {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|a, b| heights[*a].total_cmp(&heights[*b]));
    let mut least = top;
    for &index in &order {
        heights[index] = heights[index].max(least);
        least = heights[index] + gap;
    }
    let mut most = bottom;
    for &index in order.iter().rev() {
        heights[index] = heights[index].min(most);
        most = heights[index] - gap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_at_the_same_height_move_apart() {
        let mut heights = [50.0, 50.0, 10.0];
        apart(&mut heights, 15.0, 0.0, 100.0);
        assert_eq!(heights, [50.0, 65.0, 10.0]);
    }

    #[test]
    fn labels_at_the_lower_end_move_up() {
        let mut heights = [100.0, 100.0, 99.0];
        apart(&mut heights, 15.0, 0.0, 100.0);
        assert_eq!(heights, [85.0, 100.0, 70.0]);
    }
}
