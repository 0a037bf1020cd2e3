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

    /// Requests per second in each of some stretches of time, from one moment to a later one, so that no request falls between two
    /// stretches; zero beyond the last request.
    pub fn rates_over(
        &self,
        stretches: impl Iterator<Item = (f64, f64)>,
    ) -> impl Iterator<Item = f64> {
        // A file from elsewhere may say that bins have no width.
        let width = self.bin_nanos.max(1) as f64 / 1e9;
        let mut before = 0.0;
        let up_to = self.requests.iter().map(|requests| {
            let requests = f64::from(*requests);
            before += requests;
            (before - requests, requests)
        });
        // The requests before each bin, and those within it.
        let mut bins: Vec<(f64, f64)> = up_to.collect();
        bins.push((before, 0.0));
        let until = move |secs: f64| {
            let bins_long = secs.max(0.0) / width;
            let bin = (bins_long as usize).min(bins.len() - 1);
            let (before, within) = bins[bin];
            before + within * (bins_long - bin as f64)
        };
        stretches.map(move |(from, to)| (until(to) - until(from)) / (to - from))
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
        let stretches = [(480.0, 520.0), (-40.0, 40.0), (1e6, 2e6)];
        let curve = load.curve();
        let rates = curve.rates_over(stretches.into_iter());
        let rounded: Vec<f64> = rates.map(|rate| (rate * 1e9).round() / 1e9).collect();
        assert_eq!(rounded, [1.0, 0.5, 0.0]);
        let odd = RateCurve::default();
        assert_eq!(odd.rates_over([(0.0, 60.0)].into_iter()).next(), Some(0.0));
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
        let rates = curve.rates_over(stretches);
        let all: f64 = rates.map(|rate| rate * width).sum();
        assert!((all - 6.0).abs() < 1e-9);
    }
}
