//! Charts of the job over its horizon.

pub mod all_runs;
pub mod delays;
pub mod load_by_hour;
mod states;
pub mod timeline_panels;
pub mod user_assigned;

#[cfg(test)]
mod tests;
