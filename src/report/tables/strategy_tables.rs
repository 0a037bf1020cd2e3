//! Strategies beside each other: what each does, and how it compares with the best.

use super::expectation_table::conditions_of;
use super::input_table::correlation;
use super::{Table, led};
use crate::experiment::outcome::comparison::{Amounts, Comparison, Paired, Variant};
use crate::experiment::outcome::{Band, Unit};
use crate::report::number::{self, Together};
use crate::report::sentences::certainty;
use crate::report::sentences::phrases::listed;

/// How long each strategy takes, and what the target sees of it.
pub fn each(found: &Comparison) -> Table {
    // What is compared is in one unit.
    let all = found.variants.iter();
    let all = all.flat_map(|one| [one.p5, one.p50, one.p95]);
    let times = Together::of(Unit::Milliseconds, all);
    let rows = found.variants.iter().map(|one| {
        let calls = [one.requests, one.too_many_requests].map(|calls| number::count(calls.p50));
        let times = times.estimates([one.p5, one.p50, one.p95]);
        led(one.label(), times.into_iter().chain(calls))
    });
    Table::new(&["strategy", "p5", "p50", "p95", "requests", "429"]).with(rows)
}

/// A column: its header, what is done or open, and how much less that is than what another strategy gets done.
type Column = (&'static str, fn(&Variant) -> Band, fn(&Amounts) -> Band);

const NONE: fn(&Amounts) -> Band = |_| Band::default();
const OUT: &str = "without access";
const DONE: [Column; 7] = [
    ("users in", |one| one.users_served, |short| short.users),
    (OUT, |one| one.without_access.unwrap_or_default(), NONE),
    ("groups", |one| done(one).groups, |short| short.groups),
    (
        "memberships",
        |one| done(one).memberships,
        |short| short.memberships,
    ),
    ("managers", |one| done(one).managers, |short| short.managers),
    ("left out", |one| one.left_out, NONE),
    ("references left out", |one| one.left_out_references, NONE),
];

fn done(one: &Variant) -> Amounts {
    one.done.unwrap_or_default()
}

/// What stands above [`undone`].
pub const UNDONE: &str = "What each gets done, medians; in brackets what it leaves undone that another strategy gets done";

/// What each strategy gets done, what it leaves undone that another one does, and what it leaves to later cycles.
pub fn undone(found: &Comparison) -> Table {
    let amounts = |(_, of, short): &Column, one: &Variant| {
        [of(one), short(&one.short.unwrap_or_default())].map(|band| band.p50)
    };
    let tells = |column: &Column| {
        let mut all = found.variants.iter().flat_map(|one| amounts(column, one));
        all.any(|amount| amount.round() != 0.0)
    };
    let columns: Vec<Column> = DONE.into_iter().filter(tells).collect();
    let mut header = vec!["strategy"];
    header.extend(columns.iter().map(|(name, ..)| *name));
    let rows = found.variants.iter().map(|one| {
        let amounts = columns.iter().map(|column| amounts(column, one));
        let cells = amounts.map(|[amount, short]| match short.round() {
            0.0 => number::count(amount),
            short => format!("{} (-{})", number::count(amount), number::count(short)),
        });
        led(one.label(), cells)
    });
    Table::new(&header).with(rows)
}

/// Each expectation of each strategy.
pub fn expected(found: &Comparison) -> Table {
    let all = found.variants.iter().flat_map(|one| {
        let conditions = one.expected.iter();
        conditions.map(|condition| (one.label(), condition))
    });
    conditions_of("strategy", all)
}

/// Which strategies are what was expected, in a sentence, and what could not be judged.
pub fn expectations(found: &Comparison) -> Vec<String> {
    let names = |are_met: bool| {
        let judged = found.variants.iter().filter(|one| !one.expected.is_empty());
        let such = judged.filter(|one| one.expected.iter().all(|one| one.is_met) == are_met);
        such.map(Variant::spoken).collect::<Vec<String>>()
    };
    let clause = |names: Vec<String>, [is, are]: [&str; 2], what: &str| {
        let verb = if names.len() == 1 { is } else { are };
        (!names.is_empty()).then(|| format!("{} {verb} {what}", listed(&names, "and", 4)))
    };
    let expected = "what was expected";
    let met = clause(names(true), ["meets", "meet"], expected);
    let what = if met.is_some() { "it" } else { expected };
    let missed = clause(names(false), ["misses", "miss"], what);
    let judged: Vec<String> = [met, missed].into_iter().flatten().collect();
    let judged = (!judged.is_empty()).then(|| judged.join("; ") + ".");
    let open = found.not_judged.join(", ");
    let told = format!("Not judged, since only the initial cycle is compared: {open}.");
    let open = (!open.is_empty()).then_some(told);
    judged.into_iter().chain(open).collect()
}

/// The strategies of which some replications have no end, which no median tells: a line each.
pub fn endless(found: &Comparison) -> Vec<String> {
    found.variants.iter().filter_map(without_end).collect()
}

/// What is documented of each strategy of assigned scope: a line each.
pub fn documented(found: &Comparison) -> Vec<String> {
    let told = found.variants.iter().filter_map(|one| {
        let documented = one.documented.as_ref()?;
        Some(certainty::documented_of(one.label(), documented))
    });
    told.collect()
}

fn without_end(one: &Variant) -> Option<String> {
    let runs = one.durations_ms.len();
    let endless = one.durations_ms.iter().filter(|run| run.is_none()).count();
    let share = number::percent(endless as f64 / runs as f64);
    (endless > 0).then(|| format!("{}: no end in {share} of the replications", one.label()))
}

/// The caption and the rows of the table of pairs: against the strategy that was named, or else against the best.
pub fn pairs(found: &Comparison) -> Option<(String, Table)> {
    let (name, level, of) = opponent(found)?;
    let pairs = found.variants.iter();
    let pairs = pairs.filter_map(|one| Some(cells(one, of(one)?)));
    let header = "strategy | longer by | times as long | mean longer by | faster in | correlation | variance cut by";
    let (name, level) = (found.spoken(name), level * 100.0);
    let caption = format!(
        "Against {name}, replication by replication with the same luck; {level:.0} % intervals that hold for all strategies at once"
    );
    Some((caption, Table::headed(header).with(pairs)))
}

type Pair = fn(&Variant) -> Option<&Paired>;

/// The strategy that the others are shown against, with which confidence, and where the pairs are.
pub fn opponent(found: &Comparison) -> Option<(&str, f64, Pair)> {
    if let Some(one) = &found.reference {
        let of: Pair = |one| one.against_reference.as_ref();
        return Some((&one.name, one.confidence_level, of));
    }
    let best = found.best.as_ref()?;
    Some((&best.name, best.confidence_level, |one| {
        one.against_best.as_ref()
    }))
}

fn cells(one: &Variant, paired: &Paired) -> [String; 7] {
    let mean = paired.mean_longer_ms.as_ref().map(number::difference);
    let cut = paired.variance_ratio.filter(|ratio| ratio.is_finite());
    let cut = cut.map(|ratio| format!("{} times", number::rough(ratio)));
    let varies = |words: Option<String>| words.unwrap_or_else(|| "does not vary".to_owned());
    [
        one.label().to_owned(),
        number::difference(&paired.longer_ms),
        number::ratio(&paired.ratio),
        mean.unwrap_or_else(|| "not known".to_owned()),
        number::share_of_runs(&paired.faster),
        varies(paired.correlation.map(correlation)),
        varies(cut),
    ]
}
