//! A scenario over a range of its keys: a line for one key, a map for two.

mod heat;
mod line;
mod positions;
mod shade;

use crate::experiment::outcome::sweep::Sweep;
use crate::report::chart::drawing::*;
use crate::report::sentences::phrases::capitalised;
use crate::report::sentences::sweep_answer::{median, title as words};

/// The chart.
pub fn scene(found: &Sweep) -> Scene {
    let is_known = found.points.iter().any(|point| median(point).is_some());
    match &found.axes[..] {
        [axis] if is_known => line::scene(found, axis, &title(found), &label(found)),
        [down, across] if is_known => {
            heat::scene(found, (down, across), &title(found), &label(found))
        }
        _ => frame::empty_page(
            found,
            &format!("{} is nowhere reached", capitalised(&found.label)),
            "At no point is there a median to show.",
        ),
    }
}

/// What the sweep comes to. A sentence that begins with a key stays as it is.
fn title(found: &Sweep) -> String {
    match &found.until {
        Some(_) => words(found),
        None => capitalised(&words(found)),
    }
}

/// What is measured, as the key has room for it.
fn label(found: &Sweep) -> String {
    const WIDEST: f64 = 260.0;
    shorten(&clean(&found.label), BODY, WIDEST, 0)
}

#[cfg(test)]
mod tests;
