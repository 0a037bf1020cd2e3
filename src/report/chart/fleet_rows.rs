//! Tenants beside each other: a row each, longest first, with the range of the initial cycle and its median.

use super::drawing::*;
use crate::experiment::outcome::fleet_document::{Fleet, Tenant};
use crate::report::number;
use crate::report::sentences::fleet_answer::headline;
use crate::units::display_number;

/// No more rows can be read.
const MOST: usize = 30;
/// The least and the greatest height of a row.
const ROWS: (f64, f64) = (17.0, 48.0);
/// The least and the greatest width of the column of figures at the right.
const FIGURES: (f64, f64) = (90.0, 160.0);
/// The widest label of a row.
const LABELS: f64 = 180.0;

/// The chart.
pub fn scene(found: &Fleet) -> Scene {
    let mut key: Vec<Piece> = Piece::band("Initial cycle", BLUE).into();
    key.push(Piece::Block(
        VERMILLION.fade(BAND),
        "needs attention".to_owned(),
    ));
    let longest = found.by_p95();
    if longest.len() > MOST {
        let others = display_number((longest.len() - MOST) as f64);
        key.push(Piece::Words(format!("{others} quicker ones are left out")));
    }
    let shown = &longest[..longest.len().min(MOST)];
    let rows = Rows {
        words: FIGURES,
        ..Rows::new(shown.iter().map(|one| row(one)).collect(), ROWS)
    };
    let plot = rows.plot(TOP);
    let mut scene = frame::page(found, &headline(found), &key, plot.bottom + BELOW);
    let ends = shown.iter().filter_map(|one| one.p95.value);
    let axis = time_axis::from_zero(ends.fold(0.0, f64::max), plot.across());
    rows.draw(&mut scene, &plot, &axis);
    scene
}

fn row(one: &Tenant) -> Row {
    let around = (0.0, 6.0);
    let colour = if one.needs_attention() {
        VERMILLION
    } else {
        BLUE
    };
    let marks = match (one.p5.value, one.p50.value, one.p95.value) {
        (Some(p5), Some(p50), Some(p95)) => vec![
            Mark::Bar([p5, p95], around, colour.fade(BAND)),
            Mark::Stroke(p50, around, 2.5, colour),
        ],
        _ => Vec::new(),
    };
    let time = one.p95.value.map(number::time);
    let words = time.map_or_else(|| "has no end".to_owned(), |time| format!("p95 {time}"));
    let label = shorten(&one.name, SMALL, LABELS, 0);
    Row::new(vec![label], marks, (words, SMALL, INK))
}
