//! An outcome as straight lines in the bins of an input.

use super::ranks::{ascending, head};

/// What lines in bins leave unexplained.
pub(super) struct Lines {
    /// Outcome less its line, in the order of the replications.
    pub residuals: Vec<f64>,
    /// Numbers that were fitted: a mean for each bin, and a slope where the input varies within it.
    pub parameters: usize,
}

impl Lines {
    /// The sum of the squares of what is left.
    pub fn squares(&self) -> f64 {
        self.residuals.iter().map(|left| left * left).sum()
    }
}

/// Fits a line in each of about as many bins of equal count as the cube root of the number of pairs; equal inputs are all
/// in one bin.
pub(super) fn lines(x: &[f64], y: &[f64]) -> Lines {
    let order = ascending(x);
    let mut lines = Lines {
        residuals: vec![0.0; x.len()],
        parameters: 0,
    };
    let mut rest = &order[..];
    let mut bins_left = libm::round(libm::cbrt(x.len() as f64));
    while !rest.is_empty() {
        // What a common value takes beyond a bin is divided among the bins that are left.
        let (bin, others) = rest.split_at(head(rest, x, rest.len() as f64 / bins_left));
        fit_line(x, y, bin, &mut lines);
        rest = others;
        bins_left = (bins_left - 1.0).max(1.0);
    }
    lines
}

fn fit_line(x: &[f64], y: &[f64], bin: &[usize], lines: &mut Lines) {
    let mean = |values: &[f64]| {
        // From the first value on, so that equal values have exactly their own mean.
        let shift = values[bin[0]];
        let sum: f64 = bin.iter().map(|&index| values[index] - shift).sum();
        shift + sum / bin.len() as f64
    };
    let (mean_x, mean_y) = (mean(x), mean(y));
    let (mut across, mut along) = (0.0, 0.0);
    for &index in bin {
        across += (x[index] - mean_x) * (y[index] - mean_y);
        along += (x[index] - mean_x) * (x[index] - mean_x);
    }
    let varies = along > 0.0;
    let slope = if varies { across / along } else { 0.0 };
    for &index in bin {
        lines.residuals[index] = y[index] - mean_y - slope * (x[index] - mean_x);
    }
    lines.parameters += 1 + usize::from(varies);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares_of(x: &[f64], y: impl Fn(f64) -> f64) -> f64 {
        let y: Vec<f64> = x.iter().map(|&x| y(x)).collect();
        lines(x, &y).squares()
    }

    #[test]
    fn there_are_as_many_bins_as_the_cube_root_of_the_pairs_and_two_numbers_for_each() {
        for (n, bins) in [(27, 3), (30, 3), (1_000, 10), (1_003, 10), (8_000, 20)] {
            let x: Vec<f64> = (0..n).map(|index| f64::from(index * 7_919 % n)).collect();
            assert_eq!(lines(&x, &x).parameters, 2 * bins, "{n}");
        }
    }

    #[test]
    fn a_choice_among_few_values_has_one_bin_each_however_rare_one_is() {
        for rare in [2, 50, 1_000] {
            let x: Vec<f64> = (0..1_000)
                .map(|index| f64::from(u8::from(index % rare == 0)))
                .collect();
            assert_eq!(lines(&x, &x).parameters, 2, "one in {rare}");
        }
        let four: Vec<f64> = (0..1_000).map(|index| f64::from(index % 4)).collect();
        assert_eq!(lines(&four, &four).parameters, 4);
        assert!(squares_of(&four, |x| x * (x - 2.5)) < 1e-20);
    }

    #[test]
    fn a_common_value_leaves_the_bins_to_the_others() {
        // Half of the inputs are zero: one number for them, and nine lines for the rest.
        let x: Vec<f64> = (0..1_000)
            .map(|index| f64::from((index - 500).max(0)))
            .collect();
        assert_eq!(lines(&x, &x).parameters, 1 + 2 * 9);
    }

    #[test]
    fn residuals_stand_where_their_pairs_do_and_lines_leave_none_of_a_line() {
        let x: Vec<f64> = (0..100).map(|index| f64::from(index * 37 % 100)).collect();
        assert!(squares_of(&x, |x| 5.0 - 2.0 * x) < 1e-20);
        let mut y: Vec<f64> = x.iter().map(|x| 5.0 - 2.0 * x).collect();
        y[42] += 1.0;
        let residuals = lines(&x, &y).residuals;
        let largest = (0..100).max_by(|&a, &b| residuals[a].abs().total_cmp(&residuals[b].abs()));
        assert_eq!(largest, Some(42));
    }

    #[test]
    fn twice_as_many_bins_leave_a_sixteenth_of_the_variance_of_a_curve() {
        let curve_error = |n: u32| {
            let x: Vec<f64> = (0..n)
                .map(|index| f64::from(index) / f64::from(n))
                .collect();
            squares_of(&x, |x| x * x) / f64::from(n)
        };
        let ratio = curve_error(8_000) / curve_error(64_000);
        assert!((15.0..17.0).contains(&ratio), "{ratio}");
    }
}
