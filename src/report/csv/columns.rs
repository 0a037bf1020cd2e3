//! Tables as lists of columns, whose cells are found in the rows as the outcome document writes them.

use std::error::Error;
use std::io::Write;

use serde::Serialize;

use super::cells::Cell;
use super::row_filling::Node;

/// File name and content of a table.
pub type Table = (&'static str, Vec<u8>);

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the table {table} could not be written")]
pub struct CsvError {
    table: &'static str,
    source: Box<dyn Error + Send + Sync>,
}

impl CsvError {
    pub(super) fn new(table: &'static str, source: impl Error + Send + Sync + 'static) -> Self {
        Self {
            table,
            source: Box::new(source),
        }
    }
}

/// The table of these rows, which are cells in order or have fields. `columns` holds the names of the columns between spaces: each is the field of a row that stands in
/// it, in snake case, a field of a field, as in `requests.p50`, or names one behind `=`, as in `met=is_met`. `p50&_ms` stands for an
/// estimate and both ends of its interval: `p50_ms`, `p50_low_ms`, `p50_high_ms`.
pub(super) fn table<T: Serialize>(
    name: &'static str,
    columns: &str,
    scenario: &str,
    rows: impl IntoIterator<Item = T>,
) -> Result<Table, CsvError> {
    let rows = rows.into_iter().map(|row| (Vec::<String>::new(), row));
    led_table(name, &[], columns, scenario, rows)
}

/// The same with columns before them, whose cells come with each row.
pub(super) fn led_table<T: Serialize>(
    name: &'static str,
    leading: &[&str],
    columns: &str,
    scenario: &str,
    rows: impl IntoIterator<Item = (Vec<impl Into<Cell>>, T)>,
) -> Result<Table, CsvError> {
    let mut bytes = Vec::new();
    write_table(&mut bytes, name, leading, columns, scenario, rows)?;
    Ok((name, bytes))
}

fn write_table<T: Serialize>(
    to: impl Write,
    name: &'static str,
    leading: &[&str],
    columns: &str,
    scenario: &str,
    rows: impl IntoIterator<Item = (Vec<impl Into<Cell>>, T)>,
) -> Result<(), CsvError> {
    let wrong = |error| CsvError::new(name, error);
    let columns = Columns::parse(columns);
    let mut writer = ::csv::Writer::from_writer(to);
    let header = std::iter::once("scenario").chain(leading.iter().copied());
    let result = writer.write_record(header.chain(columns.names()));
    result.map_err(wrong)?;
    let mut cells = vec![Cell::Empty; columns.names().count()];
    let (mut record, mut text) = (::csv::StringRecord::new(), String::new());
    for (leading, row) in rows {
        columns.fill(name, &row, &mut cells)?;
        record.clear();
        record.push_field(scenario);
        let leading = leading.into_iter().map(Into::into);
        leading.for_each(|cell: Cell| cell.push_to(&mut record, &mut text));
        cells
            .iter()
            .for_each(|cell| cell.push_to(&mut record, &mut text));
        let result = writer.write_byte_record(record.as_byte_record());
        result.map_err(wrong)?;
    }
    writer.flush().map_err(|error| CsvError::new(name, error))
}

type Writing<'o> = dyn FnOnce(&mut dyn Write) -> Result<(), CsvError> + Send + 'o;

/// A table that is not written yet: one of many rows need not be in memory as a whole.
pub struct UnwrittenTable<'o> {
    /// The file's name.
    pub name: &'static str,
    write: Box<Writing<'o>>,
}

impl<'o> UnwrittenTable<'o> {
    /// As [`table`], later.
    pub(super) fn new<T: Serialize>(
        name: &'static str,
        columns: &'static str,
        scenario: &'o str,
        rows: impl IntoIterator<Item = T, IntoIter: Send> + 'o,
    ) -> Self {
        let rows = rows.into_iter().map(|row| (Vec::new(), row));
        Self::led(name, &[], columns, scenario, rows)
    }

    /// As [`led_table`], later.
    pub(super) fn led<T: Serialize>(
        name: &'static str,
        leading: &'static [&'static str],
        columns: &'static str,
        scenario: &'o str,
        rows: impl IntoIterator<Item = (Vec<String>, T)> + Send + 'o,
    ) -> Self {
        Self {
            name,
            write: Box::new(move |to| write_table(to, name, leading, columns, scenario, rows)),
        }
    }

    /// Writes it row by row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(self, to: &mut dyn Write) -> Result<(), CsvError> {
        (self.write)(to)
    }

    pub(super) fn table(self) -> Result<Table, CsvError> {
        let (name, mut bytes) = (self.name, Vec::new());
        self.write(&mut bytes)?;
        Ok((name, bytes))
    }
}

/// The columns of a table, and where their cells stand in a row.
pub(super) struct Columns {
    names: Vec<String>,
    places: Node,
}

impl Columns {
    /// Reads a list of columns, as [`table`] has them.
    pub fn parse(columns: &str) -> Self {
        let columns: Vec<Column> = columns.split_whitespace().flat_map(parsed).collect();
        Self {
            places: Node::of(columns.iter().map(|(_, fields)| &fields[..])),
            names: columns.into_iter().map(|(name, _)| name).collect(),
        }
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Fills the cells of a row of the table that is called `name`.
    pub fn fill(
        &self,
        name: &'static str,
        row: &impl Serialize,
        cells: &mut [Cell],
    ) -> Result<(), CsvError> {
        let filled = self.places.fill(row, cells);
        filled.map_err(|error| CsvError::new(name, error))
    }
}

/// A column's name, and where its cells stand in a row: the names of the fields, from the outermost inwards.
type Column = (String, Vec<String>);

fn parsed(text: &str) -> Vec<Column> {
    let (name, path) = text.split_once('=').unwrap_or((text, text));
    let (name, path) = (name.replace('.', "_"), path.replace('&', ""));
    let fields: Vec<String> = path.split('.').map(camel_case).collect();
    if !name.contains('&') {
        return vec![(name, fields)];
    }
    let ends = [("", "value"), ("_low", "low"), ("_high", "high")];
    let columns = ends.map(|(end, field)| {
        let fields = fields.iter().cloned().chain([field.to_owned()]);
        (name.replace('&', end), fields.collect())
    });
    columns.into()
}

/// `initial_cycle_ms` as `initialCycleMs`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut text, word| {
        let mut signs = word.chars();
        text.extend(signs.next().map(|sign| sign.to_ascii_uppercase()));
        text + signs.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::csv::row_filling::single;
    use serde_json::json;

    #[test]
    fn a_column_is_a_field_or_names_one() {
        let row = json!({"initialCycleMs": 5, "p50": {"low": 0.25}});
        let columns = "initial_cycle_ms p50_low=p50.low p50_high=p50.high";
        let (name, bytes) = table("x.csv", columns, "a", [row]).unwrap();
        assert_eq!(
            (name, String::from_utf8(bytes).unwrap()),
            (
                "x.csv",
                "scenario,initial_cycle_ms,p50_low,p50_high\na,5,0.25,\n".to_owned()
            )
        );
    }

    #[test]
    fn numbers_have_a_point_and_no_exponent() {
        let cell = |value: f64| single(&value).unwrap().to_string();
        assert_eq!(cell(0.000_000_1), "0.0000001");
        assert_eq!(cell(1e15), "1000000000000000");
        assert_eq!(cell(f64::INFINITY), "");
        let whole = single(&u64::MAX).unwrap();
        assert_eq!(whole.to_string(), "18446744073709551615");
    }
}
