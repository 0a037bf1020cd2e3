//! Charts of the job over its horizon.

mod all_runs;
mod delays;
mod load_by_hour;
mod states;
mod timeline_panels;
mod user_assigned;

use super::frame;
use super::scene::Scene;
use crate::experiment::outcome::{Life, Outcome};

pub use all_runs::scene as all_runs;
pub use delays::scene as delays;
pub use load_by_hour::scene as later_load;
pub use timeline_panels::scene as timeline;
pub use user_assigned::scene as user_assigned;

/// The chart of the outcome's life, or a page that says that there is none.
pub fn scene(outcome: &Outcome, chart: fn(&Outcome, &Life) -> Scene) -> Scene {
    match &outcome.life {
        Some(life) => chart(outcome, life),
        None => frame::empty_page(
            outcome,
            "The job was not followed beyond its initial cycle",
            "The scenario has no horizon.",
        ),
    }
}

#[cfg(test)]
mod tests;
