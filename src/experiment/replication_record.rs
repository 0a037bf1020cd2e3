//! What is kept of one replication: enough to make any outcome that it is part of without simulating it again.
//!
//! A record is one line of a [part](super::part). Numbers go through it unchanged, so an outcome made of records that were
//! written and read is the same to the byte.

use serde::{Deserialize, Serialize};

use super::cycle_recorder::{Milestones, PERCENTS, PHASES, Recorder};
use super::life::LifeRecord;
use super::outcome::{Circumstance, ReplicationRow};
use super::request_load::RateCurve;

/// One finished replication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Its number, from zero.
    pub number: u64,
    /// What it found.
    pub(super) row: ReplicationRow,
    /// Duration of the initial cycle, as far as it came.
    pub(super) duration_nanos: u64,
    /// Failures by error code, in the model's order.
    pub(super) errors: Vec<u64>,
    /// The uncertain inputs as they were drawn, in the order of the outcome.
    pub(super) inputs: Vec<f64>,
    /// When each per cent of the pages was done.
    pub(super) pages: Curve,
    /// When each per cent of the users had access.
    pub(super) users: Curve,
    /// Requests over time.
    pub(super) load: RateCurve,
    /// When the first call of each phase is made, in milliseconds.
    #[serde(default)]
    pub(super) phases: [Option<u64>; PHASES.len()],
    /// The same luck with every input at its median, where that is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) with_medians: Option<Twin>,
    /// The same under other circumstances, where that is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) otherwise: Vec<(Circumstance, Twin)>,
    /// Whether the job goes into quarantine.
    #[serde(default)]
    pub(super) is_quarantined: bool,
    /// Duration with one job in the place of several, where that is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) with_one_job_ms: Option<u64>,
    /// The job beyond its initial cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) life: Option<LifeRecord>,
}

/// The same replication under other circumstances.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Twin {
    pub duration_ms: u64,
    pub is_complete: bool,
    /// Users and groups that are not in the target at the end of the initial cycle.
    #[serde(default)]
    pub left_out: u64,
    /// Whether the job goes into quarantine.
    #[serde(default)]
    pub is_quarantined: bool,
}

/// Milliseconds at which each whole per cent was reached, zero and hundred included; those that were not are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Curve(Vec<u64>);

impl From<&Milestones> for Curve {
    fn from(milestones: &Milestones) -> Self {
        // Per cents are reached in order, so the first that is missing is the end.
        let reached = (0..PERCENTS).map_while(|percent| milestones.at_percent(percent));
        Self(reached.map(|at| at.since_start().as_millis()).collect())
    }
}

impl Curve {
    /// When so many per cent were reached, if they were.
    pub fn at_percent(&self, percent: usize) -> Option<u64> {
        self.0.get(percent).copied()
    }
}

impl Record {
    /// Duration of the initial cycle in milliseconds; absent when it was not completed.
    pub fn initial_cycle_ms(&self) -> Option<u64> {
        self.row.initial_cycle_ms
    }

    /// Whether it has everything that is looked up by place, which a file from elsewhere may lack.
    pub(super) fn is_sound(&self) -> bool {
        self.life.as_ref().is_none_or(LifeRecord::is_sound)
    }

    /// Takes over what a recorder has seen.
    pub(super) fn curves(recorder: &Recorder) -> (Curve, Curve, RateCurve) {
        (
            Curve::from(&recorder.pages),
            Curve::from(&recorder.users),
            recorder.load.curve(),
        )
    }
}
