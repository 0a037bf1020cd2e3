//! From an observation to the document: the verdict, the rest of the cycle, and what the rules make of a quarantine.

use super::conditioning::{Conditioned, Point, near};
use super::job_reading::SeenJob;
use super::observation::{Observation, SeenCycle, shown};
use super::page_course::{Course, simulate};
use super::quarantine_rules;
use crate::experiment::cycle_recorder::PERCENTS;
use crate::experiment::inputs;
use crate::experiment::outcome::observed_job::{
    CycleForecast, FORMAT_VERSION, InputSeen, ObservedJob, Remaining, SLOW_BELOW, STUCK_BEYOND,
    STUCK_SHARE, Seen, Verdict,
};
use crate::experiment::outcome::{Band, Estimate, ProgressPoint, Warning};
use crate::experiment::percentiles::{LEVEL, band_of, share};
use crate::experiment::session::{RunError, Session};
use crate::model::job::Start;
use crate::scenario::Scenario;
use crate::stats::{Weighted, quantile_ranks};

/// So many replications of equal weight shall come near the observation; a 95th percentile is then bounded on either side.
const ENOUGH: f64 = 200.0;
/// No more replications than these are made to have as many.
const MOST: u64 = 4_000;
/// So far from the middle the observation moves an input that is told, as a rank.
const TOLD_RANK: f64 = 0.1;

/// What an observation means for a scenario: of its replications, those count that agree with what was seen.
///
/// Where `may_add`, more replications than planned are made as long as few come near the observation.
///
/// # Errors
/// As [`RunError`].
pub fn observed(
    scenario: &Scenario,
    session: &Session<'_>,
    may_add: bool,
    observation: &Observation,
) -> Result<ObservedJob, RunError> {
    let at = &observation.at;
    let job = observation.job.as_ref();
    let cycle = observation.cycle.as_ref();
    let forecast = cycle.map(|cycle| forecast(scenario, session, may_add, (cycle, at)));
    let forecast = forecast.transpose()?;
    let quarantine = job.and_then(|job| job.quarantine.as_ref());
    let quarantine = quarantine.filter(|seen| seen.is_set());
    let done = cycle.and_then(|cycle| cycle.done);
    let pages = done.and_then(|done| done.pages).unzip();
    Ok(ObservedJob {
        format_version: FORMAT_VERSION.to_owned(),
        cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.name.clone(),
        observation: Seen {
            at: shown(at.unix_seconds, at),
            code: job.and_then(|job| job.code).map(str::to_owned),
            started: cycle.map(|cycle| shown(before(at, cycle), at)),
            elapsed_ms: cycle.map(|cycle| cycle.elapsed.as_millis()),
            percent: done.map(|done| done.percent),
            completed_units: pages.0,
            total_units: pages.1,
        },
        verdict: verdict(job, forecast.as_ref(), cycle),
        warnings: warnings(job, forecast.as_ref(), cycle),
        quarantine: quarantine.map(|seen| quarantine_rules::course(seen, &scenario.setup, at)),
        cycle: forecast,
    })
}

fn before(at: &Start, cycle: &SeenCycle) -> i64 {
    at.unix_seconds
        .saturating_sub(cycle.elapsed.as_secs_f64() as i64)
}

/// How the job stands: by the status where no cycle is under way, by the replications where one is.
fn verdict(
    job: Option<&SeenJob>,
    forecast: Option<&CycleForecast>,
    cycle: Option<&SeenCycle>,
) -> Verdict {
    if let (Some(found), Some(cycle)) = (forecast, cycle) {
        let elapsed_ms = cycle.elapsed.as_millis() as f64;
        let is_stuck = found
            .passed_by_ms
            .is_some_and(|by| elapsed_ms > STUCK_BEYOND * by);
        return match found.no_further.share < SLOW_BELOW {
            true if is_stuck => Verdict::Stuck,
            true => Verdict::Slow,
            false => Verdict::Normal,
        };
    }
    let (code, schedule) = job.map_or((None, None), |job| (job.code, job.schedule));
    match (code, schedule) {
        (Some("NotConfigured"), _) => Verdict::NotStarted,
        (_, Some("Disabled")) => Verdict::Disabled,
        (Some("Quarantine"), _) => Verdict::Quarantine,
        (Some("Paused"), _) | (_, Some("Paused")) => Verdict::Paused,
        _ => Verdict::Done,
    }
}

fn warnings(
    job: Option<&SeenJob>,
    found: Option<&CycleForecast>,
    cycle: Option<&SeenCycle>,
) -> Vec<Warning> {
    let is_again = job.is_some_and(|job| cycle.is_some() && job.steady_since.is_some());
    let is_stretched = found.is_some_and(|found| found.is_stretched);
    let has_no_share = cycle.is_some_and(|cycle| cycle.done.is_none());
    let failed_at_first =
        job.and_then(|job| job.last_result.as_ref())
            .is_some_and(|(state, code)| {
                cycle.is_some()
                    && state.eq_ignore_ascii_case("Failed")
                    && ["", "None"].contains(&code.as_str())
            });
    let all = [
        Warning::when(
            failed_at_first,
            "failedIsNoFailure",
            "the status says of the last execution that it failed, with the code None: Graph writes that while the first cycle runs, and nothing has failed (cross-tenant-synchronization-configure-graph)",
            "let no alarm go by lastExecution.state before the first cycle is over; the provisioning logs tell of failures",
        ),
        Warning::when(
            is_again,
            "notTheFirstCycle",
            "the job has been through its first cycle before: this one looks at everything again and finds most of it in the target",
            "use a scenario that says so, with job.matched_share at 100 %; what is forecast here is a first cycle",
        ),
        Warning::when(
            has_no_share,
            "noPercentage",
            "nobody says how far the cycle is: it is only known that it is not over",
            "add the percentage that the portal shows, as in --percent 40",
        ),
        Warning::when(
            is_stretched,
            "outsideTheForecast",
            "hardly any replication comes near what was seen: the nearest were stretched, and the times are rough",
            "look whether the scenario describes this job: size of the directory, groups, limits of the target",
        ),
    ];
    all.into_iter().flatten().collect()
}

