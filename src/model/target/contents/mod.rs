//! What is in the groups of a target that loses members, or stores them twice.
//!
//! Members are counted, not listed. The count is exact where each PATCH adds members who were not written before: whatever its
//! snapshot holds, they come on top, so no two sets of members have to be compared. Where members are written again, those who
//! are missing are taken to be spread evenly over the pass; where members are taken away, chance decides whether they are
//! among those that are missing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::call::{Call, MemberChange, Resource};
use crate::model::setup::GroupWrite;
use crate::units::SimTime;

/// Members of one group as the target has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Stored {
    /// Those that are to be there.
    wanted: u32,
    /// Those that were taken away, and came back with a write that had read them before.
    unwanted: u32,
    /// Further copies of members that were written again.
    copies: u32,
}

/// One group.
#[derive(Clone, Copy, Debug, Default)]
struct Content {
    stored: Stored,
    /// Members that were written with success, and not taken away since.
    due: u32,
    /// Members that were taken away so far.
    removed: u32,
    pass: Pass,
}

/// The members of a group are written once more, one after another.
#[derive(Clone, Copy, Debug, Default)]
struct Pass {
    members: u32,
    missing: u32,
    written: u32,
}

/// A PATCH that the target works on, in the order in which they end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Write {
    finish: SimTime,
    /// Of those that end at one moment, the one that came first.
    number: u64,
    group: u32,
    snapshot: Stored,
    removed_before: u32,
    carried: u32,
    /// Of the members that it carries, those who are not there, or, where it takes away, those who are.
    fresh: u32,
    removes: bool,
    /// Those who are due from now on and were not before.
    newly_due: u32,
    /// Whether the service has its answer; if not, its members count with the retry, and what it overwrites is lost all the same.
    is_answered: bool,
}

pub(super) struct Contents {
    overwrites: bool,
    doubles: bool,
    /// By the number of the group in the whole scope.
    groups: Vec<Content>,
    open: BinaryHeap<Reverse<Write>>,
    writes: u64,
}

impl Contents {
    /// None where the target neither loses nor doubles anything, so that nothing has to be counted.
    pub fn new(write: GroupWrite, doubles: bool) -> Option<Self> {
        let overwrites = write == GroupWrite::LastWriteWins;
        (overwrites || doubles).then(|| Self {
            overwrites,
            doubles,
            groups: Vec::new(),
            open: BinaryHeap::new(),
            writes: 0,
        })
    }

    fn of(&mut self, group: u32) -> &mut Content {
        let index = group as usize;
        if index >= self.groups.len() {
            self.groups.resize(index + 1, Content::default());
        }
        &mut self.groups[index]
    }

    /// Members that a group has `at` this moment, each copy counted.
    pub fn members(&mut self, group: u32, at: SimTime) -> u32 {
        self.settle(at);
        let Stored {
            wanted,
            unwanted,
            copies,
        } = self.of(group).stored;
        wanted + unwanted + copies
    }

    /// All members of a group are about to be written again; so many are in it where nothing is known of it yet.
    pub fn pass_begins(&mut self, group: u32, members: u32, at: SimTime) {
        self.settle(at);
        let content = self.of(group);
        if content.due == 0 {
            content.due = members;
            content.stored.wanted = members;
        }
        content.pass = Pass {
            members: content.due,
            missing: content.due.saturating_sub(content.stored.wanted),
            written: 0,
        };
    }

    /// A group has been deleted, or is created anew.
    pub fn clear(&mut self, group: u32) {
        *self.of(group) = Content::default();
    }

    /// The target works on a PATCH from `start` to `finish`. `unit` is a number between zero and one.
    pub fn write(
        &mut self,
        call: &Call,
        start: SimTime,
        finish: SimTime,
        answered: bool,
        unit: f64,
    ) {
        let Resource::Group(group) = call.resource else {
            return;
        };
        self.settle(start);
        self.writes += 1;
        let number = self.writes;
        let content = self.of(group);
        let carried = call.members_carried;
        let (fresh, newly_due) = match call.change {
            MemberChange::Add => (carried, carried),
            // Only what is answered brings the pass on: the rest is written once more.
            MemberChange::AddAgain if answered => content.pass.next(carried),
            MemberChange::AddAgain => content.pass.clone().next(carried),
            MemberChange::Remove => {
                let there = f64::from(content.stored.wanted) / f64::from(content.due.max(1));
                (libm::floor(f64::from(carried) * there + unit) as u32, 0)
            }
            MemberChange::Refused => return,
        };
        let write = Write {
            finish,
            number,
            group,
            snapshot: content.stored,
            removed_before: content.removed,
            carried,
            fresh,
            removes: call.change == MemberChange::Remove,
            newly_due,
            is_answered: answered,
        };
        self.open.push(Reverse(write));
    }

