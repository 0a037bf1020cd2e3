//! What a report says, as sections of blocks in their order: made once for each kind of document, and set by the terminal and
//! by the page in their own ways.

mod of_calibration;
mod of_comparison;
mod of_difference;
mod of_estimate;
mod of_fleet;
mod of_logs;
mod of_observed;
mod of_probe;
mod of_rehearsal;
mod of_reproduction;
mod of_run;
mod of_sweep;
mod of_target;

pub(super) use of_calibration::calibration;
pub(super) use of_comparison::comparison;
pub(super) use of_difference::difference;
pub use of_estimate::Band;
pub(super) use of_estimate::estimate;
pub(super) use of_fleet::fleet;
pub(super) use of_logs::logs;
pub(super) use of_observed::observed;
pub(super) use of_probe::probe;
pub(super) use of_rehearsal::rehearsal;
pub(super) use of_reproduction::reproduction;
pub(super) use of_run::run;
pub(super) use of_sweep::sweep;
pub(super) use of_target::{target, targets};

use super::glossary::of_every_report;
use super::tables::Table;
use crate::experiment::outcome::ParameterRecord;
use crate::units::display_number;

/// The section of warnings.
pub(super) const WARNINGS: &str = "warnings";
/// The section on how to make a document again.
pub(super) const REPEAT: &str = "repeat";

/// The figure of variants, and that of a sweep.
pub(super) const VARIANTS: &str = "variants";
pub(super) const SWEEP: &str = "sweep";
pub(super) const FLEET: &str = "fleet";
/// The figure of a rehearsal.
pub(super) const REHEARSAL: &str = "rehearsal";

/// Where something is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// In the terminal alone.
    Terminal,
    /// On the page alone.
    Page,
    Both,
}

impl Medium {
    /// Whether what is for this medium is shown in `other`.
    pub fn includes(self, other: Self) -> bool {
        self == Self::Both || self == other
    }
}

/// Where a section stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// On the first screen of the terminal, where it has no title; a chapter of the page.
    Screen,
    /// A chapter of the page.
    Chapter,
    /// A part of the chapter before it. In the terminal it has a title as a chapter has.
    Part,
}

/// Blocks below a title.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Section {
    /// Name of a chapter within the page.
    pub id: &'static str,
    pub title: String,
    pub rank: Rank,
    pub medium: Medium,
    /// Whether its lines keep to the width of the terminal.
    pub keeps_width: bool,
    pub blocks: Vec<(Medium, Block)>,
}

/// One thing that a report says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// The sentence that answers what was asked; in the terminal behind the name of the scenario, where it has one.
    Lead(Option<String>, String),
    Sentence(String),
    /// A sentence below a table or a title.
    Note(String),
    /// Facts without names.
    List(Vec<String>),
    /// A table, and what the page writes above it: the title of the section where that is empty.
    Table(String, Table),
    /// Facts with names, and what the page writes above them. A fact without a name belongs to the one before.
    Facts(&'static str, Vec<(&'static str, String)>),
    /// A picture of characters.
    Characters(String),
    Figure(Figure),
    /// A warning, and what to do.
    Warning(String, String),
    /// A command to be typed.
    Command(String),
    /// Values with who says so.
    Values(Vec<ParameterRecord>),
    /// A text that is unfolded where it is wanted: its title and itself.
    Folded(String, String),
    /// An empty line in the terminal.
    Gap,
}

/// A chart, and how it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// Name within the page; the chart is found by it.
    pub id: &'static str,
    /// The question that it answers.
    pub heading: &'static str,
    /// What it shows and how it is read.
    pub reading: &'static str,
}

impl Section {
    /// A section of the first screen.
    pub fn screen(id: &'static str, title: impl Into<String>) -> Self {
        Self::new(id, title, Rank::Screen)
    }

    pub fn chapter(id: &'static str, title: impl Into<String>) -> Self {
        Self::new(id, title, Rank::Chapter)
    }

    pub fn part(title: impl Into<String>) -> Self {
        Self::new("", title, Rank::Part)
    }

    fn new(id: &'static str, title: impl Into<String>, rank: Rank) -> Self {
        Self {
            id,
            title: title.into(),
            rank,
            medium: Medium::Both,
            keeps_width: false,
            blocks: Vec::new(),
        }
    }

    /// The same section in one medium alone.
    pub fn only_in(self, medium: Medium) -> Self {
        Self { medium, ..self }
    }

    /// The same section with lines that keep to the width of the terminal.
    pub fn keeping_width(mut self) -> Self {
        self.keeps_width = true;
        self
    }

    /// The same section with these blocks behind those that it has.
    pub fn with(self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.with_in(Medium::Both, blocks)
    }

    /// The same with blocks that are shown in one medium alone.
    pub fn with_in(mut self, medium: Medium, blocks: impl IntoIterator<Item = Block>) -> Self {
        let blocks = blocks.into_iter().map(|block| (medium, block));
        self.blocks.extend(blocks);
        self
    }

    /// What of it is shown in a medium.
    pub fn shown_in(&self, medium: Medium) -> impl Iterator<Item = &Block> {
        let is_shown = move |of: &Medium| self.medium.includes(medium) && of.includes(medium);
        let blocks = self.blocks.iter().filter(move |(of, _)| is_shown(of));
        blocks.map(|(_, block)| block)
    }

    /// The same with blocks for the page alone.
    pub fn on_page(self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.with_in(Medium::Page, blocks)
    }

    /// The same with blocks for the terminal alone.
    pub fn in_terminal(self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.with_in(Medium::Terminal, blocks)
    }
}

/// A sentence each.
fn sentences(all: impl IntoIterator<Item = String>) -> impl Iterator<Item = Block> {
    all.into_iter().map(Block::Sentence)
}

/// A note each.
fn notes(all: impl IntoIterator<Item = String>) -> impl Iterator<Item = Block> {
    all.into_iter().map(Block::Note)
}

/// Parts of lines, each with its title, as far as they have any.
fn parts_with_lines<'t>(
    parts: impl IntoIterator<Item = (&'t str, Vec<String>)>,
) -> impl Iterator<Item = Section> {
    let parts = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
    parts.map(|(title, lines)| Section::part(title).with(notes(lines)))
}

/// A table whose caption is the title of its section.
fn table(table: Table) -> Block {
    captioned("", table)
}

fn captioned(caption: impl Into<String>, table: Table) -> Block {
    Block::Table(caption.into(), table)
}

/// The words that a page uses, each for one thing.
fn glossary() -> Section {
    let words = of_every_report().map(|(word, meaning)| (word, meaning.to_owned()));
    Section::chapter("words", "What the words mean")
        .only_in(Medium::Page)
        .with([Block::Facts("One word for one thing", words.collect())])
}

/// How to make a document again: the command, and the facts that fix the result.
fn to_repeat(repeat: &str, facts: Vec<(&'static str, String)>) -> Section {
    let facts = Block::Facts("What fixes the result, to the byte", facts);
    Section::chapter(REPEAT, "To repeat this")
        .with([Block::Command(repeat.to_owned())])
        .on_page([facts])
}

/// The same for several runs beside each other.
fn to_repeat_several(repeat: &str, (seed, replications): (u64, u64), version: &str) -> Section {
    let each = display_number(replications as f64);
    let facts = vec![
        ("seed", seed.to_string()),
        ("replications", format!("{each} each, with the same luck")),
        ("version", format!("cyclecast {version}")),
    ];
    to_repeat(repeat, facts)
}
