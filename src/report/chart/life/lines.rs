//! Lines and bands over time with at most a few points to a pixel.

use crate::report::chart::scene::{Colour, Point, Scene};
use crate::report::chart::theme::BAND;

/// The points in order of x; where a column of pixels has many, its first, lowest, highest and last.
pub fn thinned(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut kept = Vec::new();
    let mut column: Vec<Point> = Vec::new();
    for point in points {
        if column
            .first()
            .is_some_and(|first| first.0.floor() != point.0.floor())
        {
            finish(&mut column, &mut kept);
        }
        column.push(point);
    }
    finish(&mut column, &mut kept);
    kept
}

fn finish(column: &mut Vec<Point>, kept: &mut Vec<Point>) {
    const MOST: usize = 4;
    if column.len() <= MOST {
        kept.append(column);
        return;
    }
    let by_height = |a: &Point, b: &Point| a.1.total_cmp(&b.1);
    let ends = [column.first(), column.last()];
    let extremes = [
        column.iter().copied().min_by(by_height),
        column.iter().copied().max_by(by_height),
    ];
    kept.extend(ends[0]);
    kept.extend(extremes.into_iter().flatten());
    kept.extend(ends[1]);
    column.clear();
}

/// A band with its middle line. Points without values part it.
pub fn band(
    scene: &mut Scene,
    points: impl Iterator<Item = (f64, Option<[f64; 3]>)>,
    colour: Colour,
) {
    let mut part: Vec<(f64, [f64; 3])> = Vec::new();
    for (x, heights) in points {
        match heights {
            Some(heights) => part.push((x, heights)),
            None => draw(scene, &std::mem::take(&mut part), colour),
        }
    }
    draw(scene, &part, colour);
}

fn draw(scene: &mut Scene, part: &[(f64, [f64; 3])], colour: Colour) {
    let line = |place: usize| thinned(part.iter().map(move |(x, heights)| (*x, heights[place])));
    if part.is_empty() {
        return;
    }
    let mut outline = line(2);
    outline.extend(line(0).into_iter().rev());
    scene.area(outline, colour.fade(BAND));
    scene.path(line(1), 2.0, colour);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_points_stay_and_many_keep_their_extremes() {
        let few = [(0.1, 5.0), (1.2, 3.0)];
        assert_eq!(thinned(few.into_iter()), few);
        let many = (0..10_000).map(|place| {
            let x = f64::from(place) / 1_000.0;
            (x, if place == 4_321 { -7.0 } else { 1.0 })
        });
        let kept = thinned(many);
        assert!(kept.len() <= 40 && kept.contains(&(4.321, -7.0)));
        assert!(
            kept.windows(2)
                .all(|pair| pair[0].0.floor() <= pair[1].0.floor())
        );
    }
}
