//! The two formats of a picture.

use super::Scene;
use super::paint::{Canvas, ChartError, paint};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use plotters::backend::{BitMapBackend, SVGBackend};
use std::io::Write;

/// Pixels of the PNG to one of the scene.
pub const PNG_SCALE: usize = 2;

/// Painted pixels along either side of one of the PNG: two, as its means are taken.
const BLOCK: usize = 2;

const SVG: Canvas = Canvas {
    scale: 6.0,
    baseline: 0.76 / 1.24,
};
const BITMAP: Canvas = Canvas {
    scale: (PNG_SCALE * BLOCK) as f64,
    baseline: 0.5,
};

/// The scene as an SVG document.
pub fn svg(scene: &Scene) -> Result<String, ChartError> {
    let mut body = String::new();
    let (width, height) = painted_size(scene, SVG);
    let mut backend = SVGBackend::with_string(&mut body, (width, height));
    paint(scene, &mut backend, SVG)?;
    drop(backend);
    // The backend would show its fine pixels at full size, and has no words for readers who cannot see the picture.
    let shapes = body.split_once('\n').map_or("", |(_, shapes)| shapes);
    let (wide, high) = (scene.width, scene.height);
    let [title, description] = [&scene.title, &scene.description].map(|words| escape(words));
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\">\n<title>{title}</title>\n<desc>{description}</desc>\n{shapes}"
    ))
}

/// The scene as a PNG picture. It is painted larger and then averaged, which smooths edges and letter spacing. What is painted on
/// may be used again, whatever it holds: it is the most memory that a run takes.
pub fn png(scene: &Scene, painted: &mut Vec<u8>) -> Result<Vec<u8>, ChartError> {
    let (width, height) = painted_size(scene, BITMAP);
    let row = width as usize * 3;
    painted.clear();
    painted.resize(row * height as usize, 255);
    {
        let mut backend = BitMapBackend::with_buffer(painted, (width, height));
        paint(scene, &mut backend, BITMAP)?;
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width / BLOCK as u32, height / BLOCK as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    // The encoder's own levels are the usual one, which takes longer than all painting, and one for photographs.
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    // A row stands behind the sign that it is not filtered.
    let mut means = vec![png::FilterType::NoFilter as u8; 1 + row / BLOCK];
    for rows in painted.chunks_exact(row * BLOCK) {
        average(&mut means[1..], rows.split_at(row));
        packed.write_all(&means).map_err(png::EncodingError::from)?;
    }
    let packed = packed.finish().map_err(png::EncodingError::from)?;
    writer.write_chunk(png::chunk::IDAT, &packed)?;
    writer.finish()?;
    Ok(bytes)
}

fn painted_size(scene: &Scene, canvas: Canvas) -> (u32, u32) {
    let size = |length: f64| (length.ceil() * canvas.scale) as u32;
    (size(scene.width), size(scene.height))
}

/// Bytes of a painted row that are looked at together: a whole number of blocks.
const STRETCH: usize = 64 * 3 * BLOCK;

/// The mean of each block of two rows, one above the other.
fn average(means: &mut [u8], (upper, lower): (&[u8], &[u8])) {
    let stretches = upper.chunks(STRETCH).zip(lower.chunks(STRETCH));
    for (means, (upper, lower)) in means.chunks_mut(STRETCH / BLOCK).zip(stretches) {
        // Most of a chart is nothing but its background.
        if [upper, lower].iter().all(|row| **row == WHITE[..row.len()]) {
            means.fill(255);
        } else {
            average_blocks(means, upper, lower);
        }
    }
}

const WHITE: [u8; STRETCH] = [255; STRETCH];

/// The mean of each block of two stretches, one above the other.
fn average_blocks(means: &mut [u8], upper: &[u8], lower: &[u8]) {
    let pixels = upper
        .chunks_exact(3 * BLOCK)
        .zip(lower.chunks_exact(3 * BLOCK));
    for (mean, (upper, lower)) in means.chunks_exact_mut(3).zip(pixels) {
        for (colour, mean) in mean.iter_mut().enumerate() {
            let of = |row: &[u8]| u16::from(row[colour]) + u16::from(row[colour + 3]);
            *mean = ((of(upper) + of(lower)) / 4) as u8;
        }
    }
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}
