//! What to find out first.

use super::grid;
use super::page::Section;
use super::picture::Picture;
use super::verdict::lead;
use crate::experiment::outcome::{Outcome, Sensitivity};
use crate::report::sensitivity::{advice, no_effect, rest};
use crate::report::table::sensitivity::effects;
use crate::units::display_number;

/// Which uncertain inputs move the forecast, with their chart where there is one.
pub fn section(
    outcome: &Outcome,
    found: &Sensitivity,
    picture: Option<&Picture<'_>>,
) -> Option<Section> {
    Section::of("sensitivity", "What to find out first", |body| {
        lead(body, &advice(outcome, found));
        body.words("p", &method(found));
        if let Some(picture) = picture {
            picture.add_to(body);
        }
        let caption = "Inputs and the initial cycle: from the fifth of the runs with the lowest values of the input to that with the highest";
        grid::add(body, caption, &effects(&found.effects));
        let none = no_effect(found, found.no_effect_seen.len());
        for words in rest(found).into_iter().chain(none) {
            body.words("p", &words);
        }
    })
}

fn method(found: &Sensitivity) -> String {
    format!(
        "Taken from {} runs. The share of an input is how much of the variance of the duration, on a logarithmic scale, would go if the \
         input were known.",
        display_number(found.replications as f64)
    )
}
