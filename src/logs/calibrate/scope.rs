//! What the initial cycle tells of the tenant and its scope, and what the cycles after it tell of its changes.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::calibration_document::Rhythm;
use super::flow::{Flow, KeptEntry};
use super::kinds::EntryKind;
use crate::logs::log_event::{Id, ObjectKind};
use crate::logs::vocabulary::{Action, Status};

/// Users and groups of initial cycles.
#[derive(Debug, Default)]
pub(super) struct InitialScope {
    pub users: u64,
    pub users_in_scope: u64,
    pub created: u64,
    pub found: u64,
    /// Users whose manager was written.
    pub with_manager: u64,
    /// Whether another cycle of the job follows.
    pub is_over: bool,
    /// Groups by their number of memberships that were written.
    pub group_sizes: BTreeMap<u64, u64>,
}

impl InitialScope {
    /// Of the largest initial cycle.
    pub fn of(flow: &Flow) -> Option<Self> {
        let initial = flow.initial_cycles();
        let cycle = initial
            .into_iter()
            .max_by_key(|number| flow.cycles[*number as usize].entries)?;
        let mut users = HashMap::<Id, bool>::new();
        let [mut created, mut found, mut managed] = [(); 3].map(|()| HashSet::new());
        let mut groups = HashMap::<Id, u64>::new();
        for entry in flow.entries.iter().filter(|entry| entry.cycle == cycle) {
            if entry.object == ObjectKind::Group {
                let members = groups.entry(entry.source).or_default();
                if entry.kind == Some(EntryKind::Memberships) {
                    *members += u64::from(entry.members_added.max(1));
                }
                continue;
            }
            let is_skipped = entry.kind == Some(EntryKind::Skipped);
            *users.entry(entry.source).or_default() |= !is_skipped;
            match entry.kind {
                Some(EntryKind::UserCreate) => _ = created.insert(entry.source),
                Some(EntryKind::Manager) => _ = managed.insert(entry.source),
                Some(EntryKind::UserUnchanged | EntryKind::UserUpdate) => {
                    _ = found.insert(entry.source)
                }
                _ => {}
            }
        }
        let mut scope = Self {
            users: users.len() as u64,
            users_in_scope: users.values().filter(|in_scope| **in_scope).count() as u64,
            created: created.len() as u64,
            found: found.difference(&created).count() as u64,
            with_manager: managed.len() as u64,
            is_over: flow.is_followed(cycle),
            ..Self::default()
        };
        for members in groups.into_values().filter(|members| *members > 0) {
            *scope.group_sizes.entry(members).or_default() += 1;
        }
        (scope.users > 0).then_some(scope)
    }
}

/// Failures with one code, out of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub hits: u64,
    pub of: u64,
}

/// How often each code strikes: of the users who come to where it can, and of all calls.
pub(super) struct CodeShares {
    pub code: Box<str>,
    pub of_users_read: Share,
    pub of_users_tried: Share,
    pub of_users_written: Share,
    pub of_calls: Share,
}

/// Every code with its shares. Whoever is found unchanged is never written, and so shows no error of a write.
pub(super) fn error_shares(flow: &Flow) -> Vec<CodeShares> {
    let [mut read, mut tried, mut written] = [(); 3].map(|()| HashSet::new());
    let mut calls = 0;
    let mut failed: Vec<(HashSet<Id>, u64)> = vec![Default::default(); flow.codes.len()];
    for entry in &flow.entries {
        calls += entry.kind.map_or(0, EntryKind::calls);
        let is_user = entry.object != ObjectKind::Group;
        if is_user {
            read.insert(entry.source);
            if entry.kind != Some(EntryKind::Skipped) {
                tried.insert(entry.source);
                let is_unchanged = entry.kind == Some(EntryKind::UserUnchanged);
                let is_written = !is_unchanged && entry.kind != Some(EntryKind::Manager);
                written.extend(is_written.then_some(entry.source));
            }
        }
        if let (Status::Failure, Some(code)) = (entry.status, entry.code) {
            // What fails has made at least one call in most cases.
            calls += 1;
            let (users, entries) = &mut failed[usize::from(code)];
            users.extend(is_user.then_some(entry.source));
            *entries += 1;
        }
    }
    let [read, tried, written] = [read, tried, written].map(|users| users.len() as u64);
    let codes = flow.codes.iter().cloned().zip(failed);
    let shares = codes.map(|(code, (users, entries))| {
        let of = |of| Share {
            hits: users.len() as u64,
            of,
        };
        let of_calls = Share {
            hits: entries,
            of: calls,
        };
        CodeShares {
            code,
            of_users_read: of(read),
            of_users_tried: of(tried),
            of_users_written: of(written),
            of_calls,
        }
    });
    shares.collect()
}

