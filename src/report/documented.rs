//! What is documented of a cycle of the same size, beside the forecast.

use super::number;
use crate::experiment::outcome::{DocumentedBand, Standing};
use crate::units::display_number;

/// One sentence: the documented range, and whether the forecast lies within, or why it does not.
pub(super) fn sentence(band: &DocumentedBand) -> String {
    format!(
        "documented for assigned scope are 0.01 N to 0.08 N minutes, {}; {}.",
        range(band),
        standing(band)
    )
}

/// The same of one of several, without what is the same for all.
pub(super) fn line(name: &str, band: &DocumentedBand) -> String {
    format!("{name}: documented are {}; {}", range(band), standing(band))
}

fn range(band: &DocumentedBand) -> String {
    let range = number::time_range(band.low_ms, band.high_ms);
    let objects = display_number(band.objects as f64);
    format!("{range} for the N = {objects} users, groups and members in scope")
}

fn standing(band: &DocumentedBand) -> String {
    let inside = number::percent(band.inside_share);
    match band.standing {
        Standing::Inside => format!("the median lies within, with {inside} of the runs"),
        Standing::Below => format!(
            "the median lies below ({inside} of the runs lie within): {}",
            reasons(&band.reasons)
        ),
        Standing::Above => format!(
            "the median lies above ({inside} of the runs lie within): {}",
            reasons(&band.reasons)
        ),
    }
}

fn reasons(reasons: &[String]) -> String {
    if reasons.is_empty() {
        "nothing in the scenario stands out, so it is the times that were drawn".to_owned()
    } else {
        reasons.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_forecast_lies_within_or_the_reason_is_told() {
        let mut band = fixture::outcome(30).documented.unwrap();
        let text = sentence(&band);
        assert!(
            text.contains("N = 40,000")
                && text.ends_with("the median lies within, with 98 % of the runs."),
            "{text}"
        );
        band.standing = Standing::Above;
        band.reasons = vec!["waiting for the target's limits, 62 % of the time".to_owned()];
        assert!(sentence(&band).ends_with(
            "(98 % of the runs lie within): waiting for the target's limits, 62 % of the time."
        ));
        band.reasons.clear();
        assert!(sentence(&band).ends_with("the times that were drawn."));
    }
}
