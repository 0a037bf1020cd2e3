//! Memory that is kept from one replication to the next.

use crate::kernel::Calendar;
use crate::model::directory::Directory;
use crate::model::variation_tables::Variations;

/// What can happen in a cycle.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) enum Event {
    /// The fixed time before the first call is over.
    Begins,
    /// A page of the source has been read.
    PageRead,
    /// A connection's present step is over.
    Connection(u16),
}

/// Memory that is kept from one replication to the next.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(in crate::model) directory: Directory,
    pub(in crate::model) calendar: Calendar<Event>,
    pub(in crate::model) variations: Variations,
    /// One for each of several jobs.
    pub(in crate::model) jobs: Vec<Workspace>,
}
