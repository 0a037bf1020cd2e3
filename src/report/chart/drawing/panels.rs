//! Panels of bands, lines and bars, one below another, all over one axis.

use super::{
    AXIS, Anchor, Axis, BAND, BODY, Colour, HEADING, INK, Level, MARGIN, Marks, Plot, Point, Scene,
    WIDTH, frame, reference_line,
};
use crate::experiment::outcome::life::ActionMark;

/// Space above a panel for its heading, counted from the panel before.
pub const HEADING_ROOM: f64 = 38.0;
/// Distance of two names at the ends of lines.
const NAMES: f64 = 16.0;

/// A panel, in values of both its axes.
pub struct Panel {
    /// What stands above it, and its colour.
    pub heading: String,
    pub ink: Colour,
    /// From zero pixels at its bottom up to its height, which is below zero as pixels go downwards.
    pub upwards: Axis,
    pub layers: Vec<Layer>,
    /// Values to be marked across the data.
    pub levels: Vec<Level>,
    /// Names at the right of the panel, at the height of their values.
    pub names: Vec<(f64, String, Colour)>,
}

/// A part of the data; points are an x and a y value.
pub enum Layer {
    /// What lies between two lines.
    Area([Vec<Point>; 2], Colour),
    /// A line with its width.
    Line(Vec<Point>, f64, Colour),
    /// Dots with their radius.
    Dots(Vec<Point>, f64, Colour),
    /// Bars in order of their beginning; of those that begin in the same pixel the highest is drawn.
    Bars(Vec<Bar>),
}

/// A bar from the bottom of its panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    pub from: f64,
    pub to: f64,
    pub height: f64,
    pub colour: Colour,
}

impl Panel {
    /// A panel without anything in it.
    pub fn new(heading: impl Into<String>, upwards: Axis) -> Self {
        Self {
            heading: heading.into(),
            ink: INK,
            upwards,
            layers: Vec::new(),
            levels: Vec::new(),
            names: Vec::new(),
        }
    }

    fn height(&self) -> f64 {
        -self.upwards.scale.end
    }
}

/// The height of panels with the headings between them.
pub fn height(panels: &[Panel]) -> f64 {
    let between = HEADING_ROOM * panels.len().saturating_sub(1) as f64;
    panels.iter().map(Panel::height).sum::<f64>() + between
}

/// The room that the labels of the panels' axes need.
pub fn room_left(panels: &[Panel]) -> f64 {
    let ticks = panels.iter().map(|panel| &panel.upwards.ticks);
    let rooms = ticks.map(|ticks| frame::room_left(ticks));
    rooms.fold(0.0, f64::max)
}

