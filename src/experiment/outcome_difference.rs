//! Two outcomes told apart.

use super::percentiles::{LEVEL, estimate, interval};
use std::collections::BTreeSet;

use super::activity_shares::times_by_activity;
use super::life::measured_in_life;
use super::outcome::difference::{
    ActivityChange, Difference, DifferenceOf, FORMAT_VERSION, InputChange, InputValue, Percentiles,
    QuantityChange, Side, VerdictChange,
};
use super::outcome::{Estimate, Life, Metric, NamedFile, Outcome, ParameterRecord, Unit, Warning};
use super::summaries::measured;
use crate::stats::{paired, sorted, unpaired};

/// What is not the same in two outcomes, `now` against `then`.
///
/// They share their luck where seed, number of replications and version are the same: replication 17 then draws the same random numbers
/// in both. Otherwise they are taken to be independent.
pub fn difference(then: &Outcome, now: &Outcome) -> Difference {
    let sides = (side(then), side(now));
    let draws = |side: &Side| (side.seed, side.replications, side.cyclecast_version.clone());
    let is_paired = draws(&sides.0) == draws(&sides.1);
    Difference {
        format_version: FORMAT_VERSION.to_owned(),
        cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
        then: sides.0,
        now: sides.1,
        is_paired,
        confidence_level: LEVEL,
        inputs: inputs(&then.scenario.parameters, &now.scenario.parameters),
        files: files(&then.manifest.files, &now.manifest.files),
        quantities: changes(of_cycle(then), of_cycle(now), is_paired),
        life: match (&then.life, &now.life) {
            (Some(then), Some(now)) => changes(of_life(then), of_life(now), is_paired),
            _ => Vec::new(),
        },
        activities: activities(then, now, is_paired),
        expected: verdicts(then, now),
        warnings_came: beyond(&now.warnings, &then.warnings),
        warnings_went: beyond(&then.warnings, &now.warnings),
    }
}

fn side(outcome: &Outcome) -> Side {
    Side {
        scenario: outcome.scenario.name.clone(),
        seed: outcome.run.seed,
        replications: outcome.run.replications,
        cyclecast_version: outcome.cyclecast_version.clone(),
    }
}

/// The names of both in order: those of the first, then what the second alone has.
fn union<'a>(
    first: impl Iterator<Item = &'a str>,
    second: impl Iterator<Item = &'a str>,
) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    first
        .chain(second)
        .filter(|name| seen.insert(*name))
        .collect()
}

fn inputs(then: &[ParameterRecord], now: &[ParameterRecord]) -> Vec<InputChange> {
    let keys = |all| <[ParameterRecord]>::iter(all).map(|one| one.key.as_str());
    let value = |all: &[ParameterRecord], key: &str| {
        let found = all.iter().find(|one| one.key == key)?;
        Some(InputValue {
            value: found.value.clone(),
            origin: found.origin,
        })
    };
    let change = |key: &str| InputChange {
        key: key.to_owned(),
        then: value(then, key),
        now: value(now, key),
    };
    let changes = union(keys(then), keys(now)).into_iter().map(change);
    changes.filter(|one| one.then != one.now).collect()
}

fn files(then: &[NamedFile], now: &[NamedFile]) -> Vec<String> {
    let names = |all| <[NamedFile]>::iter(all).map(|one| one.name.as_str());
    let text = |all: &[NamedFile], name: &str| {
        all.iter()
            .find(|one| one.name == name)
            .map(|one| one.text.clone())
    };
    let names = union(names(then), names(now)).into_iter();
    let names = names.filter(|name| text(then, name) != text(now, name));
    names.map(str::to_owned).collect()
}

/// A quantity in one of the outcomes; infinite values were not reached.
struct Seen<'o> {
    metric: String,
    label: &'o str,
    unit: Unit,
    percentiles: Percentiles,
    values: Vec<f64>,
}

/// The quantities of the initial cycle.
fn of_cycle(outcome: &Outcome) -> impl Iterator<Item = Seen<'_>> {
    outcome.summaries.iter().map(|one| Seen {
        metric: name(one.metric),
        label: &one.label,
        unit: one.unit,
        percentiles: percentiles(one.reached_share, [one.p5, one.p50, one.p95]),
        values: measured(one.metric, &outcome.replications),
    })
}

