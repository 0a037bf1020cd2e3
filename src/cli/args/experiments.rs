//! The arguments of what puts variants beside each other: `compare`, `sweep`, `policies` and `capacity`.

use std::path::PathBuf;

use clap::Args;

use super::{Common, share};

/// What the commands that compare variants have in common.
#[derive(Debug, Args)]
pub(in crate::cli) struct ComparedOptions {
    /// The scenario file; `-` reads it from standard input.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the table and the chart [default: output/<scenario name>-<command>].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast compare scenarios/scope-comparison.toml\n  cyclecast compare ours.toml theirs.toml --replications 2000\n  cyclecast compare scenarios/rollout-strategies.toml --against many-small-groups\n\nOnly the initial cycle is compared. All strategies share their luck, so that differences are theirs. Exit code 3 says that one of them misses what was expected."
)]
pub(in crate::cli) struct CompareOptions {
    /// Scenario files; of one with `[[strategy]]` blocks its strategies are compared, of another the scenario itself.
    #[arg(value_name = "SCENARIO", required = true)]
    pub scenarios: Vec<PathBuf>,
    /// Compare every strategy with this one, by its name or its title, instead of with the fastest.
    #[arg(long, value_name = "NAME")]
    pub against: Option<String>,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the tables and the chart [default: output/<scenario name>-compare].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast sweep tenant.toml --vary target.latency.user_post=100ms..2s:8:log\n  cyclecast sweep tenant.toml --vary job.connections=1..16 --vary \"job.members_per_patch=1|20|100\"\n  cyclecast sweep tenant.toml --vary \"target.limit.api.calls=60..600 per min\"\n  cyclecast sweep tenant.toml --vary split.jobs=1..8\n  cyclecast sweep tenant.toml --vary target.capacity=1..64:log --until \"initial_cycle.p95 < 24 h\"\n\nOnly the initial cycle is looked at. Every point is simulated with the same luck [default: 200 replications]."
)]
pub(in crate::cli) struct SweepOptions {
    /// The scenario file; `-` reads it from standard input.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// A key and its values, once or twice: KEY=FROM..TO, KEY=FROM..TO:STEPS, KEY=FROM..TO:STEPS:log or KEY=ONE|OTHER.
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    pub vary: Vec<String>,
    /// Search for the value of the key at which this turns, for example "initial_cycle.p95 < 24 h".
    #[arg(long, value_name = "CONDITION")]
    pub until: Option<String>,
    /// What is measured, a quantity of the initial cycle [default: initial_cycle, or that of --until].
    #[arg(long, value_name = "NAME")]
    pub metric: Option<String>,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the table and the chart [default: output/<scenario name>-sweep].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast capacity scenarios/slow-target.toml --within \"60 min\"\n  cyclecast capacity tenant.toml --within \"1 day\" --confidence 0.9\n\nOnly the initial cycle is looked at. Each number of workers is simulated with the same luck [default: 200 replications]."
)]
pub(in crate::cli) struct CapacityOptions {
    #[command(flatten)]
    pub compared: ComparedOptions,
    /// The time within which the initial cycle shall end, as scenarios write it.
    #[arg(long, value_name = "TIME", default_value = "24 h")]
    pub within: String,
    /// The share of the runs that shall end within it: 0.95 or "95 %".
    #[arg(long, value_name = "SHARE", default_value = "0.95", value_parser = share)]
    pub confidence: f64,
}
