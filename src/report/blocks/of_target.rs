//! The list of target sheets, and what one of them says.

use super::{Block, Section, notes, parts_with_lines, sentences, table};
use crate::experiment::outcome::targets::{Floor, Target};
use crate::report::number;
use crate::report::tables::Table;
use crate::units::display_number;

/// Every sheet in a line.
pub fn targets(sheets: &[Target]) -> Vec<Section> {
    let header = "preset | POST | GET + POST | checked | source of | what it is";
    let rows = sheets.iter().map(|sheet| {
        let [post, both] = [&sheet.floor, &sheet.floor_with_get].map(|one| time(one.as_ref()));
        let [name, checked, dated, title] =
            [&sheet.name, &sheet.checked, &sheet.dated, &sheet.title].map(String::clone);
        [name, post, both, checked, dated, title]
    });
    let rows = Table::headed(header).ended_by_words().with(rows);
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
    let screen = Section::screen("target", "The target");
    let screen = screen.with([Block::Sentence(title), Block::Gap]);
    let mut sections = vec![screen.with(floors(sheet))];
    let limits = sheet.limits.iter();
    let limits = limits.map(|limit| format!("{}: {}", limit.name, limit.words));
    let values = sheet.values.iter();
    let values = values.map(|value| format!("{} = {}: {}", value.key, value.value, value.meaning));
    let (limits, values) = (limits.collect::<Vec<_>>(), values.collect());
    sections.extend(parts_with_lines([("Limits", limits), ("Values", values)]));
    let note = (!sheet.note.is_empty()).then(|| [Block::Gap, Block::Sentence(sheet.note.clone())]);
    let (name, checked) = (&sheet.name, checked(sheet));
    let source = [
        format!("Source: {} ({})", sheet.source, sheet.dated),
        format!("Checked: {checked}"),
        format!("To use it: preset = \"{name}\" below [target] of a scenario"),
    ];
    let source = [Block::Gap].into_iter().chain(sentences(source));
    let told = note.into_iter().flatten().chain(source);
    sections.push(Section::screen("source", "The source").with(told));
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
    let Some(floor) = floor else {
        return "none, since no limit counts them".to_owned();
    };
    let steady = number::time(floor.steady_ms as f64);
    let window = floor.window_ms.map(|window| number::time(window as f64));
    match (floor.ms, window) {
        (0, Some(window)) => format!(
            "none, since they fit into the first window of {window}; spread evenly by its rate, they take {steady}"
        ),
        (0, None) => format!(
            "none, since they fit into the burst; spread evenly by the rate, they take {steady}"
        ),
        _ => format!("{}, by the limit \"{}\"", time(Some(floor)), floor.limit),
    }
}

/// How much less it can be where windows do not begin with the cycle.
fn by_the_clock(floors: &[&Option<Floor>]) -> Option<String> {
    let floors = floors.iter().filter_map(|floor| floor.as_ref());
    let is_less = floors.clone().any(|floor| floor.any_window_ms != floor.ms);
    let least = floors.filter(|floor| floor.ms > 0);
    let least = least.map(|floor| number::time_at_least(floor.any_window_ms as f64));
    let least = least.collect::<Vec<_>>().join(" and ");
    is_less.then(|| {
        format!(
            "Fixed windows are taken to begin with the cycle. Where they go by the clock, it can be up to one window less: {least}."
        )
    })
}

fn time(floor: Option<&Floor>) -> String {
    let ms = floor.map_or(0, |floor| floor.ms);
    match ms {
        0 => "none".to_owned(),
        _ => number::time_at_least(ms as f64),
    }
}
