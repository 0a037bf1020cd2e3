//! The run loop.

use super::Calendar;
use crate::units::SimTime;

/// A simulation model: state that changes when an event happens.
pub trait Model {
    /// Everything that can happen, as one plain enum.
    type Event: Copy;

    /// Lets `event` happen at `now`; what follows from it goes onto the calendar.
    fn handle(&mut self, now: SimTime, event: Self::Event, calendar: &mut Calendar<Self::Event>);
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
pub fn run<M: Model>(model: &mut M, calendar: &mut Calendar<M::Event>) -> SimTime {
    while let Some((now, event)) = calendar.pop() {
        model.handle(now, event, calendar);
    }
    calendar.now()
}

/// Hands events to the model up to and including those at `horizon`.
///
/// Events beyond the horizon stay on the calendar, so that a run can be continued.
pub fn run_until<M: Model>(
    model: &mut M,
    calendar: &mut Calendar<M::Event>,
    horizon: SimTime,
) -> Ending {
    loop {
        match calendar.next_time() {
            None => return Ending::Exhausted(calendar.now()),
            Some(next) if next > horizon => return Ending::Horizon,
            Some(_) => {}
        }
        if let Some((now, event)) = calendar.pop() {
            model.handle(now, event, calendar);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::SimDuration;

    struct Metronome(u32);

    impl Model for Metronome {
        type Event = ();
        fn handle(&mut self, now: SimTime, (): (), calendar: &mut Calendar<()>) {
            self.0 += 1;
            if self.0 < 10 {
                calendar.schedule(now + SimDuration::from_secs(1), ());
            }
        }
    }

    #[test]
    fn a_run_can_stop_at_a_horizon_and_go_on() {
        let mut calendar = Calendar::new();
        calendar.schedule(SimTime::ZERO, ());
        let mut model = Metronome(0);
        let three_seconds = SimTime::ZERO + SimDuration::from_secs(3);
        assert_eq!(
            run_until(&mut model, &mut calendar, three_seconds),
            Ending::Horizon
        );
        assert_eq!(model.0, 4, "events at 0, 1, 2 and 3 seconds");
        assert_eq!(
            run_until(&mut model, &mut calendar, SimTime::NEVER),
            Ending::Exhausted(SimTime::ZERO + SimDuration::from_secs(9))
        );
    }
}
