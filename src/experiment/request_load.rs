//! Requests over time, as the target sees them.

use serde::{Deserialize, Serialize};

use super::busiest::Busiest;
use super::outcome::packed_numbers::Numbers;
use crate::model::Endpoint;

/// Bins of the load over time; their width doubles whenever the cycle outgrows them.
const BINS: usize = 256;
const FIRST_BIN_NANOS: u64 = 1_000_000_000;

/// Requests over time in bins, and the busiest second and minute.
#[derive(Clone, Debug)]
pub(super) struct Load {
    bins: [u32; BINS],
    bin_nanos: u64,
    /// The bin of the last request, and where it ends.
    bin: usize,
    bin_ends: u64,
    pub busiest: Busiest,
}

/// Requests over time, to be kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RateCurve {
    bin_nanos: u64,
    /// Requests in each bin, up to the last that has any.
    requests: Vec<u32>,
}

impl RateCurve {
    /// Shows every number.
    pub fn walk(&mut self, numbers: &mut impl Numbers) {
        numbers.whole(&mut self.bin_nanos);
        numbers.list(&mut self.requests, |numbers, requests| {
            let mut count = u64::from(*requests);
            numbers.whole(&mut count);
            *requests = count as u32;
        });
    }

    /// Requests per second, mean from one moment to a later one, so that no request falls between two stretches; zero beyond
    /// the last request.
    pub fn rate_over(&self, from_secs: f64, to_secs: f64) -> f64 {
        let width = self.bin_nanos as f64 / 1e9;
        let (first, end) = ((from_secs.max(0.0) / width) as usize, to_secs / width);
        let requests = self.requests.iter().enumerate().skip(first);
        let within = requests.take_while(|(bin, _)| (*bin as f64) < end);
        let count: f64 = within
            .map(|(bin, count)| {
                let (from, to) = (bin as f64 * width, (bin + 1) as f64 * width);
                let share = (to.min(to_secs) - from.max(from_secs)) / width;
                f64::from(*count) * share.max(0.0)
            })
            .sum();
        count / (to_secs - from_secs)
    }
}

impl Load {
    pub fn new() -> Self {
        Self {
            bins: [0; BINS],
            bin_nanos: FIRST_BIN_NANOS,
            bin: 0,
            bin_ends: FIRST_BIN_NANOS,
            busiest: Busiest::new(),
        }
    }

    /// A request at `at` in nanoseconds; requests come in order of time.
    #[inline]
    pub fn request(&mut self, at: u64, endpoint: Endpoint) {
        if at >= self.bin_ends {
            self.moves_on(at);
        }
        self.bins[self.bin] += 1;
        self.busiest.request(at, endpoint);
    }

    /// Finds the bin of a request that is beyond the last one's.
    #[cold]
    fn moves_on(&mut self, at: u64) {
        while at / self.bin_nanos >= BINS as u64 {
            self.double();
        }
        self.bin = (at / self.bin_nanos) as usize;
        self.bin_ends = (self.bin as u64 + 1).saturating_mul(self.bin_nanos);
    }

    fn double(&mut self) {
        for bin in 0..BINS / 2 {
            self.bins[bin] = self.bins[2 * bin] + self.bins[2 * bin + 1];
        }
        self.bins[BINS / 2..].fill(0);
        self.bin_nanos *= 2;
    }

    /// The requests over time.
    pub fn curve(&self) -> RateCurve {
        let used = self.bins.iter().rposition(|count| *count > 0);
        RateCurve {
            bin_nanos: self.bin_nanos,
            requests: self.bins[..used.map_or(0, |last| last + 1)].to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::busiest::ALL;
    use super::*;

    #[test]
    fn bins_double_and_lose_no_request() {
        let mut load = Load::new();
        for at in 0..1_000 {
            load.request(at * 1_000_000_000, Endpoint::UserGet);
        }
        assert_eq!(load.bins.iter().sum::<u32>(), 1_000);
        assert!((load.curve().rate_over(480.0, 520.0) - 1.0).abs() < 1e-12);
        assert!(load.curve().rate_over(1e6, 2e6).abs() < 1e-12);
        assert!((load.busiest.second(ALL) - 1.0).abs() < 1e-12);
        assert!((load.busiest.minute(Endpoint::UserGet as usize) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn stretches_beside_each_other_miss_no_request() {
        let mut load = Load::new();
        for at in [0, 0, 7_000, 31_500, 299_000, 299_100] {
            load.request(at * 1_000_000, Endpoint::UserGet);
        }
        let curve = load.curve();
        let width = 301.0 / 17.0;
        let stretches = (0..17).map(|at| (f64::from(at) * width, f64::from(at + 1) * width));
        let all: f64 = stretches
            .map(|(from, to)| curve.rate_over(from, to) * width)
            .sum();
        assert!((all - 6.0).abs() < 1e-9);
    }
}
