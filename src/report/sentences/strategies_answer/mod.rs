//! Strategies beside each other, in words: which is fastest of those that do the same, as far as that can be told.

use super::left_out::{leaves_clearly_more, left_out, left_out_bare};
use super::lesser;
use super::phrases::listed;
use crate::experiment::outcome::Share;
use crate::experiment::outcome::comparison::{Best, Comparison, Variant};
use crate::report::number;
use crate::stats::wilson;

/// Strategies that a sentence names before it counts the others.
const MOST_NAMES: usize = 4;

/// Whether a strategy is the fastest, or not slower as far as can be told.
pub(in crate::report) fn is_ahead(best: &Best, one: &Variant) -> bool {
    one.name == best.name || best.rivals.contains(&one.name)
}

/// Which strategy is fastest, in so many words as the intervals support.
pub(in crate::report) fn verdict(found: &Comparison) -> String {
    let Some(best) = &found.best else {
        return "it is not known which strategy is fastest".to_owned();
    };
    let median = found.variant(&best.name).and_then(|one| one.p50.value);
    if median.is_none() {
        return "with no strategy do half of the replications come to an end".to_owned();
    }
    let name = found.spoken(&best.name);
    let ranked = found.variants.len() - best.lesser.len();
    let (ranking, lesser) = (ranking(found, best, ranked), lesser::who(found, best));
    match (ranked, best.lesser.len()) {
        (1, 0) => format!("{name} is the only strategy"),
        (1, _) => format!("{name} gets the most done; {lesser}"),
        (_, 0) => ranking,
        _ => format!("of the {ranked} that get the most done, {ranking}; {lesser}"),
    }
}

/// Who is fastest of `ranked` strategies that do the same.
fn ranking(found: &Comparison, best: &Best, ranked: usize) -> String {
    let is_alike = |name: &&String| best.alike.contains(name);
    let (alike, open): (Vec<&String>, Vec<&String>) = best.rivals.iter().partition(is_alike);
    let all: Vec<&String> = std::iter::once(&best.name).chain(&best.rivals).collect();
    let is_whole = all.len() == ranked;
    let names = |of: &[&String], and: &str| {
        let labels: Vec<String> = of.iter().map(|name| found.spoken(name)).collect();
        listed(&labels, and, MOST_NAMES)
    };
    let least = number::exact_percent(best.indifference);
    let (any, every) = (names(&all, "or"), names(&all, "and"));
    match (alike.is_empty(), open.is_empty()) {
        (true, true) => format!("{every} is fastest"),
        (true, false) if is_whole => {
            format!("no strategy can be called fastest: {every} cannot be told apart")
        }
        (true, false) => format!("{any} are fastest: they cannot be told apart"),
        (false, true) if is_whole => {
            format!("no strategy is faster than the others: {every} differ by less than {least}")
        }
        (false, true) => format!("{every} are fastest: they differ by less than {least}"),
        (false, false) => {
            let leading = match is_whole {
                true => "no strategy can be called fastest".to_owned(),
                false => format!("{any} are fastest"),
            };
            let first = found.spoken(&best.name);
            let is_one = alike.len() == 1;
            let differ = if is_one { "differs" } else { "differ" };
            let (alike, open) = (names(&alike, "and"), names(&open, "and"));
            format!(
                "{leading}: {alike} {differ} from {first} by less than {least}, {open} cannot be told from it"
            )
        }
    }
}

