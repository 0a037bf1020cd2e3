//! Outcomes for tests of reports: a realistic one, and odd ones.

mod later_load;
mod life;
mod promise;
mod reproduction;
mod sensitivity;
mod strategies;
mod sweep;
mod typical_run;

pub use life::{DAY, HOUR as HOUR_MS, life, life_over, quiet, user_assigned, with_life};
pub use promise::{deadline, expected, with_promises};
pub use reproduction::reproduction;
pub use sensitivity::with_sensitivity;
pub use strategies::{durations, strategies, strategies_of};
pub use sweep::{sweep, sweep_of_two};

use crate::experiment::outcome::*;
use crate::kernel::{Stream, sample};
use crate::stats::{quantile, sorted};

const HOUR: f64 = 3_600e3;

/// Activities with their words and their share of a typical cycle.
const ACTIVITIES: [(&str, &str, f64); 10] = [
    ("matching", "Looking users up in the target", 0.31),
    ("creating", "Creating users", 0.24),
    ("memberships", "Writing memberships", 0.17),
    ("waitingForLimits", "Waiting for rate limits", 0.11),
    ("managers", "Checking and setting managers", 0.08),
    ("reading", "Waiting for pages of the source", 0.05),
    (
        "groupObjects",
        "Looking up, creating and updating groups",
        0.025,
    ),
    (
        "skipping",
        "Evaluating and skipping objects out of scope",
        0.01,
    ),
    ("idle", "Connections without work", 0.004_6),
    ("retrying", "Doing work again after a failure", 0.000_4),
];

/// A run of `replications` with an initial cycle of nine hours, give or take.
pub fn outcome(replications: u64) -> Outcome {
    let rows: Vec<ReplicationRow> = (0..replications)
        .map(|replication| row(replication, 9.0 * HOUR * luck(replication, 0.18, 0)))
        .collect();
    let factors = (0..replications).map(|replication| luck(replication, 0.18, 0));
    let factors = sorted(factors);
    let at = |p: f64| quantile(&factors, p).unwrap_or(1.0);
    let spread = [at(0.05), at(0.5), at(0.95)];
    Outcome {
        format_version: FORMAT_VERSION.to_owned(),
        view: View::Cycle,
        phases: Vec::new(),
        cyclecast_version: "0.1.0".to_owned(),
        scenario: scenario(),
        run: RunRecord {
            seed: 42,
            replications_requested: replications,
            replications,
            stopping: None,
            partial: false,
            confidence_level: 0.95,
        },
        manifest: Manifest::default(),
        expected: Vec::new(),
        deadline: None,
        sensitivity: None,
        summaries: vec![summary(&rows)],
        activities: activities(spread),
        owners: owners(),
        otherwise: vec![Otherwise {
            circumstance: Circumstance::InstantTarget,
            replications: 40,
            p50_ms: 6.57 * HOUR,
            as_is_p50_ms: 9.0 * HOUR,
            saved_p5: 0.24,
            saved_p50: 0.27,
            saved_p95: 0.31,
            left_out_p50: 0.0,
            as_is_left_out_p50: 0.0,
            quarantined: 0.0,
            as_is_quarantined: 0.0,
        }],
        documented: Some(DocumentedBand {
            objects: 40_000,
            low_ms: 400.0 * 60e3,
            high_ms: 3_200.0 * 60e3,
            standing: Standing::Inside,
            inside_share: 0.98,
            reasons: Vec::new(),
        }),
        progress: progress(spread),
        load: load(spread),
        luck_alone: Some(Spread {
            replications: 100,
            p5_ms: 8.62 * HOUR,
            p50_ms: 8.95 * HOUR,
            p95_ms: 9.31 * HOUR,
        }),
        errors: Vec::new(),
        life: None,
        target: TargetLoad::default(),
        jobs: None,
        ambiguous_times: Vec::new(),
        warnings: Vec::new(),
        inputs: vec![draws(&rows)],
        replications: rows,
    }
}

fn draws(rows: &[ReplicationRow]) -> InputDraws {
    let values = rows.iter().map(|row| 0.1 + row.replication as f64 / 1e3);
    InputDraws {
        key: "target.latency.user_get".to_owned(),
        unit: "seconds".to_owned(),
        values: values.collect(),
    }
}

/// A lognormal factor around one, always the same for the same replication and usage.
fn luck(replication: u64, spread: f64, usage: u64) -> f64 {
    let unit = Stream::new(7, 0, 1).unit(replication, usage);
    libm::exp(spread * sample::standard_normal(unit))
}

/// The outcome of a run whose cycles took exactly these milliseconds, with nothing else known.
pub fn bare(durations: &[u64]) -> Outcome {
    let rows = durations.iter().zip(0..);
    Outcome {
        summaries: Vec::new(),
        activities: Vec::new(),
        progress: Progress::default(),
        load: Vec::new(),
        luck_alone: None,
        inputs: Vec::new(),
        replications: rows.map(|(&ms, number)| row(number, ms as f64)).collect(),
        ..outcome(durations.len() as u64)
    }
}

