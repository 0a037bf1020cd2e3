//! Requests over time, as the target sees them.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::model::Endpoint;

/// Bins of the load over time; their width doubles whenever the cycle outgrows them.
const BINS: usize = 256;
const FIRST_BIN_NANOS: u64 = 1_000_000_000;

/// Requests over time in bins, and the busiest second and minute.
#[derive(Clone, Debug)]
pub(super) struct Load {
    bins: [u32; BINS],
    bin_nanos: u64,
    all: Busiest,
    each: [Busiest; Endpoint::ALL.len()],
}

/// Requests over time, to be kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RateCurve {
    bin_nanos: u64,
    /// Requests in each bin, up to the last that has any.
    requests: Vec<u32>,
}

impl RateCurve {
    /// Requests per second around a moment; zero beyond the last request.
    pub fn rate_at(&self, secs: f64) -> f64 {
        let width = self.bin_nanos as f64 / 1e9;
        let bin = libm::floor(secs / width) as usize;
        self.requests
            .get(bin)
            .map_or(0.0, |count| f64::from(*count) / width)
    }
}

/// The busiest second and minute.
#[derive(Clone, Debug)]
pub(super) struct Busiest {
    second: Window,
    minute: Window,
}

/// The fullest window of one length, wherever it begins.
#[derive(Clone, Debug)]
struct Window {
    nanos: u64,
    /// As many of the latest requests as the fullest window so far has. Before the oldest of them are further back than
    /// the window is long, another request makes a fuller one.
    latest: VecDeque<u64>,
    /// Requests in the fullest window, once no more come.
    most: usize,
}

impl Load {
    pub fn new() -> Self {
        Self {
            bins: [0; BINS],
            bin_nanos: FIRST_BIN_NANOS,
            all: Busiest::new(),
            each: std::array::from_fn(|_| Busiest::new()),
        }
    }

    #[inline]
    pub fn request(&mut self, at: u64, endpoint: Endpoint) {
        while at / self.bin_nanos >= BINS as u64 {
            self.double();
        }
        self.bins[(at / self.bin_nanos) as usize] += 1;
        self.all.request(at);
        self.each[endpoint as usize].request(at);
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

    /// No more requests come: when they came is not needed any more.
    pub fn close(&mut self) {
        for busiest in self.each.iter_mut().chain([&mut self.all]) {
            busiest.second.close();
            busiest.minute.close();
        }
    }

    /// The busiest times, whatever was called.
    pub fn all(&self) -> &Busiest {
        &self.all
    }

    /// The busiest times of one endpoint.
    pub fn of(&self, endpoint: Endpoint) -> &Busiest {
        &self.each[endpoint as usize]
    }
}

impl Busiest {
    fn new() -> Self {
        Self {
            second: Window::of_seconds(1),
            minute: Window::of_seconds(60),
        }
    }

    #[inline]
    fn request(&mut self, at: u64) {
        self.second.request(at);
        self.minute.request(at);
    }

    /// Requests in the busiest second.
    pub fn second(&self) -> f64 {
        self.second.most() as f64
    }

    /// Requests per second in the busiest minute of a cycle that lasts `secs`, or over the cycle where it is shorter.
    pub fn minute(&self, secs: f64) -> f64 {
        self.minute.most() as f64 / secs.clamp(1e-9, 60.0)
    }
}

impl Window {
    fn of_seconds(secs: u64) -> Self {
        Self {
            nanos: secs * 1_000_000_000,
            latest: VecDeque::new(),
            most: 0,
        }
    }

    /// Requests come in order of time.
    #[inline]
    fn request(&mut self, at: u64) {
        self.latest.push_back(at);
        if self
            .latest
            .front()
            .is_some_and(|first| at - first >= self.nanos)
        {
            self.latest.pop_front();
        }
    }

    fn most(&self) -> usize {
        self.most.max(self.latest.len())
    }

    fn close(&mut self) {
        self.most = self.most();
        self.latest = VecDeque::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bins_double_and_lose_no_request() {
        let mut load = Load::new();
        for at in 0..1_000 {
            load.request(at * 1_000_000_000, Endpoint::UserGet);
        }
        assert_eq!(load.bins.iter().sum::<u32>(), 1_000);
        assert!((load.curve().rate_at(500.0) - 1.0).abs() < 1e-12);
        assert!(load.curve().rate_at(1e6).abs() < 1e-12);
        assert!((load.all().second() - 1.0).abs() < 1e-12);
        assert!((load.of(Endpoint::UserGet).minute(1_000.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_busiest_second_is_found_wherever_it_begins() {
        let mut load = Load::new();
        // Three at the end of one second, two at the beginning of the next, and one exactly a second after the first.
        for millis in [900, 950, 990, 1_050, 1_100, 1_900, 5_000, 5_010] {
            load.request(millis * 1_000_000, Endpoint::UserPost);
        }
        assert!((load.all().second() - 5.0).abs() < 1e-12);
        load.close();
        assert!((load.all().second() - 5.0).abs() < 1e-12);
        assert!((load.of(Endpoint::UserPost).second() - 5.0).abs() < 1e-12);
        assert!(load.of(Endpoint::UserGet).second().abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn no_window_has_more_requests_than_the_fullest(mut moments in prop::collection::vec(0_u64..10_000, 0..200)) {
            moments.sort_unstable();
            let mut window = Window::of_seconds(1);
            for millis in &moments {
                window.request(millis * 1_000_000);
            }
            let begins = |first: u64| {
                moments.iter().filter(|at| (first..first + 1_000).contains(*at)).count()
            };
            let most = moments.iter().map(|first| begins(*first)).max().unwrap_or(0);
            prop_assert_eq!(window.most(), most);
        }
    }
}
