//! Which inputs move the forecast, in words.

use super::phrases::listed;
use crate::experiment::outcome::{InputEffect, OriginKind, Outcome, Sensitivity, is_service_time};
use crate::report::number;

/// An input with a smaller share of the uncertainty is not worth a search of its own.
const WORTH_MEASURING: f64 = 0.1;

/// The strongest input, and those that may be as strong: whose interval reaches into its interval.
pub(in crate::report) fn strongest(found: &Sensitivity) -> Vec<&InputEffect> {
    let Some(first) = found.effects.first() else {
        return Vec::new();
    };
    let low = first.share.low.or(first.share.value);
    let may_be = |effect: &&InputEffect| effect.share.high >= low && effect.share.high.is_some();
    let others = found.effects.iter().skip(1).filter(may_be);
    std::iter::once(first).chain(others).collect()
}

/// What to find out first, in a sentence that claims no more than the intervals do.
pub(in crate::report) fn advice(outcome: &Outcome, found: &Sensitivity) -> String {
    let strongest = strongest(found);
    let [first, rivals @ ..] = &strongest[..] else {
        return "No input stands out of the noise: what is left is luck, or too few replications to tell.".to_owned();
    };
    let share = number::share(&first.share);
    let meaning = first.meaning.trim_end_matches('.');
    let key = &first.key;
    let value = first.share.value;
    if value.is_none_or(|share| share < WORTH_MEASURING) {
        return format!(
            "No input stands out: the strongest, `{key}` ({meaning}), is {share} of the uncertainty."
        );
    }
    let rivals: Vec<String> = rivals.iter().map(|one| format!("`{}`", one.key)).collect();
    let or = match listed(&rivals, "or", 3) {
        none if none.is_empty() => none,
        rivals => format!(" Perhaps {rivals} matters as much."),
    };
    // What is a fact of the target can be measured; the rest is to be found out or decided.
    let verb = match key.starts_with("target.") {
        true => "Measure",
        false => "Find out",
    };
    // What is the service's own no measurement at the endpoint tells.
    let found = match is_service_time(key) {
        true => {
            " It is the service's own time: durations in the provisioning logs tell it, the endpoint does not."
        }
        false => "",
    };
    let origin = origin(outcome, key);
    format!(
        "{verb} `{key}` first ({meaning}): it is {share} of the uncertainty.{origin}{found}{or}"
    )
}

/// Where the value in use comes from.
fn origin(outcome: &Outcome, key: &str) -> String {
    let mut parameters = outcome.scenario.parameters.iter();
    let Some(parameter) = parameters.find(|parameter| parameter.key == key) else {
        return String::new();
    };
    let from = match parameter.origin {
        OriginKind::Yours => "is yours",
        OriginKind::Measured => "is measured",
        OriginKind::Assumed => "is assumed",
        OriginKind::Calibrated => "is fitted to the documented timing table",
        OriginKind::Documented => "is documented",
    };
    format!(" So far its value, {}, {from}.", parameter.value)
}

/// What the shares leave, for more than rounding: luck, and inputs that act together.
pub(in crate::report) fn rest(found: &Sensitivity) -> Option<String> {
    let shares = found.effects.iter().filter_map(|effect| effect.share.value);
    let rest = 1.0 - shares.sum::<f64>();
    let is_shown = !found.effects.is_empty() && (0.01..1.0).contains(&rest);
    let rest = number::percent(rest);
    is_shown.then(|| format!("The rest, {rest}, is luck and inputs that act together."))
}

/// The inputs without an effect that could be seen, up to `most` of them by name.
pub(in crate::report) fn no_effect(found: &Sensitivity, most: usize) -> Option<String> {
    let keys = &found.no_effect_seen;
    (!keys.is_empty()).then(|| format!("No effect was seen of: {}.", listed(keys, "and", most)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn found(outcome: &Outcome) -> &Sensitivity {
        outcome.sensitivity.as_ref().unwrap()
    }

    #[test]
    fn the_strongest_input_is_to_be_measured_where_it_is_a_fact_of_the_target() {
        let mut outcome = fixture::with_sensitivity();
        assert_eq!(
            advice(&outcome, found(&outcome)),
            "Measure `target.latency.user_get` first (Mean time of a GET on users): it is 61 % (55 to 67) of the uncertainty. \
             So far its value, 120 ms to 900 ms, is assumed."
        );
        outcome.sensitivity.as_mut().unwrap().effects.remove(0);
        let text = advice(&outcome, found(&outcome));
        assert!(
            text.starts_with("Find out `job.connections` first ("),
            "{text}"
        );
    }

    #[test]
    fn inputs_that_may_be_as_strong_are_named() {
        let mut outcome = fixture::with_sensitivity();
        outcome.sensitivity.as_mut().unwrap().effects[1].share.high = Some(0.56);
        assert_eq!(strongest(found(&outcome)).len(), 2);
        let text = advice(&outcome, found(&outcome));
        assert!(
            text.ends_with("Perhaps `job.connections` matters as much."),
            "{text}"
        );
    }

    #[test]
    fn weak_inputs_and_none_are_not_called_for() {
        let mut outcome = fixture::with_sensitivity();
        let sensitivity = outcome.sensitivity.as_mut().unwrap();
        sensitivity.effects.drain(..3);
        assert!(advice(&outcome, found(&outcome)).starts_with("No input stands out"));
        outcome.sensitivity.as_mut().unwrap().effects.clear();
        assert!(advice(&outcome, found(&outcome)).starts_with("No input stands out of the noise"));
        assert_eq!(rest(found(&outcome)), None);
    }

    #[test]
    fn the_rest_is_luck_and_what_acts_together() {
        let outcome = fixture::with_sensitivity();
        let text = rest(found(&outcome)).unwrap();
        assert!(text.starts_with("The rest, 8"), "{text}");
    }
}
