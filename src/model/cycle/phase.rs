//! The parts of a cycle.

/// The query that opens a cycle, and one that goes on; nothing else is done before its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Probe {
    Due,
    UnderWay,
    Done,
}

/// The parts of a cycle, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Probe,
    Objects,
    ObjectRetries,
    /// What left the scope is taken out of the target, once it is known how much that is.
    Removals,
    References,
    ReferenceRetries,
    Done,
}
