//! The run loop.

use super::Calendar;
use crate::units::SimTime;

/// A simulation model: state that changes when an event happens.
pub trait Model {
    /// Everything that can happen, as one plain enum.
    type Event: Copy;

    /// What is to happen next.
    fn calendar(&mut self) -> &mut Calendar<Self::Event>;

    /// Lets `event` happen at `now`; what follows from it goes onto the calendar.
    fn handle(&mut self, now: SimTime, event: Self::Event);
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing was left to happen; the last event was at this moment.
    Exhausted(SimTime),
    /// The next event lies beyond the horizon and stays on the calendar.
    Horizon,
}

/// Hands events to the model until none is left, and returns the moment of the last one.
#[inline]
pub fn run<M: Model>(model: &mut M) -> SimTime {
    while let Some((now, event)) = model.calendar().pop() {
        model.handle(now, event);
    }
    model.calendar().now()
}

/// Hands events to the model up to and including those at `horizon`.
///
/// Events beyond the horizon stay on the calendar, so that a run can be continued.
pub fn run_until<M: Model>(model: &mut M, horizon: SimTime) -> Ending {
    while let Some((now, event)) = model.calendar().pop_by(horizon) {
        model.handle(now, event);
    }
    if model.calendar().is_empty() {
        Ending::Exhausted(model.calendar().now())
    } else {
        Ending::Horizon
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::SimDuration;

    struct Metronome {
        calendar: Calendar<()>,
        beats: u32,
    }

    impl Model for Metronome {
        type Event = ();
        fn calendar(&mut self) -> &mut Calendar<()> {
            &mut self.calendar
        }
        fn handle(&mut self, now: SimTime, (): ()) {
            self.beats += 1;
            if self.beats < 10 {
                self.calendar.schedule(now + SimDuration::from_secs(1), ());
            }
        }
    }

    #[test]
    fn a_run_can_stop_at_a_horizon_and_go_on() {
        let mut model = Metronome {
            calendar: Calendar::new(),
            beats: 0,
        };
        model.calendar.schedule(SimTime::ZERO, ());
        let three_seconds = SimTime::ZERO + SimDuration::from_secs(3);
        assert_eq!(run_until(&mut model, three_seconds), Ending::Horizon);
        assert_eq!(model.beats, 4, "events at 0, 1, 2 and 3 seconds");
        assert_eq!(
            run_until(&mut model, SimTime::NEVER),
            Ending::Exhausted(SimTime::ZERO + SimDuration::from_secs(9))
        );
    }
}
