//! Comparisons and sweeps whose replications are made elsewhere: which points there are, and the document of their rows.

use std::collections::BTreeMap;
use std::sync::Mutex;

use cyclecast::asked::{
    Asked, AskedError, Competitors, Points, SWEEP_REPLICATIONS, Setting, Source as Asking,
    SweepAsked, Wanted,
};
use cyclecast::experiment::outcome::ReplicationRow;
use cyclecast::experiment::outcome::sweep::{AxisValue, Sweep};
use cyclecast::experiment::{
    self, Membership, Plan, RunError, Session, Unfinished, Varied, compared, cycles, grid,
};
use cyclecast::model::Setup;
use pyo3::prelude::*;

use super::arguments::{Number, wanted, whole};
use super::document::{Document, Found};
use super::failure::{Failure, guarded};
use super::source::Source;
use super::watched::{Watch, watched};

/// What a worker needs to simulate one point: the scenario, what is set, and which of its strategies.
type Point = (Vec<u8>, Vec<Setting>, Option<usize>);

/// A point of a sweep that is wanted: the number of each key, and what a worker needs.
type WantedPoint = (Vec<f64>, Point);

/// Makes the initial cycles of some points in the replications with these numbers: of each number the rows of all points, as JSON.
#[pyfunction]
#[pyo3(signature = (points, seed, first, end, threads))]
pub fn simulate_rows(
    py: Python<'_>,
    points: Vec<Point>,
    seed: u64,
    first: u64,
    end: u64,
    threads: Number<'_, '_>,
) -> PyResult<Vec<u8>> {
    guarded(|| {
        let threads = whole("threads", threads, 1..=1_024)?;
        let setups = points.into_iter().map(setup);
        let setups = setups.collect::<Result<Vec<_>, _>>()?;
        let plan = Plan {
            replications: end,
            seed,
            threads: threads.map(|threads| threads as usize),
        };
        let watch = Watch {
            progress: None,
            all: None,
        };
        let done = watched(py, plan, &watch, |session| {
            let setups: Vec<&Setup> = setups.iter().collect();
            let made = cycles(&setups, first..end, session)?;
            let is_whole = made.len() as u64 == end - first;
            is_whole
                .then_some(made)
                .ok_or(AskedError::Run(RunError::Interrupted))
        })?;
        serde_json::to_vec(&done.found).map_err(Failure::fault)
    })
}

/// What is simulated at a point.
fn setup((membership, settings, strategy): Point) -> Result<Setup, Failure> {
    let of: Membership = serde_json::from_slice(&membership).map_err(Failure::fault)?;
    let source = Asking::of_manifest(&of.manifest.name.clone(), of.manifest);
    let scenario = source.scenario(&settings)?.scenario;
    let mut strategies = scenario.strategies.into_iter();
    let strategy = strategy.and_then(|index| strategies.nth(index));
    Ok(strategy.map_or(scenario.setup, |strategy| strategy.scenario.setup))
}

/// The rows of each replication, of the parts that workers made of the same points: from the first one on, without a gap.
pub fn joined(parts: &[Vec<u8>]) -> Result<Vec<Vec<ReplicationRow>>, Failure> {
    let mut made: Vec<Vec<ReplicationRow>> = Vec::new();
    for part in parts {
        let more: Vec<Vec<ReplicationRow>> = serde_json::from_slice(part)
            .map_err(|reason| Failure::usage(format!("a part cannot be used: {reason}")))?;
        made.extend(more);
    }
    let mut numbered = (0..).zip(&made);
    let is_in_order = |(number, rows): (u64, &Vec<ReplicationRow>)| {
        rows.iter().all(|row| row.replication == number)
    };
    match numbered.all(is_in_order) {
        true => Ok(made),
        false => Err(Failure::usage("parts of a point do not belong together")),
    }
}

pub fn membership(seed: u64, asked: &Asked) -> Result<Vec<u8>, Failure> {
    let of = Membership::new(seed, asked.manifest.clone());
    serde_json::to_vec(&of).map_err(Failure::fault)
}

