//! The core of the Python package `cyclecast`: values in, documents out. What Python users see stands in the folder `cyclecast` beside this.

mod arguments;
mod asking;
mod document;
mod failure;
mod fleets;
mod frame;
mod gathering;
mod points;
mod scenario_values;
mod source;
mod watched;

#[pyo3::pymodule]
mod _core {
    #[pymodule_export]
    use super::asking::{calibrate, compare, estimate, log_summary, reproduce, run, sweep};
    #[pymodule_export]
    use super::document::{Document, read_document};
    #[pymodule_export]
    use super::fleets::{FleetPoints, read_table, table_cell};
    #[pymodule_export]
    use super::frame::FrameTable;
    #[pymodule_export]
    use super::gathering::{Gathering, Question, simulate_part};
    #[pymodule_export]
    use super::points::{ComparisonPoints, SweepPoints, simulate_rows};
    #[pymodule_export]
    use super::source::Source;

    #[pymodule_init]
    fn init(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        use pyo3::types::PyModuleMethods;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
