//! Comparisons and sweeps whose replications are made elsewhere: which points there are, and the document of their rows.

use std::collections::BTreeMap;
use std::sync::Mutex;

use cyclecast::asked::{
    Asked, AskedError, Competitors, Points, SWEEP_REPLICATIONS, Setting, Source as Asking,
    SweepAsked, Wanted,
};
use cyclecast::experiment::outcome::ReplicationRow;
use cyclecast::experiment::outcome::sweep::AxisValue;
use cyclecast::experiment::{self, Membership, Plan, Session, Varied, compared, grid, rows_part};
use cyclecast::model::Setup;
use pyo3::prelude::*;

use super::arguments::{wanted, whole};
use super::document::{Document, Found};
use super::failure::{Failure, guarded};
use super::source::Source;
use super::watched::{Watch, watched};

type Number<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

/// What a worker needs to simulate one point: the scenario, what is set, and which of its strategies.
type Point = (Vec<u8>, Vec<Setting>, Option<usize>);

/// A point of a sweep that is wanted: the number of each key, and what a worker needs.
type WantedPoint = (Vec<f64>, Point);

/// Makes the initial cycles of one point in the replications with these numbers: their rows as JSON.
#[pyfunction]
#[pyo3(signature = (point, seed, first, end, threads))]
pub fn simulate_rows(
    py: Python<'_>,
    point: Point,
    seed: u64,
    first: u64,
    end: u64,
    threads: Number<'_, '_>,
) -> PyResult<Vec<u8>> {
    guarded(|| {
        let (membership, settings, strategy) = point;
        let threads = whole("threads", threads, 1..=1_024)?;
        let of: Membership = serde_json::from_slice(&membership).map_err(Failure::fault)?;
        let source = Asking::of_manifest(&of.manifest.name.clone(), of.manifest);
        let scenario = source.scenario(&settings)?.scenario;
        let setup = match strategy.and_then(|index| scenario.strategies.get(index)) {
            Some(strategy) => &strategy.scenario.setup,
            None => &scenario.setup,
        };
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
            Ok(rows_part(setup, first..end, session)?)
        })?;
        serde_json::to_vec(&done.found).map_err(Failure::fault)
    })
}

/// Rows in order of replication, of the parts that workers made of one point.
fn joined(parts: &[Vec<u8>], replications: u64) -> Result<Vec<ReplicationRow>, Failure> {
    let mut rows: Vec<ReplicationRow> = Vec::new();
    for part in parts {
        let more: Vec<ReplicationRow> = serde_json::from_slice(part)
            .map_err(|reason| Failure::usage(format!("a part cannot be used: {reason}")))?;
        rows.extend(more);
    }
    let is_whole = rows.iter().map(|row| row.replication).eq(0..replications);
    match is_whole {
        true => Ok(rows),
        false => Err(Failure::usage("parts of a point do not belong together")),
    }
}

fn membership(seed: u64, asked: &Asked) -> Result<Vec<u8>, Failure> {
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

    /// The points: every strategy.
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

    /// The document of what workers made of each point.
    fn document(&self, py: Python<'_>, parts: Vec<Vec<Vec<u8>>>) -> PyResult<Document> {
        guarded(|| {
            py.detach(|| {
                let plan = self.plan;
                let rows = parts.iter().map(|parts| joined(parts, plan.replications));
                let rows = rows.collect::<Result<Vec<_>, _>>()?;
                let competitors = Competitors::of(&self.asked)?;
                let strategies = competitors.strategies();
                // There is at least one, or it would have been refused.
                let name = self.asked.first().map_or("", |asked| &asked.scenario.name);
                let found = compared(name, &strategies, self.reference, &plan, rows);
                Ok(Found::Comparison(Box::new(found)).into())
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
            let rows = joined(&parts, self.asked.plan.replications)?;
            let mut known = self.known.lock().map_err(Failure::fault)?;
            known.insert(key(&numbers), rows);
            Ok(())
        })
    }

    /// The document, or the point that is wanted next.
    fn document(&self) -> PyResult<(Option<Document>, Option<WantedPoint>)> {
        guarded(|| {
            let known = self.known.lock().map_err(Failure::fault)?;
            let mut varied = Made {
                points: self.sweep.points(&self.source)?,
                known: &known,
                missing: None,
            };
            let sweeping = self.sweep.sweeping(&self.asked.scenario.name);
            let session = Session::new(self.asked.plan);
            match experiment::sweep(&sweeping, &mut varied, &session) {
                Ok(found) => Ok((Some(Found::Sweep(Box::new(found)).into()), None)),
                Err(error) => match varied.missing {
                    Some(numbers) => Ok((None, Some(self.point(numbers)?))),
                    None => Err(error.into()),
                },
            }
        })
    }
}

impl SweepPoints {
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
