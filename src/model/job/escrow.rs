//! What failed and is kept to be tried again, with the moment of its next attempt.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::free_slots::put;
use crate::model::cycle::Held;
use crate::model::errors::ErrorCode;
use crate::model::plan::RetrySchedule;
use crate::units::SimTime;

/// One entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub held: Held,
    pub code: ErrorCode,
    first_failed: SimTime,
    /// Retries of the schedule that are used up.
    retries: u32,
    /// Which of its appointments is valid; zero for an entry that is free.
    ticket: u32,
    /// Whether a cycle is trying it.
    pub in_flight: bool,
}

/// All entries of a job.
#[derive(Debug, Default)]
pub(super) struct Escrow {
    entries: Vec<Entry>,
    free: Vec<u32>,
    appointments: BinaryHeap<Reverse<(SimTime, u32, u32)>>,
    tickets: u32,
    schedule: RetrySchedule,
    /// Users and groups in escrow.
    pub objects: u64,
    /// References in escrow.
    pub references: u64,
}

impl Escrow {
    /// An empty escrow whose entries are retried by `schedule`.
    pub fn new(schedule: RetrySchedule) -> Self {
        Self {
            schedule,
            ..Self::default()
        }
    }

    /// The entry at an index.
    pub fn entry(&self, index: u32) -> &Entry {
        &self.entries[index as usize]
    }

    fn count(&mut self, held: Held, sign: i64) {
        let references = held.references();
        if references == 0 {
            self.objects = self.objects.saturating_add_signed(sign);
        } else {
            self.references = self
                .references
                .saturating_add_signed(sign * references as i64);
        }
    }

    /// Takes something in that failed just now, and appoints its first retry.
    pub fn take_in(&mut self, held: Held, code: ErrorCode, now: SimTime) -> u32 {
        self.count(held, 1);
        let (first_retry, retries) = self.schedule.first_retry(now);
        let entry = Entry {
            held,
            code,
            first_failed: now,
            retries,
            ticket: 0,
            in_flight: false,
        };
        let index = put(&mut self.entries, &mut self.free, entry);
        self.appoint(index, first_retry);
        index
    }

    /// A retry failed: the next is appointed by the schedule, unless the schedule has ended, which is false.
    #[must_use]
    pub fn fails_again(&mut self, index: u32, code: ErrorCode, now: SimTime) -> bool {
        let entry = &mut self.entries[index as usize];
        entry.code = code;
        if !entry.in_flight {
            // It failed on account of another change: its own appointment stands.
            return true;
        }
        entry.in_flight = false;
        entry.retries += 1;
        // A retry that came late has used up the appointments before it.
        let next = (entry.retries..)
            .map_while(|number| self.schedule.after_first_failure(number))
            .map(|after| entry.first_failed + after)
            .find(|moment| *moment > now);
        match next {
            Some(moment) => {
                self.appoint(index, moment);
                true
            }
            None => false,
        }
    }

    /// The cycle ended before it came to a retry: it is due with the next one.
    pub fn stays_due(&mut self, index: u32, now: SimTime) {
        if self.is_in_use(index) && self.entries[index as usize].in_flight {
            self.entries[index as usize].in_flight = false;
            self.appoint(index, now);
        }
    }

    fn is_in_use(&self, index: u32) -> bool {
        self.entries[index as usize].ticket != 0
    }

    fn appoint(&mut self, index: u32, moment: SimTime) {
        self.tickets += 1;
        self.entries[index as usize].ticket = self.tickets;
        self.appointments
            .push(Reverse((moment, self.tickets, index)));
    }

    /// Lets an entry go, and returns the changes that waited with it.
    pub fn let_go(&mut self, index: u32) -> u32 {
        let entry = &mut self.entries[index as usize];
        let held = entry.held;
        entry.ticket = 0;
        entry.in_flight = false;
        self.count(held, -1);
        self.free.push(index);
        held.change()
    }

    /// The next entry whose retry is due by `now`; from then on it is in flight.
    pub fn next_due(&mut self, now: SimTime) -> Option<u32> {
        while let Some(Reverse((moment, ticket, index))) = self.appointments.peek().copied() {
            if moment > now {
                return None;
            }
            self.appointments.pop();
            let entry = &mut self.entries[index as usize];
            if entry.ticket == ticket && !entry.in_flight {
                entry.in_flight = true;
                return Some(index);
            }
        }
        None
    }

