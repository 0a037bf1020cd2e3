//! What provisioning logs say: by cycle, by day, and in all.

mod count;
mod summary_document;

use std::collections::{BTreeMap, HashMap};

use super::log_event::{Id, LogEvent};
use super::read::{SourceReport, day};
use count::Count;
pub use summary_document::{ActionCount, ErrorCount, FORMAT_VERSION, LogSummary, Row, SourceRow};

/// More objects than this at once are taken for a sign that durations count from the beginning of a page, and not from that of the work on an object: so many connections
/// no job is known to have.
const MOST_AT_ONCE: f64 = 100.0;

/// Cycles that are told apart: two years of cycles every forty minutes, and as much again.
const MOST_CYCLES: usize = 50_000;

/// Sums up entries as they come, in whatever order.
#[derive(Debug, Default)]
pub struct Summary {
    overall: Option<Count>,
    /// By job and cycle.
    cycles: HashMap<(Id, Id), Count>,
    days: BTreeMap<i64, Count>,
    without_cycle: u64,
    /// Entries of cycles that are one too many.
    beyond: u64,
}

impl Summary {
    /// Counts one entry.
    pub fn add(&mut self, event: &LogEvent) {
        self.without_cycle += u64::from(event.cycle == Id::default());
        let id = (event.job, event.cycle);
        if self.cycles.len() < MOST_CYCLES || self.cycles.contains_key(&id) {
            let cycle = self.cycles.entry(id);
            cycle.or_insert_with(|| Count::new(event)).add(event);
        } else {
            self.beyond += 1;
        }
        let counts = [
            self.overall.get_or_insert_with(|| Count::new(event)),
            self.days
                .entry(event.began().day())
                .or_insert_with(|| Count::new(event)),
        ];
        for count in counts {
            count.add(event);
        }
    }

    /// The document; none if there was no entry.
    pub fn document(&self, sources: &[SourceReport]) -> Option<LogSummary> {
        let overall = self.overall.as_ref()?;
        let mut cycles: Vec<(&(Id, Id), &Count)> = self.cycles.iter().collect();
        cycles.sort_by_key(|(id, count)| (count.first, **id));
        let mut jobs = HashMap::<Id, u64>::new();
        let cycles = (1_u64..).zip(cycles).map(|(number, (&(job, _), count))| {
            let next = jobs.len() as u64 + 1;
            let job = *jobs.entry(job).or_insert(next);
            count.row(number.to_string(), Some(job))
        });
        Some(LogSummary {
            format_version: FORMAT_VERSION.to_owned(),
            sources: sources.iter().map(SourceRow::from).collect(),
            overall: overall.row("all".to_owned(), None),
            cycles: cycles.collect(),
            days: self
                .days
                .iter()
                .map(|(number, count)| count.row(day(*number), None))
                .collect(),
            notes: self.notes(sources),
        })
    }

    fn notes(&self, sources: &[SourceReport]) -> Vec<String> {
        let mut notes = Vec::new();
        let unreadable: u64 = sources.iter().map(|source| source.unreadable).sum();
        if unreadable > 0 {
            notes.push(format!(
                "entries that cannot be read, and are in none of the numbers: {unreadable}"
            ));
        }
        if self.beyond > 0 {
            notes.push(format!("entries of cycles beyond the first {MOST_CYCLES}, which are counted by day and in all alone: {}", self.beyond));
        }
        if self.without_cycle > 0 {
            notes.push(format!(
                "entries that name no cycle, and are taken for one of each job: {}",
                self.without_cycle
            ));
        }
        let most = self
            .cycles
            .values()
            .filter_map(Count::concurrency)
            .fold(0.0, f64::max);
        if most > MOST_AT_ONCE {
            notes.push(format!(
                "durations would have {most:.0} objects under way at once, so they seem to count from the beginning of a page or cycle, and not from that of the work on an object"
            ));
        }
        notes
    }
}

impl From<&SourceReport> for SourceRow {
    fn from(report: &SourceReport) -> Self {
        let told = report
            .told
            .iter()
            .map(|(line, why)| format!("what stands on line {line} {why}"));
        Self {
            name: report.name.clone(),
            dialect: report.dialect.to_owned(),
            entries: report.entries,
            unreadable: report.unreadable,
            problems: told.collect(),
        }
    }
}