/// A comparison that is asked for.
#[pyclass(frozen, module = "cyclecast._core")]
pub struct ComparisonPoints {
    asked: Vec<Asked>,
    reference: Option<usize>,
    plan: Plan,
}

#[pymethods]
impl ComparisonPoints {
    #[new]
    #[pyo3(signature = (sources, against, replications, seed))]
    fn new(
        sources: Vec<PyRef<'_, Source>>,
        against: Option<&str>,
        replications: Number<'_, '_>,
        seed: Number<'_, '_>,
    ) -> PyResult<Self> {
        guarded(|| {
            let wanted = wanted(replications, seed, None, None)?;
            let asked = sources.iter();
            let asked = asked.map(|source| Asked::of(&source.asking, Wanted::default(), None));
            let asked = asked.collect::<Result<Vec<_>, _>>()?;
            let Some(plan) = asked.first().map(|first| wanted.over(first.plan)) else {
                return Err(Failure::usage(
                    "there is nothing to compare\n  help: name a scenario with strategies, or several scenarios",
                ));
            };
            let reference = {
                let competitors = Competitors::of(&asked)?;
                against.map(|name| competitors.index_of(name)).transpose()?
            };
            Ok(Self {
                asked,
                reference,
                plan,
            })
        })
    }

    /// Replications of each point, and their seed.
    #[getter]
    fn plan(&self) -> (u64, u64) {
        (self.plan.replications, self.plan.seed)
    }

    /// What is simulated in every replication: all strategies.
    fn points(&self) -> PyResult<Vec<Point>> {
        guarded(|| {
            let mut points = Vec::new();
            for asked in &self.asked {
                let of = membership(self.plan.seed, asked)?;
                let strategies = 0..asked.scenario.strategies.len();
                let own = asked.scenario.strategies.is_empty().then_some(None);
                let all = strategies.map(Some).chain(own);
                points.extend(all.map(|strategy| (of.clone(), Vec::new(), strategy)));
            }
            Ok(points)
        })
    }

    /// The document of what workers made of all strategies, from the first replication on; none where nothing is there.
    fn document(&self, py: Python<'_>, parts: Vec<Vec<u8>>) -> PyResult<Option<Document>> {
        guarded(|| {
            py.detach(|| {
                let made = joined(&parts)?;
                if made.is_empty() {
                    return Ok(None);
                }
                let is_partial = (made.len() as u64) < self.plan.replications;
                let competitors = Competitors::of(&self.asked)?;
                let strategies = competitors.strategies();
                // There is at least one, or it would have been refused.
                let name = self.asked.first().map_or("", |asked| &asked.scenario.name);
                let found = compared(name, &strategies, self.reference, self.plan, made);
                Ok(Some(Document {
                    found: Found::Comparison(Box::new(found)),
                    is_partial,
                }))
            })
        })
    }
}

/// A sweep that is asked for, and the rows of its points as far as they are there.
#[pyclass(frozen, module = "cyclecast._core")]
pub struct SweepPoints {
    source: Asking,
    sweep: SweepAsked,
    asked: Asked,
    known: Mutex<BTreeMap<Vec<u64>, Vec<ReplicationRow>>>,
}

#[pymethods]
impl SweepPoints {
    #[new]
    #[pyo3(signature = (source, vary, until, metric, replications, seed))]
    fn new(
        source: &Source,
        vary: Vec<String>,
        until: Option<&str>,
        metric: Option<&str>,
        replications: Number<'_, '_>,
        seed: Number<'_, '_>,
    ) -> PyResult<Self> {
        guarded(|| {
            let wanted = wanted(replications, seed, None, Some(SWEEP_REPLICATIONS))?;
            let sweep = SweepAsked::parse(&vary, until, metric)?;
            let asked = Asked::of(&source.asking, wanted, None)?;
            let source = source.asking.clone();
            sweep.points(&source)?;
            Ok(Self {
                source,
                sweep,
                asked,
                known: Mutex::new(BTreeMap::new()),
            })
        })
    }

