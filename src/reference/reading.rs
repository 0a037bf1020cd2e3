//! Readings of the documented table: what its rows may stand for.

use super::table::{LowEnd, TimingRow};
use crate::model::MEMBERSHIPS_PER_USER;

/// Which sizes within its bucket a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sizes {
    /// Near the top, down to the reach, where the row gives two times; the whole bucket where its lower time is only
    /// said to be "less than".
    ByRow,
    /// Near the top, down to the reach, in every row.
    Top,
    /// Around the middle on a logarithmic scale, half the reach either way.
    Middle,
    /// The whole bucket in every row.
    Whole,
}

/// Which part of the users exists in the target already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched {
    /// Any part, equally likely.
    AnyShare,
    /// In half of the jobs everybody, in the other half nobody.
    AllOrNobody,
}

/// A reading: everything that the table does not say of the jobs that a row stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// What is particular about it.
    pub name: &'static str,
    /// Which sizes within its bucket a row stands for.
    pub sizes: Sizes,
    /// The smallest job of a row that gives no lower size.
    pub smallest_objects: u64,
    /// Memberships of each user in scope: nine jobs in ten lie between these.
    pub memberships_per_user: (f64, f64),
    /// Which part of the users exists in the target already.
    pub matched: Matched,
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
        sizes: Sizes::ByRow,
        smallest_objects: 1,
        memberships_per_user: (MEMBERSHIPS_PER_USER / 2.0, MEMBERSHIPS_PER_USER * 2.0),
        matched: Matched::AnyShare,
        directory_read_share: 1.0,
        users_cap: 300_000.0,
    };

    /// Readings that differ from the stated one in one thing each.
    pub const OTHERS: [Self; 10] = [
        Self {
            name: "every row near its top",
            sizes: Sizes::Top,
            ..Self::STATED
        },
        Self {
            name: "every row around its middle",
            sizes: Sizes::Middle,
            ..Self::STATED
        },
        Self {
            name: "every row over its whole bucket",
            sizes: Sizes::Whole,
            ..Self::STATED
        },
        Self {
            name: "all matched or all created",
            matched: Matched::AllOrNobody,
            ..Self::STATED
        },
        Self {
            name: "only the assigned are read",
            directory_read_share: 0.0,
            ..Self::STATED
        },
        Self {
            name: "members two thirds of what is counted",
            memberships_per_user: (1.0, 4.0),
            ..Self::STATED
        },
        Self {
            name: "no small job below 10 objects",
            smallest_objects: 10,
            ..Self::STATED
        },
        Self {
            name: "no small job below 100 objects",
            smallest_objects: 100,
            ..Self::STATED
        },
        Self {
            name: "directories up to 150,000 users",
            users_cap: 150_000.0,
            ..Self::STATED
        },
        Self {
            name: "directories up to 600,000 users",
            users_cap: 600_000.0,
            ..Self::STATED
        },
    ];

    /// The number of objects of the job at `position`, between zero and one, of those that `row` stands for.
    pub(super) fn objects(&self, row: &TimingRow, reach: f64, position: f64) -> u64 {
        let depth = match (self.sizes, row.low_end()) {
            (Sizes::Top, _) | (Sizes::ByRow, LowEnd::At(_)) => reach * position,
            (Sizes::Whole, _) | (Sizes::ByRow, _) => position,
            (Sizes::Middle, _) => 0.5 + reach * (position - 0.5),
        };
        let bottom = row.from_objects.max(self.smallest_objects) as f64;
        let top = row.up_to_objects as f64;
        let objects = top * libm::pow(bottom / top, depth);
        libm::round(objects).max(1.0) as u64
    }

    /// The matched share of the job at `unit`, between zero and one.
    pub(super) fn matched_share(&self, unit: f64) -> f64 {
        match self.matched {
            Matched::AnyShare => unit,
            Matched::AllOrNobody => f64::from(unit >= 0.5),
        }
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

    #[test]
    fn the_middle_of_a_bucket_is_in_the_middle_of_its_digits() {
        let middle = Reading::OTHERS[1];
        assert_eq!(middle.sizes, Sizes::Middle);
        assert_eq!(middle.objects(&TIMING_TABLE[1], 0.2, 0.5), 3_162);
    }

    #[test]
    fn all_or_nobody_are_half_each() {
        let shares = [0.1, 0.4, 0.5, 0.9].map(|unit| Reading::OTHERS[3].matched_share(unit));
        assert_eq!(shares, [0.0, 0.0, 1.0, 1.0]);
    }
}
