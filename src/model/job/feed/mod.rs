//! Changes of the directory as they come: a Poisson process for each kind, bursts, and what follows later.
//!
//! The gaps between changes of a kind are exponential in working days' worth, which the rhythm of the week turns into
//! moments (inversion of the cumulative rate: Law, Simulation Modeling and Analysis, section 8.6.2). The changes are made one by one as
//! they are asked for, so memory does not grow with the horizon.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::free_slots::put;
use super::week::Week;
use crate::kernel::Stream;
use crate::model::change::ChangeKind;
use crate::model::parameters::{Parameter, Values};
use crate::model::plan::JobPlan;
use crate::units::{SimDuration, SimTime};

/// A change as it comes out of the directory, before it is known whom it concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arrival {
    pub kind: ChangeKind,
    /// When it was made.
    pub made: SimTime,
    /// When the service can see it: later than made by the delay of a dynamic group.
    pub visible: SimTime,
    /// The address of its draws; no two changes share one.
    pub address: u64,
    /// The departure that it follows, where it follows one.
    pub departure: Option<Departure>,
    /// Whether it is the one that is asked about.
    pub marked: bool,
}

/// A user who has left, and for the how manieth time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Departure {
    pub user: u32,
    pub number: u16,
}

/// One sequence of changes of a kind.
#[derive(Clone, Debug)]
struct Sequence {
    kind: ChangeKind,
    base: u64,
    number: u64,
    next: SimTime,
    pace: Pace,
}

#[derive(Clone, Copy, Debug)]
enum Pace {
    /// So many on a working day; the working days' worth so far.
    Steady { per_day: f64, worth: f64 },
    /// So many in all, spread over a time from a moment on.
    Burst {
        at: SimTime,
        over: SimDuration,
        count: u32,
    },
}

pub(super) struct Feed {
    week: Week,
    arrivals: Stream,
    sequences: Vec<Sequence>,
    /// The next change of each sequence that has one, by moment and index.
    next: BinaryHeap<Reverse<(SimTime, usize)>>,
    dynamic_share: f64,
    dynamic_delay: f64,
    /// What becomes visible later than the sequences' next: by moment, then in the order it was made.
    later: BinaryHeap<Reverse<(SimTime, u64, u32)>>,
    deferred: u64,
    held: Vec<Arrival>,
    free: Vec<u32>,
}

const RATES: [(ChangeKind, Parameter); 9] = [
    (ChangeKind::Joiner, Parameter::Joiners),
    (ChangeKind::Returner, Parameter::Returners),
    (ChangeKind::Leaver, Parameter::Leavers),
    (ChangeKind::AttributeUpdate, Parameter::AttributeUpdates),
    (ChangeKind::MembershipAdd, Parameter::MembershipAdds),
    (ChangeKind::MembershipRemove, Parameter::MembershipRemoves),
    (ChangeKind::NewGroup, Parameter::NewGroups),
    (ChangeKind::RemovedGroup, Parameter::RemovedGroups),
    (ChangeKind::OutOfScope, Parameter::OutOfScopeChanges),
];
/// Bits of an address that number the changes of a sequence.
const NUMBER_BITS: u32 = 40;
/// Uses of a change's own stream.
const GAP: u64 = 0;
const IS_DYNAMIC: u64 = 1;
const DYNAMIC_DELAY: u64 = 2;

impl Feed {
    /// The changes that `plan` and `values` describe. Kinds that concern groups come only `with_groups`.
    pub fn new(plan: &JobPlan, values: &Values, arrivals: Stream, with_groups: bool) -> Self {
        let wanted = |kind| {
            with_groups
                || !matches!(
                    kind,
                    ChangeKind::MembershipAdd
                        | ChangeKind::MembershipRemove
                        | ChangeKind::NewGroup
                        | ChangeKind::RemovedGroup
                )
        };
        let week = Week::new(
            &plan.start,
            plan.office_hours,
            values[Parameter::OfficeShare],
            values[Parameter::WeekendShare],
        );
        let mut feed = Self {
            week,
            arrivals,
            sequences: Vec::new(),
            next: BinaryHeap::new(),
            dynamic_share: values[Parameter::DynamicShare],
            dynamic_delay: values[Parameter::DynamicDelay],
            later: BinaryHeap::new(),
            deferred: 0,
            held: Vec::new(),
            free: Vec::new(),
        };
        // Each sequence has an address of its own, whether or not the others are there.
        for (kind, parameter) in RATES {
            let per_day = values[parameter];
            if per_day > 0.0 && wanted(kind) {
                feed.add(
                    kind as u64,
                    kind,
                    Pace::Steady {
                        per_day,
                        worth: 0.0,
                    },
                );
            }
        }
        for (index, burst) in (1..).zip(&plan.bursts) {
            for kind in ChangeKind::ALL {
                let count = burst.changes[kind as usize];
                if count > 0 && wanted(kind) {
                    let (at, over) = (burst.at, burst.over);
                    let number = index * ChangeKind::ALL.len() as u64 + kind as u64;
                    feed.add(number, kind, Pace::Burst { at, over, count });
                }
            }
        }
        if let Some(at) = plan.user_assigned_at {
            feed.defer(Arrival {
                kind: ChangeKind::Joiner,
                made: at,
                visible: at,
                address: u64::MAX,
                departure: None,
                marked: true,
            });
        }
        feed
    }

