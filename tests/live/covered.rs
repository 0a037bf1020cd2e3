//! Of many probes of stand-ins, how many intervals hold the truth.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use cyclecast::experiment::outcome::probe_document::{Interval, ProbeDocument};
use cyclecast::live::Worked;
use cyclecast::live::probe::ProbePlan;
use cyclecast::model::{Endpoint, LimitKind, LimitRule, Parameter, Setup};
use cyclecast::units::SimDuration;

use crate::probed::{known, probed};

const PROBES: u64 = 200;
/// Probes side by side: they mostly wait.
const AT_ONCE: u64 = 20;
/// Calls that the target works on at once, by turns.
const CAPACITIES: [u64; 4] = [1, 2, 3, 5];

const PLAN: ProbePlan = ProbePlan {
    samples: 40,
    group_size: 150,
    connections: 8,
    find_limits: None,
};

/// What one caller asks in each round.
const ROUND: [(&str, Endpoint); 13] = [
    ("lookup of a user who is not there", Endpoint::UserGet),
    ("POST of a user", Endpoint::UserPost),
    ("GET of a user by id", Endpoint::UserGet),
    ("lookup of a user who is there", Endpoint::UserGet),
    ("PATCH of two attributes", Endpoint::UserPatch),
    ("check of a manager", Endpoint::UserGet),
    ("PATCH of a manager", Endpoint::UserPatch),
    ("POST of an empty group", Endpoint::GroupPost),
    ("lookup of a group", Endpoint::GroupGet),
    ("PATCH that adds the first member", Endpoint::GroupPatch),
    ("DELETE of a group", Endpoint::GroupDelete),
    ("PATCH that disables a user", Endpoint::UserPatch),
    ("DELETE of a user", Endpoint::UserDelete),
];

/// Means in milliseconds of calls whose times depend on no size.
const MEANS: [(&str, Parameter, f64); 7] = [
    ("GET of a user by id", Parameter::UserGet, 18.0),
    ("PATCH of two attributes", Parameter::UserPatch, 27.0),
    ("DELETE of a user", Parameter::UserDelete, 21.0),
    ("lookup of a group", Parameter::GroupGet, 18.0),
    ("POST of an empty group", Parameter::GroupPost, 24.0),
    (
        "PATCH that adds the first member",
        Parameter::GroupPatch,
        30.0,
    ),
    ("DELETE of a group", Parameter::GroupDelete, 21.0),
];

/// Slopes in milliseconds: the call, what it grows with, the key, and the truth for so many.
const SLOPES: [(&str, &str, Parameter, f64); 5] = [
    (
        "lookup of a user",
        "users stored",
        Parameter::UserGetPerThousand,
        20.0,
    ),
    (
        "POST of a user",
        "users stored",
        Parameter::UserPostPerThousand,
        30.0,
    ),
    (
        "PATCH that adds one member",
        "members in the group",
        Parameter::GroupPatchPerThousand,
        100.0,
    ),
    (
        "lookup of a group",
        "members in the group",
        Parameter::GroupGetPerThousand,
        40.0,
    ),
    (
        "PATCH of an empty group",
        "members carried beyond the first",
        Parameter::PerExtraMember,
        0.2,
    ),
];

/// An interval that holds nothing.
const NOWHERE: Interval = Interval {
    value: 0.0,
    low: 1.0,
    high: 0.0,
};

fn holds(interval: Interval, truth: f64) -> bool {
    interval.low <= truth && truth <= interval.high
}

fn in_parallel(count: u64, work: impl Fn(u64) + Sync) {
    let next = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let round = next.fetch_add(1, Ordering::Relaxed);
                    if round >= count {
                        return;
                    }
                    work(round);
                }
            });
        }
    });
}

fn mean(found: &ProbeDocument, call: &str) -> Interval {
    let row = found.latencies.iter().find(|row| row.call == call);
    row.and_then(|row| row.mean_ms).unwrap_or(NOWHERE)
}

/// The target: each kind of call with its mean and slope, and so many servers.
fn target(capacity: u64) -> Setup {
    let seconds = |(parameter, millis): (Parameter, f64)| (parameter, millis / 1e3);
    let means = MEANS.map(|(_, parameter, millis)| seconds((parameter, millis)));
    let slopes = SLOPES.map(|(_, _, parameter, millis)| seconds((parameter, millis)));
    let others = [
        (Parameter::UserPost, 0.024),
        (Parameter::Capacity, capacity as f64),
    ];
    let all: Vec<_> = means.into_iter().chain(slopes).chain(others).collect();
    known(&all)
}

/// How long the target worked on a kind of call in the rounds of one caller, in milliseconds on average.
fn worked_on(worked: &[Worked], rounds: usize) -> BTreeMap<&'static str, f64> {
    let is_round = |calls: &[Worked]| {
        let asked = calls.iter().map(|call| call.endpoint);
        asked.eq(ROUND.map(|(_, endpoint)| endpoint))
    };
    let of_rounds = worked
        .windows(rounds * ROUND.len())
        .find(|calls| calls.chunks(ROUND.len()).all(is_round))
        .expect("the rounds of one caller");
    let mean = |place: usize| {
        let calls = of_rounds.iter().skip(place).step_by(ROUND.len());
        calls.map(|call| call.time.as_secs_f64() * 1e3).sum::<f64>() / rounds as f64
    };
    let each = ROUND.iter().enumerate();
    each.map(|(place, (call, _))| (*call, mean(place)))
        .collect()
}

