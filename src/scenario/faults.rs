//! What is wrong with a scenario and with the files that it names, over all of its strategies.

use std::rc::Rc;

use super::finding::{Findings, Span};
use super::problem::{Problems, into_problems};
use super::sources::Sources;
use super::text::{SourceText, Tree};

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
