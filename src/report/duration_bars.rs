//! The distribution of durations as bars of characters.

use super::number::{self, Scale, time_unit};
use crate::experiment::outcome::{Outcome, Unit};
use crate::stats::{histogram, sorted};

/// Rows of the picture at the most, more or less.
const MOST_BINS: usize = 20;
/// Longest bar, in characters.
const LONGEST: usize = 46;
const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// One row a bin: where it begins, a bar, and the share of the replications in it; then the share that belongs nowhere.
pub(super) fn durations(outcome: &Outcome) -> String {
    let all = outcome.replications.len();
    let finished = outcome.initial_cycle_ms().len();
    let unfinished = (all - finished) as f64 / all.max(1) as f64;
    let which = match finished {
        0 if all > 0 => "any replication".to_owned(),
        _ => format!("{} of the replications", number::percent(unfinished)),
    };
    let mut picture = bins(outcome);
    if unfinished > 0.0 {
        picture += &format!("  not finished within the horizon in {which}\n");
    }
    picture
}

fn bins(outcome: &Outcome) -> String {
    let all = outcome.replications.len();
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
    let half_width = Some(2.0 * histogram.width * divisor);
    let scale = Scale::new(Unit::Milliseconds, longest, half_width);
    let labels = (0..histogram.counts.len()).map(|bin| histogram.edge(bin) * divisor);
    let labels: Vec<String> = labels.map(|ms| scale.with_unit(ms)).collect();
    let width = labels.iter().map(String::len).max().unwrap_or(0);
    let rows = labels.iter().zip(&histogram.counts);
    let rows = rows.map(|(label, &count)| {
        let share = 100.0 * count as f64 / all as f64;
        let bar = bar(count as f64 / most as f64);
        let row = format!("  {label:>width$} │{bar:<LONGEST$} {share:>4.1} %");
        format!("{}\n", row.trim_end())
    });
    rows.collect()
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
    use crate::report::fixture;

    #[test]
    fn the_fullest_bin_has_the_longest_bar_and_the_rarest_still_shows() {
        assert_eq!(bar(1.0).chars().count(), LONGEST);
        assert_eq!(bar(0.000_1), "▏");
        assert_eq!(bar(0.0), "");
    }

    #[test]
    fn runs_that_do_not_finish_count_and_are_told() {
        let mut outcome = fixture::bare(&[3_600_000; 4]);
        assert!(durations(&outcome).ends_with("100.0 %\n"));
        outcome
            .replications
            .change(..1, |row| row.initial_cycle_ms = None);
        let picture = durations(&outcome);
        assert!(picture.contains(" 75.0 %\n"), "{picture}");
        assert!(
            picture.ends_with("  not finished within the horizon in 25 % of the replications\n")
        );
        outcome
            .replications
            .change(.., |row| row.initial_cycle_ms = None);
        let nothing = "  not finished within the horizon in any replication\n";
        assert_eq!(durations(&outcome), nothing);
    }
}
