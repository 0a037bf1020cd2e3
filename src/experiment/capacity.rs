//! What a target needs so that the initial cycle ends within a time.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use super::outcome::ReplicationRow;
use super::outcome::comparison::{ComparedBy, Comparison, Need};
use super::run::{Plan, RunError};
use super::variants::{Simulated, comparison, rows_of, share_within};
use crate::model::{LimitKind, Parameter, Setting, Setup, Uncertain, catalogue};

/// Up to so many workers, every number is simulated; beyond, those that the search comes by.
const ALL_UP_TO: u64 = 12;
/// Factors are found to within a hundredth.
const PRECISION: f64 = 1.01;
/// Factors beyond these are not looked for.
const FASTEST: f64 = 1e-3;
const HIGHEST: f64 = 1e3;

/// What is asked: a time in milliseconds, and the share of the runs that shall end within it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// The time.
    pub within_ms: u64,
    /// The share, between zero and one.
    pub confidence: f64,
}

/// Simulates a setup over and over, with the same luck, and remembers what came out.
struct Search<'s> {
    setup: &'s Setup,
    plan: &'s Plan,
    demand: Demand,
    interrupted: &'s AtomicBool,
    progress: &'s (dyn Fn(u64) + Sync),
    tried: BTreeMap<u64, Vec<ReplicationRow>>,
}

/// Why a search stopped short.
enum Stop {
    Interrupted,
    Failed(RunError),
}

impl From<RunError> for Stop {
    fn from(error: RunError) -> Self {
        Self::Failed(error)
    }
}

/// Finds the fewest workers with which the initial cycle ends within the time in the share of the runs that is demanded; where no
/// number suffices, by how much answers would have to be faster or limits higher. Nothing comes back when `interrupted` turned true.
///
/// # Errors
/// When the threads cannot be started, or a limit of the setup lets nothing pass.
pub fn capacity(
    scenario: &str,
    setup: &Setup,
    demand: Demand,
    plan: &Plan,
    interrupted: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Option<Comparison>, RunError> {
    let mut search = Search {
        setup,
        plan,
        demand,
        interrupted,
        progress,
        tried: BTreeMap::new(),
    };
    match search.need() {
        Ok(need) => {
            let mut document = comparison(
                ComparedBy::Workers,
                scenario,
                plan,
                &search.simulated(),
                Some(demand.within_ms),
            );
            document.need = Some(need);
            Ok(Some(document))
        }
        Err(Stop::Interrupted) => Ok(None),
        Err(Stop::Failed(error)) => Err(error),
    }
}

impl Search<'_> {
    fn need(&mut self) -> Result<Need, Stop> {
        let most = most_useful_workers(self.setup);
        let mut need = Need {
            within_ms: self.demand.within_ms,
            confidence: self.demand.confidence,
            workers: None,
            most_useful_workers: most,
            latency_factor: None,
            limit_factor: None,
        };
        if most <= ALL_UP_TO {
            for workers in 1..=most {
                self.with_workers(workers)?;
            }
        }
        if self.with_workers(most)? {
            need.workers = Some(self.fewest(most)?);
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

    /// The fewest workers that suffice, where `most` do. More of them never take longer but by luck.
    fn fewest(&mut self, most: u64) -> Result<u64, Stop> {
        let (mut too_few, mut enough) = (0, most);
        while enough - too_few > 1 {
            let middle = too_few + (enough - too_few) / 2;
            if self.with_workers(middle)? {
                enough = middle;
            } else {
                too_few = middle;
            }
        }
        Ok(enough)
    }

    /// Whether so many workers suffice.
    fn with_workers(&mut self, workers: u64) -> Result<bool, Stop> {
        if !self.tried.contains_key(&workers) {
            let capacity = Uncertain::Fixed(workers as f64);
            let rows = self.rows(&self.setup.clone().with(Parameter::Capacity, capacity))?;
            self.tried.insert(workers, rows);
        }
        Ok(self.suffices(&self.tried[&workers]))
    }

    /// The factor nearest to one that suffices, between one and `last`, to within [`PRECISION`].
    fn factor(&self, changed: impl Fn(f64) -> Setup, last: f64) -> Result<Option<f64>, Stop> {
        let (mut too_little, mut enough) = (1.0, last);
        if !self.suffices(&self.rows(&changed(last))?) {
            return Ok(None);
        }
        while f64::max(too_little / enough, enough / too_little) > PRECISION {
            let middle = libm::sqrt(too_little * enough);
            if self.suffices(&self.rows(&changed(middle))?) {
                enough = middle;
            } else {
                too_little = middle;
            }
        }
        Ok(Some(enough))
    }

    fn rows(&self, setup: &Setup) -> Result<Vec<ReplicationRow>, Stop> {
        rows_of(setup, self.plan, self.interrupted, self.progress)?.ok_or(Stop::Interrupted)
    }

    fn suffices(&self, rows: &[ReplicationRow]) -> bool {
        share_within(rows, self.demand.within_ms).share >= self.demand.confidence
    }

    fn simulated(&self) -> Vec<Simulated> {
        let tried = self.tried.iter().map(|(workers, rows)| Simulated {
            name: workers.to_string(),
            workers: Some(*workers),
            rows: rows.clone(),
        });
        tried.collect()
    }
}

/// As many calls as all jobs make at once: with as many workers, none waits.
fn most_useful_workers(setup: &Setup) -> u64 {
    let connections = match setup.setting(Parameter::Connections) {
        // The tails of a distribution reach beyond what is written down.
        Setting::Value(value) => value.at(1.0 - 1e-9).max(value.extent().1),
        _ => f64::INFINITY,
    };
    let most = catalogue()
        .find(|row| row.parameter == Parameter::Connections)
        .map_or(1.0, |row| row.bounds.1);
    let jobs = setup.split.as_ref().map_or(1, |split| split.shares.len());
    connections.clamp(1.0, most).ceil() as u64 * jobs as u64
}

/// The setup with all latencies of the target multiplied.
fn faster(setup: &Setup, factor: f64) -> Setup {
    let mut setup = setup.clone();
    for row in catalogue().filter(|row| is_latency(row.parameter)) {
        if let Setting::Value(value) = setup.setting(row.parameter) {
            let scaled = value.times(factor);
            setup.set(row.parameter, scaled);
        }
    }
    setup
}

fn is_latency(parameter: Parameter) -> bool {
    use Parameter as P;
    matches!(
        parameter,
        P::UserGet
            | P::UserPost
            | P::UserPatch
            | P::UserDelete
            | P::GroupGet
            | P::GroupPost
            | P::GroupPatch
            | P::GroupDelete
            | P::GroupPatchPerThousand
            | P::PerExtraMember
    )
}

/// The setup with all limits multiplied.
fn roomier(setup: &Setup, factor: f64) -> Setup {
    let mut setup = setup.clone();
    let times = |amount: u64| (amount as f64 * factor).round().max(1.0) as u64;
    for rule in &mut setup.limits {
        rule.amount = times(rule.amount);
        if let LimitKind::TokenBucket { burst } = &mut rule.kind {
            *burst = times(*burst);
        }
    }
    setup
}
