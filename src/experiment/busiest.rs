//! The busiest second and minute of the requests to each endpoint, and of all together.

use crate::model::Endpoint;
use crate::units::SimTime;

/// Each endpoint, and all of them together.
pub(super) const ALL: usize = Endpoint::ALL.len();
const SECOND_NANOS: u64 = 1_000_000_000;
const MINUTE_SECS: u64 = 60;

/// The busiest second and minute, of each endpoint and of all together.
#[derive(Clone, Debug)]
pub(super) struct Busiest {
    fullest: [Fullest; ALL + 1],
}

/// The fullest second and minute of some requests, wherever they begin.
///
/// A window that is as long as the fullest so far, and a request more, is laid over the latest requests. Where it is short enough, it is the fullest
/// now: so each request costs one look at an earlier one, and nothing is counted down. Requests are looked at some at a time.
#[derive(Clone, Debug)]
struct Fullest {
    /// When the latest requests came, in order; empty once they are closed.
    times: Vec<u64>,
    /// How many of these there are.
    count: usize,
    /// How many of them have been looked at: no fewer than the fullest minute has.
    seen: usize,
    windows: [Window; 2],
}

/// The fullest window of one length.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    /// How many requests it has.
    most: usize,
    /// When it begins, the first of several.
    begins: u64,
}

impl Busiest {
    pub fn new() -> Self {
        Self {
            fullest: std::array::from_fn(|_| Fullest::new()),
        }
    }

    /// A request at `at` in nanoseconds; requests come in order of time.
    #[inline]
    pub fn request(&mut self, at: u64, endpoint: Endpoint) {
        self.fullest[endpoint as usize].request(at);
        self.fullest[ALL].request(at);
    }

    /// Requests per second in the busiest second of one endpoint, or of [`ALL`].
    pub fn second(&self, of: usize) -> f64 {
        self.fullest[of].look()[0].most as f64
    }

    /// Requests per second in the busiest minute: those of sixty seconds, however short the time is in which there are any.
    pub fn minute(&self, of: usize) -> f64 {
        self.fullest[of].look()[1].most as f64 / MINUTE_SECS as f64
    }

    /// When the busiest minute of all requests begins; of several the first.
    pub fn minute_begins(&self) -> Option<SimTime> {
        let minute = self.fullest[ALL].look()[1];
        (minute.most > 0).then(|| SimTime::from_nanos(minute.begins))
    }

    /// No more requests come, or are to be counted: when they came is not needed any more.
    pub fn close(&mut self) {
        for fullest in &mut self.fullest {
            fullest.windows = fullest.look();
            fullest.times = Vec::new();
            (fullest.count, fullest.seen) = (0, 0);
        }
    }
}

impl Window {
    /// Takes one more request into it if they all, up to the one at an index, came within this time.
    #[inline(always)]
    fn grows(&mut self, times: &[u64], index: usize, nanos: u64) {
        let begins = times[index - self.most];
        if times[index] - begins < nanos {
            self.most += 1;
            self.begins = begins;
        }
    }
}

impl Fullest {
    fn new() -> Self {
        Self {
            times: vec![0; 64],
            count: 0,
            seen: 0,
            windows: [Window::default(); 2],
        }
    }

    #[inline(always)]
    fn request(&mut self, at: u64) {
        if self.count >= self.times.len() {
            self.make_room();
        }
        // There are no times once they are closed.
        if let Some(place) = self.times.get_mut(self.count) {
            *place = at;
            self.count += 1;
        }
    }

