//! The answer in a few sentences, at the top of every report.

use super::delay_answer;
use crate::experiment::outcome::life::{Life, Probability, UserAssigned};
use crate::experiment::outcome::{Metric, Outcome, Unit};
use crate::report::number::{Together, scale_of};
use crate::report::{moment, number};

/// One sentence on the initial cycle, with a range and its meaning.
pub fn headline(outcome: &Outcome) -> String {
    format!("{}: {}.", outcome.scenario.name, initial_cycle(outcome))
}

/// The sentences that a report begins with, without the scenario's name: the answer to what was asked comes first.
pub(in crate::report) fn sentences(outcome: &Outcome) -> Vec<String> {
    let life = outcome.life.as_ref();
    let user = life.and_then(|life| Some(user_assigned(life, life.user_assigned.as_ref()?)));
    let cycle = Some(initial_cycle(outcome));
    let sentences = user.into_iter().chain(cycle).chain(life.map(of_life));
    sentences.map(|sentence| format!("{sentence}.")).collect()
}

fn initial_cycle(outcome: &Outcome) -> String {
    let Some(summary) = outcome.summary(Metric::InitialCycle) else {
        return "nothing was simulated".to_owned();
    };
    let row = scale_of(summary);
    // Several jobs are done when the last of them is.
    let jobs = outcome.jobs.as_ref();
    let jobs = jobs.map(|jobs| format!(" of all {} jobs", jobs.jobs.len()));
    let jobs = jobs.unwrap_or_default();
    let half = summary.p50.value.map(|p50| row.value(p50));
    let finished = half.map(|half| match (summary.p5.value, summary.p95.value) {
        (Some(p5), Some(p95)) if p95 > p5 => {
            let (p5, p95) = (row.bare(p5), row.value(p95));
            format!(
                "9 replications in 10 finish the initial cycle{jobs} between {p5} and {p95}; half of them within {half}"
            )
        }
        (_, Some(_)) => format!("the initial cycle{jobs} takes {half}"),
        (_, None) => format!("half of the replications finish the initial cycle within {half}"),
    });
    let unfinished = 1.0 - summary.reached_share;
    let share = number::percent(unfinished);
    match finished {
        Some(finished) if unfinished > 0.0 => {
            format!(
                "{finished}; in {share} of the replications it is not finished within the horizon"
            )
        }
        Some(finished) => finished,
        None if outcome.replications.is_empty() => "nothing was simulated".to_owned(),
        None if summary.reached_share > 0.0 => format!(
            "in {share} of the replications the initial cycle is not finished within the horizon"
        ),
        None => "in no replication is the initial cycle finished within the horizon".to_owned(),
    }
}

fn of_life(life: &Life) -> String {
    let (horizon, changes) = (moment::length(life.horizon_ms), delay_answer::changes(life));
    let found = &life.quarantine;
    let quarantine = match runs(&found.probability) {
        Some(runs) => format!("the job goes into quarantine in {runs}"),
        None => "in no replication does the job go into quarantine".to_owned(),
    };
    let disabled = runs(&found.disabled).map(|runs| format!(", and is disabled in {runs}"));
    let staged = runs(&found.staged).map(|runs| format!("; deletions are staged in {runs}"));
    let further: String = [disabled, staged].into_iter().flatten().collect();
    format!("over {horizon}, {changes}; {quarantine}{further}")
}

/// In how many replications something happens, unless it never does.
fn runs(probability: &Probability) -> Option<String> {
    let (share, interval) = number::probability(probability);
    match probability.share {
        ..=0.0 => None,
        1.0.. => Some("every replication".to_owned()),
        _ => Some(format!("{share} of the replications{interval}")),
    }
}

fn user_assigned(life: &Life, user: &UserAssigned) -> String {
    let who = format!("a user assigned {}", moment::words(life, user.at_ms));
    let both = Together::of(Unit::Milliseconds, [user.p50, user.p95]);
    let [p50, p95] = [user.p50, user.p95].map(|one| both.estimate(&one));
    let in_at_last = number::percent(user.in_share);
    match (user.p50.value, user.p95.value) {
        (Some(_), Some(_)) => {
            format!(
                "{who} is in within {p50} in half of the replications, and within {p95} in 95 %"
            )
        }
        (Some(_), None) => format!(
            "{who} is in within {p50} in half of the replications; within the horizon in {in_at_last}"
        ),
        _ if user.in_share > 0.0 => {
            format!("{who} is in within the horizon in {in_at_last} of the replications")
        }
        _ => format!("{who} is not in within the horizon in any replication"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::phrases;
    use super::*;
    use crate::report::fixture;

    const NEVER: Probability = Probability {
        share: 0.0,
        low: 0.0,
        high: 0.01,
    };

    /// The sentences as the terminal begins with them: one a line, the first behind the name.
    fn opening(outcome: &Outcome) -> String {
        let all = sentences(outcome).into_iter().enumerate();
        let lines = all.map(|(index, sentence)| match index {
            0 => format!("{}: {sentence}\n", outcome.scenario.name),
            _ => format!("{}\n", phrases::capitalised(&sentence)),
        });
        lines.collect()
    }

    #[test]
    fn two_sentences_tell_of_the_initial_cycle_and_of_life() {
        let mut outcome = fixture::with_life();
        let text = opening(&outcome);
        assert!(text.starts_with("growing-company: 9 replications in 10 finish the initial cycle"));
        assert!(text.ends_with(
            "\nOver 14 days, half of the joiners are in within 24 min of their assignment, 95 % within 52 min; \
             the job goes into quarantine in 12 % of the replications (9 to 15 %); \
             deletions are staged in 4 % of the replications (2 to 7 %).\n"
        ));
        let life = outcome.life.as_mut().unwrap();
        (life.quarantine.probability, life.quarantine.staged) = (NEVER, NEVER);
        assert!(
            opening(&outcome).ends_with("; in no replication does the job go into quarantine.\n")
        );
    }

    #[test]
    fn the_answer_to_a_question_comes_first() {
        let mut outcome = fixture::with_life();
        let life = outcome.life.as_mut().unwrap();
        life.user_assigned = Some(fixture::user_assigned());
        let text = opening(&outcome);
        assert!(text.starts_with(
            "growing-company: a user assigned on Wed 4 March at 09:30 (2.06 days after the start) is in within 18.0 min \
             (16.2 to 20.2) in half of the replications, and within 72.0 min (64.8 to 80.6) in 95 %.\n9 replications in 10"
        ), "{text}");
    }

    #[test]
    fn an_initial_cycle_that_does_not_end_is_told() {
        let mut outcome = fixture::outcome(30);
        let summary = &mut outcome.summaries[0];
        summary.reached_share = 0.88;
        summary.p95.value = None;
        let end = "h; in 12 % of the replications it is not finished within the horizon.";
        assert!(headline(&outcome).ends_with(end), "{}", headline(&outcome));
        let summary = &mut outcome.summaries[0];
        (summary.p5.value, summary.p50.value) = (None, None);
        summary.reached_share = 0.0;
        assert!(headline(&outcome).contains("in no replication is the initial cycle finished"));
    }
}
