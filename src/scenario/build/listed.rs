//! Lines for what is more than one number: lists of groups and rate limits.

use super::setup::GroupList;
use super::{Resolved, ResolvedOrigin};
use crate::model::{Endpoint, EndpointSet, Excess, LimitRule, Quantity, RetryAfter};
use crate::scenario::read::{Draft, Given, Limit, ListedGroups};
use crate::scenario::text::SourceText;
use crate::scenario::value::print_scalar;
use crate::units::SimDuration;

/// Rows of a list of groups that are shown; longer lists are summed up.
const MOST_ROWS_SHOWN: usize = 20;

/// Tells in which line something is given.
pub(super) struct Lines<'t>(&'t SourceText);

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t SourceText) -> Self {
        Self(text)
    }

    pub(super) fn of<T>(&self, given: &Given<T>) -> ResolvedOrigin {
        self.at(given.span.start)
    }

    pub(super) fn at(&self, place: usize) -> ResolvedOrigin {
        ResolvedOrigin::Yours(format!("line {}", self.0.line(place)))
    }

    pub(super) fn or_assumed<T>(&self, given: Option<&Given<T>>, why: &str) -> ResolvedOrigin {
        match given {
            Some(given) => self.of(given),
            None => ResolvedOrigin::Assumed(why.to_owned()),
        }
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
            let origin = lines.or_assumed(draft.sizes.as_ref(), "no list is given");
            certain("groups.sizes", value, origin)
        }
    }
}

/// Endpoints by the shortest name that stands for them.
fn counted(endpoints: EndpointSet) -> String {
    let one_name = EndpointSet::GROUP_NAMES
        .into_iter()
        .find(|name| EndpointSet::from_name(name) == Some(endpoints));
    if let Some(name) = one_name {
        return format!("\"{name}\"");
    }
    let names: Vec<String> = Endpoint::ALL
        .into_iter()
        .filter(|endpoint| endpoints.contains(*endpoint))
        .map(|endpoint| format!("\"{}\"", endpoint.name()))
        .collect();
    format!("[{}]", names.join(", "))
}

/// A period as it stands behind "per": `min` for one minute.
fn period_name(period: SimDuration) -> String {
    match period.as_nanos() {
        1_000_000_000 => "s".to_owned(),
        60_000_000_000 => "min".to_owned(),
        3_600_000_000_000 => "h".to_owned(),
        _ => seconds(period),
    }
}

fn seconds(length: SimDuration) -> String {
    print_scalar(length.as_secs_f64(), Quantity::Duration)
}

/// The line of a rate limit.
pub(super) fn limit(lines: &Lines<'_>, limit: &Limit) -> Resolved {
    let LimitRule {
        name,
        endpoints,
        amount: calls,
        period,
        excess,
        ..
    } = &limit.rule;
    let kind = match limit.burst() {
        Some(burst) => format!(
            "kind = \"token-bucket\", burst = {}",
            print_scalar(burst as f64, Quantity::Count)
        ),
        None => "kind = \"fixed-window\"".to_owned(),
    };
    let retry_after = match excess {
        Excess::TooManyRequests(RetryAfter::UntilAllowed) => "until-allowed".to_owned(),
        Excess::TooManyRequests(RetryAfter::Fixed(wait)) => seconds(*wait),
        _ => "none".to_owned(),
    };
    let calls = print_scalar(*calls as f64, Quantity::Count);
    let mut value = format!(
        "{{ endpoints = {}, calls = \"{calls} per {}\", {kind}, retry_after = \"{retry_after}\" }}",
        counted(*endpoints),
        period_name(*period),
    );
    if limit.default_burst && limit.burst().is_some() {
        value.push_str(" (burst not given: as many as in one second)");
    }
    certain(
        &format!("target.limit \"{name}\""),
        value,
        lines.at(limit.span.start),
    )
}
