//! What is documented of an initial cycle in assigned scope, beside the forecast, and why the two differ where they do.

use super::formulas::{formula_minutes, objects_in_scope};
use super::reasons;
use crate::experiment::outcome::{DocumentedBand, ReplicationRow, Standing};
use crate::experiment::percentiles::duration_ms;
use crate::model::{ScopeMode, Setup};
use crate::stats::{quantile, sorted};

const MILLIS_PER_MINUTE: f64 = 60e3;

/// The formulas beside the forecast of a setup; nothing where they do not apply, or no replication was completed.
pub fn documented_band(setup: &Setup, rows: &[ReplicationRow]) -> Option<DocumentedBand> {
    let objects = objects_in_scope(rows);
    if setup.scope != ScopeMode::Assigned || objects == 0 {
        return None;
    }
    let (low, high) = formula_minutes(objects);
    let (low_ms, high_ms) = (low * MILLIS_PER_MINUTE, high * MILLIS_PER_MINUTE);
    // A cycle that does not end within the horizon takes longer than the range, unless that is longer than the horizon.
    let times = sorted(rows.iter().map(duration_ms));
    let time = quantile(&times, 0.5)?;
    let inside = times
        .iter()
        .filter(|time| (low_ms..=high_ms).contains(*time))
        .count();
    let (standing, reasons) = if time < low_ms {
        (Standing::Below, reasons::below(setup, rows))
    } else if time > high_ms {
        (Standing::Above, reasons::above(setup, rows, time, high_ms))
    } else {
        (Standing::Inside, Vec::new())
    };
    Some(DocumentedBand {
        objects,
        low_ms,
        high_ms,
        standing,
        inside_share: inside as f64 / rows.len().max(1) as f64,
        reasons,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Plan, Session, forecast};
    use crate::scenario::{SourceFile, parse};

    fn found(more: &str) -> Option<DocumentedBand> {
        let text = format!(
            "tenant.users = 12_000\nscope.assigned_users = 400\nscope.mode = 'assigned'\ngroups.sizes = [{{ groups = 10, members = 180 }}]\n{more}"
        );
        let file = SourceFile {
            name: "band.toml".into(),
            bytes: text.into_bytes(),
        };
        let scenario = parse(file, "band", &mut |_| Err("no other files".into()));
        let scenario = scenario.unwrap_or_else(|problems| panic!("{problems}"));
        let plan = Plan {
            replications: 40,
            seed: 1,
            threads: Some(1),
        };
        let found = forecast(&scenario, &Session::new(plan));
        found.unwrap().documented
    }

    fn stands(more: &str) -> (Standing, Vec<String>) {
        let band = found(more).unwrap();
        (band.standing, band.reasons)
    }

    #[test]
    fn n_counts_users_groups_and_memberships_and_a_usual_job_lies_inside() {
        let band = found("").unwrap();
        assert_eq!(band.objects, 400 + 10 + 1_800);
        assert!((band.low_ms - 22.1 * MILLIS_PER_MINUTE).abs() < 1e-6);
        assert_eq!((band.standing, band.reasons.len()), (Standing::Inside, 0));
        assert!(band.inside_share > 0.8);
    }

    #[test]
    fn what_takes_the_time_of_a_longer_cycle_is_named() {
        for (more, reason) in [
            (
                "[[target.limit]]\ncalls = '10 per min'",
                "waiting for the target's limits",
            ),
            (
                "target.capacity = 1\ntarget.latency.group_patch = '9 s'",
                "waiting in the target's queue",
            ),
            (
                "target.latency.group_patch = '55 s'",
                "the target's answers",
            ),
            ("job.connections = 1", "1 connection"),
            (
                "job.processing.membership_write = '60 s'",
                "times of the service itself that are longer than usual: job.processing.membership_write",
            ),
        ] {
            let (standing, reasons) = stands(more);
            assert_eq!(standing, Standing::Above, "{more}");
            assert!(reasons[0].starts_with(reason), "{more}: {reasons:?}");
        }
    }

    #[test]
    fn a_pause_is_no_fault_of_the_target() {
        let more = "run.horizon = '9 d'\n[[timeline]]\nat = '20 min'\naction = 'pause'\n[[timeline]]\nat = '2 d'\naction = 'start'";
        let (standing, reasons) = stands(more);
        assert_eq!(standing, Standing::Above);
        assert!(
            reasons[0].starts_with("pauses, outages or quarantine"),
            "{reasons:?}"
        );
    }

    #[test]
    fn in_what_a_shorter_cycle_is_unlike_the_documented_jobs_is_named() {
        let quick = "job.members_per_patch = 50\njob.connections = 40\njob.processing.further_member_share = 0";
        let (standing, reasons) = stands(quick);
        assert_eq!(standing, Standing::Below);
        assert_eq!(
            reasons,
            [
                "50 members in each PATCH",
                "40 connections",
                "times of the service itself that are shorter than usual: job.processing.further_member_share",
            ]
        );
    }

    #[test]
    fn there_is_no_band_where_nobody_is_in_scope_or_no_cycle_ends() {
        assert_eq!(
            found("tenant.disabled_share = 1\ngroups.provision = false"),
            None
        );
        assert_eq!(found("run.horizon = '10 min'"), None);
    }
}
