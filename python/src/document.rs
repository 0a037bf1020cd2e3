//! What was found, as the document that the command writes, and what is made of it.

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::outcome::comparison::Comparison;
use cyclecast::experiment::outcome::fleet_document::Fleet;
use cyclecast::experiment::outcome::reproduction::Reproduction;
use cyclecast::experiment::outcome::sweep::Sweep;
use cyclecast::logs::calibrate::{Calibration, fragment};
use cyclecast::logs::summary::LogSummary;
use cyclecast::report::chart::{self, Chart, ChartKind};
use cyclecast::report::csv::Framed;
use cyclecast::report::html;
use cyclecast::report::terminal::{self, Layout, WIDTH};
use pyo3::prelude::*;
use serde::Serialize;

use super::failure::{Failure, guarded};
use super::frame::FrameTable;
use super::watched::{Done, with_partial};

/// The kinds of documents.
pub enum Found {
    Run(Box<Outcome>),
    Comparison(Box<Comparison>),
    Sweep(Box<Sweep>),
    Fleet(Box<Fleet>),
    Reproduction(Box<Reproduction>),
    Logs(Box<LogSummary>),
    Calibration(Box<Calibration>),
}

/// A document. Nothing changes it.
#[pyclass(frozen, module = "cyclecast._core")]
pub struct Document {
    pub found: Found,
    /// Whether it ended before all was there.
    pub is_partial: bool,
}

impl From<Found> for Document {
    fn from(found: Found) -> Self {
        let is_partial = matches!(&found, Found::Run(outcome) if outcome.run.partial);
        Self { found, is_partial }
    }
}

/// The document, or the exception that ended its making with the document in it.
pub fn delivered<T>(
    py: Python<'_>,
    done: Done<T>,
    document: impl FnOnce(T) -> Document,
) -> Result<Document, Failure> {
    let document = document(done.found);
    let Some(stopped) = done.stopped else {
        return Ok(document);
    };
    let partial = Py::new(py, document).map_err(Failure::Python)?;
    let stopped = with_partial(py, stopped, Some(partial.into_any()));
    Err(Failure::Python(stopped))
}

/// An outcome document as it was written.
#[pyfunction]
pub fn read_document(py: Python<'_>, bytes: &[u8]) -> PyResult<Document> {
    guarded(|| {
        let outcome = py.detach(|| serde_json::from_slice::<Outcome>(bytes));
        let outcome = outcome.map_err(|reason| {
            Failure::usage(format!(
                "this is no outcome document: {reason}\n  help: give the outcome.json of a run"
            ))
        })?;
        match outcome.contradiction() {
            Some(what) => Err(Failure::usage(format!(
                "the document contradicts itself: {what}\n  help: use the document as it was written"
            ))),
            None => Ok(Found::Run(Box::new(outcome)).into()),
        }
    })
}

#[pymethods]
impl Document {
    /// The bytes that the command writes.
    fn json(&self, py: Python<'_>) -> PyResult<Vec<u8>> {
        guarded(|| {
            py.detach(|| match &self.found {
                Found::Run(found) => bytes(found),
                Found::Comparison(found) => bytes(found),
                Found::Sweep(found) => bytes(found),
                Found::Fleet(found) => bytes(found),
                Found::Reproduction(found) => bytes(found),
                Found::Logs(found) => bytes(found),
                Found::Calibration(found) => bytes(found),
            })
        })
    }

    /// Whether it ended before all was there.
    #[getter]
    fn is_partial(&self) -> bool {
        self.is_partial
    }

    /// The report as the command prints it; `repeat` is the call that makes it again.
    fn text(&self, full: bool, repeat: &str) -> PyResult<String> {
        guarded(|| {
            Ok(match &self.found {
                Found::Run(found) => {
                    let layout = Layout {
                        is_full: full,
                        width: WIDTH,
                    };
                    terminal::report(found, layout, repeat)
                }
                Found::Comparison(found) => terminal::comparison(found, repeat),
                Found::Sweep(found) => terminal::sweep(found, repeat),
                Found::Fleet(found) => terminal::fleet(found, repeat),
                Found::Reproduction(found) => terminal::reproduction(found, repeat),
                Found::Logs(found) => terminal::logs(found),
                Found::Calibration(found) => terminal::calibration(found, None),
            })
        })
    }

    /// The answer in a sentence, of a run.
    fn headline(&self) -> PyResult<Option<String>> {
        guarded(|| {
            Ok(match &self.found {
                Found::Run(found) => Some(terminal::headline(found)),
                _ => None,
            })
        })
    }

