//! Strategies beside each other, in words: which is fastest, as far as that can be told.

use super::left_out::{leaves_clearly_more, left_out, left_out_bare};
use super::number;
use super::words::listed;
use crate::experiment::outcome::comparison::{Best, Comparison, Share, Variant};
use crate::stats::wilson;

/// Strategies that a sentence names before it counts the others.
const MOST_NAMES: usize = 4;

/// The strategy with the shortest median.
pub(super) fn fastest<'c>(found: &'c Comparison, best: &Best) -> Option<&'c Variant> {
    found.variants.iter().find(|one| one.name == best.name)
}

/// Whether a strategy is the fastest, or cannot be told from it.
pub(super) fn is_ahead(best: &Best, one: &Variant) -> bool {
    one.name == best.name || best.rivals.contains(&one.name)
}

/// Which strategy is fastest, in so many words as the intervals support.
pub(super) fn verdict(found: &Comparison) -> String {
    let Some(best) = &found.best else {
        return "it is not known which strategy is fastest".to_owned();
    };
    if fastest(found, best).is_none_or(|one| one.p50.value.is_none()) {
        return "with no strategy do half of the runs come to an end".to_owned();
    }
    if found.variants.len() == 1 {
        return format!("{} is the only strategy", best.name);
    }
    let ahead: Vec<String> = std::iter::once(&best.name)
        .chain(&best.rivals)
        .cloned()
        .collect();
    match (best.rivals.is_empty(), ahead.len() == found.variants.len()) {
        (true, _) => format!("{} is fastest", best.name),
        (false, true) => format!(
            "no strategy can be called fastest: {} cannot be told apart",
            listed(&ahead, "and", MOST_NAMES)
        ),
        (false, false) => format!(
            "{} are fastest: they cannot be told apart",
            listed(&ahead, "or", MOST_NAMES)
        ),
    }
}

/// The verdict with its reasons: how long the best takes, how far the next is behind, and what speaks against it.
pub(super) fn answer(found: &Comparison) -> String {
    let verdict = verdict(found);
    let Some((best, first)) = found
        .best
        .as_ref()
        .and_then(|best| Some((best, fastest(found, best)?)))
    else {
        return verdict;
    };
    let Some(p50) = first.p50.value else {
        return verdict;
    };
    let mut text = format!(
        "{verdict}; with {} the median initial cycle takes {}",
        first.name,
        number::time(p50)
    );
    if let Some(next) = next_behind(found, best) {
        text.push_str(&behind(first, next));
    }
    text.push_str(&reservation(found, first));
    text.push_str(&serves_fewer(found, first));
    text
}

/// A strategy that gives access to clearly fewer users than another has less to do.
fn serves_fewer(found: &Comparison, first: &Variant) -> String {
    const CLEARLY: f64 = 0.98;
    let served = |one: &Variant| one.users_served.p50;
    let others = found.variants.iter();
    let most = others.max_by(|a, b| served(a).total_cmp(&served(b)));
    match most {
        Some(other) if served(first) < CLEARLY * served(other) => format!(
            "; but with {} {} users are in at the end, with {} {}",
            first.name,
            number::rough(served(first)),
            other.name,
            number::rough(served(other))
        ),
        _ => String::new(),
    }
}

/// Of the strategies that are slower, the one that is so by the least.
fn next_behind<'c>(found: &'c Comparison, best: &Best) -> Option<&'c Variant> {
    let by = |one: &Variant| {
        let paired = one.against_best.as_ref();
        let longer = paired.and_then(|paired| paired.longer_ms.value);
        longer.unwrap_or(f64::INFINITY)
    };
    let slower = found.variants.iter().filter(|one| !is_ahead(best, one));
    slower.min_by(|a, b| by(a).total_cmp(&by(b)))
}

fn behind(first: &Variant, next: &Variant) -> String {
    let Some(paired) = &next.against_best else {
        return String::new();
    };
    let wins = faster_in(first, next).map_or_else(String::new, |share| {
        format!(
            ", and {} is faster in {}",
            first.name,
            number::of_the_runs(&share)
        )
    });
    if paired.longer_ms.value.is_none() {
        return format!("; {} has no end in most runs{wins}", next.name);
    }
    format!(
        "; next is {}, which takes {}, median of the pairs{wins}",
        next.name,
        number::longer(&paired.longer_ms)
    )
}

