//! The load on the target: a row for each replication, and what the rows say together.

use super::outcome::{
    EachRow, EndpointLoad, LimitLoad, OnTop, ReplicationRow, TargetLoad, TargetRow, WindowQuota,
};
use super::percentiles::{band, bands};
use super::replication::Replication;
use super::target_floor::least;
use crate::model::{
    Activity, Counts, CycleTally, Endpoint, EndpointSet, LimitKind, LimitRule, LimitTally,
    Parameter, Per, Setting, Setup, Sharing, Values,
};
use crate::scenario::targets::words;
use crate::units::SimDuration;

/// What the target saw in one replication.
pub(super) fn row(replication: &Replication) -> TargetRow {
    let tally = &replication.tally;
    let secs = tally.duration.as_secs_f64();
    let over_cycle = |total: f64| if secs > 0.0 { total / secs } else { 0.0 };
    let load = &replication.recorder.load;
    let workers = replication.values[Parameter::Capacity];
    let limits = tally.target.limits.iter();
    let of_limits = |of: fn(&LimitTally) -> u64| limits.clone().map(of).collect();
    let in_service = over_cycle(tally.target.busy.as_secs_f64());
    TargetRow {
        requests: tally.calls.to_vec(),
        peak_second: Endpoint::ALL
            .map(|one| load.busiest.second(one as usize))
            .to_vec(),
        peak_minute: Endpoint::ALL
            .map(|one| load.busiest.minute(one as usize))
            .to_vec(),
        in_service,
        utilisation: workers
            .is_finite()
            .then(|| in_service / workers.round().max(1.0)),
        mean_queue: over_cycle(tally.target.queued.as_secs_f64()),
        longest_queue: tally.target.longest_queue,
        passed: of_limits(|limit| limit.passed),
        over_limit: of_limits(|limit| limit.over),
        slowed: of_limits(|limit| limit.slowed),
        searching_ms: tally.target.searching.as_millis(),
        group_patch_ms: group_patch_ms(tally),
        largest_group: u64::from(replication.largest_group),
        group_at_timeout: group_at_timeout(&replication.values),
    }
}

/// Where nothing fails, each PATCH is one at the first attempt; where much does, the mean is too low.
fn group_patch_ms(tally: &CycleTally) -> Option<f64> {
    let patches = tally.calls[Endpoint::GroupPatch as usize];
    let spent = tally.spent_on(Activity::Memberships).as_secs_f64();
    (patches > 0).then(|| spent * 1_000.0 / patches as f64)
}

/// Members from which on the mean time of a PATCH with one member passes the timeout.
fn group_at_timeout(values: &Values) -> Option<u64> {
    let slope = values[Parameter::GroupPatchPerThousand] / 1_000.0;
    let left = values[Parameter::Timeout] - values[Parameter::GroupPatch];
    let members = (left.max(0.0) / slope).ceil();
    (members < f64::from(u32::MAX)).then_some(members as u64)
}

/// The load over all replications; `assumed_bursts` names the limits whose burst nobody gave.
pub fn load(
    setup: &Setup,
    assumed_bursts: &[String],
    rows: &(impl EachRow + ?Sized),
) -> TargetLoad {
    let endpoints = Endpoint::ALL.into_iter().map(|one| endpoint(one, rows));
    let has_workers = rows.any(|row| row.target.utilisation.is_some());
    let utilisation = || band(rows, |row| row.target.utilisation.unwrap_or_default());
    TargetLoad {
        endpoints: endpoints.filter(|load| load.requests.p95 > 0.0).collect(),
        all: (rows.count() > 0).then(|| EndpointLoad {
            endpoint: "all".to_owned(),
            label: "all requests".to_owned(),
            requests: band(rows, |row| row.calls.calls_total as f64),
            mean_rate: band(rows, |row| row.mean_request_rate),
            peak_minute: band(rows, |row| row.peak_request_rate_minute),
            peak_second: band(rows, |row| row.peak_request_rate_second),
        }),
        in_service: band(rows, |row| row.target.in_service),
        utilisation: has_workers.then(utilisation),
        mean_queue: band(rows, |row| row.target.mean_queue),
        longest_queue: band(rows, |row| row.target.longest_queue as f64),
        limits: setup
            .limits
            .iter()
            .enumerate()
            .map(|(index, rule)| {
                let is_assumed = assumed_bursts.contains(&rule.name);
                limit(index, rule, setup, is_assumed, rows)
            })
            .collect(),
    }
}

