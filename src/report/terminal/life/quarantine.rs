//! The section on quarantine.

use crate::experiment::outcome::life::{Probability, QuarantineSummary, Times};
use crate::report::number;

/// One line a fact.
pub(super) fn lines(found: &QuarantineSummary) -> String {
    let mut rows = vec![(
        "goes into quarantine",
        format!("in {}", runs(&found.probability)),
    )];
    let mut name = "first reason";
    for reason in &found.reasons {
        let share = number::percent(reason.share);
        rows.push((name, format!("{} (in {share} of the runs)", reason.reason)));
        name = "";
    }
    rows.extend(
        found
            .first_entry
            .map(|entry| ("first after", times(&entry))),
    );
    rows.extend(
        found
            .recovery
            .map(|time| ("until its release", times(&time))),
    );
    rows.extend(found.released.map(|released| {
        let (share, interval) = number::probability(&released);
        let words = format!("in {share} of these runs{interval}");
        ("out again at the end", words)
    }));
    if found.mean_notifications > 0.0 {
        let mean = number::rough(found.mean_notifications);
        rows.push(("notifications", format!("{mean} a run on average")));
    }
    if found.probability.share <= 0.0 {
        rows.clear();
    }
    for (name, probability) in [
        ("disabled", &found.disabled),
        ("deletions staged", &found.staged),
    ] {
        if probability.share > 0.0 {
            rows.push((name, format!("in {}", runs(probability))));
        }
    }
    let never = if found.probability.share <= 0.0 {
        "  Never, in any run.\n"
    } else {
        ""
    };
    never.to_owned() + &columns(&rows)
}

fn runs(probability: &Probability) -> String {
    let (share, interval) = number::probability(probability);
    format!("{share} of the runs{interval}")
}

fn times(times: &Times) -> String {
    let median = number::time(times.p50_ms);
    if number::time(times.p5_ms) == number::time(times.p95_ms) {
        return median;
    }
    let range = number::time_range(times.p5_ms, times.p95_ms);
    format!("{median}; 9 runs in 10: {range}")
}

/// Names and what is to say of them, below one another.
fn columns(rows: &[(&str, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    rows.iter()
        .map(|(name, words)| format!("  {name:<width$}  {words}\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn its_course_is_told_line_by_line() {
        let text = lines(&fixture::life().quarantine);
        assert_eq!(
            text,
            "  goes into quarantine  in 12 % of the runs (9 to 15 %)\n  \
             first reason          EncounteredQuarantineException (in 9.0 % of the runs)\n  \
             \x20                     EncounteredEscrowProportionThreshold (in 3.0 % of the runs)\n  \
             first after           4.9 days; 9 runs in 10: 2.2 to 9.4 days\n  \
             until its release     31 h; 9 runs in 10: 4.8 h to 3.9 days\n  \
             out again at the end  in 92 % of these runs (78 to 97 %)\n  \
             notifications         0.42 a run on average\n  \
             deletions staged      in 4 % of the runs (2 to 7 %)\n"
        );
    }

    #[test]
    fn deletions_are_told_without_a_quarantine_too() {
        let mut found = fixture::quiet().quarantine;
        found.staged = Probability {
            share: 0.5,
            low: 0.4,
            high: 0.6,
        };
        assert!(lines(&found).starts_with("  Never, in any run.\n  deletions staged  in 50 %"));
    }
}
