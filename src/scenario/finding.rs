//! Faults as they are found, before they are sorted and shown.

use std::ops::Range;

/// Problems that are kept; more are only counted, since nobody reads on and hostile files have millions.
const MOST_KEPT: usize = 1_000;

/// What a strategy can do where it is the rest of the scenario that does not go with it.
const LEAVE_OUT: &str =
    "a strategy leaves out what the scenario says with without = [\"table.key\"]";

/// Bytes of a source text.
pub(super) type Span = Range<usize>;

/// One fault at a place of one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Finding {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: Option<String>,
    /// Whether what is given is only without effect, which a file of measurements may be.
    pub(super) is_idle: bool,
    /// The strategies that alone make a fault of this; none where it is one anyway.
    pub(super) strategies: Vec<String>,
}

impl Finding {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            ..Self::default()
        }
    }

    /// Whether `other` says the same of the same place.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        self.span == other.span && self.message == other.message
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The faults of one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    unlisted: usize,
}

impl Findings {
    /// Adds what is wrong at a place, and what would be right.
    pub fn report(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(Finding::new(span, message).help(help));
    }

    /// The same of what is right in itself and has no effect.
    pub fn report_idle(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let finding = Finding::new(span, message).help(help);
        self.push(Finding {
            is_idle: true,
            ..finding
        });
    }

    /// What was read, or nothing where it was wrong.
    pub(super) fn kept<T>(&mut self, read: Result<T, Finding>) -> Option<T> {
        read.map_err(|finding| self.push(finding)).ok()
    }

    pub(super) fn push(&mut self, finding: Finding) {
        if self.is_full() {
            self.unlisted += 1;
        } else {
            self.list.push(finding);
        }
    }

    /// Whether further findings are only counted, so that costly help is wasted on them.
    pub(super) fn is_full(&self) -> bool {
        self.list.len() >= MOST_KEPT
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The findings, sorted by what `key` gives, and how many more were only counted.
    pub fn sorted_by<K: Ord>(mut self, key: impl FnMut(&Finding) -> K) -> (Vec<Finding>, usize) {
        self.list.sort_by_key(key);
        (self.list, self.unlisted)
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// The findings that `keep` gives back.
    pub(super) fn filter(mut self, keep: impl FnMut(Finding) -> Option<Finding>) -> Self {
        self.list = self.list.into_iter().filter_map(keep).collect();
        self
    }

    /// Takes in what was found with a strategy: once what was found before, and with the strategy's name what does not lie
    /// in its `part` of the text.
    pub(super) fn absorb_of(&mut self, strategy: &str, part: Option<&Span>, other: Self) {
        let before = self.list.len();
        let fresh = |one: &&Finding| !self.list.iter().any(|known| known.repeats(one));
        let fresh = other.list.iter().filter(fresh).count();
        // What is not listed is taken for the same in both as far as it goes: the strategy reads the same text again.
        self.unlisted = self.unlisted.max(other.unlisted.saturating_sub(fresh));
        for mut finding in other.list {
            let mut known = self.list[..before].iter_mut();
            if let Some(known) = known.find(|known| known.repeats(&finding)) {
                if !known.strategies.is_empty() {
                    known.strategies.push(strategy.to_owned());
                }
                continue;
            }
            let lies_in =
                |part: &Span| part.start <= finding.span.start && finding.span.end <= part.end;
            if !part.is_some_and(lies_in) {
                finding.strategies.push(strategy.to_owned());
                if part.is_some() {
                    let help = finding.help.into_iter().chain([LEAVE_OUT.to_owned()]);
                    finding.help = Some(help.collect::<Vec<_>>().join("; "));
                }
            }
            self.push(finding);
        }
    }

    /// Takes the findings of `other` in, save those for which `drop` holds.
    pub(super) fn absorb(&mut self, other: Self, drop: impl Fn(&Finding) -> bool) {
        self.unlisted += other.unlisted;
        for finding in other.list {
            if !drop(&finding) {
                self.push(finding);
            }
        }
    }
}

/// What is wrong with a piece of text, to be given a place by who knows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wrong {
    pub(super) message: String,
    pub(super) help: String,
}

impl Wrong {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }

    /// Message and help where there is no place to give it.
    pub(super) fn into_text(self) -> String {
        format!("{}\n  help: {}", self.message, self.help)
    }

    pub(super) fn at(self, span: Span) -> Finding {
        Finding::new(span, self.message).help(self.help)
    }
}

impl From<Finding> for Wrong {
    /// What was found, where it stands for itself.
    fn from(finding: Finding) -> Self {
        let message = match &finding.label[..] {
            "" => finding.message,
            label => format!("{}, and {label}", finding.message),
        };
        Self::new(message, finding.help.unwrap_or_default())
    }
}