/// The verdict with its reasons: how long the best takes, how far the next is behind, what speaks against it, what the others do
/// less, and how all stand to the strategy that was named.
pub(in crate::report) fn answer(found: &Comparison) -> String {
    let verdict = verdict(found);
    let best = found.best.as_ref();
    let first = best.and_then(|best| Some((best, found.variant(&best.name)?)));
    let Some((best, first, p50)) = first.and_then(|(best, one)| Some((best, one, one.p50.value?)))
    else {
        return verdict;
    };
    let (name, median) = (first.spoken(), number::time(p50));
    let next = next_behind(found, best).map(|next| behind(first, next));
    let (next, but) = (next.unwrap_or_default(), reservation(found, best, first));
    let further = lesser::each(found, best)
        .into_iter()
        .chain(against_reference(found));
    let further: String = further.map(|sentence| format!(". {sentence}")).collect();
    format!("{verdict}; with {name} the median initial cycle takes {median}{next}{but}{further}")
}

/// How each strategy stands to the one that was named.
fn against_reference(found: &Comparison) -> Option<String> {
    let reference = found.reference.as_ref()?;
    let clauses = found.variants.iter().filter_map(|one| {
        let longer = &one.against_reference.as_ref()?.longer_ms;
        Some(format!("{} is {}", one.spoken(), number::longer(longer)))
    });
    let clauses = listed(&clauses.collect::<Vec<_>>(), "and", MOST_NAMES);
    let name = found.spoken(&reference.name);
    (!clauses.is_empty()).then(|| format!("Against {name}: {clauses}, median of the pairs"))
}

/// Of the strategies that do the same and are slower, the one that is so by the least.
fn next_behind<'c>(found: &'c Comparison, best: &Best) -> Option<&'c Variant> {
    let by = |one: &Variant| {
        let paired = one.against_best.as_ref();
        let longer = paired.and_then(|paired| paired.longer_ms.value);
        longer.unwrap_or(f64::INFINITY)
    };
    let slower = found.variants.iter();
    let slower = slower.filter(|one| !is_ahead(best, one) && !best.lesser.contains(&one.name));
    slower.min_by(|a, b| by(a).total_cmp(&by(b)))
}

fn behind(first: &Variant, next: &Variant) -> String {
    let Some(paired) = &next.against_best else {
        return String::new();
    };
    let (first_name, name) = (first.spoken(), next.spoken());
    let wins = faster_in(first, next).map(|share| number::of_the_runs(&share));
    let wins = wins.map(|runs| format!(", and {first_name} is faster in {runs}"));
    let wins = wins.unwrap_or_default();
    let longer = number::longer(&paired.longer_ms);
    match paired.longer_ms.value {
        Some(_) => format!("; next is {name}, which takes {longer}, median of the pairs{wins}"),
        None => format!("; {name} has no end in most replications{wins}"),
    }
}

/// In how many of the replications `one` is faster than `other`, where the replications of both are known.
fn faster_in(one: &Variant, other: &Variant) -> Option<Share> {
    let runs = one.durations_ms.len();
    if runs == 0 || runs != other.durations_ms.len() {
        return None;
    }
    let time = |duration: &Option<u64>| duration.unwrap_or(u64::MAX);
    let pairs = one.durations_ms.iter().zip(&other.durations_ms);
    let hits = pairs.filter(|(one, other)| time(one) < time(other)).count();
    let (low, high) = wilson(hits, runs);
    let share = hits as f64 / runs as f64;
    Some(Share { share, low, high })
}

/// A strategy that is fast because it leaves more to later cycles is told to do so.
fn reservation(found: &Comparison, best: &Best, first: &Variant) -> String {
    let others = found.variants.iter();
    let others = others.filter(|one| one.name != first.name && !best.lesser.contains(&one.name));
    let all_left_out = |one: &Variant| one.left_out.p50 + one.left_out_references.p50;
    let fewest = others.min_by(|a, b| all_left_out(a).total_cmp(&all_left_out(b)));
    let Some(other) = fewest.filter(|other| leaves_clearly_more(other, first)) else {
        return String::new();
    };
    let (name, leaves) = (first.spoken(), left_out(first, other));
    let (of_other, only) = (other.spoken(), left_out_bare(other, first));
    format!("; but {name} leaves {leaves} to later cycles, {of_other} only {only}")
}

#[cfg(test)]
mod tests;