fn scenario() -> ScenarioRecord {
    let parameter = |key: &str, value: &str, origin: OriginKind| ParameterRecord {
        key: key.to_owned(),
        value: value.to_owned(),
        origin,
        because: "measured, \"more or less\"".to_owned(),
        uncertain: origin == OriginKind::Assumed,
        range: (origin == OriginKind::Assumed).then(|| ParameterRange {
            low: 0.12,
            mid: 0.33,
            high: 0.9,
            unit: "seconds".to_owned(),
        }),
        meaning: "What it is.".to_owned(),
    };
    ScenarioRecord {
        name: "growing-company".to_owned(),
        description: "A first cycle for 18,000 users".to_owned(),
        parameters: vec![
            parameter("users", "18000", OriginKind::Yours),
            parameter(
                "target.latency.user_get",
                "120 ms to 900 ms",
                OriginKind::Assumed,
            ),
        ],
    }
}

fn row(replication: u64, initial_cycle_ms: f64) -> ReplicationRow {
    ReplicationRow {
        replication,
        initial_cycle_ms: Some(initial_cycle_ms as u64),
        users_half_ms: Some((initial_cycle_ms * 0.4) as u64),
        users_most_ms: (!replication.is_multiple_of(7)).then_some((initial_cycle_ms * 0.9) as u64),
        users_in_scope: 12_000,
        mean_request_rate: 3.25,
        calls: CallCounts {
            calls_user_get: 36_000,
            calls_total: 70_000,
            ..CallCounts::default()
        },
        ..ReplicationRow::default()
    }
}

fn summary(rows: &[ReplicationRow]) -> Summary {
    let durations = sorted(
        rows.iter()
            .filter_map(|row| row.initial_cycle_ms)
            .map(|time| time as f64),
    );
    let estimate = |p: f64| Estimate {
        value: quantile(&durations, p),
        low: None,
        high: quantile(&durations, p).map(|value| value * 1.02),
    };
    Summary {
        metric: Metric::InitialCycle,
        label: "Initial cycle".to_owned(),
        unit: Unit::Milliseconds,
        reached_share: 1.0,
        mean: None,
        p5: estimate(0.05),
        p50: estimate(0.5),
        p90: Some(estimate(0.9)),
        p95: estimate(0.95),
        p99: Some(estimate(0.99)),
        max: durations.last().copied(),
    }
}

fn activities([p5, p50, p95]: [f64; 3]) -> Vec<ActivitySummary> {
    let activity = |(name, label, share): (&str, &str, f64)| ActivitySummary {
        activity: name.to_owned(),
        label: label.to_owned(),
        share,
        service_share: share * 0.71,
        p5_ms: share * 9.0 * HOUR * p5 * 0.85,
        p50_ms: share * 9.0 * HOUR * p50,
        p95_ms: share * 9.0 * HOUR * p95 * 1.2,
    };
    ACTIVITIES.map(activity).to_vec()
}

fn owners() -> Vec<OwnerSummary> {
    let each = [
        (TimeOwner::Service, 0.71),
        (TimeOwner::Target, 0.27),
        (TimeOwner::Limits, 0.0),
        (TimeOwner::Nobody, 0.02),
    ];
    each.map(|(owner, share)| OwnerSummary {
        owner,
        share,
        p5_ms: share * 8.0 * HOUR,
        p50_ms: share * 9.0 * HOUR,
        p95_ms: share * 10.0 * HOUR,
    })
    .to_vec()
}

fn progress(spread: [f64; 3]) -> Progress {
    let points = |time: fn(f64) -> f64, last: f64| {
        let point = |percent: u32| {
            let share = f64::from(percent) / 100.0;
            let reached = |factor: f64| Some(9.0 * HOUR * factor * time(share));
            let in_most = f64::from(percent) <= last;
            ProgressPoint {
                percent: f64::from(percent),
                p5_ms: reached(spread[0]),
                p50_ms: reached(spread[1]),
                p95_ms: reached(spread[2]).filter(|_| in_most),
            }
        };
        (0..=100).map(point).collect()
    };
    Progress {
        pages: points(|share| 0.84 * share + 0.16 * share * share, 100.0),
        users: points(|share| 0.02 + 0.6 * share + 0.2 * share * share, 98.0),
    }
}

fn load([p5, p50, p95]: [f64; 3]) -> Vec<LoadPoint> {
    let rate = |time: f64, factor: f64| {
        let phase = time / factor;
        let ramp = (phase * 8.0).min(1.0);
        let wave = 1.0 + 0.15 * libm::sin(phase * 9.0) + 0.05 * libm::sin(phase * 47.0);
        if phase > 1.0 {
            0.0
        } else {
            27.0 * ramp * wave * (1.0 - 0.4 * phase)
        }
    };
    let point = |place: u32| {
        let time = f64::from(place) / 120.0 * p95;
        let rates = sorted([rate(time, p5), rate(time, p50), rate(time, p95)]);
        LoadPoint {
            time_ms: time * 9.0 * HOUR,
            p5: rates[0] * 0.9,
            p50: rates[1],
            p95: rates[2] * 1.15,
            typical: rate(time, p50),
        }
    };
    (0..=120).map(point).collect()
}
