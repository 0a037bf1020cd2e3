//! From the TOML tree to what was written: every key looked up, every value read, nothing combined yet.

mod csv;
mod draft;
mod limit;
mod limit_values;
mod plain;
mod sizes;
mod walk;

pub(super) use csv::read as read_csv;
pub(super) use draft::{Draft, Given, Limit, ListedGroups};
pub(super) use limit::KINDS;
pub(super) use limit_values::{MOST_CALLS, endpoint_names};
pub(super) use sizes::{MOST_GROUPS, MOST_MEMBERS};
pub(super) use walk::{CONNECTORS, MODES, MOST_REPLICATIONS, ON_429, read};