    /// Replications of each point, and their seed.
    #[getter]
    fn plan(&self) -> (u64, u64) {
        (self.asked.plan.replications, self.asked.plan.seed)
    }

    /// How many replications there are in all, where that is known.
    #[getter]
    fn all(&self) -> Option<u64> {
        self.sweep.replications(self.asked.plan.replications)
    }

    /// The points whose values are all known from the start, each with its numbers.
    fn points(&self) -> PyResult<Vec<WantedPoint>> {
        guarded(|| {
            let sweeping = self.sweep.sweeping(&self.asked.scenario.name);
            let points = grid(&sweeping.axes).into_iter();
            points.map(|numbers| self.point(numbers)).collect()
        })
    }

    /// Takes in what workers made of the point with these numbers.
    fn take(&self, numbers: Vec<f64>, parts: Vec<Vec<u8>>) -> PyResult<()> {
        guarded(|| {
            let rows = joined(&parts)?.into_iter().flatten().collect();
            let mut known = self.known.lock().map_err(Failure::fault)?;
            known.insert(key(&numbers), rows);
            Ok(())
        })
    }

    /// The document, or the point that is wanted next.
    fn document(&self) -> PyResult<(Option<Document>, Option<WantedPoint>)> {
        guarded(|| match self.swept()? {
            (Ok(found), _) => Ok((Some(Found::Sweep(Box::new(found)).into()), None)),
            (Err(_), Some(numbers)) => Ok((None, Some(self.point(numbers)?))),
            (Err(early), None) => Err(early.error.into()),
        })
    }

    /// The document of the values of which every point is there; none where none is.
    fn partial(&self) -> PyResult<Option<Document>> {
        guarded(|| {
            let (swept, _) = self.swept()?;
            let early = swept.err().and_then(|early| early.partial);
            Ok(early.map(|found| Document {
                found: Found::Sweep(found),
                is_partial: true,
            }))
        })
    }
}

/// A sweep, as far as it came.
type Swept = Result<Sweep, Unfinished<AskedError>>;

impl SweepPoints {
    /// The sweep of the rows that are there, and the first point that is missing.
    fn swept(&self) -> Result<(Swept, Option<Vec<f64>>), Failure> {
        let known = self.known.lock().map_err(Failure::fault)?;
        let mut varied = Made {
            points: self.sweep.points(&self.source)?,
            known: &known,
            missing: None,
        };
        let sweeping = self.sweep.sweeping(&self.asked.scenario.name);
        let session = Session::new(self.asked.plan);
        let swept = experiment::sweep(&sweeping, &mut varied, &session);
        Ok((swept, varied.missing))
    }

    fn point(&self, numbers: Vec<f64>) -> Result<WantedPoint, Failure> {
        let settings = self.sweep.points(&self.source)?.settings(&numbers);
        let of = membership(self.asked.plan.seed, &self.asked)?;
        Ok((numbers, (of, settings, None)))
    }
}

fn key(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

/// Points whose rows were made already.
struct Made<'s> {
    points: Points<'s>,
    known: &'s BTreeMap<Vec<u64>, Vec<ReplicationRow>>,
    missing: Option<Vec<f64>>,
}

impl Varied for Made<'_> {
    type Error = AskedError;

    fn setup(&mut self, numbers: &[f64]) -> Result<Setup, AskedError> {
        self.points.setup(numbers)
    }

    fn rows(
        &mut self,
        numbers: &[f64],
        _: &Session<'_>,
    ) -> Result<Vec<ReplicationRow>, AskedError> {
        if let Some(rows) = self.known.get(&key(numbers)) {
            return Ok(rows.clone());
        }
        self.missing = Some(numbers.to_vec());
        Err(AskedError::Usage("a point is missing".to_owned()))
    }

    fn between(&self, number: f64) -> AxisValue {
        self.points.between(number)
    }
}
