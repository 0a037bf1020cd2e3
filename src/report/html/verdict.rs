//! The answer, at the top of the page.

use super::grid;
use super::markup::Markup;
use super::page::Section;
use crate::experiment::outcome::Outcome;
use crate::report::deadline;
use crate::report::delay::capitalised;
use crate::report::documented;
use crate::report::headline::{luck, sentences};
use crate::report::limit;
use crate::report::table::{access, cycle, expected};

/// What was expected, how long it takes, and what that means for a date.
pub fn section(outcome: &Outcome) -> Option<Section> {
    Section::of("answer", "The answer", |body| {
        if !outcome.expected.is_empty() {
            lead(body, &expected::summary(&outcome.expected));
            let conditions = expected::conditions(&outcome.expected);
            grid::add(body, "What was expected, and what was found", &conditions);
        }
        let mut sentences = sentences(outcome).into_iter();
        for sentence in sentences.by_ref().take(1) {
            lead(body, &capitalised(&sentence));
        }
        let deadline = outcome.deadline.iter().flat_map(deadline::sentences);
        for sentence in sentences.chain(deadline) {
            body.words("p", &capitalised(&sentence));
        }
        grid::add(body, "Who is in, and when", &access::times(outcome));
        let left_out = access::left_out(outcome).map(|sentence| format!("{sentence}."));
        let limit = format!("The limit: {}.", limit::sentence(outcome));
        for sentence in left_out.into_iter().chain([limit]) {
            body.words("p", &capitalised(&sentence));
        }
        let largest = cycle::largest_activities(outcome, 3);
        grid::add(body, "What takes most of the time", &largest);
        let documented = outcome.documented.iter().map(documented::sentence);
        for sentence in luck(outcome).into_iter().chain(documented) {
            body.words("p", &capitalised(&sentence));
        }
    })
}

/// A sentence that is seen first.
pub fn lead(body: &mut Markup, sentence: &str) {
    body.element("p", &[("class", "lead")], |lead| lead.prose(sentence));
}
