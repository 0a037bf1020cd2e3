//! The distribution of durations as bars of characters.

use crate::experiment::outcome::{Outcome, Unit};
use crate::report::number::{Scale, time_unit};
use crate::stats::{histogram, sorted};

/// Rows of the picture at the most, more or less.
const MOST_BINS: usize = 20;
/// Longest bar, in characters.
const LONGEST: usize = 46;
const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// One row a bin: where it begins, a bar, and the share of the runs in it.
pub(super) fn durations(outcome: &Outcome) -> String {
    let values = sorted(outcome.initial_cycle_ms());
    // Bins have round edges in the unit that they are labelled in.
    let Some(longest) = values.last().copied() else {
        return String::new();
    };
    let divisor = time_unit(longest).0;
    let scaled: Vec<f64> = values.iter().map(|value| value / divisor).collect();
    // Few replications make few bins, or else chance would draw the picture (Rice's rule).
    let bins = libm::ceil(2.0 * libm::cbrt(values.len() as f64)) as usize;
    let Some(histogram) = histogram(&scaled, bins.min(MOST_BINS)) else {
        return String::new();
    };
    let most = histogram.counts.iter().copied().max().unwrap_or(1).max(1);
    let scale = Scale::new(
        Unit::Milliseconds,
        longest,
        Some(2.0 * histogram.width * divisor),
    );
    let labels: Vec<String> = (0..histogram.counts.len())
        .map(|bin| scale.with_unit(histogram.edge(bin) * divisor))
        .collect();
    let width = labels.iter().map(String::len).max().unwrap_or(0);
    labels
        .iter()
        .zip(&histogram.counts)
        .map(|(label, &count)| {
            let share = 100.0 * count as f64 / values.len() as f64;
            let bar = bar(count as f64 / most as f64);
            let row = format!("  {label:>width$} │{bar:<LONGEST$} {share:>4.1} %");
            format!("{}\n", row.trim_end())
        })
        .collect()
}

/// A bar of eighths of characters; nothing at all only for nothing.
fn bar(share: f64) -> String {
    let eighths = libm::ceil(share * (LONGEST * 8) as f64) as usize;
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(EIGHTHS[eighths % 8]);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_bin_has_the_longest_bar_and_the_rarest_still_shows() {
        assert_eq!(bar(1.0).chars().count(), LONGEST);
        assert_eq!(bar(0.000_1), "▏");
        assert_eq!(bar(0.0), "");
    }
}
