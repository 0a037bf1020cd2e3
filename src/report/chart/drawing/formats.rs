//! The two formats of a picture.

use super::Scene;
use super::paint::{ChartError, SCALE, paint};
use plotters::backend::{BitMapBackend, SVGBackend};

/// Pixels of the PNG to one of the scene.
pub const PNG_SCALE: usize = 2;

/// Painted pixels along either side of one of the PNG.
const BLOCK: usize = SCALE as usize / PNG_SCALE;

/// Where each backend puts the baseline, see [`paint`].
const SVG_BASELINE: f64 = 0.76 / 1.24;
const BITMAP_BASELINE: f64 = 0.5;

/// The scene as an SVG document.
pub fn svg(scene: &Scene) -> Result<String, ChartError> {
    let mut body = String::new();
    let (width, height) = painted_size(scene);
    let mut backend = SVGBackend::with_string(&mut body, (width, height));
    paint(scene, &mut backend, SVG_BASELINE)?;
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

/// The scene as a PNG picture. It is painted larger and then averaged, which smooths edges and letter spacing.
pub fn png(scene: &Scene) -> Result<Vec<u8>, ChartError> {
    let (width, height) = painted_size(scene);
    let mut painted = vec![255; width as usize * height as usize * 3];
    {
        let mut backend = BitMapBackend::with_buffer(&mut painted, (width, height));
        paint(scene, &mut backend, BITMAP_BASELINE)?;
    }
    let pixels = average(&painted, width as usize);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width / BLOCK as u32, height / BLOCK as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Default);
    encoder.set_filter(png::FilterType::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(bytes)
}

fn painted_size(scene: &Scene) -> (u32, u32) {
    let size = |length: f64| (length.ceil() * SCALE) as u32;
    (size(scene.width), size(scene.height))
}

/// The mean of each block of pixels.
fn average(painted: &[u8], width: usize) -> Vec<u8> {
    const PIXELS: u16 = (BLOCK * BLOCK) as u16;
    let white = vec![255; width * 3 * BLOCK];
    let mut sums = vec![[0_u16; 3]; width / BLOCK];
    let mut pixels = Vec::with_capacity(painted.len() / (BLOCK * BLOCK));
    for rows in painted.chunks_exact(white.len()) {
        // Most of a chart is nothing but its background.
        if rows == white {
            pixels.resize(pixels.len() + sums.len() * 3, 255);
            continue;
        }
        sums.fill([0; 3]);
        for row in rows.chunks_exact(width * 3) {
            for (sum, block) in sums.iter_mut().zip(row.chunks_exact(3 * BLOCK)) {
                for pixel in block.chunks_exact(3) {
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += u16::from(*value);
                    }
                }
            }
        }
        pixels.extend(sums.iter().flatten().map(|sum| (sum / PIXELS) as u8));
    }
    pixels
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}
