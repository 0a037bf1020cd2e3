//! Going through the rows of replications, however they are kept.

use super::ReplicationRow;

/// Rows of replications, however they are kept.
pub trait EachRow {
    /// How many there are.
    fn count(&self) -> usize;

    /// Whether some row is so. Rows are looked at in order, and none behind the first that is.
    fn any(&self, is_so: impl FnMut(&ReplicationRow) -> bool) -> bool;

    /// Shows every row in order.
    fn each(&self, mut see: impl FnMut(&ReplicationRow)) {
        self.any(|row| {
            see(row);
            false
        });
    }

    /// What a reading says of each.
    fn values(&self, of: impl Fn(&ReplicationRow) -> f64) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.count());
        self.each(|row| values.push(of(row)));
        values
    }

    /// What it says of those of which it says something.
    fn some_values(&self, of: impl Fn(&ReplicationRow) -> Option<f64>) -> Vec<f64> {
        let mut values = Vec::new();
        self.each(|row| values.extend(of(row)));
        values
    }

    /// How many rows are so.
    fn count_of(&self, is_so: impl Fn(&ReplicationRow) -> bool) -> usize {
        let mut count = 0;
        self.each(|row| count += usize::from(is_so(row)));
        count
    }

    /// The sum of a count over the rows.
    fn total(&self, of: impl Fn(&ReplicationRow) -> u64) -> u64 {
        let mut total = 0;
        self.each(|row| total += of(row));
        total
    }

    /// What each of several readings says of each row, handed on reading by reading. Some are taken at once, so that rows are gone through
    /// seldom and little is kept.
    fn columns<T>(
        &self,
        readings: &[impl Fn(&ReplicationRow) -> f64],
        of_column: impl Fn(usize, Vec<f64>) -> T,
    ) -> Vec<T> {
        const AT_ONCE: usize = 8;
        let mut made = Vec::new();
        for readings in readings.chunks(AT_ONCE) {
            let new_column = |_| Vec::with_capacity(self.count());
            let mut columns: Vec<Vec<f64>> = readings.iter().map(new_column).collect();
            self.each(|row| {
                for (column, of) in columns.iter_mut().zip(readings) {
                    column.push(of(row));
                }
            });
            for column in columns {
                made.push(of_column(made.len(), column));
            }
        }
        made
    }
}

impl EachRow for [ReplicationRow] {
    fn count(&self) -> usize {
        self.len()
    }

    fn any(&self, is_so: impl FnMut(&ReplicationRow) -> bool) -> bool {
        self.iter().any(is_so)
    }
}

impl EachRow for Vec<ReplicationRow> {
    fn count(&self) -> usize {
        self.len()
    }

    fn any(&self, is_so: impl FnMut(&ReplicationRow) -> bool) -> bool {
        self.iter().any(is_so)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_each_reading_by_itself() {
        let rows: Vec<ReplicationRow> = (0..5).map(row).collect();
        let readings: Vec<_> = (0..19_u64)
            .map(|factor| move |row: &ReplicationRow| (row.replication * factor) as f64)
            .collect();
        let alone: Vec<_> = readings.iter().map(|of| rows.values(of)).collect();
        let numbered = rows.columns(&readings, |index, column| (index, column));
        assert_eq!(numbered, alone.into_iter().enumerate().collect::<Vec<_>>());
    }

    fn row(number: u64) -> ReplicationRow {
        ReplicationRow {
            replication: number,
            ..ReplicationRow::default()
        }
    }
}
