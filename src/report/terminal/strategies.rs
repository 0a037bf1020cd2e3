//! Strategies beside each other: what each does, and how it compares with the best.

use super::tables::set;
use crate::experiment::outcome::comparison::Comparison;
use crate::report::table::strategies;

/// Whether each strategy is what was expected; nothing where nothing was.
pub(super) fn expected(found: &Comparison) -> String {
    let lines: String = strategies::expectations(found)
        .into_iter()
        .map(|line| format!("{line}\n"))
        .collect();
    let conditions = strategies::expected(found);
    if conditions.rows.is_empty() {
        lines
    } else {
        format!("{lines}{}\n", set(&conditions))
    }
}

/// How long each strategy takes, and what it gets done.
pub(super) fn each(found: &Comparison) -> String {
    let endless = strategies::endless(found).into_iter();
    let lines = endless.chain(strategies::documented(found));
    let lines: String = lines.map(|line| format!("  {line}\n")).collect();
    format!(
        "{}{lines}\n{}\n{}",
        set(&strategies::each(found)),
        strategies::UNDONE,
        set(&strategies::undone(found))
    )
}

/// Each strategy against the best or the one that was named; nothing where there is none.
pub(super) fn pairs(found: &Comparison) -> Option<String> {
    let (title, pairs) = strategies::pairs(found)?;
    (!pairs.rows.is_empty()).then(|| format!("\n{title}\n{}", set(&pairs)))
}

#[cfg(test)]
mod tests {
    use crate::report::fixture;
    use crate::report::terminal::comparison;

    #[test]
    fn the_answer_leads_to_each_strategy_and_then_to_the_pairs() {
        let found = fixture::strategies();
        let text = comparison(&found, "again");
        assert!(text.starts_with("growing-company: four jobs is fastest; with four jobs"));
        let titles = [
            "\nInitial cycle over 400 replications each, with the same luck\n strategy ",
            "\nAgainst four jobs, run by run with the same luck; 95 % intervals",
            "\nTo repeat this\n  again\n",
        ];
        let places = titles.map(|title| text.find(title).unwrap());
        assert!(places.is_sorted(), "{text}");
        let pairs = &text[places[1]..];
        assert!(!pairs.contains("\n four jobs "), "{text}");
        assert!(
            pairs.contains("12.3 times") && pairs.contains("+0.94"),
            "{text}"
        );
    }

    #[test]
    fn runs_without_an_end_are_told() {
        let mut runs = fixture::durations(4.2, 0.15);
        runs[..12].fill(None);
        let found = fixture::strategies_of(&[
            ("assigned".to_owned(), runs),
            ("four jobs".to_owned(), fixture::durations(2.1, 0.12)),
        ]);
        let text = comparison(&found, "again");
        assert!(
            text.contains("  assigned: no end in 3.0 % of the runs\n"),
            "{text}"
        );
        assert!(!text.contains("inf") && !text.contains("NaN"), "{text}");
    }
}
