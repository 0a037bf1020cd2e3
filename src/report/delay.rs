//! The delay that a reader asks for first, in words.

use super::number;
use crate::experiment::outcome::Life;
use crate::experiment::outcome::life::DelaySummary;

/// The kind that stands for all in a headline: joiners, or the most frequent kind where nobody joins.
pub(super) fn leading(life: &Life) -> Option<&DelaySummary> {
    let occurring = || life.delays.iter().filter(|delay| delay.mean_changes > 0.0);
    let joiners = occurring().find(|delay| is_joiner(delay));
    joiners.or_else(|| occurring().max_by(|a, b| a.mean_changes.total_cmp(&b.mean_changes)))
}

/// How long it takes, as a part of a sentence.
pub(super) fn words(delay: &DelaySummary) -> String {
    let (who, since) = if is_joiner(delay) {
        ("the joiners".to_owned(), " of their assignment")
    } else {
        (format!("the changes of kind “{}”", delay.label), "")
    };
    let Some(half) = delay.p50_ms else {
        return format!("fewer than half of {who} are in at the end");
    };
    let half = format!("half of {who} are in within {}{since}", number::time(half));
    match delay.p95_ms {
        Some(most) => format!("{half}, 95 % within {}", number::time(most)),
        None => format!("{half}, but fewer than 95 % in the end"),
    }
}

fn is_joiner(delay: &DelaySummary) -> bool {
    delay.kind == "joiner"
}

/// The same words as the beginning of a sentence.
pub(super) fn capitalised(words: &str) -> String {
    let mut signs = words.chars();
    signs.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(signs).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn joiners_stand_for_all_and_without_them_the_most_frequent() {
        let mut life = fixture::life();
        assert_eq!(leading(&life).unwrap().kind, "joiner");
        life.delays[0].mean_changes = 0.0;
        assert_eq!(leading(&life).unwrap().kind, "attributeUpdate");
        life.delays.clear();
        assert!(leading(&life).is_none());
    }

    #[test]
    fn what_does_not_arrive_is_told() {
        let mut delay = fixture::life().delays.remove(0);
        assert_eq!(
            words(&delay),
            "half of the joiners are in within 24 min of their assignment, 95 % within 52 min"
        );
        delay.p95_ms = None;
        assert!(words(&delay).ends_with("assignment, but fewer than 95 % in the end"));
        delay.p50_ms = None;
        assert!(words(&delay).starts_with("fewer than half of the joiners"));
    }
}
