//! The setup under other circumstances: an ideal target, a faster one, one with higher limits; no lasting errors; the other reading of a 429.

use crate::model::job::{Action, TimelineEntry};
use crate::model::{
    Connector, LimitKind, On429, Parameter, Quantity, Setting, Setup, Specification, Uncertain,
    catalogue,
};

/// The setup with a target that stands in nobody's way: without limits, with any number of workers, and every answer is waited
/// for. Answers take as long as before.
pub(super) fn ideal(setup: &Setup) -> Setup {
    let without_end = || Uncertain::Fixed(f64::INFINITY);
    let mut setup = setup
        .clone()
        .with(Parameter::Capacity, without_end())
        .with(Parameter::Timeout, without_end());
    setup.limits.clear();
    // A gallery connector sends no larger requests than the target takes, so there is nothing to lift.
    if setup.connector == Connector::Custom {
        setup.set(Parameter::MembersPerRequest, without_end());
        setup.set(Parameter::BytesPerRequest, without_end());
    }
    setup
}

/// The setup with a target that answers at once and refuses nothing: what is left is the service's own time.
pub(super) fn instant(setup: &Setup) -> Setup {
    let mut setup = ideal(setup);
    for row in catalogue().filter(|row| is_latency(row)) {
        setup.set(row.parameter, Uncertain::Fixed(0.0));
    }
    setup
}

/// Shares of objects that fail for good from which on it is asked how things were without them.
const MATTERS: f64 = 0.01;

/// The setup without errors that last; nothing where there are hardly any.
pub(super) fn without_lasting_errors(setup: &Setup) -> Option<Setup> {
    let passing = [
        Parameter::InternalServerError,
        Parameter::WebExceptionProtocolError,
        Parameter::InternalError,
    ];
    let lasting = || {
        let errors = catalogue().filter(|row| row.key.starts_with("errors."));
        errors.filter(|row| !passing.contains(&row.parameter))
    };
    let share = |parameter| match setup.setting(parameter) {
        Setting::Value(value) => value.median(),
        _ => 0.0,
    };
    let shares: f64 = lasting().map(|row| share(row.parameter)).sum();
    // What a target has no room or no licence for fails for good as well.
    let room = [
        Parameter::Licences,
        Parameter::UsersQuota,
        Parameter::GroupsQuota,
        Parameter::MembersPerGroup,
    ];
    let is_bounded = room.iter().any(|parameter| share(*parameter).is_finite());
    let begins = |entry: &TimelineEntry| matches!(entry.action, Action::ErrorsBegin { .. });
    let plan = setup.job.as_ref();
    let is_planned = plan.is_some_and(|plan| plan.timeline.iter().any(begins));
    (shares >= MATTERS || is_bounded || is_planned).then(|| {
        let calm =
            |setup: Setup, row: &Specification| setup.with(row.parameter, Uncertain::Fixed(0.0));
        let mut calm = lasting().fold(setup.clone(), calm);
        for parameter in room {
            calm.set(parameter, Uncertain::Fixed(f64::INFINITY));
        }
        if let Some(plan) = &mut calm.job {
            plan.timeline.retain(|entry| !begins(entry));
        }
        calm
    })
}

/// The setup with the other reading of what follows a 429; nothing where there can be none.
pub(super) fn other_policy(setup: &Setup) -> Option<Setup> {
    setup.can_be_refused().then(|| {
        let mut other = setup.clone();
        other.on_429 = match setup.on_429 {
            On429::PauseJob => On429::Escrow,
            On429::RetryCall | On429::Escrow => On429::PauseJob,
        };
        other
    })
}

/// As many calls as all jobs make at once: with as many workers, none waits.
pub(super) fn most_useful_workers(setup: &Setup) -> u64 {
    let connections = match setup.setting(Parameter::Connections) {
        // The tails of a distribution reach beyond what is written down.
        Setting::Value(value) => value.at(1.0 - 1e-9).max(value.extent().1),
        _ => f64::INFINITY,
    };
    let most = catalogue()
        .find(|row| row.parameter == Parameter::Connections)
        .map_or(1.0, |row| row.bounds.1);
    let jobs = setup.split.as_ref().map_or(1, |split| split.shares.len());
    connections.clamp(1.0, most).ceil() as u64 * jobs as u64
}

/// The setup with all latencies of the target multiplied.
pub(super) fn faster(setup: &Setup, factor: f64) -> Setup {
    let mut setup = setup.clone();
    for row in catalogue().filter(|row| is_latency(row)) {
        if let Setting::Value(value) = setup.setting(row.parameter) {
            let scaled = value.times(factor);
            setup.set(row.parameter, scaled);
        }
    }
    setup
}

fn is_latency(row: &Specification) -> bool {
    let is_time = row.quantity == Quantity::Duration && row.key.starts_with("target.latency.");
    is_time && row.parameter != Parameter::Refusal
}

/// The setup with all limits multiplied; what is left over a whole call is dropped, so that whoever sets them to the product has as much.
pub(super) fn roomier(setup: &Setup, factor: f64) -> Setup {
    let mut setup = setup.clone();
    // The product of a decimal factor may come out a little below the whole number that it is.
    let times = |amount: u64| (amount as f64 * factor + 1e-6).floor().max(1.0) as u64;
    for rule in &mut setup.limits {
        rule.amount = times(rule.amount);
        if let LimitKind::TokenBucket { burst } = &mut rule.kind {
            *burst = times(*burst);
        }
        if let Some(slowed) = &mut rule.slowed {
            slowed.over = times(slowed.over);
        }
    }
    setup
}
