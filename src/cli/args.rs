//! The arguments, as they are typed.

mod estimate;
mod experiments;
mod numbers;
mod run;
mod trace;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(super) use estimate::{EstimateOptions, InitOptions, ReproduceOptions};
pub(super) use experiments::{CapacityOptions, CompareOptions, ComparedOptions, SweepOptions};
pub(super) use numbers::{ConnectorKind, Numbers, Scope, groups, members, share, users};
pub(super) use run::{Dates, DecisiveKind, MergeOptions, ReportOptions, RunOptions, ViewKind};
pub(super) use trace::TraceOptions;

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
    after_help = "Examples:\n  cyclecast run scenarios/saas-rollout.toml\n  cyclecast estimate --users 10000 --groups 40 --members 25000\n  cyclecast init acme\n  cyclecast check scenarios/saas-rollout.toml\n  cyclecast reproduce\n\nExit codes: 0 fine, 1 failure or interrupted, 2 wrong usage or scenario, 3 an expectation is not met (run, merge) or a documented claim is missed (reproduce)."
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
    /// Tell two outcomes apart: inputs, answer, reasons; simulate nothing.
    Diff(DiffOptions),
    /// Forecast from a few numbers, beside the documented formula and table.
    Estimate(EstimateOptions),
    /// Write a scenario file to begin with, from five questions or options.
    Init(InitOptions),
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
    /// Simulate one replication again and print every event, a JSON object a line.
    Trace(TraceOptions),
    /// List what vendors document about their applications' limits, or explain one.
    Targets(TargetsOptions),
    /// Print the JSON Schema of scenario files or outcome documents.
    Schema(SchemaOptions),
    /// Print the completion script of a shell.
    Completions(CompletionsOptions),
    /// Print the manual page.
    Man(ManOptions),
}

/// How results are written and told.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Manner {
    /// How tables are written: `excel` is for spreadsheets that take commas, `excel-semicolon` for those that take semicolons and
    /// decimal commas, as in most of Europe.
    #[arg(long, value_enum, value_name = "DIALECT", default_value_t = DialectKind::Standard)]
    pub csv_dialect: DialectKind,
    /// Print no report and no progress; files are written, and errors told.
    #[arg(long)]
    pub quiet: bool,
    /// Replace what an earlier run has left in the output folder. Without this it is kept, in the folder `earlier`, unless the
    /// new outcome holds all of it.
    #[arg(long)]
    pub replace: bool,
}

/// How tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DialectKind {
    /// UTF-8, commas, lines as on Unix.
    Standard,
    /// UTF-8 with a byte order mark, commas, lines as on Windows.
    Excel,
    /// The same with semicolons and decimal commas.
    ExcelSemicolon,
}

/// What all commands that simulate a scenario have in common.
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
    #[command(flatten)]
    pub settings: Settings,
    #[command(flatten)]
    pub manner: Manner,
}

/// What the command line says besides the scenario file.
#[derive(Debug, Default, Args)]
pub(super) struct Settings {
    /// Set a key as a line of the scenario file would, over what the file says: target.capacity=64; may be given several times.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast check scenarios/saas-rollout.toml\n  cyclecast check saas-rollout --set scope.assigned_users=500"
)]
pub(super) struct CheckOptions {
    /// The scenario file; `-` reads it from standard input.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub settings: Settings,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  cyclecast diff last-week/outcome.json output/acme/outcome.json\n\nWhere seed, replications and version are the same, each replication meets the same luck in both and the intervals are those of pairs."
)]
pub(super) struct DiffOptions {
    /// The earlier outcome, as `run` writes it.
    #[arg(value_name = "THEN.json")]
    pub then: PathBuf,
    /// The later outcome.
    #[arg(value_name = "NOW.json")]
    pub now: PathBuf,
    /// Write what differs to FILE as JSON; `-` prints it instead of the report.
    #[arg(long, value_name = "FILE|-")]
    pub json: Option<PathBuf>,
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
pub(super) enum Document {
    /// Scenario files.
    Scenario,
    /// Outcome documents.
    Outcome,
    /// Documents of a reproduction.
    Reproduction,
    /// The status of a job, as `run --status-at` writes it.
    Status,
    /// Comparisons, as `compare`, `policies` and `capacity` write them.
    Comparison,
    /// Sweeps, as `sweep` writes them.
    Sweep,
    /// What `diff` finds of two outcomes.
    Diff,
    /// Target sheets, as `targets --json` prints one.
    Target,
    /// Each line of a trace, as `trace` prints it.
    Trace,
}
