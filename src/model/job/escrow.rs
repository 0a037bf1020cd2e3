//! What failed and is kept to be tried again, with the moment of its next attempt.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::ledger::NONE;
use super::retry::RetrySchedule;
use crate::model::errors::ErrorCode;
use crate::units::SimTime;

/// What is held in escrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Held {
    /// A user, whatever failed about them.
    User(u32),
    /// A group object.
    Group(u32),
    /// The manager link of a user.
    Manager(u32),
    /// Some memberships of a group.
    Members {
        group: u32,
        count: u32,
        add: bool,
        /// The part of all users that must be there for the members to be.
        presence: u32,
        /// The address of their luck.
        luck: u64,
    },
}

impl Held {
    /// How many references it is; none for objects, which count for themselves.
    pub fn references(self) -> u64 {
        match self {
            Self::User(_) | Self::Group(_) => 0,
            Self::Manager(_) => 1,
            Self::Members { count, .. } => u64::from(count),
        }
    }
}

/// One entry.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Entry {
    pub held: Held,
    /// The changes that wait with it, where they are not chained to the object itself.
    pub head: u32,
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
pub(in crate::model) struct Escrow {
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

    /// The entry at a place.
    pub fn entry(&self, place: u32) -> &Entry {
        &self.entries[place as usize]
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
    pub fn take_in(&mut self, held: Held, head: u32, code: ErrorCode, now: SimTime) -> u32 {
        self.count(held, 1);
        let (first_retry, retries) = self.schedule.first_retry(now);
        let entry = Entry {
            held,
            head,
            code,
            first_failed: now,
            retries,
            ticket: 0,
            in_flight: false,
        };
        let place = match self.free.pop() {
            Some(place) => {
                self.entries[place as usize] = entry;
                place
            }
            None => {
                self.entries.push(entry);
                (self.entries.len() - 1) as u32
            }
        };
        self.appoint(place, first_retry);
        place
    }

    /// A retry failed: the next is appointed by the schedule, unless the schedule has ended, which is false.
    #[must_use]
    pub fn fails_again(&mut self, place: u32, code: ErrorCode, now: SimTime) -> bool {
        let entry = &mut self.entries[place as usize];
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
                self.appoint(place, moment);
                true
            }
            None => false,
        }
    }

    /// The cycle ended before it came to a retry: it is due with the next one.
    pub fn stays_due(&mut self, place: u32, now: SimTime) {
        if self.is_in_use(place) && self.entries[place as usize].in_flight {
            self.entries[place as usize].in_flight = false;
            self.appoint(place, now);
        }
    }

    fn is_in_use(&self, place: u32) -> bool {
        self.entries[place as usize].ticket != 0
    }

    fn appoint(&mut self, place: u32, moment: SimTime) {
        self.tickets += 1;
        self.entries[place as usize].ticket = self.tickets;
        self.appointments
            .push(Reverse((moment, self.tickets, place)));
    }

    /// Lets an entry go, and returns the changes that waited with it.
    pub fn let_go(&mut self, place: u32) -> u32 {
        let entry = &mut self.entries[place as usize];
        let (held, head) = (entry.held, entry.head);
        entry.ticket = 0;
        entry.in_flight = false;
        entry.head = NONE;
        self.count(held, -1);
        self.free.push(place);
        head
    }

    /// The next entry whose retry is due by `now`; from then on it is in flight.
    pub fn next_due(&mut self, now: SimTime) -> Option<u32> {
        while let Some(Reverse((moment, ticket, place))) = self.appointments.peek().copied() {
            if moment > now {
                return None;
            }
            self.appointments.pop();
            let entry = &mut self.entries[place as usize];
            if entry.ticket == ticket && !entry.in_flight {
                entry.in_flight = true;
                return Some(place);
            }
        }
        None
    }

    /// What is held.
    pub fn held(&self) -> impl Iterator<Item = Held> {
        let used = self.entries.iter().filter(|entry| entry.ticket != 0);
        used.map(|entry| entry.held)
    }

    /// The places of all entries.
    pub fn places(&self) -> impl Iterator<Item = u32> + use<> {
        let used: Vec<u32> = (0..self.entries.len() as u32)
            .filter(|place| self.is_in_use(*place))
            .collect();
        used.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let place = escrow.take_in(Held::User(7), NONE, ErrorCode::Conflict, hour(1));
        assert_eq!(escrow.next_due(hour(1)), Some(place));
        for due in [7, 13, 25, 49, 73] {
            let before = second(due * 3_600 - 60);
            assert!(escrow.fails_again(place, ErrorCode::Conflict, before));
            assert!(escrow.fails_again(place, ErrorCode::Conflict, before));
            assert_eq!(escrow.next_due(second(due * 3_600 - 1)), None);
            assert_eq!(escrow.next_due(hour(due)), Some(place), "{due}");
        }
    }

    #[test]
    fn read_to_the_letter_nothing_is_tried_before_6_hours_and_then_after_12_and_24() {
        let mut escrow = Escrow::new(RetrySchedule::Literal);
        let place = escrow.take_in(Held::User(7), NONE, ErrorCode::Conflict, hour(1));
        for due in [7, 13, 25, 49] {
            assert_eq!(escrow.next_due(second(due * 3_600 - 1)), None, "{due}");
            assert_eq!(escrow.next_due(hour(due)), Some(place), "{due}");
            assert!(escrow.fails_again(place, ErrorCode::Conflict, hour(due)));
        }
    }

    #[test]
    fn retries_end_28_days_after_the_first_failure() {
        let mut escrow = Escrow::new(RetrySchedule::Current);
        let place = escrow.take_in(Held::Manager(7), NONE, ErrorCode::Conflict, hour(0));
        assert_eq!(escrow.next_due(hour(0)), Some(place));
        assert!(escrow.fails_again(place, ErrorCode::Conflict, hour(27 * 24)));
        assert_eq!(escrow.next_due(hour(28 * 24)), Some(place));
        assert!(!escrow.fails_again(place, ErrorCode::Conflict, hour(28 * 24)));
    }

    #[test]
    fn what_is_let_go_is_neither_counted_nor_due() {
        let mut escrow = Escrow::new(RetrySchedule::Current);
        let members = Held::Members {
            group: 1,
            count: 5,
            add: true,
            presence: 0,
            luck: 0,
        };
        let place = escrow.take_in(members, 3, ErrorCode::Timeout, hour(0));
        let user = escrow.take_in(Held::User(1), NONE, ErrorCode::Timeout, hour(0));
        assert_eq!((escrow.objects, escrow.references), (1, 5));
        assert_eq!(escrow.let_go(place), 3);
        assert_eq!((escrow.objects, escrow.references), (1, 0));
        assert_eq!(escrow.next_due(hour(1)), Some(user));
        assert_eq!(escrow.next_due(hour(1)), None);
    }

    #[test]
    fn a_retry_that_no_cycle_came_to_is_due_again() {
        let mut escrow = Escrow::new(RetrySchedule::Current);
        let place = escrow.take_in(Held::User(1), NONE, ErrorCode::Timeout, hour(0));
        assert_eq!(escrow.next_due(hour(0)), Some(place));
        escrow.stays_due(place, hour(1));
        assert_eq!(escrow.next_due(hour(1)), Some(place));
    }
}
