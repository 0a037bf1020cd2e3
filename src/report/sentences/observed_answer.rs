//! How a job stands that was looked at, and what to look at next.

use crate::experiment::outcome::observed_job::{
    CycleForecast, ObservedJob, Remaining, SLOW_BELOW, STUCK_BEYOND, STUCK_SHARE, Verdict,
};
use crate::experiment::outcome::{Band, Share};
use crate::report::{moment, number};
use crate::units::display_number;

/// How far ahead the next look is told, in per cent of the pages.
const NEXT_LOOK: f64 = 5.0;
/// The next look is at least so far away, as a share of the time that is left.
const SHORTEST_WAIT: f64 = 0.1;
/// A cycle is told to be ahead where so few of the replications are.
const AHEAD_ABOVE: f64 = 0.95;

/// The verdict with its reason.
pub(in crate::report) fn answer(found: &ObservedJob) -> String {
    if let Some(cycle) = &found.cycle {
        return of_cycle(found, cycle);
    }
    let is_done = found.observation.code.as_deref() == Some("Active");
    match found.verdict {
        Verdict::Quarantine => "in quarantine: no regular cycle runs until it is lifted.",
        Verdict::Disabled => "disabled: nothing runs, and nothing will be tried again by itself.",
        Verdict::Paused => "paused: nothing runs until somebody starts the job again.",
        Verdict::NotStarted => "not started: nothing runs until somebody starts the job.",
        _ if is_done => {
            "done: the first cycle is over, and none that looks at everything is under way."
        }
        _ => "no cycle that looks at everything is under way.",
    }
    .to_owned()
}

fn of_cycle(found: &ObservedJob, cycle: &CycleForecast) -> String {
    let elapsed = number::time(found.observation.elapsed_ms.unwrap_or_default() as f64);
    let seen = match found.observation.percent {
        Some(percent) => {
            let expected = percents(&cycle.expected_percent);
            let done = display_number(libm::floor(percent));
            format!(
                "after {elapsed} {done} % of the pages are done, and {expected} was to be expected"
            )
        }
        None => format!("after {elapsed} it is not over"),
    };
    // Of a cycle without a percentage it is not known how far it is.
    let is_ahead = found.observation.percent.is_some() && cycle.no_further.share > AHEAD_ABOVE;
    let behind = behind(&cycle.no_further, cycle.replications);
    let pace = cycle.pace.filter(|pace| *pace > 1.0);
    let pace = pace.map(|pace| {
        format!(
            "; it took {} times as long to come here as the median one",
            number::rough(pace)
        )
    });
    let pace = pace.unwrap_or_default();
    match found.verdict {
        Verdict::Stuck => format!("stuck, in all likelihood: {seen}; {behind}{pace}."),
        Verdict::Slow => format!("slow: {seen}; {behind}{pace}."),
        _ if is_ahead => {
            format!("normal, and ahead of most: {seen}; {behind}.")
        }
        _ => format!("normal: {seen}; {behind}."),
    }
}

/// `38 % (33 to 45)`.
fn percents(expected: &Band) -> String {
    let [p5, p50, p95] =
        [expected.p5, expected.p50, expected.p95].map(|percent| format!("{percent:.0}"));
    match p5 == p95 {
        true => format!("{p50} %"),
        false => format!("{p50} % ({p5} to {p95})"),
    }
}

fn behind(share: &Share, replications: u64) -> String {
    let count = display_number(replications as f64);
    if share.share <= 0.0 {
        let most = number::percent(share.high);
        return format!(
            "all of {count} replications are further by then (no further: at most {most})"
        );
    }
    format!("{} are no further by then", number::of_the_runs(share))
}

/// How much longer, and when it ends.
pub(in crate::report) fn remaining(found: &ObservedJob, cycle: &CycleForecast) -> Vec<String> {
    let Some(rest) = range(&cycle.remaining_ms) else {
        return vec!["How much longer it takes cannot be said: no replication lasts as long as this cycle already has.".to_owned()];
    };
    let words = |end: &Option<String>| Some(in_words(found, end.as_deref()?));
    let [_, median, late] = &cycle.ends;
    let by = words(median).map_or_else(String::new, |end| format!(" It ends on {end}"));
    let late = words(late).map(|end| format!(", with 95 % certainty by {end}"));
    let by = match by.is_empty() {
        true => by,
        false => format!("{by}{}.", late.unwrap_or_default()),
    };
    let mut sentences = vec![format!("It takes another {rest}.{by}")];
    let unseen = range(&cycle.remaining_unseen_ms);
    let unseen = unseen.filter(|_| found.observation.percent.is_some());
    sentences.extend(
        unseen.map(|unseen| {
            format!("If it were only known that it is not over, it would be {unseen}.")
        }),
    );
    sentences
}

