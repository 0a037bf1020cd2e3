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

/// A table of words in its columns, however wide.
pub(super) fn set(words: &Table) -> String {
    set_lines(words, str::to_owned)
}

/// The same within a width: intervals go below their values where that is enough, and otherwise each row becomes a list.
pub(super) fn set_within(words: &Table, width: usize) -> String {
    let fits = |set: &String| set.lines().all(|line| line.chars().count() <= width);
    let ways: [fn(&Table) -> String; 2] = [set, |words| set_lines(words, below)];
    let set = ways.iter().map(|way| way(words)).find(fits);
    set.unwrap_or_else(|| as_lists(words, width))
}

/// What is in brackets goes below what stands before them.
fn below(cell: &str) -> String {
    cell.replace(" (", "\n(").replace(", per", ",\nper")
}

fn set_lines(words: &Table, cell: impl Fn(&str) -> String) -> String {
    let header: Vec<String> = words.header.iter().map(|name| cell(name)).collect();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut rows = table(&header);
    for column in rows.column_iter_mut().take(words.columns_of_words) {
        column.set_cell_alignment(CellAlignment::Left);
    }
    for row in &words.rows {
        rows.add_row(row.iter().map(|one| cell(one)));
    }
    finished(&rows)
}

/// Each row as its words, and below them its cells, each with the name of its column; no cell is broken.
fn as_lists(words: &Table, width: usize) -> String {
    let mut text = String::new();
    for row in &words.rows {
        let (names, cells) = row.split_at(words.columns_of_words.min(row.len()));
        let names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        text.push_str(&format!(" {}\n", names.join(" ")));
        let header = words.header.iter().skip(words.columns_of_words);
        let cells = header.zip(cells).filter(|(_, cell)| !cell.is_empty());
        let mut line = String::from("   ");
        for (name, cell) in cells {
            let one = format!(" {name} {cell};");
            if line.trim().is_empty() || line.chars().count() + one.chars().count() <= width {
                line.push_str(&one);
            } else {
                text.push_str(&format!("{line}\n"));
                line = format!("   {one}");
            }
        }
        text.push_str(&format!("{}\n", line.trim_end_matches(';')));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_table_passes_its_width_and_no_cell_is_broken() {
        let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        let words = Table {
            header: row(["", "requests", "busiest minute, per s", "busiest second"]),
            rows: vec![row([
                "all requests",
                "27,504 (23,442 to 39,685)",
                "6.1 (4.3 to 6.7)",
                "14 (11 to 17)",
            ])],
            columns_of_words: 1,
        };
        for width in [120, 80, 60, 50] {
            let text = set_within(&words, width);
            assert!(
                text.lines().all(|line| line.chars().count() <= width),
                "{width}\n{text}"
            );
            for part in [
                "27,504",
                "(23,442 to 39,685)",
                "(4.3 to 6.7)",
                "all requests",
            ] {
                assert!(text.contains(part), "{part} at {width}\n{text}");
            }
        }
        assert_eq!(set_within(&words, 120), set(&words));
    }
}
