//! The documented times as bars, the simulated ones over them.

use super::drawing::*;
use crate::experiment::outcome::reproduction::{Band, Reproduction};
use crate::units::display_number;

const TOP: f64 = 88.0;
const ROW: f64 = 25.0;
/// The widest note beside a bar that is not cut.
const NOTE: f64 = 230.0;
/// Opacity of a documented bar; where it is only bounded from above, of the part below the bound.
const KNOWN: f64 = 0.75;
const MINUTE: f64 = 60e3;

/// The chart.
pub fn scene(found: &Reproduction) -> Scene {
    let key = [
        Piece::Words("Duration of the initial cycle:".to_owned()),
        Piece::Block(SKY.fade(KNOWN), "documented".to_owned()),
        Piece::Block(SKY.fade(BAND), "“less than”".to_owned()),
        Piece::Line(INK, "simulated: 5th percentile, median, 95th".to_owned()),
    ];
    let rows = Rows {
        words: (0.0, NOTE),
        has_axis: false,
        ..Rows::new(rows(found), (ROW, ROW))
    };
    let plot = rows.plot(TOP);
    let mut scene = frame::page(found, &title(found), &key, plot.bottom + BELOW);
    rows.draw(&mut scene, &plot, &axis(found, plot.across()));
    scene
}

fn title(found: &Reproduction) -> String {
    let good = found.rows.iter().filter(|row| row.holds).count();
    let which = match found.rows.len() {
        all if all == good => format!("all {all}"),
        all => format!("{good} of the {all}"),
    };
    format!("The simulation reproduces {which} rows of the documented table")
}

/// The table and the formulas.
fn rows(found: &Reproduction) -> Vec<Row> {
    let table = found.rows.iter().map(|row| {
        let label = format!("{} · {}", scope(&row.scope), row.objects);
        let documented = (row.low_minutes, row.low_is_bound, row.high_minutes);
        bar(label, documented, &row.simulated, (&row.because, row.holds))
    });
    let formulas = found.formulas.iter().map(|row| {
        let label = format!("N = {}", display_number(row.objects as f64));
        let documented = (Some(row.low_minutes), false, row.high_minutes);
        bar(label, documented, &row.simulated, (&row.because, row.holds))
    });
    fn titled(title: &'static str, rows: impl Iterator<Item = Row>) -> impl Iterator<Item = Row> {
        (0..).zip(rows).map(move |(index, row)| Row {
            heading: (index == 0).then_some(title),
            ..row
        })
    }
    let table = titled("Table, by scope and objects in scope", table);
    let formulas = titled("Formulas: 0.01 N to 0.08 N minutes", formulas);
    table.chain(formulas).collect()
}

/// A row for what is documented, the lowest minutes, whether they are only a bound, and the most, and what was simulated.
fn bar(
    label: String,
    (low, is_bound, high): (Option<f64>, bool, f64),
    simulated: &Band,
    (note, holds): (&str, bool),
) -> Row {
    let mut marks = match low {
        Some(low) => vec![documented(low, high, KNOWN)],
        None => vec![documented(0.0, high, BAND)],
    };
    if let Some(low) = low.filter(|_| is_bound) {
        marks.push(documented(0.0, low, BAND));
    }
    let ends = [simulated.p5_minutes, simulated.p95_minutes];
    let ends = ends.map(|end| End::Capped(end * MINUTE));
    marks.push(Mark::Whisker(ends, 0.0, 2.0));
    marks.push(Mark::Dot(simulated.p50_minutes * MINUTE, 4.0, INK));
    let colour = if holds { MUTED } else { VERMILLION };
    Row::new(vec![label], marks, (note.to_owned(), BODY, colour))
}

fn documented(from: f64, to: f64, opacity: f64) -> Mark {
    let ends = [from * MINUTE, to * MINUTE];
    Mark::Bar(ends, (0.0, 8.0), SKY.fade(opacity))
}

fn scope(name: &str) -> &str {
    match name {
        "all-users-and-groups" => "all users and groups",
        "all-users" => "all users",
        other => other,
    }
}

