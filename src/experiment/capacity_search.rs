//! What a target needs so that the initial cycle is done within a time.

use super::percentiles::{band_of, share};
use std::collections::BTreeMap;

use super::altered_setups::{faster, ideal, most_useful_workers, roomier};
use super::outcome::ReplicationRow;
use super::outcome::Share;
use super::outcome::comparison::{ComparedBy, Comparison, Need};
use super::ranking;
use super::session::{RunError, Session};
use super::variants::{Simulated, comparison, rows_of};
use crate::model::{Parameter, Setup, Uncertain};

/// Up to so many workers, every number is simulated; beyond, those that the search comes by.
const ALL_UP_TO: u64 = 12;
/// Factors beyond these are not looked for.
const FASTEST: f64 = 1e-3;
const HIGHEST: f64 = 1e3;

/// Simulates a setup over and over, with the same luck, and remembers what came out.
struct Search<'s> {
    setup: &'s Setup,
    session: &'s Session<'s>,
    demand: Demand,
    /// The same runs with an ideal target.
    ideal: Vec<ReplicationRow>,
    tried: BTreeMap<u64, Vec<ReplicationRow>>,
}

/// Finds the fewest workers with which the initial cycle is done within the time in the share of the replications that is demanded; where no
/// number suffices, by how much answers would have to be faster or limits higher. [`Need`] says when a run is done.
///
/// # Errors
/// [`RunError`]: interrupted, no threads, or a limit of the setup lets nothing pass.
pub fn capacity(
    scenario: &str,
    setup: &Setup,
    demand: Demand,
    session: &Session<'_>,
) -> Result<Comparison, RunError> {
    let mut search = Search {
        setup,
        session,
        demand,
        ideal: rows_of(&ideal(setup), session)?,
        tried: BTreeMap::new(),
    };
    let need = search.need()?;
    Ok(search.document(scenario, need))
}

