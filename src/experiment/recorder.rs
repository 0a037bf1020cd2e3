//! Watches one cycle: progress at each per cent, and load over time.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::{Endpoint, Observer};
use crate::units::SimTime;

/// Progress is kept at each whole per cent, zero and hundred included.
pub(super) const PERCENTS: usize = 101;
/// Bins of the load over time; their width doubles whenever the cycle outgrows them.
const BINS: usize = 256;
const FIRST_BIN_NANOS: u64 = 1_000_000_000;

/// What one cycle looked like over time.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    pub users: Milestones,
    pub pages: Milestones,
    pub load: Load,
}

/// The moments at which each per cent of a total was reached.
#[derive(Clone, Debug)]
pub(super) struct Milestones {
    total: u64,
    done: u64,
    reached: [SimTime; PERCENTS],
    next: usize,
}

/// Requests over time in bins, and the busiest second and minute.
#[derive(Clone, Debug)]
pub(super) struct Load {
    bins: [u32; BINS],
    bin_nanos: u64,
    second: Window,
    minute: Window,
}

/// The fullest of consecutive windows of one length, which begin with the cycle.
#[derive(Clone, Copy, Debug)]
struct Window {
    nanos: u64,
    ends: u64,
    count: u32,
    most: u32,
}

impl Recorder {
    pub fn new() -> Self {
        Self {
            users: Milestones::new(),
            pages: Milestones::new(),
            load: Load::new(),
        }
    }
}

/// A recorder that breaks its cycle off when the run is interrupted.
pub(super) struct Watch<'a> {
    recorder: &'a mut Recorder,
    interrupted: &'a AtomicBool,
}

impl<'a> Watch<'a> {
    pub fn new(recorder: &'a mut Recorder, interrupted: &'a AtomicBool) -> Self {
        Self {
            recorder,
            interrupted,
        }
    }
}

impl Observer for Watch<'_> {
    fn cycle_starts(&mut self, users_in_scope: u64, pages: u64) {
        // A restart within the initial cycle begins its pages anew; whoever has access keeps it.
        if self.recorder.users.next == 0 {
            self.recorder.users.start(users_in_scope);
        }
        self.recorder.pages = Milestones::new();
        self.recorder.pages.start(pages);
    }

    fn request(&mut self, at: SimTime, _endpoint: Endpoint) {
        self.recorder.load.request(at.as_nanos());
    }

    fn user_gains_access(&mut self, at: SimTime) {
        let users = &mut self.recorder.users;
        users.reach(users.done + 1, at);
    }

    fn pages_done(&mut self, at: SimTime, pages: u64) {
        self.recorder.pages.reach(pages, at);
    }

    fn stops(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}

impl Milestones {
    fn new() -> Self {
        Self {
            total: 0,
            done: 0,
            reached: [SimTime::NEVER; PERCENTS],
            next: 0,
        }
    }

    fn start(&mut self, total: u64) {
        self.total = total;
        self.reach(0, SimTime::ZERO);
    }

    #[inline]
    fn reach(&mut self, done: u64, at: SimTime) {
        self.done = done;
        while self.next < PERCENTS && done * 100 >= self.total * self.next as u64 {
            self.reached[self.next] = at;
            self.next += 1;
        }
    }

    /// When so many per cent were reached, if they were.
    pub fn at_percent(&self, percent: usize) -> Option<SimTime> {
        self.reached
            .get(percent)
            .copied()
            .filter(|moment| *moment < SimTime::NEVER)
    }
}

impl Load {
    fn new() -> Self {
        Self {
            bins: [0; BINS],
            bin_nanos: FIRST_BIN_NANOS,
            second: Window::of_seconds(1),
            minute: Window::of_seconds(60),
        }
    }

    #[inline]
    fn request(&mut self, at: u64) {
        while at / self.bin_nanos >= BINS as u64 {
            self.double();
        }
        self.bins[(at / self.bin_nanos) as usize] += 1;
        self.second.request(at);
        self.minute.request(at);
    }

    fn double(&mut self) {
        for bin in 0..BINS / 2 {
            self.bins[bin] = self.bins[2 * bin] + self.bins[2 * bin + 1];
        }
        self.bins[BINS / 2..].fill(0);
        self.bin_nanos *= 2;
    }

    /// Requests per second around a moment; zero beyond the last request.
    pub fn rate_at(&self, secs: f64) -> f64 {
        let width = self.bin_nanos as f64 / 1e9;
        let bin = libm::floor(secs / width) as usize;
        self.bins
            .get(bin)
            .map_or(0.0, |count| f64::from(*count) / width)
    }

    /// Requests in the busiest second.
    pub fn peak_second(&self) -> f64 {
        f64::from(self.second.most)
    }

    /// Requests per second in the busiest minute of a cycle that lasts `secs`, or over the cycle where it is shorter.
    pub fn peak_minute(&self, secs: f64) -> f64 {
        f64::from(self.minute.most) / secs.clamp(1e-9, 60.0)
    }
}

impl Window {
    fn of_seconds(secs: u64) -> Self {
        let nanos = secs * 1_000_000_000;
        Self {
            nanos,
            ends: nanos,
            count: 0,
            most: 0,
        }
    }

    #[inline]
    fn request(&mut self, at: u64) {
        if at >= self.ends {
            self.ends = (at / self.nanos + 1).saturating_mul(self.nanos);
            self.count = 0;
        }
        self.count += 1;
        self.most = self.most.max(self.count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(at: u64) -> SimTime {
        SimTime::from_nanos(at * 1_000_000_000)
    }

    #[test]
    fn each_per_cent_is_reached_by_the_user_who_completes_it() {
        let mut users = Milestones::new();
        users.start(3);
        for done in 1..=2 {
            users.reach(done, second(done));
        }
        assert_eq!(users.at_percent(0), Some(SimTime::ZERO));
        assert_eq!(users.at_percent(33), Some(second(1)));
        assert_eq!(users.at_percent(34), Some(second(2)));
        assert_eq!(users.at_percent(67), None);
    }

    #[test]
    fn nothing_to_do_is_done_at_once() {
        let mut users = Milestones::new();
        users.start(0);
        assert_eq!(users.at_percent(100), Some(SimTime::ZERO));
    }

    #[test]
    fn bins_double_and_lose_no_request() {
        let mut load = Load::new();
        for at in 0..1_000 {
            load.request(at * 1_000_000_000);
        }
        assert_eq!(load.bins.iter().sum::<u32>(), 1_000);
        assert!((load.rate_at(500.0) - 1.0).abs() < 1e-12);
        assert!(load.rate_at(1e6).abs() < 1e-12);
        assert!((load.peak_second() - 1.0).abs() < 1e-12);
        assert!((load.peak_minute(1_000.0) - 1.0).abs() < 1e-12);
    }
}
