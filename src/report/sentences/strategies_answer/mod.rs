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
    if found
        .variant(&best.name)
        .is_none_or(|one| one.p50.value.is_none())
    {
        return "with no strategy do half of the replications come to an end".to_owned();
    }
    let name = found.spoken(&best.name);
    let ranked = found.variants.len() - best.lesser.len();
    match (ranked, best.lesser.len()) {
        (1, 0) => format!("{name} is the only strategy"),
        (1, _) => format!("{name} gets the most done; {}", lesser::who(found, best)),
        (_, 0) => ranking(found, best, ranked),
        _ => format!(
            "of the {ranked} that get the most done, {}; {}",
            ranking(found, best, ranked),
            lesser::who(found, best)
        ),
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
    match (alike.is_empty(), open.is_empty()) {
        (true, true) => format!("{} is fastest", names(&all, "and")),
        (true, false) if is_whole => format!(
            "no strategy can be called fastest: {} cannot be told apart",
            names(&all, "and")
        ),
        (true, false) => format!(
            "{} are fastest: they cannot be told apart",
            names(&all, "or")
        ),
        (false, true) if is_whole => format!(
            "no strategy is faster than the others: {} differ by less than {least}",
            names(&all, "and")
        ),
        (false, true) => format!(
            "{} are fastest: they differ by less than {least}",
            names(&all, "and")
        ),
        (false, false) => {
            let leading = if is_whole {
                "no strategy can be called fastest".to_owned()
            } else {
                format!("{} are fastest", names(&all, "or"))
            };
            let first = found.spoken(&best.name);
            format!(
                "{leading}: {} {} from {first} by less than {least}, {} cannot be told from it",
                names(&alike, "and"),
                if alike.len() == 1 {
                    "differs"
                } else {
                    "differ"
                },
                names(&open, "and"),
            )
        }
    }
}

/// The verdict with its reasons: how long the best takes, how far the next is behind, what speaks against it, what the others do
/// less, and how all stand to the strategy that was named.
pub(in crate::report) fn answer(found: &Comparison) -> String {
    let verdict = verdict(found);
    let Some((best, first)) = found
        .best
        .as_ref()
        .and_then(|best| Some((best, found.variant(&best.name)?)))
    else {
        return verdict;
    };
    let Some(p50) = first.p50.value else {
        return verdict;
    };
    let mut text = format!(
        "{verdict}; with {} the median initial cycle takes {}",
        first.spoken(),
        number::time(p50)
    );
    if let Some(next) = next_behind(found, best) {
        text.push_str(&behind(first, next));
    }
    text.push_str(&reservation(found, best, first));
    let further = lesser::each(found, best)
        .into_iter()
        .chain(against_reference(found));
    for sentence in further {
        text.push_str(&format!(". {sentence}"));
    }
    text
}

/// How each strategy stands to the one that was named.
fn against_reference(found: &Comparison) -> Option<String> {
    let reference = found.reference.as_ref()?;
    let clauses: Vec<String> = found
        .variants
        .iter()
        .filter_map(|one| {
            let longer = &one.against_reference.as_ref()?.longer_ms;
            Some(format!("{} is {}", one.spoken(), number::longer(longer)))
        })
        .collect();
    (!clauses.is_empty()).then(|| {
        format!(
            "Against {}: {}, median of the pairs",
            found.spoken(&reference.name),
            listed(&clauses, "and", MOST_NAMES)
        )
    })
}

/// Of the strategies that do the same and are slower, the one that is so by the least.
fn next_behind<'c>(found: &'c Comparison, best: &Best) -> Option<&'c Variant> {
    let by = |one: &Variant| {
        let paired = one.against_best.as_ref();
        let longer = paired.and_then(|paired| paired.longer_ms.value);
        longer.unwrap_or(f64::INFINITY)
    };
    let slower = found
        .variants
        .iter()
        .filter(|one| !is_ahead(best, one) && !best.lesser.contains(&one.name));
    slower.min_by(|a, b| by(a).total_cmp(&by(b)))
}

fn behind(first: &Variant, next: &Variant) -> String {
    let Some(paired) = &next.against_best else {
        return String::new();
    };
    let wins = faster_in(first, next).map_or_else(String::new, |share| {
        format!(
            ", and {} is faster in {}",
            first.spoken(),
            number::of_the_runs(&share)
        )
    });
    if paired.longer_ms.value.is_none() {
        return format!("; {} has no end in most replications{wins}", next.spoken());
    }
    format!(
        "; next is {}, which takes {}, median of the pairs{wins}",
        next.spoken(),
        number::longer(&paired.longer_ms)
    )
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
    Some(Share {
        share: hits as f64 / runs as f64,
        low,
        high,
    })
}

/// A strategy that is fast because it leaves more to later cycles is told to do so.
fn reservation(found: &Comparison, best: &Best, first: &Variant) -> String {
    let others = found
        .variants
        .iter()
        .filter(|one| one.name != first.name && !best.lesser.contains(&one.name));
    let all_left_out = |one: &Variant| one.left_out.p50 + one.left_out_references.p50;
    let fewest = others.min_by(|a, b| all_left_out(a).total_cmp(&all_left_out(b)));
    match fewest {
        Some(other) if leaves_clearly_more(other, first) => format!(
            "; but {} leaves {} to later cycles, {} only {}",
            first.spoken(),
            left_out(first, other),
            other.spoken(),
            left_out_bare(other, first)
        ),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
