//! Many tenants: the same scenario with values of their own, each simulated by itself.

use super::circumstances::exceeds_escrow_threshold;
use super::expectations::held;
use super::outcome::ReplicationRow;
use super::outcome::fleet_document::{FORMAT_VERSION, Fleet, Tenant};
use super::percentiles::{LEVEL, band, duration_ms, estimate, share};
use super::session::{RunError, Session};
use super::variants::rows_of;
use crate::scenario::Scenario;
use crate::stats::sorted;

/// Simulates one tenant.
///
/// # Errors
/// [`RunError`]: interrupted, no threads, or a limit of the scenario lets nothing pass.
pub fn tenant(
    name: &str,
    values: &[String],
    scenario: &Scenario,
    session: &Session<'_>,
) -> Result<Tenant, RunError> {
    let rows = rows_of(&scenario.setup, session).map_err(|reason| reason.of_tenant(name))?;
    Ok(tenant_of_rows(name, values, scenario, &rows))
}

/// The same of a tenant that was simulated already, wherever that was; its rows are in order of replication.
pub fn tenant_of_rows(
    name: &str,
    values: &[String],
    scenario: &Scenario,
    rows: &[ReplicationRow],
) -> Tenant {
    let durations = sorted(rows.iter().map(duration_ms));
    let at = |p| estimate(&durations, p, LEVEL);
    let whole = scenario.expectations.iter();
    let expected = whole.filter(|one| !one.metric.needs_horizon());
    Tenant {
        name: name.to_owned(),
        values: values.to_vec(),
        users_in_scope: band(rows, |row| row.users_in_scope as f64),
        p5: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
        too_many_requests: band(rows, |row| row.too_many_requests as f64),
        failed_objects: band(rows, |row| row.failed_objects() as f64),
        quarantined: quarantined(rows),
        expected: expected.map(|one| held(one, rows, None)).collect(),
    }
}

fn quarantined(rows: &[ReplicationRow]) -> super::outcome::Share {
    let count = rows.iter().filter(|row| exceeds_escrow_threshold(row));
    share(count.count(), rows.len())
}

/// The document of tenants that were simulated with so many replications each.
pub fn fleet(
    scenario: &str,
    keys: &[String],
    tenants: Vec<Tenant>,
    seed: u64,
    replications: u64,
) -> Fleet {
    Fleet {
        format_version: FORMAT_VERSION.to_owned(),
        cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.to_owned(),
        seed,
        replications,
        keys: keys.to_vec(),
        tenants,
    }
}
