//! Provisioning logs turned into parameters of a scenario, each with its uncertainty and the count behind it.
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | entries in, the document out |
//! | `kinds.rs` | kinds of entries, and what such work takes |
//! | `durations.rs` | durations of one kind: moments, quantiles, laws |
//! | `times.rs` | from durations to the times of a scenario |
//! | `flow.rs` | what the order of entries tells: at once, intervals, initial cycles |
//! | `scope.rs` | users, groups, errors and changes |
//! | `written_values.rs`, `measured_value.rs` | numbers as they are written, and values as they stand in a scenario |
//! | `findings.rs` | keys with their values, and what is left |
//! | `calibration_document.rs`, `fragment.rs` | the document, and the fragment of a scenario |

mod calibration_document;
mod durations;
mod findings;
mod flow;
mod fragment;
mod kinds;
mod measured_value;
mod scope;
mod times;
mod written_values;

use super::log_event::LogEvent;
use super::read::{SourceReport, day};
use super::summary::SourceRow;
pub use calibration_document::{Calibration, DurationRow, FORMAT_VERSION, Left, Measured, Rhythm};
use durations::Durations;
pub use durations::{Law, QuantilePair};
use findings::Findings;
use flow::Flow;
pub use fragment::{fragment, fragment_of};
use kinds::EntryKind;
pub use measured_value::measured;
use scope::Changes;

/// Takes entries as they come, in whatever order.
#[derive(Debug, Default)]
pub struct Calibrator {
    durations: [Durations; EntryKind::ALL.len()],
    flow: Flow,
    days: Option<(i64, i64)>,
}

impl Calibrator {
    /// Takes one entry in.
    pub fn add(&mut self, event: &LogEvent) {
        let of = event.began().day();
        let (first, last) = self.days.unwrap_or((of, of));
        self.days = Some((first.min(of), last.max(of)));
        if let (Some(kind), Some(millis)) = (EntryKind::of(event), event.duration_ms) {
            self.durations[kind as usize].add(millis);
        }
        self.flow.add(event);
    }

    /// What the entries tell; none if there was none. An initial cycle is taken to be over where another cycle of its job follows, or where `is_over` says so.
    pub fn document(&self, sources: &[SourceReport], is_over: bool) -> Option<Calibration> {
        let (first, last) = self.days?;
        let span = if first == last {
            day(first)
        } else {
            format!("{} to {}", day(first), day(last))
        };
        let mut found = Findings::of(&self.flow, &self.durations, is_over);
        if self.flow.left_out > 0 {
            let why = format!(
                "{} entries beyond the first four million count with their durations alone",
                self.flow.left_out
            );
            found.left.push(Left {
                what: "later entries".to_owned(),
                why,
            });
        }
        let kinds = EntryKind::ALL
            .into_iter()
            .map(|kind| (kind, &self.durations[kind as usize]));
        let durations = kinds
            .filter(|(_, found)| found.count > 0)
            .map(|(kind, found)| DurationRow {
                kind: kind.name().to_owned(),
                count: found.count,
                mean_ms: found.mean(),
                cv: found.cv(),
                law: found.law(),
                quantiles: found.quantiles(),
            });
        Some(Calibration {
            format_version: FORMAT_VERSION.to_owned(),
            sources: sources.iter().map(SourceRow::from).collect(),
            span,
            measured: found.measured,
            left: found.left,
            durations: durations.collect(),
            rhythm: Changes::of(&self.flow)
                .map(|changes| changes.rhythm)
                .unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests;
