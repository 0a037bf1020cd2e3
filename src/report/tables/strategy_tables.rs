//! Strategies beside each other: what each does, and how it compares with the best.

use super::Table;
use super::expectation_table::conditions_of;
use super::input_table::correlation;
use crate::experiment::outcome::Unit;
use crate::experiment::outcome::comparison::{Amounts, Comparison, Paired, Variant};
use crate::report::number;
use crate::report::number::Together;
use crate::report::sentences::certainty;
use crate::report::sentences::phrases::listed;

/// How long each strategy takes, and what the target sees of it.
pub fn each(found: &Comparison) -> Table {
    // What is compared is in one unit.
    let all = found.variants.iter();
    let all = all.flat_map(|one| [one.p5, one.p50, one.p95]);
    let times = Together::of(Unit::Milliseconds, all);
    let rows = found.variants.iter().map(|one| {
        [
            one.label().to_owned(),
            times.estimate(&one.p5),
            times.estimate(&one.p50),
            times.estimate(&one.p95),
            number::count(one.requests.p50),
            number::count(one.too_many_requests.p50),
        ]
    });
    Table::new(&["strategy", "p5", "p50", "p95", "requests", "429"]).with(rows)
}

/// A column: its header, what is done or open, and how much less that is than what another strategy gets done.
type Column = (&'static str, fn(&Variant) -> f64, fn(&Variant) -> f64);

const DONE: [Column; 7] = [
    (
        "users in",
        |one| one.users_served.p50,
        |one| short(one).users.p50,
    ),
    (
        "without access",
        |one| one.without_access.unwrap_or_default().p50,
        |_| 0.0,
    ),
    (
        "groups",
        |one| done(one).groups.p50,
        |one| short(one).groups.p50,
    ),
    (
        "memberships",
        |one| done(one).memberships.p50,
        |one| short(one).memberships.p50,
    ),
    (
        "managers",
        |one| done(one).managers.p50,
        |one| short(one).managers.p50,
    ),
    ("left out", |one| one.left_out.p50, |_| 0.0),
    (
        "references left out",
        |one| one.left_out_references.p50,
        |_| 0.0,
    ),
];

fn done(one: &Variant) -> Amounts {
    one.done.unwrap_or_default()
}

fn short(one: &Variant) -> Amounts {
    one.short.unwrap_or_default()
}

/// What stands above [`undone`].
pub const UNDONE: &str = "What each gets done, medians; in brackets what it leaves undone that another strategy gets done";

/// What each strategy gets done, what it leaves undone that another one does, and what it leaves to later cycles.
pub fn undone(found: &Comparison) -> Table {
    let tells = |(_, of, short): &&Column| {
        let is_told = |one: &Variant| of(one).round() != 0.0 || short(one).round() != 0.0;
        found.variants.iter().any(is_told)
    };
    let columns: Vec<&Column> = DONE.iter().filter(tells).collect();
    let names = columns.iter().map(|(name, _, _)| *name);
    let header: Vec<&str> = std::iter::once("strategy").chain(names).collect();
    let mut table = Table::new(&header);
    for one in &found.variants {
        let cells = columns.iter().map(|(_, of, short)| {
            let amount = number::count(of(one));
            match short(one).round() {
                0.0 => amount,
                short => format!("{amount} (-{})", number::count(short)),
            }
        });
        let label = std::iter::once(one.label().to_owned());
        table.add(label.chain(cells).collect::<Vec<String>>());
    }
    table
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
    let clause = |names: Vec<String>, is: &str, are: &str| {
        let verb = if names.len() == 1 { is } else { are };
        (!names.is_empty()).then(|| format!("{} {verb}", listed(&names, "and", 4)))
    };
    let [met, missed] = [
        clause(
            names(true),
            "meets what was expected",
            "meet what was expected",
        ),
        clause(names(false), "misses it", "miss it"),
    ];
    let judged = match (met, missed) {
        (Some(met), Some(missed)) => Some(format!("{met}; {missed}.")),
        (Some(met), None) => Some(format!("{met}.")),
        (None, Some(missed)) => Some(format!("{}.", missed.replace(" it", " what was expected"))),
        (None, None) => None,
    };
    let open = (!found.not_judged.is_empty()).then(|| {
        format!(
            "Not judged, since only the initial cycle is compared: {}.",
            found.not_judged.join(", ")
        )
    });
    judged.into_iter().chain(open).collect()
}

/// The strategies of which some replications have no end, which no median tells: a line each.
pub fn endless(found: &Comparison) -> Vec<String> {
    found.variants.iter().filter_map(without_end).collect()
}

/// What is documented of each strategy of assigned scope: a line each.
pub fn documented(found: &Comparison) -> Vec<String> {
    let variants = found.variants.iter();
    let line = |one: &Variant| {
        Some(certainty::documented_of(
            one.label(),
            one.documented.as_ref()?,
        ))
    };
    variants.filter_map(line).collect()
}

fn without_end(one: &Variant) -> Option<String> {
    let runs = one.durations_ms.len();
    let endless = one.durations_ms.iter().filter(|run| run.is_none()).count();
    (endless > 0).then(|| {
        format!(
            "{}: no end in {} of the replications",
            one.label(),
            number::percent(endless as f64 / runs as f64)
        )
    })
}

/// The caption and the rows of the table of pairs: against the strategy that was named, or else against the best.
pub fn pairs(found: &Comparison) -> Option<(String, Table)> {
    let (name, level, of) = opponent(found)?;
    let pairs = found.variants.iter();
    let pairs = pairs.filter_map(|one| Some(cells(one, of(one)?)));
    let table = Table::new(&[
        "strategy",
        "longer by",
        "times as long",
        "mean longer by",
        "faster in",
        "correlation",
        "variance cut by",
    ])
    .with(pairs);
    let caption = format!(
        "Against {}, replication by replication with the same luck; {:.0} % intervals that hold for all strategies at once",
        found.spoken(name),
        level * 100.0
    );
    Some((caption, table))
}

type Pair = fn(&Variant) -> Option<&Paired>;

/// The strategy that the others are shown against, with which confidence, and where the pairs are.
pub fn opponent(found: &Comparison) -> Option<(&str, f64, Pair)> {
    let named = found.reference.as_ref().map(|one| {
        let of: Pair = |one| one.against_reference.as_ref();
        (one.name.as_str(), one.confidence_level, of)
    });
    let best = || {
        let of: Pair = |one| one.against_best.as_ref();
        let best = found.best.as_ref()?;
        Some((best.name.as_str(), best.confidence_level, of))
    };
    named.or_else(best)
}

fn cells(one: &Variant, paired: &Paired) -> [String; 7] {
    let mean = paired.mean_longer_ms.as_ref();
    [
        one.label().to_owned(),
        number::difference(&paired.longer_ms),
        number::ratio(&paired.ratio),
        mean.map_or_else(|| "not known".to_owned(), number::difference),
        number::share_of_runs(&paired.faster),
        paired
            .correlation
            .map_or_else(|| "does not vary".to_owned(), correlation),
        paired
            .variance_ratio
            .filter(|ratio| ratio.is_finite())
            .map_or_else(
                || "does not vary".to_owned(),
                |ratio| format!("{} times", number::rough(ratio)),
            ),
    ]
}
