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

/// Pixels of a backend to one of the scene. Backends know whole pixels only; sixths are fine enough for smooth
/// curves and even letter spacing.
pub const SCALE: f64 = 6.0;

/// Coordinates beyond this are outside every picture; cutting them off keeps odd input from slow drawing.
const FARTHEST: f64 = 20_000.0;

/// Paints `scene`. Backends disagree where the baseline of a text lies; `baseline` is its distance from the anchor, as
/// a share of the font's line height.
pub fn paint<B: DrawingBackend>(
    scene: &Scene,
    backend: &mut B,
    baseline: f64,
) -> Result<(), ChartError> {
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
                let radius = (radius * SCALE) as u32;
                backend.draw_circle(pixel(*centre), radius, &style(*colour, 0.0), true)
            }
            Shape::Text(text) => {
                write(text, backend, baseline)?;
                Ok(())
            }
        };
        drawn.map_err(drawing)?;
    }
    backend.present().map_err(drawing)
}

fn write<B: DrawingBackend>(text: &Text, backend: &mut B, baseline: f64) -> Result<(), ChartError> {
    let font = font::description(text.face, SCALE);
    let (x, y) = pixel(text.at);
    let drop = (font.get_size() * baseline).round() as i32;
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
        stroke_width: (width * SCALE).round() as u32,
    }
}

fn pixel((x, y): Point) -> Pixel {
    let whole = |length: f64| (length * SCALE).clamp(-FARTHEST, FARTHEST).round() as i32;
    (whole(x), whole(y))
}

/// The points without repetitions, which have no direction and so would upset the joints of a wide line.
fn pixels(points: &[Point]) -> Vec<Pixel> {
    let mut pixels: Vec<Pixel> = points.iter().copied().map(pixel).collect();
    pixels.dedup();
    pixels
}

fn drawing(error: impl std::fmt::Display) -> ChartError {
    ChartError::Drawing(error.to_string())
}
