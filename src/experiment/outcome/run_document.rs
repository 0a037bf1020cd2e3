//! The document of a run: everything that it found out, and what it takes to repeat it.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActivitySummary, AmbiguousLocalTime, Deadline, DocumentedBand, EachRow, ErrorSummary, Expected,
    InputDraws, Jobs, Life, LoadPoint, Metric, Otherwise, OwnerSummary, PhaseStart, Progress,
    ReplicationRows, Sensitivity, Spread, Stopping, Summary, TargetLoad,
};
use crate::units::display_number;

/// The version of the document's format. The major number changes when a reader of the old format would misread the new.
pub const FORMAT_VERSION: &str = "1.9";

/// What a run of one scenario found out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// Version of this format, `major.minor`.
    pub format_version: String,
    /// Version of the program that made the document.
    pub cyclecast_version: String,
    /// What was simulated.
    pub scenario: ScenarioRecord,
    /// What its reports lead with.
    #[serde(default)]
    pub view: View,
    /// How often and with which luck.
    pub run: RunRecord,
    /// What it takes to repeat the run.
    #[serde(default)]
    pub manifest: Manifest,
    /// The thresholds of `[expect]`, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Expected>,
    /// What a start or a deadline means; absent unless one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// Local times that the clocks never show or show twice, with what they were taken for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ambiguous_times: Vec<AmbiguousLocalTime>,
    /// Each measured quantity with its percentiles and their intervals.
    pub summaries: Vec<Summary>,
    /// Where the time of the initial cycle goes.
    pub activities: Vec<ActivitySummary>,
    /// Whose that time is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<OwnerSummary>,
    /// How the initial cycle would be under other circumstances; those are left out that make no difference to the scenario, or where one of these
    /// replications is not completed within the horizon.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub otherwise: Vec<Otherwise>,
    /// What is documented of an initial cycle of this size; absent but for assigned scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documented: Option<DocumentedBand>,
    /// How the cycle progresses.
    pub progress: Progress,
    /// Requests per second at the target over the course of the cycle.
    pub load: Vec<LoadPoint>,
    /// The phases of the cycle in order, as far as there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<PhaseStart>,
    /// The spread of the initial cycle's duration with every uncertain input held at its median:
    /// what is left is luck. Absent when no input is uncertain.
    pub luck_alone: Option<Spread>,
    /// Failures by error code.
    pub errors: Vec<ErrorSummary>,
    /// The job beyond its initial cycle; absent unless a horizon was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub life: Option<Life>,
    /// What the target sees and does, as its owner would measure it.
    #[serde(default)]
    pub target: TargetLoad,
    /// Each of several jobs, where the scope is split among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobs: Option<Jobs>,
    /// Which uncertain inputs move the forecast; absent where none is uncertain or there are too few replications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<Sensitivity>,
    /// What a reader should know before trusting or acting on the numbers.
    pub warnings: Vec<Warning>,
    /// The uncertain inputs as they were drawn, one value a replication in order.
    pub inputs: Vec<InputDraws>,
    /// One row a replication, in order.
    #[cfg_attr(test, schemars(with = "Vec<super::ReplicationRow>"))]
    pub replications: ReplicationRows,
}

/// What reports lead with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum View {
    /// When the cycle ends, for those who wait for it.
    #[default]
    Cycle,
    /// What the target sees, for its owner.
    Target,
}

/// The scenario as resolved: every parameter with its value and origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ScenarioRecord {
    /// Name of the scenario; also the name of the default output folder.
    pub name: String,
    /// What the scenario is about, in its author's words.
    pub description: String,
    /// Every parameter in the order of the reference.
    pub parameters: Vec<ParameterRecord>,
}

/// One resolved parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ParameterRecord {
    /// Dotted key as in the scenario file, for example `target.latency.user_get`.
    pub key: String,
    /// The value as a person would write it, for example `120 ms to 900 ms`.
    pub value: String,
    /// How well the value is known.
    pub origin: OriginKind,
    /// The source of a documented value, the reason of an assumed one, the place where the user gave theirs.
    pub because: String,
    /// Whether the value is drawn anew for each replication.
    pub uncertain: bool,
    /// The value as numbers; absent for what is no number, what follows from others by rule, and in documents before 1.6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<ParameterRange>,
    /// What it is, in a sentence; empty for what is no parameter of the reference, and in documents before 1.6.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meaning: String,
}

