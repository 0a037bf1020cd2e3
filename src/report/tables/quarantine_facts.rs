//! Whether, when and why the job goes into quarantine, fact by fact.

use crate::experiment::outcome::Life;
use crate::experiment::outcome::life::{Probability, Times};
use crate::report::{moment, number};

/// Facts: the name, which is empty where it is that of the fact before, and what is to say.
pub fn facts(life: &Life) -> Vec<(&'static str, String)> {
    let found = &life.quarantine;
    let mut facts = match found.probability.share > 0.0 {
        true => entered(life),
        false => Vec::new(),
    };
    let further = [
        ("disabled", found.disabled),
        ("deletions staged", found.staged),
    ];
    let further = further.into_iter().filter(|(_, one)| one.share > 0.0);
    facts.extend(further.map(|(name, one)| (name, runs(&one))));
    facts
}

/// The facts where it does go into quarantine.
fn entered(life: &Life) -> Vec<(&'static str, String)> {
    let found = &life.quarantine;
    let mut facts = vec![("goes into quarantine", runs(&found.probability))];
    let names = std::iter::once("first reason").chain(std::iter::repeat(""));
    facts.extend(names.zip(found.reasons.iter().map(|reason| {
        let share = number::percent(reason.share);
        format!("{} (in {share} of the replications)", reason.reason)
    })));
    facts.extend(course(life));
    facts.extend(found.released.map(|released| {
        let (share, interval) = number::probability(&released);
        let words = format!("in {share} of these replications{interval}");
        ("out again at the end", words)
    }));
    if found.mean_notifications > 0.0 {
        let mean = number::rough(found.mean_notifications);
        facts.push(("notifications", format!("{mean} a replication on average")));
    }
    facts
}

fn runs(probability: &Probability) -> String {
    let (share, interval) = number::probability(probability);
    format!("in {share} of the replications{interval}")
}

/// When it begins and how long it lasts, in one unit.
fn course(life: &Life) -> Vec<(&'static str, String)> {
    let found = &life.quarantine;
    let times = [found.first_entry, found.recovery].into_iter().flatten();
    let all = times.flat_map(|times| [times.p5_ms, times.p50_ms, times.p95_ms]);
    let shown = number::times_together(&all.collect::<Vec<f64>>());
    let mut shown = shown.chunks_exact(3);
    let entry = found.first_entry;
    let entry = entry.and_then(|entry| Some((entry, shown.next()?)));
    let recovery = found.recovery.and_then(|_| shown.next());
    let entry = entry.map(|(entry, shown)| ("first after", first_entry(life, &entry, shown)));
    let recovery = recovery.map(|shown| {
        let words = "from the first entry to a release that a completed cycle bore out";
        let words = format!("{}{}, {words}", shown[1], range(shown));
        ("until its release", words)
    });
    entry.into_iter().chain(recovery).collect()
}

/// The median also by the clock, as administrators ask for it.
fn first_entry(life: &Life, entry: &Times, shown: &[String]) -> String {
    let clock = moment::local(life, entry.p50_ms as u64);
    let clock = clock.map_or_else(String::new, |(day, time)| format!(", {day} {time}"));
    format!("{}{clock}{}", shown[1], range(shown))
}

/// The range of 9 replications in 10, unless it reads as one time.
fn range(shown: &[String]) -> String {
    let (low, high) = (&shown[0], &shown[2]);
    if low == high {
        return String::new();
    }
    // All have the same unit; a zero has none.
    let low = low.split(' ').next().unwrap_or(low);
    format!("; 9 replications in 10: {low} to {high}")
}