    /// The fullest windows of all requests so far.
    fn look(&self) -> [Window; 2] {
        let [mut second, mut minute] = self.windows;
        let times = &self.times[..self.count];
        let mut index = self.seen;
        // Hardly any request makes a window fuller, so those are passed over that do not.
        while let Some(latest) = times.get(index..).filter(|latest| !latest.is_empty()) {
            let before = [second, minute].map(|window| &times[index - window.most..]);
            let mut pairs = latest.iter().zip(before[0].iter().zip(before[1]));
            let grows = |(at, (second, minute)): (&u64, (&u64, &u64))| {
                at - second < SECOND_NANOS || at - minute < MINUTE_SECS * SECOND_NANOS
            };
            let Some(passed) = pairs.position(grows) else {
                break;
            };
            index += passed;
            second.grows(times, index, SECOND_NANOS);
            minute.grows(times, index, MINUTE_SECS * SECOND_NANOS);
            index += 1;
        }
        [second, minute]
    }

    /// Keeps no more requests than the next is compared with.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        if self.times.is_empty() {
            return;
        }
        self.windows = self.look();
        // A second has no more requests than a minute.
        let kept = self.windows[1].most;
        self.times.copy_within(self.count - kept..self.count, 0);
        (self.count, self.seen) = (kept, kept);
        if 2 * kept > self.times.len() {
            self.times.resize(2 * self.times.len(), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(millis: &[u64]) -> Busiest {
        let mut busiest = Busiest::new();
        for at in millis {
            busiest.request(at * 1_000_000, Endpoint::UserGet);
        }
        busiest
    }

    #[test]
    fn the_busiest_second_is_found_wherever_it_begins() {
        // Three at the end of one second, two at the beginning of the next, and one exactly a second after the first.
        let mut busiest = seen(&[900, 950, 990, 1_050, 1_100, 1_900, 5_000, 5_010]);
        assert!((busiest.second(ALL) - 5.0).abs() < 1e-12);
        busiest.close();
        assert!((busiest.second(ALL) - 5.0).abs() < 1e-12);
    }

    #[test]
    fn what_comes_after_the_end_is_not_counted() {
        let mut busiest = seen(&[900, 950]);
        busiest.close();
        for _ in 0..20 {
            busiest.request(1_000_000_000, Endpoint::UserGet);
        }
        assert!((busiest.second(ALL) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_minute_has_sixty_seconds_even_where_all_is_over_sooner() {
        let in_a_second: Vec<u64> = (0..82).map(|index| index * 12).collect();
        assert!((seen(&in_a_second).minute(ALL) - 82.0 / 60.0).abs() < 1e-12);
        assert!((seen(&[0; 201]).minute(ALL) - 3.35).abs() < 1e-12);
        assert!(seen(&[]).minute(ALL).abs() < 1e-12);
    }

    #[test]
    fn the_busiest_minute_is_told_with_its_moment() {
        let busiest = seen(&[0, 100_000, 400_000, 401_000, 430_000, 900_000, 901_000]);
        let begins = busiest
            .minute_begins()
            .map(|at| at.since_start().as_millis());
        assert_eq!(begins, Some(400_000));
        assert_eq!(seen(&[]).minute_begins(), None);
    }

    proptest! {
        #[test]
        fn no_window_has_more_requests_than_the_fullest(
            mut requests in prop::collection::vec((0_u64..10_000, 0_usize..3), 0..200),
        ) {
            requests.sort_unstable();
            let mut busiest = Busiest::new();
            for (millis, endpoint) in &requests {
                busiest.request(millis * 1_000_000, Endpoint::ALL[*endpoint]);
            }
            let begins = |first: u64, of: usize| {
                let within = requests.iter().filter(|(at, _)| (first..first + 1_000).contains(at));
                within.filter(|(_, one)| of == ALL || of == *one).count()
            };
            for of in [0, 1, 2, ALL] {
                let most = requests.iter().map(|(first, _)| begins(*first, of)).max();
                prop_assert_eq!(busiest.second(of), most.unwrap_or(0) as f64);
            }
            if !requests.is_empty() {
                let most = begins(busiest.fullest[ALL].look()[0].begins / 1_000_000, ALL);
                prop_assert_eq!(busiest.second(ALL), most as f64);
            }
        }
    }
}
