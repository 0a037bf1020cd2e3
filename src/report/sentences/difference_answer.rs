//! What changed from one outcome to another, in sentences.

use super::phrases::listed;
use crate::experiment::outcome::difference::{Difference, InputValue, QuantityChange, Side};
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
        _ => format!(
            "{} of the replications finish it within the horizon now, {} did then",
            number::percent(cycle.now.reached_share),
            number::percent(cycle.then.reached_share)
        ),
    };
    match &cycle.difference {
        None => format!("how the initial cycle differs is not known; {medians}"),
        Some(same) if is_none(same) => {
            format!("the initial cycle takes as long as then; {medians}")
        }
        Some(longer) if is_told(longer) => {
            format!(
                "the initial cycle takes {}; {medians}",
                number::longer(longer)
            )
        }
        Some(open) => format!(
            "the initial cycle cannot be told from what it was: {}; {medians}",
            number::longer(open)
        ),
    }
}

/// The percentiles of both sides as they are shown, in one unit: those then and those now.
pub(in crate::report) fn numbers(one: &QuantityChange) -> [[String; 3]; 2] {
    let values =
        [one.then, one.now].map(|of| [of.p5, of.p50, of.p95].map(Option::unwrap_or_default));
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
        return format!(
            "Paired: both have seed {}, {} replications and version {}, so each replication meets the same luck in both. Differences are of the means, with {level:.0} % intervals of the pairs.",
            now.seed,
            display_number(now.replications as f64),
            now.cyclecast_version,
        );
    }
    format!(
        "Not paired, since {}. Differences are of the means, with {level:.0} % intervals for runs that share no luck (Welch); with the same seed, replications and version they would be narrower.",
        listed(&unlike(then, now), "and", 3)
    )
}

/// What keeps two runs from sharing their luck.
fn unlike(then: &Side, now: &Side) -> Vec<String> {
    let differs = |what: &str, then: String, now: String| {
        (then != now).then(|| format!("the {what} ({then} then, {now} now)"))
    };
    let count = |side: &Side| display_number(side.replications as f64);
    let all = [
        differs("seed differs", then.seed.to_string(), now.seed.to_string()),
        differs("number of replications differs", count(then), count(now)),
        differs(
            "version of cyclecast differs",
            then.cyclecast_version.clone(),
            now.cyclecast_version.clone(),
        ),
    ];
    all.into_iter().flatten().collect()
}

/// The inputs that are not the same, one a line.
pub(in crate::report) fn inputs(found: &Difference) -> Vec<String> {
    let value = |value: &Option<InputValue>| match value {
        Some(value) => format!("{} ({})", value.value, origin(value.origin)),
        None => "absent".to_owned(),
    };
    let changes = found.inputs.iter();
    let changes =
        changes.map(|one| format!("{}: {} -> {}", one.key, value(&one.then), value(&one.now)));
    let files = found
        .files
        .iter()
        .map(|file| format!("{file}: its content"));
    changes.chain(files).collect()
}

const fn origin(origin: OriginKind) -> &'static str {
    match origin {
        OriginKind::Documented => "documented",
        OriginKind::Calibrated => "calibrated",
        OriginKind::Assumed => "assumed",
        OriginKind::Yours => "yours",
    }
}

/// The activities that clearly take more or less of the initial cycle than they did, those first that changed most.
pub(in crate::report) fn reasons(found: &Difference) -> Vec<String> {
    let clear = found.activities.iter().filter_map(|one| {
        let difference = one.difference_ms.as_ref().filter(|found| is_told(found))?;
        let shown = number::times_together(&[one.then_ms, one.now_ms]);
        Some(format!(
            "{}: {}; {} then, {} now",
            one.label,
            number::longer(difference),
            shown[0],
            shown[1]
        ))
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
    let changes = found.expected.iter();
    changes
        .map(|one| {
            format!(
                "{} {}: {} then, {} now",
                one.label,
                one.condition,
                verdict(one.then),
                verdict(one.now)
            )
        })
        .collect()
}
