//! The documented times as bars, the simulated ones over them.

use super::axis::Scale;
use super::font::width;
use super::frame::{self, Piece, Plot};
use super::reproduction_data::{Bar, Section, ends, sections, ticks};
use super::scene::{Anchor, Scene};
use super::text::{clean, shorten};
use super::theme::{BAND, BODY, HEADING, INK, MARGIN, MUTED, SKY, VERMILLION, WIDTH};
use crate::experiment::outcome::reproduction::Reproduction;

const ROW: f64 = 25.0;
const SECTION: f64 = 34.0;
const TOP: f64 = 88.0;
const BELOW: f64 = 68.0;
/// Space between the plot and the notes beside it, and the widest note that is not cut.
const ASIDE: f64 = 14.0;
const NOTE: f64 = 230.0;
/// Opacity of a documented bar; where it is only bounded from above, of the part below the bound.
const KNOWN: f64 = 0.75;

/// The chart.
pub fn scene(found: &Reproduction) -> Scene {
    let sections = sections(found);
    let rows: usize = sections.iter().map(|section| section.bars.len()).sum();
    let bottom = TOP + sections.len() as f64 * SECTION + rows as f64 * ROW;
    let key = [
        Piece::Words("Duration of the initial cycle:".to_owned()),
        Piece::Block(SKY.fade(KNOWN), "documented".to_owned()),
        Piece::Block(SKY.fade(BAND), "“less than”".to_owned()),
        Piece::Line(INK, "simulated: 5th percentile, median, 95th".to_owned()),
    ];
    let mut scene = frame::page(found, &title(found), &key, bottom + BELOW);
    let bars = || sections.iter().flat_map(|section| &section.bars);
    let widest = |words: fn(&Bar) -> &String| {
        let widths = bars().map(|bar| width(words(bar), BODY));
        widths.fold(0.0, f64::max)
    };
    let plot = Plot {
        left: MARGIN + widest(|bar| &bar.label) + 12.0,
        right: WIDTH - MARGIN - (widest(|bar| &bar.note) + 1.0).min(NOTE) - ASIDE,
        top: TOP,
        bottom,
    };
    let (low, high) = ends(found);
    let across = plot.across(libm::log10(low), libm::log10(high));
    let ticks = ticks(low, high);
    frame::columns(&mut scene, &plot, &across, &ticks);
    frame::labels_below(&mut scene, &plot, &across, &ticks);
    let mut top = plot.top;
    for section in &sections {
        top = draw(&mut scene, &plot, &across, section, top);
    }
    scene
}

fn title(found: &Reproduction) -> String {
    let good = found.rows.iter().filter(|row| row.holds).count();
    let all = found.rows.len();
    if good == all {
        format!("The simulation reproduces all {all} rows of the documented table")
    } else {
        format!("The simulation reproduces {good} of the {all} rows of the documented table")
    }
}

/// Draws a heading and its rows from `top` down, and says where they end.
fn draw(scene: &mut Scene, plot: &Plot, across: &Scale, section: &Section, top: f64) -> f64 {
    let heading = (MARGIN, top + SECTION - 10.0);
    scene.text(heading, section.title, HEADING, INK, Anchor::Start);
    let mut middle = top + SECTION + ROW / 2.0;
    for bar in &section.bars {
        let baseline = middle + BODY.size * 0.36;
        let label = (plot.left - 10.0, baseline);
        scene.text(label, bar.label.clone(), BODY, INK, Anchor::End);
        let at = |minutes: f64| across.at(libm::log10(minutes));
        let documented = |from: f64, to: f64, scene: &mut Scene, opacity: f64| {
            scene.rect((from, middle - 8.0), (to, middle + 8.0), SKY.fade(opacity));
        };
        let high = at(bar.high);
        match bar.low {
            Some(low) => {
                documented(at(low), high, scene, KNOWN);
                if bar.low_is_bound {
                    documented(plot.left, at(low), scene, BAND);
                }
            }
            None => documented(plot.left, high, scene, BAND),
        }
        let [p5, p50, p95] = bar.simulated.map(at);
        scene.path(vec![(p5, middle), (p95, middle)], 2.0, INK);
        for end in [p5, p95] {
            scene.path(vec![(end, middle - 5.0), (end, middle + 5.0)], 2.0, INK);
        }
        scene.dot((p50, middle), 4.0, INK);
        let colour = if bar.holds { MUTED } else { VERMILLION };
        let room = WIDTH - MARGIN - plot.right - ASIDE;
        let note = shorten(&clean(&bar.note), BODY, room, 0);
        scene.text(
            (plot.right + ASIDE, baseline),
            note,
            BODY,
            colour,
            Anchor::Start,
        );
        middle += ROW;
    }
    middle - ROW / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::scene::Shape;
    use crate::report::fixture;

    #[test]
    fn bars_and_bands_stand_where_their_minutes_are_on_the_axis() {
        let found = fixture::reproduction();
        let scene = scene(&found);
        let row = &found.rows[1];
        let (left, right) = (row.low_minutes.unwrap(), row.high_minutes);
        let rects: Vec<(f64, f64)> = scene
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Rect { from, to, .. } => Some((from.0, to.0)),
                _ => None,
            })
            .collect();
        let whiskers: Vec<(f64, f64)> = scene
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Path { points, width, .. } if *width > 1.9 && points[0].0 < points[1].0 => {
                    Some((points[0].0, points[1].0))
                }
                _ => None,
            })
            .collect();
        // A factor has the same length everywhere on a logarithmic axis. Before the bars come the page and its key.
        let bar = rects[4];
        let whisker = whiskers.iter().find(|whisker| whisker.0 > bar.0).unwrap();
        let per_factor = (bar.1 - bar.0) / libm::log10(right / left);
        let expected = bar.0 + per_factor * libm::log10(row.simulated.p5_minutes / left);
        assert!((whisker.0 - expected).abs() < 0.5, "{whisker:?} {expected}");
        let expected = bar.0 + per_factor * libm::log10(row.simulated.p95_minutes / left);
        assert!((whisker.1 - expected).abs() < 0.5, "{whisker:?} {expected}");
    }

    #[test]
    fn a_missed_row_is_told_in_the_title_and_in_colour() {
        let mut found = fixture::reproduction();
        assert!(title(&found).contains("all 8 rows"));
        found.rows[2].holds = false;
        assert!(title(&found).contains("7 of the 8 rows"));
        let red = |scene: &Scene| {
            let texts = scene.shapes.iter();
            let is_red =
                |shape: &&Shape| matches!(shape, Shape::Text(text) if text.colour == VERMILLION);
            texts.filter(is_red).count()
        };
        assert_eq!(red(&scene(&found)), 1);
    }
}
