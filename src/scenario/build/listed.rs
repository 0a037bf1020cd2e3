//! One line of the listing, and those of groups.

use super::laid::GroupList;
use crate::model::Quantity;
use crate::scenario::read::{Draft, Given, ListedGroups};
use crate::scenario::resolved::{Resolved, ResolvedOrigin};
use crate::scenario::sources::Sources;
use crate::scenario::value::print_scalar;

/// Rows of a list of groups that are shown; longer lists are summed up.
const MOST_ROWS_SHOWN: usize = 20;

/// Tells in which line something is given.
pub(super) struct Lines<'t>(&'t Sources);

impl<'t> Lines<'t> {
    pub(super) fn new(sources: &'t Sources) -> Self {
        Self(sources)
    }

    pub(super) fn of<T>(&self, given: &Given<T>) -> ResolvedOrigin {
        self.at(given.span.start)
    }

    pub(super) fn at(&self, offset: usize) -> ResolvedOrigin {
        ResolvedOrigin::Yours(self.0.origin_words(offset))
    }
}

/// A line of the listing whose value is not drawn.
pub(super) fn certain(key: &str, value: impl Into<String>, origin: ResolvedOrigin) -> Resolved {
    Resolved {
        key: key.to_owned(),
        value: value.into(),
        origin,
        uncertain: false,
    }
}

/// The line of a list of groups.
pub(super) fn groups(lines: &Lines<'_>, draft: &Draft, list: &GroupList) -> Resolved {
    let rows = list.groups.iter();
    let count = |number: u64| print_scalar(number as f64, Quantity::Count);
    let summary = || {
        let groups = count(rows.clone().map(|row| row.groups).sum());
        let members = count(rows.clone().map(|row| row.groups * row.members).sum());
        let largest = count(rows.clone().map(|row| row.members).max().unwrap_or(0));
        format!("{groups} groups with {members} memberships, the largest {largest}")
    };
    match &list.file {
        Some(file) => {
            let value = format!("{file} ({})", summary());
            certain("groups.csv", value, ResolvedOrigin::Yours(file.clone()))
        }
        None => {
            let value = if list.groups.len() > MOST_ROWS_SHOWN {
                summary()
            } else {
                let row = |row: &ListedGroups| {
                    let (groups, members) = (count(row.groups), count(row.members));
                    format!("{{ groups = {groups}, members = {members} }}")
                };
                format!("[{}]", rows.clone().map(row).collect::<Vec<_>>().join(", "))
            };
            let origin = draft.chosen("groups.sizes").map(|given| lines.of(given));
            let no_list = || ResolvedOrigin::Assumed("no list is given".to_owned());
            certain("groups.sizes", value, origin.unwrap_or_else(no_list))
        }
    }
}
