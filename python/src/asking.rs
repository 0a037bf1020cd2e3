//! What can be asked: each of these is what the command of its name does, up to the document.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

use clap::ValueEnum;
use cyclecast::asked::{
    Asked, AskedError, Competitors, ConnectorKind, Numbers, SWEEP_REPLICATIONS, Scope,
    Source as Asking, SweepAsked, Wanted, groups, members, scenario_text, share, users,
};
use cyclecast::experiment::{self, Plan, RunError, Unfinished};
use cyclecast::logs::calibrate::Calibrator;
use cyclecast::logs::summary::Summary;
use cyclecast::logs::{LogEvent, LogSource, SourceReport, read_logs};
use cyclecast::reference::{self, ParameterSet, jobs_to_simulate};
use pyo3::prelude::*;

use super::arguments::{Number, wanted, whole};
use super::document::{Document, Found, delivered};
use super::failure::{Failure, guarded};
use super::gathering::Question;
use super::source::Source;
use super::watched::{Watch, watched, with_partial};

/// Simulates a forecast until it is done or interrupted.
pub fn forecast(
    py: Python<'_>,
    question: &Question,
    progress: Option<Py<PyAny>>,
) -> Result<Document, Failure> {
    let Asked {
        scenario,
        plan,
        precision,
        ..
    } = &question.asked;
    let watch = Watch {
        progress,
        all: precision.is_none().then_some(plan.replications),
    };
    let done = watched(py, *plan, &watch, |session| {
        let forecast = question.forecast(scenario, *session);
        let records = forecast.simulate(BTreeMap::new(), &|_| (session.progress)(1))?;
        Ok(question.outcome(&forecast, records)?)
    })?;
    delivered(py, done, |outcome| Found::Run(Box::new(outcome)).into())
}

/// A forecast, as `cyclecast run`.
#[pyfunction]
pub fn run(py: Python<'_>, question: &Question, progress: Option<Py<PyAny>>) -> PyResult<Document> {
    guarded(|| forecast(py, question, progress))
}

/// The question of a forecast from a few numbers, as `cyclecast estimate` asks it.
#[pyfunction]
pub fn estimate(numbers: BTreeMap<String, String>) -> PyResult<Source> {
    guarded(|| {
        let mut told = Numbers::default();
        for (name, text) in &numbers {
            let wrong = |reason| Failure::usage(format!("{name} is {text}: {reason}"));
            match name.as_str() {
                "users" => told.users = Some(users(text).map_err(wrong)?),
                "groups" => told.groups = Some(groups(text).map_err(wrong)?),
                "members" => told.members = Some(members(text).map_err(wrong)?),
                "directory_users" => told.directory_users = Some(users(text).map_err(wrong)?),
                "matched_share" => told.matched_share = Some(share(text).map_err(wrong)?),
                "limit" => told.limit = Some(text.clone()),
                "scope" => told.scope = Scope::from_str(text, false).map_err(wrong)?,
                "connector" => {
                    told.connector = ConnectorKind::from_str(text, false).map_err(wrong)?
                }
                _ => return Err(Failure::usage(format!("{name} is none of these numbers"))),
            }
        }
        let text = scenario_text(&told).map_err(Failure::usage)?;
        let asking = Asking::of_text("command line", "estimate", text);
        Ok(Source { asking })
    })
}

