//! From durations of entries to the times of a scenario.
//!
//! An entry tells a sum: evaluation, and for each call what it takes the service and the target. Skipped entries tell the evaluation, those found unchanged a lookup
//! beside it, and so on. What only a sum tells is divided as the defaults are, and so the sum comes out right whatever the parts are.

use std::collections::BTreeMap;

use super::durations::{Durations, Z_90};
use super::kinds::EntryKind;
use crate::model::Parameter;
use crate::model::usual;

/// So many entries of a kind tell its times.
pub(super) const ENOUGH: u64 = 30;

/// A time as it was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MeasuredTime {
    pub secs: f64,
    /// Standard deviation of what is measured, seconds.
    pub deviation_secs: f64,
    pub count: u64,
    pub kind: EntryKind,
    /// Whether it is a part of a sum, divided as the defaults are.
    pub is_divided: bool,
}

impl MeasuredTime {
    /// The 90 % interval.
    pub fn interval(&self) -> (f64, f64) {
        let half = Z_90 * self.deviation_secs;
        ((self.secs - half).max(self.secs / 100.0), self.secs + half)
    }
}

/// Times by their parameter.
pub(super) type Times = BTreeMap<usize, (Parameter, MeasuredTime)>;

/// The times that durations by kind tell.
pub(super) fn times(durations: &[Durations]) -> Times {
    let mut times = Times::new();
    let of =
        |kind: EntryKind| Some(&durations[kind as usize]).filter(|found| found.count >= ENOUGH);
    if let Some(skipped) = of(EntryKind::Skipped) {
        let time = MeasuredTime {
            secs: skipped.mean() / 1e3,
            deviation_secs: libm::sqrt(skipped.variance_of_mean()) / 1e3,
            count: skipped.count,
            kind: EntryKind::Skipped,
            is_divided: false,
        };
        times.insert(
            Parameter::Evaluation as usize,
            (Parameter::Evaluation, time),
        );
    }
    // A lookup is told apart where users were found unchanged, and so before what needs it.
    let later = EntryKind::ALL
        .into_iter()
        .filter(|kind| *kind != EntryKind::UserUnchanged);
    for kind in [EntryKind::UserUnchanged].into_iter().chain(later) {
        if let (Some(found), Some((before, last))) = (of(kind), kind.parts()) {
            divide(&mut times, kind, found, before, last);
        }
    }
    times
}

/// Divides the duration of a kind among those of its parts that are not measured yet.
fn divide(
    times: &mut Times,
    kind: EntryKind,
    found: &Durations,
    before: &[Parameter],
    last: [Parameter; 2],
) {
    let known = |parameter: &Parameter| times.get(&(*parameter as usize)).map(|(_, time)| *time);
    let parts: Vec<Parameter> = before.iter().copied().chain(last).collect();
    let (mut left, mut variance) = (found.mean() / 1e3, found.variance_of_mean() / 1e6);
    let mut open = Vec::new();
    for part in parts {
        match known(&part) {
            Some(time) => {
                left -= time.secs;
                variance += time.deviation_secs * time.deviation_secs;
            }
            None => open.push(part),
        }
    }
    let usual_sum: f64 = open.iter().map(|part| usual(*part)).sum();
    // A rest that is lost in the noise of what is known measures nothing.
    if open.is_empty() || usual_sum <= 0.0 || left <= 2.0 * libm::sqrt(variance) {
        return;
    }
    // The parts are drawn independently: together they vary as the sum does.
    let squares: f64 = open.iter().map(|part| usual(*part) * usual(*part)).sum();
    let relative = libm::sqrt(variance / squares) * usual_sum / left;
    let is_divided = open.len() > 1;
    for part in open {
        let secs = left * usual(part) / usual_sum;
        let time = MeasuredTime {
            secs,
            deviation_secs: secs * relative,
            count: found.count,
            kind,
            is_divided,
        };
        times.insert(part as usize, (part, time));
    }
}

/// The coefficient of variation that every part of a kind has if they have one in common: independent parts vary less together.
pub(super) fn common_cv(times: &Times, kind: EntryKind, found: &Durations) -> Option<f64> {
    let (before, last) = kind.parts()?;
    let mut squares = 0.0;
    let mut variance = found.variance() / 1e6;
    for part in before.iter().chain(&last) {
        let secs = times.get(&(*part as usize))?.1.secs;
        if *part == Parameter::Evaluation {
            let cv = usual(Parameter::EvaluationCv);
            variance -= cv * cv * secs * secs;
        } else {
            squares += secs * secs;
        }
    }
    (variance > 0.0 && squares > 0.0).then(|| libm::sqrt(variance / squares))
}
