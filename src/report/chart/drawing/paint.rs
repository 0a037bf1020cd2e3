//! Painting a scene through the drawing library.

use super::{Anchor, Colour, Point, Scene, Shape, Text, font};
use plotters::backend::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBAColor, RGBColor, ShapeStyle, TextStyle};

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The drawing library refused a shape or a text.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
    /// The picture could not be written as PNG.
    #[error("the chart could not be encoded as PNG: {0}")]
    Encoding(#[from] png::EncodingError),
}

/// A whole pixel of a backend.
type Pixel = (i32, i32);

/// Coordinates beyond this are outside every picture; cutting them off keeps odd input from slow drawing.
const FARTHEST: f64 = 20_000.0;

/// How a format is painted.
#[derive(Clone, Copy)]
pub struct Canvas {
    /// Pixels of the backend to one of the scene. Backends know whole pixels only, so it takes several for smooth curves and even letter spacing.
    pub scale: f64,
    /// The distance of a text's baseline from the anchor, as a share of the font's line height; backends disagree where it lies.
    pub baseline: f64,
}

/// Paints `scene`.
pub fn paint<B: DrawingBackend>(
    scene: &Scene,
    backend: &mut B,
    canvas: Canvas,
) -> Result<(), ChartError> {
    let scale = canvas.scale;
    let pixel = |point: Point| pixel(point, scale);
    let pixels = |points: &[Point]| pixels(points, scale);
    let style = |colour: Colour, width: f64| style(colour, width * scale);
    for shape in &scene.shapes {
        let drawn = match shape {
            Shape::Rect(from, to, colour) => {
                backend.draw_rect(pixel(*from), pixel(*to), &style(*colour, 0.0), true)
            }
            Shape::Area(points, colour) => match pixels(points) {
                outline if outline.len() > 2 => backend.fill_polygon(outline, &style(*colour, 0.0)),
                _ => Ok(()),
            },
            Shape::Path(points, width, colour) => match pixels(points) {
                line if line.len() > 1 => backend.draw_path(line, &style(*colour, *width)),
                _ => Ok(()),
            },
            Shape::Dot(centre, radius, colour) => {
                let radius = (radius * scale) as u32;
                backend.draw_circle(pixel(*centre), radius, &style(*colour, 0.0), true)
            }
            Shape::Text(text) => {
                write(text, backend, canvas)?;
                Ok(())
            }
        };
        drawn.map_err(drawing)?;
    }
    backend.present().map_err(drawing)
}

fn write<B: DrawingBackend>(
    text: &Text,
    backend: &mut B,
    canvas: Canvas,
) -> Result<(), ChartError> {
    let font = font::description(text.face, canvas.scale);
    let (x, y) = pixel(text.at, canvas.scale);
    let drop = (font.get_size() * canvas.baseline).round() as i32;
    let anchor = match text.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let colour = rgba(text.colour);
    let style = TextStyle::from(font)
        .color(&colour)
        .pos(Pos::new(anchor, VPos::Top));
    backend
        .draw_text(&text.words, &style, (x, y - drop))
        .map_err(drawing)
}

fn rgba(colour: Colour) -> RGBAColor {
    let (red, green, blue) = colour.rgb;
    RGBColor(red, green, blue).mix(colour.alpha)
}

fn style(colour: Colour, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: rgba(colour),
        filled: true,
        stroke_width: width.round() as u32,
    }
}

fn pixel((x, y): Point, scale: f64) -> Pixel {
    let whole = |length: f64| (length * scale).clamp(-FARTHEST, FARTHEST).round() as i32;
    (whole(x), whole(y))
}

/// The points without repetitions, which have no direction and so would upset the joints of a wide line.
fn pixels(points: &[Point], scale: f64) -> Vec<Pixel> {
    let mut pixels: Vec<Pixel> = points.iter().map(|point| pixel(*point, scale)).collect();
    pixels.dedup();
    pixels
}

fn drawing(error: impl std::fmt::Display) -> ChartError {
    ChartError::Drawing(error.to_string())
}
