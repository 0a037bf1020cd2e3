//! From the TOML tree to what was written: every key looked up, every value read, nothing combined yet.

mod actions;
mod bursts;
mod csv;
mod draft;
mod life;
mod life_values;
mod limit;
mod limit_values;
mod plain;
mod rows;
mod sizes;
mod timeline;
mod walk;

pub(super) use actions::{ACTIONS, CODES, MOST_ON_DEMAND, end_of};
pub(super) use bursts::{BurstDraft, KINDS_OF_CHANGES, MOST_BURSTS, MOST_CHANGES};
pub(super) use csv::read as read_csv;
pub(super) use draft::{Draft, Given, Limit, ListedGroups};
pub(super) use life::{BOUNDARIES, LifeDraft, OVER_THRESHOLD, SCHEDULES};
pub(super) use life_values::{RESETS, TARGET_ACTIONS};
pub(super) use limit::KINDS;
pub(super) use limit_values::{MOST_CALLS, endpoint_names};
pub(super) use sizes::{MOST_GROUPS, MOST_MEMBERS};
pub(super) use timeline::{Event, MOST_EVENTS};
pub(super) use walk::{CONNECTORS, MODES, MOST_REPLICATIONS, ON_429, read};
