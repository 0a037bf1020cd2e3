//! Variants beside each other: strategies, the policies on 429, or numbers of workers.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Band, DocumentedBand, Estimate, Expected, Share};
use crate::units::display_number;

/// The version of the document's format.
pub const FORMAT_VERSION: &str = "1.3";

/// Variants of a scenario, each simulated with the same luck.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// Version of this format, `major.minor`.
    pub format_version: String,
    /// Version of the program that made the document.
    pub cyclecast_version: String,
    /// What the variants differ in.
    pub of: ComparedBy,
    /// Name of the scenario.
    pub scenario: String,
    /// The root seed.
    pub seed: u64,
    /// Replications of each variant.
    pub replications: u64,
    /// The variants; the others are compared with the first.
    pub variants: Vec<Variant>,
    /// Which strategy is fastest, as far as it can be told; absent where strategies are not what is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<Best>,
    /// The strategy that all others were asked to be compared with; absent where none was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// Keys of `[expect]` that a comparison cannot judge, since they take a horizon.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_judged: Vec<String>,
    /// What a target needs, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<Need>,
}

/// What variants differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ComparedBy {
    /// Strategies: scenarios, or one scenario with parts of it replaced.
    Strategies,
    /// What the service does on 429.
    Policies,
    /// The calls that the target works on at once.
    Workers,
}

/// One variant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Variant {
    /// What it is called: a strategy, a policy, or a number of workers.
    pub name: String,
    /// What stands in the place of the name in sentences, tables and charts; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What it is about, in its author's words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The workers, where variants differ in them; absent for as many as there are calls.
    pub workers: Option<u64>,
    /// Duration of the initial cycle in each replication, in order; absent where it has no end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub durations_ms: Vec<Option<u64>>,
    /// What is documented of an initial cycle of this size; absent but for strategies of assigned scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documented: Option<DocumentedBand>,
    /// Mean of the initial cycle in milliseconds with Student's interval; absent where a cycle has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Estimate>,
    /// 5th percentile of the initial cycle in milliseconds.
    pub p5: Estimate,
    /// The median.
    pub p50: Estimate,
    /// The 95th percentile.
    pub p95: Estimate,
    /// Requests in the cycle.
    pub requests: Band,
    /// 429 answers.
    pub too_many_requests: Band,
    /// Users and groups that are not provisioned when the cycle ends.
    pub left_out: Band,
    /// Manager links and memberships that failed and are not written when the cycle ends, and memberships that were overwritten.
    #[serde(default)]
    pub left_out_references: Band,
    /// Users who have access when the cycle ends. Strategies that give it to fewer have less to do.
    #[serde(default)]
    pub users_served: Band,
    /// What is done when the cycle ends; absent where strategies are not what is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Amounts>,
    /// How much less that is than what the strategy that does most of it gets done in the same run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Amounts>,
    /// Users of the directory, disabled ones included, who have no access when the cycle ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_access: Option<Band>,
    /// The thresholds of `[expect]`, held against this strategy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Expected>,
    /// Requests that were not answered in time.
    pub timeouts: Band,
    /// Requests per second, mean over the cycle.
    pub mean_rate: Band,
    /// Requests per second in the busiest minute, wherever it begins.
    pub peak_minute: Band,
    /// Requests per second in the busiest second, wherever it begins.
    pub peak_second: Band,
    /// Share of the workers that are busy; absent without a capacity.
    pub utilisation: Option<Band>,
    /// Calls in the target's queue, mean over the cycle.
    pub mean_queue: Band,
    /// Share of the replications that end within the time asked for, whatever they leave out; absent where none was.
    pub within: Option<Share>,
    /// Share of the replications that meet the need: they end within the time and get done what they should, see `Need`; absent
    /// where no need was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<Share>,
    /// Users, groups, manager links and memberships that it does not get done although the same run would with an
    /// ideal target, see `Need`; absent where no need was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Band>,
    /// How it compares with the first variant, replication by replication; absent for the first.
    pub against_first: Option<Paired>,
    /// How it compares with the fastest strategy, replication by replication, with intervals that hold for all strategies at once; absent for
    /// the fastest, and where strategies are not what is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against_best: Option<Paired>,
    /// The same with the strategy that was named; absent for this one itself, and where none was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against_reference: Option<Paired>,
}

