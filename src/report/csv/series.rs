//! Tables by column, for programs that calculate with them.

use serde::Serialize;

use super::cells::Cell;
use super::columns::{Columns, CsvError};

/// A table by column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Its columns in order, by name.
    pub columns: Vec<(String, Series)>,
    /// How many rows it has.
    pub rows: usize,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Its values, with anything where there is none.
    pub values: Values,
    /// Which values are there; empty where all are.
    pub present: Vec<bool>,
}

/// The values of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Values {
    /// There is none.
    #[default]
    Nothing,
    /// Whole numbers.
    Whole(Vec<u64>),
    /// Numbers.
    Numbers(Vec<f64>),
    /// Texts one behind the other, and where each ends.
    Words {
        /// The texts.
        text: String,
        /// Where each ends, in bytes.
        ends: Vec<usize>,
    },
    /// Yes or no.
    Truths(Vec<bool>),
}

impl Series {
    /// Puts a cell behind the `rows` that are there.
    fn push(&mut self, cell: &Cell, rows: usize) {
        let is_empty = *cell == Cell::Empty;
        if is_empty && self.present.is_empty() {
            self.present = vec![true; rows];
        }
        if is_empty || !self.present.is_empty() {
            self.present.push(!is_empty);
        }
        self.settle(cell, rows);
        match (&mut self.values, cell) {
            (Values::Nothing, _) => (),
            (Values::Whole(values), Cell::Whole(value)) => values.push(*value),
            (Values::Whole(values), _) => values.push(0),
            (Values::Numbers(values), Cell::Whole(value)) => values.push(*value as f64),
            (Values::Numbers(values), Cell::Number(value)) => values.push(*value),
            (Values::Numbers(values), _) => values.push(f64::NAN),
            (Values::Words { text, ends }, cell) => {
                if let Cell::Word(word) = cell {
                    text.push_str(word);
                }
                ends.push(text.len());
            }
            (Values::Truths(values), cell) => values.push(*cell == Cell::Truth(true)),
        }
    }

    /// Settles what kind of values they are: by the first that is there, and numbers as soon as one is not whole.
    fn settle(&mut self, cell: &Cell, rows: usize) {
        match (&mut self.values, cell) {
            (Values::Nothing, Cell::Whole(_)) => self.values = Values::Whole(vec![0; rows]),
            (Values::Nothing, Cell::Number(_)) => {
                self.values = Values::Numbers(vec![f64::NAN; rows]);
            }
            (Values::Nothing, Cell::Truth(_)) => self.values = Values::Truths(vec![false; rows]),
            (Values::Nothing, Cell::Word(_)) => {
                self.values = Values::Words {
                    text: String::new(),
                    ends: vec![0; rows],
                };
            }
            (Values::Whole(values), Cell::Number(_)) => {
                let numbers = values.iter().map(|value| *value as f64);
                self.values = Values::Numbers(numbers.collect());
            }
            _ => (),
        }
    }
}

/// The table of these rows by column; each has the cells of the leading columns with it.
pub(super) fn led_frame<T: Serialize>(
    name: &'static str,
    leading: &[&str],
    columns: &str,
    rows: impl IntoIterator<Item = (Vec<impl Into<Cell>>, T)>,
) -> Result<Frame, CsvError> {
    let columns = Columns::parse(columns);
    let names = leading.iter().map(|name| (*name).to_owned());
    let names = names.chain(columns.names().map(str::to_owned));
    let mut frame = Frame {
        columns: names.map(|name| (name, Series::default())).collect(),
        rows: 0,
    };
    let mut cells = vec![Cell::Empty; frame.columns.len()];
    for (led, row) in rows {
        let (first, others) = cells.split_at_mut(leading.len());
        for (cell, word) in first.iter_mut().zip(led) {
            *cell = word.into();
        }
        columns.fill(name, &row, others)?;
        for ((_, series), cell) in frame.columns.iter_mut().zip(&cells) {
            series.push(cell, frame.rows);
        }
        frame.rows += 1;
    }
    Ok(frame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn frame(rows: Vec<Value>) -> Frame {
        let rows = rows.into_iter().map(|row| (vec!["all".to_owned()], row));
        led_frame("x", &["of"], "time_ms p50=p50.value is_met", rows).unwrap()
    }

    #[test]
    fn a_column_has_one_kind_of_values_and_knows_which_are_there() {
        let found = frame(vec![
            json!({"timeMs": 1, "p50": {"value": null}}),
            json!({"timeMs": 2, "p50": {"value": 3}, "isMet": true}),
            json!({"timeMs": 3, "p50": {"value": 0.5}, "isMet": false}),
        ]);
        let series = |name: &str| {
            let found = found.columns.iter().find(|(known, _)| known == name);
            found.map(|(_, series)| series).unwrap()
        };
        assert_eq!(series("time_ms").values, Values::Whole(vec![1, 2, 3]));
        assert!(series("time_ms").present.is_empty(), "all are there");
        let Values::Numbers(p50) = &series("p50").values else {
            panic!("{:?}", series("p50"))
        };
        assert_eq!(p50[1..], [3.0, 0.5]);
        assert_eq!(series("p50").present, [false, true, true]);
        assert_eq!(
            series("is_met").values,
            Values::Truths(vec![false, true, false])
        );
        let words = Values::Words {
            text: "allallall".to_owned(),
            ends: vec![3, 6, 9],
        };
        assert_eq!(series("of").values, words);
    }

    #[test]
    fn a_table_without_rows_has_its_columns() {
        let found = frame(Vec::new());
        assert_eq!((found.rows, found.columns.len()), (0, 4));
    }
}
