//! Many tenants beside each other, each the same scenario with values of its own.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Band, Estimate, Expected, Share};
use crate::units::display_number;

/// The version of the document's format.
pub const FORMAT_VERSION: &str = "1.0";

/// The initial cycles of many tenants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Fleet {
    /// Version of this format, `major.minor`.
    pub format_version: String,
    /// Version of the program that made the document.
    pub cyclecast_version: String,
    /// Name of the scenario that all tenants begin with.
    pub scenario: String,
    /// The root seed.
    pub seed: u64,
    /// Replications of each tenant.
    pub replications: u64,
    /// The keys that are set for each tenant.
    pub keys: Vec<String>,
    /// The tenants, in the order in which they were listed.
    pub tenants: Vec<Tenant>,
}

/// One tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    /// Its name.
    pub name: String,
    /// The value of each key, as it was written; empty where the scenario's own holds.
    pub values: Vec<String>,
    /// Users in scope.
    pub users_in_scope: Band,
    /// The 5th percentile of the initial cycle, in milliseconds.
    pub p5: Estimate,
    /// The median.
    pub p50: Estimate,
    /// The 95th percentile.
    pub p95: Estimate,
    /// Requests answered with 429.
    pub too_many_requests: Band,
    /// Users and groups that are not provisioned at the end.
    pub failed_objects: Band,
    /// Share of the replications in which so much fails that the job goes into quarantine.
    pub quarantined: Share,
    /// What the scenario expects, held against the tenant.
    pub expected: Vec<Expected>,
}

/// A job that goes into quarantine in so many replications needs attention.
const QUARANTINED: f64 = 0.05;

impl Tenant {
    /// Whether somebody should look at it: an expectation is missed, quarantine threatens, or one replication in twenty has no end.
    pub fn needs_attention(&self) -> bool {
        self.is_quarantined() || self.p95.value.is_none() || self.missed().next().is_some()
    }

    /// Whether its job goes into quarantine in one replication of twenty or more.
    pub fn is_quarantined(&self) -> bool {
        self.quarantined.share >= QUARANTINED
    }

    /// The expectations that it misses.
    pub fn missed(&self) -> impl Iterator<Item = &Expected> {
        self.expected.iter().filter(|one| !one.is_met)
    }
}

impl Fleet {
    /// The tenants by the 95th percentile, longest first.
    pub fn by_p95(&self) -> Vec<&Tenant> {
        let mut tenants: Vec<&Tenant> = self.tenants.iter().collect();
        let p95 = |one: &Tenant| one.p95.value.unwrap_or(f64::INFINITY);
        tenants.sort_by(|a, b| p95(b).total_cmp(&p95(a)));
        tenants
    }

    /// One line that tells which run this is: scenario, tenants, replications, seed and version.
    pub fn caption(&self) -> String {
        let [tenants, each] = [self.tenants.len() as u64, self.replications]
            .map(|count| display_number(count as f64));
        let (scenario, seed, version) = (&self.scenario, self.seed, &self.cyclecast_version);
        format!(
            "{scenario} · {tenants} tenants · {each} replications each · seed {seed} · cyclecast {version}"
        )
    }
}
