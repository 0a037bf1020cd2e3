//! The timing table, as data, and readings of it: what its rows may stand for.
//!
//! Source: "Check the status of user provisioning" (document 003), from its versions of 2018 to 2023; the table was
//! dropped from the page in 03/2025, the formulas stayed. The table comes from "a statistical analysis of sync
//! jobs for the SaaS applications ServiceNow, Workplace, Salesforce, and G Suite".

use crate::model::{MEMBERSHIPS_PER_USER, ScopeMode};
use crate::units::display_number;

/// One row of the documented table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimingRow {
    /// Scope configuration.
    pub scope: ScopeMode,
    /// Users, groups and members in scope: from this many.
    pub from_objects: u64,
    /// Users, groups and members in scope: up to this many.
    pub up_to_objects: u64,
    /// Lower end of the initial cycle in minutes; absent where the table only says "less than".
    pub low_min: Option<f64>,
    /// Upper end of the initial cycle in minutes.
    pub high_min: f64,
}

/// What a row says of its shortest time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LowEnd {
    /// It is so many minutes.
    At(f64),
    /// It is less than so many minutes.
    Below(f64),
    /// Nothing: the row gives an upper end alone.
    Open,
}

/// The time that the table calls short without saying how short.
const SHORT_MIN: f64 = 30.0;

impl TimingRow {
    /// What the row says of its shortest time.
    ///
    /// ```
    /// use cyclecast::reference::{LowEnd, TIMING_TABLE};
    /// assert_eq!(TIMING_TABLE[0].low_end(), LowEnd::Open);
    /// assert_eq!(TIMING_TABLE[1].low_end(), LowEnd::At(142.0));
    /// assert_eq!(TIMING_TABLE[4].low_end(), LowEnd::Below(30.0));
    /// ```
    pub fn low_end(&self) -> LowEnd {
        match self.low_min {
            Some(low) => LowEnd::At(low),
            None if self.high_min > SHORT_MIN => LowEnd::Below(SHORT_MIN),
            None => LowEnd::Open,
        }
    }

    /// The documented range as the table writes it, in minutes.
    ///
    /// ```
    /// use cyclecast::reference::TIMING_TABLE;
    /// assert_eq!(TIMING_TABLE[0].range(), "< 30");
    /// assert_eq!(TIMING_TABLE[2].range(), "1,170 - 2,340");
    /// assert_eq!(TIMING_TABLE[4].range(), "< 30 - 120");
    /// ```
    pub fn range(&self) -> String {
        let high = display_number(self.high_min);
        match self.low_end() {
            LowEnd::At(low) => format!("{} - {high}", display_number(low)),
            LowEnd::Below(low) => format!("< {} - {high}", display_number(low)),
            LowEnd::Open => format!("< {high}"),
        }
    }

    /// The documented number of users, groups and members as the table writes it.
    pub fn objects(&self) -> String {
        if self.from_objects == 0 {
            return "< 1,000".to_owned();
        }
        let ends = [self.from_objects, self.up_to_objects];
        ends.map(|end| display_number(end as f64)).join(" - ")
    }
}

const fn row(
    scope: ScopeMode,
    from_objects: u64,
    up_to_objects: u64,
    low_min: Option<f64>,
    high_min: f64,
) -> TimingRow {
    TimingRow {
        scope,
        from_objects,
        up_to_objects,
        low_min,
        high_min,
    }
}

/// The documented table: eight rows, the same in every version. There is no row for all users above 10,000.
pub const TIMING_TABLE: [TimingRow; 8] = [
    row(ScopeMode::Assigned, 0, 999, None, 30.0),
    row(ScopeMode::Assigned, 1_000, 10_000, Some(142.0), 708.0),
    row(ScopeMode::Assigned, 10_000, 100_000, Some(1_170.0), 2_340.0),
    row(ScopeMode::AllUsersAndGroups, 0, 999, None, 30.0),
    row(ScopeMode::AllUsersAndGroups, 1_000, 10_000, None, 120.0),
    row(
        ScopeMode::AllUsersAndGroups,
        10_000,
        100_000,
        Some(713.0),
        1_425.0,
    ),
    row(ScopeMode::AllUsers, 0, 999, None, 30.0),
    row(ScopeMode::AllUsers, 1_000, 10_000, Some(43.0), 86.0),
];

/// The row for a scope and a number of users, groups and members in scope, where the table has one.
///
/// A number on the border of two rows, such as 10,000, belongs to the smaller one.
pub fn timing_row(scope: ScopeMode, objects: u64) -> Option<&'static TimingRow> {
    TIMING_TABLE
        .iter()
        .find(|row| row.scope == scope && (row.from_objects..=row.up_to_objects).contains(&objects))
}

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

    mod rows {
        use super::*;

        #[test]
        fn each_size_has_at_most_one_row_and_the_gap_is_where_the_table_has_it() {
            assert_eq!(
                timing_row(ScopeMode::Assigned, 999).unwrap().range(),
                "< 30"
            );
            assert_eq!(
                timing_row(ScopeMode::AllUsersAndGroups, 1_000)
                    .unwrap()
                    .range(),
                "< 30 - 120"
            );
            assert_eq!(timing_row(ScopeMode::AllUsers, 10_001), None);
            assert_eq!(timing_row(ScopeMode::Assigned, 100_001), None);
        }

        #[test]
        fn three_ranges_are_exactly_one_to_two_wide() {
            let doubles = TIMING_TABLE
                .iter()
                .filter(|row| {
                    row.low_min
                        .is_some_and(|low| (row.high_min / low - 2.0).abs() < 0.002)
                })
                .count();
            assert_eq!(doubles, 3);
        }
    }

    mod readings {
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
}
