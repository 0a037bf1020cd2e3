//! The delay that a reader asks for first, in words.

use super::phrases::listed;
use crate::experiment::outcome::Life;
use crate::experiment::outcome::life::{DelaySummary, LEFT_BY_ACTION};
use crate::report::number;
use crate::units::display_number;

/// The kinds that are told of: those that occur and are not all without anything to apply.
pub(in crate::report) fn shown(life: &Life) -> impl Iterator<Item = &DelaySummary> {
    let left = ["waiting", "escrowed", "staged"];
    let fates = life.fates.iter();
    let left = fates.filter(|fate| left.contains(&fate.fate.as_str()));
    let left: f64 = left.map(|fate| fate.mean_changes).sum();
    life.delays.iter().filter(move |delay| {
        // Where none arrives and fewer are left than there were, they were undone or had nothing to change.
        let none_counts = !arrives(delay) && left < delay.mean_changes;
        delay.mean_changes > 0.0 && !none_counts
    })
}

fn arrives(delay: &DelaySummary) -> bool {
    delay.applied_share > 0.0 || delay.p50_ms.is_some()
}

/// The kind that stands for all in a headline: joiners; leavers where they are what it is about, since their deletions
/// are staged in most replications or they are by far more; the most frequent kind where there are neither.
pub(in crate::report) fn leading(life: &Life) -> Option<&DelaySummary> {
    /// So many times as many leavers are by far more.
    const BY_FAR: f64 = 2.0;
    let of_kind = |kind: &str| shown(life).find(|delay| delay.kind == kind);
    match (of_kind(JOINER), of_kind(LEAVER)) {
        (Some(joiners), Some(leavers)) => {
            let is_staged = life.quarantine.staged.share > 0.5;
            let enough = if is_staged { 1.0 } else { BY_FAR };
            let leads = leavers.mean_changes > enough * joiners.mean_changes;
            Some(if leads { leavers } else { joiners })
        }
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => shown(life).max_by(|a, b| a.mean_changes.total_cmp(&b.mean_changes)),
    }
}

const JOINER: &str = "joiner";
const LEAVER: &str = "leaver";
/// Kinds whose changes take something out of the target.
const TAKE_OUT: [&str; 4] = [LEAVER, "hardDelete", "membershipRemove", "removedGroup"];

/// How long it takes, as a part of a sentence.
pub(in crate::report) fn words(delay: &DelaySummary) -> String {
    let who = &delay.label;
    let takes_out = TAKE_OUT.contains(&delay.kind.as_str());
    let done = if takes_out { "out" } else { "in" };
    let is_joiner = delay.kind == JOINER;
    let since = is_joiner.then_some(" of their assignment");
    let since = since.unwrap_or_default();
    let both = number::each_together(&[delay.p50_ms, delay.p95_ms]);
    let (half, most) = (&both[0], &both[1]);
    if delay.p50_ms.is_none() {
        let share = number::percent(delay.applied_share);
        return format!("fewer than half of the {who} ({share}) are {done} at the end");
    }
    let half_of = format!("half of the {who} are {done} within {half}{since}");
    match delay.p95_ms {
        Some(_) if most == half => {
            format!("nearly all of the {who} are {done} within about {half}{since}")
        }
        Some(_) => format!("{half_of}, 95 % within {most}"),
        None => format!("{half_of}, but fewer than 95 % in the end"),
    }
}

/// What comes of the changes, as a part of a sentence: the delay of the kind that stands for all, or why there is none to tell.
pub(in crate::report) fn changes(life: &Life) -> String {
    let left = life.summaries.iter();
    let left = left.filter(|summary| summary.metric == LEFT_BY_ACTION);
    let left = left.filter_map(|summary| summary.p50.value).sum::<f64>();
    let users = display_number(left);
    let left = (left > 0.0).then(|| format!("actions take {users} users out of scope"));
    let applied = leading(life).map(words).or_else(|| without_delay(life));
    match (applied, left) {
        (Some(applied), Some(left)) => format!("{applied}; {left}"),
        (Some(applied), None) => applied,
        (None, Some(left)) => format!("{left}, and nothing else changes"),
        (None, None) => "nothing changes".to_owned(),
    }
}

