//! Reports in the terminal: of a run one screen, and the rest where it is wanted.

mod layout;
mod table_text;
mod value_list;

pub use super::blocks::Band;
pub use super::number::time_range;
pub use super::sentences::headline::headline;
pub use layout::{Layout, WIDTH};
pub use value_list::parameters;

use super::blocks::{self, Block, Medium, Rank, Section, WARNINGS};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::comparison::Comparison;
use crate::experiment::outcome::difference::Difference;
use crate::experiment::outcome::fleet_document::Fleet;
use crate::experiment::outcome::observed_job::ObservedJob;
use crate::experiment::outcome::probe_document::ProbeDocument;
use crate::experiment::outcome::rehearsal::Rehearsal;
use crate::experiment::outcome::reproduction::Reproduction;
use crate::experiment::outcome::sweep::Sweep;
use crate::experiment::outcome::targets::Target;
use crate::logs::calibrate::Calibration;
use crate::logs::summary::LogSummary;
use layout::broken;
use table_text::set_within;

/// Lines of the first screen, as far as warnings can keep to it.
const LINES: usize = 30;
/// Lines that follow the warnings: the command, what to read further, and where files are.
const LINES_BELOW: usize = 7;

/// The report as text: one screen, and all the rest below it where that is wanted; `repeat` is the command that makes it again.
pub fn report(outcome: &Outcome, layout: Layout, repeat: &str) -> String {
    let sections = blocks::run(outcome, repeat);
    let mut text = text_of(on_screen(&sections), layout.width);
    let below = sections.iter().skip(on_screen(&sections).count());
    let (ends, rest): (Vec<_>, Vec<_>) =
        below.partition(|section| [WARNINGS, blocks::REPEAT].contains(&section.id));
    if layout.is_full {
        text.push_str(&text_of(rest, layout.width));
    }
    for section in ends {
        let end = match section.id == WARNINGS && !layout.is_full {
            true => as_many_as_fit(section, text.lines().count(), layout.width),
            false => text_of([section], layout.width),
        };
        text.push_str(&end);
    }
    if !layout.is_full {
        text.push_str("  --full prints all tables; docs/glossary.md explains the words\n");
    }
    text
}

/// A cycle that was played to a real target, beside its forecast.
pub fn rehearsal(found: &Rehearsal) -> String {
    text_of(&blocks::rehearsal(found), WIDTH)
}

/// Variants beside each other; `repeat` is the command that makes it again.
pub fn comparison(found: &Comparison, repeat: &str) -> String {
    text_of(&blocks::comparison(found, repeat), WIDTH)
}

/// Tenants beside each other; `repeat` is the command that makes it again.
pub fn fleet(found: &Fleet, repeat: &str) -> String {
    text_of(&blocks::fleet(found, repeat), WIDTH)
}

/// A scenario over a range of keys; `repeat` is the command that makes it again.
pub fn sweep(found: &Sweep, repeat: &str) -> String {
    text_of(&blocks::sweep(found, repeat), WIDTH)
}

/// What changed from one outcome to another.
pub fn difference(found: &Difference) -> String {
    text_of(&blocks::difference(found), WIDTH)
}

/// How a job stands that was looked at.
pub fn observed(found: &ObservedJob) -> String {
    text_of(&blocks::observed(found), WIDTH)
}

/// An estimate: the bands beside each other and why the table's differs, what was assumed, warnings.
pub fn estimate(outcome: &Outcome, objects: u64, bands: &[Band], why: &[String]) -> String {
    text_of(&blocks::estimate(outcome, objects, bands, why), WIDTH)
}

/// The whole report of a reproduction; `repeat` is the command that makes it again.
pub fn reproduction(found: &Reproduction, repeat: &str) -> String {
    text_of(&blocks::reproduction(found, repeat), WIDTH)
}

/// What provisioning logs say, summed up.
pub fn logs(found: &LogSummary) -> String {
    text_of(&blocks::logs(found), WIDTH)
}

/// What provisioning logs tell of the parameters of a scenario; `written` is the file that the fragment went to.
pub fn calibration(found: &Calibration, written: Option<&str>) -> String {
    text_of(&blocks::calibration(found, written), WIDTH)
}

/// What a probe found; `written` is the file that the fragment went to.
pub fn probe(found: &ProbeDocument, written: Option<&str>) -> String {
    text_of(&blocks::probe(found, written), WIDTH)
}

/// Every target sheet in a line.
pub fn targets(sheets: &[Target]) -> String {
    text_of(&blocks::targets(sheets), WIDTH)
}

/// All that a target sheet says.
pub fn target(sheet: &Target) -> String {
    text_of(&blocks::target(sheet), WIDTH)
}

/// The sections of the first screen: those at the beginning that stand on it, with their parts.
fn on_screen(sections: &[Section]) -> impl Iterator<Item = &Section> {
    let is_on_screen = |section: &&Section| section.rank != Rank::Chapter;
    sections.iter().take_while(is_on_screen)
}

/// The sections as text; those that keep to a width keep to this one.
fn text_of<'s>(sections: impl IntoIterator<Item = &'s Section>, width: usize) -> String {
    let shown = sections.into_iter();
    let shown = shown.filter(|section| section.medium.includes(Medium::Terminal));
    let texts = shown.map(|section| {
        let keeps = section.keeps_width;
        let width = if keeps { width } else { usize::MAX };
        let mut text = match section.rank {
            Rank::Screen => String::new(),
            Rank::Chapter | Rank::Part => format!("\n{}\n", section.title),
        };
        let blocks = section.shown_in(Medium::Terminal);
        text.extend(blocks.map(|block| set(block, width)));
        broken(&text, width)
    });
    texts.collect()
}

fn set(block: &Block, width: usize) -> String {
    match block {
        Block::Lead(Some(name), sentence) => format!("{name}: {sentence}\n"),
        Block::Lead(None, sentence) | Block::Sentence(sentence) => format!("{sentence}\n"),
        Block::Note(words) | Block::Command(words) => format!("  {words}\n"),
        Block::List(all) => all.iter().map(|words| format!("  {words}\n")).collect(),
        Block::Table(_, table) => set_within(table, width),
        Block::Facts(_, facts) => in_columns(facts),
        Block::Characters(picture) => picture.clone(),
        Block::Warning(message, remedy) => format!("  ! {message}\n    -> {remedy}\n"),
        Block::Gap => "\n".to_owned(),
        Block::Figure(_) | Block::Values(_) | Block::Folded(..) => String::new(),
    }
}

/// Names and what is to say of them, below one another.
fn in_columns(facts: &[(&str, String)]) -> String {
    let width = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines = facts.iter();
    let lines = lines.map(|(name, words)| format!("  {name:<width$}  {words}\n"));
    lines.collect()
}

/// As many warnings as the screen has room for below these lines, one at least; the others are counted.
fn as_many_as_fit(warnings: &Section, lines_above: usize, width: usize) -> String {
    let mut room = LINES.saturating_sub(lines_above + LINES_BELOW);
    let mut text = format!("\n{}\n", warnings.title);
    let all = warnings.blocks.iter();
    for (index, (_, warning)) in all.enumerate() {
        let one = broken(&set(warning, width), width);
        let lines = one.lines().count();
        if index > 0 && lines > room {
            let left = warnings.blocks.len() - index;
            text.push_str(&format!("  ! and {left} more: --full\n"));
            break;
        }
        room = room.saturating_sub(lines);
        text.push_str(&one);
    }
    text
}

#[cfg(test)]
mod tests;
