//! Strategies: scenarios that differ from the one that they stand in by some keys.

use toml::de::{DeTable, DeValue};

use super::plain::{self, Value};
use super::rows::{Row, read_each};
use super::walk::scenario_name;
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::overlay;
use crate::scenario::text::abridged;

/// More strategies than a reader compares; each is read and simulated as a scenario of its own.
pub(in crate::scenario) const MOST_STRATEGIES: usize = 16;
/// More characters than a table or a chart has room for.
pub(in crate::scenario) const LONGEST_TITLE: usize = 80;
/// More keys than anybody leaves out.
const MOST_LEFT_OUT: usize = 100;
/// What a scenario and all of its strategies have in common.
pub(in crate::scenario) const COMMON: [&str; 4] =
    ["strategy", "expect", "run.seed", "run.replications"];
const WITHOUT: &str = "list what the strategy leaves out: without = [\"split\", \"target.limit\"]";

/// One strategy as it is written.
#[derive(Debug)]
pub(in crate::scenario) struct StrategyBlock<'i> {
    /// What it is called; a number where its name is wrong or missing.
    pub(in crate::scenario) name: String,
    pub(in crate::scenario) title: String,
    pub(in crate::scenario) description: String,
    /// What it leaves out of the scenario.
    pub(in crate::scenario) without: Vec<(String, Span)>,
    /// The keys of the scenario that it gives itself.
    pub(in crate::scenario) overrides: DeTable<'i>,
    /// The part of the text that is its own.
    pub(in crate::scenario) part: Span,
}

/// A strategy, and where its name and its title stand if it has them.
type Named<'i> = (StrategyBlock<'i>, [Option<Span>; 2]);

/// Takes every `[[strategy]]` out of `root`.
pub(in crate::scenario) fn read_all<'i>(
    root: &mut DeTable<'i>,
    findings: &mut Findings,
) -> Vec<StrategyBlock<'i>> {
    let Some((key, value)) = root.remove_entry("strategy") else {
        return Vec::new();
    };
    let mut blocks = read_each("strategy", &value, MOST_STRATEGIES, findings, block);
    if value
        .get_ref()
        .as_array()
        .is_some_and(|list| list.len() < 2)
    {
        findings.push(
            Finding::new(key.span(), "one strategy alone cannot be compared").help(format!(
                "write 2 to {MOST_STRATEGIES} [[strategy]], one of them with nothing but a name for the scenario as it is"
            )),
        );
    }
    for place in 0..blocks.len() {
        let (before, rest) = blocks.split_at_mut(place);
        let (block, [name, title]) = &mut rest[0];
        // A name may become that of a folder, and some file systems do not tell the cases apart.
        if let Some(span) = name {
            report_twice(
                "name",
                span,
                &block.name,
                before,
                |other| other.name.as_str(),
                findings,
            );
        } else {
            block.name = format!("strategy {}", place + 1);
        }
        if let Some(span) = title {
            report_twice(
                "title",
                span,
                &block.title,
                before,
                |other| other.title.as_str(),
                findings,
            );
        }
    }
    blocks.into_iter().map(|(block, _)| block).collect()
}

/// Reports a name or a title that a strategy before has too.
fn report_twice(
    key: &str,
    span: &Span,
    own: &str,
    before: &[Named<'_>],
    of: for<'a> fn(&'a StrategyBlock<'_>) -> &'a str,
    findings: &mut Findings,
) {
    let alike = |(other, _): &Named<'_>| of(other).to_lowercase() == own.to_lowercase();
    if before.iter().any(alike) {
        let message = format!("two strategies are called \"{}\"", abridged(own));
        findings.push(Finding::new(span.clone(), message).help(format!(
            "give each a {key} of its own, which differs in more than upper and lower case"
        )));
    }
}

fn block<'i>(row: &mut Row<'_, 'i>) -> Option<Named<'i>> {
    if !row.table.contains_key("name") {
        let help = "add name = \"all-users\", or another name";
        row.missing("name", "the strategy has no name", help);
    }
    let name = row.read("name", None, |value| {
        Ok((scenario_name(value)?, value.span()))
    });
    let title = row.read("title", None, |value| Ok((title(value)?, value.span())));
    let description = row.read("description", Some(String::new()), |value| {
        plain::text(value, "description")
    });
    let without = row.read("without", Some(Vec::new()), left_out);
    let mut overrides = row.table.clone();
    for key in ["name", "title", "description", "without"] {
        overrides.remove(key);
    }
    for key in COMMON {
        if let Some((key_span, _)) = overlay::remove(&mut overrides, key) {
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

fn title(value: &Value<'_>) -> Result<String, Finding> {
    let title = plain::text(value, "title")?;
    let length = title.chars().count();
    let is_line = !title.trim().is_empty() && !title.contains(char::is_control);
    if is_line && length <= LONGEST_TITLE {
        return Ok(title);
    }
    let message = match is_line {
        true => format!("a title of {length} characters is too long"),
        false => "this title is no line of text".to_owned(),
    };
    Err(Finding::new(value.span(), message).help(format!(
        "write 1 to {LONGEST_TITLE} characters in one line, for example title = \"Four jobs side by side\""
    )))
}

fn common_to_all(key: &str, span: Span) -> Finding {
    let message = format!("`{key}` is the same for all strategies");
    Finding::new(span, message).help("remove it here, and give it once for the whole scenario")
}

fn left_out(value: &Value<'_>) -> Result<Vec<(String, Span)>, Finding> {
    let DeValue::Array(items) = value.get_ref() else {
        let wanted = plain::wanted(value, "without", "a list of keys", value.get_ref());
        return Err(wanted.help(WITHOUT));
    };
    if items.len() > MOST_LEFT_OUT {
        let message = format!("a strategy leaves out {MOST_LEFT_OUT} keys at most");
        return Err(Finding::new(value.span(), message).help(WITHOUT));
    }
    let keys = items.iter().map(|item| {
        let key = plain::text(item, "without").map_err(|finding| finding.help(WITHOUT))?;
        match key.as_str() {
            "name" | "description" => Err(common_to_all(&key, item.span())),
            one if COMMON.contains(&one) => Err(common_to_all(&key, item.span())),
            _ => Ok((key, item.span())),
        }
    });
    keys.collect()
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