    /// The service gives up a call whose answer is on its way, or has come and was not read: its members count when it is repeated.
    pub fn give_up(&mut self, group: u32, finish: SimTime, carried: u32, change: MemberChange) {
        if change == MemberChange::AddAgain {
            let pass = &mut self.of(group).pass;
            pass.written = pass.written.saturating_sub(carried);
        }
        let mut open = std::mem::take(&mut self.open).into_vec();
        let under_way = open
            .iter_mut()
            .find(|write| write.0.group == group && write.0.finish == finish);
        if let Some(Reverse(write)) = under_way {
            write.is_answered = false;
        } else {
            // It has been carried out, and the repetition will be too: as if it had not been so far.
            let content = self.of(group);
            let Stored { wanted, .. } = content.stored;
            match change {
                MemberChange::Add => {
                    content.due = content.due.saturating_sub(carried);
                    content.stored.wanted = wanted.saturating_sub(carried);
                }
                MemberChange::Remove => {
                    content.due += carried;
                    content.stored.wanted = (wanted + carried).min(content.due);
                }
                MemberChange::AddAgain | MemberChange::Refused => {}
            }
        }
        self.open = open.into();
    }

    /// Members of a group that were written with success and are missing at `end`.
    pub fn missing(&mut self, group: u32, end: SimTime) -> u64 {
        self.settle(end);
        let content = self.of(group);
        u64::from(content.due.saturating_sub(content.stored.wanted))
    }

    /// Carries out what ends by `until`. The target begins with calls in the order of their arrival, so whatever ends before one
    /// begins is known by then.
    fn settle(&mut self, until: SimTime) {
        while let Some(Reverse(write)) = self.open.peek()
            && write.finish <= until
        {
            let write = *write;
            self.open.pop();
            self.carry_out(&write);
        }
    }

    fn carry_out(&mut self, write: &Write) {
        let (overwrites, doubles) = (self.overwrites, self.doubles);
        let content = self.of(write.group);
        // Those who were taken away since the snapshot come back with it.
        let (base, back) = if overwrites {
            let removed = content.removed - write.removed_before;
            (write.snapshot, removed.min(write.snapshot.wanted))
        } else {
            (content.stored, 0)
        };
        let (wanted, unwanted) = (base.wanted - back, base.unwanted + back);
        if write.removes {
            let gone = write.fresh.min(wanted);
            let copies = u64::from(base.copies) * u64::from(gone) / u64::from(wanted.max(1));
            content.stored = Stored {
                wanted: wanted - gone,
                unwanted,
                copies: base.copies - copies as u32,
            };
            content.removed += gone;
            if write.is_answered {
                content.due = content.due.saturating_sub(write.carried);
            }
            return;
        }
        let twice = write.carried - write.fresh;
        let mut after = Stored {
            wanted,
            unwanted,
            ..base
        };
        if write.is_answered {
            after.wanted += write.fresh;
            after.copies += if doubles { twice } else { 0 };
            content.due += write.newly_due;
        } else if doubles {
            // The retry writes them once more.
            after.copies += write.carried;
        }
        content.stored = after;
    }
}

impl Pass {
    /// The next members of the pass: how many of them are not there, and how many of these were not due before.
    fn next(&mut self, carried: u32) -> (u32, u32) {
        let so_far = |written: u32| {
            let written = written.min(self.members);
            u64::from(self.missing) * u64::from(written) / u64::from(self.members.max(1))
        };
        let until = self.written + carried;
        let missing = so_far(until) - so_far(self.written);
        let beyond = until.saturating_sub(self.members.max(self.written));
        self.written = until;
        ((missing as u32 + beyond).min(carried), beyond)
    }
}

#[cfg(test)]
mod tests;
