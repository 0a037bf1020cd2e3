//! Whoever watches what is played.

use super::answer_times::AnswerTimes;
use super::further_cycles::CycleWatch;
use crate::experiment::cycle_recorder::Recorder;
use crate::model::{Observer, Occurrence};
use crate::units::SimTime;

/// Watches an initial cycle that is played, and the incremental ones that follow.
#[derive(Debug)]
pub struct PlayedWatch {
    pub(super) recorder: Box<Recorder>,
    pub(super) times: AnswerTimes,
    pub(super) further: CycleWatch,
    is_initial: bool,
}

impl PlayedWatch {
    /// For so many incremental cycles.
    pub fn new(cycles: u64) -> Self {
        Self {
            recorder: Box::new(Recorder::new()),
            times: AnswerTimes::default(),
            further: CycleWatch::new(cycles),
            is_initial: true,
        }
    }
}

impl Observer for PlayedWatch {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        if self.is_initial {
            self.recorder.see(at, what);
            self.times.see(at, what);
            self.is_initial = !matches!(what, Occurrence::CycleEnds);
        }
        self.further.see(at, what);
    }

    /// After the last cycle that was asked for; an initial cycle on its own ends by itself.
    fn stops(&self) -> bool {
        !self.is_initial && self.further.stops()
    }
}
