//! Tables of which there may be several: limits, bursts, entries of the timeline, strategies.

mod burst_list;
// One line for each key.
#[rustfmt::skip]
mod limit_keys;
mod limit_list;
mod limit_parts;
mod limit_words;
mod list_row;
mod strategy_list;
mod timeline_actions;
#[rustfmt::skip]
mod timeline_keys;
mod timeline_list;

pub use limit_words::{words, written};

pub(super) use burst_list::{BurstDraft, MOST_BURSTS, burst_keys, read as read_bursts};
pub(super) use limit_keys::LIMIT_KEYS;
pub(super) use limit_list::{Limit, assumed_bursts, read as read_limits};
pub(super) use strategy_list::{
    COMMON, MOST_STRATEGIES, STRATEGY_KEYS, StrategyBlock, read_all as read_strategies,
};
pub(super) use timeline_actions::{ACTIONS, end_of};
pub(super) use timeline_keys::{CALL_CODES, USER_CODES};
pub(super) use timeline_list::{Event, MOST_EVENTS, read as read_timeline, timeline_keys};
