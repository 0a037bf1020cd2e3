//! Who is in and when: accounts, and memberships apart from them.

use super::{Table, led};
use crate::experiment::outcome::{
    ClockReading, EachRow, Metric, OriginKind, Outcome, ReplicationRow, Summary,
};
use crate::report::moment;
use crate::report::number::{self, scale_of};
use crate::stats::{quantile, sorted};

/// When accounts are there, and when the last membership is; under a start also by which date.
pub fn times(outcome: &Outcome) -> Table {
    let found = outcome.deadline.as_ref();
    let start = found.and_then(|found| Some((found.start.as_deref()?, &found.clock_changes[..])));
    let mut header = vec!["access", "p5", "p50", "p95"];
    header.extend(start.map(|_| "95 % sure by"));
    let mut table = Table::new(&header);
    let is_empty = outcome.has_nobody_in_scope();
    for (words, summary) in rows(outcome) {
        let (found, row) = ([summary.p5, summary.p50, summary.p95], scale_of(summary));
        let cells = found.map(|one| match is_empty {
            true => "nobody".to_owned(),
            false => row.reached(one.value),
        });
        let date = start.map(|start| date(start, summary.p95.value));
        table.add(led(&words, cells.into_iter().chain(date)));
    }
    table
}

fn rows(outcome: &Outcome) -> Vec<(String, &Summary)> {
    let accounts = [
        ("accounts of half of the users", Metric::UsersHalf),
        ("accounts of 95 % of the users", Metric::UsersMost),
        ("accounts of all users", Metric::UsersAll),
    ];
    let accounts = accounts.into_iter().filter_map(|(words, metric)| {
        let summary = outcome.summary(metric)?;
        // Where some always fail, the last account is no moment to wait for.
        let is_shown = metric != Metric::UsersAll || summary.reached_share > 0.5;
        is_shown.then(|| (words.to_owned(), summary))
    });
    let memberships = median(outcome, |row| row.memberships_written);
    let cycle = outcome.summary(Metric::InitialCycle);
    let last = cycle.filter(|_| memberships > 0.0).map(|cycle| {
        let count = number::count(memberships);
        (format!("the last of {count} memberships"), cycle)
    });
    accounts.chain(last).collect()
}

fn date((start, changes): (&str, &[ClockReading]), ms: Option<f64>) -> String {
    let found = ms.and_then(|ms| moment::date(start, changes, ms as u64));
    found.map_or_else(String::new, |(day, time)| format!("{day} {time}"))
}

/// Who has no access when the initial cycle ends, and on whose word; nothing where all have it.
pub fn left_out(outcome: &Outcome) -> Option<String> {
    let median = |of| number::count(median(outcome, of));
    let failed = median(|row| row.users_escrowed);
    let memberships = median(|row| row.memberships_failed);
    let mut parts = Vec::new();
    if failed != "0" {
        let of = median(|row| row.users_in_scope);
        parts.push(format!("{failed} of {of} users fail"));
    }
    if memberships != "0" {
        let of = median(ReplicationRow::memberships);
        let is_first = parts.is_empty();
        let whose = if is_first { "fail" } else { "with them" };
        parts.push(format!("{memberships} of {of} memberships {whose}"));
    }
    let whose = origin(outcome);
    (!parts.is_empty()).then(|| format!("{}{whose} (median)", parts.join(", ")))
}

/// Whether the shares by which objects fail are assumed or given; nothing where most fail for other reasons.
fn origin(outcome: &Outcome) -> &'static str {
    let origin = |code: &str| {
        let mut all = outcome.scenario.parameters.iter();
        let key = format!("errors.{code}");
        all.find(|one| one.key == key).map(|one| one.origin)
    };
    // References follow the objects that they name.
    const FOLLOWS: &str = "UnableToResolveReferenceAttributeValue";
    let counted = outcome.errors.iter().filter(|one| one.code != FOLLOWS);
    let all: f64 = counted.clone().map(|one| one.mean_count).sum();
    let of = |wanted: OriginKind| -> f64 {
        let those = counted.clone();
        let those = those.filter(|one| origin(&one.code) == Some(wanted));
        those.map(|one| one.mean_count).sum()
    };
    let measured = of(OriginKind::Measured);
    match (of(OriginKind::Assumed), of(OriginKind::Yours)) {
        (assumed, _) if assumed > 0.5 * all => ", by assumed shares",
        _ if measured > 0.5 * all => ", by measured shares",
        (_, yours) if yours > 0.5 * all => ", by the shares that you gave",
        _ => "",
    }
}

fn median(outcome: &Outcome, of: fn(&ReplicationRow) -> u64) -> f64 {
    let values = sorted(outcome.replications.values(|row| of(row) as f64));
    quantile(&values, 0.5).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::outcome::{ErrorSummary, ParameterRecord};
    use crate::report::fixture;

    fn with_failures(origin: OriginKind) -> Outcome {
        let mut outcome = fixture::with_promises();
        outcome.replications.change(.., |row| {
            (row.users_in_scope, row.users_escrowed) = (6_200, 15);
            (row.memberships_written, row.memberships_failed) = (9_000, 40);
        });
        let error = |code: &str, mean_count| ErrorSummary {
            code: code.to_owned(),
            mean_count,
            p95_count: 0.0,
        };
        outcome.errors = vec![
            error("UnableToResolveReferenceAttributeValue", 40.0),
            error("Conflict", 12.0),
            error("Timeout", 3.0),
        ];
        outcome.scenario.parameters.push(ParameterRecord {
            key: "errors.Conflict".to_owned(),
            value: "0.2 %".to_owned(),
            origin,
            because: String::new(),
            uncertain: false,
            range: None,
            meaning: String::new(),
        });
        outcome
    }

    #[test]
    fn who_fails_is_told_with_the_word_of_whoever_gave_the_shares() {
        let sentence = |origin| left_out(&with_failures(origin)).unwrap();
        let all = "15 of 6,200 users fail, 40 of 9,040 memberships with them";
        assert_eq!(
            sentence(OriginKind::Assumed),
            format!("{all}, by assumed shares (median)")
        );
        assert_eq!(
            sentence(OriginKind::Yours),
            format!("{all}, by the shares that you gave (median)")
        );
        let mut outcome = with_failures(OriginKind::Assumed);
        outcome.errors[2].mean_count = 100.0;
        assert_eq!(left_out(&outcome).unwrap(), format!("{all} (median)"));
        assert_eq!(left_out(&fixture::outcome(3)), None);
    }

    #[test]
    fn those_who_fail_are_of_as_many_as_there_are_however_they_vary() {
        let mut outcome = with_failures(OriginKind::Yours);
        outcome.replications.change(.., |row| {
            row.memberships_failed = 12 + row.replication % 2;
            row.memberships_written = 5_000 - row.memberships_failed;
        });
        let sentence = left_out(&outcome).unwrap();
        assert!(sentence.contains(" of 5,000 memberships"), "{sentence}");
    }

    #[test]
    fn accounts_and_memberships_are_apart_and_have_a_date_under_a_start() {
        let table = times(&with_failures(OriginKind::Yours));
        let last = table.rows.last().unwrap();
        assert_eq!(last[0], "the last of 9,000 memberships");
        assert!(last[4].starts_with("Tue 1 December"), "{last:?}");
        assert_eq!(table.header.last().unwrap(), "95 % sure by");
        let without = times(&fixture::outcome(30));
        assert_eq!(without.header.len(), 4);
    }
}
