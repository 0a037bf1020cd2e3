//! Tables by column, handed over through Arrow without a copy.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, LargeStringArray, NullArray, RecordBatch,
    RecordBatchIterator, RecordBatchOptions,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{Field, Schema};
use cyclecast::report::csv::{Frame, Series, Values};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::failure::{Failure, guarded};

/// A table that pandas, polars and pyarrow take over through Arrow's C stream interface.
#[pyclass(frozen, module = "cyclecast._core")]
pub struct FrameTable {
    batch: RecordBatch,
}

#[pymethods]
impl FrameTable {
    /// How many rows it has.
    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// The names of its columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        let schema = self.batch.schema();
        let fields = schema.fields().iter();
        fields.map(|field| field.name().clone()).collect()
    }

    /// Its size in bytes.
    #[getter]
    fn nbytes(&self) -> usize {
        self.batch.get_array_memory_size()
    }

    /// The table as a stream of Arrow's C interface.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A consumer may ask for another schema, and a producer may give its own.
        let _ = requested_schema;
        let batches = [Ok(self.batch.clone())];
        let reader = RecordBatchIterator::new(batches, self.batch.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

impl FrameTable {
    pub fn of(frame: Frame) -> PyResult<Self> {
        guarded(|| {
            let rows = frame.rows;
            let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = frame
                .columns
                .into_iter()
                .map(|(name, series)| {
                    let array = array(series, rows);
                    (Field::new(name, array.data_type().clone(), true), array)
                })
                .unzip();
            let options = RecordBatchOptions::new().with_row_count(Some(rows));
            let schema = Arc::new(Schema::new(fields));
            let batch = RecordBatch::try_new_with_options(schema, arrays, &options);
            batch.map(|batch| Self { batch }).map_err(Failure::fault)
        })
    }
}

fn array(series: Series, rows: usize) -> ArrayRef {
    let nulls = (!series.present.is_empty()).then(|| NullBuffer::from(series.present));
    match series.values {
        Values::Nothing => Arc::new(NullArray::new(rows)),
        Values::Whole(values) => {
            // Documents hold no number of 2^53 or more, and differences of signed numbers are what they seem.
            let values: Vec<i64> = values.into_iter().map(|value| value as i64).collect();
            Arc::new(Int64Array::new(values.into(), nulls))
        }
        Values::Numbers(values) => Arc::new(Float64Array::new(values.into(), nulls)),
        Values::Truths(values) => Arc::new(BooleanArray::new(values.into(), nulls)),
        Values::Words { text, ends } => {
            let offsets = std::iter::once(0).chain(ends).map(|end| end as i64);
            let offsets = ScalarBuffer::from(offsets.collect::<Vec<_>>());
            let text = Buffer::from_vec(text.into_bytes());
            Arc::new(LargeStringArray::new(
                OffsetBuffer::new(offsets),
                text,
                nulls,
            ))
        }
    }
}
