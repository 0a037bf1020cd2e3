//! Charts of the job over its horizon.

mod all_runs;
mod delays;
mod load_by_hour;
mod states;
mod timeline_panels;
mod user_assigned;

pub use all_runs::scene as all_runs;
pub use delays::scene as delays;
pub use load_by_hour::scene as later_load;
pub use timeline_panels::scene as timeline;
pub use user_assigned::scene as user_assigned;

#[cfg(test)]
mod tests;