/// A value as numbers: three times the same where it is certain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ParameterRange {
    /// The 5th percentile, or the least of values that are drawn with equal chance.
    pub low: f64,
    /// The median.
    pub mid: f64,
    /// The 95th percentile, or the greatest of values that are drawn with equal chance.
    pub high: f64,
    /// `seconds`, `count`, `share` or `factor`.
    pub unit: String,
}

/// How well a value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum OriginKind {
    /// A document says so.
    Documented,
    /// Fitted to the documented timing table.
    Calibrated,
    /// Assumed, for the reason given.
    Assumed,
    /// Measured: given by a file of measurements.
    Measured,
    /// Given by the user.
    Yours,
}

/// How often the scenario was simulated and with which luck.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RunRecord {
    /// The root seed.
    pub seed: u64,
    /// How many replications were asked for; with a stopping rule, the most that were allowed.
    pub replications_requested: u64,
    /// How many were finished: all, unless the run was interrupted or its stopping rule was satisfied.
    pub replications: u64,
    /// The rule by which the number of replications was found, and what it came to; absent for a fixed number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopping: Option<Stopping>,
    /// Whether the run was interrupted. The replications kept are then the first ones, without a gap.
    pub partial: bool,
    /// Confidence level of every interval in the document.
    pub confidence_level: f64,
}

/// Something a reader should know, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Warning {
    /// Stable name of the kind of warning, for example `targetThrottles`.
    pub code: String,
    /// What is the matter.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl Warning {
    /// A warning, where what it warns of holds.
    pub(in crate::experiment) fn when(
        holds: bool,
        code: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Option<Self> {
        holds.then(|| Self {
            code: code.to_owned(),
            message: message.into(),
            remedy: remedy.into(),
        })
    }
}

impl Outcome {
    /// The summary of `metric`, if it was measured.
    pub fn summary(&self, metric: Metric) -> Option<&Summary> {
        self.summaries
            .iter()
            .find(|summary| summary.metric == metric)
    }

    /// The median of a metric; zero if it has none.
    pub(in crate::experiment) fn median(&self, metric: Metric) -> f64 {
        let summary = self.summary(metric);
        summary.and_then(|one| one.p50.value).unwrap_or_default()
    }

    /// What contradicts itself in the document, which a changed file may; reports suppose that nothing does.
    pub fn contradiction(&self) -> Option<String> {
        let rows = self.replications.len();
        let odd = self.inputs.iter().find(|input| input.values.len() != rows);
        if let Some(input) = odd {
            return Some(format!(
                "{} has {} values for {rows} replications",
                input.key,
                input.values.len()
            ));
        }
        let has_summary = self.summary(Metric::InitialCycle).is_some();
        (rows > 0 && !has_summary).then(|| "it has no summary of its replications".to_owned())
    }

    /// Whether there is no user in scope of whom access could be told, in any replication.
    pub fn has_nobody_in_scope(&self) -> bool {
        !self.replications.is_empty() && !self.has_somebody_in_scope()
    }

    /// Whether there is a user in scope in some replication.
    pub fn has_somebody_in_scope(&self) -> bool {
        self.replications.any(|row| row.users_in_scope > 0)
    }

    /// The durations of the initial cycle in milliseconds, in order of replication, as far as it was completed.
    pub fn initial_cycle_ms(&self) -> Vec<f64> {
        self.replications
            .some_values(|row| row.initial_cycle_ms.map(|time| time as f64))
    }

    /// One line that tells which run this is: scenario, replications, seed and version.
    pub fn caption(&self) -> String {
        let partial = if self.run.partial { " (partial)" } else { "" };
        let runs = match self.run.replications {
            1 => "1 replication".to_owned(),
            many => format!("{} replications", display_number(many as f64)),
        };
        format!(
            "{} · {runs}{partial} · seed {} · cyclecast {}",
            self.scenario.name, self.run.seed, self.cyclecast_version
        )
    }
}

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
