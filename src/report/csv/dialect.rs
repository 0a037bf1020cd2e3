//! Tables for spreadsheets: the same cells, written as Excel takes them.

use std::io::{self, Read, Write};

use super::columns::CsvError;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// UTF-8, commas, lines as on Unix: what programs take.
    Standard,
    /// UTF-8 with a byte order mark, commas, lines as on Windows.
    Excel,
    /// The same with semicolons and decimal commas, for places where the list separator is a semicolon.
    ExcelSemicolon,
}

/// Without it Excel reads UTF-8 as the code page of the place.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// What Excel reads as the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A finished table in another dialect.
///
/// In those of Excel a text that would be read as a formula gets an apostrophe before it; numbers stay numbers.
///
/// # Errors
/// When the table is no CSV, which those of this module are.
///
/// ```
/// use cyclecast::report::csv::{Dialect, in_dialect};
///
/// let excel = in_dialect("x.csv", b"name,hours\n=A1,1.5\n".to_vec(), Dialect::ExcelSemicolon)?;
/// assert_eq!(excel, "\u{FEFF}name;hours\r\n'=A1;1,5\r\n".as_bytes());
/// # Ok::<(), cyclecast::report::csv::CsvError>(())
/// ```
pub fn in_dialect(
    table: &'static str,
    bytes: Vec<u8>,
    dialect: Dialect,
) -> Result<Vec<u8>, CsvError> {
    if dialect == Dialect::Standard {
        return Ok(bytes);
    }
    let mut written = Vec::new();
    rewrite(&bytes[..], &mut written, dialect).map_err(|error| CsvError::new(table, error))?;
    Ok(written)
}

/// Writes a finished table in a dialect of Excel, row by row.
///
/// # Errors
/// When it is no CSV, or cannot be read or written.
pub fn rewrite(from: impl Read, mut to: impl Write, dialect: Dialect) -> io::Result<()> {
    to.write_all(BYTE_ORDER_MARK)?;
    let semicolon = dialect == Dialect::ExcelSemicolon;
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(from);
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(if semicolon { b';' } else { b',' })
        .terminator(::csv::Terminator::CRLF)
        .from_writer(to);
    for record in reader.records() {
        let cells = record?;
        // The first column is the scenario, whose name may look like a number.
        let shown = cells.iter().enumerate().map(|(index, cell)| match index {
            0 => as_text(cell),
            _ => shown(cell, semicolon),
        });
        writer.write_record(shown)?;
    }
    writer.flush()
}

fn shown(cell: &str, semicolon: bool) -> String {
    match cell.parse::<f64>().is_ok_and(f64::is_finite) {
        true if semicolon => cell.replace('.', ","),
        true => cell.to_owned(),
        false => as_text(cell),
    }
}

fn as_text(cell: &str) -> String {
    let mark = if cell.starts_with(FORMULA) { "'" } else { "" };
    format!("{mark}{cell}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(table: &str, dialect: Dialect) -> String {
        let bytes = in_dialect("x.csv", table.as_bytes().to_vec(), dialect).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_standard_dialect_changes_nothing() {
        let table = "a,b\n\"x, y\",-1.5\n";
        assert_eq!(text(table, Dialect::Standard), table);
    }

    #[test]
    fn excel_gets_its_mark_its_lines_and_no_formulas() {
        let table = "a,b\n\"x, y\",-1.5\n=cmd,1e-7\n@x,-y\n";
        assert_eq!(
            text(table, Dialect::Excel),
            "\u{FEFF}a,b\r\n\"x, y\",-1.5\r\n'=cmd,1e-7\r\n'@x,'-y\r\n"
        );
    }

    #[test]
    fn decimal_commas_stand_in_numbers_alone() {
        let table = "a,b\nv1.5,0.25\n1.2.3,inf\n2.10,-5\n-1,v\n";
        assert_eq!(
            text(table, Dialect::ExcelSemicolon),
            "\u{FEFF}a;b\r\nv1.5;0,25\r\n1.2.3;inf\r\n2.10;-5\r\n'-1;v\r\n"
        );
    }
}
