//! Strategies that do not do the same as the best, in words: what they leave undone, and how long they take.

use super::phrases::listed;
use crate::experiment::outcome::comparison::{Amounts, Best, Comparison, Variant};
use crate::report::number;
use crate::units::display_number;

/// Strategies that are told one by one before the others are counted.
const MOST_NAMES: usize = 4;

/// What is said of an amount, and where it stands.
type Kind = (&'static str, fn(&Amounts) -> f64);

/// `all-users and filtered do less`.
pub(in crate::report) fn who(found: &Comparison, best: &Best) -> String {
    let names: Vec<String> = best.lesser.iter().map(|name| found.spoken(name)).collect();
    let does = if names.len() == 1 { "does" } else { "do" };
    let mut all = lesser(found, best).flat_map(|one| differences(found, best, one));
    let do_more = all.any(|(_, by)| by > 0.0);
    let what = if do_more { "other things" } else { "less" };
    format!("{} {does} {what}", listed(&names, "and", MOST_NAMES))
}

fn lesser<'c>(found: &'c Comparison, best: &'c Best) -> impl Iterator<Item = &'c Variant> {
    let variants = found.variants.iter();
    variants.filter(|one| best.lesser.contains(&one.name))
}

/// A sentence for each of them: what it leaves undone, and how long it takes.
pub(in crate::report) fn each(found: &Comparison, best: &Best) -> Vec<String> {
    let sentences = lesser(found, best).take(MOST_NAMES);
    sentences.map(|one| sentence(found, best, one)).collect()
}

fn sentence(found: &Comparison, best: &Best, one: &Variant) -> String {
    let amounts = differences(found, best, one).into_iter().map(|(what, by)| {
        let word = if by < 0.0 { "fewer" } else { "more" };
        format!("{} {word} {what}", display_number(by.abs()))
    });
    let mut amounts: Vec<String> = amounts.collect();
    if amounts.is_empty() {
        amounts.push("less is done".to_owned());
    }
    let longer = one.against_best.as_ref();
    let longer = longer.map(|paired| number::longer(&paired.longer_ms));
    let longer = longer.map(|longer| format!("; its initial cycle is {longer}"));
    let what = listed(&amounts, "and", amounts.len());
    format!("With {} {what}{}", one.spoken(), longer.unwrap_or_default())
}

/// What it gets done clearly more or less of than the best, by medians that are told as they are.
fn differences(found: &Comparison, best: &Best, one: &Variant) -> Vec<(&'static str, f64)> {
    const KINDS: [Kind; 4] = [
        ("users are in", |of| of.users.p50),
        ("groups are there", |of| of.groups.p50),
        ("memberships are written", |of| of.memberships.p50),
        ("managers are set", |of| of.managers.p50),
    ];
    let best_one = found.variant(&best.name);
    let short = |one: Option<&Variant>| one.and_then(|one| one.short).unwrap_or_default();
    let (own, other) = (short(Some(one)), short(best_one));
    let done = one.done.unwrap_or_default();
    let by = KINDS.into_iter().map(|(what, of)| {
        let by = of(&other) - of(&own);
        // What the strategies lose by luck is nothing that they do differently.
        let is_clear = by.abs() > best.indifference * (of(&done) - by).max(of(&done));
        (what, if is_clear { by.round() } else { 0.0 })
    });
    by.filter(|(_, by)| *by != 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::outcome::Band;
    use crate::report::fixture;
    use crate::report::sentences::strategies_answer::{answer, verdict};

    /// The strategies of the fixture, of which "four jobs" leaves these amounts undone and "assigned" is the fastest of the others.
    fn with_lesser(users: f64, memberships: f64) -> Comparison {
        let mut found = fixture::strategies();
        let best = found.best.as_mut().unwrap();
        best.name = "assigned".to_owned();
        best.lesser = vec!["four jobs".to_owned()];
        let band = |p50| Band {
            p5: p50,
            p50,
            p95: p50,
        };
        for one in &mut found.variants {
            one.against_best = one.against_first.clone();
            let is_lesser = one.name == "four jobs";
            one.short = Some(Amounts {
                users: band(if is_lesser { users } else { 0.0 }),
                memberships: band(if is_lesser { memberships } else { 0.0 }),
                ..Amounts::default()
            });
        }
        found
    }

    #[test]
    fn a_strategy_that_does_less_is_never_called_fastest() {
        let found = with_lesser(3_890.0, 9_000.0);
        assert_eq!(
            verdict(&found),
            "of the 2 that get the most done, assigned is fastest; four jobs does less"
        );
        let text = answer(&found);
        assert!(
            text.contains(
                ". With four jobs 3,890 fewer users are in and 9,000 fewer memberships are written; its initial cycle is 127 min shorter ("
            ),
            "{text}"
        );
        assert!(text.contains("; next is all-users"), "{text}");
    }

    #[test]
    fn a_strategy_that_does_all_alone_gets_the_most_done() {
        let mut found = with_lesser(100.0, 0.0);
        found.variants.retain(|one| one.name != "all-users");
        assert!(answer(&found).starts_with(
            "assigned gets the most done; four jobs does less; with assigned the median"
        ));
    }

    #[test]
    fn who_does_more_of_one_kind_and_less_of_another_does_other_things() {
        let mut found = with_lesser(0.0, 500.0);
        let mut variants = found.variants.iter_mut();
        let best = variants.find(|one| one.name == "assigned").unwrap();
        best.short.as_mut().unwrap().users.p50 = 20.0;
        let text = answer(&found);
        assert!(text.contains("four jobs does other things"), "{text}");
        assert!(
            text.contains("20 more users are in and 500 fewer memberships are written"),
            "{text}"
        );
    }
}
