//! What the comparison of variants comes to, in a sentence.

use super::left_out::{leaves_clearly_more, left_out, left_out_bare};
use super::strategies_answer;
use crate::experiment::outcome::Share;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison, Need, Variant};
use crate::report::number;
use crate::units::display_number;

/// Below this many replications the 95th percentile has no upper bound at 95 % confidence.
const FEWEST_FOR_P95: u64 = 72;

/// The answer, no more than its intervals support.
pub fn answer(found: &Comparison) -> String {
    match (&found.need, found.of) {
        (Some(need), _) => needed(found, need),
        (None, ComparedBy::Strategies) => strategies_answer::answer(found),
        (None, ComparedBy::Policies) => fastest(found),
        (None, ComparedBy::Workers) => "nothing was asked".to_owned(),
    }
}

/// The variant that is faster than every other in pairs, or why there is none.
fn fastest(found: &Comparison) -> String {
    let [first, others @ ..] = &found.variants[..] else {
        return "nothing was compared".to_owned();
    };
    let all_same = others.iter().all(|one| {
        let paired = one.against_first.as_ref();
        paired
            .is_some_and(|paired| paired.longer_ms.value == Some(0.0) && paired.faster.high < 0.05)
    });
    if all_same {
        return format!(
            "all policies do the same here: the median initial cycle takes {}, and next to no call is refused with 429",
            time(first.p50.value)
        );
    }
    let clauses: Vec<String> = others.iter().map(|one| against(first, one)).collect();
    let least = others.iter().find(|one| leaves_clearly_more(one, first));
    let leaves = least.map_or_else(String::new, |least| {
        format!(" and leaves {} to later cycles", left_out(first, least))
    });
    format!(
        "with {} the median initial cycle takes {}{leaves}; {}",
        first.name,
        time(first.p50.value),
        clauses.join("; ")
    )
}

fn against(first: &Variant, one: &Variant) -> String {
    let leaves = leaves_out(first, one);
    let Some(paired) = &one.against_first else {
        return one.name.clone();
    };
    let next_to_nothing = first.p50.value.unwrap_or_default() * 0.01;
    match (
        paired.longer_ms.value,
        paired.longer_ms.low,
        paired.longer_ms.high,
    ) {
        (Some(longer), Some(_), Some(_)) if longer.abs() < next_to_nothing => format!(
            "{} takes as long, to within one in a hundred{leaves}",
            one.name
        ),
        (Some(longer), Some(low), _) if low > 0.0 => {
            format!(
                "{} takes {} longer (median of the pairs){leaves}",
                one.name,
                number::time(longer)
            )
        }
        (Some(longer), _, Some(high)) if high < 0.0 => {
            format!("{} takes {} less{leaves}", one.name, number::time(-longer))
        }
        _ => format!("{} cannot be told apart from it{leaves}", one.name),
    }
}

/// What a variant leaves to later cycles, where it is clearly more than the first one does.
fn leaves_out(first: &Variant, one: &Variant) -> String {
    if !leaves_clearly_more(first, one) {
        return String::new();
    }
    format!(
        ", but leaves {} to later cycles instead of {}",
        left_out(one, first),
        left_out_bare(first, one)
    )
}

fn needed(found: &Comparison, need: &Need) -> String {
    let within = number::time(need.within_ms as f64);
    let share = number::exact_percent(need.confidence);
    let with = |workers: u64| {
        found
            .variants
            .iter()
            .find(|one| one.workers == Some(workers))
    };
    let Some(workers) = need.workers else {
        return not_enough(found, need, &within, &share);
    };
    let so_many = |count: u64| {
        if count == 1 {
            "1 worker".to_owned()
        } else {
            format!("{count} workers")
        }
    };
    let enough = with(workers).map_or_else(String::new, |one| {
        format!(
            "{} are done within {within}, and 95 % end within {}",
            runs(one.met),
            time(one.p95.value)
        )
    });
    let sure = with(workers)
        .and_then(|one| one.met)
        .is_none_or(|share| share.low >= need.confidence);
    let doubt = if sure {
        ""
    } else {
        " (more replications would settle it)"
    };
    let fewer = workers
        .checked_sub(1)
        .filter(|fewer| *fewer > 0)
        .and_then(|fewer| Some((fewer, with(fewer)?)));
    let fewer = fewer.map_or_else(String::new, |(fewer, one)| {
        format!("; with {} it is {}", so_many(fewer), runs(one.met))
    });
    let are = if workers == 1 { "is" } else { "are" };
    format!(
        "{} {are} enough for {share}: {enough}{doubt}{fewer}{}",
        so_many(workers),
        with(workers).map_or_else(String::new, |one| reservations(found, one))
    )
}

/// What speaks against taking the answer as it stands.
fn reservations(found: &Comparison, one: &Variant) -> String {
    let mut text = String::new();
    if one.timeouts.p50 > 1e-3 * one.requests.p50 {
        text.push_str(&format!(
            "; but {} requests time out (median) and succeed only when they are repeated",
            number::count(one.timeouts.p50)
        ));
    }
    if found.replications < FEWEST_FOR_P95 {
        text.push_str(
            "; these are too few replications to bound the 95th percentile: 72 or more do",
        );
    }
    text
}

fn not_enough(found: &Comparison, need: &Need, within: &str, share: &str) -> String {
    let best = found.variants.iter().max_by(|a, b| {
        let met = |one: &Variant| one.met.map_or(0.0, |met| met.share);
        met(a).total_cmp(&met(b))
    });
    let best = best.map_or_else(String::new, reached);
    let latency = need.latency_factor.map(|factor| {
        format!(
            "every answer takes at most {} of the time",
            number::exact_percent(factor)
        )
    });
    let limits = need.limit_factor.map(|factor| {
        format!(
            "every limit is at least {} times as high",
            display_number(factor)
        )
    });
    let remedies: Vec<String> = latency.into_iter().chain(limits).collect();
    let remedy = if remedies.is_empty() {
        "neither faster answers nor higher limits alone suffice: what is left is the service's own time, or the scope".to_owned()
    } else {
        format!("it suffices when {}", remedies.join(", or when "))
    };
    format!(
        "however many workers there are, fewer than {share} of the replications finish the initial cycle within {within}{best}; {remedy}"
    )
}

/// How far the best number of workers comes: who ends in time may have left out too much.
fn reached(one: &Variant) -> String {
    let gives_up = one.undone.filter(|_| is_less(one.met, one.within));
    let but = gives_up.map_or_else(String::new, |undone| {
        format!(
            ", but {} are done: what is refused, cut off or not answered in time is given up, {} users, groups, managers and memberships (median)",
            one.met.map_or_else(String::new, |met| number::percent(met.share)),
            number::count(undone.p50)
        )
    });
    format!(
        ": with {} of them {} end in time{but}",
        one.name,
        runs(one.within)
    )
}

fn is_less(met: Option<Share>, within: Option<Share>) -> bool {
    let share = |one: Option<Share>| one.map_or(0.0, |one| one.share);
    share(met) < share(within)
}

fn runs(share: Option<Share>) -> String {
    share.map_or_else(String::new, |share| number::of_the_runs(&share))
}

fn time(ms: Option<f64>) -> String {
    ms.map_or_else(|| "longer than was simulated".to_owned(), number::time)
}
