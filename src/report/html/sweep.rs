//! One or two keys over a range.

use super::grid;
use super::page::Section;
use super::picture::Picture;
use super::verdict::lead;
use crate::experiment::outcome::sweep::Sweep;
use crate::report::delay::capitalised;
use crate::report::sweep::answer;
use crate::report::table;

/// The sentence that answers what was asked.
pub fn verdict(found: &Sweep) -> Option<Section> {
    Section::of("answer", "The answer", |body| {
        lead(body, &format!("{}.", capitalised(&answer(found))));
    })
}

/// The chart and the points.
pub fn figures(found: &Sweep, picture: &Picture) -> Option<Section> {
    Section::of("figures", "Point by point", |body| {
        picture.add_to(body);
        let caption = format!("{}, with intervals in brackets", capitalised(&found.label));
        grid::add(body, &caption, &table::sweep::points(found));
    })
}

/// How the chart is read.
pub fn reading(found: &Sweep) -> &'static str {
    match found.axes.len() {
        0 | 1 => {
            "The line is the median, the band holds 9 runs in 10. All points were run with the same luck, so that what differs between them is \
             due to the key."
        }
        _ => {
            "Each cell is the median at one pair of values, the darker the higher. All cells were run with the same luck, so that what differs \
             between them is due to the keys."
        }
    }
}
