//! A fleet in words: how many tenants need attention and why, and which takes longest.

use crate::experiment::outcome::fleet_document::{Fleet, Tenant};
use crate::report::number;
use crate::units::display_number;

/// How many tenants need attention.
pub(in crate::report) fn headline(found: &Fleet) -> String {
    let needy = found.tenants.iter().filter(|one| one.needs_attention());
    let [needy, all] =
        [needy.count(), found.tenants.len()].map(|count| display_number(count as f64));
    match (needy.as_str(), all.as_str()) {
        ("0", "1") => "The tenant needs no attention".to_owned(),
        ("0", _) => format!("None of {all} tenants needs attention"),
        ("1", "1") => "The tenant needs attention".to_owned(),
        ("1", _) => format!("1 of {all} tenants needs attention"),
        _ => format!("{needy} of {all} tenants need attention"),
    }
}

/// How many need attention, and which takes longest.
pub(in crate::report) fn answer(found: &Fleet) -> String {
    let by_p95 = found.by_p95();
    let longest = by_p95.first().map_or_else(String::new, |one| {
        let took = match (one.p5.value, one.p95.value) {
            (Some(p5), Some(p95)) => {
                format!(
                    "9 in 10 of its initial cycles take {}",
                    number::time_range(p5, p95)
                )
            }
            _ => "more than 1 in 20 of its initial cycles have no end".to_owned(),
        };
        format!("; {} takes longest: {took}", one.name)
    });
    format!("{}{longest}.", headline(found))
}

/// Why a tenant needs attention; empty where it needs none.
pub(in crate::report) fn reasons(one: &Tenant) -> String {
    let mut reasons: Vec<String> = one
        .missed()
        .map(|missed| format!("misses {} {}", missed.key, missed.condition))
        .collect();
    if one.is_quarantined() {
        let share = number::percent(one.quarantined.share);
        reasons.push(format!("in quarantine in {share} of the replications"));
    }
    if one.p95.value.is_none() {
        reasons.push("has no end in 1 replication of 20 or more".to_owned());
    }
    reasons.join("; ")
}