fn limit(
    index: usize,
    rule: &LimitRule,
    setup: &Setup,
    is_assumed: bool,
    rows: &(impl EachRow + ?Sized),
) -> LimitLoad {
    let [passed, over, slowed] = bands(
        rows,
        [
            &|row| of(&row.target.passed, index),
            &|row| of(&row.target.over_limit, index),
            &|row| of(&row.target.slowed, index),
        ],
    );
    LimitLoad {
        name: rule.name.clone(),
        words: words(rule),
        excess: rule.excess.name().to_owned(),
        passed,
        over,
        slowed,
        quota: quota(setup, rule),
        on_top: on_top(setup, rule, is_assumed),
        least_ms: is_one_rate(setup, rule).then(|| alone(rule, passed.p50).as_millis()),
        binds_below_ms: binds_below_ms(setup, rule),
        calls: calls(setup, rule),
        endpoints: counted(rule).map(|one| one.name().to_owned()).collect(),
    }
}

/// What a limit lets pass on top of its amount: a bucket that is full when a period begins, or the end of one fixed window and
/// the beginning of the next. None for a limit on anything but calls, for one on some endpoints alone, since it is held against the busiest minute of
/// all, and for one that is kept in several places.
fn on_top(setup: &Setup, rule: &LimitRule, is_assumed: bool) -> Option<OnTop> {
    let calls = match rule.kind {
        LimitKind::TokenBucket { burst } => rule.burst_left(burst),
        LimitKind::FixedWindow => rule.amount_left(),
        _ => return None,
    };
    let is_on_all = rule.counts == Counts::Calls && rule.endpoints == EndpointSet::all();
    (is_on_all && is_kept_in_one_place(setup, rule)).then(|| OnTop {
        allowed: rule.amount_left(),
        calls,
        period_ms: rule.period.as_millis(),
        is_burst: matches!(rule.kind, LimitKind::TokenBucket { .. }),
        is_assumed,
    })
}

fn is_kept_in_one_place(setup: &Setup, rule: &LimitRule) -> bool {
    let each_job = rule.sharing == Sharing::Job && setup.split.is_some();
    rule.per == Per::Everything && rule.replicas == 1 && !each_job
}

/// Whether a limit lets so much pass in a time, for all jobs and objects together.
pub(super) fn is_one_rate(setup: &Setup, rule: &LimitRule) -> bool {
    let each_job = rule.sharing == Sharing::Job && setup.split.is_some();
    let is_rate = rule.kind != LimitKind::Concurrency && rule.counts != Counts::Bytes;
    is_rate && rule.per == Per::Everything && !each_job
}

/// The time that a limit alone puts under so much; beyond a million the rest goes at the pace of the first million.
pub(super) fn alone(rule: &LimitRule, passed: f64) -> SimDuration {
    const COUNTED: f64 = 1e6;
    least(rule, passed.min(COUNTED) as u64) * (passed / COUNTED).max(1.0)
}

/// All connections together send as fast as the limit lets them pass when each needs so long for one call.
fn binds_below_ms(setup: &Setup, rule: &LimitRule) -> Option<f64> {
    let Setting::Value(connections) = setup.setting(Parameter::Connections) else {
        return None;
    };
    let jobs = setup.split.as_ref().map_or(1, |split| split.shares.len());
    let in_period = (rule.amount_left() * u64::from(rule.replicas)) as f64;
    let is_told = is_one_rate(setup, rule) && rule.counts == Counts::Calls;
    is_told.then(|| {
        let at_once = connections.median() * jobs as f64;
        at_once * rule.period.as_secs_f64() * 1e3 / in_period
    })
}

