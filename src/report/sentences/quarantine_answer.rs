//! What a quarantine that was seen means, and what the documented rules lead to.

use super::observed_answer::in_words;
use crate::experiment::outcome::observed_job::{ObservedJob, QuarantineCourse};
use crate::report::number;

/// Graph's reasons (synchronizationQuarantine, `reason`): what each means, and what to do.
const REASONS: [(&str, &str, &str); 8] = [
    (
        "EncounteredQuarantineException",
        "the credentials are refused, or the target does not answer as SCIM asks",
        "test the connection on the page Provisioning and authorize again; an expired token is the usual cause",
    ),
    (
        "EncounteredEscrowProportionThreshold",
        "more than 40 % of the provisioning events fail, and at least 5,000 do",
        "find the code that most failures have in the provisioning logs, and mend its cause",
    ),
    (
        "EncounteredBaseEscrowThreshold",
        "too many users and groups fail; 40,000 is the documented threshold that this is taken for",
        "find the code that most failures have in the provisioning logs, and mend its cause",
    ),
    (
        "EncounteredTotalEscrowThreshold",
        "too much fails, references included; 60,000 is the documented threshold that this is taken for",
        "look for failing managers and members too: they count here",
    ),
    (
        "TooManyDeletes",
        "more would be deleted than the threshold for accidental deletions allows (document 002)",
        "allow the deletions on the page Provisioning, or put back what was removed and restart",
    ),
    (
        "QuarantinedOnDemand",
        "Microsoft has found an issue and imposed it by hand (document 000)",
        "ask Microsoft's support",
    ),
    (
        "IngestionInterrupted",
        "the source's data did not come",
        "wait for the next attempt, and ask Microsoft's support if it goes on",
    ),
    (
        "Unknown",
        "Graph does not know why",
        "look into the provisioning logs and the audit log, activity Quarantine",
    ),
];

/// What is known of it, fact by fact.
pub(in crate::report) fn facts(
    found: &ObservedJob,
    seen: &QuarantineCourse,
) -> Vec<(&'static str, String)> {
    let mut facts = vec![("reason", reason(seen).0)];
    facts.extend(error(seen).map(|words| ("the target says", words)));
    let times = seen.series_count.filter(|count| *count > 0);
    let times = times.map_or_else(String::new, |count| {
        format!(", imposed {count} times since")
    });
    let began = seen.series_began.as_ref();
    facts.extend(began.map(|began| ("began", format!("{}{times}", in_words(found, began)))));
    facts.push(("next attempt", next_attempt(found, seen)));
    let mut names = std::iter::once("then").chain(std::iter::repeat(""));
    let mut told: Vec<&[String]> = Vec::new();
    for reading in &seen.further_attempts {
        // Readings that differ only at their ends are told once.
        if told.contains(&&reading.moments[..]) && !reading.is_of_scenario {
            continue;
        }
        told.push(&reading.moments);
        let moments: Vec<String> = reading
            .moments
            .iter()
            .map(|when| in_words(found, when))
            .collect();
        let whose = if reading.is_of_scenario {
            ", the scenario's"
        } else {
            ""
        };
        let words = format!(
            "{} ({}{whose})",
            moments.join("; "),
            source(&reading.reading)
        );
        facts.extend(names.next().map(|name| (name, words)));
    }
    facts.extend(seen.disabled_at.as_ref().map(|end| {
        let words = format!(
            "{}, after four weeks in quarantine (document 000)",
            in_words(found, end)
        );
        ("disabled", words)
    }));
    facts.push(("out of it", "an attempt that succeeds lifts it, as does a restart, which begins a full cycle and clears what was kept to be tried again (document 000)".to_owned()));
    facts.push((
        "what to do",
        format!(
            "{}; then restart, or wait for the next attempt",
            reason(seen).1
        ),
    ));
    facts
}

/// Why, and what to do. Document 000 spells one of the reasons in its own way, and several may be given at once.
fn reason(seen: &QuarantineCourse) -> (String, String) {
    let Some(given) = &seen.reason else {
        let ask = "look into the audit log, activity Quarantine".to_owned();
        return ("the status gives none".to_owned(), ask);
    };
    let normal = given.replace("QuarantineOnDemand", "QuarantinedOnDemand");
    let is_given = |name: &str| {
        normal
            .split(',')
            .any(|one| one.trim().eq_ignore_ascii_case(name))
    };
    let known: Vec<_> = REASONS.iter().filter(|(name, ..)| is_given(name)).collect();
    if known.is_empty() {
        let ask =
            "look into the provisioning logs and the audit log, activity Quarantine".to_owned();
        return (
            format!("{given}, which Graph's documentation does not list"),
            ask,
        );
    }
    let joined = |of: fn(&(&str, &'static str, &'static str)) -> &'static str| {
        known
            .iter()
            .map(|row| of(row))
            .collect::<Vec<_>>()
            .join("; ")
    };
    (
        format!("{given}: {}", joined(|row| row.1)),
        joined(|row| row.2),
    )
}

fn error(seen: &QuarantineCourse) -> Option<String> {
    match (&seen.error_code, &seen.error_message) {
        (Some(code), Some(message)) => Some(format!("{code}: {message}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

fn next_attempt(found: &ObservedJob, seen: &QuarantineCourse) -> String {
    let Some(next) = &seen.next_attempt else {
        return "none is planned".to_owned();
    };
    let when = in_words(found, next);
    match seen.next_attempt_in_ms {
        Some(ms) if ms > 0 => format!("{when}, in {}", number::time(ms as f64)),
        Some(ms) => format!(
            "{when}, which is {} ago: the status is older than that, or the attempt is late",
            number::time(-ms as f64)
        ),
        None => when,
    }
}

/// Who says so.
fn source(reading: &str) -> &'static str {
    match reading {
        "exponential" => "gaps that double, up to a day: Microsoft staff, Q&A 1319983",
        "documented" => "6, 12 and 24 h after the beginning, then daily: document 000",
        "seven-retries" => "the document of the middle of 2022",
        _ => "a copy of the document of 07/2022",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(reason: &str) -> (String, String) {
        reason_of(Some(reason.to_owned()))
    }

    fn reason_of(given: Option<String>) -> (String, String) {
        super::reason(&QuarantineCourse {
            reason: given,
            error_code: None,
            error_message: None,
            series_began: None,
            series_count: None,
            next_attempt: None,
            next_attempt_in_ms: None,
            further_attempts: Vec::new(),
            disabled_at: None,
        })
    }

    #[test]
    fn each_reason_is_told_in_words_however_it_is_spelled() {
        assert!(given("QuarantineOnDemand").0.contains("by hand"));
        let two = given("TooManyDeletes, EncounteredQuarantineException").0;
        assert!(
            two.contains("accidental deletions") && two.contains("credentials"),
            "{two}"
        );
        assert!(given("SomethingNew").0.contains("does not list"));
        assert_eq!(reason_of(None).0, "the status gives none");
    }
}
