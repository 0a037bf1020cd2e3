//! Watches one cycle: progress at each per cent, and the load.

use std::sync::atomic::{AtomicBool, Ordering};

use super::request_load::Load;
use crate::model::{Observer, Occurrence, Work};
use crate::units::SimTime;

/// Progress is kept at each whole per cent, zero and hundred included.
pub(super) const PERCENTS: usize = 101;

/// The phases of a cycle that a target can tell apart, in their order: name and words.
pub(super) const PHASES: [(&str, &str); 3] = [
    ("objects", "users and groups"),
    ("managers", "managers"),
    ("memberships", "memberships"),
];

/// What one cycle looked like over time.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    pub users: Milestones,
    pub pages: Milestones,
    pub load: Load,
    /// When the first call of each phase is made.
    pub phases: [Option<SimTime>; PHASES.len()],
}

/// The moments at which each per cent of a total was reached.
#[derive(Clone, Debug)]
pub(super) struct Milestones {
    total: u64,
    done: u64,
    reached: [SimTime; PERCENTS],
    next: usize,
}

impl Recorder {
    pub fn new() -> Self {
        Self {
            users: Milestones::new(),
            pages: Milestones::new(),
            load: Load::new(),
            phases: [None; PHASES.len()],
        }
    }

    fn cycle_starts(&mut self, users_in_scope: u64, pages: u64) {
        // A restart within the initial cycle begins its pages anew; whoever has access keeps it.
        if self.users.next == 0 {
            self.users.start(users_in_scope);
        }
        self.pages = Milestones::new();
        self.pages.start(pages);
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
    #[inline(always)]
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        self.recorder.see(at, what);
    }

    fn stops(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}

impl Observer for Recorder {
    /// Inlined, so that where something is reported that is not looked at, it is not even put together.
    #[inline(always)]
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        let recorder = self;
        match *what {
            Occurrence::CycleStarts {
                users_in_scope,
                pages,
            } => recorder.cycle_starts(users_in_scope, pages),
            Occurrence::RequestSent { endpoint, of } => {
                if let Some(phase) = phase_of(of.work) {
                    recorder.phases[phase].get_or_insert(at);
                }
                recorder.load.request(at.as_nanos(), endpoint);
            }
            Occurrence::UserGainsAccess { .. } => {
                recorder.users.reach(recorder.users.done + 1, at);
            }
            Occurrence::PagesDone(pages) => recorder.pages.reach(pages, at),
            Occurrence::CycleEnds => recorder.load.busiest.close(),
            _ => {}
        }
    }
}

/// Milliseconds since the start.
pub(super) fn millis(moment: SimTime) -> u64 {
    moment.since_start().as_millis()
}

/// Index of the phase that a request belongs to.
fn phase_of(work: Work) -> Option<usize> {
    match work {
        Work::Opening | Work::Outside { .. } => None,
        Work::User(_) | Work::Group(_) | Work::UserRemoval(_) | Work::GroupRemoval(_) => Some(0),
        Work::Manager(_) => Some(1),
        Work::Memberships { .. } => Some(2),
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
}
