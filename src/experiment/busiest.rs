//! The busiest second and minute of whatever happens at moments.

use std::collections::VecDeque;

use crate::units::SimTime;

const MINUTE_SECS: u64 = 60;

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
    /// When the fullest window so far begins.
    begins: u64,
    /// Requests in the fullest window, once no more come.
    most: usize,
}

impl Busiest {
    pub fn new() -> Self {
        Self {
            second: Window::of_seconds(1),
            minute: Window::of_seconds(MINUTE_SECS),
        }
    }

    /// A request at `at` in nanoseconds; requests come in order of time.
    #[inline]
    pub fn request(&mut self, at: u64) {
        self.second.request(at);
        self.minute.request(at);
    }

    /// Requests per second in the busiest second.
    pub fn second(&self) -> f64 {
        self.second.most() as f64
    }

    /// Requests per second in the busiest minute: those of sixty seconds, however short the time is in which there are any.
    pub fn minute(&self) -> f64 {
        self.minute.most() as f64 / MINUTE_SECS as f64
    }

    /// When the busiest minute begins; of several the first.
    pub fn minute_begins(&self) -> Option<SimTime> {
        (self.minute.most() > 0).then(|| SimTime::from_nanos(self.minute.begins))
    }

    /// No more requests come: when they came is not needed any more.
    pub fn close(&mut self) {
        self.second.close();
        self.minute.close();
    }
}

impl Window {
    fn of_seconds(secs: u64) -> Self {
        Self {
            nanos: secs * 1_000_000_000,
            latest: VecDeque::new(),
            begins: 0,
            most: 0,
        }
    }

    #[inline]
    fn request(&mut self, at: u64) {
        self.latest.push_back(at);
        let Some(&first) = self.latest.front() else {
            return;
        };
        if at - first >= self.nanos {
            self.latest.pop_front();
        } else {
            self.begins = first;
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

    fn seen(millis: &[u64]) -> Busiest {
        let mut busiest = Busiest::new();
        for at in millis {
            busiest.request(at * 1_000_000);
        }
        busiest
    }

    #[test]
    fn the_busiest_second_is_found_wherever_it_begins() {
        // Three at the end of one second, two at the beginning of the next, and one exactly a second after the first.
        let mut busiest = seen(&[900, 950, 990, 1_050, 1_100, 1_900, 5_000, 5_010]);
        assert!((busiest.second() - 5.0).abs() < 1e-12);
        busiest.close();
        assert!((busiest.second() - 5.0).abs() < 1e-12);
    }

    #[test]
    fn a_minute_has_sixty_seconds_even_where_all_is_over_sooner() {
        let in_a_second: Vec<u64> = (0..82).map(|place| place * 12).collect();
        assert!((seen(&in_a_second).minute() - 82.0 / 60.0).abs() < 1e-12);
        assert!((seen(&[0; 201]).minute() - 3.35).abs() < 1e-12);
        assert!(seen(&[]).minute().abs() < 1e-12);
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
            if most > 0 {
                prop_assert_eq!(begins(window.begins / 1_000_000), most);
            }
        }
    }
}
