//! In which rounds the replications of a forecast are made: all at once, or some between two looks.

use std::ops::Range;

use super::replication_record::Record;
use super::stopping_rule::{Looks, Precision};

/// What stays of a replication that was made: at the least how long its initial cycle takes.
pub trait Made: Send {
    /// Duration of the initial cycle in milliseconds; absent when it was not completed.
    fn initial_cycle_ms(&self) -> Option<u64>;
}

impl Made for Record {
    fn initial_cycle_ms(&self) -> Option<u64> {
        self.row.initial_cycle_ms
    }
}

impl Made for Option<u64> {
    fn initial_cycle_ms(&self) -> Option<u64> {
        *self
    }
}

/// What is made of a forecast, and what is to be made next. It does not depend on who makes it.
pub struct Rounds {
    end: u64,
    looks: Option<Looks>,
    durations_ms: Vec<f64>,
    is_enough: bool,
}

impl Rounds {
    pub(super) fn new(replications: u64, precision: Option<Precision>) -> Self {
        Self {
            end: replications,
            looks: precision.map(Looks::new),
            durations_ms: Vec::new(),
            is_enough: false,
        }
    }

    /// The numbers of the replications that are made next; none where there are enough.
    pub fn next(&self) -> Option<Range<u64>> {
        let first = self.durations_ms.len() as u64;
        let looks = self.looks.as_ref();
        let end = looks.map_or(self.end, |looks| looks.next(first).min(self.end));
        (!self.is_enough && first < end).then_some(first..end)
    }

    /// Takes note of what was made of them, in order.
    pub fn done(&mut self, batch: &[impl Made]) {
        let durations = batch.iter().map(Made::initial_cycle_ms);
        let durations = durations.map(|time| time.map_or(f64::INFINITY, |ms| ms as f64));
        self.durations_ms.extend(durations);
        if let Some(looks) = &mut self.looks {
            self.is_enough |= looks.enough(&self.durations_ms);
        }
    }
}
