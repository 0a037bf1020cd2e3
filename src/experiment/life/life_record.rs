//! What is kept of one replication.

use serde::{Deserialize, Serialize};

use super::horizon_grid::{POINTS, Situation};
use super::load_counts::LoadRecord;
use crate::experiment::outcome::life::LifeRow;
use crate::model::ErrorCode;
use crate::model::job::{ChangeKind, DropReason};
use crate::stats::Delays;

/// One replication of a job's life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::experiment) struct LifeRecord {
    pub row: LifeRow,
    /// Changes by kind, in the order of [`ChangeKind::ALL`].
    pub changes: [u64; ChangeKind::ALL.len()],
    /// Dropped changes by reason, in the order of [`DropReason::ALL`].
    pub dropped: [u64; DropReason::ALL.len()],
    /// Failures by code, in the order of [`ErrorCode::ALL`].
    pub errors: [u64; ErrorCode::ALL.len()],
    /// Delays by kind of change.
    pub delays: Vec<Delays>,
    /// Requests after the initial cycle.
    pub load: LoadRecord,
    /// Changes that wait: the most at once since the point before.
    pub backlog: Vec<u32>,
    pub situations: Vec<Situation>,
}

impl LifeRecord {
    /// Whether every list has its full length, and no release comes before its quarantine.
    pub fn is_sound(&self) -> bool {
        let times = (self.row.first_quarantine_ms, self.row.first_release_ms);
        let in_order = match times {
            (Some(entered), Some(released)) => entered <= released,
            _ => true,
        };
        in_order
            && self.delays.len() == ChangeKind::ALL.len()
            && self.load.is_sound()
            && self.backlog.len() == POINTS
            && self.situations.len() == POINTS
    }
}
