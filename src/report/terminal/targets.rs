//! The list of target sheets, and what one of them says.

use super::tables::{finished, table_with_words};
use crate::experiment::outcome::targets::{Floor, Target};
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
            time(sheet.floor.as_ref()),
            time(sheet.floor_with_get.as_ref()),
            sheet.checked.clone(),
            sheet.dated.clone(),
            sheet.title.clone(),
        ]);
    }
    let creates = sheets.first().map_or(0, |sheet| sheet.creates);
    format!(
        "The least time that the limits alone put under {} creates, with and without a GET before each:\n\n{}\n\
         none: no limit counts them, or all of them fit into its first window.\n\
         Fixed windows are taken to begin with the cycle; where they go by the clock, it can be up to one window less.\n\
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
    let checked = checked(sheet);
    if !sheet.note.is_empty() {
        text.push_str(&format!("\n{}\n", sheet.note));
    }
    text.push_str(&format!(
        "\nSource: {} ({})\nChecked: {checked}\nTo use it: preset = \"{}\" below [target] of a scenario\n",
        sheet.source, sheet.dated, sheet.name
    ));
    text
}

/// How far the figures were checked. What a user's own file says of itself is its author's word.
fn checked(sheet: &Target) -> &'static str {
    match (sheet.shipped, sheet.checked.as_str()) {
        (true, "read") => "the sentence was read in the source's own text",
        (true, "derived") => {
            "worked out, as the note says, from figures that were read in the source's own text"
        }
        (true, "excerpt") => "an excerpt of the source's own text was read",
        (true, "measured") => "measured by the authors of this program",
        (false, "excerpt") => "as the sheet says, read in an excerpt of the source",
        (false, "measured") => "as the sheet says, measured",
        (false, "read") => "as the sheet says, read in the source's own text",
        (false, "derived") => "as the sheet says, worked out from figures of the source",
        _ => "your own",
    }
}

fn floors(sheet: &Target) -> String {
    let creates = display_number(sheet.creates as f64);
    let floors = [&sheet.floor, &sheet.floor_with_get];
    let mut text = if floors.iter().all(|floor| floor.is_none()) {
        "No limit here puts a time under creates.".to_owned()
    } else {
        format!(
            "The least time for {creates} creates, by these limits alone\n  a POST each: {}\n  a GET and a POST each, as the service sends them: {}{}",
            in_words(sheet.floor.as_ref()),
            in_words(sheet.floor_with_get.as_ref()),
            by_the_clock(&floors)
        )
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

fn in_words(floor: Option<&Floor>) -> String {
    let time = |ms: u64| number::time(ms as f64);
    match floor {
        None => "none, since no limit counts them".to_owned(),
        Some(Floor {
            ms: 0,
            window_ms: Some(window),
            steady_ms,
            ..
        }) => format!(
            "none, since they fit into the first window of {}; spread evenly by its rate, they take {}",
            time(*window),
            time(*steady_ms)
        ),
        Some(Floor {
            ms: 0, steady_ms, ..
        }) => format!(
            "none, since they fit into the burst; spread evenly by the rate, they take {}",
            time(*steady_ms)
        ),
        Some(floor) => format!(
            "{}, by the limit \"{}\"",
            number::time_at_least(floor.ms as f64),
            floor.limit
        ),
    }
}

/// How much less it can be where windows do not begin with the cycle.
fn by_the_clock(floors: &[&Option<Floor>]) -> String {
    let floors: Vec<&Floor> = floors.iter().filter_map(|floor| floor.as_ref()).collect();
    if floors.iter().all(|floor| floor.any_window_ms == floor.ms) {
        return String::new();
    }
    let least = floors
        .iter()
        .filter(|floor| floor.ms > 0)
        .map(|floor| number::time_at_least(floor.any_window_ms as f64));
    format!(
        "\n  Fixed windows are taken to begin with the cycle. Where they go by the clock, it can be up to one window less: {}.",
        least.collect::<Vec<_>>().join(" and ")
    )
}

fn time(floor: Option<&Floor>) -> String {
    floor.filter(|floor| floor.ms > 0).map_or_else(
        || "none".to_owned(),
        |floor| number::time_at_least(floor.ms as f64),
    )
}
