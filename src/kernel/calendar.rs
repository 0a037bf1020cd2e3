//! The event calendar: what happens next.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::units::SimTime;

/// Pending events up to this many are kept in a sorted array, which is faster than a heap at such sizes.
const SORTED_CAPACITY: usize = 64;

#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    at: SimTime,
    sequence: u64,
    event: E,
}

impl<E> Entry<E> {
    fn key(&self) -> (SimTime, u64) {
        (self.at, self.sequence)
    }
}

// A max-heap of reversed keys yields the earliest entry first.
impl<E> Ord for Entry<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

impl<E> PartialOrd for Entry<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<E> Eq for Entry<E> {}

/// Pending events in order of time; events of the same moment come out in the order they went in.
///
/// The first 64 pending events live in a sorted array and any surplus in a binary heap, so that a model
/// with few pending events pays for few, and a model with many pays a logarithm.
///
/// ```
/// use cyclecast::kernel::Calendar;
/// use cyclecast::units::SimTime;
///
/// let mut calendar = Calendar::new();
/// calendar.schedule(SimTime::from_nanos(20), "later");
/// calendar.schedule(SimTime::from_nanos(10), "first");
/// calendar.schedule(SimTime::from_nanos(10), "second");
/// assert_eq!(calendar.pop(), Some((SimTime::from_nanos(10), "first")));
/// assert_eq!(calendar.pop(), Some((SimTime::from_nanos(10), "second")));
/// assert_eq!(calendar.now(), SimTime::from_nanos(10));
/// ```
#[derive(Clone, Debug)]
pub struct Calendar<E> {
    now: SimTime,
    next_sequence: u64,
    /// Sorted with the earliest entry last.
    near: Vec<Entry<E>>,
    surplus: BinaryHeap<Entry<E>>,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: Copy> Calendar<E> {
    /// An empty calendar at time zero.
    pub fn new() -> Self {
        Self {
            now: SimTime::ZERO,
            next_sequence: 0,
            near: Vec::with_capacity(SORTED_CAPACITY),
            surplus: BinaryHeap::new(),
        }
    }

    /// Forgets all events and returns to time zero, keeping the memory.
    pub fn clear(&mut self) {
        self.now = SimTime::ZERO;
        self.next_sequence = 0;
        self.near.clear();
        self.surplus.clear();
    }

    /// The moment of the event that came out last, or zero.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// How many events are pending.
    pub fn len(&self) -> usize {
        self.near.len() + self.surplus.len()
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.near.is_empty() && self.surplus.is_empty()
    }

    /// Puts `event` into the calendar at `at`. A moment already past counts as now: time never runs back.
    #[inline]
    pub fn schedule(&mut self, at: SimTime, event: E) {
        let at = at.max(self.now);
        let entry = Entry {
            at,
            sequence: self.next_sequence,
            event,
        };
        self.next_sequence += 1;
        if self.near.len() == SORTED_CAPACITY {
            self.surplus.push(entry);
            return;
        }
        // The new entry has the highest sequence of all, so among equal times it belongs behind every other:
        // times alone decide its place.
        let mut place = self.near.len();
        while place > 0 && self.near[place - 1].at <= at {
            place -= 1;
        }
        self.near.insert(place, entry);
    }

    /// The moment of the earliest pending event.
    #[inline]
    pub fn next_time(&self) -> Option<SimTime> {
        match (self.near.last(), self.surplus.peek()) {
            (Some(near), Some(far)) => Some(near.at.min(far.at)),
            (Some(entry), None) | (None, Some(entry)) => Some(entry.at),
            (None, None) => None,
        }
    }

    /// Takes the earliest event out and moves the clock to it.
    #[inline]
    pub fn pop(&mut self) -> Option<(SimTime, E)> {
        let surplus_first = match (self.near.last(), self.surplus.peek()) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(near), Some(far)) => far.key() < near.key(),
        };
        let entry = if surplus_first {
            self.surplus.pop()
        } else {
            self.near.pop()
        }?;
        self.now = entry.at;
        Some((entry.at, entry.event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn events_come_out_by_time_and_ties_in_order_of_entry(
            times in prop::collection::vec(0_u64..50, 0..300),
            pops_between in prop::collection::vec(0_usize..3, 300),
        ) {
            let mut calendar = Calendar::new();
            let mut pending: Vec<(u64, usize)> = Vec::new();
            let check = |calendar: &mut Calendar<usize>, pending: &mut Vec<(u64, usize)>| {
                let expected = pending.iter().copied().min();
                pending.retain(|entry| Some(*entry) != expected);
                assert_eq!(calendar.pop(), expected.map(|(at, id)| (SimTime::from_nanos(at), id)));
            };
            for (id, (&time, &pops)) in times.iter().zip(&pops_between).enumerate() {
                let at = calendar.now().as_nanos() + time;
                calendar.schedule(SimTime::from_nanos(at), id);
                pending.push((at, id));
                for _ in 0..pops {
                    check(&mut calendar, &mut pending);
                }
            }
            while !pending.is_empty() {
                check(&mut calendar, &mut pending);
            }
            prop_assert!(calendar.is_empty());
        }
    }

    #[test]
    fn an_event_in_the_past_happens_now() {
        let mut calendar = Calendar::new();
        calendar.schedule(SimTime::from_nanos(10), 1);
        calendar.pop();
        calendar.schedule(SimTime::from_nanos(3), 2);
        assert_eq!(calendar.pop(), Some((SimTime::from_nanos(10), 2)));
    }
}
