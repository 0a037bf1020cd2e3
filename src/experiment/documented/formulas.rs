//! The documented formulas, and the numbers of a job that they ask for.

use crate::experiment::outcome::ReplicationRow;
use crate::stats::{quantile, sorted};

/// The documented formulas: 0.01 N and 0.08 N minutes for N assigned users, groups and group members.
///
/// They are given for assigned scope only ("Check the status of user provisioning", document 003, from its versions of 2018 to
/// 03/2025).
pub fn formula_minutes(objects: u64) -> (f64, f64) {
    let n = objects as f64;
    (0.01 * n, 0.08 * n)
}

/// Users, groups and memberships in scope: the N of the documents, at its median over the replications that were completed.
pub fn objects_in_scope(rows: &[ReplicationRow]) -> u64 {
    let completed = rows.iter().filter(|row| row.initial_cycle_ms.is_some());
    let objects = sorted(completed.map(|row| {
        let members = row.memberships();
        (row.users_in_scope + row.groups_in_scope + members) as f64
    }));
    quantile(&objects, 0.5).map_or(0, |middle| libm::round(middle) as u64)
}

/// Users and groups that are read for each user in scope: the median over the replications.
pub fn directory_per_assigned(rows: &[ReplicationRow]) -> Option<f64> {
    let rows = rows.iter();
    let ratios = sorted(rows.filter(|row| row.users_in_scope > 0).map(|row| {
        let scope = row.users_in_scope as f64;
        (scope + row.objects_skipped as f64) / scope
    }));
    quantile(&ratios, 0.5)
}
