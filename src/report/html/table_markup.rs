//! Tables within a page.

use super::markup::Markup;
use crate::report::tables::Table;

/// Adds a table below its caption; it scrolls by itself where the page is too narrow. Nothing is added without rows.
pub fn add(body: &mut Markup, caption: &str, table: &Table) {
    if table.rows.is_empty() {
        return;
    }
    body.scrolling(caption, |room| {
        room.element("table", &[], |grid| {
            grid.words("caption", caption);
            grid.element("thead", &[], |head| {
                head.element("tr", &[], |row| add_header(row, table));
            });
            grid.element("tbody", &[], |body| {
                for cells in &table.rows {
                    body.element("tr", &[], |row| add_row(row, cells, table));
                }
            });
        });
    });
}

/// Adds facts below their caption, as a table of two columns without a header. A fact without a name belongs to the one before.
pub fn facts(body: &mut Markup, caption: &str, facts: &[(&str, String)]) {
    if facts.is_empty() {
        return;
    }
    body.element("table", &[("class", "facts")], |grid| {
        grid.words("caption", caption);
        grid.element("tbody", &[], |body| {
            for group in facts.chunk_by(|_, next| next.0.is_empty()) {
                body.element("tr", &[], |row| {
                    row.element("th", &[("scope", "row")], |cell| cell.text(group[0].0));
                    row.element("td", &[], |cell| {
                        for (_, words) in group {
                            cell.words("div", words);
                        }
                    });
                });
            }
        });
    });
}

const WORDS: &[(&str, &str)] = &[("class", "words")];

fn add_header(row: &mut Markup, table: &Table) {
    for (column, name) in table.header.iter().enumerate() {
        let mut attributes = vec![("scope", "col")];
        if column > 0 && table.is_of_words(column) {
            attributes.extend(WORDS);
        }
        match name.as_str() {
            // An empty header would be read out as one.
            "" => row.words("td", ""),
            name => row.element("th", &attributes, |cell| cell.text(name)),
        }
    }
}

fn add_row(row: &mut Markup, cells: &[String], table: &Table) {
    for (column, words) in cells.iter().enumerate() {
        match words.split_once(" (").filter(|_| words.ends_with(')')) {
            _ if column == 0 => {
                row.element("th", &[("scope", "row")], |cell| cell.text(words));
            }
            _ if table.is_of_words(column) => row.element("td", WORDS, |cell| cell.text(words)),
            // A line may end between a number and its interval, but not within either.
            Some((number, interval)) => row.element("td", &[], |cell| {
                cell.words("span", number);
                cell.text(" ");
                cell.words("span", &format!("({interval}"));
            }),
            None => row.element("td", &[], |cell| cell.words("span", words)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: Vec<Vec<String>>) -> Table {
        Table {
            header: ["", "p50"].map(str::to_owned).to_vec(),
            rows,
            columns_of_words: 1,
            ends_in_words: false,
        }
    }

    #[test]
    fn the_first_cell_of_a_row_names_it() {
        let mut body = Markup::default();
        let row = ["all <requests>", "9 h"].map(str::to_owned).to_vec();
        add(&mut body, "Percentiles", &table(vec![row]));
        let text = body.into_string();
        assert!(text.contains("<td></td>\n<th scope=\"col\">p50</th>"));
        assert!(
            text.contains("<th scope=\"row\">all &lt;requests&gt;</th>\n<td><span>9 h</span></td>")
        );
        assert!(text.contains("<caption>Percentiles</caption>"));
    }

    #[test]
    fn a_number_and_its_interval_may_stand_in_two_lines() {
        let mut body = Markup::default();
        let row = ["met", "9 h (8.8 to 9.1)"].map(str::to_owned).to_vec();
        add(&mut body, "Percentiles", &table(vec![row]));
        let text = body.into_string();
        assert!(text.contains("<td><span>9 h</span> <span>(8.8 to 9.1)</span></td>"));
    }

    #[test]
    fn a_table_without_rows_is_left_out() {
        let mut body = Markup::default();
        add(&mut body, "Percentiles", &table(Vec::new()));
        facts(&mut body, "Quarantine", &[]);
        assert_eq!(body.into_string(), "");
    }

    #[test]
    fn facts_without_a_name_belong_to_the_one_before() {
        let mut body = Markup::default();
        let words = |words: &str| words.to_owned();
        facts(
            &mut body,
            "Quarantine",
            &[
                ("reason", words("a")),
                ("", words("b")),
                ("end", words("c")),
            ],
        );
        let text = body.into_string();
        assert_eq!(text.matches("<th scope=\"row\">").count(), 2);
        assert!(
            text.contains("<td><div>a</div>\n<div>b</div>\n</td>"),
            "{text}"
        );
    }
}
