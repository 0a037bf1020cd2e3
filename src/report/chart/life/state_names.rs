//! Names of the states that are too short for their name, below the strip.

use super::states::{Stretch, name, stretches};
use crate::experiment::outcome::life::{JobState, StateSpan};
use crate::report::chart::axis::Scale;
use crate::report::chart::label::{self, Label, Place};
use crate::report::chart::scene::{Anchor, Scene};
use crate::report::chart::theme::{INK, SMALL};

const ROW: f64 = 15.0;
const STATES: [JobState; 5] = [
    JobState::Quarantine,
    JobState::Disabled,
    JobState::Paused,
    JobState::NotRun,
    JobState::Active,
];

/// For each state that is named nowhere in the strip, its name below the widest stretch.
pub struct Names(Vec<(Label, Place)>);

impl Names {
    /// Finds the states that need it.
    pub fn of(states: &[StateSpan], across: &Scale) -> Self {
        let stretches = stretches(states, across);
        let labels: Vec<Label> = STATES
            .into_iter()
            .filter_map(|state| widest_unnamed(state, &stretches))
            .collect();
        let places = label::place(&labels);
        Self(labels.into_iter().zip(places).collect())
    }

    /// Height of the names.
    pub fn height(&self) -> f64 {
        let rows = self.0.iter().map(|(_, place)| place.row + 1).max();
        rows.unwrap_or(0) as f64 * ROW
    }

    /// Writes the names below `top`.
    pub fn below(&self, scene: &mut Scene, top: f64) {
        for (label, place) in &self.0 {
            let baseline = top + 14.0 + place.row as f64 * ROW;
            let at = (f64::midpoint(place.left, place.right), baseline);
            scene.text(at, label.words.clone(), SMALL, INK, Anchor::Middle);
        }
    }
}

fn widest_unnamed(state: JobState, stretches: &[Stretch]) -> Option<Label> {
    let of_state = || {
        stretches
            .iter()
            .filter(|stretch| stretch.span.state == state)
    };
    if of_state().any(|stretch| stretch.name().is_some()) {
        return None;
    }
    let width = |stretch: &&Stretch| stretch.right - stretch.left;
    let widest = of_state().max_by(|a, b| width(a).total_cmp(&width(b)))?;
    Some(Label {
        x: f64::midpoint(widest.left, widest.right),
        words: name(state).to_owned(),
        face: SMALL,
        anchor: Anchor::Middle,
    })
}
