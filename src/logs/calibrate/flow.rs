//! What the order of entries tells: objects under way at once, how often cycles begin, which cycle was the initial one.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::kinds::EntryKind;
use crate::logs::log_event::{Id, LogEvent, Moment, ObjectKind};
use crate::logs::vocabulary::{Action, Status};
use crate::stats::{quantile, sorted};

/// So many entries are kept; the durations of further ones count all the same.
const MOST_ENTRIES: usize = 4_000_000;
/// Cycles farther apart than this belong to different spells of a job.
const LONGEST_GAP_SECS: f64 = 4.0 * 3_600.0;
/// The first cycle of a job is taken for the initial one if it has this many times the entries of a usual one.
const TIMES_LARGER: u64 = 5;
/// Error codes that are told apart; the logs know some fifty.
const MOST_CODES: usize = 200;

/// What is kept of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeptEntry {
    pub cycle: u32,
    pub source: Id,
    pub began: Moment,
    pub ended: Moment,
    pub object: ObjectKind,
    pub action: Action,
    pub status: Status,
    pub kind: Option<EntryKind>,
    /// Index of the error code.
    pub code: Option<u8>,
    pub has_duration: bool,
    pub members_added: u32,
    pub members_removed: u32,
}

/// One cycle.
#[derive(Clone, Copy, Debug)]
pub(super) struct CycleSpan {
    pub job: Id,
    pub first: Moment,
    pub last: Moment,
    pub entries: u64,
}

/// Entries as they come.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub entries: Vec<KeptEntry>,
    pub cycles: Vec<CycleSpan>,
    pub codes: Vec<Box<str>>,
    /// Entries that were one too many.
    pub left_out: u64,
    by_id: HashMap<(Id, Id), u32>,
}

impl Flow {
    pub fn add(&mut self, event: &LogEvent) {
        if self.entries.len() == MOST_ENTRIES {
            self.left_out += 1;
            return;
        }
        let (began, ended) = (event.began(), event.ended);
        let next = self.cycles.len() as u32;
        let number = *self.by_id.entry((event.job, event.cycle)).or_insert(next);
        if number == next {
            self.cycles.push(CycleSpan {
                job: event.job,
                first: began,
                last: ended,
                entries: 0,
            });
        }
        let cycle = &mut self.cycles[number as usize];
        cycle.first = cycle.first.min(began);
        cycle.last = cycle.last.max(ended);
        cycle.entries += 1;
        let failed = event.status == Status::Failure;
        let code = event
            .code
            .as_ref()
            .filter(|_| failed)
            .and_then(|code| self.code(code));
        self.entries.push(KeptEntry {
            cycle: number,
            source: if event.source == Id::default() {
                event.change
            } else {
                event.source
            },
            began,
            ended,
            object: event.kind,
            action: event.action,
            status: event.status,
            kind: EntryKind::of(event),
            code,
            has_duration: event.duration_ms.is_some(),
            members_added: event.traits.members_added,
            members_removed: event.traits.members_removed,
        });
    }

    fn code(&mut self, code: &str) -> Option<u8> {
        let known = self
            .codes
            .iter()
            .position(|known| known.eq_ignore_ascii_case(code));
        let index = known.or_else(|| {
            (self.codes.len() < MOST_CODES).then(|| {
                self.codes.push(code.into());
                self.codes.len() - 1
            })
        });
        index.and_then(|index| u8::try_from(index).ok())
    }

