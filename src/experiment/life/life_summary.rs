//! The part of the outcome document that tells of the job beyond its initial cycle.

use super::horizon_grid::{Grid, POINTS, Situation};
use super::life_recorder::LifeRecord;
use super::{life_quantities, load_summary};
use crate::experiment::appointments::clock_readings;
use crate::experiment::outcome::ErrorSummary;
use crate::experiment::outcome::life::{
    ActionMark, DelaySummary, FateSummary, JobState, Life, LifePoint, LifeRow, Probability,
    QuarantineSummary, ReasonShare, TypicalRun,
};
use crate::experiment::percentiles::{band_of, error_summaries, times};
use crate::model::ErrorCode;
use crate::model::job::{Burst, ChangeKind, DropReason, JobPlan};
use crate::scenario::{action_words, rfc3339};
use crate::stats::{Delays, quantile, sorted, wilson};
use crate::units::{SimTime, display_number};

/// The job's life over all replications, with one in detail.
pub fn life(plan: &JobPlan, records: Vec<LifeRecord>, typical: TypicalRun) -> Life {
    Life {
        horizon_ms: plan.horizon.as_millis(),
        start: rfc3339(SimTime::ZERO, &plan.start),
        time_zone: plan.start.clock.zone.clone(),
        clock_changes: clock_readings(&plan.start, plan.horizon),
        actions: marks(plan),
        summaries: life_quantities::summaries(&records),
        delays: delays(&records),
        fates: fates(&records),
        errors: errors(&records),
        quarantine: quarantine(&records),
        bands: bands(plan, &records),
        deletion_threshold: None,
        load: load_summary::summary(plan.horizon, &records),
        typical,
        user_assigned: plan
            .user_assigned_at
            .map(|at| life_quantities::user_assigned(at, &records)),
        replications: records.into_iter().map(|record| record.row).collect(),
    }
}

/// What happens at stated moments, in order of time: entries of the timeline and bursts of changes.
fn marks(plan: &JobPlan) -> Vec<ActionMark> {
    let actions = plan.timeline.iter();
    let actions = actions.map(|entry| (entry.at, action_words(&entry.action)));
    let bursts = plan.bursts.iter();
    let bursts = bursts.map(|burst| (burst.at, burst_words(burst)));
    let mut marks: Vec<ActionMark> = actions
        .chain(bursts)
        .map(|(at, label)| ActionMark {
            time_ms: at.since_start().as_millis(),
            label,
        })
        .collect();
    marks.sort_by_key(|mark| mark.time_ms);
    marks
}

/// A burst in words: `3,000 leavers`.
fn burst_words(burst: &Burst) -> String {
    let counts = burst.changes.iter().zip(ChangeKind::ALL);
    let kinds = counts.filter(|(count, _)| **count > 0);
    let words = kinds
        .map(|(count, kind)| format!("{} {}", display_number(f64::from(*count)), kind.label()));
    words.collect::<Vec<_>>().join(", ")
}

/// The number of the replication whose mean backlog is the median; of equal ones the first.
pub(in crate::experiment) fn typical_replication(records: &[LifeRecord]) -> usize {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by(|a, b| {
        let backlog = |index: &usize| records[*index].row.mean_backlog;
        backlog(a).total_cmp(&backlog(b))
    });
    let middle = order.get(records.len().saturating_sub(1) / 2);
    middle.copied().unwrap_or(0)
}

fn mean(total: u64, records: &[LifeRecord]) -> f64 {
    total as f64 / records.len().max(1) as f64
}

fn delays(records: &[LifeRecord]) -> Vec<DelaySummary> {
    ChangeKind::ALL
        .into_iter()
        .filter(|kind| *kind != ChangeKind::OutOfScope)
        .filter_map(|kind| {
            let each = records.iter().map(|record| record.changes[kind as usize]);
            let changes: u64 = each.sum();
            (changes > 0).then(|| delay(kind, changes, records))
        })
        .collect()
}

fn delay(kind: ChangeKind, changes: u64, records: &[LifeRecord]) -> DelaySummary {
    let mut all = Delays::default();
    for record in records {
        all.absorb(&record.delays[kind as usize]);
    }
    let own: Vec<f64> = sorted(
        records
            .iter()
            .map(|record| &record.delays[kind as usize])
            .filter(|delays| delays.count() > 0)
            .map(|delays| delays.quantile(0.95).unwrap_or(f64::INFINITY)),
    );
    let millis = |secs: f64| secs * 1e3;
    let finite = |secs: &f64| secs.is_finite();
    let run = |p| quantile(&own, p).filter(finite).map(millis);
    DelaySummary {
        kind: kind.name().to_owned(),
        label: kind.label().to_owned(),
        mean_changes: mean(changes, records),
        applied_share: all.count_ended() as f64 / all.count().max(1) as f64,
        within_hour_share: all.share_within_hour(),
        p50_ms: all.quantile(0.5).map(millis),
        p95_ms: all.quantile(0.95).map(millis),
        p99_ms: all.quantile(0.99).map(millis),
        run_p95_low_ms: run(0.05),
        run_p95_high_ms: run(0.95),
    }
}

/// A name, a label, and how many changes come to it in a replication.
type Fate = (&'static str, &'static str, fn(&LifeRow) -> u64);

