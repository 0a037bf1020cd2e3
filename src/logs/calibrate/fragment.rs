//! A calibration as a fragment of a scenario.

use std::fmt::Write;

use super::calibration_document::{Calibration, Measured};

/// The text of the fragment: each table with its keys, each with what it was measured by.
pub fn fragment(found: &Calibration) -> String {
    let mut text = format!(
        "# Measured by `cyclecast calibrate` from provisioning logs of {}. No name, identifier or value of an attribute is in here.\n\
         # A scenario takes it over by the line `measurements = \"tenant.toml\"` at its top, with the name of this file; what the scenario says itself counts more.\n",
        found.span
    );
    let mut table = "";
    for Measured {
        key,
        value,
        because,
        ..
    } in in_tables(found)
    {
        let (of, name) = key.rsplit_once('.').unwrap_or(("", key));
        if of != table {
            let _ = write!(text, "\n[{of}]\n");
            table = of;
        }
        let _ = writeln!(text, "{name} = {value}  # {because}, {}", found.span);
    }
    if !found.left.is_empty() {
        text.push_str("\n# Left as it is:\n");
    }
    for left in &found.left {
        let _ = writeln!(text, "# - {}: {}", left.what, left.why);
    }
    text
}

/// Keys table by table, in the order in which tables come up.
fn in_tables(found: &Calibration) -> Vec<&Measured> {
    let table = |one: &Measured| {
        one.key
            .rsplit_once('.')
            .map_or(String::new(), |(table, _)| table.to_owned())
    };
    let mut order: Vec<String> = Vec::new();
    for one in &found.measured {
        if !order.contains(&table(one)) {
            order.push(table(one));
        }
    }
    let mut rows: Vec<&Measured> = found.measured.iter().collect();
    rows.sort_by_key(|one| order.iter().position(|known| *known == table(one)));
    rows
}
