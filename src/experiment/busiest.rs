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
/// now: so each request costs one look at an earlier one, and nothing is counted down.
#[derive(Clone, Debug, Default)]
struct Fullest {
    /// When the latest requests came, a power of two of them: the one that so many came before is at that number, wrapped around.
    ring: Vec<u64>,
    /// Requests in all.
    count: usize,
    second: Window,
    minute: Window,
}

/// The fullest window of one length.
#[derive(Clone, Debug, Default)]
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
        self.fullest[of].second.most as f64
    }

    /// Requests per second in the busiest minute: those of sixty seconds, however short the time is in which there are any.
    pub fn minute(&self, of: usize) -> f64 {
        self.fullest[of].minute.most as f64 / MINUTE_SECS as f64
    }

    /// When the busiest minute of all requests begins; of several the first.
    pub fn minute_begins(&self) -> Option<SimTime> {
        let minute = &self.fullest[ALL].minute;
        (minute.most > 0).then(|| SimTime::from_nanos(minute.begins))
    }

    /// No more requests come, or are to be counted: when they came is not needed any more.
    pub fn close(&mut self) {
        for fullest in &mut self.fullest {
            fullest.ring = Vec::new();
        }
    }
}

impl Fullest {
    fn new() -> Self {
        Self {
            ring: vec![0; 16],
            ..Self::default()
        }
    }

    #[inline(always)]
    fn request(&mut self, at: u64) {
        let mask = self.ring.len().wrapping_sub(1);
        // There is no ring once it is closed.
        let Some(place) = self.ring.get_mut(self.count & mask) else {
            return;
        };
        *place = at;
        for (window, nanos) in [
            (&mut self.second, SECOND_NANOS),
            (&mut self.minute, MINUTE_SECS * SECOND_NANOS),
        ] {
            let begins = self.ring[(self.count - window.most) & mask];
            if at - begins < nanos {
                window.most += 1;
                window.begins = begins;
            }
        }
        self.count += 1;
        // One request more than the minute has is looked at next, and a second has no more than a minute.
        if self.minute.most == self.ring.len() {
            self.grow();
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        let mut longer = vec![0; 2 * self.ring.len()];
        for number in self.count - self.ring.len()..self.count {
            let wrapped = number & (longer.len() - 1);
            longer[wrapped] = self.ring[number & (self.ring.len() - 1)];
        }
        self.ring = longer;
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
                let most = begins(busiest.fullest[ALL].second.begins / 1_000_000, ALL);
                prop_assert_eq!(busiest.second(ALL), most as f64);
            }
        }
    }
}
