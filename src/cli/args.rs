//! The arguments, as they are typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::replications::Replications;

/// Forecasts the sync cycles of the Microsoft Entra provisioning service.
///
/// Simulates the provisioning of users and groups into a SCIM application many times over and says, as ranges, how
/// long the initial cycle takes, where the time goes and what the application will see.
#[derive(Debug, Parser)]
#[command(
    name = "cyclecast",
    version,
    propagate_version = true,
    after_help = "Examples:\n  cyclecast run scenarios/saas-rollout.toml\n  cyclecast estimate --users 10000 --groups 40 --members 25000\n  cyclecast check scenarios/saas-rollout.toml\n  cyclecast reproduce\n\nExit codes: 0 fine, 1 failure or interrupted, 2 wrong usage or scenario, 3 an expectation is not met (run, merge) or a documented claim is missed (reproduce)."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Simulate a scenario: forecast, tables, charts.
    Run(RunOptions),
    /// Join parts of a run to the same outcome as one run.
    Merge(MergeOptions),
    /// Make the report of a saved outcome again; simulate nothing.
    Report(ReportOptions),
    /// Forecast from a few numbers, beside the documented formula and table.
    Estimate(EstimateOptions),
    /// Hold the simulation against the documented timing table and formulas.
    Reproduce(ReproduceOptions),
    /// Show every value of a scenario with its origin; simulate nothing.
    Check(CheckOptions),
    /// Compare strategies: scopes, groups, connectors, jobs.
    Compare(CompareOptions),
    /// Vary one or two keys of a scenario; find the value at which a condition turns.
    Sweep(SweepOptions),
    /// Compare what the service may do on 429: pause the job, repeat the call, or put the object off.
    Policies(ComparedOptions),
    /// Find out what the target needs so that the initial cycle ends in time.
    Capacity(CapacityOptions),
    /// List what vendors document about their applications' limits, or explain one.
    Targets(TargetsOptions),
    /// Print the JSON Schema of scenario files or outcome documents.
    Schema(SchemaOptions),
    /// Print the completion script of a shell.
    Completions(CompletionsOptions),
    /// Print the manual page.
    Man(ManOptions),
}

/// What `run` and `estimate` have in common.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// Replications to simulate [default: the scenario's, or 1000].
    #[arg(long, value_name = "N")]
    pub replications: Option<Replications>,
    /// Seed of all chance: the same seed gives the same result [default: the scenario's, or 1].
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Threads to use; the result does not depend on it [default: one for each core].
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Write the outcome document to FILE as well; `-` prints it instead of the report.
    #[arg(long, value_name = "FILE|-")]
    pub json: Option<PathBuf>,
}

/// What a run is asked about dates.
#[derive(Debug, Args)]
pub(super) struct Dates {
    /// When the cycle starts, a local date and time: says by when it is done ("2026-11-27 18:00").
    #[arg(long, value_name = "DATE")]
    pub start: Option<String>,
    /// By when the cycle shall be done: says how likely that is, and when to start at the latest.
    #[arg(long, value_name = "DATE")]
    pub deadline: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast run scenarios/pilot.toml\n  cyclecast run tenant.toml --replications 5000 --seed 7 --output out/monday\n  cyclecast run tenant.toml --view target\n  cyclecast run tenant.toml --json - | jq '.summaries[0]'\n  cyclecast run weeks.toml --user-assigned-at \"2026-11-24 10:00\"\n  cyclecast run weeks.toml --status-at \"3 d 4 h\""
)]
pub(super) struct RunOptions {
    /// The scenario file, or the outcome.json of an earlier run to repeat. With `--replications A..B` only these replications
    /// are made, as a part for `cyclecast merge`.
    #[arg(value_name = "SCENARIO.toml")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub common: Common,
    /// Go on with the replications that the output folder already has: after an interruption, or to add more.
    #[arg(long)]
    pub resume: bool,
    /// Make replications until the deciding percentile is known to within this share, half the width of its interval: "5 %" or
    /// 0.05; --replications is then the most [default: 10000].
    #[arg(long, value_name = "SHARE")]
    pub precision: Option<String>,
    /// The percentile of the initial cycle that decides when there are enough.
    #[arg(long, value_enum, default_value_t = DecisiveKind::P95, requires = "precision")]
    pub decisive: DecisiveKind,
    #[command(flatten)]
    pub dates: Dates,
    /// Folder for the outcome document, tables and charts [default: output/<scenario name>].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// What the report leads with: when the cycle ends, or what the target sees.
    #[arg(long, value_enum, default_value_t = ViewKind::Cycle)]
    pub view: ViewKind,
    /// Ask when a user is in who is assigned at this moment: a time since the start ("3 d 4 h") or a local date and time
    /// ("2026-11-24 10:00"); for a scenario with a horizon.
    #[arg(long, value_name = "TIME")]
    pub user_assigned_at: Option<String>,
    /// Write the job's status at this moment to status.json, in the shape of Graph's synchronizationJob; for a scenario
    /// with a horizon.
    #[arg(long, value_name = "TIME")]
    pub status_at: Option<String>,
    /// The replication whose status it is [default: the typical one].
    #[arg(long, value_name = "N", requires = "status_at")]
    pub status_of: Option<u64>,
}

