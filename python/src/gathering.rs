//! A forecast that is asked for, and its replications as they come from elsewhere.

use std::collections::BTreeMap;
use std::sync::Mutex;

use cyclecast::asked::{
    Asked, AskedError, MOST_FOR_PRECISION, Source as Asking, Wanted, appointment, parse_precision,
};
use cyclecast::experiment::outcome::{Decisive, Outcome, View};
use cyclecast::experiment::{
    Appointment, Forecast, Membership, Part, Record, Rounds, RunError, Session, line,
};
use cyclecast::scenario::Scenario;
use pyo3::prelude::*;

use super::arguments::{Number, wanted, whole};
use super::document::{Document, Found};
use super::failure::{Failure, guarded};
use super::source::Source;
use super::watched::{Watch, watched};

/// What a forecast is asked, as the command's options ask it.
#[pyclass(frozen, module = "cyclecast._core")]
pub struct Question {
    pub asked: Asked,
    appointment: Appointment,
    view: View,
}

#[pymethods]
impl Question {
    #[new]
    #[pyo3(signature = (source, replications, seed, threads, precision, decisive, start, deadline, user_assigned_at, view))]
    #[allow(clippy::too_many_arguments, reason = "Python names them all")]
    fn new(
        source: &Source,
        replications: Number<'_, '_>,
        seed: Number<'_, '_>,
        threads: Number<'_, '_>,
        precision: Option<String>,
        decisive: &str,
        start: Option<&str>,
        deadline: Option<&str>,
        user_assigned_at: Option<&str>,
        view: &str,
    ) -> PyResult<Self> {
        guarded(|| {
            let decisive = match decisive {
                "p50" => Decisive::P50,
                "p95" => Decisive::P95,
                "each" => Decisive::Each,
                other => return Err(no_choice("decisive", other, "p50, p95, each")),
            };
            let view = match view {
                "cycle" => View::Cycle,
                "target" => View::Target,
                other => return Err(no_choice("view", other, "cycle, target")),
            };
            let precision = precision.map(|share| parse_precision(&share, decisive));
            let precision = precision.transpose()?;
            let usual = precision.map(|_| MOST_FOR_PRECISION);
            let wanted = wanted(replications, seed, threads, usual)?;
            let mut asked = Asked::of(&source.asking, wanted, user_assigned_at)?;
            asked.precision = precision.or(asked.precision);
            Ok(Self {
                appointment: appointment(&asked.scenario, start, deadline)?,
                asked,
                view,
            })
        })
    }

    /// What a worker needs to make replications of it.
    fn membership(&self) -> PyResult<Vec<u8>> {
        guarded(|| line(&self.of()).map_err(Failure::fault))
    }

    /// How many replications there are at most, and whether they stop by themselves before.
    #[getter]
    fn replications(&self) -> (u64, bool) {
        (self.asked.plan.replications, self.asked.precision.is_some())
    }
}

fn no_choice(name: &str, given: &str, known: &str) -> Failure {
    Failure::usage(format!("{name} is {given}\n  help: there are {known}"))
}

impl Question {
    fn of(&self) -> Membership {
        Membership::new(self.asked.plan.seed, self.asked.manifest.clone())
    }

    /// The forecast that answers it.
    pub fn forecast<'s>(&self, scenario: &'s Scenario, session: Session<'s>) -> Forecast<'s> {
        Forecast {
            scenario,
            session,
            manifest: self.asked.manifest.clone(),
            precision: self.asked.precision,
            appointment: self.appointment.clone(),
        }
    }

    /// The outcome of its replications.
    pub fn outcome(
        &self,
        forecast: &Forecast<'_>,
        records: Vec<Record>,
    ) -> Result<Outcome, RunError> {
        let mut outcome = forecast.outcome(records)?;
        outcome.view = self.view;
        Ok(outcome)
    }
}