/// `2.4 h; 9 in 10: 1.9 to 3.1 h`.
fn range(rest: &Remaining) -> Option<String> {
    let median = rest.p50.value?;
    let (Some(low), Some(high)) = (rest.p5.value, rest.p95.value) else {
        return Some(format!("{} or more", number::time(median)));
    };
    let range = number::time_range(low, high);
    Some(format!("{} (9 in 10: {range})", number::time(median)))
}

/// A moment by its own clock, with the year where it is not that of the observation.
pub(in crate::report) fn in_words(found: &ObservedJob, when: &str) -> String {
    match moment::date_beside(&found.observation.at, when) {
        Some((day, time)) => format!("{day} at {time}{}", zone(when)),
        None => when.to_owned(),
    }
}

/// What stands behind the time of an RFC 3339 moment: ` UTC`, ` +01:00`.
fn zone(when: &str) -> String {
    match when.get(19..) {
        Some("Z") => " UTC".to_owned(),
        Some(offset) => format!(" {offset}"),
        None => String::new(),
    }
}

/// What the forecast rests on.
pub(in crate::report) fn basis(found: &ObservedJob, cycle: &CycleForecast) -> Vec<String> {
    let count = display_number(cycle.replications as f64);
    let size = display_number(cycle.effective_replications.round());
    let which = match (cycle.is_stretched, found.observation.percent) {
        (true, _) => "the nearest, stretched to what was seen".to_owned(),
        (false, Some(_)) => format!(
            "those that come to this percentage within about {} of the time",
            number::percent(cycle.tolerance)
        ),
        (false, None) => "those that are not over either".to_owned(),
    };
    let slow = number::percent(SLOW_BELOW);
    let most = number::percent(STUCK_SHARE);
    let passed = cycle
        .passed_by_ms
        .map(|by| format!(" ({})", number::time(by)))
        .unwrap_or_default();
    vec![
        format!("Of {count} replications count {which}; they tell as much as {size} of equal weight."),
        format!(
            "Slow: fewer than {slow} of the replications are no further. Stuck: the cycle besides took over {} times as long as {most} of them need to show more{passed}.",
            display_number(STUCK_BEYOND)
        ),
        "The percentage counts pages that are done, not objects: a page with a large group takes longer than others (application-provisioning-when-will-provisioning-finish).".to_owned(),
    ]
}

/// What to look at next.
pub(in crate::report) fn next(found: &ObservedJob) -> Vec<String> {
    let look = found
        .cycle
        .as_ref()
        .and_then(|cycle| next_look(found, cycle));
    let fixed: &[&str] = match found.verdict {
        Verdict::Normal => &[],
        Verdict::Slow => &[
            "Provisioning logs of the last hour, by error code: failures that are tried again slow the cycle, TooManyRequests says that the target refuses calls, Timeout that it is too slow (application-provisioning-config-problem).",
            "The target's own log: how many calls a second it answers, and how fast. That is what the inputs above are held against.",
            "Whether the directory, or the groups, are larger than the scenario says: what is out of scope costs time too.",
        ],
        Verdict::Stuck => &[
            "Provisioning logs of the last half hour: where there are new entries, the cycle moves, and a large group holds its page up.",
            "The status of the job again, and the audit log for the activities Quarantine and Disable/pause: a job that was stopped shows its last percentage.",
            "Do not restart on suspicion: a restart begins from the first page again (Microsoft staff, jpazureid, 2023).",
        ],
        Verdict::Paused => &[
            "Start the job: it goes on where it stopped, and pages that are done stay done (Graph: synchronizationjob-start).",
        ],
        Verdict::Disabled => &[
            "Mend what led to it, and restart the job: a full cycle looks at everything again (document 000).",
        ],
        Verdict::NotStarted => {
            &["Start the job: in the portal, or with Graph's synchronizationjob-start."]
        }
        Verdict::Done => &[
            "What comes now are incremental cycles; `cyclecast run` with a horizon tells their delays.",
        ],
        Verdict::Quarantine => &[],
    };
    look.into_iter()
        .chain(fixed.iter().map(|words| (*words).to_owned()))
        .collect()
}

/// By when the portal shows more, with 95 % certainty. Pages go by fast and then slowly: the next look shall be worth the wait.
fn next_look(found: &ObservedJob, cycle: &CycleForecast) -> Option<String> {
    let wanted = (libm::floor(found.observation.percent?) + NEXT_LOOK).min(100.0);
    let elapsed = found.observation.elapsed_ms? as f64;
    let wait = SHORTEST_WAIT * cycle.remaining_ms.p50.value?;
    let further = cycle.curve.iter().filter(|point| point.percent >= wanted);
    let mut moments = further.filter_map(|point| Some((point.percent, point.p95_ms? - elapsed)));
    let mut worth = moments.clone().filter(|(_, later)| *later >= wait);
    let (percent, later) = worth.next().or(moments.next_back())?;
    (later > 0.0).then(|| {
        let later = number::time(later);
        format!("Look again in {later}: with 95 % certainty {percent:.0} % of the pages are done by then. If they are not, ask again with what you see.")
    })
}
