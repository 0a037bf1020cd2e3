//! Every change that is open: where it stands, and how it ends. Each is counted once.

use super::change::{ChangeKind, DropReason, Fate};
use super::feed::Arrival;
use crate::model::record::Observer;
use crate::units::SimTime;

/// The end of a chain.
pub(in crate::model) const NONE: u32 = u32::MAX;

/// A step in the life of a change, as an observer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeStep {
    /// The kind of change.
    pub kind: ChangeKind,
    /// When it was made in the directory.
    pub made: SimTime,
    /// What became of it before, if it waits no longer or has been staged or in escrow; nothing while it waits.
    pub before: Option<Fate>,
    /// What becomes of it now; nothing if it goes back to wait.
    pub fate: Option<Fate>,
    /// Whether it is the assignment of the user who is asked about.
    pub marked: bool,
}

/// A change that is not at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenChange {
    /// The kind of change.
    pub kind: ChangeKind,
    /// When it was made in the directory.
    pub made: SimTime,
    /// Whether it is staged or in escrow; nothing while it waits.
    pub fate: Option<Fate>,
}

#[derive(Clone, Copy, Debug)]
struct Link {
    change: OpenChange,
    marked: bool,
    /// The address of its luck, the same in every variant of a scenario in which the change is made.
    address: u64,
    next: u32,
}

/// How many changes there were, and where they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeCounts {
    /// All that became visible to the service.
    pub seen: u64,
    /// In the target.
    pub applied: u64,
    /// Waiting for a cycle or in one.
    pub waiting: u64,
    /// In escrow.
    pub escrowed: u64,
    /// Staged.
    pub staged: u64,
    /// Dropped, by reason in the order of [`DropReason::ALL`].
    pub dropped: [u64; DropReason::ALL.len()],
}

impl ChangeCounts {
    /// All that were dropped.
    pub fn dropped_in_all(&self) -> u64 {
        self.dropped.iter().sum()
    }

    fn place(&mut self, fate: Option<Fate>) -> &mut u64 {
        match fate {
            None => &mut self.waiting,
            Some(Fate::Applied) => &mut self.applied,
            Some(Fate::Escrowed) => &mut self.escrowed,
            Some(Fate::Staged) => &mut self.staged,
            Some(Fate::Dropped(reason)) => &mut self.dropped[reason as usize],
        }
    }
}

/// The open changes, chained by the object that they concern.
#[derive(Debug, Default)]
pub(in crate::model) struct Ledger {
    open: Vec<Link>,
    free: Vec<u32>,
    pub counts: ChangeCounts,
}

impl Ledger {
    /// Notes a change that waits from now on, in front of the chain that begins with `next`.
    pub(super) fn open(
        &mut self,
        arrival: &Arrival,
        next: u32,
        observer: &mut impl Observer,
    ) -> u32 {
        let (kind, made) = (arrival.kind, arrival.made);
        let link = Link {
            change: OpenChange {
                kind,
                made,
                fate: None,
            },
            marked: arrival.marked,
            address: arrival.address,
            next,
        };
        self.counts.seen += 1;
        self.counts.waiting += 1;
        observer.change_is_made(kind, made);
        match self.free.pop() {
            Some(id) => {
                self.open[id as usize] = link;
                id
            }
            None => {
                self.open.push(link);
                (self.open.len() - 1) as u32
            }
        }
    }

    /// Gives every change of a chain a fate, or lets it wait again. What ended is forgotten.
    pub fn settle(
        &mut self,
        head: u32,
        fate: Option<Fate>,
        now: SimTime,
        observer: &mut impl Observer,
    ) {
        let ends = matches!(fate, Some(Fate::Applied | Fate::Dropped(_)));
        let mut id = head;
        while id != NONE {
            let Link {
                change,
                marked,
                next,
                ..
            } = self.open[id as usize];
            if change.fate != fate {
                *self.counts.place(change.fate) -= 1;
                *self.counts.place(fate) += 1;
                let step = ChangeStep {
                    kind: change.kind,
                    made: change.made,
                    before: change.fate,
                    fate,
                    marked,
                };
                observer.change_steps(now, &step);
                self.open[id as usize].change.fate = fate;
            }
            if ends {
                self.free.push(id);
            }
            id = next;
        }
    }

    /// Ends those of a chain that are in escrow, and returns the chain of the others.
    pub fn drop_escrowed(
        &mut self,
        head: u32,
        reason: DropReason,
        now: SimTime,
        observer: &mut impl Observer,
    ) -> u32 {
        let mut kept = NONE;
        let mut id = head;
        while id != NONE {
            let next = self.next(id);
            if self.fate(id) == Some(Fate::Escrowed) {
                self.chain(id, NONE);
                self.settle(id, Some(Fate::Dropped(reason)), now, observer);
            } else {
                self.chain(id, kept);
                kept = id;
            }
            id = next;
        }
        kept
    }

    /// How many changes a chain has.
    pub fn length(&self, head: u32) -> u32 {
        let mut length = 0;
        let mut id = head;
        while id != NONE {
            length += 1;
            id = self.next(id);
        }
        length
    }

    /// The change after this one in its chain.
    pub fn next(&self, id: u32) -> u32 {
        self.open[id as usize].next
    }

    /// The address of a change's luck.
    pub fn address(&self, id: u32) -> u64 {
        self.open[id as usize].address
    }

    /// Puts a change in front of a chain.
    pub fn chain(&mut self, id: u32, next: u32) {
        self.open[id as usize].next = next;
    }

    /// What stands of the first change of a chain.
    pub fn fate(&self, head: u32) -> Option<Fate> {
        self.open[head as usize].change.fate
    }

    /// All open changes.
    pub fn open_changes(&self) -> Vec<OpenChange> {
        let mut is_free = vec![false; self.open.len()];
        for &id in &self.free {
            is_free[id as usize] = true;
        }
        let open = self.open.iter().zip(is_free).filter(|(_, free)| !free);
        open.map(|(link, _)| link.change).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(kind: ChangeKind, made: SimTime) -> Arrival {
        Arrival {
            kind,
            made,
            visible: made,
            address: 7,
            departure: None,
            marked: false,
        }
    }

    #[test]
    fn a_change_is_counted_once_wherever_it_stands() {
        let mut ledger = Ledger::default();
        let now = SimTime::from_nanos(5);
        let first = ledger.open(&arrival(ChangeKind::Joiner, now), NONE, &mut ());
        let head = ledger.open(&arrival(ChangeKind::AttributeUpdate, now), first, &mut ());
        assert_eq!((ledger.counts.seen, ledger.counts.waiting), (2, 2));
        ledger.settle(head, Some(Fate::Escrowed), now, &mut ());
        assert_eq!((ledger.counts.waiting, ledger.counts.escrowed), (0, 2));
        ledger.settle(head, None, now, &mut ());
        ledger.settle(head, Some(Fate::Applied), now, &mut ());
        let counts = ledger.counts;
        assert_eq!((counts.seen, counts.applied, counts.waiting), (2, 2, 0));
        assert_eq!(counts.dropped_in_all(), 0);
    }

    #[test]
    fn memory_of_what_ended_is_used_again() {
        let mut ledger = Ledger::default();
        for _ in 0..1_000 {
            let id = ledger.open(&arrival(ChangeKind::Leaver, SimTime::ZERO), NONE, &mut ());
            let fate = Fate::Dropped(DropReason::Undone);
            ledger.settle(id, Some(fate), SimTime::ZERO, &mut ());
        }
        assert_eq!(ledger.open.len(), 1);
        assert_eq!(ledger.counts.dropped[DropReason::Undone as usize], 1_000);
    }
}
