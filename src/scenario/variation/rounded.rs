//! Numbers with no more digits than matter.

/// Decimal places beyond which nothing of a scenario is written.
const MOST_PLACES: i32 = 18;

/// `number` rounded to four digits, or to as many as tell apart a thousandth of `span` where that is finer.
pub(super) fn rounded(number: f64, span: f64) -> f64 {
    let scale = number.abs().min(span);
    if !(scale > 0.0 && scale.is_finite()) {
        return number;
    }
    let places = 3 - libm::floor(libm::log10(scale)) as i32;
    let text = if places >= 0 {
        // By way of decimal text, so that the result is the number nearest to its digits.
        format!("{number:.*}", places.min(MOST_PLACES) as usize)
    } else {
        let digits = format!("{number:.0}");
        let zeros = usize::try_from(-places).unwrap_or(0).min(digits.len());
        let unit: f64 = format!("1e{zeros}").parse().unwrap_or(1.0);
        format!("{:.0}e{zeros}", number / unit)
    };
    text.parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_are_kept_or_a_thousandth_of_the_span() {
        for (number, span, expected) in [
            (0.153_414_323, 1.9, 0.153_4),
            (1.534_143, 1.9, 1.534),
            (1.0 / 3.0, 1.0, 0.333_3),
            (4_321.7, 86_400.0, 4_322.0),
            (43_217.7, 86_400.0, 43_220.0),
            (1_000.123_456, 1.0, 1_000.123),
            (0.0, 5.0, 0.0),
            (-0.123_456, 1.0, -0.123_5),
            (7.0, 0.0, 7.0),
        ] {
            assert_eq!(rounded(number, span), expected, "{number} of {span}");
        }
    }
}
