//! Charts of rows: each has a label at its left, spans and marks over one axis, and words at its right.

use super::{
    AXIS, Anchor, Axis, BELOW, BODY, Colour, Distribution, Face, HEADING, HEIGHT, INK, MARGIN,
    PAPER, Plot, Point, Scale, Scene, TOP, WIDTH, clean, density, frame, shorten, values_below,
    widest, width,
};

/// Distance of two lines of a label.
const LINE: f64 = 16.0;
/// Height of a heading over rows.
const SECTION: f64 = 34.0;
/// Space between the plot and the words beside it.
const ASIDE: f64 = 14.0;
/// Space between a value and the words beside it.
const GAP: f64 = 7.0;

/// A row.
#[derive(Default)]
pub struct Row {
    /// What stands above it, where others begin.
    pub heading: Option<&'static str>,
    /// Its label, in lines.
    pub label: Vec<String>,
    pub marks: Vec<Mark>,
    /// The words beside it, a line each.
    pub words: Vec<(String, Face, Colour)>,
}

impl Row {
    /// A row with one line of words beside it.
    pub fn new(label: Vec<String>, marks: Vec<Mark>, words: (String, Face, Colour)) -> Self {
        Self {
            heading: None,
            label,
            marks,
            words: vec![words],
        }
    }
}

/// Something at a value, or from one to another.
#[derive(Debug, PartialEq)]
pub enum Mark {
    Bar([f64; 2], Around, Colour),
    /// A line with its ends, so far below the middle of the row and so wide.
    Whisker([End; 2], f64, f64),
    /// A line up the row, so wide.
    Stroke(f64, Around, f64, Colour),
    /// A dot with its radius.
    Dot(f64, f64, Colour),
    /// Words right of a value, or left of it where they end there, so far below the middle of the row.
    Words(f64, f64, String, Face, Anchor),
    /// Lengths of time, written beside their marks around a bar that is so many pixels high to either side.
    Values(Vec<f64>, f64),
    Distribution(Distribution),
}

/// How far a mark lies below the middle of its row, and half its height.
type Around = (f64, f64);

/// An end of a whisker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    Capped(f64),
    Plain(f64),
    /// Not known: as far as the plot goes.
    Open,
    /// Beyond the picture, with the head of an arrow.
    Arrow,
}

/// The rows of a plot.
pub struct Rows {
    pub rows: Vec<Row>,
    /// The least and the greatest height of a row, and what all share.
    pub heights: (f64, f64),
    pub room: f64,
    /// The least and the greatest width of the words beside the rows.
    pub words: (f64, f64),
    /// Whether a line marks where the axis begins.
    pub has_axis: bool,
}

impl Rows {
    /// Rows of the usual picture, which have a height between the least and the greatest, and what they need for their label.
    pub const fn new(rows: Vec<Row>, heights: (f64, f64)) -> Self {
        Self {
            rows,
            heights,
            room: HEIGHT - TOP - BELOW,
            words: (0.0, f64::INFINITY),
            has_axis: true,
        }
    }

    /// The same where so much height is taken by other things.
    pub fn beside(self, taken: f64) -> Self {
        let room = self.room - taken;
        Self { room, ..self }
    }

    fn height(&self, row: &Row) -> f64 {
        let (least, greatest) = self.heights;
        let even = (self.room / self.rows.len() as f64).clamp(least, greatest);
        even.max(row.label.len() as f64 * LINE + 8.0)
    }

    /// The plot from `top` down, as high as the rows are and between labels and words.
    pub fn plot(&self, top: f64) -> Plot {
        let labels = self.rows.iter().flat_map(|row| &row.label);
        let words = self.rows.iter().flat_map(|row| &row.words);
        let words = words.map(|(words, face, _)| width(words, *face));
        let (least, greatest) = self.words;
        let words = words.fold(least, f64::max).min(greatest);
        let heading = |row: &Row| row.heading.map_or(0.0, |_| SECTION);
        let heights = self.rows.iter().map(|row| heading(row) + self.height(row));
        Plot {
            left: MARGIN + widest(labels, BODY) + 12.0,
            right: WIDTH - MARGIN - words - ASIDE,
            top,
            bottom: top + heights.sum::<f64>(),
        }
    }

    /// A scale over the plot that leaves room for the words at values near its ends.
    pub fn scale_with_words(&self, plot: &Plot, (low, high): (f64, f64)) -> Scale {
        let most = (plot.right - plot.left) / 4.0;
        let mut scale = Scale::new((low, high), plot.across());
        // What is cut off at one side moves the words at the other; a few rounds settle it.
        for _ in 0..4 {
            let (mut before, mut behind) = (0.0_f64, 0.0_f64);
            for mark in self.rows.iter().flat_map(|row| &row.marks) {
                if let Mark::Words(at, _, words, face, anchor) = mark {
                    let (x, reach) = (scale.at(*at), GAP + width(words, *face));
                    match anchor {
                        Anchor::End => before = before.max(plot.left + GAP + reach - x),
                        _ => behind = behind.max(x + reach - plot.right),
                    }
                }
            }
            scale.start = (scale.start + before).min(plot.left + most);
            scale.end = (scale.end - behind).max(plot.right - most);
        }
        scale
    }

