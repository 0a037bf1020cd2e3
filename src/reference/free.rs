//! What is free in the fit: eight numbers, shared by all rows of the table.

use crate::model::{Parameter, Setting, Setup, Uncertain, calibration};
use crate::stats::NORMAL_P95;

/// One free number of the fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Free {
    /// What it is called.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Stated bounds: nine times in ten it is taken to lie between these, whatever the table says.
    pub bounds: (f64, f64),
}

const fn free(name: &'static str, unit: &'static str, bounds: (f64, f64)) -> Free {
    Free {
        name,
        unit,
        meaning: "",
        bounds,
    }
}

impl Free {
    const fn meaning(self, meaning: &'static str) -> Self {
        Self { meaning, ..self }
    }
}

/// The index of the time to evaluate an object.
pub const EVALUATION: usize = 0;
/// The index of the service's own time for a lookup.
pub const LOOKUP: usize = 1;
/// The index of the service's own time for a write of a user.
pub const USER_WRITE: usize = 2;
/// The index of the service's own time for a membership.
pub const MEMBERSHIP_WRITE: usize = 3;
/// The index of the spread of these times.
pub const SPREAD: usize = 4;
/// The index of the users of the directory for each assigned one.
pub const RATIO: usize = 5;
/// The index of the spread of that ratio.
pub const RATIO_SPREAD: usize = 6;
/// The index of the reach of rows with two times.
pub const REACH: usize = 7;

/// The free numbers. The first four are the service's own mean times, median over jobs, with eight connections and
/// beside the target's answers; the reach is that of rows with two times.
pub const FREE: [Free; 8] = [
    free("evaluation", "s", (0.2, 4.0)).meaning("importing one object and evaluating its scope"),
    free("lookup", "s", (0.1, 3.0)).meaning("the service's own time for a GET"),
    free("user write", "s", (0.5, 8.0))
        .meaning("the service's own time for a POST or PATCH of a user, or a POST of a group"),
    free("membership", "s", (0.5, 20.0))
        .meaning("the service's own time for a PATCH that adds one member"),
    free("spread", "log", (0.05, 0.4))
        .meaning("of these four times from job to job (standard deviation of the logarithm)"),
    free("directory", "users", (2.0, 100.0))
        .meaning("of the directory for each assigned user, median over jobs"),
    free("directory spread", "log", (0.3, 1.5))
        .meaning("of that ratio from job to job (standard deviation of the logarithm)"),
    free("reach", "of bucket", (0.02, 0.6))
        .meaning("how far below the top a job may be, on a logarithmic scale"),
];

/// A value for each free number, and the standard errors of the fit that widen their intervals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParameterSet {
    /// The values, in the order of [`FREE`].
    pub values: [f64; 8],
    /// Standard errors of their logarithms.
    pub standard_errors: [f64; 8],
}

impl ParameterSet {
    /// The set that the product is made with: its intervals are the defaults of `cyclecast run`.
    pub const COMMITTED: Self = Self {
        values: calibration::FITTED,
        standard_errors: calibration::STANDARD_ERRORS,
    };

    /// The same set with one value changed.
    #[must_use]
    pub fn with(mut self, index: usize, value: f64) -> Self {
        self.values[index] = value;
        self
    }

    /// The 5th and 95th percentile over jobs of one of the four times or of the directory's ratio: what differs from
    /// job to job, and what the fit leaves open, taken together.
    pub fn interval(&self, index: usize) -> (f64, f64) {
        let spread = self.values[if index == RATIO { RATIO_SPREAD } else { SPREAD }];
        let error = self.standard_errors[index];
        let sd = (spread * spread + error * error).sqrt();
        let factor = libm::exp(NORMAL_P95 * sd);
        (self.values[index] / factor, self.values[index] * factor)
    }

    /// The value of a time or of the ratio in the job at `unit`, between zero and one.
    fn at(&self, index: usize, unit: f64) -> Uncertain {
        let (p5, p95) = self.interval(index);
        Uncertain::Fixed(Uncertain::Range { p5, p95 }.at(unit))
    }

    /// Puts the set into a setup. The four times and the ratio are those of the job at `units`, so that jobs are
    /// spread evenly over them.
    pub(super) fn apply(&self, setup: &mut Setup, units: [f64; 5]) {
        let each = [
            (Parameter::Evaluation, EVALUATION),
            (Parameter::Lookup, LOOKUP),
            (Parameter::UserWrite, USER_WRITE),
            (Parameter::MembershipWrite, MEMBERSHIP_WRITE),
            (Parameter::UsersPerAssigned, RATIO),
        ];
        for ((parameter, index), unit) in each.into_iter().zip(units) {
            setup.set(parameter, self.at(index, unit));
        }
        // As in the catalogue, groups are written like users.
        let (p5, p95) = self.interval(USER_WRITE);
        let group_write = Setting::Value(Uncertain::Range { p5, p95 });
        setup.set(Parameter::GroupWrite, group_write);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ScopeMode, catalogue};

    #[test]
    fn the_committed_set_is_what_the_catalogue_has_as_defaults() {
        for (key, index) in [
            ("job.evaluation", EVALUATION),
            ("job.processing.lookup", LOOKUP),
            ("job.processing.user_write", USER_WRITE),
            ("job.processing.group_write", USER_WRITE),
            ("job.processing.membership_write", MEMBERSHIP_WRITE),
            ("tenant.users_per_assigned", RATIO),
        ] {
            let row = catalogue().find(|row| row.key == key).unwrap();
            let Setting::Value(Uncertain::Range { p5, p95 }) = &row.default else {
                panic!("{key} is a range");
            };
            let (low, high) = ParameterSet::COMMITTED.interval(index);
            // The catalogue has three digits.
            assert!((p5 / low - 1.0).abs() < 0.006, "{key}: {p5} and {low}");
            assert!((p95 / high - 1.0).abs() < 0.006, "{key}: {p95} and {high}");
        }
    }

    #[test]
    fn a_job_in_the_middle_has_the_medians() {
        let mut setup = Setup::new(ScopeMode::Assigned);
        ParameterSet::COMMITTED.apply(&mut setup, [0.5; 5]);
        let Setting::Value(Uncertain::Fixed(seconds)) = setup.setting(Parameter::Evaluation) else {
            panic!("a certain value");
        };
        assert!((seconds / calibration::FITTED[EVALUATION] - 1.0).abs() < 1e-9);
    }
}
