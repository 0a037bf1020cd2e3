//! A job that was looked at while it runs: how it stands, and what follows.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Band, Estimate, ProgressPoint, Share, Warning};
use crate::units::display_number;

/// The version of the document's format.
pub const FORMAT_VERSION: &str = "1.0";

/// A cycle is slow where fewer than this share of the replications are no further by then.
pub const SLOW_BELOW: f64 = 0.05;
/// A cycle is stuck where it has taken this many times as long to show no more than it does as the slowest one in a hundred of the
/// replications. The two documented formulas, which are to hold for all jobs, differ by a factor of eight and a replication draws its pace from
/// as wide a range; a target that is twice as slow as all of it is not what the scenario describes.
pub const STUCK_BEYOND: f64 = 2.0;
/// The share of the replications that the slowest are told from by that rule.
pub const STUCK_SHARE: f64 = 0.99;

/// What `cyclecast progress` found out. Moments are local times with their offset (RFC 3339).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ObservedJob {
    /// Version of this format, `major.minor`.
    pub format_version: String,
    /// Version of the program that made the document.
    pub cyclecast_version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// What was seen.
    pub observation: Seen,
    /// How the job stands.
    pub verdict: Verdict,
    /// The cycle under way; absent where none is.
    pub cycle: Option<CycleForecast>,
    /// The quarantine; absent where there is none.
    pub quarantine: Option<QuarantineCourse>,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
}

/// What was seen of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// When it was seen.
    pub at: String,
    /// The code of its status, as Graph writes it; absent where there is no status.
    pub code: Option<String>,
    /// When the cycle under way began; absent where none is.
    pub started: Option<String>,
    /// How long the cycle had run, in milliseconds.
    pub elapsed_ms: Option<u64>,
    /// The share of the pages that were done, in per cent; absent where nobody says.
    pub percent: Option<f64>,
    /// Pages that were done, where they were counted.
    pub completed_units: Option<u64>,
    /// Pages in all, where they were counted.
    pub total_units: Option<u64>,
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Its cycle is where the forecast has it, or before it.
    Normal,
    /// Its cycle is further behind than 95 % of the replications.
    Slow,
    /// Its cycle is so far behind that it hardly moves at all.
    Stuck,
    /// Its first cycle is over, and none that looks at everything is under way.
    Done,
    /// It is in quarantine.
    Quarantine,
    /// It is paused.
    Paused,
    /// It was disabled.
    Disabled,
    /// It has not been started.
    NotStarted,
}

/// A cycle under way, held against the replications of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CycleForecast {
    /// The root seed.
    pub seed: u64,
    /// Replications that were simulated.
    pub replications: u64,
    /// How many replications of equal weight would tell as much as those that come near the observation.
    pub effective_replications: f64,
    /// A replication counts whose curve passes the observed share within this of the observed time, as a logarithm: 0.1 is about one part in ten.
    pub tolerance: f64,
    /// Whether hardly any replication comes that near, so that the nearest were stretched to the observation.
    pub is_stretched: bool,
    /// Share of the replications that are no further by then: those that have done less, and half of those that have done as much.
    pub no_further: Share,
    /// How many times as long the cycle took to come here as the median replication.
    pub pace: Option<f64>,
    /// By when 99 % of the replications have done more, in milliseconds since the start.
    pub passed_by_ms: Option<f64>,
    /// The share of the pages that was to be expected by then, in per cent.
    pub expected_percent: Band,
    /// How much longer the cycle takes, in milliseconds.
    pub remaining_ms: Remaining,
    /// The same if nothing were known but that the cycle is not over.
    pub remaining_unseen_ms: Remaining,
    /// When the cycle ends: the 5th, 50th and 95th percentile.
    pub ends: [Option<String>; 3],
    /// When each share of the pages is done, in view of what was seen.
    pub curve: Vec<ProgressPoint>,
    /// The same before anything was seen.
    pub curve_unseen: Vec<ProgressPoint>,
    /// What the observation says of the uncertain inputs, those first of which it says most.
    pub inputs: Vec<InputSeen>,
}

/// The rest of a cycle. An end of an interval is absent where too few replications bound it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Remaining {
    /// The 5th percentile.
    pub p5: Estimate,
    /// The median.
    pub p50: Estimate,
    /// The 95th percentile.
    pub p95: Estimate,
}

/// An uncertain input before and after the observation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InputSeen {
    /// The key in scenario files.
    pub key: String,
    /// What it means.
    pub meaning: String,
    /// Unit of the values: `seconds`, `count`, `share`, `factor` or `memberships`.
    pub unit: String,
    /// What was drawn in all replications.
    pub before: Band,
    /// What was drawn in those that come near the observation.
    pub after: Band,
    /// The rank among the values before, from zero to one, that the median after has: 0.5 where the observation says nothing.
    pub rank: f64,
}

/// A quarantine, and what the documented rules make of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuarantineCourse {
    /// Why, in Graph's word; absent where the status does not say.
    pub reason: Option<String>,
    /// The code that the target answered with, where that is why.
    pub error_code: Option<String>,
    /// The message that came with it.
    pub error_message: Option<String>,
    /// When it was first imposed.
    pub series_began: Option<String>,
    /// How often it was evaluated and imposed.
    pub series_count: Option<u64>,
    /// When the job is tried again.
    pub next_attempt: Option<String>,
    /// How long that is from the observation, in milliseconds; below zero where it is over.
    pub next_attempt_in_ms: Option<i64>,
    /// The attempts behind the next one, by each documented reading.
    pub further_attempts: Vec<Attempts>,
    /// When the job is disabled unless an attempt succeeds.
    pub disabled_at: Option<String>,
}

/// Attempts of a job in quarantine by one reading of the documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Attempts {
    /// Name of the reading, as `quarantine.attempts` of a scenario has it.
    pub reading: String,
    /// Whether the scenario has this one.
    pub is_of_scenario: bool,
    /// The next moments.
    pub moments: Vec<String>,
}

impl ObservedJob {
    /// What was looked at: scenario, replications, seed and version.
    pub fn caption(&self) -> String {
        let (scenario, version) = (&self.scenario, &self.cyclecast_version);
        match &self.cycle {
            Some(cycle) => {
                let count = display_number(cycle.replications as f64);
                let seed = cycle.seed;
                format!("{scenario} · {count} replications · seed {seed} · cyclecast {version}")
            }
            None => format!("{scenario} · cyclecast {version}"),
        }
    }
}
