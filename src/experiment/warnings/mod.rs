//! Warnings: what a reader should know, and what to do about it.

mod cycle_warnings;
mod life_warnings;
mod limit_warnings;
mod target_warnings;

pub use cycle_warnings::warnings;
