//! What may be written behind a key: each kind of value reads itself, writes itself and describes itself for the JSON Schema.

mod calendar_kinds;
mod certain;
mod kind;
mod labels;
mod lengths;
mod limit_kinds;
mod name_lists;
mod shares;

pub(super) use calendar_kinds::{DateTime, Hours, Moment, TimeZone};
pub(super) use certain::{OneOf, Switch, Text, Whole, named, names, text, whole};
pub(super) use kind::{Described, Kind, ListKey, Numbers, TomlKey, Value, described, wanted};
pub(super) use labels::{FileName, FolderName, Title};
pub(super) use lengths::{Length, PERIODS, TimeSpan, written as written_length};
pub(super) use limit_kinds::{
    Endpoints, Excesses, MOST_CALLS, Rate, RetryAfters, WeightOfCalls, period_name,
};
pub(super) use name_lists::{Actions, Resets};
pub(super) use shares::{Share, ShareTaken, Shares};
