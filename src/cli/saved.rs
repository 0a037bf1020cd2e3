//! A document that cyclecast has written: its head, which says what it is, and the whole.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::exit::CliError;

/// What tells documents apart: their version, and the keys that only one kind has.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Head {
    format_version: Option<Value>,
    variants: Option<IgnoredAny>,
    axes: Option<IgnoredAny>,
    tenants: Option<IgnoredAny>,
    jobs_per_row: Option<IgnoredAny>,
    is_paired: Option<IgnoredAny>,
    observation: Option<IgnoredAny>,
    left_out: Option<IgnoredAny>,
    users_made: Option<IgnoredAny>,
    synchronization_job_settings: Option<IgnoredAny>,
}

/// The kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Outcome,
    Comparison,
    Sweep,
    Fleet,
    Reproduction,
    Difference,
    Progress,
    Rehearsal,
    Probe,
    Status,
}

impl Kind {
    /// What a document of this kind is called.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Outcome => "the outcome of a run",
            Self::Comparison => "a comparison, as `compare`, `policies` and `capacity` write it",
            Self::Sweep => "a sweep",
            Self::Fleet => "a fleet",
            Self::Reproduction => "a reproduction",
            Self::Difference => "what `diff` found of two outcomes",
            Self::Progress => "what `progress` found of a job",
            Self::Rehearsal => "a rehearsal",
            Self::Probe => "what `probe` found at an endpoint",
            Self::Status => "the status of a job",
        }
    }
}

impl Head {
    /// The kind of the document.
    pub fn kind(&self) -> Kind {
        let signs = [
            (&self.variants, Kind::Comparison),
            (&self.axes, Kind::Sweep),
            (&self.tenants, Kind::Fleet),
            (&self.jobs_per_row, Kind::Reproduction),
            (&self.is_paired, Kind::Difference),
            (&self.observation, Kind::Progress),
            (&self.left_out, Kind::Rehearsal),
            (&self.users_made, Kind::Probe),
            (&self.synchronization_job_settings, Kind::Status),
        ];
        let kind = signs.into_iter().find(|(sign, _)| sign.is_some());
        kind.map_or(Kind::Outcome, |(_, kind)| kind)
    }

    /// A document whose major version is not ours would be misread.
    pub fn check_version(&self, name: &str) -> Result<(), CliError> {
        let version = self.format_version.as_ref().and_then(Value::as_str);
        match version.and_then(|version| version.split('.').next()) {
            Some("1") => Ok(()),
            Some(_) => Err(CliError::Usage(format!(
                "{name} has format version {}, and this version of cyclecast reads 1\n  help: use the version that wrote it",
                version.unwrap_or_default()
            ))),
            None => Err(CliError::Usage(format!(
                "{name} is no document that cyclecast writes: it has no formatVersion\n  help: name an outcome.json that `run`, `compare` or `sweep` has written"
            ))),
        }
    }
}

/// A document that was changed by hand is not shown as if it were a result.
pub(super) fn refuse(name: &str, contradiction: Option<String>) -> Result<(), CliError> {
    contradiction.map_or(Ok(()), |what| {
        let message = format!("{name} contradicts itself: {what}");
        let help = "use the document as it was written";
        Err(CliError::usage(message, help))
    })
}
