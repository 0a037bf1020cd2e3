//! What each uncertain input does to the duration of the initial cycle.

use super::Table;
use crate::experiment::outcome::{Estimate, InputEffect};
use crate::report::number;

/// Every input that was seen to have an effect, the strongest first.
pub fn effects(effects: &[InputEffect]) -> Table {
    let header = " | share of the uncertainty | rank correlation | input from..to | p50 from..to | p95 from..to";
    let rows = effects.iter().map(|effect| {
        [
            effect.key.clone(),
            number::share(&effect.share),
            correlation(effect.rank_correlation),
            number::input_range(effect.lowest_fifth, effect.highest_fifth, &effect.unit),
            from_to(&effect.p50_in_lowest, &effect.p50_in_highest),
            from_to(&effect.p95_in_lowest, &effect.p95_in_highest),
        ]
    });
    Table::headed(header).with(rows)
}

fn from_to(from: &Estimate, to: &Estimate) -> String {
    match (from.value, to.value) {
        (Some(from), Some(to)) => number::time_range(from, to),
        _ => "not known".to_owned(),
    }
}

/// A correlation with its sign in two decimals, which is as much as a few hundred replications tell.
pub fn correlation(value: f64) -> String {
    match value.is_finite() {
        true => format!("{value:+.2}"),
        false => "not known".to_owned(),
    }
}