impl Search<'_> {
    fn need(&mut self) -> Result<Need, RunError> {
        let most = most_useful_workers(self.setup);
        let mut need = Need {
            within_ms: self.demand.within_ms,
            confidence: self.demand.confidence,
            most_undone: MOST_UNDONE,
            workers: self.fewest(most)?,
            most_useful_workers: most,
            ..Need::default()
        };
        if need.workers.is_some() {
            return Ok(need);
        }
        let unbounded = self
            .setup
            .clone()
            .with(Parameter::Capacity, Uncertain::Fixed(f64::INFINITY));
        need.latency_factor = self.factor(|factor| faster(&unbounded, factor), FASTEST)?;
        if !self.setup.limits.is_empty() {
            need.limit_factor = self.factor(|factor| roomier(&unbounded, factor), HIGHEST)?;
        }
        Ok(need)
    }

    /// The fewest workers that suffice, up to `most`. More of them never take longer but by luck; but where a limit has the
    /// excess given up, they can make more excess. So it is looked for from below.
    fn fewest(&mut self, most: u64) -> Result<Option<u64>, RunError> {
        if most <= ALL_UP_TO {
            for workers in 1..=most {
                self.with_workers(workers)?;
            }
            let first = self.tried.iter().find(|(_, rows)| self.suffices(rows));
            return Ok(first.map(|(workers, _)| *workers));
        }
        let (mut too_few, mut enough) = (0, 1);
        while !self.with_workers(enough)? {
            if enough == most {
                return Ok(None);
            }
            too_few = enough;
            enough = most.min(enough * 2);
        }
        while enough - too_few > 1 {
            let middle = too_few + (enough - too_few) / 2;
            if self.with_workers(middle)? {
                enough = middle;
            } else {
                too_few = middle;
            }
        }
        Ok(Some(enough))
    }

    /// Whether so many workers suffice.
    fn with_workers(&mut self, workers: u64) -> Result<bool, RunError> {
        if !self.tried.contains_key(&workers) {
            let capacity = Uncertain::Fixed(workers as f64);
            let rows = self.rows(&self.setup.clone().with(Parameter::Capacity, capacity))?;
            self.tried.insert(workers, rows);
        }
        Ok(self.suffices(&self.tried[&workers]))
    }

    /// The factor nearest to one that suffices, between one and `last`. Only factors of three digits are tried, so that what is
    /// printed is what was simulated.
    fn factor(&self, changed: impl Fn(f64) -> Setup, last: f64) -> Result<Option<f64>, RunError> {
        let (mut too_little, mut enough) = (1.0, last);
        if !self.suffices(&self.rows(&changed(last))?) {
            return Ok(None);
        }
        loop {
            let middle = three_digits(libm::sqrt(too_little * enough));
            if middle == too_little || middle == enough {
                return Ok(Some(enough));
            }
            if self.suffices(&self.rows(&changed(middle))?) {
                enough = middle;
            } else {
                too_little = middle;
            }
        }
    }

    fn rows(&self, setup: &Setup) -> Result<Vec<ReplicationRow>, RunError> {
        rows_of(setup, self.session)
    }

    fn suffices(&self, rows: &[ReplicationRow]) -> bool {
        self.met(rows).share >= self.demand.confidence
    }

    /// The share of the replications that meet the demand.
    fn met(&self, rows: &[ReplicationRow]) -> Share {
        let pairs = rows.iter().zip(&self.ideal);
        let hits = pairs.filter(|(row, ideal)| meets(self.demand, row, ideal));
        share(hits.count(), rows.len())
    }

    fn document(&self, scenario: &str, need: Need) -> Comparison {
        let tried = self.tried.iter().map(|(workers, rows)| Simulated {
            name: workers.to_string(),
            workers: Some(*workers),
            rows: rows.clone(),
        });
        let mut document = comparison(
            ComparedBy::Workers,
            scenario,
            &self.session.plan,
            &tried.collect::<Vec<_>>(),
            Some(self.demand.within_ms),
        );
        for (variant, rows) in document.variants.iter_mut().zip(self.tried.values()) {
            let pairs = rows.iter().zip(&self.ideal);
            variant.met = Some(self.met(rows));
            variant.undone = Some(band_of(pairs.map(|(row, ideal)| undone(row, ideal))));
        }
        document.need = Some(need);
        document
    }
}

/// The nearest number of three digits.
fn three_digits(number: f64) -> f64 {
    format!("{number:.2e}").parse().unwrap_or(number)
}

/// The share of what a run gets done with an ideal target that it may leave undone: one in a thousand.
///
/// It is above zero because a long job loses a call to chance now and then, and small, because whoever is left undone has no
/// access.
const MOST_UNDONE: f64 = 1e-3;

/// What is asked: a time in milliseconds, and the share of the replications that shall be done within it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// The time.
    pub within_ms: u64,
    /// The share, between zero and one.
    pub confidence: f64,
}

/// Whether a run is done within the time: it ends, and leaves next to nothing undone that the same run gets done with an
/// ideal target.
fn meets(demand: Demand, row: &ReplicationRow, ideal: &ReplicationRow) -> bool {
    let in_time = row
        .initial_cycle_ms
        .is_some_and(|time| time <= demand.within_ms);
    in_time && undone(row, ideal) <= MOST_UNDONE * done(ideal) as f64
}

/// What a run leaves undone that the same run gets done with an ideal target.
fn undone(row: &ReplicationRow, ideal: &ReplicationRow) -> f64 {
    done(ideal).saturating_sub(done(row)) as f64
}

/// Users who have access, groups that are there, manager links and memberships that are written, overwritten ones included: that they
/// are lost is the target's way of writing and not its capacity.
fn done(row: &ReplicationRow) -> u64 {
    ranking::done(row).iter().sum::<u64>() + row.memberships_overwritten
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_have_the_digits_that_are_printed() {
        for (number, shown) in [
            (0.157_9, 0.158),
            (0.015_749, 0.015_7),
            (2.034_9, 2.03),
            (123.4, 123.0),
        ] {
            assert_eq!(three_digits(number), shown);
        }
    }

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
