//! The tables that reports show, as words in rows. The terminal and the HTML page only set them.

pub(super) mod access_table;
pub(super) mod cycle_tables;
pub(super) mod expectation_table;
pub(super) mod input_table;
pub(super) mod jobs_table;
pub(super) mod life_tables;
pub(super) mod probe_tables;
pub(super) mod quarantine_facts;
pub(super) mod strategy_tables;
pub(super) mod target_tables;
pub(super) mod variant_tables;

/// A table: the first cell of each row says what the row is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// Names of the columns; that of the first may be empty.
    pub header: Vec<String>,
    /// The rows, each with as many cells as the header.
    pub rows: Vec<Vec<String>>,
    /// How many columns hold words; the others, behind them, hold numbers.
    pub columns_of_words: usize,
    /// Whether the last column holds words too.
    pub ends_in_words: bool,
}

impl Table {
    /// A table without rows, whose header stands in one line: `strategy | p5 | p50`.
    pub fn headed(header: &str) -> Self {
        Self::new(&header.split(" | ").collect::<Vec<_>>())
    }

    /// A table without rows.
    pub fn new(header: &[&str]) -> Self {
        Self {
            header: header.iter().copied().map(str::to_owned).collect(),
            rows: Vec::new(),
            columns_of_words: 1,
            ends_in_words: false,
        }
    }

    /// The same table with words in more than its first column.
    fn led_by_words(self, columns_of_words: usize) -> Self {
        Self {
            columns_of_words,
            ..self
        }
    }

    /// The same table with words in its last column.
    pub fn ended_by_words(self) -> Self {
        Self {
            ends_in_words: true,
            ..self
        }
    }

    /// Whether a column holds words.
    pub fn is_of_words(&self, column: usize) -> bool {
        let is_last = column + 1 == self.header.len();
        column < self.columns_of_words || (self.ends_in_words && is_last)
    }

    /// The same table with these rows below those that it has.
    pub fn with<R: Into<Vec<String>>>(mut self, rows: impl IntoIterator<Item = R>) -> Self {
        self.rows.extend(rows.into_iter().map(Into::into));
        self
    }

    pub fn add(&mut self, row: impl Into<Vec<String>>) {
        self.rows.push(row.into());
    }
}

/// A row that begins with what it is about.
fn led(about: &str, cells: impl IntoIterator<Item = String>) -> Vec<String> {
    std::iter::once(about.to_owned()).chain(cells).collect()
}
