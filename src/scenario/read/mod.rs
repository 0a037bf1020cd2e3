//! What a scenario says, and the files and tables that are read in a way of their own.

mod draft;
mod expect_table;
mod group_columns;
mod group_json;
mod group_list;
mod group_sizes;

pub(super) use draft::{Draft, Given};
pub(super) use expect_table::read as read_expectations;
pub(super) use group_list::{GroupReading, read as read_group_list};
pub(super) use group_sizes::{
    ListedGroups, MOST_GROUPS, read as read_group_sizes, schema as group_sizes_schema,
};
