//! A calibration as a fragment of a scenario.

use std::fmt::Write;

use super::calibration_document::{Calibration, Left, Measured};

/// The text of the fragment: each table with its keys, each with what it was measured by.
pub fn fragment(found: &Calibration) -> String {
    let head = format!(
        "# Measured by `cyclecast calibrate` from provisioning logs of {}. No name, identifier or value of an attribute is in here.\n\
         # A scenario takes it over by the line `measurements = \"tenant.toml\"` at its top, with the name of this file; what the scenario says itself counts more.\n",
        found.span
    );
    fragment_of(&head, &found.span, &found.measured, &found.left)
}

/// The text of a fragment below its head: measured values of a day or several, and what is left as it is.
pub fn fragment_of(head: &str, span: &str, measured: &[Measured], left: &[Left]) -> String {
    let mut text = head.to_owned();
    let mut table = "";
    for Measured {
        key,
        value,
        because,
        ..
    } in in_tables(measured)
    {
        let (of, name) = key.rsplit_once('.').unwrap_or(("", key));
        if of != table {
            let _ = write!(text, "\n[{of}]\n");
            table = of;
        }
        let _ = writeln!(text, "{name} = {value}  # {because}, {span}");
    }
    if !left.is_empty() {
        text.push_str("\n# Left as it is:\n");
    }
    for left in left {
        let _ = writeln!(text, "# - {}: {}", left.what, left.why);
    }
    text
}

/// Keys table by table, in the order in which tables come up.
fn in_tables(measured: &[Measured]) -> Vec<&Measured> {
    let table = |one: &Measured| {
        one.key
            .rsplit_once('.')
            .map_or(String::new(), |(table, _)| table.to_owned())
    };
    let mut order: Vec<String> = Vec::new();
    for one in measured {
        if !order.contains(&table(one)) {
            order.push(table(one));
        }
    }
    let mut rows: Vec<&Measured> = measured.iter().collect();
    rows.sort_by_key(|one| order.iter().position(|known| *known == table(one)));
    rows
}
