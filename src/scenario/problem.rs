//! What is wrong with a scenario: every problem with its place and its remedy.

use std::cmp::Reverse;
use std::error::Error;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::finding::{Finding, Findings, Span};
use super::sources::Sources;
use super::text::{SourceText, Tree, abridged};

/// One fault in a scenario file, or in a file that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Name of the file.
    pub file: Arc<str>,
    /// The file's text, shared by all its problems; bytes that are no UTF-8 are replaced.
    pub source: Arc<str>,
    /// Which bytes of `source` are at fault; empty where something is missing.
    pub span: Range<usize>,
    /// Line of the first of them, from one.
    pub line: usize,
    /// Column of the first of them in characters, from one.
    pub column: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// A few words to stand at the place itself; may be empty.
    pub label: String,
    /// What would be right.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}",
            self.file, self.line, self.column, self.message
        )?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// Everything that is wrong with a scenario, in order of position; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    listed: Vec<Problem>,
    unlisted: usize,
}

impl Problems {
    /// Sorted problems, and the number of those that were found but are too many to list.
    fn new(listed: Vec<Problem>, unlisted: usize) -> Self {
        debug_assert!(!listed.is_empty(), "problems without a problem");
        Self { listed, unlisted }
    }

    /// The problems, in order of position; those of other files come last.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.listed.iter()
    }

    /// How many there are, including those beyond the first 1,000, which are counted but not kept.
    pub fn count(&self) -> usize {
        self.listed.len() + self.unlisted
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.listed.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        if self.unlisted > 0 {
            write!(f, "\nand {} more", self.unlisted)?;
        }
        Ok(())
    }
}

impl Error for Problems {}

/// The one thing that is wrong with a text that cannot be looked at any further.
pub(super) fn single_problem(text: &SourceText, finding: Finding) -> Problems {
    Problems::new(vec![located(text, finding)], 0)
}

/// Makes problems of the findings of several texts; `None` when there are none.
pub(super) fn into_problems(parts: Vec<(&SourceText, Findings)>) -> Option<Problems> {
    let mut listed = Vec::new();
    let mut unlisted = 0;
    for (text, findings) in parts {
        // Of two at one place, the one with the wider span says more.
        let (found, more) =
            findings.sorted_by(|finding| (finding.span.start, Reverse(finding.span.end)));
        unlisted += more;
        listed.extend(found.into_iter().map(|one| located(text, one)));
    }
    (!listed.is_empty()).then(|| Problems::new(listed, unlisted))
}

/// Says with which strategies alone something is wrong.
fn with_strategies(finding: &Finding) -> String {
    let names = finding.strategies.iter();
    let names: Vec<String> = names
        .map(|name| format!("\"{}\"", abridged(name)))
        .collect();
    let message = &finding.message;
    match &names[..] {
        [] => message.clone(),
        [one] => format!("{message}, with the strategy {one}"),
        [all @ .., last] => format!(
            "{message}, with the strategies {} and {last}",
            all.join(", ")
        ),
    }
}

fn located(text: &SourceText, finding: Finding) -> Problem {
    let (line, column) = text.position(finding.span.start);
    // The parser may point into the middle of a character that it did not expect.
    let start = text.text.floor_char_boundary(finding.span.start);
    let end = text.text.ceil_char_boundary(finding.span.end);
    Problem {
        file: Arc::clone(&text.name),
        source: Arc::clone(&text.text),
        span: start..end,
        line,
        column,
        message: with_strategies(&finding),
        label: finding.label,
        help: finding.help,
    }
}

/// The faults of the scenario's own text, and of each file that it names.
#[derive(Default)]
pub(super) struct Faults {
    pub(super) own: Findings,
    pub(super) files: Vec<(Rc<SourceText>, Findings)>,
}

impl Faults {
    /// Takes in what is wrong with a strategy, whose part of the text is `part`: each fault once.
    pub(super) fn absorb_of(&mut self, strategy: &str, part: &Span, other: Self) {
        self.own.absorb_of(strategy, Some(part), other.own);
        for (text, found) in other.files {
            let mut known = self.files.iter_mut();
            if let Some((_, all)) = known.find(|(known, _)| Rc::ptr_eq(known, &text)) {
                all.absorb_of(strategy, None, found);
            } else {
                let mut all = Findings::default();
                all.absorb_of(strategy, None, found);
                self.files.push((text, all));
            }
        }
    }

    /// Makes problems of them, after those of the syntax, save what may be no more than the result of these.
    pub(super) fn into_problems(
        self,
        sources: &Sources,
        tree: &Tree<'_>,
        mut syntax: Findings,
    ) -> Option<Problems> {
        let (of_file, of_settings) = sources.divide(self.own);
        syntax.absorb(of_file, |finding| tree.explains(&sources.file, finding));
        let mut parts = vec![(&sources.file, syntax)];
        parts.extend(of_settings);
        parts.extend(
            self.files
                .iter()
                .map(|(text, found)| (&**text, found.clone())),
        );
        into_problems(parts)
    }
}