/// What is in the target when an initial cycle ends, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Amounts {
    /// Users who have access.
    pub users: Band,
    /// Groups that are there.
    pub groups: Band,
    /// Memberships that are written and not overwritten.
    pub memberships: Band,
    /// Manager links that are set.
    pub managers: Band,
}

/// A strategy that all others are compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    /// Its name.
    pub name: String,
    /// Confidence with which all statements against it hold at once.
    pub confidence_level: f64,
}

/// The fastest strategy of those that do the same, and those that may be as fast.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Best {
    /// Of the strategies that get the most done, the one with the shortest median.
    pub name: String,
    /// Strategies that do the same and are not slower as far as can be told: the interval of the paired difference includes zero, or
    /// the difference is below the least that matters.
    pub rivals: Vec<String>,
    /// Those of the rivals that differ by less than matters, as is known: more replications will not tell them apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<String>,
    /// Strategies that do not do the same: they get less done, or other things.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lesser: Vec<String>,
    /// Confidence with which all statements against the best hold at once.
    pub confidence_level: f64,
    /// A difference of less than this share of the best median is called none.
    pub indifference: f64,
}

/// Two variants, replication by replication with the same luck.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Paired {
    /// Median of how much longer it takes than the first, in milliseconds.
    pub longer_ms: Estimate,
    /// Median of how many times as long it takes as the first.
    pub ratio: Estimate,
    /// Share of the replications in which it is faster than the first.
    pub faster: Share,
    /// Mean of how much longer it takes, in milliseconds, with the interval of the paired differences; absent where a cycle has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_longer_ms: Option<Estimate>,
    /// Correlation of the two durations, which common random numbers bring about; absent where one of them does not vary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<f64>,
    /// How many times as many replications independent luck would need for the same interval of the mean difference: the
    /// sum of the two variances over the variance of the difference; absent where the difference does not vary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variance_ratio: Option<f64>,
}

/// What a target needs so that the initial cycle is done within a time.
///
/// To give up is no way to be done. A run meets the need when its cycle ends within the time and gets done what the same run
/// gets done with an ideal target, save a share of `most_undone`: users with access, groups, manager links and memberships. An
/// ideal target has no limits and any number of workers, and each of its answers is waited for. So what fails for
/// another reason, by chance or for good, counts against nobody; what is refused, cut off or not answered in time does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Need {
    /// The time, in milliseconds.
    pub within_ms: u64,
    /// The share of the replications that shall meet the need.
    pub confidence: f64,
    /// The share of what a run would get done with an ideal target that may be left undone.
    #[serde(default)]
    pub most_undone: f64,
    /// The fewest workers with which so many do; absent where no number suffices.
    pub workers: Option<u64>,
    /// More workers than this never help: as many calls as the jobs make at once.
    pub most_useful_workers: u64,
    /// By which factor all latencies must shrink without a bound on workers; absent where workers suffice or no factor does.
    pub latency_factor: Option<f64>,
    /// By which factor all limits must grow without a bound on workers; absent where workers suffice, none binds, or no factor does.
    pub limit_factor: Option<f64>,
}

impl Variant {
    /// What it is called before a reader: its title, or its name where it has none.
    pub fn label(&self) -> &str {
        if self.title.is_empty() {
            &self.name
        } else {
            &self.title
        }
    }

    /// The same within a sentence, where a title needs marks around it.
    pub fn spoken(&self) -> String {
        if self.title.is_empty() {
            self.name.clone()
        } else {
            format!("\"{}\"", self.title)
        }
    }
}

impl Comparison {
    /// The variant of a name.
    pub fn variant(&self, name: &str) -> Option<&Variant> {
        self.variants.iter().find(|one| one.name == name)
    }

    /// What the variant of a name is called in a sentence.
    pub fn spoken(&self, name: &str) -> String {
        self.variant(name)
            .map_or_else(|| name.to_owned(), Variant::spoken)
    }

    /// One line that tells which run this is: scenario, replications, seed and version.
    pub fn caption(&self) -> String {
        let count = display_number(self.replications as f64);
        let (scenario, seed, version) = (&self.scenario, self.seed, &self.cyclecast_version);
        format!("{scenario} · {count} replications each · seed {seed} · cyclecast {version}")
    }
}
