//! What changed from one outcome to another, in sentences.

use super::phrases::listed;
use crate::experiment::outcome::difference::{
    Difference, InputValue, Percentiles, QuantityChange, Side,
};
use crate::experiment::outcome::{Estimate, OriginKind, Unit};
use crate::report::number;
use crate::units::display_number;

/// Activities that are named as reasons.
const MOST_REASONS: usize = 5;

/// How much longer the initial cycle takes, as far as that can be told.
pub(in crate::report) fn answer(found: &Difference) -> String {
    let cycle = found.quantities.iter();
    let cycle = cycle.into_iter().find(|one| one.metric == "initialCycle");
    let what = cycle.map_or_else(|| "nothing was measured in both".to_owned(), initial_cycle);
    let (then, now) = (&found.then.scenario, &found.now.scenario);
    match then == now {
        true => format!("{now}: {what}."),
        false => format!("{now} against {then}: {what}."),
    }
}

fn initial_cycle(cycle: &QuantityChange) -> String {
    let [then, now] = numbers(cycle).map(|[_, median, _]| median);
    let medians = match (cycle.then.p50, cycle.now.p50) {
        (Some(_), Some(_)) if then == now => format!("its median is {now}, as it was"),
        (Some(_), Some(_)) => format!("its median is {now} now and was {then} then"),
        _ => {
            let shares = [cycle.now, cycle.then].map(|of| number::percent(of.reached_share));
            let [now, then] = shares;
            format!("{now} of the replications finish it within the horizon now, {then} did then")
        }
    };
    let Some(difference) = &cycle.difference else {
        return format!("how the initial cycle differs is not known; {medians}");
    };
    let longer = number::longer(difference);
    let told = match is_told(difference) {
        _ if is_none(difference) => "takes as long as then".to_owned(),
        true => format!("takes {longer}"),
        false => format!("cannot be told from what it was: {longer}"),
    };
    format!("the initial cycle {told}; {medians}")
}

/// The percentiles of both sides as they are shown, in one unit: those then and those now.
pub(in crate::report) fn numbers(one: &QuantityChange) -> [[String; 3]; 2] {
    let percentiles = |of: Percentiles| [of.p5, of.p50, of.p95].map(Option::unwrap_or_default);
    let values = [one.then, one.now].map(percentiles);
    let together = number::times_together(&values.concat());
    let mut together = together.into_iter();
    values.map(|side| {
        side.map(|value| {
            let time = together.next().unwrap_or_default();
            match one.unit {
                Unit::Milliseconds => time,
                Unit::Count if value >= 100.0 => display_number(value.round()),
                Unit::Count => number::rough(value),
                Unit::PerSecond => format!("{} /s", number::rough(value)),
                Unit::Share => number::percent(value),
            }
        })
    })
}

fn is_none(difference: &Estimate) -> bool {
    let ends = [difference.low, difference.value, difference.high];
    ends.into_iter().flatten().all(|end| end == 0.0)
}

/// Whether the whole interval lies on one side of zero.
fn is_told(difference: &Estimate) -> bool {
    match (difference.low, difference.high) {
        (Some(low), Some(high)) => low > 0.0 || high < 0.0,
        _ => false,
    }
}

/// Whether the two share their luck, and what the intervals are then.
pub(in crate::report) fn pairing(found: &Difference) -> String {
    let level = found.confidence_level * 100.0;
    let (then, now) = (&found.then, &found.now);
    if found.is_paired {
        let (seed, version) = (now.seed, &now.cyclecast_version);
        let count = display_number(now.replications as f64);
        return format!(
            "Paired: both have seed {seed}, {count} replications and version {version}, so each replication meets the same luck in both. Differences are of the means, with {level:.0} % intervals of the pairs."
        );
    }
    let unlike = listed(&unlike(then, now), "and", 3);
    format!(
        "Not paired, since {unlike}. Differences are of the means, with {level:.0} % intervals for runs that share no luck (Welch); with the same seed, replications and version they would be narrower."
    )
}

/// What keeps two runs from sharing their luck.
fn unlike(then: &Side, now: &Side) -> Vec<String> {
    type Told = (&'static str, fn(&Side) -> String);
    let told: [Told; 3] = [
        ("seed", |side| side.seed.to_string()),
        ("number of replications", |side| {
            display_number(side.replications as f64)
        }),
        ("version of cyclecast", |side| {
            side.cyclecast_version.clone()
        }),
    ];
    let all = told.map(|(what, of)| (what, of(then), of(now))).into_iter();
    let all = all.filter(|(_, then, now)| then != now);
    all.map(|(what, then, now)| format!("the {what} differs ({then} then, {now} now)"))
        .collect()
}

/// The inputs that are not the same, one a line.
pub(in crate::report) fn inputs(found: &Difference) -> Vec<String> {
    let value = |value: &Option<InputValue>| match value {
        Some(value) => format!("{} ({})", value.value, origin(value.origin)),
        None => "absent".to_owned(),
    };
    let changes = found.inputs.iter().map(|one| {
        let (then, now) = (value(&one.then), value(&one.now));
        format!("{}: {then} -> {now}", one.key)
    });
    let files = found.files.iter();
    let files = files.map(|file| format!("{file}: its content"));
    changes.chain(files).collect()
}

const fn origin(origin: OriginKind) -> &'static str {
    match origin {
        OriginKind::Documented => "documented",
        OriginKind::Calibrated => "calibrated",
        OriginKind::Assumed => "assumed",
        OriginKind::Measured => "measured",
        OriginKind::Yours => "yours",
    }
}

/// The activities that clearly take more or less of the initial cycle than they did, those first that changed most.
pub(in crate::report) fn reasons(found: &Difference) -> Vec<String> {
    let clear = found.activities.iter().filter_map(|one| {
        let difference = one.difference_ms.as_ref().filter(|found| is_told(found))?;
        let shown = number::times_together(&[one.then_ms, one.now_ms]).join(" then, ");
        let longer = number::longer(difference);
        Some(format!("{}: {longer}; {shown} now", one.label))
    });
    clear.take(MOST_REASONS).collect()
}

/// Thresholds whose verdict is not the same, one a line.
pub(in crate::report) fn verdicts(found: &Difference) -> Vec<String> {
    let verdict = |met: Option<bool>| match met {
        Some(true) => "met",
        Some(false) => "missed",
        None => "not asked",
    };
    let changes = found.expected.iter().map(|one| {
        let (then, now) = (verdict(one.then), verdict(one.now));
        format!("{} {}: {then} then, {now} now", one.label, one.condition)
    });
    changes.collect()
}
