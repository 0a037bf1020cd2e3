//! The event calendar: what happens next.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::units::SimTime;

/// Pending events up to this many stay in a sorted array when it is tidied up, which is faster than a heap at such sizes.
const SORTED_CAPACITY: usize = 64;

#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    at: SimTime,
    event: E,
}

/// An entry that found the array full, in its order of entry.
#[derive(Clone, Copy, Debug)]
struct Surplus<E> {
    sequence: u64,
    entry: Entry<E>,
}

impl<E> Surplus<E> {
    fn key(&self) -> (SimTime, u64) {
        (self.entry.at, self.sequence)
    }
}

// A max-heap of reversed keys yields the earliest entry first.
impl<E> Ord for Surplus<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

impl<E> PartialOrd for Surplus<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Surplus<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<E> Eq for Surplus<E> {}

/// Pending events in order of time; events of the same moment come out in the order they went in.
///
/// Few pending events live in a sorted array. What finds it full goes into a binary heap, as does everything after it until the heap is
/// empty again. So a model with few pending events pays for few, and a model with many pays a logarithm.
///
/// The latest entry finds its place when the next one comes. By then a processor has worked out its moment, and what it does meanwhile of the events to
/// come does not hang on a guess where it belongs.
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
    /// What was entered last, if it has not come out.
    latest: Option<Entry<E>>,
    /// All before it, as far as there was room. Sorted with the earliest entry first, from `head` on; what is before has come out.
    near: Vec<Entry<E>>,
    head: usize,
    /// At this length of `near` the next entry has to look for its place.
    limit: usize,
    /// All of it was entered after all of `near`.
    surplus: BinaryHeap<Surplus<E>>,
    next_sequence: u64,
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
            latest: None,
            near: Vec::with_capacity(2 * SORTED_CAPACITY),
            head: 0,
            limit: 2 * SORTED_CAPACITY,
            surplus: BinaryHeap::new(),
            next_sequence: 0,
        }
    }

    /// Forgets all events and returns to time zero, keeping the memory.
    pub fn clear(&mut self) {
        self.now = SimTime::ZERO;
        self.latest = None;
        self.near.clear();
        self.head = 0;
        self.limit = 2 * SORTED_CAPACITY;
        self.surplus.clear();
        self.next_sequence = 0;
    }

    /// The moment of the event that came out last, or zero.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// How many events are pending.
    pub fn len(&self) -> usize {
        self.near.len() - self.head + self.surplus.len() + usize::from(self.latest.is_some())
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Puts `event` into the calendar at `at`. A moment already past counts as now: time never runs back.
    #[inline(always)]
    pub fn schedule(&mut self, at: SimTime, event: E) {
        let at = at.max(self.now);
        if let Some(before) = self.latest.replace(Entry { at, event }) {
            self.place(before);
        }
    }

    /// Puts an entry into its place among those that were entered before it.
    #[inline(always)]
    fn place(&mut self, entry: Entry<E>) {
        if self.near.len() == self.limit && !self.makes_room() {
            let sequence = self.next_sequence;
            self.next_sequence += 1;
            self.surplus.push(Surplus { sequence, entry });
            self.limit = self.near.len();
            return;
        }
        self.near.push(entry);
        // Behind all others of its moment, which were entered before.
        let Some((mut hole, sorted)) = self.near[self.head..].split_last_mut() else {
            return;
        };
        for earlier in sorted.iter_mut().rev() {
            if earlier.at <= entry.at {
                break;
            }
            *hole = *earlier;
            hole = earlier;
        }
        *hole = entry;
    }

    /// Drops what has come out of the array; whether the next entry goes there.
    #[cold]
    fn makes_room(&mut self) -> bool {
        self.near.drain(..self.head);
        self.head = 0;
        let has_room = self.surplus.is_empty() && self.near.len() < SORTED_CAPACITY;
        self.limit = if has_room {
            2 * SORTED_CAPACITY
        } else {
            self.near.len()
        };
        has_room
    }

    /// The moment of the earliest pending event.
    #[inline]
    pub fn next_time(&self) -> Option<SimTime> {
        let near = self.near.get(self.head).map(|near| near.at);
        let far = self.surplus.peek().map(|far| far.entry.at);
        let latest = self.latest.map(|latest| latest.at);
        [near, far, latest].into_iter().flatten().min()
    }

    /// Takes the earliest event out and moves the clock to it.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<(SimTime, E)> {
        self.pop_by(SimTime::NEVER)
    }

    /// The same if it is not later than `horizon`; otherwise it stays.
    #[inline(always)]
    pub fn pop_by(&mut self, horizon: SimTime) -> Option<(SimTime, E)> {
        let near = self.near.get(self.head);
        let far = self.surplus.peek();
        let placed = match (near, far) {
            (Some(near), Some(far)) => Some(near.at.min(far.entry.at)),
            (Some(near), None) => Some(near.at),
            (None, far) => far.map(|far| far.entry.at),
        };
        let entry = match (self.latest, near) {
            (Some(latest), _) if placed.is_none_or(|at| latest.at < at) => {
                if latest.at > horizon {
                    return None;
                }
                self.latest = None;
                latest
            }
            _ if placed.is_none_or(|at| at > horizon) => return None,
            // Of one moment, what is near was entered first.
            (_, Some(near)) if far.is_none_or(|far| near.at <= far.entry.at) => {
                let near = *near;
                self.head += 1;
                near
            }
            _ => self.surplus.pop()?.entry,
        };
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
