//! One line of the answer to "what was simulated, and who says so?".

use crate::model::Origin;

/// One resolved value of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Dotted key, as in a scenario file.
    pub key: String,
    /// The value as a person writes it and as the parser reads it. Where it follows a rule the rule stands
    /// behind it in brackets; a long list of groups is only summed up.
    pub value: String,
    /// Who says so.
    pub origin: ResolvedOrigin,
    /// Whether the value is drawn anew for each replication.
    pub uncertain: bool,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedOrigin {
    /// A document: which, and where.
    Documented(String),
    /// Fitted to the documented timing table: what of the table fixes it.
    Calibrated(String),
    /// Nothing published settles it: why this value.
    Assumed(String),
    /// The user: `line 12` of the scenario, `set from outside`, or the name of another file.
    Yours(String),
}

impl From<Origin> for ResolvedOrigin {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Documented(source) => Self::Documented(source.to_owned()),
            Origin::Calibrated(why) => Self::Calibrated(why.to_owned()),
            Origin::Assumed(why) => Self::Assumed(why.to_owned()),
        }
    }
}
