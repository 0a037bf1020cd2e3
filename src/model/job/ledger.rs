//! Every change that is open: where it stands, and how it ends. Each is counted once.

use super::feed::Arrival;
use super::free_slots::put;
use crate::model::change::{ChangeCounts, ChangeStatus, ChangeStep, DropReason, OpenChange};
use crate::model::cycle::NO_CHANGE;
use crate::model::record::{Clock, Observer, Occurrence};

#[derive(Clone, Copy, Debug)]
struct Link {
    change: OpenChange,
    marked: bool,
    /// The address of its draws, the same in every variant of a scenario in which the change is made.
    address: u64,
    next: u32,
}

/// The open changes, chained by the object that they concern.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    open: Vec<Link>,
    free: Vec<u32>,
    pub counts: ChangeCounts,
}

impl Ledger {
    /// Notes a change that waits from now on, in front of the chain that begins with `next`.
    pub fn open(&mut self, arrival: &Arrival, next: u32, clock: &mut Clock<impl Observer>) -> u32 {
        let (kind, made) = (arrival.kind, arrival.made);
        let link = Link {
            change: OpenChange {
                kind,
                made,
                status: ChangeStatus::Waiting,
            },
            marked: arrival.marked,
            address: arrival.address,
            next,
        };
        self.counts.seen += 1;
        self.counts.waiting += 1;
        clock.report(&Occurrence::ChangeMade { kind, made });
        put(&mut self.open, &mut self.free, link)
    }

    /// Gives every change of a chain a status. What ended is forgotten.
    pub fn settle(&mut self, head: u32, status: ChangeStatus, clock: &mut Clock<impl Observer>) {
        let ends = matches!(status, ChangeStatus::Applied | ChangeStatus::Dropped(_));
        let mut id = head;
        while id != NO_CHANGE {
            let Link {
                change,
                marked,
                next,
                ..
            } = self.open[id as usize];
            if change.status != status {
                *self.counts.of(change.status) -= 1;
                *self.counts.of(status) += 1;
                clock.report(&Occurrence::ChangeSteps(ChangeStep {
                    kind: change.kind,
                    made: change.made,
                    before: change.status,
                    after: status,
                    marked,
                }));
                self.open[id as usize].change.status = status;
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
        clock: &mut Clock<impl Observer>,
    ) -> u32 {
        let mut kept = NO_CHANGE;
        let mut id = head;
        while id != NO_CHANGE {
            let next = self.next(id);
            if self.status(id) == ChangeStatus::Escrowed {
                self.chain(id, NO_CHANGE);
                self.settle(id, ChangeStatus::Dropped(reason), clock);
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
        while id != NO_CHANGE {
            length += 1;
            id = self.next(id);
        }
        length
    }

    /// The change after this one in its chain.
    pub fn next(&self, id: u32) -> u32 {
        self.open[id as usize].next
    }

    /// The address of a change's draws.
    pub fn address(&self, id: u32) -> u64 {
        self.open[id as usize].address
    }

    /// Puts a change in front of a chain.
    pub fn chain(&mut self, id: u32, next: u32) {
        self.open[id as usize].next = next;
    }

    /// The status of the first change of a chain.
    pub fn status(&self, head: u32) -> ChangeStatus {
        self.open[head as usize].change.status
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
    use crate::model::change::ChangeKind;
    use crate::units::SimTime;

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
        let clock = &mut Clock {
            now,
            observer: &mut (),
        };
        let first = ledger.open(&arrival(ChangeKind::Joiner, now), NO_CHANGE, clock);
        let head = ledger.open(&arrival(ChangeKind::AttributeUpdate, now), first, clock);
        assert_eq!((ledger.counts.seen, ledger.counts.waiting), (2, 2));
        ledger.settle(head, ChangeStatus::Escrowed, clock);
        assert_eq!((ledger.counts.waiting, ledger.counts.escrowed), (0, 2));
        ledger.settle(head, ChangeStatus::Waiting, clock);
        ledger.settle(head, ChangeStatus::Applied, clock);
        let counts = ledger.counts;
        assert_eq!((counts.seen, counts.applied, counts.waiting), (2, 2, 0));
        assert_eq!(counts.dropped_in_all(), 0);
    }

    #[test]
    fn memory_of_what_ended_is_used_again() {
        let mut ledger = Ledger::default();
        let clock = &mut Clock {
            now: SimTime::ZERO,
            observer: &mut (),
        };
        for _ in 0..1_000 {
            let leaver = arrival(ChangeKind::Leaver, SimTime::ZERO);
            let id = ledger.open(&leaver, NO_CHANGE, clock);
            let undone = ChangeStatus::Dropped(DropReason::Undone);
            ledger.settle(id, undone, clock);
        }
        assert_eq!(ledger.open.len(), 1);
        assert_eq!(ledger.counts.dropped[DropReason::Undone as usize], 1_000);
    }
}
