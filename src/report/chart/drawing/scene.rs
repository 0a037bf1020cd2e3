//! A picture as a list of shapes. It knows nothing of charts, files or drawing libraries.
//!
//! Lengths are in CSS pixels, from the upper left corner.

/// A colour with its opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    pub rgb: (u8, u8, u8),
    pub alpha: f64,
}

/// Which part of a text stands at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// Size and weight of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    pub size: f64,
    pub bold: bool,
}

impl Face {
    pub const fn regular(size: f64) -> Self {
        let bold = false;
        Self { size, bold }
    }

    pub const fn bold(size: f64) -> Self {
        let bold = true;
        Self { size, bold }
    }

    /// How far the baseline of a text lies below the middle of its letters.
    pub fn drop(self) -> f64 {
        self.size * 0.36
    }
}

/// A point: x to the right, y downwards.
pub type Point = (f64, f64);

/// One line of text; `at` is on its baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    pub at: Point,
    pub words: String,
    pub face: Face,
    pub colour: Colour,
    pub anchor: Anchor,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// From one corner to the opposite one.
    Rect(Point, Point, Colour),
    Area(Vec<Point>, Colour),
    /// A line with its width.
    Path(Vec<Point>, f64, Colour),
    /// A dot with its radius.
    Dot(Point, f64, Colour),
    Text(Text),
}

/// A picture: shapes in drawing order, and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    pub width: f64,
    pub height: f64,
    pub title: String,
    pub description: String,
    pub shapes: Vec<Shape>,
}

impl Colour {
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self {
            rgb: (red, green, blue),
            alpha: 1.0,
        }
    }

    pub const fn fade(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }
}

impl Scene {
    pub fn rect(&mut self, from: Point, to: Point, colour: Colour) {
        self.shapes.push(Shape::Rect(from, to, colour));
    }

    pub fn area(&mut self, points: Vec<Point>, colour: Colour) {
        self.shapes.push(Shape::Area(points, colour));
    }

    pub fn path(&mut self, points: Vec<Point>, width: f64, colour: Colour) {
        self.shapes.push(Shape::Path(points, width, colour));
    }

    pub fn dot(&mut self, centre: Point, radius: f64, colour: Colour) {
        self.shapes.push(Shape::Dot(centre, radius, colour));
    }

    pub fn text(
        &mut self,
        at: Point,
        words: impl Into<String>,
        face: Face,
        colour: Colour,
        anchor: Anchor,
    ) {
        self.shapes.push(Shape::Text(Text {
            at,
            words: words.into(),
            face,
            colour,
            anchor,
        }));
    }
}
