//! What it takes to repeat a run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The scenario as it was read, with every file that it names. Together with seed and number of replications it suffices to
/// repeat the run with the same version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    pub asked: Vec<String>,
}

/// A file that a scenario names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NamedFile {
    /// As the scenario writes it.
    pub name: String,
    /// What is in it.
    pub text: String,
}