/// What a limit allows within a window of an hour or longer: none for a limit that is kept in several places.
fn quota(setup: &Setup, rule: &LimitRule) -> Option<WindowQuota> {
    let is_window = matches!(rule.kind, LimitKind::FixedWindow | LimitKind::RollingWindow);
    let is_long = rule.period >= SimDuration::from_secs(3_600);
    (is_window && is_long && is_kept_in_one_place(setup, rule)).then(|| allowed(rule))
}

/// How many calls a limit lets pass in its period: none for a limit that counts something else, only some of the calls, or
/// in several places.
fn calls(setup: &Setup, rule: &LimitRule) -> Option<WindowQuota> {
    let is_rate = !matches!(rule.kind, LimitKind::Concurrency | LimitKind::QuietWindow);
    let counts_all = rule.over_bytes.is_none() && rule.up_to_bytes.is_none();
    // Units are calls where each costs one.
    let by_call = counted(rule).all(|one| rule.weights.of(one) == 1);
    let counts_calls = match rule.counts {
        Counts::Calls => true,
        Counts::Units => by_call,
        Counts::Members | Counts::Bytes => false,
    };
    (is_rate && counts_all && counts_calls && is_kept_in_one_place(setup, rule))
        .then(|| allowed(rule))
}

fn counted(rule: &LimitRule) -> impl Iterator<Item = Endpoint> {
    let all = Endpoint::ALL.into_iter();
    all.filter(|one| rule.endpoints.contains(*one))
}

fn allowed(rule: &LimitRule) -> WindowQuota {
    WindowQuota {
        allowed: rule.amount_left(),
        window_ms: rule.period.as_millis(),
    }
}

fn of(list: &[u64], index: usize) -> f64 {
    list.get(index).copied().unwrap_or_default() as f64
}

fn endpoint(endpoint: Endpoint, rows: &(impl EachRow + ?Sized)) -> EndpointLoad {
    let index = endpoint as usize;
    let at = |list: &[f64]| list.get(index).copied().unwrap_or_default();
    // Every row's mean is over the cycle of that row.
    let share = |row: &ReplicationRow| {
        of(&row.target.requests, index) / (row.calls.calls_total as f64).max(1.0)
    };
    let [requests, mean_rate, peak_minute, peak_second] = bands(
        rows,
        [
            &|row| of(&row.target.requests, index),
            &|row| row.mean_request_rate * share(row),
            &|row| at(&row.target.peak_minute),
            &|row| at(&row.target.peak_second),
        ],
    );
    EndpointLoad {
        endpoint: endpoint.name().to_owned(),
        label: endpoint.label().to_owned(),
        requests,
        mean_rate,
        peak_minute,
        peak_second,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::outcome::ENDPOINTS;
    use crate::model::ScopeMode;

    #[test]
    fn rows_list_endpoints_in_the_order_of_the_model() {
        assert_eq!(Endpoint::ALL.map(Endpoint::name), ENDPOINTS);
    }

    #[test]
    fn the_busiest_minute_of_all_calls_says_nothing_of_a_limit_on_some() {
        let setup = Setup::new(ScopeMode::AllUsers);
        let minute = SimDuration::from_secs(60);
        let mut rule = LimitRule::on_calls(
            "users POST",
            180,
            minute,
            LimitKind::TokenBucket { burst: 20 },
        );
        assert!(on_top(&setup, &rule, false).is_some());
        rule.endpoints = EndpointSet::none().with(Endpoint::UserPost);
        assert!(on_top(&setup, &rule, false).is_none());
    }
}