/// The percentile that decides when there are enough replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DecisiveKind {
    /// The median.
    P50,
    /// The 95th percentile.
    P95,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast merge part-*.ndjson --output out/whole\n  cyclecast merge monday/ tuesday/ --output out/whole\n\nA part is what `cyclecast run SCENARIO --replications A..B` writes, or the replications.ndjson of a run. The result is the same to the byte as that of one run."
)]
pub(super) struct MergeOptions {
    /// Parts, or folders with parts in them.
    #[arg(value_name = "PART", required = true)]
    pub parts: Vec<PathBuf>,
    /// Folder for the outcome document, tables and charts.
    #[arg(long, value_name = "DIR")]
    pub output: PathBuf,
    #[command(flatten)]
    pub dates: Dates,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast report output/saas-rollout/outcome.json\n  cyclecast report outcome.json --output out/again --view target\n\nNothing is simulated: an outcome document holds all that its report shows."
)]
pub(super) struct ReportOptions {
    /// An outcome document: of a run, a comparison or a sweep.
    #[arg(value_name = "OUTCOME.json")]
    pub document: PathBuf,
    /// Folder for tables, charts and the HTML report [default: only the report is printed].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// What the report leads with: when the cycle ends, or what the target sees.
    #[arg(long, value_enum, default_value_t = ViewKind::Cycle)]
    pub view: ViewKind,
}

/// What a report leads with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ViewKind {
    /// When the cycle ends, for those who wait for it.
    Cycle,
    /// What the target sees, for the owner of the endpoint.
    Target,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast estimate --users 500\n  cyclecast estimate --users 10000 --groups 40 --members 25000 --directory-users 40000\n  cyclecast estimate --scope all-users --users 8000 --matched-share 1\n  cyclecast estimate --users 500 --print-scenario > mine.toml"
)]
pub(super) struct EstimateOptions {
    /// Users in scope.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(0..=5_000_000))]
    pub users: u64,
    /// Groups in scope [default: a typical number for so many users].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=1_000_000))]
    pub groups: Option<u64>,
    /// Memberships of those groups in all, spread evenly [default: heavy-tailed group sizes].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=100_000_000))]
    pub members: Option<u64>,
    /// Which objects the job provisions.
    #[arg(long, value_enum, default_value_t = Scope::Assigned)]
    pub scope: Scope,
    /// Who built the connector.
    #[arg(long, value_enum, default_value_t = ConnectorKind::Gallery)]
    pub connector: ConnectorKind,
    /// Users in the whole directory, for assigned scope [default: unknown, as many as the documented table leaves room for].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=5_000_000))]
    pub directory_users: Option<u64>,
    /// Share of users and groups that exist in the application already, between 0 and 1 [default: unknown, any share].
    #[arg(long, value_name = "SHARE")]
    pub matched_share: Option<f64>,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the outcome document, tables and charts [default: none is written].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Print the scenario file that these numbers make, and simulate nothing.
    #[arg(long)]
    pub print_scenario: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast reproduce\n  cyclecast reproduce --replications 1000 --seed 7\n  cyclecast reproduce --refit\n\nExit codes: 0 all claims hold, or the fit gives the built-in values; 3 not so."
)]
pub(super) struct ReproduceOptions {
    /// Jobs to simulate for each row of the table. With few of them a verdict is a matter of chance.
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(60..=100_000))]
    pub replications: u64,
    /// Seed: which jobs of each population are taken, and their luck. The fit has 0.
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: u64,
    /// Threads to use; the result does not depend on it [default: one for each core].
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Write the document to FILE as well; `-` prints it instead of the report.
    #[arg(long, value_name = "FILE|-")]
    pub json: Option<PathBuf>,
    /// Folder for the document, tables and chart.
    #[arg(long, value_name = "DIR", default_value = "output/reproduce")]
    pub output: PathBuf,
    /// Fit the calibrated values to the table again, to all rows and without each of five, and compare with the built-in ones.
    #[arg(long, conflicts_with_all = ["replications", "seed", "json"])]
    pub refit: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cyclecast check scenarios/saas-rollout.toml")]
