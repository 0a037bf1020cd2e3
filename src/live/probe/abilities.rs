//! What a server takes of the dialect, as far as the rest depends on it.

/// What follows for everything else that is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    /// Users can be made and are found again.
    pub users: bool,
    /// Groups can be made.
    pub groups: bool,
    /// Members can be added.
    pub members: bool,
    /// One PATCH takes several members.
    pub several_members: bool,
    /// Managers can be set.
    pub managers: bool,
    /// Users the server said it had before.
    pub users_before: Option<u64>,
}
