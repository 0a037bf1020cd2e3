//! The uncertain inputs of a scenario: which there are, and what was drawn for them.

use super::outcome::InputDraws;
use super::replication::Replication;
use super::replication_record::Record;
use crate::model::{GroupSizes, Quantity, ScopeMode, Specification, catalogue};
use crate::scenario::Scenario;

/// The key that settles the sizes of groups, what is told of them, and what that means.
const SIZES: &str = "groups.sizes";
const SIZES_UNIT: &str = "memberships";
const SIZES_MEANING: &str = "Sizes of the groups in scope, of which the memberships are told; a list settles them, as groups.csv does.";

/// Whether anything is not known.
pub(super) fn any(scenario: &Scenario) -> bool {
    draws_group_sizes(scenario) || scenario.resolved.iter().any(|row| row.uncertain)
}

fn draws_group_sizes(scenario: &Scenario) -> bool {
    scenario.setup.scope != ScopeMode::AllUsers && scenario.setup.group_sizes == GroupSizes::Drawn
}

/// The parameters that are drawn, in the order of the catalogue.
fn drawn(scenario: &Scenario) -> impl Iterator<Item = &'static Specification> {
    catalogue().filter(|row| {
        let resolved = &mut scenario.resolved.iter();
        resolved.any(|resolved| resolved.uncertain && resolved.key == row.key)
    })
}

/// What was drawn in one replication, in the order of [`draws`].
pub(super) fn of(scenario: &Scenario, one: &Replication) -> Vec<f64> {
    let values = drawn(scenario).map(|row| one.values[row.parameter]);
    let sizes = draws_group_sizes(scenario).then_some(one.memberships as f64);
    values.chain(sizes).collect()
}

/// How many inputs are drawn.
pub(super) fn count(scenario: &Scenario) -> usize {
    drawn(scenario).count() + usize::from(draws_group_sizes(scenario))
}

/// What was drawn in all of them.
pub(super) fn draws(scenario: &Scenario, records: &[Record]) -> Vec<InputDraws> {
    let keys = drawn(scenario).map(|row| (row.key, unit_name(row.quantity)));
    let sizes = draws_group_sizes(scenario).then_some((SIZES, SIZES_UNIT));
    let named = keys.chain(sizes).enumerate();
    named
        .map(|(place, (key, unit))| InputDraws {
            key: key.to_owned(),
            unit: unit.to_owned(),
            values: records
                .iter()
                .filter_map(|record| record.inputs.get(place).copied())
                .collect(),
        })
        .collect()
}

/// What an input means, in one sentence.
pub(super) fn meaning(key: &str) -> &'static str {
    let row = catalogue().find(|row| row.key == key);
    row.map_or(SIZES_MEANING, |row| row.meaning)
}

/// The name of a unit in documents.
pub(super) const fn unit_name(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Duration => "seconds",
        Quantity::Count => "count",
        Quantity::Share => "share",
        Quantity::Factor => "factor",
    }
}
