//! When a run meets what is asked.

use crate::experiment::amounts;
use crate::experiment::outcome::ReplicationRow;

/// The share of what a run gets done with an ideal target that it may leave undone: one in a thousand.
///
/// It is above zero because a long job loses a call to chance now and then, and small, because whoever is left undone has no
/// access.
pub(super) const MOST_UNDONE: f64 = 1e-3;

/// What is asked: a time in milliseconds, and the share of the runs that shall be done within it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// The time.
    pub within_ms: u64,
    /// The share, between zero and one.
    pub confidence: f64,
}

/// Whether a run is done within the time: it ends, and leaves next to nothing undone that the same run gets done with an
/// ideal target.
pub(super) fn meets(demand: Demand, row: &ReplicationRow, ideal: &ReplicationRow) -> bool {
    let in_time = row
        .initial_cycle_ms
        .is_some_and(|time| time <= demand.within_ms);
    in_time && undone(row, ideal) <= MOST_UNDONE * done(ideal) as f64
}

/// What a run leaves undone that the same run gets done with an ideal target.
pub(super) fn undone(row: &ReplicationRow, ideal: &ReplicationRow) -> f64 {
    done(ideal).saturating_sub(done(row)) as f64
}

/// Users who have access, groups that are there, manager links and memberships that are written, overwritten ones included: that they
/// are lost is the target's way of writing and not its capacity.
fn done(row: &ReplicationRow) -> u64 {
    amounts::done(row).iter().sum::<u64>() + row.memberships_overwritten
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(users_created: u64, memberships_written: u64, initial_cycle_ms: u64) -> ReplicationRow {
        ReplicationRow {
            users_created,
            memberships_written,
            initial_cycle_ms: Some(initial_cycle_ms),
            ..ReplicationRow::default()
        }
    }

    #[test]
    fn who_gives_up_more_than_one_in_a_thousand_is_not_done() {
        let demand = Demand {
            within_ms: 100,
            confidence: 0.95,
        };
        let ideal = row(1_000, 1_000, 50);
        let meets =
            |users, memberships, time| meets(demand, &row(users, memberships, time), &ideal);
        assert!(meets(1_000, 1_000, 100));
        assert!(!meets(1_000, 1_000, 101), "too late");
        assert!(meets(1_000, 998, 100));
        assert!(!meets(1_000, 997, 100), "memberships count");
        assert!(!meets(997, 1_000, 100), "and so do users");
        let endless = ReplicationRow {
            initial_cycle_ms: None,
            ..ideal.clone()
        };
        assert!(!super::meets(demand, &endless, &ideal));
    }
}
