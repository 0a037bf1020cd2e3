//! How much a probe measures.

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProbePlan {
    /// Calls of each kind.
    pub samples: u64,
    /// The largest group that is filled.
    pub group_size: u64,
    /// Most connections at once.
    pub connections: u64,
    /// The highest rate, a second, at which a limit is looked for on purpose.
    pub find_limits: Option<f64>,
}

/// Where sizes are varied, so many calls at each size for one of each kind.
const SAMPLES_PER_REPEAT: u64 = 4;
const FEWEST_REPEATS: u64 = 8;
/// Members that each connection adds to a group that others add to as well.
const OVERLAPPING_EACH: u64 = 5;
impl ProbePlan {
    /// Calls at each size.
    pub(super) fn repeats(&self) -> u64 {
        (self.samples / SAMPLES_PER_REPEAT).max(FEWEST_REPEATS)
    }

    /// Members that are added to one group on all connections at once.
    pub(super) fn overlapping(&self) -> u64 {
        OVERLAPPING_EACH * self.connections.max(2)
    }

    /// Users that are there at once: enough for the largest group and for every connection.
    pub(super) fn pool(&self) -> u64 {
        self.group_size.max(self.overlapping())
    }
}
