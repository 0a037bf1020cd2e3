//! The list of target sheets, and what one of them says.

use super::tables::{finished, table_with_words};
use crate::experiment::outcome::targets::Target;
use crate::report::number;
use crate::units::display_number;

/// Every sheet in a line.
pub fn targets(sheets: &[Target]) -> String {
    let header = [
        "preset",
        "POST",
        "GET + POST",
        "checked",
        "source of",
        "what it is",
    ];
    let mut rows = table_with_words(&header);
    for sheet in sheets {
        rows.add_row([
            sheet.name.clone(),
            time(sheet.floor_ms),
            time(sheet.floor_with_get_ms),
            sheet.checked.clone(),
            sheet.dated.clone(),
            sheet.title.clone(),
        ]);
    }
    let creates = sheets.first().map_or(0, |sheet| sheet.creates);
    format!(
        "The least time that the limits alone put under {} creates, with and without a GET before each:\n\n{}\n\
         `cyclecast targets NAME` explains one; preset = \"NAME\" below [target] of a scenario uses it.\n\
         Limits change: see the date, and ask the vendor before a roll-out.\n",
        display_number(creates as f64),
        finished(&rows)
    )
}

/// All that a sheet says.
pub fn target(sheet: &Target) -> String {
    let mut text = format!("{}: {}\n\n{}\n", sheet.name, sheet.title, floors(sheet));
    if !sheet.limits.is_empty() {
        text.push_str("\nLimits\n");
    }
    for limit in &sheet.limits {
        text.push_str(&format!("  {}: {}\n", limit.name, limit.words));
    }
    if !sheet.values.is_empty() {
        text.push_str("\nValues\n");
    }
    for value in &sheet.values {
        text.push_str(&format!(
            "  {} = {}: {}\n",
            value.key, value.value, value.meaning
        ));
    }
    let checked = match sheet.checked.as_str() {
        "read" => "the sentence was read in the source's own text",
        _ => "your own",
    };
    if !sheet.note.is_empty() {
        text.push_str(&format!("\n{}\n", sheet.note));
    }
    text.push_str(&format!(
        "\nSource: {} ({})\nChecked: {checked}\nTo use it: preset = \"{}\" below [target] of a scenario\n",
        sheet.source, sheet.dated, sheet.name
    ));
    text
}

fn floors(sheet: &Target) -> String {
    let creates = display_number(sheet.creates as f64);
    let mut text = match sheet.floor_with_get_ms {
        None => "No limit here puts a time under creates.".to_owned(),
        Some(with_get) => format!(
            "By these limits alone, {creates} creates take {} or longer, and {} with a GET before each, as the service sends it.",
            number::time(sheet.floor_ms.unwrap_or(0) as f64),
            number::time(with_get as f64),
        ),
    };
    if sheet.membership_requests > 1 {
        text.push_str(&format!(
            "\n{} members of one group take {} requests or more.",
            display_number(sheet.members as f64),
            display_number(sheet.membership_requests as f64)
        ));
    }
    text
}

fn time(floor_ms: Option<u64>) -> String {
    floor_ms.map_or_else(|| "none".to_owned(), |time| number::time(time as f64))
}
