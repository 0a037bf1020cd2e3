//! A scenario as Python code names it.

use std::path::{Path, PathBuf};

use cyclecast::asked::{Asked, Source as Asking, Wanted};
use cyclecast::experiment::{Membership, parameter_record};
use cyclecast::report::terminal;
use cyclecast::scenario::notes;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::json;

use super::failure::{Failure, guarded};
use super::scenario_values::{scenario_text, setting_text};

/// A scenario with what is set over it. Nothing changes it.
#[pyclass(frozen, module = "cyclecast._core")]
pub struct Source {
    pub asking: Asking,
}

#[pymethods]
impl Source {
    /// A file, or an outcome document, as the command finds it.
    #[staticmethod]
    fn of_path(path: PathBuf) -> PyResult<Self> {
        guarded(|| {
            let asking = Asking::read(&path, &[])?;
            Ok(Self { asking })
        })
    }

    /// The text of a scenario; files that it names are in `folder`.
    #[staticmethod]
    fn of_text(text: String, name: &str, folder: PathBuf) -> PyResult<Self> {
        guarded(|| Ok(Self::text(text, name, &folder)))
    }

    /// The keys of a scenario; files that it names are in `folder`.
    #[staticmethod]
    fn of_dict(values: &Bound<'_, PyDict>, name: &str, folder: PathBuf) -> PyResult<Self> {
        guarded(|| Ok(Self::text(scenario_text(values)?, name, &folder)))
    }

    /// What it is called in messages.
    #[getter]
    fn shown_name(&self) -> &str {
        self.asking.shown_name()
    }

    /// The same with keys set over what it says.
    fn with_values(&self, values: Vec<(String, Bound<'_, PyAny>)>) -> PyResult<Self> {
        guarded(|| {
            let set = values.iter().map(|(key, value)| setting_text(key, value));
            let set = set.collect::<Result<Vec<_>, _>>()?;
            let asking = self.asking.clone().with(&set)?;
            Ok(Self { asking })
        })
    }

    /// What it comes to, as JSON: name, description, plan, every value with its origin, and what to think of.
    fn check(&self) -> PyResult<String> {
        guarded(|| {
            let asked = Asked::of(&self.asking, Wanted::default(), None)?;
            let scenario = &asked.scenario;
            let parameters: Vec<_> = scenario.resolved.iter().map(parameter_record).collect();
            let notes = notes(&scenario.resolved);
            let notes: Vec<_> = notes
                .iter()
                .map(|note| json!({"message": note.message, "remedy": note.remedy}))
                .collect();
            let strategies = scenario.strategies.iter();
            let strategies: Vec<_> = strategies.map(|one| &one.name).collect();
            let document = json!({
                "name": scenario.name,
                "description": scenario.description,
                "replications": asked.plan.replications,
                "seed": asked.plan.seed,
                "stopsByItself": asked.precision.is_some(),
                "strategies": strategies,
                "taken": scenario.taken,
                "notes": notes,
                "parameters": parameters,
                "text": terminal::parameters(&parameters),
            });
            Ok(document.to_string())
        })
    }

    /// The text of the scenario file.
    fn text_of(&self) -> PyResult<String> {
        guarded(|| {
            let read = self.asking.scenario(&[])?;
            Ok(self.asking.manifest(&read, None).scenario)
        })
    }

    /// Everything that it takes to simulate it elsewhere.
    fn membership(&self) -> PyResult<Vec<u8>> {
        guarded(|| {
            let asked = Asked::of(&self.asking, Wanted::default(), None)?;
            let membership = Membership::new(asked.plan.seed, asked.manifest);
            serde_json::to_vec(&membership).map_err(Failure::fault)
        })
    }

    /// The scenario of such a line.
    #[staticmethod]
    fn of_membership(line: &[u8]) -> PyResult<Self> {
        guarded(|| {
            let of: Membership = serde_json::from_slice(line).map_err(Failure::fault)?;
            let asking = Asking::of_manifest(&of.manifest.name.clone(), of.manifest);
            Ok(Self { asking })
        })
    }
}

impl Source {
    fn text(text: String, name: &str, folder: &Path) -> Self {
        let asking = Asking::of_text(name, name, text).beside(folder);
        Self { asking }
    }
}
