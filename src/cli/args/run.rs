//! The arguments of `run`, and of what goes on with its documents: `merge` and `report`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Common, Manner};

/// What a run is asked about dates.
#[derive(Debug, Args)]
pub(in crate::cli) struct Dates {
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
pub(in crate::cli) struct RunOptions {
    /// The scenario: a file, its name without .toml, here or in the folder `scenarios`, `-` for standard input, or the
    /// outcome.json of an earlier run to repeat. With `--replications A..B` only these replications
    /// are made, as a part for `cyclecast merge`.
    #[arg(value_name = "SCENARIO")]
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
    /// What report, page and charts lead with: when the cycle ends, or what the target sees.
    #[arg(long, value_enum, default_value_t = ViewKind::Cycle)]
    pub view: ViewKind,
    /// Print all tables below the first screen; the files hold them anyway.
    #[arg(long)]
    pub full: bool,
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
pub(in crate::cli) enum DecisiveKind {
    /// The median.
    P50,
    /// The 95th percentile.
    P95,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast merge part-*.ndjson --output out/whole\n  cyclecast merge monday/ tuesday/ --output out/whole\n\nA part is what `cyclecast run SCENARIO --replications A..B` writes, or the replications.ndjson of a run. The result is the same to the byte as that of one run."
)]
pub(in crate::cli) struct MergeOptions {
    /// Parts, or folders with parts in them.
    #[arg(value_name = "PART", required = true)]
    pub parts: Vec<PathBuf>,
    /// Folder for the outcome document, tables and charts.
    #[arg(long, value_name = "DIR")]
    pub output: PathBuf,
    #[command(flatten)]
    pub dates: Dates,
    /// Print all tables below the first screen.
    #[arg(long)]
    pub full: bool,
    #[command(flatten)]
    pub manner: Manner,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast report output/saas-rollout/outcome.json\n  cyclecast report outcome.json --output out/again --view target\n\nNothing is simulated: an outcome document holds all that its report shows."
)]
pub(in crate::cli) struct ReportOptions {
    /// An outcome document: of a run, a comparison or a sweep.
    #[arg(value_name = "OUTCOME.json")]
    pub document: PathBuf,
    /// Folder for tables, charts and the HTML report [default: only the report is printed].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// What report, page and charts lead with: when the cycle ends, or what the target sees [default: as the document was
    /// made].
    #[arg(long, value_enum)]
    pub view: Option<ViewKind>,
    /// Print all tables below the first screen.
    #[arg(long)]
    pub full: bool,
    #[command(flatten)]
    pub manner: Manner,
}

/// What a report leads with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ViewKind {
    /// When the cycle ends, for those who wait for it.
    Cycle,
    /// What the target sees, for the owner of the endpoint.
    Target,
}
