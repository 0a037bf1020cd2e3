//! Two outcomes beside each other.

use super::Table;
use crate::experiment::outcome::difference::{DifferenceOf, Percentiles, QuantityChange};
use crate::report::number::{self, NONE};
use crate::report::sentences::difference_answer::numbers;

/// What is told of whatever it came to.
const ALWAYS: [&str; 4] = ["initialCycle", "usersHalf", "usersMost", "usersAll"];

/// Each quantity then and now: the median, and the 5th to 95th percentile. What is zero in both is left out.
pub fn quantities(found: &[QuantityChange]) -> Table {
    let is_zero = |of: &Percentiles| of.p95 == Some(0.0);
    let shown = found
        .iter()
        .filter(|one| ALWAYS.contains(&&*one.metric) || !(is_zero(&one.then) && is_zero(&one.now)));
    let rows = shown.map(|one| {
        let [then, now] = sides(one);
        [one.label.clone(), then, now, difference(one)]
    });
    Table::new(&["", "then", "now", "difference"]).with(rows)
}

/// Both sides of a row, in one unit.
fn sides(one: &QuantityChange) -> [String; 2] {
    let texts = numbers(one);
    let side = |[p5, p50, p95]: &[String; 3], of: &Percentiles| {
        // The unit stands behind the first number alone.
        let bare = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
        let spread = match (bare(p5), bare(p95)) {
            (low, high) if low == high => String::new(),
            (low, high) => format!(" ({low} to {high})"),
        };
        match (of.p50, of.reached_share) {
            (_, none) if none <= 0.0 => "not reached".to_owned(),
            (Some(_), all) if all >= 1.0 => format!("{p50}{spread}"),
            (Some(_), share) => format!("{p50}, in {} of the runs", number::percent(share)),
            (None, share) => format!("in {} of the runs", number::percent(share)),
        }
    };
    [side(&texts[0], &one.then), side(&texts[1], &one.now)]
}

fn difference(one: &QuantityChange) -> String {
    let Some(found) = &one.difference else {
        return "not known".to_owned();
    };
    let shown = number::change(found, one.unit);
    match one.difference_of {
        DifferenceOf::Pairs if shown != NONE => format!("{shown}, median of the pairs"),
        _ => shown,
    }
}
