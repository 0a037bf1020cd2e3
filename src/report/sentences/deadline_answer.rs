//! What a start or a deadline means, in sentences.

use crate::experiment::outcome::{Certainty, Deadline};
use crate::report::{moment, number};

/// The sentences, in order.
pub(in crate::report) fn sentences(found: &Deadline) -> Vec<String> {
    let reference = found.start.as_ref().or(found.deadline.as_ref());
    let reference = reference.map_or("", String::as_str);
    let words = |moment: &str| words(reference, moment);
    let in_time = in_time(found, &words);
    let done = done_by(&found.certainties, &words);
    let start = found.deadline.as_ref().map(|_| start_by(found, &words));
    let sentences = [in_time, done, start].into_iter().flatten();
    sentences.map(|sentence| format!("{sentence}.")).collect()
}

/// The probability of the deadline, where there is a start to reckon from.
fn in_time(found: &Deadline, words: &dyn Fn(&str) -> String) -> Option<String> {
    let start = words(found.start.as_ref()?);
    let deadline = words(found.deadline.as_ref()?);
    let runs = number::of_the_runs(&found.probability?);
    Some(format!(
        "Started on {start}, the initial cycle is done by {deadline} in {runs}"
    ))
}

/// `90 % chance of being done by Tue 1 December at 14:20, 95 % by ...`.
fn done_by(certainties: &[Certainty], words: &dyn Fn(&str) -> String) -> Option<String> {
    let told = certainties.iter().filter_map(|one| {
        let moment = words(one.done_by.as_ref()?);
        let probability = number::exact_percent(one.probability);
        Some(format!("{probability} by {moment}"))
    });
    let told = told.collect::<Vec<_>>().join(", ");
    (!told.is_empty()).then(|| told.replacen(" by", " chance of being done by", 1))
}

/// When to start so as to be sure of the deadline to some degree.
fn start_by(found: &Deadline, words: &dyn Fn(&str) -> String) -> String {
    let deadline = found.deadline.as_deref().map_or_else(String::new, words);
    let clauses = found.certainties.iter().map(|one| {
        let start = one
            .start_by
            .as_ref()
            .map(|moment| format!("start by {}", words(moment)));
        let none = || "more replications are needed, or the initial cycle has no end".to_owned();
        let sure = number::exact_percent(one.probability);
        let start = start.unwrap_or_else(none);
        format!("to be {sure} sure, {start}")
    });
    let clauses = clauses.collect::<Vec<_>>().join("; ");
    match clauses.is_empty() {
        true => format!("Nothing is known of a start for {deadline}"),
        false => format!("For {deadline}: {clauses}"),
    }
}

/// A moment on its own wall clock, with its year where it is not the reference's; as it stands where it is no date.
fn words(reference: &str, moment: &str) -> String {
    match moment::date_beside(reference, moment) {
        Some((day, time)) => format!("{day} at {time}"),
        None => moment.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn lines(found: &Deadline) -> String {
        sentences(found)
            .iter()
            .map(|sentence| format!("{sentence}\n"))
            .collect()
    }

    #[test]
    fn start_and_deadline_give_a_probability_and_both_ways_of_planning() {
        assert_eq!(
            lines(&fixture::deadline()),
            "Started on Mon 30 November at 20:00, the initial cycle is done by Tue 1 December at 14:20 in 93 % of the replications (90 to 95).\n\
             90 % chance of being done by Tue 1 December at 13:30, 95 % by Tue 1 December at 15:06.\n\
             For Tue 1 December at 14:20: to be 90 % sure, start by Mon 30 November at 20:26; to be 95 % sure, start by Mon 30 November at 18:32.\n"
        );
    }

    #[test]
    fn a_start_alone_tells_the_end_and_a_deadline_alone_the_start() {
        let mut found = fixture::deadline();
        (found.deadline, found.probability) = (None, None);
        assert!(lines(&found).starts_with("90 % chance of being done by"));
        assert_eq!(lines(&found).lines().count(), 1);
        let mut found = fixture::deadline();
        (found.start, found.probability) = (None, None);
        for one in &mut found.certainties {
            one.done_by = None;
        }
        assert!(lines(&found).starts_with("For Tue 1 December at 14:20: "));
        assert_eq!(lines(&found).lines().count(), 1);
    }

    #[test]
    fn a_date_of_another_year_than_the_start_has_its_year() {
        let mut found = fixture::deadline();
        found.deadline = Some("2027-01-04T08:00:00Z".to_owned());
        let text = lines(&found);
        assert!(
            text.contains("Started on Mon 30 November at 20:00,"),
            "{text}"
        );
        assert!(
            text.contains("is done by Mon 4 January 2027 at 08:00 in"),
            "{text}"
        );
        assert!(text.contains("95 % by Tue 1 December at"), "{text}");
        found.start = None;
        let text = lines(&found);
        assert!(
            text.contains(
                "For Mon 4 January at 08:00: to be 90 % sure, start by Mon 30 November 2026 at"
            ),
            "{text}"
        );
    }

    #[test]
    fn what_cannot_be_bounded_is_not_guessed() {
        let mut found = fixture::deadline();
        found.certainties[1].start_by = None;
        let text = lines(&found);
        assert!(
            text.contains("to be 95 % sure, more replications are needed"),
            "{text}"
        );
        found.certainties.clear();
        assert!(
            lines(&found).ends_with("Nothing is known of a start for Tue 1 December at 14:20.\n")
        );
    }
}
