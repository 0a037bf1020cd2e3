//! Hatched areas, which stay apart from plain ones in grey.

use crate::report::chart::scene::{Colour, Point, Scene};

/// Distance between two lines, along the horizontal.
const STEP: f64 = 7.0;

/// Diagonal lines within a rectangle. They run through from one rectangle to the next.
pub fn hatch(scene: &mut Scene, from: Point, to: Point, colour: Colour) {
    let (left, top) = from;
    let (right, bottom) = to;
    // On each line x + y is the same.
    let first = libm::ceil((left + top) / STEP);
    let last = libm::floor((right + bottom) / STEP);
    let count = (last - first).clamp(-1.0, 1_000.0) as i32;
    for place in 0..=count {
        let sum = (first + f64::from(place)) * STEP;
        let low = (sum - bottom).max(left);
        let high = (sum - top).min(right);
        if high > low {
            scene.path(vec![(low, sum - low), (high, sum - high)], 1.0, colour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::scene::Shape;
    use crate::report::chart::theme::INK;

    #[test]
    fn no_line_leaves_its_rectangle() {
        let mut scene = Scene {
            width: 100.0,
            height: 100.0,
            title: String::new(),
            description: String::new(),
            shapes: Vec::new(),
        };
        hatch(&mut scene, (10.0, 20.0), (31.0, 40.0), INK);
        assert!(scene.shapes.len() > 4);
        for shape in &scene.shapes {
            let Shape::Path { points, .. } = shape else {
                panic!("only lines");
            };
            for (x, y) in points {
                assert!((10.0..=31.0).contains(x) && (20.0..=40.0).contains(y));
            }
        }
    }
}