    /// Draws grid and axis, and every row.
    pub fn draw(&self, scene: &mut Scene, plot: &Plot, axis: &Axis) {
        frame::columns(scene, plot, axis);
        frame::labels_below(scene, plot, axis);
        let zero = axis.at(0.0);
        if self.has_axis {
            scene.path(vec![(zero, plot.top), (zero, plot.bottom)], 1.0, AXIS);
        }
        let mut top = plot.top;
        for row in &self.rows {
            if let Some(heading) = row.heading {
                let at = (MARGIN, top + SECTION - 10.0);
                scene.text(at, heading, HEADING, INK, Anchor::Start);
                top += SECTION;
            }
            let bottom = top + self.height(row);
            let mut canvas = Canvas {
                scene,
                axis,
                middle: f64::midpoint(top, bottom),
                row_plot: Plot {
                    top,
                    bottom,
                    ..*plot
                },
            };
            canvas.row(row);
            top = bottom;
        }
    }
}

/// The part of a picture where one row is.
struct Canvas<'a> {
    scene: &'a mut Scene,
    axis: &'a Axis,
    row_plot: Plot,
    middle: f64,
}

impl Canvas<'_> {
    fn row(&mut self, row: &Row) {
        for mark in &row.marks {
            self.mark(mark);
        }
        let baselines = |lines: usize, face: Face| {
            let first = self.middle - (lines as f64 - 1.0) * LINE / 2.0 + face.drop();
            move |index: usize| first + index as f64 * LINE
        };
        let baseline = baselines(row.label.len(), BODY);
        for (index, line) in row.label.iter().enumerate() {
            let at = (self.row_plot.left - 10.0, baseline(index));
            self.scene.text(at, line, BODY, INK, Anchor::End);
        }
        let left = self.row_plot.right + ASIDE;
        let words = row.words.iter().filter(|(words, ..)| !words.is_empty());
        for (index, (words, face, colour)) in words.enumerate() {
            let words = shorten(&clean(words), *face, WIDTH - MARGIN - left + 1.0, 0);
            let at = (left, baselines(row.words.len(), *face)(index));
            self.scene.text(at, words, *face, *colour, Anchor::Start);
        }
    }

    fn mark(&mut self, mark: &Mark) {
        let most = 0.35 * (self.row_plot.bottom - self.row_plot.top);
        let x = |value: f64| self.axis.at(value);
        let y = |(off, half): Around| (self.middle + off, half.min(most));
        match mark {
            Mark::Bar([from, to], around, colour) => {
                let ((left, right), (y, half)) = ((x(*from), x(*to)), y(*around));
                if right > left {
                    let (from, to) = ((left, y - half), (right, y + half));
                    self.scene.rect(from, to, *colour);
                }
            }
            Mark::Whisker(ends, off, width) => self.whisker(*ends, self.middle + off, *width),
            Mark::Stroke(at, around, width, ink) => self.stroke(x(*at), y(*around), *width, *ink),
            Mark::Dot(at, radius, colour) => {
                self.scene.dot((x(*at), self.middle), *radius, *colour);
            }
            Mark::Words(at, off, words, face, anchor) => {
                self.words((x(*at), self.middle + off), words, *face, *anchor);
            }
            Mark::Values(times, half) => {
                values_below::write(self.scene, &self.row_plot, self.axis, times, *half);
            }
            Mark::Distribution(of) => density::draw(self.scene, &self.row_plot, self.axis, of),
        }
    }

    fn stroke(&mut self, x: f64, (y, half): (f64, f64), width: f64, colour: Colour) {
        let line = vec![(x, y - half), (x, y + half)];
        self.scene.path(line, width, colour);
    }

    fn whisker(&mut self, ends: [End; 2], y: f64, width: f64) {
        let at = |end: End, open: f64| match end {
            End::Capped(value) | End::Plain(value) => self.axis.at(value),
            End::Open => open,
            End::Arrow => open - 2.0,
        };
        let left = at(ends[0], self.row_plot.left);
        let right = at(ends[1], self.row_plot.right);
        if right - left < 1.0 {
            return;
        }
        self.scene.path(vec![(left, y), (right, y)], width, INK);
        for (end, x) in ends.into_iter().zip([left, right]) {
            match end {
                End::Capped(_) => self.stroke(x, (y, 2.5 * width), width, INK),
                End::Arrow => {
                    let head = [(x - 7.0, y - 5.0), (x, y), (x - 7.0, y + 5.0)];
                    self.scene.path(head.to_vec(), width, INK);
                }
                End::Plain(_) | End::Open => {}
            }
        }
    }

    /// Words beside a pixel, on paper that keeps grid and lines off them.
    fn words(&mut self, (x, y): Point, words: &str, face: Face, anchor: Anchor) {
        let length = width(words, face);
        let (left, at) = match anchor {
            Anchor::End => (x - GAP - length, x - GAP),
            _ => (x + GAP, x + GAP),
        };
        let baseline = y + face.drop();
        let (top, bottom) = (baseline - face.size * 0.8, baseline + face.size * 0.15);
        let (from, to) = ((left - 1.0, top), (left + length + 1.0, bottom));
        self.scene.rect(from, to, PAPER.fade(0.8));
        self.scene.text((at, baseline), words, face, INK, anchor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_grow_with_their_labels() {
        let row = |label: Vec<String>| Row {
            label,
            ..Row::default()
        };
        let short = row(vec!["one line".to_owned()]);
        let long = row(vec!["one line of six".to_owned(); 6]);
        let rows = Rows::new(vec![short, long], (26.0, 46.0));
        assert!(rows.height(&rows.rows[1]) > rows.height(&rows.rows[0]));
    }
}
