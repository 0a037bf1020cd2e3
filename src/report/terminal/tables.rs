//! How the terminal sets tables.

use comfy_table::{self as comfy, CellAlignment, ContentArrangement, LineStyle, TableStyle};

use crate::report::table::Table;

/// No lines but one below the header.
const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table with a header whose columns, save the first, are aligned to the right.
pub(super) fn table(header: &[&str]) -> comfy::Table {
    let mut table = comfy::Table::new();
    table
        .load_style(RULE_BELOW_HEADER)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(header.iter().copied());
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// The same with its last column aligned to the left, for words.
pub(super) fn table_with_words(header: &[&str]) -> comfy::Table {
    let mut table = table(header);
    if let Some(column) = table.column_mut(header.len() - 1) {
        column.set_cell_alignment(CellAlignment::Left);
    }
    table
}

pub(super) fn finished(table: &comfy::Table) -> String {
    format!("{}\n", table.trim_fmt())
}

/// A table of words in its columns.
pub(super) fn set(words: &Table) -> String {
    let header: Vec<&str> = words.header.iter().map(String::as_str).collect();
    let mut rows = table(&header);
    for column in rows.column_iter_mut().take(words.columns_of_words) {
        column.set_cell_alignment(CellAlignment::Left);
    }
    for row in &words.rows {
        rows.add_row(row);
    }
    finished(&rows)
}
