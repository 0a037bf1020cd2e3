//! Strategies: scenarios that differ from the one that they stand in by some keys.

use toml::de::{DeTable, DeValue};

use serde_json::{Value as Json, json};

use super::list_row::{Row, read_each};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::kinds::{
    Described, FolderName, Kind, ListKey, Text, Title, Value, text, wanted,
};
use crate::scenario::text::{abridged, remove};

/// More strategies than a reader compares; each is read and simulated as a scenario of its own.
pub const MOST_STRATEGIES: usize = 16;
/// More characters than a table or a chart has room for.
const LONGEST_TITLE: usize = 80;
/// More keys than anybody leaves out.
const MOST_LEFT_OUT: usize = 100;
/// What a scenario and all of its strategies have in common.
pub const COMMON: [&str; 5] = [
    "strategy",
    "expect",
    "run.seed",
    "run.replications",
    "measurements",
];
const HOW_TO_LEAVE_OUT: &str =
    "list what the strategy leaves out: without = [\"split\", \"target.limit\"]";

static NAME: ListKey<String> = ListKey::new(
    "name",
    &FolderName,
    "What the strategy is called, unlike any other of the scenario.",
);
static TITLE: ListKey<String> = ListKey::new(
    "title",
    &Title {
        longest: LONGEST_TITLE,
    },
    "What stands in the place of the name in sentences, tables and charts.",
);
static DESCRIPTION: ListKey<String> =
    ListKey::new("description", &Text, "What the strategy is about.");
static WITHOUT: ListKey<Vec<(String, Span)>> = ListKey::new(
    "without",
    &LeftOut,
    "Dotted names of tables and keys of the scenario that the strategy leaves out.",
);

/// The keys that a strategy has besides those of a scenario, in the order in which they are best shown.
pub static STRATEGY_KEYS: [&dyn Described; 4] = [&NAME, &TITLE, &DESCRIPTION, &WITHOUT];

/// Dotted names of what a strategy leaves out, and where each stands.
struct LeftOut;

impl Kind<Vec<(String, Span)>> for LeftOut {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<Vec<(String, Span)>, Finding> {
        let DeValue::Array(items) = value.get_ref() else {
            let wanted = wanted(value, key, "a list of keys", value.get_ref());
            return Err(wanted.help(HOW_TO_LEAVE_OUT));
        };
        if items.len() > MOST_LEFT_OUT {
            let message = format!("a strategy leaves out {MOST_LEFT_OUT} keys at most");
            return Err(Finding::new(value.span(), message).help(HOW_TO_LEAVE_OUT));
        }
        let keys = items.iter().map(|item| {
            let key = text(item, key).map_err(|finding| finding.help(HOW_TO_LEAVE_OUT))?;
            match key.as_str() {
                "name" | "description" => Err(common_to_all(&key, item.span())),
                one if COMMON.contains(&one) => Err(common_to_all(&key, item.span())),
                _ => Ok((key, item.span())),
            }
        });
        keys.collect()
    }

    fn schema(&self) -> Json {
        json!({
            "type": "array",
            "items": { "type": "string" },
            "examples": [["split", "target.limit"]],
        })
    }
}

/// One strategy as it is written.
#[derive(Debug)]
pub struct StrategyBlock<'i> {
    /// What it is called; a number where its name is wrong or missing.
    pub name: String,
    pub title: String,
    pub description: String,
    /// What it leaves out of the scenario.
    pub without: Vec<(String, Span)>,
    /// The keys of the scenario that it gives itself.
    pub overrides: DeTable<'i>,
    /// The part of the text that is its own.
    pub part: Span,
}

/// A strategy, and where its name and its title stand if it has them.
type Named<'i> = (StrategyBlock<'i>, [Option<Span>; 2]);

/// Takes every `[[strategy]]` out of `root`.
pub fn read_all<'i>(root: &mut DeTable<'i>, findings: &mut Findings) -> Vec<StrategyBlock<'i>> {
    let Some((key, value)) = root.remove_entry("strategy") else {
        return Vec::new();
    };
    let mut blocks = read_each("strategy", &value, MOST_STRATEGIES, findings, block);
    if value
        .get_ref()
        .as_array()
        .is_some_and(|list| list.len() < 2)
    {
        findings.report(key.span(), "one strategy alone cannot be compared", format!(
                "write 2 to {MOST_STRATEGIES} [[strategy]], one of them with nothing but a name for the scenario as it is"
            ));
    }
    for index in 0..blocks.len() {
        let (before, rest) = blocks.split_at_mut(index);
        let (block, spans) = &mut rest[0];
        for ((key, of), span) in CALLED.into_iter().zip(&*spans) {
            let own = of(block);
            let mut others = before.iter().map(|(other, _)| of(other));
            let is_taken = others.any(|other| other.to_lowercase() == own.to_lowercase());
            if let (Some(span), true) = (span, is_taken) {
                let message = format!("two strategies are called \"{}\"", abridged(own));
                let help = format!(
                    "give each a {key} of its own, which differs in more than upper and lower case"
                );
                findings.report(span.clone(), message, help);
            }
        }
        if spans[0].is_none() {
            block.name = format!("strategy {}", index + 1);
        }
    }
    blocks.into_iter().map(|(block, _)| block).collect()
}

/// What a strategy is called, in the order of its spans.
const CALLED: [(&str, Called); 2] = [("name", |one| &one.name), ("title", |one| &one.title)];
type Called = for<'b> fn(&'b StrategyBlock<'_>) -> &'b str;

fn block<'i>(row: &mut Row<'_, 'i>) -> Option<Named<'i>> {
    if !row.has(&NAME) {
        let help = "add name = \"all-users\", or another name";
        row.missing("name", "the strategy has no name", help);
    }
    let (name, title) = (row.placed(&NAME), row.placed(&TITLE));
    let description = row.optional(&DESCRIPTION).flatten();
    let without = row.optional(&WITHOUT).flatten();
    let mut overrides = row.table.clone();
    for key in STRATEGY_KEYS {
        overrides.remove(key.name());
    }
    for key in COMMON {
        if let Some((key_span, _)) = remove(&mut overrides, key) {
            row.findings.push(common_to_all(key, key_span));
        }
    }
    let mut part = row.span.clone();
    extend_over(row.table, &mut part);
    let (name, name_span) = name.unzip();
    let (title, title_span) = title.unzip();
    let block = StrategyBlock {
        name: name.unwrap_or_default(),
        title: title.unwrap_or_default(),
        description: description.unwrap_or_default(),
        without: without.unwrap_or_default(),
        overrides,
        part,
    };
    Some((block, [name_span, title_span]))
}

fn common_to_all(key: &str, span: Span) -> Finding {
    let message = format!("`{key}` is the same for all strategies");
    Finding::new(span, message).help("remove it here, and give it once for the whole scenario")
}

/// Extends `part` over everything in `table`.
fn extend_over(table: &DeTable<'_>, part: &mut Span) {
    for (key, value) in table.iter() {
        for span in [key.span(), value.span()] {
            // The parser puts an empty value without a place where it found none.
            if !span.is_empty() {
                *part = part.start.min(span.start)..part.end.max(span.end);
            }
        }
        if let DeValue::Table(table) = value.get_ref() {
            extend_over(table, part);
        }
    }
}
