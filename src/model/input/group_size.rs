//! How many members a group has whose size is not given.

use crate::kernel::sample::LogNormal;
use crate::model::parameters::{Parameter, Values};

/// A capped lognormal: the size of a group at the start, and of one that comes into scope later.
pub(in crate::model) struct GroupSize {
    size: LogNormal,
    /// No group has more members than the parameter allows, nor than there are users to draw them from.
    most: f64,
}

impl GroupSize {
    pub fn new(values: &Values, candidates: u32) -> Self {
        Self {
            size: LogNormal {
                log_mean: libm::log(values[Parameter::GroupMembersMedian].max(1e-9)),
                log_sd: values[Parameter::GroupMembersLogSd],
            },
            most: values[Parameter::GroupMembersMax].min(f64::from(candidates)),
        }
    }

    /// The size at `unit`, a number strictly between zero and one.
    pub fn at(&self, unit: f64) -> u32 {
        libm::round(self.size.at(unit).min(self.most)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(median: f64, most: f64, candidates: u32) -> [u32; 3] {
        let values = Values::from_fn(|parameter| match parameter {
            Parameter::GroupMembersMedian => median,
            Parameter::GroupMembersLogSd => 1.0,
            Parameter::GroupMembersMax => most,
            _ => f64::NAN,
        });
        let size = GroupSize::new(&values, candidates);
        [0.158_655_253_931_457, 0.5, 0.999_999].map(|unit| size.at(unit))
    }

    #[test]
    fn sizes_are_lognormal_and_capped_by_the_parameter_and_by_the_users() {
        // One standard deviation of the logarithm below the median: 100 / e.
        assert_eq!(sizes(100.0, 1e6, 1_000_000), [37, 100, 11_598]);
        assert_eq!(sizes(100.0, 500.0, 1_000_000), [37, 100, 500]);
        assert_eq!(sizes(100.0, 500.0, 60), [37, 60, 60]);
        assert_eq!(sizes(0.0, 500.0, 60), [0, 0, 0]);
    }
}
