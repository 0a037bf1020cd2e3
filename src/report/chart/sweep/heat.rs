//! Two keys: a map of the medians, darker where they are higher, with the number in each cell that has room for it.

use super::positions::{clear, write_below};
use super::shade::Shades;
use crate::experiment::outcome::Unit;
use crate::experiment::outcome::sweep::{Axis, Sweep};
use crate::report::chart::drawing::*;
use crate::report::number::{measure, numbers_together};
use crate::report::sentences::sweep_answer::{is_of_names, median};
use crate::stats::{quantile, sorted};

const TOP: f64 = 116.0;
/// Height below the map: the values, the name of the key, and the caption.
const BELOW: f64 = 88.0;
/// The least height of a row, and the widest name of one.
const ROW: f64 = 6.0;
const LABELS: f64 = 150.0;
/// Space between two cells, where they are not small.
const GAP: f64 = 1.0;

/// A cell's row and column on the map, from the lower left, and its median.
type Cell = (u32, u32, Option<f64>);

/// The chart.
pub fn scene(found: &Sweep, (down, across): (&Axis, &Axis), title: &str, label: &str) -> Scene {
    let height = (ROW * down.values.len() as f64 + TOP + BELOW).max(HEIGHT);
    let cells = cells(found, down, across);
    let medians: Vec<f64> = cells.iter().filter_map(|(_, _, median)| *median).collect();
    let shades = Shades::of(&medians);
    let unit = Shown::of(found.unit, &medians);
    let key = key(label, &shades, &unit);
    let mut scene = frame::page(found, title, &key, height);
    let labels = names(down);
    let plot = Plot {
        left: MARGIN + widest(&labels, SMALL) + 10.0,
        right: WIDTH - MARGIN,
        top: TOP,
        bottom: height - BELOW,
    };
    draw_names_left(&mut scene, &plot, down, &labels);
    draw_names_below(&mut scene, &plot, across);
    let wide = (plot.right - plot.left) / across.values.len() as f64;
    let high = (plot.bottom - plot.top) / down.values.len() as f64;
    let words = unit.numbers(&medians);
    draw_cells(&mut scene, &plot, (&cells, &words), &shades, (wide, high));
    scene
}

fn key(label: &str, shades: &Shades, unit: &Shown) -> Vec<Piece> {
    let words = format!("Median: {label}{}", unit.1);
    let mut key = vec![Piece::Words(words)];
    let samples = shades.samples();
    for (number, words) in samples.iter().zip(unit.numbers(&samples)) {
        key.push(Piece::Block(shades.of_number(*number), words));
    }
    key
}

/// How the numbers of all cells are shown, so that they can be compared: divided by how much, and in what.
struct Shown(f64, String);

impl Shown {
    /// Times are shown in the unit of the one in the middle.
    fn of(unit: Unit, numbers: &[f64]) -> Self {
        let middle = quantile(&sorted(numbers.iter().copied()), 0.5);
        let (divisor, name) = measure(unit, middle.unwrap_or(0.0));
        let words = match unit {
            Unit::Milliseconds | Unit::Share => format!(", in {name}"),
            Unit::Count => String::new(),
            Unit::PerSecond => ", per second".to_owned(),
        };
        Self(divisor, words)
    }

    /// Numbers without their unit.
    fn numbers(&self, numbers: &[f64]) -> Vec<String> {
        let in_unit: Vec<f64> = numbers.iter().map(|one| one / self.0).collect();
        numbers_together(&in_unit)
    }
}

/// The values of an axis from its lower or left end: numbers ascend, names keep their order from the top or the left.
fn order(axis: &Axis, is_upwards: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..axis.values.len()).collect();
    if !is_of_names(axis) {
        order.sort_by(|a, b| axis.values[*a].value.total_cmp(&axis.values[*b].value));
    } else if is_upwards {
        order.reverse();
    }
    order
}

fn cells(found: &Sweep, down: &Axis, across: &Axis) -> Vec<Cell> {
    let (rows, columns) = (order(down, true), order(across, false));
    let mut cells = Vec::with_capacity(rows.len() * columns.len());
    for (row, of_row) in (0..).zip(&rows) {
        for (column, of_column) in (0..).zip(&columns) {
            let index = of_row * across.values.len() + of_column;
            cells.push((row, column, found.points.get(index).and_then(median)));
        }
    }
    cells
}

/// The names of an axis from its lower end, as far as a row has room for them.
fn names(axis: &Axis) -> Vec<String> {
    let order = order(axis, true).into_iter();
    let words = order.map(|index| clean(&axis.values[index].text));
    let shown = words.map(|words| shorten(&words, SMALL, LABELS, 0));
    shown.collect()
}

/// The name of the key above the map, and of its values left of it, as far as there is room.
fn draw_names_left(scene: &mut Scene, plot: &Plot, axis: &Axis, labels: &[String]) {
    let key = shorten(&clean(&axis.key), BODY, WIDTH - 2.0 * MARGIN, 20);
    scene.text((MARGIN, plot.top - 12.0), key, BODY, INK, Anchor::Start);
    let row = (plot.bottom - plot.top) / labels.len() as f64;
    let middle = |index: usize| plot.bottom - row * (index as f64 + 0.5);
    let half = SMALL.size / 2.0;
    let middles = (0..labels.len()).map(middle);
    let extents = middles.map(|middle| (middle - half, middle + half));
    for index in clear(&extents.collect::<Vec<_>>(), 2.0) {
        let at = (plot.left - 8.0, middle(index) + SMALL.drop());
        scene.text(at, labels[index].clone(), SMALL, MUTED, Anchor::End);
    }
}

/// The names of the values below the map, and that of the key below them.
fn draw_names_below(scene: &mut Scene, plot: &Plot, axis: &Axis) {
    let column = (plot.right - plot.left) / axis.values.len() as f64;
    let order = order(axis, false).into_iter().enumerate();
    let values = order.map(|(index, value)| {
        let middle = plot.left + column * (index as f64 + 0.5);
        (axis.values[value].text.as_str(), middle)
    });
    write_below(scene, plot, &values.collect::<Vec<_>>(), &axis.key);
}

/// The cells, and the words of those that have a median.
fn draw_cells(
    scene: &mut Scene,
    plot: &Plot,
    (cells, words): (&[Cell], &[String]),
    shades: &Shades,
    (wide, high): (f64, f64),
) {
    let mut words = words.iter().cloned();
    let gap = if wide.min(high) > 8.0 { GAP } else { 0.0 };
    for (row, column, median) in cells {
        let left = plot.left + wide * f64::from(*column);
        let bottom = plot.bottom - high * f64::from(*row);
        let (from, to) = ((left, bottom - high + gap), (left + wide - gap, bottom));
        let (shade, ink, words) = match *median {
            Some(median) => {
                let words = words.next().unwrap_or_default();
                (shades.of_number(median), shades.ink_on(median), words)
            }
            None => (GRID.fade(0.4), MUTED, "not reached".to_owned()),
        };
        scene.rect(from, to, shade);
        if width(&words, BODY) + 6.0 <= wide && high >= BODY.size + 4.0 {
            let (x, y) = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
            scene.text((x, y + BODY.drop()), words, BODY, ink, Anchor::Middle);
        }
    }
}