/// How often intervals held the truth, of how many.
#[derive(Default)]
struct Hits(Mutex<BTreeMap<String, (u64, u64)>>);

impl Hits {
    fn note(&self, name: String, is_held: bool) {
        let mut hits = self.0.lock().expect("no thread fails");
        let of_name = hits.entry(name).or_default();
        of_name.0 += u64::from(is_held);
        of_name.1 += 1;
    }

    /// The shares of all whose names begin so, and of them together, as they are told.
    fn shares(&self, beginning: &str) -> (Vec<f64>, f64) {
        let hits = self.0.lock().expect("no thread fails");
        let mut shares = Vec::new();
        let mut sum = (0, 0);
        for (name, (held, of)) in hits.iter().filter(|(name, _)| name.starts_with(beginning)) {
            let share = *held as f64 / *of as f64;
            println!("{:5.1} % of {of}: {name}", 100.0 * share);
            shares.push(share);
            sum = (sum.0 + held, sum.1 + of);
        }
        let together = sum.0 as f64 / sum.1 as f64;
        println!("{:5.1} % of {}: each {beginning}", 100.0 * together, sum.1);
        (shares, together)
    }
}

/// Takes some ten minutes, and is run by `.ci/long`.
#[test]
#[ignore = "takes some ten minutes; .ci/long runs it"]
fn intervals_of_two_hundred_probes_hold_the_truth_as_often_as_they_say() {
    let hits = Hits::default();
    in_parallel(PROBES, |round| {
        let capacity = CAPACITIES[round as usize % CAPACITIES.len()];
        let (found, worked) = probed(&target(capacity), round, &PLAN);
        let worked = worked_on(&worked, PLAN.samples as usize);
        for (call, _, millis) in MEANS {
            // What the client and the way over loopback took is the difference between what was measured and what the target worked:
            // it belongs to the truth, and which times the target drew does not.
            let measured = mean(&found, call);
            let way = measured.value - worked[call];
            assert!(way > 0.0, "{call}: {way} ms");
            hits.note(format!("mean, {call}"), holds(measured, millis + way));
        }
        for (call, by, _, truth) in SLOPES {
            let row = found
                .growth
                .iter()
                .find(|row| row.call == call && row.by == by);
            let slope = row.and_then(|row| row.slope_ms).unwrap_or(NOWHERE);
            hits.note(format!("slope, {call} by {by}"), holds(slope, truth));
        }
        // Servers are whole: the interval is rounded to them, as the key is. Where none is told, the truth is missed.
        let whole = found.capacity.map_or(NOWHERE, |capacity| Interval {
            low: capacity.low.round(),
            high: capacity.high.round(),
            ..capacity
        });
        hits.note(
            format!("capacity of {capacity}"),
            holds(whole, capacity as f64),
        );
    });
    for what in ["mean", "slope"] {
        let (shares, together) = hits.shares(what);
        assert!(shares.iter().all(|share| *share >= 0.89), "{what}");
        assert!((0.93..=0.97).contains(&together), "{what}: {together}");
    }
    let (shares, together) = hits.shares("capacity");
    assert!(shares.iter().all(|share| *share >= 0.89) && together >= 0.93);
}

/// Of limits so many: they are told or not, and have no interval.
const PROBES_OF_LIMITS: u64 = 40;

/// Limits by turns: so many calls in so many seconds.
const LIMITS: [(u64, u64); 4] = [(30, 2), (70, 3), (100, 5), (150, 10)];

/// Run by `.ci/long` as well.
#[test]
#[ignore = "takes some four minutes; .ci/long runs it"]
fn limits_of_forty_targets_are_told_as_they_are() {
    let hits = Hits::default();
    let plan = ProbePlan {
        samples: 8,
        group_size: 20,
        connections: 4,
        find_limits: Some(64.0),
    };
    in_parallel(PROBES_OF_LIMITS, |round| {
        let (calls, secs) = LIMITS[round as usize % LIMITS.len()];
        let mut setup = known(&[(Parameter::UserGet, 0.008)]);
        setup.limits.push(LimitRule::on_calls(
            "calls",
            calls,
            SimDuration::from_secs(secs),
            LimitKind::FixedWindow,
        ));
        let (found, _) = probed(&setup, round, &plan);
        let told = found.measured.iter().find(|one| one.key == "target.limit");
        let truth = format!("calls = \"{calls} per {secs} s\", kind = \"fixed-window\"");
        let is_told = told.is_some_and(|told| told.value.contains(&truth));
        println!("{truth}: {:?}", told.map(|told| &told.value));
        hits.note(format!("limit of {calls} in {secs} s"), is_told);
    });
    let (_, together) = hits.shares("limit");
    assert!(together >= 0.93, "{together}");
}
