//! Charts of provisioning logs: entries cycle by cycle, and durations held against the law that the model draws from.

use super::drawing::*;
use crate::logs::calibrate::{Calibration, DurationRow};
use crate::logs::summary::{LogSummary, Row};
use crate::units::display_number;

/// Height of the panel.
const HEIGHT_OF_ALL: f64 = 330.0;
/// Kinds of entries that are drawn: the most frequent.
const MOST_KINDS: usize = 3;
const INKS: [Colour; MOST_KINDS] = [BLUE, VERMILLION, SKY];

fn caption(span: &str) -> String {
    format!("provisioning logs of {span}")
}

/// Entries of each cycle, and those of them that failed.
pub fn entries(found: &LogSummary) -> Scene {
    let all = &found.overall;
    let span = caption(&format!("{} to {}", all.from, all.to));
    let count = found.cycles.len() as f64;
    let title = format!(
        "{} entries in {} cycles",
        display_number(all.entries as f64),
        display_number(count)
    );
    let key = [
        Piece::Words("Entries of each cycle, in order:".to_owned()),
        Piece::Block(BLUE, "all".to_owned()),
        Piece::Block(VERMILLION, "failed".to_owned()),
    ];
    let mut scene = frame::page(span.as_str(), &title, &key, HEIGHT);
    let highest = found.cycles.iter().map(|row| row.entries).max();
    let mut panel = Panel::new("Entries", counts(highest.unwrap_or(1)));
    for (of, colour) in [
        (entries_of as fn(&Row) -> u64, BLUE),
        (failures_of, VERMILLION),
    ] {
        let numbered = (0_u32..).zip(&found.cycles);
        let bars = numbered
            .filter(|(_, row)| of(row) > 0)
            .map(|(number, row)| Bar {
                from: f64::from(number) + 0.55,
                to: f64::from(number) + 1.45,
                height: of(row) as f64,
                colour,
            });
        panel.layers.push(Layer::Bars(bars.collect()));
    }
    let numbers = ticks_from_zero(count.max(1.0) + 1.0, 10, 1.0);
    let drawn = [panel];
    let across = |ends| Axis::from_zero(numbers, ends);
    let panels = Panels::new((panels::room_left(&drawn), 12.0), across, &[]);
    panels.draw_with_labels(&mut scene, TOP + 20.0, &drawn);
    scene
}

/// An axis of logarithms, since an initial cycle has a thousand times the entries of others; what has none has no bar.
fn counts(highest: u64) -> Axis {
    const BELOW_ONE: f64 = 0.3;
    let powers = (0..20).map(|power| libm::pow(10.0, f64::from(power)));
    let below = powers.take_while(|value| *value < 10.0 * highest.max(2) as f64);
    let ticks: Vec<Tick> = below
        .map(|value| Tick::new(value, display_number(value)))
        .collect();
    let top = ticks.last().map_or(1.0, |tick| libm::log10(tick.value));
    Axis::logarithmic(Scale::new((-BELOW_ONE, top), (0.0, -HEIGHT_OF_ALL)), ticks)
}

fn entries_of(row: &Row) -> u64 {
    row.entries
}

fn failures_of(row: &Row) -> u64 {
    let failed = row.actions.iter().filter(|count| count.status == "failure");
    failed.map(|count| count.entries).sum()
}

/// Quantiles of durations against those of a lognormal of the same mean and variation, both in means.
pub fn durations(found: &Calibration) -> Scene {
    let span = caption(&found.span);
    let mut rows: Vec<&DurationRow> = found.durations.iter().filter(|row| row.count > 1).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows.truncate(MOST_KINDS);
    if rows.is_empty() {
        return frame::empty_page(
            span.as_str(),
            "No durations are known",
            "No entry of a known kind has a duration.",
        );
    }
    let mut key = vec![Piece::Words("Quantiles of".to_owned())];
    key.extend(
        rows.iter()
            .zip(INKS)
            .map(|(row, ink)| Piece::Line(ink, row.kind.clone())),
    );
    key.push(Piece::Line(AXIS, "if the law were exact".to_owned()));
    let title = "Durations against a lognormal of the same mean and variation";
    let mut scene = frame::page(span.as_str(), title, &key, HEIGHT);
    let lines: Vec<Vec<Point>> = rows.iter().map(|row| points(row)).collect();
    let all = lines.iter().flatten().flat_map(|(x, y)| [*x, *y]);
    let highest = all.fold(1.0, f64::max);
    let ticks = ticks_from_zero(highest, 6, 0.1);
    let mut panel = Panel::new(
        "Logged, in means",
        Axis::from_zero(ticks.clone(), (0.0, -HEIGHT_OF_ALL)),
    );
    panel
        .layers
        .push(Layer::Line(vec![(0.0, 0.0), (highest, highest)], 1.0, AXIS));
    for (line, ink) in lines.into_iter().zip(INKS) {
        panel.layers.push(Layer::Dots(line.clone(), 3.5, ink));
        panel.layers.push(Layer::Line(line, 1.5, ink));
    }
    let drawn = [panel];
    let across = |ends| Axis::from_zero(ticks, ends);
    let panels = Panels::new((panels::room_left(&drawn), 12.0), across, &[]);
    panels.draw_with_labels(&mut scene, TOP + 20.0, &drawn);
    scene
}

fn points(row: &DurationRow) -> Vec<Point> {
    let in_means = |millis: f64| millis / row.mean_ms.max(1e-9);
    let pairs = row.quantiles.iter();
    pairs
        .map(|pair| (in_means(pair.lognormal_ms), in_means(pair.data_ms)))
        .collect()
}
