//! TOML text in, a tree with spans out, and what the parser has to say in plainer words.

use std::collections::HashSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::brackets::{self, Brackets};
use super::source_text::SourceText;
use super::source_text::abridged;
use crate::scenario::finding::{Finding, Findings, Span};

/// A parsed text: as much of it as could be understood.
pub struct Tree<'a> {
    pub root: DeTable<'a>,
    faulty_lines: HashSet<usize>,
}

impl Tree<'_> {
    /// Whether `finding` may be no more than the result of a syntax error on the same line.
    pub fn explains(&self, text: &SourceText, finding: &Finding) -> bool {
        // The parser puts an empty value without a place where it found none.
        let made_up = !self.faulty_lines.is_empty() && finding.span == (0..0);
        made_up || self.faulty_lines.contains(&text.line(finding.span.start))
    }
}

/// Parses `text` as far as it can be parsed.
pub fn parse<'a>(text: &'a SourceText, findings: &mut Findings) -> Tree<'a> {
    let mut tree = Tree {
        root: DeTable::new(),
        faulty_lines: HashSet::new(),
    };
    let never_closed = match brackets::check(&text.text) {
        Brackets::TooDeep(finding) => {
            findings.push(finding);
            return tree;
        }
        Brackets::NeverClosed(finding) => Some(finding),
        Brackets::Balanced => None,
    };
    let (root, mut errors) = DeTable::parse_recoverable(&text.text);
    tree.root = root.into_inner();
    // What follows a bracket that is never closed has been read as part of its value.
    if let Some(finding) = &never_closed {
        let offset = finding.span.start;
        errors.retain(|error| error.span().is_some_and(|span| span.end <= offset));
        let (first, last) = (text.line(offset), text.line(text.text.len()));
        tree.faulty_lines.extend(first..=last);
    }
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    for error in &errors {
        let span = error.span().unwrap_or_default();
        // One fault for a line: the second is nearly always a result of the first.
        let line = text.line(span.start);
        if tree.faulty_lines.insert(line) {
            findings.push(explained(text, error));
        }
        // Keys below a header that cannot be read end up in another table.
        if error.message().starts_with("unclosed table") {
            let rest = text.text.get(span.end..).unwrap_or_default();
            let below = rest.lines().skip(1);
            let keys = below.take_while(|content| !content.trim_start().starts_with('['));
            tree.faulty_lines
                .extend((line + 1..).zip(keys).map(|(key, _)| key));
        }
    }
    if let Some(finding) = never_closed {
        findings.push(finding);
    }
    tree
}

fn explained(text: &SourceText, error: &Error) -> Finding {
    let span = error.span().unwrap_or_default();
    let shown = text.text.get(span.clone()).unwrap_or_default();
    let message = error.message();
    let reason = message.split(", expected").next().unwrap_or(message);
    if let Some(finding) = slip(text, &span, reason) {
        return finding;
    }
    match reason {
        "string values must be quoted" if shown.is_empty() => {
            Finding::new(span, "a value is missing after `=`")
                .help("write a value, or remove the line")
        }
        "string values must be quoted" => Finding::new(span.clone(), "this text needs quotes")
            .label("a text, or a number with a unit, stands in quotes")
            .help(format!(
                "write \"{}\"",
                abridged(shown.trim_matches(['"', '\'', '“', '”']))
            )),
        "duplicate key" => Finding::new(span, format!("`{}` is given twice", abridged(shown)))
            .label("given before already")
            .help("keep one of the two"),
        "key with no value" => Finding::new(span, "a key without a value")
            .label("`=` and a value are missing here")
            .help("write `key = value`"),
        "unexpected key or value" => {
            let rest = text.text.get(span.start..).unwrap_or_default();
            let digits_follow =
                rest.starts_with(',') && rest[1..].starts_with(|next: char| next.is_ascii_digit());
            Finding::new(span, "the line should end here").help(if digits_follow {
                "group the digits of a number by underscores: 10_000"
            } else {
                "write one `key = value` on each line"
            })
        }
        "unclosed table" => Finding::new(span, "the table's name is not closed")
            .label("`]` is missing here")
            .help("write `[name]`"),
        _ if reason.starts_with("invalid basic string")
            || reason.starts_with("invalid literal string") =>
        {
            string_fault(span, shown, message)
        }
        "unexpected leading zero" => {
            Finding::new(span, "a number may not begin with a zero").help("leave the zero out")
        }
        "invalid boolean" => {
            Finding::new(span, "this is neither `true` nor `false`").help("write `true` or `false`")
        }
        _ => Finding::new(span, message.replace(", expected nothing", ""))
            .help("the file is TOML; its grammar is at https://toml.io"),
    }
}

/// What the parser cannot know: paths of Windows within double quotes, and digits grouped by points.
fn slip(text: &SourceText, span: &Span, reason: &str) -> Option<Finding> {
    let offset = text.text.floor_char_boundary(span.start);
    let (before, after) = text.text.split_at(offset);
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.lines().next().unwrap_or_default();
    if reason.contains("escape") || reason.contains("unicode") {
        let (_, opened) = before.rsplit_once('"')?;
        let rest = after.split('"').next().unwrap_or_default();
        let written = abridged(&format!("{opened}{rest}"));
        let message = "a backslash in double quotes begins an escape";
        let finding = Finding::new(span.clone(), message).label("this is none");
        return Some(match opened.contains('\\') && !written.contains('\'') {
            true => finding.help(format!("write '{written}' in single quotes")),
            false => finding.help("write a backslash as `\\\\`, or use single quotes"),
        });
    }
    let is_of_number = |one: char| one.is_ascii_digit() || matches!(one, '.' | '_');
    let first = before.len() - before.trim_end_matches(is_of_number).len();
    let last = after.len() - after.trim_start_matches(is_of_number).len();
    let number = format!("{}{}", &before[before.len() - first..], &after[..last]);
    let groups: Vec<&str> = number.split('.').collect();
    let is_grouped = groups.len() > 2
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && groups[0].len() <= 3;
    is_grouped.then(|| {
        Finding::new(span.clone(), "points group no digits of a number")
            .help(format!("group them by underscores: {}", groups.join("_")))
    })
}

fn string_fault(span: Span, shown: &str, message: &str) -> Finding {
    if shown.chars().any(char::is_control) {
        return Finding::new(span, "a control character in a text").help("remove it");
    }
    if message.ends_with("expected `\"`") || message.ends_with("expected `'`") {
        return Finding::new(span, "the text is not closed")
            .label("the closing quote is missing here")
            .help("a text begins and ends with the same quote, on one line");
    }
    Finding::new(span, message.to_owned()).help("write a backslash as `\\\\`, or use single quotes")
}

/// The value of a dotted key.
pub fn get<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    match key.split_once('.') {
        None => table.get(key),
        Some((first, rest)) => get(table.get(first)?.get_ref().as_table()?, rest),
    }
}

/// Takes out the value of a dotted key; gives it back with the place of the key.
pub fn remove<'i>(table: &mut DeTable<'i>, key: &str) -> Option<(Span, Spanned<DeValue<'i>>)> {
    match key.split_once('.') {
        None => table
            .remove_entry(key)
            .map(|(key, value)| (key.span(), value)),
        Some((first, rest)) => match table.get_mut(first)?.get_mut() {
            DeValue::Table(inner) => remove(inner, rest),
            _ => None,
        },
    }
}
