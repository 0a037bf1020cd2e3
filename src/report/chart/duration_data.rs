//! What the chart of durations shows, worked out from the outcome.

use super::time::TimeUnit;
use crate::experiment::outcome::{Estimate, Metric, Outcome, Spread};
use crate::stats::{Histogram, histogram, quantile, sorted};

/// More bars than this are too thin to read.
const MOST_BARS: usize = 40;

/// What the picture shows, in milliseconds but for the histogram, which is in `unit` so that its edges are round there.
pub struct Data {
    pub unit: TimeUnit,
    pub bars: Histogram,
    pub replications: usize,
    pub longest: f64,
    pub p5: f64,
    pub p50: f64,
    pub p95: f64,
    pub luck_alone: Option<Spread>,
    /// Share of all replications that do not finish the cycle; the rest of the picture is about those that do.
    pub unfinished_share: f64,
}

impl Data {
    /// The data of `outcome`, if a replication has finished the cycle.
    pub fn of(outcome: &Outcome) -> Option<Self> {
        let durations = sorted(outcome.initial_cycle_ms());
        let longest = *durations.last()?;
        let unit = TimeUnit::of(right_end(&durations)?);
        let all = outcome.replications.len();
        let unfinished_share = (all - durations.len()) as f64 / all as f64;
        // A percentile over all replications would not be one of those shown.
        let summary = outcome
            .summary(Metric::InitialCycle)
            .filter(|_| unfinished_share <= 0.0);
        let percentile = |p: f64, estimate: Option<&Estimate>| {
            let value = estimate.and_then(|estimate| estimate.value);
            value.or_else(|| quantile(&durations, p))
        };
        Some(Self {
            unit,
            bars: bars(&durations, unit)?,
            replications: durations.len(),
            longest,
            p5: percentile(0.05, summary.map(|summary| &summary.p5))?,
            p50: percentile(0.5, summary.map(|summary| &summary.p50))?,
            p95: percentile(0.95, summary.map(|summary| &summary.p95))?,
            // One replication has no spread to set against it.
            luck_alone: outcome.luck_alone.filter(|_| durations.len() > 1),
            unfinished_share,
        })
    }

    /// The left edge of a bar in milliseconds.
    pub fn edge(&self, bin: usize) -> f64 {
        self.bars.edge(bin) * self.unit.ms
    }

    /// Whether the 5th and the 95th percentile print the same.
    pub fn is_narrow(&self) -> bool {
        self.unit.label(self.p5) == self.unit.label(self.p95)
    }

    /// Both ends of the time axis: all bars and marks, and some air.
    pub fn range(&self) -> (f64, f64) {
        let luck = self.luck_alone;
        let low = luck.map_or(self.p5, |luck| luck.p5_ms.min(self.p5));
        let high = luck.map_or(self.p95, |luck| luck.p95_ms.max(self.p95));
        let low = low.min(self.edge(0));
        let high = high.max(self.edge(self.bars.counts.len()));
        // A single bar is shown narrow: it stands for one value, not for a range.
        let air = if self.bars.counts.len() == 1 {
            8.0 * self.bars.width * self.unit.ms
        } else {
            0.04 * (high - low)
        };
        ((low - air).max(0.0), high + air)
    }
}

/// Where the bars end: short of the longest duration when that is far from all others.
fn right_end(durations: &[f64]) -> Option<f64> {
    let rough = histogram(durations, MOST_BARS)?;
    let end = rough.edge(rough.counts.len());
    Some(end.min(*durations.last()?))
}

fn bars(durations: &[f64], unit: TimeUnit) -> Option<Histogram> {
    let (first, last) = (*durations.first()?, *durations.last()?);
    // Durations that print the same are one bar; bins between them would have edges without meaning.
    if last - first <= 1e-6 * last {
        let middle = last / unit.ms;
        let half = (middle * 0.005).max(0.005);
        let start = (middle - half).max(0.0);
        let width = 2.0 * half;
        let counts = vec![durations.len()];
        return Some(Histogram {
            start,
            width,
            counts,
        });
    }
    let values: Vec<f64> = durations.iter().map(|ms| ms / unit.ms).collect();
    let bins = (2.0 * libm::sqrt(values.len() as f64)).clamp(8.0, MOST_BARS as f64);
    histogram(&values, bins as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn equal_durations_are_one_narrow_bar() {
        let data = Data::of(&fixture::bare(&[32_400_000; 50])).unwrap();
        assert_eq!(data.bars.counts, [50]);
        let (low, high) = data.range();
        assert!(low < data.edge(0) && data.edge(1) < high);
    }

    #[test]
    fn bars_have_round_edges_in_the_unit_of_the_axis() {
        let data = Data::of(&fixture::outcome(300)).unwrap();
        assert_eq!((data.bars.start, data.bars.width), (5.0, 0.5));
    }

    #[test]
    fn without_a_replication_there_is_nothing() {
        assert!(Data::of(&fixture::bare(&[])).is_none());
    }

    #[test]
    fn percentiles_are_of_the_replications_that_finish() {
        let mut outcome = fixture::outcome(300);
        for row in outcome.replications.iter_mut().take(75) {
            row.initial_cycle_ms = None;
        }
        outcome.summaries[0].p95.value = None;
        let data = Data::of(&outcome).unwrap();
        assert_eq!((data.replications, data.unfinished_share), (225, 0.25));
        assert!(data.p50 < data.p95 && data.p95 <= data.longest);
    }
}
