//! What is kept of one replication.

use super::grid::Situation;
use crate::experiment::outcome::life::LifeRow;
use crate::model::ErrorCode;
use crate::model::job::{ChangeKind, DropReason};
use crate::stats::Delays;

/// One replication of a job's life.
#[derive(Clone, Debug)]
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
    pub backlog: Vec<u32>,
    pub situations: Vec<Situation>,
}
