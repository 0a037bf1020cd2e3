//! What is counted of a cycle, a day, or everything.

use std::collections::{HashMap, HashSet};

use super::summary_document::{ActionCount, ErrorCount, Row};
use crate::logs::log_event::{Id, LogEvent, Moment};
use crate::logs::read::shown;
use crate::logs::vocabulary::{Action, Status};
use crate::model::job::{EscrowThresholds, Failures};

const ACTIONS: usize = Action::ALL.len();
const STATUSES: usize = Status::ALL.len();
/// Error codes that are told apart; the logs know some fifty.
const MOST_CODES: usize = 200;
/// Code under which all others are counted.
const OTHER_CODES: &str = "others";

/// Counts of entries.
#[derive(Debug)]
pub(super) struct Count {
    pub first: Moment,
    pub last: Moment,
    entries: u64,
    actions: [[u64; STATUSES]; ACTIONS],
    codes: HashMap<Box<str>, u64>,
    retries: u64,
    busy_ms: u128,
    without_duration: u64,
    references_failed: u64,
    objects: HashSet<Id>,
}

impl Count {
    pub fn new(event: &LogEvent) -> Self {
        Self {
            first: event.began(),
            last: event.ended,
            entries: 0,
            actions: [[0; STATUSES]; ACTIONS],
            codes: HashMap::new(),
            retries: 0,
            busy_ms: 0,
            without_duration: 0,
            references_failed: 0,
            objects: HashSet::new(),
        }
    }

    pub fn add(&mut self, event: &LogEvent) {
        self.first = self.first.min(event.began());
        self.last = self.last.max(event.ended);
        self.entries += 1;
        self.actions[event.action as usize][event.status as usize] += 1;
        self.retries += u64::from(event.traits.is_retry);
        match event.duration_ms {
            Some(millis) => self.busy_ms += u128::from(millis),
            None => self.without_duration += 1,
        }
        if event.status == Status::Failure && event.traits.has_references {
            self.references_failed += 1;
        }
        self.objects.insert(if event.source == Id::default() {
            event.change
        } else {
            event.source
        });
        // A skipped entry has a code too, which is no error.
        if let Some(code) = event
            .code
            .as_ref()
            .filter(|_| event.status == Status::Failure)
        {
            let is_known = self.codes.contains_key(code) || self.codes.len() < MOST_CODES;
            let code = if is_known {
                code.clone()
            } else {
                OTHER_CODES.into()
            };
            *self.codes.entry(code).or_default() += 1;
        }
    }

    fn of_status(&self, status: Status) -> u64 {
        self.actions
            .iter()
            .map(|by_status| by_status[status as usize])
            .sum()
    }

    /// Objects under way at once, on average.
    pub fn concurrency(&self) -> Option<f64> {
        let span_ms = self.last.secs_since(self.first) * 1e3;
        (self.without_duration == 0 && span_ms > 0.0).then(|| self.busy_ms as f64 / span_ms)
    }

    fn quarantine_sign(&self) -> Option<String> {
        let failed = self.of_status(Status::Failure);
        let failures = Failures {
            objects: failed - self.references_failed,
            references: self.references_failed,
            tried: self.entries - self.of_status(Status::Skipped) - self.references_failed,
        };
        let reason = EscrowThresholds::default().reason(&failures)?;
        Some(format!(
            "{failed} of {} entries that were not skipped fail: {}",
            self.entries - self.of_status(Status::Skipped),
            reason.name()
        ))
    }

    pub fn row(&self, label: String, job: Option<u64>) -> Row {
        let span_ms = (self.last.secs_since(self.first) * 1e3).max(0.0);
        let mut errors: Vec<ErrorCount> = self
            .codes
            .iter()
            .map(|(code, &entries)| ErrorCount {
                code: code.to_string(),
                entries,
            })
            .collect();
        errors.sort_by(|a, b| b.entries.cmp(&a.entries).then_with(|| a.code.cmp(&b.code)));
        let counts = Action::ALL
            .into_iter()
            .flat_map(|action| Status::ALL.map(|status| (action, status)));
        let counts = counts.map(|(action, status)| ActionCount {
            action: action.name().to_owned(),
            status: status.name().to_owned(),
            entries: self.actions[action as usize][status as usize],
        });
        Row {
            label,
            job,
            from: shown(self.first),
            to: shown(self.last),
            span_ms: span_ms as u64,
            entries: self.entries,
            objects: self.objects.len() as u64,
            actions: counts.filter(|count| count.entries > 0).collect(),
            errors,
            retries: self.retries,
            concurrency: self.concurrency(),
            entries_per_minute: self.entries as f64 / (span_ms / 60_000.0).max(1.0 / 60.0),
            quarantine_sign: self.quarantine_sign(),
        }
    }
}