/// What becomes of a change that is not dropped.
#[rustfmt::skip]
const FATES: [Fate; 4] = [
    ("applied", "in the target", |row| row.applied),
    ("waiting", "waiting for a cycle or in one", |row| row.waiting),
    ("escrowed", "in escrow, to be tried again", |row| row.escrowed),
    ("staged", "staged by the deletion threshold", |row| row.staged),
];

fn fates(records: &[LifeRecord]) -> Vec<FateSummary> {
    let of_rows = |of: fn(&LifeRow) -> u64| records.iter().map(|one| of(&one.row)).sum::<u64>();
    let mut counts: Vec<(&str, &str, u64)> = FATES
        .map(|(name, label, of)| (name, label, of_rows(of)))
        .to_vec();
    let all = of_rows(|row| row.changes);
    for reason in DropReason::ALL {
        let dropped = records.iter().map(|record| record.dropped[reason as usize]);
        counts.push((reason.name(), reason.label(), dropped.sum()));
    }
    counts
        .into_iter()
        .filter(|(_, _, count)| *count > 0)
        .map(|(fate, label, count)| FateSummary {
            fate: fate.to_owned(),
            label: label.to_owned(),
            mean_changes: mean(count, records),
            share: count as f64 / all.max(1) as f64,
        })
        .collect()
}

/// The codes that occur at all, most frequent first.
fn errors(records: &[LifeRecord]) -> Vec<ErrorSummary> {
    let counts = |code: ErrorCode| {
        let counts = records.iter().map(|record| record.errors[code as usize]);
        (code, counts.map(|count| count as f64).collect())
    };
    error_summaries(ErrorCode::ALL.iter().map(|code| counts(*code)))
}

fn probability(hits: usize, of: usize) -> Probability {
    let (low, high) = wilson(hits, of);
    Probability {
        share: hits as f64 / of.max(1) as f64,
        low,
        high,
    }
}

fn quarantine(records: &[LifeRecord]) -> QuarantineSummary {
    let rows = || records.iter().map(|record| &record.row);
    let n = records.len();
    let entered = || rows().filter(|row| row.first_quarantine_ms.is_some());
    let hits = entered().count();
    let mut reasons: Vec<ReasonShare> = Vec::new();
    for reason in rows().filter_map(|row| row.quarantine_reason.as_deref()) {
        match reasons.iter_mut().find(|one| one.reason == reason) {
            Some(one) => one.share += 1.0 / n as f64,
            None => reasons.push(ReasonShare {
                reason: reason.to_owned(),
                share: 1.0 / n as f64,
            }),
        }
    }
    reasons.sort_by(|a, b| b.share.total_cmp(&a.share));
    let recovery =
        entered().filter_map(|row| Some(row.first_release_ms? - row.first_quarantine_ms?));
    let out = records.iter().filter(|record| {
        let state = record.situations.last().map(|one| one.state);
        record.row.first_quarantine_ms.is_some()
            && matches!(state, Some(JobState::Active | JobState::NotRun))
    });
    QuarantineSummary {
        probability: probability(hits, n),
        reasons,
        first_entry: times(rows().filter_map(|row| row.first_quarantine_ms)),
        recovery: times(recovery),
        released: (hits > 0).then(|| probability(out.count(), hits)),
        disabled: probability(rows().filter(|row| row.disabled_ms.is_some()).count(), n),
        staged: probability(rows().filter(|row| row.most_staged > 0).count(), n),
        mean_notifications: mean(rows().map(|row| row.notifications).sum(), records),
    }
}

fn bands(plan: &JobPlan, records: &[LifeRecord]) -> Vec<LifePoint> {
    let grid = Grid::new(plan.horizon);
    (0..POINTS)
        .map(|point| band(grid, point, records))
        .collect()
}

fn band(grid: Grid, point: usize, records: &[LifeRecord]) -> LifePoint {
    let here = || records.iter().map(move |record| &record.situations[point]);
    let backlog = records.iter().map(|record| record.backlog[point]);
    let backlog = band_of(backlog.map(f64::from));
    let escrow = band_of(here().map(|one| one.escrow as f64));
    let staged = band_of(here().map(|one| one.staged as f64));
    let cycles = sorted(here().filter_map(|one| one.last_cycle_ms).map(f64::from));
    let share = |of: fn(&Situation) -> bool| {
        here().filter(|one| of(one)).count() as f64 / records.len().max(1) as f64
    };
    LifePoint {
        time_ms: grid.time_ms(point),
        backlog_p5: backlog.p5,
        backlog_p50: backlog.p50,
        backlog_p95: backlog.p95,
        escrow_p5: escrow.p5,
        escrow_p50: escrow.p50,
        escrow_p95: escrow.p95,
        staged_p5: staged.p5,
        staged_p50: staged.p50,
        staged_p95: staged.p95,
        cycle_p5_ms: quantile(&cycles, 0.05),
        cycle_p50_ms: quantile(&cycles, 0.5),
        cycle_p95_ms: quantile(&cycles, 0.95),
        initial_share: share(|one| one.in_full_cycle),
        quarantine_share: share(|one| one.state == JobState::Quarantine),
        paused_share: share(|one| one.state == JobState::Paused),
        disabled_share: share(|one| one.state == JobState::Disabled),
    }
}
