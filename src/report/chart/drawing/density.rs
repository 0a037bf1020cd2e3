//! A distribution as a hill, with the line from its 5th to its 95th percentile below and its median through it.

use super::{Axis, Colour, INK, Plot, Point, Scene};
use crate::stats::quantile;

/// Share of a row's height that the hill takes, and space below it for the line of percentiles.
const SHARE: f64 = 0.62;
const LINE_BELOW: f64 = 5.0;
/// Distance between two points of the outline, and the least width of the smoothing, in pixels.
const STEP: f64 = 2.0;
const LEAST: f64 = 2.0;
/// More points than this no picture has pixels for.
const MOST: usize = 500;

/// Values in ascending order, and their 5th percentile, median and 95th as far as they are known.
#[derive(Debug, PartialEq)]
pub struct Distribution {
    pub values: Vec<f64>,
    pub percentiles: [Option<f64>; 3],
    pub colour: Colour,
}

/// Draws the distribution within its row.
pub fn draw(scene: &mut Scene, row: &Plot, axis: &Axis, of: &Distribution) {
    let base = row.bottom - LINE_BELOW - 4.0;
    let height = (row.bottom - row.top) * SHARE;
    let at = |value: f64| axis.at(value);
    let pixels: Vec<f64> = of.values.iter().copied().map(at).collect();
    let outline = outline(&pixels);
    if let (Some(first), Some(last)) = (outline.first(), outline.last()) {
        let mut points = vec![(first.0, base)];
        points.extend(outline.iter().map(|(x, share)| (*x, base - height * share)));
        points.push((last.0, base));
        scene.area(points, of.colour);
    }
    let y = base + LINE_BELOW;
    let [low, median, high] = of.percentiles.map(|value| value.map(at));
    if let Some(low) = low {
        // What has no end goes on to that of the axis.
        let high = high.unwrap_or(row.right).max(low + 1.0);
        scene.path(vec![(low, y), (high, y)], 3.0, INK);
    }
    if let Some(x) = median {
        let line = vec![(x, base - height), (x, y + 3.0)];
        scene.path(line, 2.0, INK);
    }
}

/// Where an outline is, and its height between zero and one.
///
/// A Gaussian kernel estimate with the width of Silverman's rule of thumb (Density Estimation, 1986, equation 3.31), cut off
/// at the ends of what occurred. `pixels` are in ascending order; values on one pixel have no outline.
fn outline(pixels: &[f64]) -> Vec<Point> {
    let (Some(&first), Some(&last)) = (pixels.first(), pixels.last()) else {
        return Vec::new();
    };
    let cells = ((last - first) / STEP).ceil();
    if !(1.0..=MOST as f64).contains(&cells) {
        return Vec::new();
    }
    let x_of = |cell: usize| (first + STEP * cell as f64).min(last);
    let mut counts = vec![0.0; cells as usize + 1];
    for pixel in pixels {
        let cell = ((pixel - first) / STEP).round() as usize;
        counts[cell.min(cells as usize)] += 1.0;
    }
    let width = width(pixels);
    let height = |x: f64| -> f64 {
        let parts = counts.iter().enumerate().map(|(cell, count)| {
            let distance = (x - x_of(cell)) / width;
            count * libm::exp(-0.5 * distance * distance)
        });
        parts.sum()
    };
    let heights: Vec<f64> = (0..counts.len()).map(|cell| height(x_of(cell))).collect();
    let highest = heights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let points = heights.iter().enumerate();
    let points = points.map(|(cell, height)| (x_of(cell), height / highest));
    points.collect()
}

/// The width of the smoothing.
fn width(pixels: &[f64]) -> f64 {
    let count = pixels.len() as f64;
    let mean = pixels.iter().sum::<f64>() / count;
    let squares = pixels.iter().map(|pixel| (pixel - mean) * (pixel - mean));
    let deviation = libm::sqrt(squares.sum::<f64>() / count);
    let at = |p: f64| quantile(pixels, p).unwrap_or(mean);
    let quartiles = (at(0.75) - at(0.25)) / 1.34;
    let spread = match quartiles > 0.0 {
        true => deviation.min(quartiles),
        false => deviation,
    };
    (0.9 * spread * libm::pow(count, -0.2)).max(LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_is_highest_where_most_values_are() {
        let mut pixels: Vec<f64> = (0..100).map(|index| 100.0 + f64::from(index)).collect();
        pixels.extend([150.0; 60]);
        pixels.sort_by(f64::total_cmp);
        let outline = outline(&pixels);
        let (top, height) = outline
            .iter()
            .copied()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap();
        assert!((top - 150.0).abs() <= STEP && height == 1.0, "{top}");
        assert_eq!((outline[0].0, outline[outline.len() - 1].0), (100.0, 199.0));
    }

    #[test]
    fn two_humps_stay_two() {
        let mut pixels = vec![100.0; 50];
        pixels.extend([300.0; 50]);
        let outline = outline(&pixels);
        let middle = outline.iter().find(|point| point.0 >= 200.0).unwrap();
        assert!(middle.1 < 0.5 && outline[0].1 > 0.9);
    }

    #[test]
    fn what_has_no_width_has_no_outline() {
        for pixels in [&[][..], &[5.0], &[5.0; 40], &[0.0, f64::INFINITY]] {
            assert!(outline(pixels).is_empty(), "{pixels:?}");
        }
    }
}
