//! Same scenario, same seed, same bytes: on any number of threads, for any number of replications. Which bytes those are is held by
//! `golden`.

use cyclecast::experiment::outcome::{EachRow, Outcome, ReplicationRow};
use cyclecast::experiment::{Plan, Session, forecast};
use cyclecast::model::{Chance, CycleInput, Inputs, Observer, Occurrence, Workspace, simulate};
use cyclecast::scenario::{Scenario, SourceFile, parse};
use cyclecast::units::{SimDuration, SimTime};

/// Of everything a little: uncertain inputs, drawn groups, refusals, a full target, failures and retries.
pub const EVENTFUL: &str = r#"
tenant.users = 90
scope.assigned_users = 60
groups.assigned = 5
job.connector = "custom"
job.on_429 = "retry-call"
target.capacity = 3
errors.InternalServerError = "2 %"
errors.Conflict = "3 %"
[[target.limit]]
calls = "50 per min"
endpoints = "writes"
retry_after = "none"
"#;

pub struct Run {
    text: String,
    replications: u64,
    seed: u64,
    threads: usize,
}

/// A run of `text`: 40 replications, seed 2026, one thread.
pub fn run(text: &str) -> Run {
    Run {
        text: text.to_owned(),
        replications: 40,
        seed: 2026,
        threads: 1,
    }
}

impl Run {
    fn replications(self, replications: u64) -> Self {
        Self {
            replications,
            ..self
        }
    }

    fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    pub fn threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    fn scenario(&self) -> Scenario {
        let source = SourceFile {
            name: "eventful.toml".to_owned(),
            bytes: self.text.clone().into_bytes(),
        };
        parse(
            source,
            "eventful",
            &mut |_| Err("no other files".to_owned()),
        )
        .unwrap_or_else(|problems| panic!("{problems}"))
    }

    pub fn outcome(self) -> Outcome {
        let scenario = self.scenario();
        let plan = Plan {
            replications: self.replications,
            seed: self.seed,
            threads: Some(self.threads),
        };
        let outcome = forecast(&scenario, &Session::new(plan));
        outcome.expect("the limits let calls pass")
    }

    fn bytes(self) -> Vec<u8> {
        serde_json::to_vec(&self.outcome()).expect("an outcome is JSON")
    }
}

#[test]
fn the_number_of_threads_leaves_no_trace_in_the_outcome() {
    // More replications than one thread is handed at a time, and not a multiple of it.
    let on = |threads| run(EVENTFUL).replications(100).threads(threads).bytes();
    let alone = on(1);
    assert!(on(2) == alone);
    assert!(on(7) == alone);
}

#[test]
fn more_replications_leave_the_first_as_they_were() {
    let few = run(EVENTFUL).replications(13).outcome();
    let many = run(EVENTFUL).replications(77).threads(2).outcome();
    assert!(
        few.replications
            .iter()
            .eq(many.replications.iter().take(13))
    );
    assert!(!few.inputs.is_empty());
    for (few, many) in few.inputs.iter().zip(&many.inputs) {
        assert_eq!((&few.key, &few.values[..]), (&many.key, &many.values[..13]));
    }
}

#[test]
fn the_seed_decides_and_nothing_else_does() {
    assert!(run(EVENTFUL).bytes() == run(EVENTFUL).bytes());
    let (one, other) = (run(EVENTFUL).outcome(), run(EVENTFUL).seed(2027).outcome());
    for (one, other) in one.replications.iter().zip(&other.replications) {
        assert_ne!(one, other, "no replication is the same under another seed");
    }
}

/// Without this, the same bytes could come from nothing happening.
#[test]
fn the_eventful_scenario_is_eventful() {
    let outcome = run(EVENTFUL).outcome();
    let total = |of: fn(&ReplicationRow) -> u64| outcome.replications.total(of);
    assert!(total(|row| row.too_many_requests) > 0);
    assert!(total(|row| row.time.target_queue_ms) > 0);
    assert!(total(|row| row.time.retrying_ms) > 0);
    assert!(total(|row| row.users_escrowed) > 0);
    assert!(total(|row| row.memberships_written) > 0);
}

/// Fixed inputs, no failures and one connection, so that a cycle is as long as its users' luck is bad: nothing but their
/// calls takes time.
const LUCK_ALONE: &str = r#"
tenant = { users = 100, groups = 0, memberships = 0, manager_share = 0 }
job = { connections = 1, page_read = "0 s", evaluation = "0 s", initial_cycle_overhead = "0 s", processing = { lookup = "0 s", user_write = "0 s" } }
target.latency = { user_get = "800 ms", user_post = "2 s" }
[errors]
InternalServerError = 0
WebExceptionProtocolError = 0
InternalError = 0
DuplicateTargetEntries = 0
Conflict = 0
MandatoryFieldsMissing = 0
"#;

fn everybody() -> Run {
    run(&format!("scope.mode = 'all-users'\n{LUCK_ALONE}"))
}

fn three_quarters() -> Run {
    run(&format!(
        "scope.assigned_users = 75\ngroups.assigned = 0\n{LUCK_ALONE}"
    ))
}

#[derive(Default)]
struct Access(Vec<SimTime>);

impl Observer for Access {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        if let Occurrence::UserGainsAccess { .. } = what {
            self.0.push(at);
        }
    }
}

/// How long each user took after the one before him.
fn time_of_each_user(run: &Run) -> Vec<SimDuration> {
    let setup = run.scenario().setup;
    let chance = Chance::new(run.seed, 0);
    let input = CycleInput::new(&setup, chance, Inputs::Drawn);
    let mut access = Access::default();
    simulate(&input, chance, &mut Workspace::default(), &mut access).expect("there are no limits");
    access.0.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[test]
fn a_user_takes_exactly_as_long_whoever_else_is_in_scope() {
    let (all, some) = (
        time_of_each_user(&everybody()),
        time_of_each_user(&three_quarters()),
    );
    let places: Vec<_> = some
        .iter()
        .map(|time| all.iter().position(|other| other == time))
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{places:?}"
    );
    assert_ne!(some, all[..some.len()], "luck goes by user, not by turn");
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let product = |a: &[f64], mean_a: f64, b: &[f64], mean_b: f64| -> f64 {
        a.iter()
            .zip(b)
            .map(|(a, b)| (a - mean_a) * (b - mean_b))
            .sum()
    };
    let spread = product(a, mean_a, a, mean_a) * product(b, mean_b, b, mean_b);
    product(a, mean_a, b, mean_b) / spread.sqrt()
}

#[test]
fn variants_of_a_scenario_share_their_luck_under_the_same_seed_only() {
    let durations = |run: Run, seed| {
        run.replications(300)
            .seed(seed)
            .outcome()
            .initial_cycle_ms()
    };
    let of_everybody = durations(everybody(), 1);
    // Three quarters of the users are in both, so the root of that is what theory expects.
    let same = correlation(&of_everybody, &durations(three_quarters(), 1));
    let other = correlation(&of_everybody, &durations(three_quarters(), 2));
    assert!((same - 0.75_f64.sqrt()).abs() < 0.07, "same seed: {same}");
    assert!(other.abs() < 0.2, "another seed: {other}");
}