    /// Cycles by their numbers, in order of their first entry.
    fn in_order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.cycles.len() as u32).collect();
        order.sort_by_key(|number| self.cycles[*number as usize].first);
        order
    }

    /// The initial cycles: of each job the first, where it is much larger than the others or the only one.
    pub fn initial_cycles(&self) -> Vec<u32> {
        let mut firsts: Vec<u32> = Vec::new();
        let mut others = HashMap::<Id, Vec<f64>>::new();
        for number in self.in_order() {
            let cycle = &self.cycles[number as usize];
            match others.entry(cycle.job) {
                Entry::Vacant(none) => {
                    none.insert(Vec::new());
                    firsts.push(number);
                }
                Entry::Occupied(mut sizes) => sizes.get_mut().push(cycle.entries as f64),
            }
        }
        firsts.retain(|first| {
            let cycle = &self.cycles[*first as usize];
            let sizes = sorted(others.remove(&cycle.job).unwrap_or_default());
            let usual = quantile(&sizes, 0.5).unwrap_or(0.0);
            cycle.entries as f64 > TIMES_LARGER as f64 * usual
        });
        firsts
    }

    /// Whether another cycle of its job begins after a cycle.
    pub fn is_followed(&self, cycle: u32) -> bool {
        let this = &self.cycles[cycle as usize];
        let mut others = self.cycles.iter();
        others.any(|other| other.job == this.job && other.first > this.first)
    }

    /// The cycle with the most entries.
    pub fn largest(&self) -> Option<u32> {
        let numbers = 0..self.cycles.len() as u32;
        numbers.max_by_key(|number| self.cycles[*number as usize].entries)
    }

    /// How many objects were under way at once in a cycle, and of how many entries that is told: a level that is passed in a tenth of the time
    /// alone, so that beginnings, ends and gaps do not count.
    pub fn at_once(&self, cycle: u32) -> Option<(u64, u64)> {
        let of_cycle = self
            .entries
            .iter()
            .filter(|entry| entry.cycle == cycle && entry.has_duration);
        let mut edges: Vec<(i64, i8)> = of_cycle
            .flat_map(|entry| [(entry.began.0, 1), (entry.ended.0, -1)])
            .collect();
        // What ends makes way before what begins.
        edges.sort_unstable();
        let mut time_at = HashMap::<i64, i64>::new();
        let (mut level, mut since) = (0_i64, edges.first()?.0);
        for (at, step) in &edges {
            *time_at.entry(level).or_default() += at - since;
            since = *at;
            level += i64::from(*step);
        }
        let total: i64 = time_at.values().sum();
        let mut levels: Vec<(i64, i64)> = time_at.into_iter().collect();
        levels.sort_unstable();
        let mut below = 0;
        let found = levels.into_iter().find(|(_, time)| {
            below += time;
            below as f64 >= 0.9 * total as f64
        });
        let (level, _) = found.filter(|(level, _)| *level > 0)?;
        Some((level as u64, edges.len() as u64 / 2))
    }

    /// Seconds from the beginning of one cycle to that of the next of its job, as 5th percentile, median and 95th, and how many of those there are.
    /// A gap of half as much again as the usual ones has a cycle in it that had nothing to log.
    pub fn interval_secs(&self) -> Option<([f64; 3], u64)> {
        let mut latest = HashMap::<Id, Moment>::new();
        let mut gaps = Vec::new();
        let initial: HashSet<u32> = self.initial_cycles().into_iter().collect();
        for number in self.in_order() {
            let cycle = self.cycles[number as usize];
            let begins = if initial.contains(&number) {
                None
            } else {
                Some(cycle.first)
            };
            let before = match begins {
                Some(first) => latest.insert(cycle.job, first),
                None => latest.remove(&cycle.job),
            };
            let gap = before
                .zip(begins)
                .map(|(before, first)| first.secs_since(before));
            gaps.extend(gap.filter(|gap| *gap > 0.0 && *gap < LONGEST_GAP_SECS));
        }
        let gaps = sorted(gaps);
        let usual = quantile(&gaps, 0.1)?;
        let near: Vec<f64> = gaps.into_iter().filter(|gap| *gap < 1.5 * usual).collect();
        let at = |p| quantile(&near, p);
        Some(([at(0.05)?, at(0.5)?, at(0.95)?], near.len() as u64))
    }
}
