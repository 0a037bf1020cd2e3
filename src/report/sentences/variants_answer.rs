//! What the comparison of variants comes to, in a sentence.

use super::left_out::{leaves_clearly_more, left_out, left_out_bare};
use super::strategies_answer;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison, Need, Paired, Variant};
use crate::experiment::outcome::{Estimate, Share};
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
    let is_same =
        |paired: &Paired| paired.longer_ms.value == Some(0.0) && paired.faster.high < 0.05;
    let mut pairs = others.iter().map(|one| one.against_first.as_ref());
    let all_same = pairs.all(|paired| paired.is_some_and(is_same));
    let (name, median) = (&first.name, time(first.p50.value));
    if all_same {
        return format!(
            "all policies do the same here: the median initial cycle takes {median}, and next to no call is refused with 429"
        );
    }
    let clauses: Vec<String> = others.iter().map(|one| against(first, one)).collect();
    let least = others.iter().find(|one| leaves_clearly_more(one, first));
    let leaves = least.map(|least| left_out(first, least));
    let leaves = leaves.map(|all| format!(" and leaves {all} to later cycles"));
    let (leaves, clauses) = (leaves.unwrap_or_default(), clauses.join("; "));
    format!("with {name} the median initial cycle takes {median}{leaves}; {clauses}")
}

fn against(first: &Variant, one: &Variant) -> String {
    let (name, leaves) = (&one.name, leaves_out(first, one));
    let Some(paired) = &one.against_first else {
        return name.clone();
    };
    let next_to_nothing = first.p50.value.unwrap_or_default() * 0.01;
    let Estimate { value, low, high } = paired.longer_ms;
    match (value, low, high) {
        (Some(longer), Some(_), Some(_)) if longer.abs() < next_to_nothing => {
            format!("{name} takes as long, to within one in a hundred{leaves}")
        }
        (Some(longer), Some(low), _) if low > 0.0 => {
            let longer = number::time(longer);
            format!("{name} takes {longer} longer (median of the pairs){leaves}")
        }
        (Some(longer), _, Some(high)) if high < 0.0 => {
            format!("{name} takes {} less{leaves}", number::time(-longer))
        }
        _ => format!("{name} cannot be told apart from it{leaves}"),
    }
}

/// What a variant leaves to later cycles, where it is clearly more than the first one does.
fn leaves_out(first: &Variant, one: &Variant) -> String {
    let (all, instead) = (left_out(one, first), left_out_bare(first, one));
    match leaves_clearly_more(first, one) {
        true => format!(", but leaves {all} to later cycles instead of {instead}"),
        false => String::new(),
    }
}

fn needed(found: &Comparison, need: &Need) -> String {
    let within = number::time(need.within_ms as f64);
    let share = number::exact_percent(need.confidence);
    let with = |workers: u64| {
        let mut variants = found.variants.iter();
        variants.find(|one| one.workers == Some(workers))
    };
    let Some(workers) = need.workers else {
        return not_enough(found, need, &within, &share);
    };
    let so_many = |count: u64| match count {
        1 => "1 worker".to_owned(),
        _ => format!("{count} workers"),
    };
    let one = with(workers);
    let enough = one.map(|one| {
        let (runs, p95) = (runs(one.met), time(one.p95.value));
        format!("{runs} are done within {within}, and 95 % end within {p95}")
    });
    let met = one.and_then(|one| one.met);
    let doubt = match met.is_none_or(|share| share.low >= need.confidence) {
        true => "",
        false => " (more replications would settle it)",
    };
    let fewer = workers.saturating_sub(1);
    let with_fewer = with(fewer).filter(|_| fewer > 0);
    let with_fewer =
        with_fewer.map(|one| format!("; with {} it is {}", so_many(fewer), runs(one.met)));
    let are = if workers == 1 { "is" } else { "are" };
    let reservations = one.map(|one| reservations(found, one));
    let [enough, fewer, but] = [enough, with_fewer, reservations].map(Option::unwrap_or_default);
    let workers = so_many(workers);
    format!("{workers} {are} enough for {share}: {enough}{doubt}{fewer}{but}")
}

/// What speaks against taking the answer as it stands.
fn reservations(found: &Comparison, one: &Variant) -> String {
    let mut text = String::new();
    if one.timeouts.p50 > 1e-3 * one.requests.p50 {
        let requests = number::count(one.timeouts.p50);
        text += &format!(
            "; but {requests} requests time out (median) and succeed only when they are repeated"
        );
    }
    if found.replications < FEWEST_FOR_P95 {
        text += "; these are too few replications to bound the 95th percentile: 72 or more do";
    }
    text
}

fn not_enough(found: &Comparison, need: &Need, within: &str, share: &str) -> String {
    let met = |one: &Variant| share_of(one.met);
    let best = found.variants.iter();
    let best = best.max_by(|a, b| met(a).total_cmp(&met(b)));
    let best = best.map_or_else(String::new, reached);
    let latency = need.latency_factor.map(number::exact_percent);
    let latency = latency.map(|share| format!("every answer takes at most {share} of the time"));
    let limits = need.limit_factor.map(display_number);
    let limits = limits.map(|factor| format!("every limit is at least {factor} times as high"));
    let remedies: Vec<String> = latency.into_iter().chain(limits).collect();
    let remedy = match remedies.is_empty() {
        true => "neither faster answers nor higher limits alone suffice: what is left is the service's own time, or the scope".to_owned(),
        false => format!("it suffices when {}", remedies.join(", or when ")),
    };
    format!(
        "however many workers there are, fewer than {share} of the replications finish the initial cycle within {within}{best}; {remedy}"
    )
}

/// How far the best number of workers comes: who ends in time may have left out too much.
fn reached(one: &Variant) -> String {
    let gives_up = one
        .undone
        .filter(|_| share_of(one.met) < share_of(one.within));
    let but = gives_up.map(|undone| {
        let met = one.met.map_or_else(String::new, |met| number::percent(met.share));
        let undone = number::count(undone.p50);
        format!(
            ", but {met} are done: what is refused, cut off or not answered in time is given up, {undone} users, groups, managers and memberships (median)"
        )
    });
    let (name, runs, but) = (&one.name, runs(one.within), but.unwrap_or_default());
    format!(": with {name} of them {runs} end in time{but}")
}

fn share_of(runs: Option<Share>) -> f64 {
    runs.map_or(0.0, |one| one.share)
}

fn runs(share: Option<Share>) -> String {
    share.map_or_else(String::new, |share| number::of_the_runs(&share))
}

fn time(ms: Option<f64>) -> String {
    ms.map_or_else(|| "longer than was simulated".to_owned(), number::time)
}
