//! The section on quarantine.

use crate::experiment::outcome::Life;
use crate::experiment::outcome::life::{Probability, Times};
use crate::report::{moment, number};

/// One line a fact.
pub(super) fn lines(life: &Life) -> String {
    let found = &life.quarantine;
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
    rows.extend(course(life));
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

/// When it begins and how long it lasts, in one unit.
fn course(life: &Life) -> Vec<(&'static str, String)> {
    let found = &life.quarantine;
    let all: Vec<f64> = [found.first_entry, found.recovery]
        .into_iter()
        .flatten()
        .flat_map(|times| [times.p5_ms, times.p50_ms, times.p95_ms])
        .collect();
    let shown = number::times_together(&all);
    let mut shown = shown.chunks_exact(3);
    let entry = found
        .first_entry
        .and_then(|entry| Some((entry, shown.next()?)));
    let recovery = found.recovery.and_then(|_| shown.next());
    let entry = entry.map(|(entry, shown)| ("first after", first_entry(life, &entry, shown)));
    let recovery = recovery.map(|shown| {
        let words = "from the first entry to a release that a completed cycle bore out";
        (
            "until its release",
            format!("{}{}, {words}", shown[1], range(shown)),
        )
    });
    entry.into_iter().chain(recovery).collect()
}

/// The median also by the clock, as administrators ask for it.
fn first_entry(life: &Life, entry: &Times, shown: &[String]) -> String {
    let clock = moment::date(&life.start, entry.p50_ms as u64);
    let clock = clock.map_or_else(String::new, |(day, time)| format!(", {day} {time}"));
    format!("{}{clock}{}", shown[1], range(shown))
}

/// The range of 9 runs in 10, unless it reads as one time.
fn range(shown: &[String]) -> String {
    let (low, high) = (&shown[0], &shown[2]);
    if low == high {
        return String::new();
    }
    // All have the same unit; a zero has none.
    let low = low.split(' ').next().unwrap_or(low);
    format!("; 9 runs in 10: {low} to {high}")
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