    fn add(&mut self, number: u64, kind: ChangeKind, pace: Pace) {
        let mut sequence = Sequence {
            kind,
            base: number << NUMBER_BITS,
            number: 0,
            next: SimTime::NEVER,
            pace,
        };
        sequence.advance(&self.week, &self.arrivals);
        self.sequences.push(sequence);
        self.await_next(self.sequences.len() - 1);
    }

    /// The next change that is visible by `until`, in order of becoming visible.
    pub fn next_by(&mut self, until: SimTime) -> Option<Arrival> {
        loop {
            let first = self.next.peek().map(|first| first.0);
            let made = first.map_or(SimTime::NEVER, |(made, _)| made);
            if let Some(Reverse((visible, _, slot))) = self.later.peek().copied()
                && visible <= made
            {
                if visible > until {
                    return None;
                }
                self.later.pop();
                return Some(self.release(slot));
            }
            if made > until {
                return None;
            }
            let (_, index) = first?;
            self.next.pop();
            let arrival = self.take(index);
            if arrival.visible <= arrival.made {
                return Some(arrival);
            }
            self.defer(arrival);
        }
    }

    /// The next change that was made by `until` and is not visible yet; to be asked once all visible ones are out.
    pub fn next_unseen(&mut self, until: SimTime) -> Option<Arrival> {
        while let Some(Reverse((_, _, slot))) = self.later.pop() {
            let arrival = self.release(slot);
            if arrival.made <= until {
                return Some(arrival);
            }
        }
        None
    }

    /// Holds a change until it becomes visible.
    pub fn defer(&mut self, arrival: Arrival) {
        let slot = put(&mut self.held, &mut self.free, arrival);
        self.deferred += 1;
        self.later
            .push(Reverse((arrival.visible, self.deferred, slot)));
    }

    fn release(&mut self, slot: u32) -> Arrival {
        self.free.push(slot);
        self.held[slot as usize]
    }

    fn await_next(&mut self, index: usize) {
        let next = self.sequences[index].next;
        if next < SimTime::NEVER {
            self.next.push(Reverse((next, index)));
        }
    }

    fn take(&mut self, index: usize) -> Arrival {
        let sequence = &mut self.sequences[index];
        let made = sequence.next;
        let address = sequence.base | (sequence.number - 1);
        let kind = sequence.kind;
        sequence.advance(&self.week, &self.arrivals);
        self.await_next(index);
        let comes_by_group = matches!(kind, ChangeKind::Joiner | ChangeKind::Leaver)
            && self
                .arrivals
                .happens(self.dynamic_share, address, IS_DYNAMIC);
        let delay = if comes_by_group {
            let unit = self.arrivals.unit(address, DYNAMIC_DELAY);
            SimDuration::from_secs_f64(-libm::log(unit) * self.dynamic_delay)
        } else {
            SimDuration::ZERO
        };
        Arrival {
            kind,
            made,
            visible: made + delay,
            address,
            departure: None,
            marked: false,
        }
    }
}

impl Sequence {
    fn advance(&mut self, week: &Week, arrivals: &Stream) {
        let unit = arrivals.unit(self.base | self.number, GAP);
        self.next = match &mut self.pace {
            Pace::Steady { per_day, worth } => {
                *worth += -libm::log(unit) / *per_day;
                week.moment(*worth)
            }
            Pace::Burst { at, over, count } => {
                if self.number >= u64::from(*count) {
                    SimTime::NEVER
                } else {
                    // One in each of as many equal parts, so that they come in order.
                    let part = (self.number as f64 + unit) / f64::from(*count);
                    *at + *over * part
                }
            }
        };
        self.number += 1;
    }
}

#[cfg(test)]
mod tests;