/// Changes of which none is to be in the target, with what becomes of most: absent where there are none.
fn without_delay(life: &Life) -> Option<String> {
    let kinds = life.delays.iter().filter(|kind| kind.mean_changes > 0.0);
    let kinds = kinds.map(|kind| format!("{} {}", number::rough(kind.mean_changes), kind.label));
    let kinds: Vec<String> = kinds.collect();
    let fates = life.fates.iter();
    let fate = fates.max_by(|a, b| a.mean_changes.total_cmp(&b.mean_changes));
    let fate = fate.map_or_else(String::new, |fate| format!(": {}", fate.label));
    (!kinds.is_empty()).then(|| {
        let kinds = listed(&kinds, "and", kinds.len());
        format!("nothing of what changes reaches the target ({kinds}){fate}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn joiners_stand_for_all_and_without_them_leavers_and_the_most_frequent() {
        let mut life = fixture::life();
        assert_eq!(leading(&life).unwrap().kind, "joiner");
        life.delays[0].mean_changes = 0.0;
        assert_eq!(leading(&life).unwrap().kind, "leaver");
        life.delays[1].mean_changes = 0.0;
        assert_eq!(leading(&life).unwrap().kind, "attributeUpdate");
        life.delays.clear();
        assert!(leading(&life).is_none());
    }

    #[test]
    fn leavers_lead_where_they_are_what_it_is_about() {
        let mut life = fixture::life();
        life.delays[1].mean_changes = 200.0;
        assert_eq!(leading(&life).unwrap().kind, "joiner");
        life.quarantine.staged.share = 0.9;
        assert_eq!(leading(&life).unwrap().kind, "leaver");
        life.quarantine.staged.share = 0.0;
        life.delays[1].mean_changes = 300.0;
        assert_eq!(leading(&life).unwrap().kind, "leaver");
    }

    #[test]
    fn a_kind_without_anything_to_apply_is_not_told_of() {
        let mut life = fixture::life();
        let count = |life: &Life| shown(life).count();
        assert_eq!(count(&life), 4);
        (life.delays[1].applied_share, life.delays[1].p50_ms) = (0.0, None);
        assert_eq!(count(&life), 3);
        // So many wait that all of them may be leavers.
        life.fates[1].mean_changes = 500.0;
        assert_eq!(count(&life), 4);
    }

    #[test]
    fn nothing_changes_only_where_nothing_does() {
        let mut life = fixture::life();
        assert_eq!(changes(&life), words(leading(&life).unwrap()));
        life.delays.retain(|delay| delay.kind == "leaver");
        let mut kept = life.fates[0].clone();
        (kept.fate, kept.mean_changes) = ("skippedDeletion".to_owned(), 600.0);
        kept.label = "kept, since deletions out of scope are skipped".to_owned();
        life.fates = vec![kept];
        (life.delays[0].mean_changes, life.delays[0].applied_share) = (600.0, 0.0);
        life.delays[0].p50_ms = None;
        assert_eq!(
            changes(&life),
            "nothing of what changes reaches the target (600 leavers): kept, since deletions out of scope are skipped"
        );
        (life.delays, life.fates) = (Vec::new(), Vec::new());
        assert_eq!(changes(&life), "nothing changes");
        let mut left = life.summaries[0].clone();
        (left.metric, left.p50.value) = (LEFT_BY_ACTION.to_owned(), Some(600.0));
        life.summaries.push(left);
        assert_eq!(
            changes(&life),
            "actions take 600 users out of scope, and nothing else changes"
        );
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
        (delay.p50_ms, delay.applied_share) = (None, 0.31);
        assert_eq!(
            words(&delay),
            "fewer than half of the joiners (31 %) are in at the end"
        );
    }

    #[test]
    fn leavers_are_out_and_one_time_is_told_once() {
        let mut delay = fixture::life().delays.remove(1);
        delay.p95_ms = Some(4.8e6);
        assert_eq!(
            words(&delay),
            "half of the leavers are out within 23 min, 95 % within 80 min"
        );
        delay.p95_ms = delay.p50_ms;
        assert_eq!(
            words(&delay),
            "nearly all of the leavers are out within about 23 min"
        );
    }
}
