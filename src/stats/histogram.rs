//! Histograms for pictures.

/// Equal bins over a range, with the number of values in each.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Left end of the first bin.
    pub start: f64,
    /// Width of each bin, above zero.
    pub width: f64,
    /// Values in each bin.
    pub counts: Vec<usize>,
}

impl Histogram {
    /// Left end of a bin; one past the last bin gives the right end of the whole.
    pub fn edge(&self, bin: usize) -> f64 {
        self.start + self.width * bin as f64
    }
}

/// Puts finite values, in ascending order, into about `bins` bins whose edges are round numbers.
///
/// The outermost half per cent on either side is gathered into the end bins when it would stretch the range to more than
/// twice that of the rest, so that one odd replication does not flatten the picture.
pub fn histogram(sorted: &[f64], bins: usize) -> Option<Histogram> {
    let finite = &sorted[..sorted.partition_point(|value| value.is_finite())];
    let (first, last) = (*finite.first()?, *finite.last()?);
    let cut = finite.len() / 200;
    let (inner_first, inner_last) = (finite[cut], finite[finite.len() - 1 - cut]);
    let stretched = last - first > 2.0 * (inner_last - inner_first) && inner_last > inner_first;
    let (low, high) = if stretched {
        (inner_first, inner_last)
    } else {
        (first, last)
    };
    let width = round_width((high - low) / bins.max(1) as f64, high);
    let start = libm::floor(low / width) * width;
    let count = libm::floor((high - start) / width) as usize + 1;
    let mut counts = vec![0; count];
    for &value in finite {
        let bin = libm::floor((value - start) / width).max(0.0) as usize;
        counts[bin.min(count - 1)] += 1;
    }
    Some(Histogram {
        start,
        width,
        counts,
    })
}

/// The nearest 1, 2 or 5 times a power of ten that is not below `raw`; a thousandth of `scale` for a single value.
fn round_width(raw: f64, scale: f64) -> f64 {
    let raw = if raw > 0.0 {
        raw
    } else {
        (scale.abs() / 1_000.0).max(1e-9)
    };
    let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let factor = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|factor| factor * power >= raw * 0.999_999);
    factor.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_value_is_counted_once(values in prop::collection::vec(-1e6_f64..1e6, 1..500), bins in 1_usize..60) {
            let values = crate::stats::sorted(values);
            let histogram = histogram(&values, bins).unwrap();
            prop_assert_eq!(histogram.counts.iter().sum::<usize>(), values.len());
            prop_assert!(histogram.counts.len() <= bins + 2);
        }
    }

    #[test]
    fn equal_values_make_one_bin() {
        let histogram = histogram(&[5.0; 10], 20).unwrap();
        assert_eq!(histogram.counts, [10]);
    }
}