/// Those of the job over its horizon.
fn of_life(life: &Life) -> impl Iterator<Item = Seen<'_>> {
    life.summaries.iter().map(|one| Seen {
        metric: one.metric.clone(),
        label: &one.label,
        unit: one.unit,
        percentiles: percentiles(one.reached_share, [one.p5, one.p50, one.p95]),
        values: measured_in_life(&one.metric, &life.replications),
    })
}

/// How the quantities differ that both outcomes have.
fn changes<'o>(
    then: impl Iterator<Item = Seen<'o>>,
    now: impl Iterator<Item = Seen<'o>>,
    is_paired: bool,
) -> Vec<QuantityChange> {
    let then: Vec<Seen<'_>> = then.collect();
    let change = |now: Seen<'_>| {
        let then = then.iter().find(|one| one.metric == now.metric)?;
        let (difference, difference_of) = between(&now.values, &then.values, is_paired);
        Some(QuantityChange {
            metric: now.metric,
            label: now.label.to_owned(),
            unit: now.unit,
            then: then.percentiles,
            now: now.percentiles,
            difference,
            difference_of,
        })
    };
    now.filter_map(change).collect()
}

/// A metric as documents call it.
fn name(metric: Metric) -> String {
    let value = serde_json::to_value(metric).ok();
    let name = value.and_then(|value| value.as_str().map(str::to_owned));
    name.unwrap_or_default()
}

fn percentiles(reached_share: f64, [p5, p50, p95]: [Estimate; 3]) -> Percentiles {
    Percentiles {
        reached_share,
        p5: p5.value,
        p50: p50.value,
        p95: p95.value,
    }
}

/// The values of one outcome less those of the other; infinite ones were not reached.
fn between(now: &[f64], then: &[f64], is_paired: bool) -> (Option<Estimate>, DifferenceOf) {
    let means = match is_paired {
        true => paired(now, then, LEVEL).map(|found| found.difference),
        false => unpaired(now, then, LEVEL),
    };
    let finite = now.iter().chain(then).all(|value| value.is_finite());
    if finite || !is_paired {
        return (means.map(|found| interval(&found)), DifferenceOf::Means);
    }
    let pairs = now.iter().zip(then).map(|(now, then)| {
        // Reached in neither: that is no difference.
        if now == then { 0.0 } else { now - then }
    });
    let found = estimate(&sorted(pairs), 0.5, LEVEL);
    (found.value.is_some().then_some(found), DifferenceOf::Pairs)
}

fn activities(then: &Outcome, now: &Outcome, is_paired: bool) -> Vec<ActivityChange> {
    let both = times_by_activity(&then.replications).zip(times_by_activity(&now.replications));
    let mean = |times: &[f64]| times.iter().sum::<f64>() / times.len().max(1) as f64;
    let mut changes: Vec<ActivityChange> = both
        .map(|((name, label, then), (.., now))| ActivityChange {
            activity: name.to_owned(),
            label: label.to_owned(),
            then_ms: mean(&then),
            now_ms: mean(&now),
            difference_ms: between(&now, &then, is_paired).0,
        })
        .collect();
    let size = |one: &ActivityChange| (one.now_ms - one.then_ms).abs();
    changes.sort_by(|a, b| size(b).total_cmp(&size(a)));
    changes
}

fn verdicts(then: &Outcome, now: &Outcome) -> Vec<VerdictChange> {
    let mut changes: Vec<VerdictChange> = Vec::new();
    let sides = then.expected.iter().chain(&now.expected);
    for one in sides {
        let is_known = |known: &VerdictChange| {
            (&known.label, &known.condition) == (&one.label, &one.condition)
        };
        let verdict = |outcome: &Outcome| {
            let same = |other: &&_| {
                let other: &super::outcome::Expected = other;
                (&other.label, &other.condition) == (&one.label, &one.condition)
            };
            outcome.expected.iter().find(same).map(|found| found.is_met)
        };
        if !changes.iter().any(is_known) {
            changes.push(VerdictChange {
                label: one.label.clone(),
                condition: one.condition.clone(),
                then: verdict(then),
                now: verdict(now),
            });
        }
    }
    changes.retain(|one| one.then != one.now);
    changes
}

/// The warnings of kinds that `others` lack.
fn beyond(all: &[Warning], others: &[Warning]) -> Vec<Warning> {
    let is_new = |one: &&Warning| !others.iter().any(|other| other.code == one.code);
    all.iter().filter(is_new).cloned().collect()
}
