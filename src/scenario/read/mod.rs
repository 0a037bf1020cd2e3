//! From the TOML tree to what was written: every key looked up, every value read, nothing combined yet.

mod actions;
mod bursts;
mod csv;
mod csv_header;
mod draft;
mod expect;
mod life;
mod life_values;
mod limit;
mod limit_amount;
mod limit_row;
mod limit_shape;
mod limit_values;
pub(super) mod plain;
mod rows;
mod sizes;
mod split;
mod strategy;
mod timeline;
mod walk;

pub(super) use actions::{ACTIONS, CALL_CODES, CODES, MOST_ON_DEMAND, end_of};
pub(super) use bursts::{BurstDraft, KINDS_OF_CHANGES, MOST_BURSTS, MOST_CHANGES};
pub(super) use csv::read as read_csv;
pub(super) use draft::{Draft, Given, Limit, ListedGroups, assumed_bursts};
pub(super) use life::{ATTEMPTS, BOUNDARIES, LifeDraft, OVER_THRESHOLD, RELEASES, SCHEDULES};
pub(super) use life_values::{RESETS, TARGET_ACTIONS};
pub(super) use limit::read_all as read_limits;
pub(super) use limit_row::{KINDS, PERS, SHARINGS};
pub(super) use limit_shape::{MOST_REPLICAS, MOST_UNITS};
pub(super) use limit_values::{EXCESSES, MOST_CALLS, endpoint_names};
pub(super) use plain::name_of;
pub(super) use sizes::{MOST_GROUPS, MOST_MEMBERS};
pub(super) use split::MOST_JOBS;
pub(super) use strategy::{
    COMMON, LONGEST_TITLE, MOST_STRATEGIES, StrategyBlock, read_all as read_strategies,
};
pub(super) use timeline::{Event, MOST_EVENTS};
pub(super) use walk::{CONNECTORS, GROUP_WRITES, MODES, MOST_REPLICATIONS, ON_429, read};
