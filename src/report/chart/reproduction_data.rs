//! What the chart of a reproduction shows, before it has any pixels.

use super::axis::{Tick, tick_number};
use crate::experiment::outcome::reproduction::{Band, Reproduction};
use crate::units::display_number;

/// A documented range and its simulation, in minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub label: String,
    pub low: Option<f64>,
    pub low_is_bound: bool,
    pub high: f64,
    pub simulated: [f64; 3],
    pub note: String,
    pub holds: bool,
}

/// Bars under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub title: &'static str,
    pub bars: Vec<Bar>,
}

/// The table and the formulas.
pub fn sections(found: &Reproduction) -> Vec<Section> {
    let rows = found.rows.iter().map(|row| Bar {
        label: format!("{} · {}", scope(&row.scope), row.objects),
        low: row.low_minutes,
        low_is_bound: row.low_is_bound,
        high: row.high_minutes,
        simulated: percentiles(&row.simulated),
        note: row.because.clone(),
        holds: row.holds,
    });
    let formulas = found.formulas.iter().map(|row| Bar {
        label: format!("N = {}", display_number(row.objects as f64)),
        low: Some(row.low_minutes),
        low_is_bound: false,
        high: row.high_minutes,
        simulated: percentiles(&row.simulated),
        note: row.because.clone(),
        holds: row.holds,
    });
    vec![
        Section {
            title: "Table, by scope and objects in scope",
            bars: rows.collect(),
        },
        Section {
            title: "Formulas: 0.01 N to 0.08 N minutes",
            bars: formulas.collect(),
        },
    ]
}

fn scope(name: &str) -> &str {
    match name {
        "all-users-and-groups" => "all users and groups",
        "all-users" => "all users",
        other => other,
    }
}

const fn percentiles(band: &Band) -> [f64; 3] {
    [band.p5_minutes, band.p50_minutes, band.p95_minutes]
}

/// Powers of ten around everything that is shown, in minutes; shorter times than these stand on the left end.
pub fn ends(found: &Reproduction) -> (f64, f64) {
    const SHORTEST: f64 = 0.1;
    const LONGEST: f64 = 1e9;
    let bars: Vec<Bar> = sections(found)
        .into_iter()
        .flat_map(|section| section.bars)
        .collect();
    let low = bars
        .iter()
        .map(|bar| bar.simulated[0])
        .fold(f64::INFINITY, f64::min);
    let high = bars
        .iter()
        .map(|bar| bar.simulated[2].max(bar.high))
        .fold(1.0, f64::max);
    let power = |value: f64, round: fn(f64) -> f64| {
        let value = value.clamp(SHORTEST, LONGEST);
        libm::pow(10.0, round(libm::log10(value)))
    };
    (power(low, libm::floor), power(high, libm::ceil))
}

/// Powers of ten, in minutes.
pub fn ticks(low: f64, high: f64) -> Vec<Tick> {
    let powers = libm::round(libm::log10(low)) as i32..=libm::round(libm::log10(high)) as i32;
    powers
        .map(|power| {
            let minutes = libm::pow(10.0, f64::from(power));
            Tick {
                value: f64::from(power),
                label: format!("{} min", tick_number(minutes, minutes)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_row_and_every_formula_is_a_bar() {
        let found = fixture::reproduction();
        let sections = sections(&found);
        assert_eq!(sections[0].bars.len(), 8);
        assert_eq!(sections[1].bars.len(), found.formulas.len());
        let bar = &sections[0].bars[4];
        assert_eq!(bar.label, "all users and groups · 1,000 - 10,000");
        assert_eq!(
            (bar.low, bar.low_is_bound, bar.high),
            (Some(30.0), true, 120.0)
        );
        assert_eq!(bar.simulated, percentiles(&found.rows[4].simulated));
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
