//! What a stand-in saw.

use std::collections::BTreeMap;

use crate::model::{Endpoint, ServedCounts};

/// Requests by kind, their answers, the busiest second, and what is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Requests to each endpoint, in the order of [`Endpoint::ALL`].
    pub calls: [u64; Endpoint::ALL.len()],
    /// Other requests: what the stand-in says of itself, and what is no request to it.
    pub others: u64,
    /// Answers by status.
    pub statuses: BTreeMap<u16, u64>,
    /// Requests that were answered by a closed connection or not at all.
    pub unanswered: u64,
    /// The most requests in one second of its clock.
    pub busiest_second: u64,
    /// Users and groups that are stored.
    pub stored: ServedCounts,
    /// Members of all groups.
    pub memberships: u64,
    second: (u64, u64),
}

impl Seen {
    /// All requests.
    pub fn requests(&self) -> u64 {
        self.calls.iter().sum::<u64>() + self.others
    }

    /// A request arrives in a second of the clock.
    pub(super) fn arrives(&mut self, endpoint: Option<Endpoint>, second: u64) {
        match endpoint {
            Some(endpoint) => self.calls[endpoint as usize] += 1,
            None => self.others += 1,
        }
        if self.second.0 != second {
            self.second = (second, 0);
        }
        self.second.1 += 1;
        self.busiest_second = self.busiest_second.max(self.second.1);
    }

    pub(super) fn answered(&mut self, status: Option<u16>) {
        match status {
            Some(status) => *self.statuses.entry(status).or_default() += 1,
            None => self.unanswered += 1,
        }
    }
}
