//! The arguments of `estimate` and `reproduce`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Common, Manner};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast estimate --users 500\n  cyclecast estimate --users 10000 --groups 40 --members 25000 --directory-users 40000\n  cyclecast estimate --scope all-users --users 8000 --matched-share 1\n  cyclecast estimate --users 500 --print-scenario > mine.toml"
)]
pub(in crate::cli) struct EstimateOptions {
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
pub(in crate::cli) struct ReproduceOptions {
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
    #[command(flatten)]
    pub manner: Manner,
    /// Fit the calibrated values to the table again, to all rows and without each of five, and compare with the built-in ones.
    #[arg(long, conflicts_with_all = ["replications", "seed", "json"])]
    pub refit: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Scope {
    /// Sync only assigned users and groups.
    Assigned,
    /// Sync all users and groups.
    AllUsersAndGroups,
    /// Sync all users, without groups.
    AllUsers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ConnectorKind {
    /// Built by Microsoft: paces itself to the application's limits.
    Gallery,
    /// Generic SCIM: meets limits as 429.
    Custom,
}
