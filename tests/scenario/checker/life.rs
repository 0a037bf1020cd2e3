//! What a scenario says of a job beyond its initial cycle, and the cycles that a trace tells of.

use std::fmt::Write;

use serde_json::Value;

use super::json::{is, nanos, text};

/// What happens beyond the initial cycle, in a directory in which nothing changes but by the burst.
#[derive(Clone, Debug)]
pub struct Life {
    pub horizon_hours: u64,
    pub interval_mins: u64,
    pub schedule: &'static str,
    pub thresholds: Option<Thresholds>,
    pub burst: Option<Burst>,
}

/// The table `[quarantine]`.
#[derive(Clone, Debug)]
pub struct Thresholds {
    pub failures_from: u64,
    /// In 64ths, which are exact in binary too.
    pub failed_share: u64,
    pub failed_objects: u64,
    pub failed_total: u64,
}

/// Many who leave at once, and what keeps them from being removed by accident.
#[derive(Clone, Debug)]
pub struct Burst {
    pub at_mins: u64,
    pub leavers: u64,
    pub groups: u64,
    pub threshold: u64,
    pub boundary: &'static str,
    pub disables_accounts: bool,
    /// When the deletions are allowed.
    pub allowed_at_mins: u64,
}

impl Life {
    /// Calm cycles every 40 minutes.
    pub fn of_hours(horizon_hours: u64) -> Self {
        Self {
            horizon_hours,
            interval_mins: 40,
            schedule: "current",
            thresholds: None,
            burst: None,
        }
    }

    /// Keys of `[job]`.
    pub fn write_job(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "interval = \"{} min\"", self.interval_mins)?;
        writeln!(text, "retry_schedule = \"{}\"", self.schedule)?;
        if let Some(burst) = &self.burst {
            writeln!(text, "deletion_threshold = {}", burst.threshold)?;
            writeln!(text, "deletion_boundary = \"{}\"", burst.boundary)?;
        }
        Ok(())
    }

    /// Tables of their own.
    pub fn write_tables(&self, text: &mut String) -> std::fmt::Result {
        text.push_str(NO_CHANGES);
        if let Some(burst) = &self.burst {
            writeln!(text, "[[changes.burst]]\nat = \"{} min\"", burst.at_mins)?;
            writeln!(text, "leavers = {}", burst.leavers)?;
            if burst.groups > 0 {
                writeln!(text, "removed_groups = {}", burst.groups)?;
            }
            let allowed = burst.allowed_at_mins;
            writeln!(text, "[[timeline]]\nat = \"{allowed} min\"")?;
            writeln!(text, "action = \"allow-deletes\"")?;
        }
        if let Some(bounds) = &self.thresholds {
            let share = bounds.failed_share as f64 / 64.0;
            writeln!(text, "[quarantine]\nfailed_share = {share:?}")?;
            writeln!(text, "most_failed_share = 1\nattempts = \"documented\"")?;
            writeln!(text, "failures_from = {}", bounds.failures_from)?;
            writeln!(text, "failed_objects = {}", bounds.failed_objects)?;
            writeln!(text, "failed_total = {}", bounds.failed_total)?;
        }
        Ok(())
    }
}

const NO_CHANGES: &str = "
[changes]
joiners = 0
returners = 0
leavers = 0
attribute_updates = 0
membership_adds = 0
membership_removes = 0
new_groups = 0
removed_groups = 0
out_of_scope = 0
";

/// The lines from the beginning of a cycle to that of the next.
#[derive(Clone, Copy)]
pub struct Cycle<'l> {
    /// In nanoseconds.
    pub began: u64,
    pub lines: &'l [Value],
}

impl<'l> Cycle<'l> {
    /// The state of the job when the cycle has ended, and the line that tells of it.
    pub fn state(&self) -> Option<&'l Value> {
        let ended = self
            .lines
            .iter()
            .skip_while(|line| !is(line, "jobCycleEnds"));
        ended.into_iter().find(|line| is(line, "jobState"))
    }

    /// What the job holds back when the cycle has ended.
    pub fn holds(&self) -> Option<&'l Value> {
        let ended = self
            .lines
            .iter()
            .skip_while(|line| !is(line, "jobCycleEnds"));
        ended.into_iter().find(|line| is(line, "jobHolds"))
    }
}

/// All cycles that have ended, in order.
pub fn cycles(lines: &[Value]) -> Vec<Cycle<'_>> {
    let begin = |line: &Value| is(line, "jobCycleBegins");
    let starts: Vec<usize> = (0..lines.len())
        .filter(|place| begin(&lines[*place]))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| Cycle {
            began: nanos(&lines[*start], "atMs"),
            lines: &lines[*start..end],
        })
        .filter(|cycle| cycle.state().is_some())
        .collect()
}

/// Whether a state is quarantine, and why.
pub fn quarantine(state: &Value) -> Option<&str> {
    (text(state, "state") == "Quarantine").then(|| text(state, "reason"))
}
