//! What a stand-in saw.

use std::collections::BTreeMap;

use crate::model::{Course, Endpoint, ServedCounts};
use crate::units::SimDuration;

/// A request that the target did what it asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worked {
    /// Its kind.
    pub endpoint: Endpoint,
    /// How long the target worked on it, as it was drawn: without a queue, and without what the way takes.
    pub time: SimDuration,
}

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
    /// Each request that was done, in the order in which they came, where [`super::StandInOptions::lists_work`] asks for it.
    pub worked: Vec<Worked>,
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

    pub(super) fn works(&mut self, endpoint: Endpoint, course: Course) {
        self.worked.push(Worked {
            endpoint,
            time: course.ends - course.begins,
        });
    }

    pub(super) fn answered(&mut self, status: Option<u16>) {
        match status {
            Some(status) => *self.statuses.entry(status).or_default() += 1,
            None => self.unanswered += 1,
        }
    }
}