/// Strategies beside each other, as `cyclecast compare`.
#[pyfunction]
#[pyo3(signature = (sources, against, replications, seed, threads, progress))]
pub fn compare(
    py: Python<'_>,
    sources: Vec<PyRef<'_, Source>>,
    against: Option<&str>,
    replications: Number<'_, '_>,
    seed: Number<'_, '_>,
    threads: Number<'_, '_>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Document> {
    guarded(|| {
        let wanted = wanted(replications, seed, threads, None)?;
        let asked = sources.iter();
        let asked = asked.map(|source| Asked::of(&source.asking, Wanted::default(), None));
        let asked = asked.collect::<Result<Vec<_>, _>>()?;
        let Some(first) = asked.first() else {
            return Err(Failure::usage(
                "there is nothing to compare\n  help: name a scenario with strategies, or several scenarios",
            ));
        };
        let competitors = Competitors::of(&asked)?;
        let strategies = competitors.strategies();
        let reference = against.map(|name| competitors.index_of(name)).transpose()?;
        let plan = wanted.over(first.plan);
        let all = Some(plan.replications * strategies.len() as u64);
        let done = watched(py, plan, &Watch { progress, all }, |session| {
            let name = &first.scenario.name;
            Ok(experiment::compare(name, &strategies, reference, session)?)
        })?;
        delivered(py, done, |found| Document {
            is_partial: found.replications < plan.replications,
            found: Found::Comparison(Box::new(found)),
        })
    })
}

/// One or two keys over a range, as `cyclecast sweep`.
#[pyfunction]
#[pyo3(signature = (source, vary, until, metric, replications, seed, threads, progress))]
#[allow(clippy::too_many_arguments, reason = "Python names them all")]
pub fn sweep(
    py: Python<'_>,
    source: &Source,
    vary: Vec<String>,
    until: Option<&str>,
    metric: Option<&str>,
    replications: Number<'_, '_>,
    seed: Number<'_, '_>,
    threads: Number<'_, '_>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Document> {
    guarded(|| {
        let wanted = wanted(replications, seed, threads, Some(SWEEP_REPLICATIONS))?;
        let sweep_asked = SweepAsked::parse(&vary, until, metric)?;
        let Asked { scenario, plan, .. } = Asked::of(&source.asking, wanted, None)?;
        let all = sweep_asked.replications(plan.replications);
        let mut points = sweep_asked.points(&source.asking)?;
        let done = watched(py, plan, &Watch { progress, all }, |session| {
            let sweeping = sweep_asked.sweeping(&scenario.name);
            match experiment::sweep(&sweeping, &mut points, session) {
                Ok(found) => Ok((Box::new(found), false)),
                Err(Unfinished {
                    error: AskedError::Run(RunError::Interrupted),
                    partial: Some(partial),
                }) => Ok((partial, true)),
                Err(early) => Err(early.error),
            }
        })?;
        delivered(py, done, |(found, is_partial)| Document {
            found: Found::Sweep(found),
            is_partial,
        })
    })
}

/// The documented table and formulas beside their simulation, as `cyclecast reproduce`.
#[pyfunction]
#[pyo3(signature = (replications, seed, threads, progress))]
pub fn reproduce(
    py: Python<'_>,
    replications: Number<'_, '_>,
    seed: Number<'_, '_>,
    threads: Number<'_, '_>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Document> {
    guarded(|| {
        whole("replications", replications, FEWEST_REPRODUCED..=100_000)?;
        let proposed = Plan {
            replications: USUALLY_REPRODUCED,
            seed: 1,
            threads: None,
        };
        let plan = wanted(replications, seed, threads, None)?.over(proposed);
        let all = Some(jobs_to_simulate(&plan));
        let done = watched(py, plan, &Watch { progress, all }, |session| {
            Ok(reference::reproduce(&ParameterSet::COMMITTED, session)?)
        })?;
        delivered(py, done, |found| {
            Found::Reproduction(Box::new(found)).into()
        })
    })
}

/// Jobs of each row of the table: with fewer a verdict is a matter of chance.
const FEWEST_REPRODUCED: u64 = 60;
const USUALLY_REPRODUCED: u64 = 200;

/// Provisioning logs, summed up, as `cyclecast logs summary`.
#[pyfunction]
pub fn log_summary(
    py: Python<'_>,
    files: Vec<PathBuf>,
    columns: Vec<(String, String)>,
) -> PyResult<Document> {
    guarded(|| {
        let mut summary = Summary::default();
        let sources = read(py, &files, &columns, &mut |event| summary.add(&event))?;
        let found = summary.document(&sources).ok_or_else(no_entries)?;
        Ok(Found::Logs(Box::new(found)).into())
    })
}

/// A fragment of a scenario from provisioning logs, as `cyclecast calibrate`.
#[pyfunction]
pub fn calibrate(
    py: Python<'_>,
    files: Vec<PathBuf>,
    columns: Vec<(String, String)>,
    whole_cycle: bool,
) -> PyResult<Document> {
    guarded(|| {
        let mut calibrator = Calibrator::default();
        let sources = read(py, &files, &columns, &mut |event| calibrator.add(&event))?;
        let found = calibrator.document(&sources, whole_cycle);
        let found = found.ok_or_else(no_entries)?;
        Ok(Found::Calibration(Box::new(found)).into())
    })
}

fn no_entries() -> Failure {
    Failure::usage(
        "the files hold tables of steps or changed attributes alone\n  help: give the table of the entries as well, ProvisioningLogs.csv",
    )
}

/// Events between two looks for Ctrl-C.
const EVENTS: u64 = 10_000;

fn read(
    py: Python<'_>,
    files: &[PathBuf],
    columns: &[(String, String)],
    take: &mut dyn FnMut(LogEvent),
) -> Result<Vec<SourceReport>, Failure> {
    let sources = files.iter().map(|path| {
        let name = path.display().to_string();
        let file = File::open(path).and_then(|file| match path.is_dir() {
            true => Err(std::io::Error::other(
                "it is a folder; give the files in it",
            )),
            false => Ok(file),
        });
        match file {
            Ok(file) => Ok(LogSource {
                bytes: Box::new(file),
                name,
            }),
            Err(reason) => Err(Failure::usage(format!("cannot read {name}: {reason}"))),
        }
    });
    let sources = sources.collect::<Result<Vec<_>, _>>()?;
    let (mut events, mut stopped) = (0_u64, None);
    let reports = read_logs(sources, columns, &mut |event| {
        take(event);
        events += 1;
        if events.is_multiple_of(EVENTS) {
            stopped = py.check_signals().err();
        }
        stopped.is_none()
    });
    match stopped {
        Some(stopped) => Err(Failure::Python(with_partial(py, stopped, None))),
        None => reports.map_err(|error| Failure::usage(error.to_string())),
    }
}
