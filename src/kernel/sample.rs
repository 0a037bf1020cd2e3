//! Distributions as functions of one uniform number.
//!
//! Each function is monotone in its uniform, so that variants of a model that share their luck move
//! together, and uses only explicit `libm` functions, so that the bits are the same on every platform and in every
//! build. (`rand_distr` takes `exp` and `ln` from whichever library the other crates of a build happen to switch
//! on, so its numbers can change with a chart crate; here it serves the tests as an independent reference.)

/// A uniform number between `low` and `high`.
#[inline]
pub fn uniform(unit: f64, low: f64, high: f64) -> f64 {
    low + unit * (high - low)
}

/// A number between `low` and `high`, both above zero, whose logarithm is uniform: each of its orders of magnitude is as likely.
#[inline]
pub fn log_uniform(unit: f64, low: f64, high: f64) -> f64 {
    low * libm::pow(high / low, unit)
}

/// An exponential number of mean `mean`.
#[inline]
pub fn exponential(unit: f64, mean: f64) -> f64 {
    -mean * libm::log(1.0 - unit)
}

/// A triangular number between `low` and `high`, most likely near `mode`.
pub fn triangular(unit: f64, low: f64, mode: f64, high: f64) -> f64 {
    let width = high - low;
    if width <= 0.0 {
        return low;
    }
    let below_mode = (mode - low) / width;
    if unit < below_mode {
        low + libm::sqrt(unit * width * (mode - low))
    } else {
        high - libm::sqrt((1.0 - unit) * width * (high - mode))
    }
}

/// The standard normal quantile: Wichura's algorithm AS 241 (PPND16, Applied Statistics 37, 1988), exact to
/// about one part in 10¹⁶.
#[inline]
pub fn standard_normal(unit: f64) -> f64 {
    let centred = unit - 0.5;
    if libm::fabs(centred) <= 0.425 {
        let r = 0.180_625 - centred * centred;
        return centred * ratio(r, &CENTRE_NUMERATOR, &CENTRE_DENOMINATOR);
    }
    let tail = if centred < 0.0 { unit } else { 1.0 - unit };
    let r = libm::sqrt(-libm::log(tail));
    let magnitude = if r <= 5.0 {
        ratio(r - 1.6, &TAIL_NUMERATOR, &TAIL_DENOMINATOR)
    } else {
        ratio(r - 5.0, &FAR_NUMERATOR, &FAR_DENOMINATOR)
    };
    if centred < 0.0 { -magnitude } else { magnitude }
}

#[inline]
fn ratio(r: f64, numerator: &[f64; 8], denominator: &[f64; 8]) -> f64 {
    polynomial(r, numerator) / polynomial(r, denominator)
}

#[inline]
fn polynomial(r: f64, coefficients: &[f64; 8]) -> f64 {
    coefficients
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| sum * r + coefficient)
}

/// A lognormal distribution, by the normal it is the exponential of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogNormal {
    /// Mean of the logarithm.
    pub log_mean: f64,
    /// Standard deviation of the logarithm.
    pub log_sd: f64,
}

impl LogNormal {
    /// The lognormal of a given mean (above zero) and coefficient of variation (standard deviation over mean).
    pub fn from_mean_and_cv(mean: f64, cv: f64) -> Self {
        let log_variance = libm::log1p(cv * cv);
        Self {
            log_mean: libm::log(mean) - log_variance / 2.0,
            log_sd: libm::sqrt(log_variance),
        }
    }

    /// The lognormal whose 5th and 95th percentiles are `p5` and `p95`, both above zero.
    pub fn from_p5_and_p95(p5: f64, p95: f64) -> Self {
        let (low, high) = (libm::log(p5), libm::log(p95));
        Self {
            log_mean: (low + high) / 2.0,
            log_sd: (high - low) / (2.0 * STANDARD_NORMAL_P95),
        }
    }

    /// The number at `unit` of this distribution.
    #[inline]
    pub fn at(&self, unit: f64) -> f64 {
        self.at_normal(standard_normal(unit))
    }

    /// The number of this distribution at the quantile at which the standard normal one is `normal`.
    #[inline]
    pub fn at_normal(&self, normal: f64) -> f64 {
        libm::exp(self.log_mean + self.log_sd * normal)
    }

    /// The mean of this distribution.
    pub fn mean(&self) -> f64 {
        libm::exp(self.log_mean + self.log_sd * self.log_sd / 2.0)
    }
}

/// The 95th percentile of the standard normal distribution.
pub const STANDARD_NORMAL_P95: f64 = 1.644_853_626_951_472_2;

const CENTRE_NUMERATOR: [f64; 8] = [
    3.387_132_872_796_366_5,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_3e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const CENTRE_DENOMINATOR: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_66e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_854e3,
];
const TAIL_NUMERATOR: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const TAIL_DENOMINATOR: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_NUMERATOR: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_DENOMINATOR: [f64; 8] = [
    1.0,
    5.998_322_065_558_88e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_quantile_agrees_with_published_values() {
        // Abramowitz and Stegun, table 26.5, and the far tail from the complementary error function.
        for (unit, quantile) in [
            (0.5, 0.0),
            (0.95, STANDARD_NORMAL_P95),
            (0.975, 1.959_963_984_540_054),
            (0.999, 3.090_232_306_167_813_5),
            (1e-10, -6.361_340_902_404_056),
            (1e-15, -7.941_345_326_170_997),
        ] {
            assert!((standard_normal(unit) - quantile).abs() < 1e-12, "{unit}");
        }
    }

    #[test]
    fn a_lognormal_has_the_mean_and_the_percentiles_it_was_asked_for() {
        let by_mean = LogNormal::from_mean_and_cv(0.25, 1.0);
        assert!((by_mean.mean() - 0.25).abs() < 1e-15);
        let by_range = LogNormal::from_p5_and_p95(2.0, 18.0);
        assert!((by_range.at(0.05) - 2.0).abs() < 1e-12);
        assert!((by_range.at(0.95) - 18.0).abs() < 1e-12);
        assert!((by_range.at(0.5) - 6.0).abs() < 1e-12);
    }

    #[test]
    fn a_triangle_has_its_ends_and_its_median() {
        assert!((triangular(1e-12, 1.0, 2.0, 4.0) - 1.0).abs() < 1e-5);
        assert!((triangular(1.0 - 1e-12, 1.0, 2.0, 4.0) - 4.0).abs() < 1e-5);
        let symmetric_median = triangular(0.5, 0.0, 1.0, 2.0);
        assert!((symmetric_median - 1.0).abs() < 1e-12);
        assert!((triangular(0.5, 3.0, 3.0, 3.0) - 3.0).abs() < 1e-12);
    }
}