/// Stretches of neighbours that have values.
pub fn stretches<T>(points: impl Iterator<Item = (f64, Option<T>)>) -> Vec<Vec<(f64, T)>> {
    let mut stretches = vec![Vec::new()];
    for (x, values) in points {
        match (values, stretches.last_mut()) {
            (Some(values), Some(stretch)) => stretch.push((x, values)),
            _ => stretches.push(Vec::new()),
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

/// A band from the first to the last of three values, with the second as its line. Points without values part it.
pub fn band(points: impl Iterator<Item = (f64, Option<[f64; 3]>)>, colour: Colour) -> Vec<Layer> {
    let layers = |stretch: Vec<(f64, [f64; 3])>| {
        let line = |of: usize| stretch.iter().map(|(x, values)| (*x, values[of])).collect();
        [
            Layer::Area([line(2), line(0)], colour.fade(BAND)),
            Layer::Line(line(1), 2.0, colour),
        ]
    };
    stretches(points).into_iter().flat_map(layers).collect()
}

/// What panels share: both ends, the axis, and what is marked through all of them.
pub struct Panels {
    ends: (f64, f64),
    pub across: Axis,
    pub marks: Marks,
    /// Shades behind every panel, in pixels.
    pub shades: Vec<(f64, f64, Colour)>,
}

impl Panels {
    /// Panels with so much room for labels on either side.
    pub fn new(
        (room_left, room_right): (f64, f64),
        across: impl FnOnce((f64, f64)) -> Axis,
        actions: &[ActionMark],
    ) -> Self {
        let ends = (MARGIN + room_left, WIDTH - MARGIN - room_right);
        let across = across(ends);
        Self {
            ends,
            marks: Marks::of(actions, &across),
            across,
            shades: Vec::new(),
        }
    }

    /// The plot of a panel with its upper end at `top`.
    pub const fn plot(&self, top: f64, height: f64) -> Plot {
        Plot {
            left: self.ends.0,
            right: self.ends.1,
            top,
            bottom: top + height,
        }
    }

    /// Draws the panels from `top` down with the axis below them, and says where they are.
    pub fn draw(&self, scene: &mut Scene, top: f64, panels: &[Panel]) -> Vec<Plot> {
        let mut top = top;
        let mut plots = Vec::new();
        for panel in panels {
            let plot = self.plot(top, panel.height());
            self.draw_one(scene, &plot, panel);
            plots.push(plot);
            top = plot.bottom + HEADING_ROOM;
        }
        plots
    }

    /// The same with the labels of the axis below the last of them.
    pub fn draw_with_labels(&self, scene: &mut Scene, top: f64, panels: &[Panel]) {
        if let Some(last) = self.draw(scene, top, panels).last() {
            self.labels(scene, last);
        }
    }

    /// The labels of the axis, below the last panel.
    pub fn labels(&self, scene: &mut Scene, last: &Plot) {
        frame::labels_below(scene, last, &self.across);
    }

    fn draw_one(&self, scene: &mut Scene, plot: &Plot, panel: &Panel) {
        for (left, right, colour) in &self.shades {
            scene.rect((*left, plot.top), (*right, plot.bottom), *colour);
        }
        heading(scene, plot, &panel.heading, panel.ink);
        let mut upwards = panel.upwards.clone();
        upwards.scale.start += plot.bottom;
        upwards.scale.end += plot.bottom;
        frame::columns(scene, plot, &self.across);
        frame::rows(scene, plot, &upwards);
        self.marks.through(scene, plot);
        for layer in &panel.layers {
            layer.draw(scene, plot, &self.across, &upwards);
        }
        if upwards.is_logarithmic {
            let axis = vec![(plot.left, plot.bottom), (plot.right, plot.bottom)];
            scene.path(axis, 1.0, AXIS);
        }
        reference_line::levels(scene, plot, &upwards, &panel.levels);
        let names = panel.names.iter();
        let mut ends: Vec<f64> = names.map(|(value, ..)| upwards.at(*value)).collect();
        reference_line::apart(&mut ends, NAMES, plot.top, plot.bottom);
        for ((_, words, colour), end) in panel.names.iter().zip(ends) {
            let at = (plot.right + 8.0, end + BODY.drop());
            scene.text(at, words, BODY, *colour, Anchor::Start);
        }
    }
}

/// The heading of a panel, above it.
pub fn heading(scene: &mut Scene, plot: &Plot, words: &str, colour: Colour) {
    if !words.is_empty() {
        let at = (MARGIN, plot.top - 12.0);
        scene.text(at, words, HEADING, colour, Anchor::Start);
    }
}

impl Layer {
    fn draw(&self, scene: &mut Scene, plot: &Plot, across: &Axis, upwards: &Axis) {
        let pixel = |(x, y): &Point| (across.at(*x), upwards.at(*y));
        let line = |points: &[Point]| thinned(points.iter().map(pixel));
        match self {
            Self::Area([one, other], colour) => {
                let mut outline = line(one);
                outline.extend(line(other).into_iter().rev());
                scene.area(outline, *colour);
            }
            Self::Line(points, width, colour) => scene.path(line(points), *width, *colour),
            Self::Dots(points, radius, colour) => {
                for dot in points.iter().map(pixel) {
                    scene.dot(dot, *radius, *colour);
                }
            }
            Self::Bars(bars) => {
                for bar in highest_by_pixel(bars, across) {
                    let left = across.at(bar.from).floor().max(plot.left);
                    let right = across.at(bar.to).max(left + 1.0);
                    let top = upwards.at(bar.height).min(plot.bottom - 1.5);
                    scene.rect((left, top), (right, plot.bottom), bar.colour);
                }
            }
        }
    }
}

/// Of bars that begin in the same pixel, the highest.
pub fn highest_by_pixel(bars: &[Bar], across: &Axis) -> Vec<Bar> {
    let pixel = |bar: &Bar| across.at(bar.from).floor();
    let mut kept: Vec<Bar> = Vec::new();
    for bar in bars {
        match kept.last_mut() {
            Some(last) if pixel(last) == pixel(bar) && bar.height > last.height => *last = *bar,
            Some(last) if pixel(last) == pixel(bar) => {}
            _ => kept.push(*bar),
        }
    }
    kept
}

/// The points in order of x; where a column of pixels has many, its first, lowest, highest and last.
pub fn thinned(points: impl Iterator<Item = Point>) -> Vec<Point> {
    const MOST: usize = 4;
    let points: Vec<Point> = points.collect();
    let by_height = |a: &&Point, b: &&Point| a.1.total_cmp(&b.1);
    let mut kept = Vec::new();
    for column in points.chunk_by(|one, next| one.0.floor() == next.0.floor()) {
        match column {
            [first, .., last] if column.len() > MOST => {
                kept.push(*first);
                kept.extend(column.iter().min_by(by_height));
                kept.extend(column.iter().max_by(by_height));
                kept.push(*last);
            }
            few => kept.extend(few),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_points_stay_and_many_keep_their_extremes() {
        let few = [(0.1, 5.0), (1.2, 3.0)];
        assert_eq!(thinned(few.into_iter()), few);
        let many = (0..10_000).map(|index| {
            let x = f64::from(index) / 1_000.0;
            (x, if index == 4_321 { -7.0 } else { 1.0 })
        });
        let kept = thinned(many);
        assert!(kept.len() <= 40 && kept.contains(&(4.321, -7.0)));
        assert!(
            kept.windows(2)
                .all(|pair| pair[0].0.floor() <= pair[1].0.floor())
        );
    }
}
