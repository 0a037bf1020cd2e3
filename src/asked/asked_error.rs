//! Why something cannot be asked, or not be answered.

use crate::experiment::RunError;
use crate::scenario::Problems;

/// What stands between what is wrong and what would be right.
const HELP: &str = "\n  help: ";

/// Why something cannot be asked, or not be answered.
#[derive(Debug, thiserror::Error)]
pub enum AskedError {
    /// The scenario is wrong.
    #[error("{0}")]
    Scenario(#[from] Problems),
    /// What is asked of it is wrong: in what, and on a line of its own what would be right.
    #[error("{0}")]
    Usage(String),
    /// It cannot be simulated.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl AskedError {
    /// What is wrong with what was asked, and what to do about it.
    pub fn usage(message: impl std::fmt::Display, help: impl std::fmt::Display) -> Self {
        Self::Usage(format!("{message}{HELP}{help}"))
    }

    /// What is wrong and what would be right, of the words of [`AskedError::Usage`].
    pub fn parted(words: &str) -> (&str, Option<&str>) {
        words
            .split_once(HELP)
            .map_or((words, None), |(message, help)| (message, Some(help)))
    }
}
