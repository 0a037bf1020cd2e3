//! How the terminal sets tables: columns of words to the left, of numbers to the right, and a line below the header.

use unicode_width::UnicodeWidthStr;

use crate::report::tables::Table;

/// A table of words in its columns, within a width: intervals go below their values where that is enough, and otherwise each row
/// becomes a list.
pub(super) fn set_within(words: &Table, width: usize) -> String {
    let fits = |set: &String| set.lines().all(|line| line.chars().count() <= width);
    let ways = [str::to_owned, below].into_iter();
    let set = ways.map(|way| set_lines(words, way)).find(fits);
    set.unwrap_or_else(|| as_lists(words, width))
}

/// What is in brackets goes below what stands before them.
fn below(cell: &str) -> String {
    cell.replace(" (", "\n(").replace(", per", ",\nper")
}

fn set_lines(words: &Table, cell: impl Fn(&str) -> String) -> String {
    let rows = std::iter::once(&words.header).chain(&words.rows);
    let rows = rows.map(|row| row.iter().map(|one| cell(one)).collect());
    let rows: Vec<Vec<String>> = rows.collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let lines = cells.flat_map(|cell| cell.lines());
        lines.map(UnicodeWidthStr::width).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..words.header.len()).map(width).collect();
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        let height = row.iter().map(|cell| cell.lines().count()).max();
        for line in 0..height.unwrap_or(0).max(1) {
            let cells = row.iter().zip(&widths).enumerate();
            let cells = cells.map(|(column, (cell, width))| {
                let part = cell.lines().nth(line).unwrap_or_default();
                let room = " ".repeat(width - part.width());
                match words.is_of_words(column) {
                    true => format!(" {part}{room} "),
                    false => format!(" {room}{part} "),
                }
            });
            let line = cells.collect::<Vec<_>>().join(" ");
            text += &format!("{}\n", line.trim_end());
        }
        if index == 0 {
            let all: usize = widths.iter().map(|width| width + 3).sum();
            text += &format!("{}\n", "─".repeat(all.saturating_sub(1)));
        }
    }
    text
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
            ends_in_words: false,
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
        assert_eq!(set_within(&words, 120), set_lines(&words, str::to_owned));
    }
}