    /// What is held.
    pub fn held(&self) -> impl Iterator<Item = Held> {
        let used = self.entries.iter().filter(|entry| entry.ticket != 0);
        used.map(|entry| entry.held)
    }

    /// The indices of all entries.
    pub fn indices(&self) -> impl Iterator<Item = u32> + use<> {
        let used: Vec<u32> = (0..self.entries.len() as u32)
            .filter(|index| self.is_in_use(*index))
            .collect();
        used.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cycle::Memberships;
    use crate::model::directory::Object;
    use crate::units::SimDuration;

    fn hour(number: u64) -> SimTime {
        second(number * 3_600)
    }

    fn second(number: u64) -> SimTime {
        SimTime::ZERO + SimDuration::from_secs(number)
    }

    #[test]
    fn what_failed_is_tried_in_the_next_cycle_then_after_6_12_and_24_hours_and_daily() {
        let mut escrow = Escrow::new(RetrySchedule::Current);
        let index = escrow.take_in(Held::Object(Object::User(7)), ErrorCode::Conflict, hour(1));
        assert_eq!(escrow.next_due(hour(1)), Some(index));
        for due in [7, 13, 25, 49, 73] {
            let before = second(due * 3_600 - 60);
            assert!(escrow.fails_again(index, ErrorCode::Conflict, before));
            assert!(escrow.fails_again(index, ErrorCode::Conflict, before));
            assert_eq!(escrow.next_due(second(due * 3_600 - 1)), None);
            assert_eq!(escrow.next_due(hour(due)), Some(index), "{due}");
        }
    }

    #[test]
    fn read_to_the_letter_nothing_is_tried_before_6_hours_and_then_after_12_and_24() {
        let mut escrow = Escrow::new(RetrySchedule::Literal);
        let index = escrow.take_in(Held::Object(Object::User(7)), ErrorCode::Conflict, hour(1));
        for due in [7, 13, 25, 49] {
            assert_eq!(escrow.next_due(second(due * 3_600 - 1)), None, "{due}");
            assert_eq!(escrow.next_due(hour(due)), Some(index), "{due}");
            assert!(escrow.fails_again(index, ErrorCode::Conflict, hour(due)));
        }
    }

    #[test]
    fn retries_end_28_days_after_the_first_failure() {
        let mut escrow = Escrow::new(RetrySchedule::Current);
        let index = escrow.take_in(Held::Manager(7), ErrorCode::Conflict, hour(0));
        assert_eq!(escrow.next_due(hour(0)), Some(index));
        assert!(escrow.fails_again(index, ErrorCode::Conflict, hour(27 * 24)));
        assert_eq!(escrow.next_due(hour(28 * 24)), Some(index));
        assert!(!escrow.fails_again(index, ErrorCode::Conflict, hour(28 * 24)));
    }

    #[test]
    fn what_is_let_go_is_neither_counted_nor_due() {
        let mut escrow = Escrow::new(RetrySchedule::Current);
        let members = Held::Members(Memberships {
            group: 1,
            add: true,
            address: 0,
            change: 3,
            count: 5,
            presence: 0,
        });
        let index = escrow.take_in(members, ErrorCode::Timeout, hour(0));
        let user = escrow.take_in(Held::Object(Object::User(1)), ErrorCode::Timeout, hour(0));
        assert_eq!((escrow.objects, escrow.references), (1, 5));
        assert_eq!(escrow.let_go(index), 3);
        assert_eq!((escrow.objects, escrow.references), (1, 0));
        assert_eq!(escrow.next_due(hour(1)), Some(user));
        assert_eq!(escrow.next_due(hour(1)), None);
    }

    #[test]
    fn a_retry_that_no_cycle_came_to_is_due_again() {
        let mut escrow = Escrow::new(RetrySchedule::Current);
        let index = escrow.take_in(Held::Object(Object::User(1)), ErrorCode::Timeout, hour(0));
        assert_eq!(escrow.next_due(hour(0)), Some(index));
        escrow.stays_due(index, hour(1));
        assert_eq!(escrow.next_due(hour(1)), Some(index));
    }
}