/// In how many of the runs `one` is faster than `other`, where the runs of both are known.
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

/// A strategy that is fast because it leaves more undone is told to be so.
fn reservation(found: &Comparison, first: &Variant) -> String {
    let others = found.variants.iter().filter(|one| one.name != first.name);
    let all_left_out = |one: &Variant| one.left_out.p50 + one.left_out_references.p50;
    let fewest = others.min_by(|a, b| all_left_out(a).total_cmp(&all_left_out(b)));
    match fewest {
        Some(other) if leaves_clearly_more(other, first) => format!(
            "; but {} leaves {} to later cycles, {} only {}",
            first.name,
            left_out(first, other),
            other.name,
            left_out_bare(other, first)
        ),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_strategy_that_serves_fewer_users_is_told_so() {
        let mut found = fixture::strategies();
        let name = found.best.as_ref().unwrap().name.clone();
        assert!(!answer(&found).contains("users are in at the end"));
        let mut variants = found.variants.iter_mut();
        let best = variants.find(|one| one.name == name).unwrap();
        best.users_served.p50 = 4_500.0;
        let told = answer(&found);
        assert!(
            told.contains(&format!(
                "but with {name} 4,500 users are in at the end, with"
            )),
            "{told}"
        );
    }

    #[test]
    fn a_winner_is_named_with_its_lead() {
        let found = fixture::strategies();
        assert_eq!(verdict(&found), "four jobs is fastest");
        let text = answer(&found);
        assert!(
            text.starts_with(
                "four jobs is fastest; with four jobs the median initial cycle takes 124 min; "
            ) && text.contains("; next is assigned, which takes 123 min longer (")
                && text.contains(", and four jobs is faster in 100.0 % of the runs ("),
            "{text}"
        );
    }

    #[test]
    fn no_winner_is_claimed_that_the_interval_does_not_support() {
        let mut found = fixture::strategies();
        let best = found.best.as_mut().unwrap();
        best.rivals = vec!["assigned".to_owned()];
        assert_eq!(
            verdict(&found),
            "four jobs or assigned are fastest: they cannot be told apart"
        );
        assert!(answer(&found).contains("; next is all-users"));
        let names = found.variants.iter().map(|one| one.name.clone());
        let rivals = names.filter(|name| name != "four jobs").collect();
        found.best.as_mut().unwrap().rivals = rivals;
        assert_eq!(
            verdict(&found),
            "no strategy can be called fastest: four jobs, assigned and all-users cannot be told apart"
        );
        assert!(!answer(&found).contains("next is"));
    }

    #[test]
    fn what_has_no_end_or_no_rival_is_told() {
        let mut found = fixture::strategies();
        let best = found
            .variants
            .iter_mut()
            .find(|one| one.name == "four jobs");
        best.unwrap().p50.value = None;
        assert!(answer(&found).starts_with("with no strategy"));
        found.best = None;
        assert_eq!(answer(&found), "it is not known which strategy is fastest");
        let mut alone = fixture::strategies();
        alone.variants.retain(|one| one.name == "four jobs");
        assert_eq!(verdict(&alone), "four jobs is the only strategy");
    }

    #[test]
    fn a_strategy_that_leaves_more_undone_is_not_praised_without_saying_so() {
        let mut found = fixture::strategies();
        let best = found
            .variants
            .iter_mut()
            .find(|one| one.name == "four jobs");
        best.unwrap().left_out.p50 = 300.0;
        assert!(
            answer(&found)
                .contains("; but four jobs leaves 300 users and groups to later cycles, ")
        );
        let best = found
            .variants
            .iter_mut()
            .find(|one| one.name == "four jobs")
            .unwrap();
        (best.left_out.p50, best.left_out_references.p50) = (4.0, 900.0);
        let said = answer(&found);
        assert!(
            said.contains("; but four jobs leaves 4 users and groups and 900 managers and memberships to later cycles, ")
                && said.contains(" only 4 and 0"),
            "{said}"
        );
    }
}