/// Changes after the initial cycles, by what they are.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub joiners: u64,
    pub leavers: u64,
    pub updates: u64,
    pub members_added: u64,
    pub members_removed: u64,
    pub outside: u64,
    /// Days of the week from Monday to Friday, as far as the logs go.
    pub working_days: f64,
    pub rhythm: Rhythm,
}

const DAY_SECS: f64 = 86_400.0;

impl Changes {
    pub fn of(flow: &Flow) -> Option<Self> {
        let initial: HashSet<u32> = flow.initial_cycles().into_iter().collect();
        let later = || {
            flow.entries
                .iter()
                .filter(|entry| !initial.contains(&entry.cycle))
        };
        let first = later().map(|entry| entry.began).min()?;
        let last = later().map(|entry| entry.ended).max()?;
        let mut changes = Self {
            rhythm: Rhythm {
                by_hour: vec![0; 24],
                by_weekday: vec![0; 7],
            },
            working_days: working_days(first.0, last.0),
            ..Self::default()
        };
        later().for_each(|entry| changes.count(entry));
        Some(changes)
    }

    fn count(&mut self, entry: &KeptEntry) {
        let secs = entry.began.0.div_euclid(1_000_000);
        self.rhythm.by_hour[(secs.div_euclid(3_600).rem_euclid(24)) as usize] += 1;
        self.rhythm.by_weekday[weekday(entry.began.day())] += 1;
        let Some(kind) = entry.kind else {
            return;
        };
        self.members_added += u64::from(entry.members_added);
        self.members_removed += u64::from(entry.members_removed);
        let counter = match (kind, entry.action) {
            (EntryKind::UserCreate | EntryKind::UserUnchanged, _) => &mut self.joiners,
            (EntryKind::UserDisable, _) | (EntryKind::UserDelete, Action::Delete) => {
                &mut self.leavers
            }
            (EntryKind::UserUpdate, _) => &mut self.updates,
            (EntryKind::Skipped, _) => &mut self.outside,
            _ => return,
        };
        *counter += 1;
    }
}

/// Monday is zero; 1970-01-01 was a Thursday.
fn weekday(day: i64) -> usize {
    (day + 3).rem_euclid(7) as usize
}

/// Days from Monday to Friday between two moments, parts of days as parts.
fn working_days(from_micros: i64, to_micros: i64) -> f64 {
    let day_micros = (DAY_SECS * 1e6) as i64;
    let mut days = 0.0;
    // A log of a century is none; nobody waits for its days.
    for day in from_micros.div_euclid(day_micros)
        ..=to_micros
            .div_euclid(day_micros)
            .min(from_micros.div_euclid(day_micros) + 36_525)
    {
        if weekday(day) < 5 {
            let begins = (day * day_micros).max(from_micros);
            let ends = ((day + 1) * day_micros).min(to_micros);
            days += (ends - begins) as f64 / day_micros as f64;
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_are_no_working_days() {
        let day = |day: i64| day * 86_400_000_000;
        // 2026-11-02 is a Monday, day 20,759.
        assert_eq!(weekday(20_759), 0);
        assert!((working_days(day(20_759), day(20_766)) - 5.0).abs() < 1e-9);
        assert!((working_days(day(20_763) + 43_200_000_000, day(20_766)) - 0.5).abs() < 1e-9);
    }
}
