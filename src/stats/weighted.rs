//! Samples whose values count unequally.

/// Values with their weights, in ascending order of the values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighted {
    values: Vec<(f64, f64)>,
    total: f64,
    squares: f64,
}

impl Weighted {
    /// A sample of values with weights; what weighs nothing is left out. Infinity stands for "not reached" and comes last.
    pub fn new(values: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let values = values.into_iter();
        let mut values: Vec<(f64, f64)> = values.filter(|(_, weight)| *weight > 0.0).collect();
        values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        Self {
            total: values.iter().map(|(_, weight)| weight).sum(),
            squares: values.iter().map(|(_, weight)| weight * weight).sum(),
            values,
        }
    }

    /// How many values of equal weight would tell as much: the square of the sum of the weights over the sum of their squares (Kish, Survey
    /// Sampling, 1965).
    ///
    /// ```
    /// use cyclecast::stats::Weighted;
    ///
    /// let equal = Weighted::new([(1.0, 2.0), (5.0, 2.0), (9.0, 2.0)]);
    /// assert_eq!(equal.effective_size(), 3.0);
    /// assert_eq!(equal.quantile(0.5), Some(5.0));
    /// ```
    pub fn effective_size(&self) -> f64 {
        if self.squares > 0.0 {
            self.total * self.total / self.squares
        } else {
            0.0
        }
    }

    /// The smallest value that at least a share `p` of the weight does not exceed; absent where nothing weighs anything.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let wanted = p * self.total * (1.0 - 1e-12);
        let mut below = 0.0;
        let mut values = self.values.iter();
        let found = values.find(|(_, weight)| {
            below += weight;
            below >= wanted
        });
        found.or(self.values.last()).map(|(value, _)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{quantile, sorted};

    #[test]
    fn equal_weights_give_the_quantiles_of_the_plain_sample() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        let weighted = Weighted::new(values.iter().map(|value| (*value, 0.3)));
        let plain = sorted(values);
        for p in [0.0, 0.05, 0.5, 0.95, 0.951, 1.0] {
            assert_eq!(weighted.quantile(p), quantile(&plain, p), "{p}");
        }
    }

    #[test]
    fn a_heavy_value_counts_for_several_and_a_weightless_one_for_none() {
        let weighted = Weighted::new([(3.0, 1.0), (1.0, 0.0), (2.0, 3.0), (f64::INFINITY, 1.0)]);
        assert_eq!(weighted.quantile(0.0), Some(2.0));
        assert_eq!(weighted.quantile(0.6), Some(2.0));
        assert_eq!(weighted.quantile(0.61), Some(3.0));
        assert_eq!(weighted.quantile(0.9), Some(f64::INFINITY));
        assert!((weighted.effective_size() - 25.0 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_has_no_quantile_and_no_size() {
        let nothing = Weighted::new([(1.0, 0.0)]);
        assert_eq!(
            (nothing.quantile(0.5), nothing.effective_size()),
            (None, 0.0)
        );
    }
}