/// Makes the replications with these numbers and returns them as a part, as `cyclecast run --replications A..B` writes it.
#[pyfunction]
#[pyo3(signature = (membership, first, end, threads))]
pub fn simulate_part(
    py: Python<'_>,
    membership: &[u8],
    first: u64,
    end: u64,
    threads: Number<'_, '_>,
) -> PyResult<Vec<u8>> {
    guarded(|| {
        let threads = whole("threads", threads, 1..=1_024)?;
        let of: Membership = serde_json::from_slice(membership).map_err(Failure::fault)?;
        let source = Asking::of_manifest(&of.manifest.name.clone(), of.manifest.clone());
        let wanted = Wanted {
            replications: Some(end),
            seed: Some(of.seed),
            threads: threads.map(|threads| threads as u16),
        };
        let Asked { scenario, plan, .. } = Asked::of(&source, wanted, None)?;
        let watch = Watch {
            progress: None,
            all: None,
        };
        let done = watched(py, plan, &watch, |session| {
            let forecast = Forecast::new(&scenario, *session);
            let records = forecast.simulate_part(first..end, BTreeMap::new(), &|_| ())?;
            match records.len() as u64 == end - first {
                true => Ok(records),
                false => Err(AskedError::Run(RunError::Interrupted)),
            }
        })?;
        let mut part = line(&of).map_err(Failure::fault)?;
        for record in &done.found {
            part.extend(line(record).map_err(Failure::fault)?);
        }
        Ok(part)
    })
}

/// Replications of a forecast that come in parts, in whatever order.
#[pyclass(frozen, module = "cyclecast._core")]
pub struct Gathering {
    question: Py<Question>,
    state: Mutex<State>,
}

struct State {
    rounds: Rounds,
    /// In order, without a gap.
    done: Vec<Record>,
    /// Those that do not follow yet.
    ahead: BTreeMap<u64, Record>,
}

#[pymethods]
impl Gathering {
    #[new]
    fn new(py: Python<'_>, question: Py<Question>) -> Self {
        let asked = question.get();
        let rounds = asked
            .forecast(&asked.asked.scenario, Session::new(asked.asked.plan))
            .rounds();
        let state = Mutex::new(State {
            rounds,
            done: Vec::new(),
            ahead: BTreeMap::new(),
        });
        let question = question.clone_ref(py);
        Self { question, state }
    }

    /// The numbers that are made next, from the first up to but not including the end; none where there are enough.
    fn next_round(&self) -> PyResult<Option<(u64, u64)>> {
        guarded(|| {
            let state = self.state.lock().map_err(Failure::fault)?;
            Ok(state
                .rounds
                .next()
                .map(|numbers| (numbers.start, numbers.end)))
        })
    }

    /// Takes a part in: how many replications it holds.
    fn take(&self, py: Python<'_>, part: &[u8]) -> PyResult<u64> {
        guarded(|| py.detach(|| self.taken(part)))
    }

    /// The outcome of the replications that are there, as far as they leave no gap.
    fn outcome(&self, py: Python<'_>) -> PyResult<Document> {
        guarded(|| {
            let outcome = py.detach(|| {
                let question = self.question.get();
                let Asked { scenario, plan, .. } = &question.asked;
                let forecast = question.forecast(scenario, Session::new(*plan));
                let mut state = self.state.lock().map_err(Failure::fault)?;
                let mut records = std::mem::take(&mut state.done);
                // Workers may have been ahead of what is enough.
                let mut next = records.len() as u64;
                let is_whole = state.rounds.next().is_none();
                while let Some(record) = state.ahead.remove(&next).filter(|_| !is_whole) {
                    records.push(record);
                    next += 1;
                }
                Ok::<_, Failure>(question.outcome(&forecast, records)?)
            })?;
            Ok(Found::Run(Box::new(outcome)).into())
        })
    }
}

impl Gathering {
    fn taken(&self, part: &[u8]) -> Result<u64, Failure> {
        let question = self.question.get();
        let wrong = |reason: String| Failure::usage(format!("a part cannot be used: {reason}"));
        let text = std::str::from_utf8(part).map_err(|reason| wrong(reason.to_string()))?;
        let part = Part::parse(text).map_err(|reason| wrong(reason.to_string()))?;
        if let Some(difference) = part.difference(&question.of()) {
            return Err(wrong(format!("it is of another run: {difference}")));
        }
        let Asked { scenario, plan, .. } = &question.asked;
        let forecast = question.forecast(scenario, Session::new(*plan));
        if let Some(number) = forecast.unfit(part.records.values()) {
            return Err(wrong(format!(
                "replication {number} is not one of this scenario"
            )));
        }
        let count = part.records.len() as u64;
        let mut state = self.state.lock().map_err(Failure::fault)?;
        let state = &mut *state;
        state.ahead.extend(part.records);
        while let Some(numbers) = state.rounds.next() {
            if !numbers
                .clone()
                .all(|number| state.ahead.contains_key(&number))
            {
                break;
            }
            let batch: Vec<Record> = numbers
                .filter_map(|number| state.ahead.remove(&number))
                .collect();
            state.rounds.done(&batch);
            state.done.extend(batch);
        }
        Ok(count)
    }
}
