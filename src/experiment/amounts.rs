//! What a cycle gets done, by kind.

use super::outcome::comparison::Amounts;
use super::outcome::{Band, ReplicationRow};
use super::percentiles::band_of;

/// How many kinds there are.
pub(super) const KINDS: usize = 4;

/// So much of each kind: users, groups, memberships, managers.
pub(super) type Done = [u64; KINDS];

/// What is in the target when a cycle ends.
pub(super) fn done(row: &ReplicationRow) -> Done {
    [
        row.users_with_account(),
        row.groups_created + row.groups_matched,
        row.memberships_written
            .saturating_sub(row.memberships_overwritten),
        row.managers_linked,
    ]
}

/// The spread of each kind over the replications, by `band` of the values of one kind.
pub(super) fn amounts(runs: &[Done], band: fn(Vec<f64>) -> Band) -> Amounts {
    let of = |kind: usize| band(runs.iter().map(|run| run[kind] as f64).collect());
    Amounts {
        users: of(0),
        groups: of(1),
        memberships: of(2),
        managers: of(3),
    }
}

/// The spread of what is done.
pub(super) fn of_done(values: Vec<f64>) -> Band {
    band_of(values.into_iter())
}

/// The spread of what is left of a whole: it adds up with the spread of what is done where the whole does not vary, since a median is one
/// of the values and not between two.
pub(super) fn of_left(values: Vec<f64>) -> Band {
    let band = band_of(values.into_iter().map(|value| -value));
    Band {
        p5: -band.p95,
        p50: -band.p50,
        p95: -band.p5,
    }
}

/// How much less each replication gets done than the one that does most of it, kind by kind; `all` are the replications of every strategy.
pub(super) fn shortfall(runs: &[Done], all: &[Vec<Done>]) -> Vec<Done> {
    let short = |(place, run): (usize, &Done)| {
        let most = |kind: usize| all.iter().map(|other| other[place][kind]).max();
        std::array::from_fn(|kind| most(kind).unwrap_or_default().saturating_sub(run[kind]))
    };
    runs.iter().enumerate().map(short).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortfall_is_against_the_most_in_the_same_run() {
        let (one, other) = (
            vec![[10, 3, 50, 0], [12, 3, 50, 0]],
            vec![[8, 0, 0, 0], [13, 0, 0, 0]],
        );
        let all = [one.clone(), other.clone()];
        assert_eq!(shortfall(&one, &all), [[0; 4], [1, 0, 0, 0]]);
        assert_eq!(shortfall(&other, &all), [[2, 3, 50, 0], [0, 3, 50, 0]]);
    }

    #[test]
    fn what_is_done_and_what_is_left_add_up() {
        let done = vec![7.0, 8.0, 9.0, 3.0];
        let left = done.iter().map(|done| 10.0 - done).collect();
        let (done, left) = (of_done(done), of_left(left));
        assert_eq!((done.p50, left.p50), (7.0, 3.0));
        assert_eq!((done.p5 + left.p95, done.p95 + left.p5), (10.0, 10.0));
    }

    #[test]
    fn what_was_overwritten_is_not_done() {
        let row = ReplicationRow {
            users_created: 5,
            users_unchanged: 2,
            memberships_written: 9,
            memberships_overwritten: 4,
            ..ReplicationRow::default()
        };
        assert_eq!(done(&row), [7, 0, 5, 0]);
    }
}