/// Powers of ten around everything that is shown, in minutes; shorter times than these stand on the left end.
fn ends(found: &Reproduction) -> (f64, f64) {
    const SHORTEST: f64 = 0.1;
    const LONGEST: f64 = 1e9;
    let (table, formulas) = (found.rows.iter(), found.formulas.iter());
    let table = table.map(|row| (&row.simulated, row.high_minutes));
    let formulas = formulas.map(|row| (&row.simulated, row.high_minutes));
    let all = || table.clone().chain(formulas.clone());
    let low = all().map(|(simulated, _)| simulated.p5_minutes);
    let high = all().map(|(simulated, high)| simulated.p95_minutes.max(high));
    let power = |value: f64, round: fn(f64) -> f64| {
        let value = value.clamp(SHORTEST, LONGEST);
        libm::pow(10.0, round(libm::log10(value)))
    };
    let (low, high) = (low.fold(f64::INFINITY, f64::min), high.fold(1.0, f64::max));
    (power(low, libm::floor), power(high, libm::ceil))
}

/// Marks at powers of ten, in minutes.
fn ticks(low: f64, high: f64) -> Vec<Tick> {
    let powers = libm::round(libm::log10(low)) as i32..=libm::round(libm::log10(high)) as i32;
    let tick = |power: i32| {
        let minutes = libm::pow(10.0, f64::from(power));
        let label = format!("{} min", tick_number(minutes, minutes));
        Tick::new(minutes * MINUTE, label)
    };
    powers.map(tick).collect()
}

fn axis(found: &Reproduction, ends_of_axis: (f64, f64)) -> Axis {
    let (low, high) = ends(found);
    let between = (libm::log10(low * MINUTE), libm::log10(high * MINUTE));
    Axis::logarithmic(Scale::new(between, ends_of_axis), ticks(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::drawing::Shape;
    use crate::report::fixture;

    #[test]
    fn bars_and_bands_stand_where_their_minutes_are_on_the_axis() {
        let mut found = fixture::reproduction();
        found.rows[1].simulated.p5_minutes = 200.0;
        let scene = scene(&found);
        let row = &found.rows[1];
        let (left, right) = (row.low_minutes.unwrap(), row.high_minutes);
        let rects: Vec<(f64, f64)> = scene
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Rect(from, to, _) => Some((from.0, to.0)),
                _ => None,
            })
            .collect();
        let whiskers: Vec<(f64, f64)> = scene
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Path(points, width, _) if *width > 1.9 && points[0].0 < points[1].0 => {
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

    #[test]
    fn every_row_and_every_formula_is_a_bar() {
        let found = fixture::reproduction();
        let rows = rows(&found);
        assert_eq!(rows.len(), 8 + found.formulas.len());
        let has_heading = |index: &usize| rows[*index].heading.is_some();
        assert_eq!(
            (0..rows.len()).filter(has_heading).collect::<Vec<_>>(),
            [0, 8]
        );
        assert_eq!(rows[4].label, ["all users and groups · 1,000 - 10,000"]);
        let simulated = found.rows[4].simulated;
        let ends = [simulated.p5_minutes, simulated.p95_minutes];
        let expected = [
            documented(30.0, 120.0, KNOWN),
            documented(0.0, 30.0, BAND),
            Mark::Whisker(ends.map(|end| End::Capped(end * MINUTE)), 0.0, 2.0),
            Mark::Dot(simulated.p50_minutes * MINUTE, 4.0, INK),
        ];
        assert_eq!(rows[4].marks, expected);
    }

    #[test]
    fn the_axis_spans_whole_powers_of_ten() {
        let found = fixture::reproduction();
        let (low, high) = ends(&found);
        assert_eq!((low, high), (1.0, 10_000.0));
        let labels: Vec<String> = ticks(low, high)
            .into_iter()
            .map(|tick| tick.label)
            .collect();
        assert_eq!(
            labels,
            ["1 min", "10 min", "100 min", "1,000 min", "10,000 min"]
        );
    }

    #[test]
    fn times_beyond_reason_do_not_stretch_the_axis_without_end() {
        let mut found = fixture::reproduction();
        found.rows[0].simulated.p5_minutes = 0.0;
        found.rows[0].simulated.p95_minutes = f64::INFINITY;
        assert_eq!(ends(&found), (0.1, 1e9));
        assert_eq!(ticks(0.1, 1.0)[0].label, "0.1 min");
    }
}
