//! What `check` foresees of an initial cycle is what a simulation without failures comes to.

use cyclecast::experiment::outcome::ReplicationRow;
use cyclecast::experiment::{Foreseen, Plan, Session, forecast, foreseen};
use cyclecast::scenario::{Scenario, SourceFile, parse};

const NO_ERRORS: &str = "[errors]\nInternalServerError = 0\nWebExceptionProtocolError = 0\nInternalError = 0\n\
    DuplicateTargetEntries = 0\nConflict = 0\nMandatoryFieldsMissing = 0\n";

fn parsed(text: &str) -> Scenario {
    let source = SourceFile {
        name: "foreseen.toml".to_owned(),
        bytes: format!("{text}\n{NO_ERRORS}").into_bytes(),
    };
    let none = &mut |_: &str| Err("no other files".to_owned());
    parse(source, "foreseen", none).unwrap_or_else(|problems| panic!("{text}\n{problems}"))
}

/// What is foreseen, and what each of 40 replications came to.
fn both(text: &str) -> (Foreseen, Vec<ReplicationRow>) {
    let scenario = parsed(text);
    let plan = Plan {
        replications: 40,
        seed: 1,
        threads: Some(1),
    };
    let found = forecast(&scenario, &Session::new(plan));
    let found = found.expect("calls pass");
    (
        foreseen(&scenario.setup, 1),
        found.replications.iter().collect(),
    )
}

fn mean(rows: &[ReplicationRow], of: impl Fn(&ReplicationRow) -> u64) -> f64 {
    rows.iter().map(|row| of(row) as f64).sum::<f64>() / rows.len() as f64
}

#[test]
fn objects_and_requests_are_those_that_a_simulation_makes() {
    let fixed = "[tenant]\nusers = 2000\nmanager_share = 0.5\n[groups]\nsizes = [{ groups = 20, members = 90 }]\n";
    for more in [
        "[scope]\nmode = \"all-users\"\n[job]\nmatched_share = 0\n",
        "[scope]\nmode = \"all-users-and-groups\"\n[job]\nmatched_share = 0.4\nupdated_share = 0.3\ngroups_matched_share = 0.25\n",
        "[scope]\nmode = \"all-users-and-groups\"\nfilter_share = 0.6\n[job]\nmatching_attributes = 3\nmatched_share = 0.5\nfirst_attribute_share = 0.7\nmanager_link_found_share = 0.2\n",
        "[scope]\nmode = \"assigned\"\nassigned_users = 700\n[job]\nmembers_per_patch = 20\nmatched_share = 1\n",
    ] {
        let fixed = match more.contains("all-users\"") {
            true => "[tenant]\nusers = 2000\nmanager_share = 0.5\n",
            false => fixed,
        };
        let (told, rows) = both(&format!("{fixed}{more}"));
        let close = |told: f64, found: f64, what: &str| {
            assert!(
                (told - found).abs() <= 0.01 * found + 1.0,
                "{more}: {what} {told}, simulated {found}"
            );
        };
        close(
            told.users.p50,
            mean(&rows, |row| row.users_in_scope),
            "users",
        );
        close(
            told.groups.p50,
            mean(&rows, |row| row.groups_in_scope),
            "groups",
        );
        let members = |row: &ReplicationRow| row.memberships_written + row.memberships_failed;
        close(told.memberships.p50, mean(&rows, members), "memberships");
        close(
            told.requests.p50,
            mean(&rows, |row| row.calls.calls_total),
            "requests",
        );
    }
}

#[test]
fn what_is_not_known_makes_a_range_that_holds_most_runs() {
    let (told, rows) = both("[scope]\nmode = \"assigned\"\nassigned_users = 300\n");
    assert!(told.requests.p5 < told.requests.p50 && told.requests.p50 < told.requests.p95);
    let within = |row: &&ReplicationRow| {
        let calls = row.calls.calls_total as f64;
        (told.requests.p5 * 0.99..=told.requests.p95 * 1.01).contains(&calls)
    };
    let inside = rows.iter().filter(within).count();
    assert!((32..40).contains(&inside), "{inside} of 40 lie inside");
    let (low, high) = told.documented_minutes.unwrap();
    assert!((high / low - 8.0).abs() < 1e-9);
    assert!((low - told.objects.p50 * 0.01).abs() < 0.01);
}

#[test]
fn the_floor_is_the_arithmetic_of_the_tightest_limit_and_no_run_is_below_it() {
    let text = "[tenant]\nusers = 500\nmanager_share = 0\n[scope]\nmode = \"all-users\"\n[job]\nmatched_share = 0\n\
        [[target.limit]]\nname = \"creates\"\nendpoints = \"users.post\"\ncalls = \"50 per min\"\nkind = \"fixed-window\"\n\
        [[target.limit]]\nname = \"all\"\ncalls = \"1_000 per min\"\n";
    let (told, rows) = both(text);
    let (time, limit) = told.floor.unwrap();
    // 500 creates in windows of 50: the last window begins after nine minutes.
    assert_eq!((time.as_secs_f64(), limit.as_str()), (540.0, "creates"));
    assert!(
        rows.iter()
            .all(|row| row.initial_cycle_ms.unwrap() >= 540_000)
    );
    assert_eq!(told.documented_minutes, None);
    let free = parsed("[tenant]\nusers = 500\n[scope]\nmode = \"all-users\"\n");
    assert_eq!(foreseen(&free.setup, 1).floor, None);
}
