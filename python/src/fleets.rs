//! Fleets: a table of tenants in, a document out, whoever simulates them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use cyclecast::asked::{FLEET_REPLICATIONS, FleetAsked, Setting, read_source};
use cyclecast::experiment::outcome::fleet_document::Tenant;
use cyclecast::experiment::{RunError, fleet, tenant, tenant_of_rows};
use cyclecast::scenario::SourceFile;
use pyo3::prelude::*;

use super::arguments::{Number, wanted};
use super::document::{Document, Found, delivered};
use super::failure::{Failure, guarded};
use super::points::{joined, membership};
use super::scenario_values::cell;
use super::source::Source;
use super::watched::{Done, Watch, watched};

/// The bytes of a table that is named by its path.
#[pyfunction]
pub fn read_table(path: PathBuf) -> PyResult<Vec<u8>> {
    guarded(|| Ok(read_source(&path)?.bytes))
}

/// A value of Python as it stands in a table, below this key.
#[pyfunction]
pub fn table_cell(key: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    guarded(|| cell(key, value))
}

/// A fleet that is asked for, and the tenants that others have simulated, by their rows.
#[pyclass(frozen, module = "cyclecast._core")]
pub struct FleetPoints {
    asked: FleetAsked,
    finished: Mutex<BTreeMap<usize, Tenant>>,
}

#[pymethods]
impl FleetPoints {
    #[new]
    #[pyo3(signature = (name, table, source, replications, seed))]
    fn new(
        name: String,
        table: Vec<u8>,
        source: &Source,
        replications: Number<'_, '_>,
        seed: Number<'_, '_>,
    ) -> PyResult<Self> {
        guarded(|| {
            let wanted = wanted(replications, seed, None, Some(FLEET_REPLICATIONS))?;
            let table = SourceFile { name, bytes: table };
            Ok(Self {
                asked: FleetAsked::new(&table, source.asking.clone(), wanted)?,
                finished: Mutex::default(),
            })
        })
    }

    /// Simulates all tenants here.
    #[pyo3(signature = (threads, progress))]
    fn simulate(
        &self,
        py: Python<'_>,
        threads: Number<'_, '_>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Document> {
        guarded(|| {
            let plan = wanted(None, None, threads, None)?.over(self.asked.base.plan);
            let all = plan.replications * self.asked.table.tenants.len() as u64;
            let watch = Watch {
                progress,
                all: Some(all),
            };
            let done = watched(py, plan, &watch, |session| {
                let mut finished = Vec::new();
                for one in &self.asked.table.tenants {
                    let scenario = self.asked.scenario(one)?;
                    match tenant(&one.name, &one.values, &scenario, session) {
                        Ok(found) => finished.push(found),
                        // What is finished stays, whatever comes of the next.
                        Err(reason) if !finished.is_empty() => return Ok((finished, Some(reason))),
                        Err(reason) => return Err(reason.into()),
                    }
                }
                Ok((finished, None))
            })?;
            let (finished, reason) = done.found;
            let failed = reason.filter(|reason| !matches!(reason, RunError::Interrupted));
            let failed = failed.map(|reason| PyErr::from(Failure::from(reason)));
            let done = Done {
                found: finished,
                stopped: failed.or(done.stopped),
            };
            delivered(py, done, |finished| self.of(finished))
        })
    }

    /// Replications of each tenant, and their seed.
    #[getter]
    fn plan(&self) -> (u64, u64) {
        (self.asked.base.plan.replications, self.asked.base.plan.seed)
    }

    /// What all tenants begin with, as a worker needs it.
    fn membership(&self) -> PyResult<Vec<u8>> {
        guarded(|| membership(self.asked.base.plan.seed, &self.asked.base))
    }

    /// The tenants: the name of each, and what it sets.
    fn tenants(&self) -> Vec<(&str, Vec<Setting>)> {
        let table = &self.asked.table;
        let tenants = table.tenants.iter();
        tenants
            .map(|one| (one.name.as_str(), table.settings(one)))
            .collect()
    }

    /// Takes in what workers made of the tenant in a row.
    fn take(&self, py: Python<'_>, row: usize, parts: Vec<Vec<u8>>) -> PyResult<()> {
        guarded(|| {
            py.detach(|| {
                let Some(one) = self.asked.table.tenants.get(row) else {
                    return Err(Failure::usage(format!("there is no row {row}")));
                };
                let rows = joined(&parts)?.into_iter().flatten().collect::<Vec<_>>();
                let scenario = self.asked.scenario(one)?;
                let found = tenant_of_rows(&one.name, &one.values, &scenario, &rows);
                let mut finished = self.finished.lock().map_err(Failure::fault)?;
                finished.insert(row, found);
                Ok(())
            })
        })
    }

    /// The document of the tenants that are there; none where there is none.
    fn document(&self) -> PyResult<Option<Document>> {
        guarded(|| {
            let finished = self.finished.lock().map_err(Failure::fault)?;
            let finished: Vec<Tenant> = finished.values().cloned().collect();
            Ok((!finished.is_empty()).then(|| self.of(finished)))
        })
    }
}

impl FleetPoints {
    /// The document of finished tenants.
    fn of(&self, finished: Vec<Tenant>) -> Document {
        let FleetAsked { base, table, .. } = &self.asked;
        let is_partial = finished.len() < table.tenants.len();
        let (seed, each) = (base.plan.seed, base.plan.replications);
        let found = fleet(&base.scenario.name, &table.keys, finished, seed, each);
        Document {
            found: Found::Fleet(Box::new(found)),
            is_partial,
        }
    }
}
