//! Rows of an outcome that are no list of its document: several values of several lists side by side.

use serde::Serialize;

use crate::experiment::outcome::{ENDPOINTS, InputDraws, Progress, ProgressPoint, ReplicationRows};

/// An input's value in a replication: number, key, unit, value.
pub(super) fn inputs(drawn: &[InputDraws]) -> impl Iterator<Item = impl Serialize> {
    drawn.iter().flat_map(|input| {
        let values = input.values.iter().enumerate();
        values.map(|(replication, value)| (replication, &input.key, &input.unit, value))
    })
}

/// A per cent of the pages, then of the users, led by which.
pub(super) fn progress(found: &Progress) -> impl Iterator<Item = (Vec<String>, &ProgressPoint)> {
    let pages = found.pages.iter().map(|point| ("pages", point));
    let users = found.users.iter().map(|point| ("users", point));
    let points = pages.chain(users);
    points.map(|(kind, point)| (vec![kind.to_owned()], point))
}

/// What an endpoint saw in a replication: number, endpoint, requests, busiest minute and second.
pub(super) fn endpoints(rows: &ReplicationRows) -> impl Iterator<Item = impl Serialize> {
    rows.iter().flat_map(|row| {
        ENDPOINTS.iter().enumerate().map(move |(index, endpoint)| {
            let (seen, number) = (&row.target, row.replication);
            let requests = seen.requests.get(index).copied();
            let [minute, second] = [&seen.peak_minute, &seen.peak_second];
            let [minute, second] = [minute, second].map(|peaks| peaks.get(index).copied());
            (number, endpoint, requests, minute, second)
        })
    })
}
