//! What it takes to repeat a run.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The scenario as it was read, with every file that it names. Together with seed and number of replications it suffices to
/// repeat the run with the same version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The scenario file's name without its extension: the scenario's name unless it gives one.
    pub name: String,
    /// The text of the scenario file.
    pub scenario: String,
    /// The files that it names. Of a list of groups only what is simulated: no group is called by its name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<NamedFile>,
    /// What the command line added to the scenario, one `option value` each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub asked: Vec<Request>,
}

/// A file that a scenario names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NamedFile {
    /// As the scenario writes it.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// What was asked on the command line besides the scenario. A document has it as the option that asks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Request {
    /// To set a key as a line of the scenario would: `target.capacity=64`.
    Set(String),
    /// When a user gets access who is assigned at this moment.
    UserAssignedAt(String),
    /// Something that this version does not know.
    Other(String),
}

impl From<String> for Request {
    fn from(text: String) -> Self {
        match text.split_once(' ') {
            Some(("--set", setting)) => Self::Set(setting.to_owned()),
            Some(("--user-assigned-at", at)) => Self::UserAssignedAt(at.trim().to_owned()),
            _ => Self::Other(text),
        }
    }
}

impl From<Request> for String {
    fn from(request: Request) -> Self {
        match request {
            Request::Set(setting) => format!("--set {setting}"),
            Request::UserAssignedAt(at) => format!("--user-assigned-at {at}"),
            Request::Other(text) => text,
        }
    }
}
