//! Simulates in threads of its own, without the GIL, while Python's own thread looks for Ctrl-C and tells of progress.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use cyclecast::asked::AskedError;
use cyclecast::experiment::{Plan, RunError, Session};
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use super::failure::Failure;

/// How often signals are looked for and progress is told.
const BEAT: Duration = Duration::from_millis(50);

/// What Python is told of, and how much there is to do where that is known.
pub struct Watch {
    /// Called with how many replications are done and how many there are.
    pub progress: Option<Py<PyAny>>,
    /// How many there are.
    pub all: Option<u64>,
}

/// What came of it, and the exception that ended it early, if one did.
pub struct Done<T> {
    /// What was found.
    pub found: T,
    /// Raised by Ctrl-C, another signal, or the progress callback.
    pub stopped: Option<PyErr>,
}

/// Carries out a plan until it is done or a signal or the callback raises an exception; then what is finished comes with it.
pub fn watched<T: Send>(
    py: Python<'_>,
    plan: Plan,
    watch: &Watch,
    work: impl FnOnce(&Session<'_>) -> Result<T, AskedError> + Send,
) -> Result<Done<T>, Failure> {
    let (interrupted, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let advance = |more| {
        done.fetch_add(more, Ordering::Relaxed);
    };
    let session = Session {
        plan,
        interrupted: &interrupted,
        progress: &advance,
    };
    let (ended, stopped) = py.detach(|| {
        thread::scope(|scope| {
            let (end, ends) = channel::<()>();
            let worker = scope.spawn(move || {
                let found = work(&session);
                drop(end);
                found
            });
            let (mut stopped, mut told) = (None, 0);
            loop {
                let is_over = ends.recv_timeout(BEAT) == Err(RecvTimeoutError::Disconnected);
                if stopped.is_none() {
                    let now = done.load(Ordering::Relaxed);
                    let news = Some(now).filter(|now| *now != told);
                    stopped = Python::attach(|py| beat(py, watch, news)).err();
                    interrupted.fetch_or(stopped.is_some(), Ordering::Relaxed);
                    told = now;
                }
                if is_over {
                    break (worker.join(), stopped);
                }
            }
        })
    });
    match (ended, stopped) {
        (Err(payload), _) => Err(Failure::panic(&*payload)),
        (Ok(Ok(found)), stopped) => Ok(Done { found, stopped }),
        (Ok(Err(AskedError::Run(RunError::Interrupted))), Some(stopped)) => {
            Err(Failure::Python(with_partial(py, stopped, None)))
        }
        (Ok(Err(error)), _) => Err(error.into()),
    }
}

fn beat(py: Python<'_>, watch: &Watch, news: Option<u64>) -> PyResult<()> {
    py.check_signals()?;
    if let (Some(progress), Some(done)) = (&watch.progress, news) {
        progress.call1(py, (done, watch.all))?;
    }
    Ok(())
}

/// The exception with what was finished: Ctrl-C becomes the package's own, any other has it as an attribute.
pub fn with_partial(py: Python<'_>, stopped: PyErr, partial: Option<Py<PyAny>>) -> PyErr {
    if !stopped.is_instance_of::<PyKeyboardInterrupt>(py) {
        // Where an exception takes no attribute it is raised without.
        let _ = stopped.value(py).setattr("partial", partial);
        return stopped;
    }
    let raised = py
        .import("cyclecast._errors")
        .and_then(|errors| errors.getattr("Interrupted")?.call1((partial,)));
    raised.map_or_else(|error| error, PyErr::from_value)
}
