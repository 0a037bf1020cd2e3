//! Delays of which some are still running: counts in steps of about 1 %, and the product-limit estimate of their quantiles.

use serde::{Deserialize, Serialize};

/// Steps in which a delay doubles.
const STEPS_PER_DOUBLING: usize = 64;
/// Doublings below one hour: down to some milliseconds.
const BELOW: usize = 20;
/// Doublings above one hour: almost two years.
const ABOVE: usize = 14;
const STEPS: usize = (BELOW + ABOVE) * STEPS_PER_DOUBLING;
const HOUR_SECS: f64 = 3_600.0;

/// The step that a delay falls into. One hour ends a step, so that shares within an hour are exact.
fn step_of(secs: f64) -> usize {
    if secs <= 0.0 {
        return 0;
    }
    let steps = libm::ceil(libm::log2(secs / HOUR_SECS) * STEPS_PER_DOUBLING as f64);
    // The cast saturates, as it should for what lies beyond.
    ((steps + (BELOW * STEPS_PER_DOUBLING) as f64 - 1.0).max(0.0) as usize).min(STEPS - 1)
}

/// The middle of a step on a scale of ratios.
fn middle(step: usize) -> f64 {
    let doublings = (step as f64 + 0.5) / STEPS_PER_DOUBLING as f64 - BELOW as f64;
    HOUR_SECS * libm::exp2(doublings)
}

/// Delays of one kind: those that ended, those that were still running when watching ended, and those that never end.
///
/// Quantiles follow from the product-limit estimate (E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete
/// Observations, 1958): a delay that was still running counts among the candidates for as long as it was watched.
///
/// ```
/// use cyclecast::stats::Delays;
///
/// let mut delays = Delays::default();
/// for minutes in 1..=99 {
///     delays.ended(f64::from(minutes) * 60.0);
/// }
/// delays.never_ends();
/// assert!((delays.quantile(0.5).unwrap() / 3_000.0 - 1.0).abs() < 0.02);
/// assert_eq!(delays.quantile(0.995), None);
/// assert!((delays.share_within_hour() - 0.6).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delays {
    /// By step: how many ended and how many were still running.
    steps: Vec<(u32, u64, u64)>,
    never: u64,
}

/// How many delays ended in each step, to count many of one kind quickly.
#[derive(Clone, Debug, Default)]
pub struct EndedDelays {
    /// By step; nothing until the first.
    counts: Vec<u64>,
}

impl EndedDelays {
    /// One more ended after so many seconds.
    pub fn count(&mut self, secs: f64) {
        if self.counts.is_empty() {
            self.counts.resize(STEPS, 0);
        }
        self.counts[step_of(secs)] += 1;
    }
}

impl From<EndedDelays> for Delays {
    fn from(ended: EndedDelays) -> Self {
        let counts = (0..).zip(ended.counts).filter(|(_, count)| *count > 0);
        Self {
            steps: counts.map(|(step, count)| (step, count, 0)).collect(),
            never: 0,
        }
    }
}

impl Delays {
    fn add(&mut self, step: usize, ended: u64, running: u64) {
        let step = step as u32;
        match self.steps.binary_search_by_key(&step, |one| one.0) {
            Ok(index) => {
                self.steps[index].1 += ended;
                self.steps[index].2 += running;
            }
            Err(index) => self.steps.insert(index, (step, ended, running)),
        }
    }

    /// One delay ended after so many seconds.
    pub fn ended(&mut self, secs: f64) {
        self.add(step_of(secs), 1, 0);
    }

    /// One delay was still running after so many seconds.
    pub fn still_running(&mut self, secs: f64) {
        self.add(step_of(secs), 0, 1);
    }

    /// One delay will never end.
    pub fn never_ends(&mut self) {
        self.never += 1;
    }

    /// These and others together.
    pub fn absorb(&mut self, other: &Self) {
        for &(step, ended, running) in &other.steps {
            self.add(step as usize, ended, running);
        }
        self.never += other.never;
    }

    /// All delays.
    pub fn count(&self) -> u64 {
        self.steps.iter().map(|one| one.1 + one.2).sum::<u64>() + self.never
    }

