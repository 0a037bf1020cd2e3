//! Labels in rows, none over another.

use super::font::width;
use super::scene::{Anchor, Face};
use super::theme::{MARGIN, WIDTH};

/// A text that wants to stand over `x`, or beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub x: f64,
    pub words: String,
    pub face: Face,
    pub anchor: Anchor,
}

/// Where a label has gone: its left end, and its row counted from the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub left: f64,
    pub right: f64,
    pub row: usize,
}

/// Gives each label the nearest row in which it is clear of those before it, within the margins.
pub fn place(labels: &[Label]) -> Vec<Place> {
    const GAP: f64 = 14.0;
    const ASIDE: f64 = 5.0;
    let mut places: Vec<Place> = Vec::new();
    for label in labels {
        let length = width(&label.words, label.face);
        let wanted = match label.anchor {
            Anchor::Start => label.x + ASIDE,
            Anchor::Middle => label.x - length / 2.0,
            Anchor::End => label.x - length - ASIDE,
        };
        let left = wanted.min(WIDTH - MARGIN - length).max(MARGIN);
        let right = left + length;
        let clear = |row: &usize| {
            places.iter().all(|other| {
                other.row != *row || other.left > right + GAP || other.right + GAP < left
            })
        };
        // As many rows as labels always suffice.
        let row = (0..labels.len()).find(clear).unwrap_or(0);
        places.push(Place { left, right, row });
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::theme::BODY;

    fn label(x: f64, anchor: Anchor) -> Label {
        Label {
            x,
            words: "95th percentile: 12 h".to_owned(),
            face: BODY,
            anchor,
        }
    }

    #[test]
    fn labels_that_do_not_meet_share_a_row() {
        let places = place(&[label(300.0, Anchor::End), label(320.0, Anchor::Start)]);
        assert_eq!(places[0].row, places[1].row);
    }

    #[test]
    fn labels_that_would_meet_are_stacked() {
        let places = place(&[label(300.0, Anchor::Middle), label(310.0, Anchor::Start)]);
        assert_eq!((places[0].row, places[1].row), (0, 1));
    }

    #[test]
    fn no_label_leaves_the_page() {
        let places = place(&[label(2.0, Anchor::End), label(899.0, Anchor::Start)]);
        assert!(places.iter().all(|place| place.left >= MARGIN));
        assert!(places.iter().all(|place| place.right <= WIDTH - MARGIN));
    }
}
