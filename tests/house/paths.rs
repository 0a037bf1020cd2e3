//! The paths that a file writes, spelt out of their braces.

use crate::tokens::Token;

/// Where a path stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Behind `use`, so that the file alone knows the name.
    Use,
    /// Behind `pub use`, of whatever visibility: the name can be reached through this module too.
    Export,
    /// In a visibility: `pub(in crate::a)`.
    Visibility,
    /// In code.
    Code,
}

/// A path as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<'t> {
    pub line: usize,
    pub place: Place,
    /// Its segments, without a `self` at its end; the last may be `*`.
    pub segments: Vec<&'t str>,
    /// What it is called from here on.
    pub name: &'t str,
}

/// Every path of more than one segment, and every import.
pub fn paths<'t>(tokens: &[Token<'t>]) -> Vec<Written<'t>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_use = tokens[at].text == "use";
        let begins = is_word(tokens[at].text) && text(tokens, at + 1) == "::";
        let goes_on = at > 0 && matches!(tokens[at - 1].text, "::" | ".");
        if !is_use && (!begins || goes_on) {
            at += 1;
            continue;
        }
        let place = match is_use {
            true if is_public(&tokens[..at]) => Place::Export,
            true => Place::Use,
            false
                if at > 0
                    && tokens[at - 1].text == "in"
                    && text(tokens, at.wrapping_sub(2)) == "(" =>
            {
                Place::Visibility
            }
            false => Place::Code,
        };
        let (mut written, end) = tree(tokens, at + usize::from(is_use));
        // Behind the `use<..>` of a type stands no path.
        written.retain(|(_, segments, _)| !segments.is_empty());
        found.extend(written.into_iter().map(|(line, segments, name)| Written {
            line,
            place,
            segments,
            name,
        }));
        at = end.max(at + 1);
    }
    found
}

fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn text<'t>(tokens: &[Token<'t>], at: usize) -> &'t str {
    tokens.get(at).map_or("", |token| token.text)
}

/// Whether what comes before a `use` is a visibility.
fn is_public(before: &[Token<'_>]) -> bool {
    let word = match before.last().map(|token| token.text) {
        Some(")") => before
            .iter()
            .rposition(|token| token.text == "(")
            .map(|open| open.wrapping_sub(1)),
        _ => Some(before.len().wrapping_sub(1)),
    };
    word.is_some_and(|word| text(before, word) == "pub")
}

type Branch<'t> = (usize, Vec<&'t str>, &'t str);

/// The paths of the tree that begins here, and where it ends.
fn tree<'t>(tokens: &[Token<'t>], start: usize) -> (Vec<Branch<'t>>, usize) {
    let line = tokens.get(start).map_or(0, |token| token.line);
    let mut segments = Vec::new();
    let mut at = start;
    loop {
        let segment = text(tokens, at);
        if segment == "{" {
            let (branches, end) = list(tokens, at + 1);
            let whole = branches.into_iter().map(|(line, rest, name)| {
                let name = if name == "self" {
                    segments.last().copied().unwrap_or(name)
                } else {
                    name
                };
                let rest = rest.into_iter().filter(|one| *one != "self");
                (line, segments.iter().copied().chain(rest).collect(), name)
            });
            return (whole.collect(), end);
        }
        if !is_word(segment) && segment != "*" {
            break;
        }
        segments.push(segment);
        at += 1;
        if text(tokens, at) != "::" {
            break;
        }
        at += 1;
    }
    let mut name = segments.last().copied().unwrap_or_default();
    if text(tokens, at) == "as" {
        name = text(tokens, at + 1);
        at += 2;
    }
    (vec![(line, segments, name)], at)
}

/// The paths of a list in braces, up to behind the brace that closes it.
fn list<'t>(tokens: &[Token<'t>], start: usize) -> (Vec<Branch<'t>>, usize) {
    let mut branches = Vec::new();
    let mut at = start;
    while at < tokens.len() && text(tokens, at) != "}" {
        if text(tokens, at) == "," {
            at += 1;
            continue;
        }
        let (more, end) = tree(tokens, at);
        branches.extend(more);
        at = end.max(at + 1);
    }
    (branches, at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    #[test]
    fn paths_are_found_however_they_are_written() {
        let all = tokens(
            "use crate::{stats, kernel::{self, Gate, sample::LogNormal as Normal}};\n\
             fn f() { crate::cli::run::<u8>(a.b::<u8>()) }\n\
             pub(in crate::report) use\n    super::units::{\n    SimTime,\n};\n\
             pub use child::*;\nuse x;\n",
        );
        let found: Vec<String> = paths(&all)
            .iter()
            .map(|one| {
                let path = one.segments.join("::");
                format!("{} {:?} {path} = {}", one.line, one.place, one.name)
            })
            .collect();
        let expected = [
            "1 Use crate::stats = stats",
            "1 Use crate::kernel = kernel",
            "1 Use crate::kernel::Gate = Gate",
            "1 Use crate::kernel::sample::LogNormal = Normal",
            "2 Code crate::cli::run = run",
            "3 Visibility crate::report = report",
            "5 Export super::units::SimTime = SimTime",
            "7 Export child::* = *",
            "8 Use x = x",
        ];
        assert_eq!(found, expected);
    }
}