/// Simulates until enough replications come near, and holds them against what was seen.
fn forecast(
    scenario: &Scenario,
    session: &Session<'_>,
    may_add: bool,
    (cycle, at): (&SeenCycle, &Start),
) -> Result<CycleForecast, RunError> {
    let point = Point {
        elapsed_ms: cycle.elapsed.as_millis() as f64,
        percent: cycle.done.map(|done| done.whole_percents().min(100)),
    };
    let mut courses = Vec::new();
    let mut until = session.plan.replications;
    loop {
        simulate(scenario, session, &mut courses, until)?;
        let found = near(&courses, point);
        // Where none comes near, more of them would not either.
        if !may_add || until >= MOST || !(1.0..ENOUGH).contains(&found) {
            break;
        }
        until = (2 * until).min(MOST);
    }
    let seen = Conditioned::new(&courses, point);
    let remaining = remaining(&seen.remaining_ms());
    let end = |left: Option<f64>| {
        let later = libm::ceil(left? / 1e3) as i64;
        Some(shown(at.unix_seconds.saturating_add(later), at))
    };
    let unseen = |percent| {
        Weighted::new(
            courses
                .iter()
                .map(|course| (course.reached_ms(percent), 1.0)),
        )
    };
    Ok(CycleForecast {
        seed: session.plan.seed,
        replications: courses.len() as u64,
        effective_replications: seen.effective_size(),
        tolerance: seen.tolerance,
        is_stretched: seen.is_stretched,
        no_further: share(point.behind(&courses), courses.len()),
        pace: point.pace(&courses),
        passed_by_ms: point
            .passed_by_ms(&courses, STUCK_SHARE)
            .filter(|by| by.is_finite()),
        expected_percent: band_of(
            courses
                .iter()
                .map(|course| course.percent_at(point.elapsed_ms) as f64),
        ),
        ends: [remaining.p5, remaining.p50, remaining.p95].map(|one| end(one.value)),
        remaining_ms: remaining,
        remaining_unseen_ms: self::remaining(&seen.remaining_unseen_ms()),
        curve: curve(|percent| seen.reached_ms(percent)),
        curve_unseen: curve(unseen),
        inputs: inputs_seen(scenario, &courses, &seen),
    })
}

/// The three percentiles with the intervals that so many replications of equal weight give.
fn remaining(sample: &Weighted) -> Remaining {
    let size = libm::floor(sample.effective_size()) as usize;
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    let estimate = |p| {
        let ranks = quantile_ranks(size, p, LEVEL);
        let at_rank = |rank: Option<usize>| finite(sample.quantile(rank? as f64 / size as f64));
        Estimate {
            value: finite(sample.quantile(p)),
            low: at_rank(ranks.low),
            high: at_rank(ranks.high),
        }
    };
    Remaining {
        p5: estimate(0.05),
        p50: estimate(0.5),
        p95: estimate(0.95),
    }
}

fn curve(of: impl Fn(usize) -> Weighted) -> Vec<ProgressPoint> {
    let points = (0..PERCENTS).map(|percent| {
        let times = of(percent);
        let at = |p| times.quantile(p).filter(|time| time.is_finite());
        ProgressPoint {
            percent: percent as f64,
            p5_ms: at(0.05),
            p50_ms: at(0.5),
            p95_ms: at(0.95),
        }
    });
    points.collect()
}

/// The inputs of which the observation says something, those first of which it says most.
fn inputs_seen(scenario: &Scenario, courses: &[Course], seen: &Conditioned<'_>) -> Vec<InputSeen> {
    let told = inputs::named(scenario)
        .enumerate()
        .filter_map(|(number, (key, unit))| {
            let all = courses
                .iter()
                .filter_map(|course| course.inputs.get(number).copied());
            let after = seen.input(number);
            let at = |p| after.quantile(p);
            let after = Band {
                p5: at(0.05)?,
                p50: at(0.5)?,
                p95: at(0.95)?,
            };
            let below = all.clone().filter(|value| *value < after.p50).count();
            let rank = below as f64 / courses.len() as f64;
            ((rank - 0.5).abs() >= TOLD_RANK).then(|| InputSeen {
                key: key.to_owned(),
                meaning: inputs::meaning(key).to_owned(),
                unit: unit.to_owned(),
                before: band_of(all),
                after,
                rank,
            })
        });
    let mut told: Vec<InputSeen> = told.collect();
    let distance = |one: &InputSeen| (one.rank - 0.5).abs();
    told.sort_by(|a, b| distance(b).total_cmp(&distance(a)));
    told
}
