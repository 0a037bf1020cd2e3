//! The limits of targets: what passes, what excess gets, who paces himself, several jobs at one target.

mod busy;
mod connections;
mod converges;
mod excess;
mod jobs;
mod kept;
mod kinds;
mod needs;
mod pace;
mod policies;
mod presets;
mod quotas;
mod replicas;
pub mod rules;
mod shapes;
mod tenant;
mod told;
