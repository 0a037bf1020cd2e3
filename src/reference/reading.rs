//! Readings of the documented table: what its rows may stand for.

use super::table::{LowEnd, TimingRow};
use crate::model::MEMBERSHIPS_PER_USER;

/// A reading: everything that the table does not say of the jobs that a row stands for.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// What is particular about it.
    pub name: &'static str,
    /// How far below the top of its bucket the job at a position between zero and one is, on a logarithmic scale from zero for
    /// the top to one for the bottom, for a row and the fitted reach.
    pub depth: fn(row: &TimingRow, reach: f64, position: f64) -> f64,
    /// The smallest job of a row that gives no lower size.
    pub smallest_objects: u64,
    /// Memberships of each user in scope: nine jobs in ten lie between these.
    pub memberships_per_user: (f64, f64),
    /// The share of the users, and of the groups, that exists in the target already, for a position between zero and one.
    pub matched_share: fn(position: f64) -> f64,
    /// Share of the directory outside an assigned scope that is read and evaluated.
    pub directory_read_share: f64,
    /// The most users of a directory.
    pub users_cap: f64,
}

impl Reading {
    /// The reading that the calibration is made with.
    ///
    /// That a user has about 4.5 memberships is taken from the `customer` data set of RoleMining/ConstrainedRM; that
    /// nine jobs in ten lie within a factor two of it is assumed. The cap is the default quota of a tenant.
    pub const STATED: Self = Self {
        name: "stated",
        depth: by_row,
        smallest_objects: 1,
        memberships_per_user: (MEMBERSHIPS_PER_USER / 2.0, MEMBERSHIPS_PER_USER * 2.0),
        matched_share: |position| position,
        directory_read_share: 1.0,
        users_cap: 300_000.0,
    };

    /// The number of objects of the job at `position`, between zero and one, of those that `row` stands for.
    pub fn objects(&self, row: &TimingRow, reach: f64, position: f64) -> u64 {
        let depth = (self.depth)(row, reach, position);
        let bottom = row.from_objects.max(self.smallest_objects) as f64;
        let top = row.up_to_objects as f64;
        let objects = top * libm::pow(bottom / top, depth);
        libm::round(objects).max(1.0) as u64
    }
}

/// Near the top, down to the reach, where the row gives two times; the whole bucket where its lower time is only said to be
/// "less than".
fn by_row(row: &TimingRow, reach: f64, position: f64) -> f64 {
    match row.low_end() {
        LowEnd::At(_) => reach * position,
        LowEnd::Below(_) | LowEnd::Open => position,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::TIMING_TABLE;

    const STATED: Reading = Reading::STATED;

    #[test]
    fn the_sizes_of_a_row_with_two_times_lie_near_its_top() {
        let row = &TIMING_TABLE[2];
        assert_eq!(STATED.objects(row, 0.3, 0.0), 100_000);
        assert_eq!(STATED.objects(row, 0.3, 1.0), 50_119);
    }

    #[test]
    fn a_row_that_begins_with_less_than_is_covered_to_its_bottom() {
        for (row, bottom) in [(&TIMING_TABLE[3], 1), (&TIMING_TABLE[4], 1_000)] {
            assert_eq!(STATED.objects(row, 0.3, 0.0), row.up_to_objects);
            assert_eq!(STATED.objects(row, 0.3, 1.0), bottom);
        }
    }
}