    /// Those that ended.
    pub fn count_ended(&self) -> u64 {
        self.steps.iter().map(|one| one.1).sum()
    }

    /// The probability of having ended, after each step in which a delay ended.
    fn curve(&self) -> impl Iterator<Item = (u32, f64)> + '_ {
        let mut candidates = self.count();
        let mut running = 1.0;
        self.steps
            .iter()
            .filter_map(move |&(step, ended, censored)| {
                if ended > 0 {
                    running *= 1.0 - ended as f64 / candidates as f64;
                }
                candidates -= ended + censored;
                (ended > 0).then_some((step, 1.0 - running))
            })
    }

    /// The delay within which a share of `p` ends, in seconds; nothing where fewer do as far as was watched.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        // What rounding takes off a share of one is not missing.
        let reached = |share: f64| share >= p - 1e-12;
        self.curve()
            .find(|(_, share)| reached(*share))
            .map(|(step, _)| middle(step as usize))
    }

    /// The share that ends within one hour.
    pub fn share_within_hour(&self) -> f64 {
        let limit = (BELOW * STEPS_PER_DOUBLING) as u32;
        self.curve()
            .take_while(|(step, _)| *step < limit)
            .last()
            .map_or(0.0, |(_, share)| share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_about_one_per_cent_wide_and_an_hour_ends_one() {
        for secs in [1.0, 59.0, 2_400.0, 3_599.0, 86_400.0, 2e6] {
            assert!((middle(step_of(secs)) / secs - 1.0).abs() < 0.006, "{secs}");
        }
        assert_ne!(step_of(3_600.0), step_of(3_600.1));
        assert!(step_of(3_600.0) < BELOW * STEPS_PER_DOUBLING);
        for odd in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert!(step_of(odd) < STEPS);
        }
    }

    #[test]
    fn delays_counted_by_step_are_those_told_one_by_one() {
        let (mut one_by_one, mut counted) = (Delays::default(), EndedDelays::default());
        for secs in [7_200.0, 3_600.0, 90.0, 3_600.0, 0.0] {
            one_by_one.ended(secs);
            counted.count(secs);
        }
        assert_eq!(Delays::from(counted), one_by_one);
        assert_eq!(Delays::from(EndedDelays::default()), Delays::default());
    }

    #[test]
    fn without_running_delays_quantiles_are_those_of_the_sample() {
        let mut delays = Delays::default();
        for secs in 1..=1_000 {
            delays.ended(f64::from(secs) * 10.0);
        }
        for p in [0.05, 0.5, 0.95, 0.99] {
            let expected = p * 10_000.0;
            assert!((delays.quantile(p).unwrap() / expected - 1.0).abs() < 0.02);
        }
        assert_eq!((delays.count(), delays.count_ended()), (1_000, 1_000));
    }

    #[test]
    fn the_product_limit_estimate_of_a_textbook_sample() {
        // Ends at 1 and 3 hours, still running after 2 and 4 hours: 3/4 run on after 1 h, 3/8 after 3 h.
        let mut delays = Delays::default();
        delays.ended(3_600.0);
        delays.ended(3.0 * 3_600.0);
        delays.still_running(2.0 * 3_600.0);
        delays.still_running(4.0 * 3_600.0);
        let shares: Vec<f64> = delays.curve().map(|(_, share)| share).collect();
        assert!((shares[0] - 0.25).abs() < 1e-12 && (shares[1] - 0.625).abs() < 1e-12);
        assert!((delays.share_within_hour() - 0.25).abs() < 1e-12);
        assert_eq!(delays.quantile(0.7), None);
    }

    #[test]
    fn parts_add_up_in_any_order() {
        let mut one = Delays::default();
        one.ended(100.0);
        one.never_ends();
        let mut other = Delays::default();
        other.still_running(50.0);
        other.ended(100.0);
        let (mut a, mut b) = (one.clone(), other.clone());
        a.absorb(&other);
        b.absorb(&one);
        assert_eq!(a, b);
        assert_eq!((a.count(), a.count_ended()), (4, 2));
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(Delays::default().quantile(0.5), None);
        assert!(Delays::default().share_within_hour().abs() < 1e-12);
    }
}
