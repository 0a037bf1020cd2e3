//! What strategies get done, which is fastest among those that do the same, and which cannot be told from it.

use super::outcome::comparison::{Amounts, Best};
use super::outcome::{Band, ReplicationRow};
use super::percentiles::{LEVEL, band_of};
use crate::stats::{quantile, quantile_ranks, sorted};

/// A difference of less than this share is called none, in time and in what is done: nobody plans by it.
const INDIFFERENCE: f64 = 0.01;
/// The place of groups among the kinds.
const GROUPS: usize = 1;

/// What is known of one strategy.
pub(super) struct Entrant<'s> {
    pub name: &'s str,
    pub median_ms: f64,
    pub done: &'s [Done],
}

/// Which of the strategies do the same as the one that gets the most done, in their order.
pub(super) fn do_the_most(entrants: &[Entrant<'_>]) -> Vec<bool> {
    let total = |one: &Entrant<'_>| -> f64 { (0..KINDS).map(|kind| median(one.done, kind)).sum() };
    let fullest = entrants
        .iter()
        .rev()
        .max_by(|a, b| total(a).total_cmp(&total(b)));
    let same = |one: &[Done]| fullest.is_some_and(|fullest| do_the_same(fullest.done, one));
    entrants.iter().map(|one| same(one.done)).collect()
}

/// Whether neither gets clearly more done of any kind. How many groups the same memberships are in makes no difference, but whether
/// there are any.
fn do_the_same(one: &[Done], other: &[Done]) -> bool {
    (0..KINDS).all(|kind| {
        let pairs = one.iter().zip(other);
        let by = median_of(pairs.map(|(a, b)| a[kind] as f64 - b[kind] as f64));
        let most = median(one, kind).max(median(other, kind));
        let has_any = |runs| median(runs, GROUPS) > 0.0;
        by.abs() <= INDIFFERENCE * most || (kind == GROUPS && has_any(one) && has_any(other))
    })
}

fn median(runs: &[Done], kind: usize) -> f64 {
    median_of(runs.iter().map(|run| run[kind] as f64))
}

fn median_of(values: impl Iterator<Item = f64>) -> f64 {
    quantile(&sorted(values), 0.5).unwrap_or_default()
}

/// The place of the fastest of those that do the most.
pub(super) fn fastest(entrants: &[Entrant<'_>], do_most: &[bool]) -> Option<usize> {
    let places = (0..entrants.len()).filter(|index| do_most[*index]);
    places.min_by(|a, b| entrants[*a].median_ms.total_cmp(&entrants[*b].median_ms))
}

/// The best, and how the others stand to it; `differences` has how much longer each takes, replication by replication, and intervals of confidence
/// `level` decide.
pub(super) fn best(
    entrants: &[Entrant<'_>],
    do_most: &[bool],
    fastest: usize,
    differences: &[Vec<f64>],
    level: f64,
) -> Best {
    let mut best = Best {
        name: entrants[fastest].name.to_owned(),
        confidence_level: LEVEL,
        indifference: INDIFFERENCE,
        ..Best::default()
    };
    let least_ms = entrants[fastest].median_ms * INDIFFERENCE;
    for (index, one) in entrants
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != fastest)
    {
        let name = one.name.to_owned();
        if !do_most[index] {
            best.lesser.push(name);
            continue;
        }
        match standing(&sorted(differences[index].iter().copied()), level, least_ms) {
            Standing::Slower => {}
            Standing::Unsettled => best.rivals.push(name),
            Standing::Alike => {
                best.alike.push(name.clone());
                best.rivals.push(name);
            }
        }
    }
    best
}

/// How a strategy stands to the fastest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Slower, and by enough to matter.
    Slower,
    /// Different by less than matters.
    Alike,
    /// It cannot be told: the interval of the difference includes zero and more than what matters.
    Unsettled,
}

/// What the differences to the best, in ascending order, show.
fn standing(differences_ms: &[f64], level: f64, least_ms: f64) -> Standing {
    let ranks = quantile_ranks(differences_ms.len(), 0.5, level);
    let at = |rank: Option<usize>| rank.and_then(|rank| differences_ms.get(rank - 1)).copied();
    let (low, high) = (at(ranks.low), at(ranks.high));
    let lies_within = low
        .zip(high)
        .is_some_and(|(low, high)| -least_ms < low && high < least_ms);
    let median = quantile(differences_ms, 0.5).unwrap_or_default();
    match low {
        _ if lies_within => Standing::Alike,
        Some(low) if low > 0.0 && median >= least_ms => Standing::Slower,
        Some(low) if low > 0.0 => Standing::Alike,
        _ => Standing::Unsettled,
    }
}

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
    band_of(values)
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
    let short = |(index, run): (usize, &Done)| {
        let most = |kind: usize| all.iter().map(|other| other[index][kind]).max();
        std::array::from_fn(|kind| most(kind).unwrap_or_default().saturating_sub(run[kind]))
    };
    runs.iter().enumerate().map(short).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strategy_is_slower_only_where_the_interval_says_so() {
        let even: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(standing(&even, LEVEL, 10.0), Standing::Slower);
        // Slower, but by less than matters.
        assert_eq!(standing(&even, LEVEL, 60.0), Standing::Alike);
        let about_zero: Vec<f64> = even.iter().map(|ms| ms - 45.0).collect();
        assert_eq!(standing(&about_zero, LEVEL, 5.0), Standing::Unsettled);
        assert_eq!(standing(&about_zero, LEVEL, 50.0), Standing::Alike);
        // Five pairs bound no median, however alike they are.
        assert_eq!(standing(&[9.0; 5], LEVEL, 0.0), Standing::Unsettled);
        assert_eq!(standing(&[0.0; 50], LEVEL, 1.0), Standing::Alike);
        assert_eq!(
            standing(&[f64::INFINITY; 50], LEVEL, 10.0),
            Standing::Slower
        );
        assert_eq!(standing(&[], LEVEL, 0.0), Standing::Unsettled);
    }

    fn entrant<'s>(name: &'s str, median_ms: f64, done: &'s [Done]) -> Entrant<'s> {
        Entrant {
            name,
            median_ms,
            done,
        }
    }

    #[test]
    fn who_does_less_is_not_ranked_however_fast() {
        let (all, few, none) = (
            [[1_000, 30, 900, 0]; 9],
            [[995, 3, 900, 0]; 9],
            [[1_000, 0, 0, 0]; 9],
        );
        let entrants = [
            entrant("without groups", 10.0, &none),
            entrant("all", 90.0, &all),
            // The same memberships in fewer groups, and five users lost by luck.
            entrant("few groups", 50.0, &few),
        ];
        let do_most = do_the_most(&entrants);
        assert_eq!(do_most, [false, true, true]);
        assert_eq!(fastest(&entrants, &do_most), Some(2));
        let differences = vec![vec![-40.0; 9], vec![40.0; 9], vec![0.0; 9]];
        let best = best(&entrants, &do_most, 2, &differences, LEVEL);
        assert_eq!(
            (best.name.as_str(), best.lesser),
            ("few groups", vec!["without groups".to_owned()])
        );
        assert!(best.rivals.is_empty());
    }

    #[test]
    fn of_those_that_do_different_things_the_ones_that_do_more_in_all_are_ranked() {
        let (people, groups) = ([[1_000, 0, 0, 0]; 3], [[500, 10, 2_000, 0]; 3]);
        let entrants = [
            entrant("people", 1.0, &people),
            entrant("groups", 9.0, &groups),
        ];
        assert_eq!(do_the_most(&entrants), [false, true]);
    }

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