    /// The report as a page; none of what has no page.
    fn html(&self, py: Python<'_>, repeat: &str) -> PyResult<Option<String>> {
        guarded(|| {
            py.detach(|| {
                Ok(match &self.found {
                    Found::Run(found) => {
                        let charts = chart::outcome(found).map_err(Failure::fault)?;
                        Some(html::outcome(found, &charts, repeat))
                    }
                    Found::Comparison(found) => {
                        let chart = chart::comparison(found).map_err(Failure::fault)?;
                        Some(html::comparison(found, &chart, repeat))
                    }
                    Found::Sweep(found) => {
                        let chart = chart::sweep(found).map_err(Failure::fault)?;
                        Some(html::sweep(found, &chart, repeat))
                    }
                    Found::Fleet(found) => {
                        let chart = chart::fleet(found).map_err(Failure::fault)?;
                        Some(html::fleet(found, &chart, repeat))
                    }
                    _ => None,
                })
            })
        })
    }

    /// The names of its charts, those of the command's files.
    fn charts(&self) -> Vec<&'static str> {
        match &self.found {
            Found::Run(found) => {
                let kinds = ChartKind::of(found).into_iter();
                kinds.map(ChartKind::file_stem).collect()
            }
            Found::Comparison(_) => vec!["compare"],
            Found::Sweep(_) => vec!["sweep"],
            Found::Fleet(_) => vec!["fleet"],
            Found::Reproduction(_) => vec!["reproduction"],
            Found::Logs(_) => vec!["entries"],
            Found::Calibration(_) => vec!["durations"],
        }
    }

    /// A chart as SVG.
    fn chart(&self, py: Python<'_>, name: &str) -> PyResult<String> {
        guarded(|| {
            let names = self.charts();
            if !names.contains(&name) {
                return Err(Failure::usage(format!(
                    "there is no chart {name}\n  help: there are {}",
                    names.join(", ")
                )));
            }
            let chart = py.detach(|| self.drawn(name));
            chart.map(|chart| chart.svg().to_owned())
        })
    }

    /// The names of its tables by column.
    fn frames(&self) -> Vec<&'static str> {
        let frames = self.framed().map(|one| one.frames().to_vec());
        frames.unwrap_or_default()
    }

    /// A table by column.
    fn frame(&self, py: Python<'_>, name: &str) -> PyResult<FrameTable> {
        let frame = guarded(|| {
            let frame = |of: &(dyn Framed + Sync)| py.detach(|| of.frame(name));
            let frame = self.framed().map_or(Ok(None), frame);
            frame.map_err(Failure::fault)?.ok_or_else(|| {
                Failure::usage(format!(
                    "there is no table {name}\n  help: there are {}",
                    self.frames().join(", ")
                ))
            })
        });
        FrameTable::of(frame?)
    }

    /// What logs measured, as a file that a scenario can name.
    fn fragment(&self) -> Option<String> {
        match &self.found {
            Found::Calibration(found) => Some(fragment(found)),
            _ => None,
        }
    }
}

impl Document {
    /// The document as one that has tables, where it is one.
    fn framed(&self) -> Option<&(dyn Framed + Sync)> {
        match &self.found {
            Found::Run(found) => Some(&**found),
            Found::Comparison(found) => Some(&**found),
            Found::Sweep(found) => Some(&**found),
            Found::Fleet(found) => Some(&**found),
            Found::Reproduction(_) | Found::Logs(_) | Found::Calibration(_) => None,
        }
    }

    fn drawn(&self, name: &str) -> Result<Chart, Failure> {
        match &self.found {
            Found::Run(found) => {
                let kinds = ChartKind::of(found);
                let kind = kinds.into_iter().find(|kind| kind.file_stem() == name);
                let kind = kind.unwrap_or(ChartKind::Duration);
                kind.draw(found)
            }
            Found::Comparison(found) => chart::comparison(found),
            Found::Sweep(found) => chart::sweep(found),
            Found::Fleet(found) => chart::fleet(found),
            Found::Reproduction(found) => chart::reproduction(found),
            Found::Logs(found) => chart::logs(found),
            Found::Calibration(found) => chart::calibration(found),
        }
        .map_err(Failure::fault)
    }
}

fn bytes(document: &impl Serialize) -> Result<Vec<u8>, Failure> {
    let mut bytes = serde_json::to_vec(document).map_err(Failure::fault)?;
    bytes.push(b'\n');
    Ok(bytes)
}
