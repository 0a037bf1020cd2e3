//! Warnings, each with what to do about it.

use super::page::Section;
use crate::experiment::outcome::Warning;
use crate::report::delay::capitalised;

/// The warnings; none where there is nothing to warn of.
pub fn section(warnings: &[Warning]) -> Option<Section> {
    Section::of("warnings", "Warnings", |body| {
        for warning in warnings {
            body.element("div", &[("class", "warning")], |note| {
                note.element("p", &[], |words| {
                    words.words("strong", "Warning: ");
                    words.prose(&sentence(&warning.message));
                });
                note.element("p", &[], |words| {
                    words.words("strong", "What to do: ");
                    words.prose(&sentence(&warning.remedy));
                });
            });
        }
    })
}

/// With a capital and a full stop.
fn sentence(words: &str) -> String {
    let stop = if words.ends_with('.') { "" } else { "." };
    format!("{}{stop}", capitalised(words))
}
