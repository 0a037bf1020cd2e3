//! The words of the provisioning logs: what was done, how it ended, which step it was.
//!
//! Names and numbers: Graph v1.0, `provisioningObjectSummary`, `provisioningStatusInfo` and `provisioningStep`; the numbers are those of Graph's metadata, which
//! Azure Monitor records carry in place of the names.

use crate::model::named::named;

named! {
    /// What the service did with an object.
    pub enum Action {
        /// None of the others: nothing had to be done, or it is not known.
        Other => "other",
        /// An account or a group was created.
        Create => "create",
        /// It was deleted.
        Delete => "delete",
        /// An account was disabled.
        Disable => "disable",
        /// Attributes or references were changed.
        Update => "update",
        /// A deletion is held back by the deletion threshold.
        StagedDelete => "stagedDelete",
    }
}

named! {
    /// How it ended.
    pub enum Status {
        /// It was done.
        Success => "success",
        /// It failed.
        Failure => "failure",
        /// The object was left as it is.
        Skipped => "skipped",
        /// It was done with a reservation.
        Warning => "warning",
    }
}

named! {
    /// A step of the work on an object.
    pub enum StepType {
        /// The object is read from the source.
        Import => "import",
        /// It is found out whether it is in scope.
        Scoping => "scoping",
        /// It is looked for in the target.
        Matching => "matching",
        /// What has to be written is worked out.
        Processing => "processing",
        /// References to others are resolved.
        ReferenceResolution => "referenceResolution",
        /// It is written to the target.
        Export => "export",
    }
}

/// The one that a text names, in upper or lower case, or by its number.
fn find<T: Copy>(text: &str, named: &[(&'static str, T)]) -> Option<T> {
    let text = text.trim();
    let by_name = named
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(text));
    by_name
        .or_else(|| named.get(text.parse::<usize>().ok()?))
        .map(|(_, one)| *one)
}

impl Action {
    /// The action that a text names or numbers.
    pub fn read(text: &str) -> Option<Self> {
        find(text, &Self::NAMED)
    }
}

impl Status {
    /// The status that a text names or numbers.
    pub fn read(text: &str) -> Option<Self> {
        find(text, &Self::NAMED)
    }
}

impl StepType {
    /// The type that a text names or numbers.
    pub fn read(text: &str) -> Option<Self> {
        find(text, &Self::NAMED)
    }
}