pub(super) struct CheckOptions {
    /// The scenario file.
    #[arg(value_name = "SCENARIO.toml")]
    pub scenario: PathBuf,
}

/// What the commands that compare variants have in common.
#[derive(Debug, Args)]
pub(super) struct ComparedOptions {
    /// The scenario file.
    #[arg(value_name = "SCENARIO.toml")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the table and the chart [default: output/<scenario name>-<command>].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast compare scenarios/scope-strategies.toml\n  cyclecast compare ours.toml theirs.toml --replications 2000\n\nOnly the initial cycle is compared. All strategies share their luck, so that differences are theirs."
)]
pub(super) struct CompareOptions {
    /// Several scenario files, or one with `[[strategy]]` blocks.
    #[arg(value_name = "SCENARIO.toml", required = true)]
    pub scenarios: Vec<PathBuf>,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the tables and the chart [default: output/<scenario name>-compare].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast sweep tenant.toml --vary target.latency.user_post=100ms..2s:8:log\n  cyclecast sweep tenant.toml --vary job.connections=1..16 --vary \"job.members_per_patch=1|20|100\"\n  cyclecast sweep tenant.toml --vary target.capacity=1..64:log --until \"initial_cycle.p95 < 24 h\"\n\nOnly the initial cycle is looked at. Every point is simulated with the same luck [default: 200 replications]."
)]
pub(super) struct SweepOptions {
    /// The scenario file.
    #[arg(value_name = "SCENARIO.toml")]
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
pub(super) struct CapacityOptions {
    #[command(flatten)]
    pub compared: ComparedOptions,
    /// The time within which the initial cycle shall end, as scenarios write it.
    #[arg(long, value_name = "TIME", default_value = "24 h")]
    pub within: String,
    /// The share of the runs that shall end within it.
    #[arg(long, value_name = "SHARE", default_value_t = 0.95)]
    pub confidence: f64,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast targets\n  cyclecast targets slack\n  cyclecast targets our-target.toml\n\nA scenario uses one with preset = \"slack\" below [target]."
)]
pub(super) struct TargetsOptions {
    /// The preset to explain, or a target sheet of your own that ends in .toml.
    #[arg(value_name = "NAME|FILE.toml")]
    pub name: Option<String>,
    /// Print JSON instead of text.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast schema > scenario.schema.json\n  cyclecast schema outcome\n\nA scenario file that begins with `#:schema scenario.schema.json` gets completion and checks in editors that know TOML schemas."
)]
pub(super) struct SchemaOptions {
    /// Which schema.
    #[arg(value_enum, default_value_t = Document::Scenario)]
    pub document: Document,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  cyclecast completions bash > ~/.local/share/bash-completion/completions/cyclecast"
)]
pub(super) struct CompletionsOptions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cyclecast man > cyclecast.1\n  cyclecast man run | man -l -")]
pub(super) struct ManOptions {
    /// The command whose page is wanted [default: the page of cyclecast itself].
    pub command: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Scope {
    /// Sync only assigned users and groups.
    Assigned,
    /// Sync all users and groups.
    AllUsersAndGroups,
    /// Sync all users, without groups.
    AllUsers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ConnectorKind {
    /// Built by Microsoft: paces itself to the application's limits.
    Gallery,
    /// Generic SCIM: meets limits as 429.
    Custom,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Document {
    /// Scenario files.
    Scenario,
    /// Outcome documents.
    Outcome,
    /// Documents of a reproduction.
    Reproduction,
    /// The status of a job, as `run --status-at` writes it.
    Status,
    /// Comparisons, as `policies` and `capacity` write them.
    Comparison,
    /// Target sheets, as `targets --json` prints one.
    Target,
}
