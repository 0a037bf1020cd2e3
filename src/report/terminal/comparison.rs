//! Variants beside each other, in the terminal.

use super::strategies;
use super::tables::set;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison};
use crate::report::comparison::answer;
use crate::report::table::comparison::{against_first, at_target, durations};
use crate::units::display_number;

/// The whole report; `repeat` is the command that makes it again.
pub fn comparison(found: &Comparison, repeat: &str) -> String {
    let is_of_strategies = found.of == ComparedBy::Strategies;
    let mut text = strategies::expected(found);
    text.push_str(&format!("{}: {}.\n", found.scenario, answer(found)));
    text.push_str(&format!(
        "\nInitial cycle over {} replications each, with the same luck\n{}",
        display_number(found.replications as f64),
        if is_of_strategies {
            strategies::each(found)
        } else {
            set(&durations(found))
        }
    ));
    text.push_str(&if is_of_strategies {
        strategies::pairs(found).unwrap_or_default()
    } else {
        format!("\nAt the target, medians\n{}", set(&at_target(found)))
    });
    if found.of == ComparedBy::Policies {
        text.push_str(&format!(
            "\nAgainst {}, run by run\n{}",
            found.variants.first().map_or("", |one| &one.name),
            set(&against_first(found))
        ));
    }
    text.push_str(&format!("\nTo repeat this\n  {repeat}\n"));
    text
}
