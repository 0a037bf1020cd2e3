//! The documented timing table beside its simulation.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::display_number;

/// What `cyclecast reproduce` found out. Times are in minutes, as in the documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Reproduction {
    /// Version of this format, `major.minor`.
    pub format_version: String,
    /// Version of the program that made the document.
    pub cyclecast_version: String,
    /// The root seed.
    pub seed: u64,
    /// Jobs that were simulated for each row.
    pub jobs_per_row: u64,
    /// Whether every claim holds.
    pub holds: bool,
    /// The eight rows of the table.
    pub rows: Vec<RowCheck>,
    /// The two formulas, size by size.
    pub formulas: Vec<FormulaCheck>,
    /// The factor between jobs that create everybody and jobs that match everybody.
    pub created_to_matched: FactorCheck,
    /// What is documented of incremental cycles.
    pub incremental: Vec<IncrementalCheck>,
    /// Each row that gives more than an upper end, predicted by a fit to the other seven.
    pub left_out: Vec<RowCheck>,
    /// The numbers that were fitted, shared by all of this.
    pub calibrated: Vec<CalibratedValue>,
    /// What the documents claim besides, and why it is not compared.
    pub not_compared: Vec<String>,
    /// Every simulated job of the rows and formulas.
    pub jobs: Vec<JobRow>,
}

/// A row of the documented table against the simulation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RowCheck {
    /// Place of the row in the table, from one.
    pub row: u64,
    /// `assigned`, `all-users-and-groups` or `all-users`.
    pub scope: String,
    /// Users, groups and members in scope, in the words of the table.
    pub objects: String,
    /// The documented minutes, in the words of the table.
    pub documented: String,
    /// Lower end of the documented range, if the row gives one.
    pub low_minutes: Option<f64>,
    /// Whether the lower end is only known to be less than `lowMinutes`.
    pub low_is_bound: bool,
    /// Upper end of the documented range.
    pub high_minutes: f64,
    /// The simulated times.
    #[serde(flatten)]
    pub simulated: Band,
    /// The simulated 5th percentile divided by the lower end.
    pub p5_over_low: Option<f64>,
    /// The simulated 95th percentile divided by the upper end.
    pub p95_over_high: f64,
    /// Whether the simulation agrees.
    pub holds: bool,
    /// Why not, or by how much it does.
    pub because: String,
}

/// Percentiles of the initial cycle over a population of jobs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Band {
    /// The 5th percentile.
    pub p5_minutes: f64,
    /// The median.
    pub p50_minutes: f64,
    /// The 95th percentile.
    pub p95_minutes: f64,
}

/// The formulas against the simulation, for one number of assigned users, groups and members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FormulaCheck {
    /// Users, groups and members in scope.
    pub objects: u64,
    /// What the lower formula gives.
    pub low_minutes: f64,
    /// What the upper formula gives.
    pub high_minutes: f64,
    /// The simulated times.
    #[serde(flatten)]
    pub simulated: Band,
    /// Share of the jobs that take a time between the two.
    pub inside_share: f64,
    /// Whether the simulation agrees.
    pub holds: bool,
    /// Why not, or by how much it does.
    pub because: String,
}

/// How much longer it takes to create everybody than to match everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FactorCheck {
    /// Users of the jobs that were compared.
    pub users: u64,
    /// The 5th percentile over pairs of jobs that differ in nothing else.
    pub p5: f64,
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// Whether it is about two.
    pub holds: bool,
    /// Why not, or by how much it is.
    pub because: String,
}

/// An incremental cycle that finds so many changes against what is documented of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct IncrementalCheck {
    /// Users and memberships that changed, as many of each.
    pub changes: u64,
    /// What document 003 says.
    pub documented: String,
    /// The simulated times.
    #[serde(flatten)]
    pub simulated: Band,
    /// Whether the simulation agrees.
    pub holds: bool,
    /// Why not, or by how much it does.
    pub because: String,
}

/// One fitted number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CalibratedValue {
    /// What it is called.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// What it means.
    pub meaning: String,
    /// The value that fits best.
    pub value: f64,
    /// Standard error of its logarithm.
    pub standard_error: f64,
    /// 5th percentile of what was thought possible beforehand.
    pub bound_low: f64,
    /// 95th percentile of what was thought possible beforehand.
    pub bound_high: f64,
}

/// One simulated job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobRow {
    /// What it was simulated for: `row 2`, or `formula 10000`.
    pub population: String,
    /// Its number within that population.
    pub job: u64,
    /// Users in scope.
    pub users: u64,
    /// Groups in scope.
    pub groups: u64,
    /// Memberships of these groups.
    pub memberships: u64,
    /// Users of the whole directory.
    pub directory_users: u64,
    /// Share of users and groups that exist in the target.
    pub matched_share: f64,
    /// Duration of the initial cycle in minutes.
    pub minutes: f64,
}

impl Reproduction {
    /// One line that tells which reproduction this is: jobs, seed and version.
    pub fn caption(&self) -> String {
        let jobs = display_number(self.jobs_per_row as f64);
        let (seed, version) = (self.seed, &self.cyclecast_version);
        format!("{jobs} jobs for each row · seed {seed} · cyclecast {version}")
    }
}
