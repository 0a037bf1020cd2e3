//! The list of target sheets, and what one of them says.

use super::{Block, Section, notes, sentences, table};
use crate::experiment::outcome::targets::{Floor, Target};
use crate::report::number;
use crate::report::tables::Table;
use crate::units::display_number;

/// Every sheet in a line.
pub fn targets(sheets: &[Target]) -> Vec<Section> {
    let header = [
        "preset",
        "POST",
        "GET + POST",
        "checked",
        "source of",
        "what it is",
    ];
    let rows = sheets.iter().map(|sheet| {
        [
            sheet.name.clone(),
            time(sheet.floor.as_ref()),
            time(sheet.floor_with_get.as_ref()),
            sheet.checked.clone(),
            sheet.dated.clone(),
            sheet.title.clone(),
        ]
    });
    let rows = Table::new(&header).ended_by_words().with(rows);
    let creates = sheets.first().map_or(0, |sheet| sheet.creates);
    let creates = display_number(creates as f64);
    let told = format!(
        "The least time that the limits alone put under {creates} creates, with and without a GET before each:"
    );
    let explained = [
        "none: no limit counts them, or all of them fit into its first window.",
        "Fixed windows are taken to begin with the cycle; where they go by the clock, it can be up to one window less.",
        "`cyclecast targets NAME` explains one; preset = \"NAME\" below [target] of a scenario uses it.",
        "Limits change: see the date, and ask the vendor before a roll-out.",
    ];
    let screen = Section::screen("targets", "Targets")
        .with([Block::Sentence(told), Block::Gap, table(rows), Block::Gap])
        .with(sentences(explained.map(str::to_owned)));
    vec![screen]
}

/// All that a sheet says.
pub fn target(sheet: &Target) -> Vec<Section> {
    let title = format!("{}: {}", sheet.name, sheet.title);
    let mut sections = vec![
        Section::screen("target", "The target")
            .with([Block::Sentence(title), Block::Gap])
            .with(floors(sheet)),
    ];
    let limits = sheet.limits.iter();
    let limits = limits.map(|limit| format!("{}: {}", limit.name, limit.words));
    let values = sheet.values.iter();
    let values = values.map(|value| format!("{} = {}: {}", value.key, value.value, value.meaning));
    for (title, lines) in [
        ("Limits", limits.collect::<Vec<_>>()),
        ("Values", values.collect()),
    ] {
        if !lines.is_empty() {
            sections.push(Section::part(title).with(notes(lines)));
        }
    }
    let note = (!sheet.note.is_empty()).then(|| [Block::Gap, Block::Sentence(sheet.note.clone())]);
    let source = [
        format!("Source: {} ({})", sheet.source, sheet.dated),
        format!("Checked: {}", checked(sheet)),
        format!(
            "To use it: preset = \"{}\" below [target] of a scenario",
            sheet.name
        ),
    ];
    sections.push(
        Section::screen("source", "The source")
            .with(note.into_iter().flatten())
            .with([Block::Gap])
            .with(sentences(source)),
    );
    sections
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

/// The least time for creates and for a large group.
fn floors(sheet: &Target) -> Vec<Block> {
    let floors = [&sheet.floor, &sheet.floor_with_get];
    let mut blocks = Vec::new();
    if floors.iter().all(|floor| floor.is_none()) {
        let none = "No limit here puts a time under creates.".to_owned();
        blocks.push(Block::Sentence(none));
    } else {
        let creates = display_number(sheet.creates as f64);
        let [post, both] = floors.map(|floor| in_words(floor.as_ref()));
        let told = format!("The least time for {creates} creates, by these limits alone");
        blocks.push(Block::Sentence(told));
        blocks.extend(notes([
            format!("a POST each: {post}"),
            format!("a GET and a POST each, as the service sends them: {both}"),
        ]));
        blocks.extend(notes(by_the_clock(&floors)));
    }
    if sheet.membership_requests > 1 {
        let [members, requests] =
            [sheet.members, sheet.membership_requests].map(|count| display_number(count as f64));
        blocks.push(Block::Sentence(format!(
            "{members} members of one group take {requests} requests or more."
        )));
    }
    blocks
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
fn by_the_clock(floors: &[&Option<Floor>]) -> Option<String> {
    let floors: Vec<&Floor> = floors.iter().filter_map(|floor| floor.as_ref()).collect();
    if floors.iter().all(|floor| floor.any_window_ms == floor.ms) {
        return None;
    }
    let least = floors
        .iter()
        .filter(|floor| floor.ms > 0)
        .map(|floor| number::time_at_least(floor.any_window_ms as f64));
    let least = least.collect::<Vec<_>>().join(" and ");
    Some(format!(
        "Fixed windows are taken to begin with the cycle. Where they go by the clock, it can be up to one window less: {least}."
    ))
}

fn time(floor: Option<&Floor>) -> String {
    floor.filter(|floor| floor.ms > 0).map_or_else(
        || "none".to_owned(),
        |floor| number::time_at_least(floor.ms as f64),
    )
}
