//! Values that may be uncertain.

use std::borrow::Cow;

use crate::kernel::sample::{self, LogNormal};

/// A value, or what is known about it. An uncertain value is drawn once per replication.
#[derive(Clone, Debug, PartialEq)]
pub enum Uncertain {
    /// Known.
    Fixed(f64),
    /// A 90 % interval. Lognormal when both ends are above zero; otherwise uniform, reaching a little beyond
    /// its ends so that they are the 5th and the 95th percentile.
    Range {
        /// 5th percentile.
        p5: f64,
        /// 95th percentile.
        p95: f64,
    },
    /// Any value between two equally likely.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Between two values above zero, each order of magnitude as likely: known to lie somewhere between, and no more.
    LogUniform {
        /// Lower end, above zero.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Between two values, most likely near a third.
    Triangular {
        /// Lower end.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Upper end.
        high: f64,
    },
    /// Lognormal by its median and its 95th percentile.
    LogNormal {
        /// Median, above zero.
        median: f64,
        /// 95th percentile, above the median.
        p95: f64,
    },
    /// One of several values, equally likely.
    Choice(Cow<'static, [f64]>),
}

impl Uncertain {
    /// The value at `unit`, a number strictly between zero and one; not decreasing in it, save for choices in mixed order.
    pub fn at(&self, unit: f64) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Range { p5, p95 } if *p5 > 0.0 && p95 > p5 => {
                LogNormal::from_p5_and_p95(*p5, *p95).at(unit)
            }
            Self::Range { p5, p95 } => {
                let beyond = (p95 - p5) / 18.0;
                sample::uniform(unit, p5 - beyond, p95 + beyond)
            }
            Self::Uniform { low, high } => sample::uniform(unit, *low, *high),
            Self::LogUniform { low, high } => sample::log_uniform(unit, *low, *high),
            Self::Triangular { low, mode, high } => sample::triangular(unit, *low, *mode, *high),
            Self::LogNormal { median, p95 } => {
                LogNormal::from_p5_and_p95(median * median / p95, *p95).at(unit)
            }
            Self::Choice(values) => {
                let index = (unit * values.len() as f64) as usize;
                values.get(index).copied().unwrap_or_default()
            }
        }
    }

    /// The middle value: what is assumed when only luck shall vary. Of an even number of choices, the lower of the two.
    pub fn median(&self) -> f64 {
        if let Self::Choice(values) = self {
            let mut ordered = values.to_vec();
            ordered.sort_by(f64::total_cmp);
            return ordered
                .get(ordered.len().saturating_sub(1) / 2)
                .copied()
                .unwrap_or_default();
        }
        self.at(0.5)
    }

    /// The same knowledge of a multiple of the value; `factor` is above zero.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        let mut product = self.clone();
        match &mut product {
            Self::Fixed(value) => *value *= factor,
            Self::Range { p5: low, p95: high }
            | Self::Uniform { low, high }
            | Self::LogUniform { low, high }
            | Self::LogNormal {
                median: low,
                p95: high,
            } => {
                (*low, *high) = (*low * factor, *high * factor);
            }
            Self::Triangular { low, mode, high } => {
                (*low, *mode, *high) = (*low * factor, *mode * factor, *high * factor);
            }
            Self::Choice(values) => values
                .to_mut()
                .iter_mut()
                .for_each(|value| *value *= factor),
        }
        product
    }

    /// Whether there is anything to draw.
    pub fn is_uncertain(&self) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Choice(values) => values.len() > 1,
            _ => true,
        }
    }

    /// The smallest and the largest number that were written down.
    pub fn extent(&self) -> (f64, f64) {
        match self {
            Self::Fixed(value) => (*value, *value),
            Self::Range { p5, p95 } => (*p5, *p95),
            Self::Uniform { low, high }
            | Self::LogUniform { low, high }
            | Self::Triangular { low, high, .. } => (*low, *high),
            Self::LogNormal { median, p95 } => (*median, *p95),
            Self::Choice(values) => values
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                    (low.min(*value), high.max(*value))
                }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_its_ends_as_percentiles_whether_or_not_it_starts_at_zero() {
        for (p5, p95) in [(0.12, 0.9), (0.0, 0.4)] {
            let range = Uncertain::Range { p5, p95 };
            assert!((range.at(0.05) - p5).abs() < 1e-12);
            assert!((range.at(0.95) - p95).abs() < 1e-12);
        }
    }

    #[test]
    fn a_lognormal_has_its_median_and_its_95th_percentile() {
        let value = Uncertain::LogNormal {
            median: 2.0,
            p95: 5.0,
        };
        assert!((value.median() - 2.0).abs() < 1e-12);
        assert!((value.at(0.95) - 5.0).abs() < 1e-12);
    }

    #[test]
    fn a_log_uniform_reaches_from_end_to_end_with_the_geometric_mean_in_the_middle() {
        let value = Uncertain::LogUniform {
            low: 0.01,
            high: 100.0,
        };
        for (unit, expected) in [(0.0, 0.01), (0.25, 0.1), (0.5, 1.0), (1.0, 100.0)] {
            assert!((value.at(unit) / expected - 1.0).abs() < 1e-12, "{unit}");
        }
        assert!((value.times(3.0).median() - 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_choice_takes_each_value_equally_often() {
        let choice = Uncertain::Choice(vec![1.0, 2.0, 4.0].into());
        assert_eq!([0.1, 0.5, 0.9].map(|unit| choice.at(unit)), [1.0, 2.0, 4.0]);
        assert!(!Uncertain::Choice(vec![1.0].into()).is_uncertain());
        let mixed = Uncertain::Choice(vec![10.0, 1.0, 2.0].into());
        assert!((mixed.median() - 2.0).abs() < 1e-15);
    }
}
