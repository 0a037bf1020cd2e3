//! Forms in which the service writes the same request.
//!
//! The first of each list is what Microsoft's tutorial shows (use-scim-to-provision-users-and-groups) or what the service does unless the
//! `aadOptscim062020` flag is set (application-provisioning-config-problem-scim-compatibility). Servers were seen to refuse one and take another.

use crate::model::named::named;

named! {
    /// The schemas of a new group.
    pub enum GroupSchemas {
        /// SCIM's own and Microsoft's of 2006.
        Tutorial => "tutorial",
        /// SCIM's own alone.
        Core => "core",
    }
}

named! {
    /// How a manager is written.
    pub enum ManagerForm {
        /// The identifier as a text, at the attribute of the enterprise schema.
        Text => "text",
        /// An object with `value`, at the same place.
        Object => "object",
        /// An array with an object, at `manager`, as in the tutorial's fifth example.
        Example => "example",
    }
}

named! {
    /// How members are taken out of a group.
    pub enum RemoveForm {
        /// At `members`, with those to be taken out as the value.
        ValueArray => "value-array",
        /// At `members[value eq "..."]`.
        ValuePath => "value-path",
    }
}

named! {
    /// How an account is switched off.
    pub enum ActiveForm {
        /// The text `False`.
        Text => "text",
        /// The boolean `false`.
        Boolean => "boolean",
    }
}

/// The forms that requests are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// Of a new group.
    pub groups: GroupSchemas,
    /// Of a manager.
    pub manager: ManagerForm,
    /// Of members that leave.
    pub remove: RemoveForm,
    /// Of an account that is switched off or on.
    pub active: ActiveForm,
    /// Whether a new user's mail says that it is the primary one.
    pub primary_mail: bool,
}

/// What the service writes unless it is told otherwise.
impl Default for Spelling {
    fn default() -> Self {
        Self {
            groups: GroupSchemas::Tutorial,
            manager: ManagerForm::Text,
            remove: RemoveForm::ValueArray,
            active: ActiveForm::Text,
            primary_mail: true,
        }
    }
}
