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
    second: Window,
    minute: Window,
    latest: Latest,
}

/// The requests of the last minute, in order of time, each found by how many came before it.
#[derive(Clone, Debug)]
struct Latest {
    /// A power of two long. The request that so many came before is at that number, wrapped around.
    ring: Vec<(u64, Endpoint)>,
    /// Requests in all.
    count: usize,
}

/// The fullest window of one length, wherever it begins.
#[derive(Clone, Debug)]
struct Window {
    nanos: u64,
    /// The first request in the window that ends now, by how many came before it.
    first: usize,
    /// How many requests the window has of each endpoint, and in all.
    counts: [u32; ALL + 1],
    /// As many as there ever were at once.
    most: [u32; ALL + 1],
    /// When the fullest window of all requests begins, the first of several.
    begins: u64,
}

impl Latest {
    const NOTHING: (u64, Endpoint) = (0, Endpoint::UserGet);
    const LENGTH_AT_FIRST: usize = 64;

    fn new() -> Self {
        Self {
            ring: vec![Self::NOTHING; Self::LENGTH_AT_FIRST],
            count: 0,
        }
    }

    #[inline]
    fn get(&self, number: usize) -> (u64, Endpoint) {
        self.ring[number & (self.ring.len() - 1)]
    }

    /// Adds a request; those from number `first` on are still wanted.
    #[inline]
    fn push(&mut self, at: u64, endpoint: Endpoint, first: usize) {
        if self.count - first == self.ring.len() {
            self.grow(first);
        }
        let wrapped = self.count & (self.ring.len() - 1);
        self.ring[wrapped] = (at, endpoint);
        self.count += 1;
    }

    #[cold]
    fn grow(&mut self, first: usize) {
        let mut longer = vec![Self::NOTHING; 2 * self.ring.len()];
        for number in first..self.count {
            let wrapped = number & (longer.len() - 1);
            longer[wrapped] = self.get(number);
        }
        self.ring = longer;
    }
}

impl Busiest {
    pub fn new() -> Self {
        Self {
            second: Window::new(SECOND_NANOS),
            minute: Window::new(MINUTE_SECS * SECOND_NANOS),
            latest: Latest::new(),
        }
    }

    /// A request at `at` in nanoseconds; requests come in order of time.
    #[inline]
    pub fn request(&mut self, at: u64, endpoint: Endpoint) {
        self.latest.push(at, endpoint, self.minute.first);
        self.second.request(at, endpoint, &self.latest);
        self.minute.request(at, endpoint, &self.latest);
    }

    /// Requests per second in the busiest second of one endpoint, or of [`ALL`].
    pub fn second(&self, of: usize) -> f64 {
        f64::from(self.second.most[of])
    }

    /// Requests per second in the busiest minute: those of sixty seconds, however short the time is in which there are any.
    pub fn minute(&self, of: usize) -> f64 {
        f64::from(self.minute.most[of]) / MINUTE_SECS as f64
    }

    /// When the busiest minute of all requests begins; of several the first.
    pub fn minute_begins(&self) -> Option<SimTime> {
        (self.minute.most[ALL] > 0).then(|| SimTime::from_nanos(self.minute.begins))
    }

    /// No more requests come: when they came is not needed any more.
    pub fn close(&mut self) {
        self.latest = Latest::new();
        for window in [&mut self.second, &mut self.minute] {
            window.first = 0;
            window.counts = [0; ALL + 1];
        }
    }
}

impl Window {
    fn new(nanos: u64) -> Self {
        Self {
            nanos,
            first: 0,
            counts: [0; ALL + 1],
            most: [0; ALL + 1],
            begins: 0,
        }
    }

    /// The last of the `latest` is new.
    #[inline]
    fn request(&mut self, at: u64, endpoint: Endpoint, latest: &Latest) {
        let one = endpoint as usize;
        self.counts[one] += 1;
        self.counts[ALL] += 1;
        let (mut since, mut leaving) = latest.get(self.first);
        while at - since >= self.nanos {
            self.counts[leaving as usize] -= 1;
            self.counts[ALL] -= 1;
            self.first += 1;
            (since, leaving) = latest.get(self.first);
        }
        self.most[one] = self.most[one].max(self.counts[one]);
        if self.counts[ALL] > self.most[ALL] {
            self.most[ALL] = self.counts[ALL];
            self.begins = since;
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
                let most = begins(busiest.second.begins / 1_000_000, ALL);
                prop_assert_eq!(busiest.second(ALL), most as f64);
            }
        }
    }
}
