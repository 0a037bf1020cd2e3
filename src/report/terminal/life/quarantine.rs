//! The section on quarantine.

use crate::experiment::outcome::Life;
use crate::report::table::quarantine::facts;

/// One line a fact.
pub(super) fn lines(life: &Life) -> String {
    let never = if life.quarantine.probability.share <= 0.0 {
        "  Never, in any run.\n"
    } else {
        ""
    };
    never.to_owned() + &columns(&facts(life))
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
    use crate::experiment::outcome::life::Probability;
    use crate::report::fixture;

    #[test]
    fn its_course_is_told_line_by_line() {
        let text = lines(&fixture::life());
        assert_eq!(
            text,
            "  goes into quarantine  in 12 % of the runs (9 to 15 %)\n  \
             first reason          EncounteredQuarantineException (in 9.0 % of the runs)\n  \
             \x20                     EncounteredEscrowProportionThreshold (in 3.0 % of the runs)\n  \
             first after           4.9 days, Sat 7 March 05:36; 9 runs in 10: 2.2 to 9.4 days\n  \
             until its release     1.30 days; 9 runs in 10: 0.20 to 3.9 days, from the first entry to a release that a completed cycle bore out\n  \
             out again at the end  in 92 % of these runs (78 to 97 %)\n  \
             notifications         0.42 a run on average\n  \
             deletions staged      in 4 % of the runs (2 to 7 %)\n"
        );
    }

    #[test]
    fn deletions_are_told_without_a_quarantine_too() {
        let mut life = fixture::quiet();
        life.quarantine.staged = Probability {
            share: 0.5,
            low: 0.4,
            high: 0.6,
        };
        assert!(lines(&life).starts_with("  Never, in any run.\n  deletions staged  in 50 %"));
    }
}
