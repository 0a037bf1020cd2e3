//! From what is wrong to the exceptions of the package.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cyclecast::asked::AskedError;
use cyclecast::experiment::RunError;
use cyclecast::scenario::Problems;
use pyo3::prelude::*;

/// Where the exceptions are.
const ERRORS: &str = "cyclecast._errors";

/// Why something could not be done.
pub enum Failure {
    /// What is asked is wrong, or cannot be simulated.
    Asked(AskedError),
    /// A fault of ours.
    Fault(String),
    /// Python's own.
    Python(PyErr),
}

impl Failure {
    /// What is wrong with what was asked, in the words of the command.
    pub fn usage(words: impl Into<String>) -> Self {
        Self::Asked(AskedError::Usage(words.into()))
    }

    /// Something that cannot happen as far as is known.
    pub fn fault(reason: impl std::fmt::Display) -> Self {
        Self::Fault(reason.to_string())
    }

    /// What a thread that panicked left behind.
    pub fn panic(payload: &(dyn Any + Send)) -> Self {
        let words = payload
            .downcast_ref::<&str>()
            .map(|words| (*words).to_owned());
        let words = words.or_else(|| payload.downcast_ref::<String>().cloned());
        Self::Fault(words.unwrap_or_else(|| "no reason is known".to_owned()))
    }
}

impl<E: Into<AskedError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Asked(error.into())
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        Python::attach(|py| raised(py, failure).unwrap_or_else(|error| error))
    }
}

/// Does what may fail, and what must not panic into Python.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> PyResult<T> {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|payload| Err(Failure::panic(&*payload)))
        .map_err(PyErr::from)
}

fn raised(py: Python<'_>, failure: Failure) -> PyResult<PyErr> {
    let errors = py.import(ERRORS)?;
    let raised = match failure {
        Failure::Python(error) => return Ok(error),
        Failure::Asked(AskedError::Scenario(problems)) => {
            let found = listed(&errors, &problems)?;
            let more = problems.count() - problems.iter().count();
            errors.getattr("ScenarioError")?.call1((found, more))?
        }
        Failure::Asked(AskedError::Usage(words)) => {
            let (message, remedy) = AskedError::parted(&words);
            errors.getattr("UsageError")?.call1((message, remedy))?
        }
        Failure::Asked(AskedError::Run(RunError::Interrupted)) => {
            errors.getattr("Interrupted")?.call0()?
        }
        Failure::Asked(AskedError::Run(reason)) => {
            let words = reason.to_string();
            let class = errors.getattr("SimulationError")?;
            class.call1(AskedError::parted(&words))?
        }
        Failure::Fault(reason) => errors.getattr("InternalError")?.call1((reason,))?,
    };
    Ok(PyErr::from_value(raised))
}

/// The problems of a scenario as the exception holds them.
fn listed<'py>(
    errors: &Bound<'py, PyModule>,
    problems: &Problems,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let class = errors.getattr("Problem")?;
    let problems = problems.iter().map(|one| {
        class.call1((
            &*one.file,
            one.line,
            one.column,
            &one.message,
            one.help.as_deref(),
            &one.label,
        ))
    });
    problems.collect()
}
