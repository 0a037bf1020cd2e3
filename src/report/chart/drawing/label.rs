//! Labels in rows, none over another, each with its line to the data.

use super::{Anchor, Colour, Face, INK, MARGIN, PAPER, Scene, WIDTH, width};

/// Distance of two rows.
const ROW: f64 = 17.0;

/// A text that wants to stand over `x`, or beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub x: f64,
    pub words: String,
    face: Face,
    anchor: Anchor,
    line: Colour,
    ink: Colour,
}

/// Where a label has gone: its left end, and its row counted from the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    pub left: f64,
    pub right: f64,
    pub row: usize,
}

impl Label {
    /// A label in ink.
    pub fn new(x: f64, words: impl Into<String>, face: Face, anchor: Anchor) -> Self {
        Self {
            x,
            words: words.into(),
            face,
            anchor,
            line: INK,
            ink: INK,
        }
    }

    /// The same with other colours of its line and its words.
    pub fn coloured(self, line: Colour, ink: Colour) -> Self {
        Self { line, ink, ..self }
    }

    fn write(&self, scene: &mut Scene, slot: &Slot, baseline: f64) {
        let x = match self.anchor {
            Anchor::Start => slot.left,
            Anchor::End => slot.right,
            Anchor::Middle => f64::midpoint(slot.left, slot.right),
        };
        let at = (x, baseline);
        scene.text(at, self.words.clone(), self.face, self.ink, self.anchor);
    }
}

/// Gives each label the nearest row in which it is clear of those before it, within the margins.
fn slots_of(labels: &[Label]) -> Vec<Slot> {
    const GAP: f64 = 14.0;
    const ASIDE: f64 = 5.0;
    let mut slots: Vec<Slot> = Vec::new();
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
            slots.iter().all(|other| {
                other.row != *row || other.left > right + GAP || other.right + GAP < left
            })
        };
        // As many rows as labels always suffice.
        let row = (0..labels.len()).find(clear).unwrap_or(0);
        slots.push(Slot { left, right, row });
    }
    slots
}

/// Labels in their rows.
pub struct Labels(Vec<(Label, Slot)>);

impl Labels {
    /// All of them; the first ones come nearest to the data.
    pub fn of(labels: Vec<Label>) -> Self {
        let slots = slots_of(&labels);
        Self(labels.into_iter().zip(slots).collect())
    }

    /// Those of the first rows.
    pub fn in_rows(mut self, most: usize) -> Self {
        self.0.retain(|(_, slot)| slot.row < most);
        self
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Height of all rows.
    pub fn height(&self) -> f64 {
        let rows = self.0.iter().map(|(_, slot)| slot.row + 1).max();
        rows.unwrap_or(0) as f64 * ROW
    }

    /// Writes the labels above `top`, with lines that go down from them to `bottom`.
    pub fn above(&self, scene: &mut Scene, top: f64, bottom: f64) {
        let baseline = |slot: &Slot| top - 8.0 - slot.row as f64 * ROW;
        for (label, slot) in &self.0 {
            // The line ends below a label above it, and runs along one beside it.
            let is_below = slot.left < label.x && label.x < slot.right + 3.0;
            let end = baseline(slot) + if is_below { 4.0 } else { -9.0 };
            let width = match (label.face.bold, label.line) {
                (true, _) => 2.0,
                (false, INK) => 1.0,
                (false, _) => 1.5,
            };
            let line = vec![(label.x, end), (label.x, bottom)];
            scene.path(line, width, label.line);
        }
        for (label, slot) in &self.0 {
            let y = baseline(slot);
            // Keeps the lines of other labels off the words.
            let (from, to) = ((slot.left - 1.0, y - 10.5), (slot.right + 1.0, y + 3.5));
            scene.rect(from, to, PAPER);
            label.write(scene, slot, y);
        }
    }

    /// Writes the labels below `top`, without lines.
    pub fn below(&self, scene: &mut Scene, top: f64) {
        for (label, slot) in &self.0 {
            label.write(scene, slot, top + 14.0 + slot.row as f64 * ROW);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::drawing::BODY;

    fn label(x: f64, anchor: Anchor) -> Label {
        Label::new(x, "95th percentile: 12 h", BODY, anchor)
    }

    #[test]
    fn labels_that_do_not_meet_share_a_row() {
        let slots = slots_of(&[label(300.0, Anchor::End), label(320.0, Anchor::Start)]);
        assert_eq!(slots[0].row, slots[1].row);
    }

    #[test]
    fn labels_that_would_meet_are_stacked() {
        let slots = slots_of(&[label(300.0, Anchor::Middle), label(310.0, Anchor::Start)]);
        assert_eq!((slots[0].row, slots[1].row), (0, 1));
    }

    #[test]
    fn no_label_leaves_the_page() {
        let slots = slots_of(&[label(2.0, Anchor::End), label(899.0, Anchor::Start)]);
        assert!(slots.iter().all(|slot| slot.left >= MARGIN));
        assert!(slots.iter().all(|slot| slot.right <= WIDTH - MARGIN));
    }
}
