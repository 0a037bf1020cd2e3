//! Whose the time of the initial cycle is, and how it would be under other circumstances, in sentences.

use super::phrases::listed;
use crate::experiment::outcome::{Circumstance, Otherwise, OwnerSummary, TimeOwner};
use crate::report::number;
use crate::units::display_number;

/// A shorter cycle than without errors is told of from here on.
const FASTER: f64 = 0.05;

/// Whose the time of the initial cycle is, in one sentence; none where the document does not tell it.
pub(in crate::report) fn shares(owners: &[OwnerSummary]) -> Option<String> {
    let share = |owner: TimeOwner| {
        let found = owners.iter().find(|one| one.owner == owner);
        found.map_or(0.0, |one| one.share)
    };
    let service = number::percent(share(TimeOwner::Service));
    let mut parts = vec![format!(
        "the provisioning service itself takes {service} of the time"
    )];
    for (owner, what, least) in [
        (TimeOwner::Target, "the target with its queue", 0.0),
        (TimeOwner::Limits, "waiting for the target's limits", 0.005),
        (TimeOwner::Nobody, "waiting for the last to finish", 0.005),
    ] {
        if share(owner) >= least {
            parts.push(format!("{what} {}", number::percent(share(owner))));
        }
    }
    (!owners.is_empty()).then(|| listed(&parts, "and", parts.len()) + ".")
}

/// What one circumstance would change, in one sentence; none where it is not worth one.
pub(in crate::report) fn otherwise(found: &Otherwise) -> Option<String> {
    match found.circumstance {
        Circumstance::InstantTarget => Some(instant_target(found)),
        Circumstance::NoLastingErrors => no_lasting_errors(found),
        Circumstance::OtherPolicy => Some(other_policy(found)),
    }
}

fn instant_target(found: &Otherwise) -> String {
    let saved = [found.saved_p5, found.saved_p50, found.saved_p95];
    let [p5, p50, p95] = saved.map(|share| number::percent(share.max(0.0)));
    format!(
        "with a target that answered at once and refused nothing, the initial cycle would take {p50} less, replication by replication with the same luck \
         ({p5} to {p95} in 9 replications in 10). This is the most that a faster target can bring."
    )
}

/// Whoever fails has no memberships and no manager to be written: a cycle that ends early may be one that did little.
fn no_lasting_errors(found: &Otherwise) -> Option<String> {
    let (times, count) = (in_place_of(found), found.replications);
    (found.saved_p50 < -FASTER).then(|| {
        format!(
            "lasting errors make this cycle shorter, since the managers and memberships of whoever fails fall away: without them it would take {times} \
             (medians of {count} replications). That is work put off, not saved."
        )
    })
}

/// The time of the cycle, and as it is.
fn in_place_of(found: &Otherwise) -> String {
    number::times_together(&[found.p50_ms, found.as_is_p50_ms]).join(" in place of ")
}

fn other_policy(found: &Otherwise) -> String {
    let (times, count) = (in_place_of(found), found.replications);
    let [left_out, as_is] = [found.left_out_p50, found.as_is_left_out_p50].map(display_number);
    let [quarantined, then] = [found.quarantined, found.as_is_quarantined].map(number::percent);
    format!(
        "the sources disagree on what follows a 429. By the other reading (job.on_429; see `cyclecast policies`) the initial cycle would take {times}, \
         leave {left_out} users and groups to later cycles in place of {as_is}, and {quarantined} of the replications would go into quarantine in place \
         of {then} (medians of {count} replications)."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn what_takes_no_time_is_not_told() {
        let mut owners = fixture::outcome(30).owners;
        assert_eq!(
            shares(&owners).unwrap(),
            "the provisioning service itself takes 71 % of the time, the target with its queue 27 % and \
             waiting for the last to finish 2.0 %."
        );
        owners[3].share = 0.001;
        assert!(
            shares(&owners)
                .unwrap()
                .ends_with("and the target with its queue 27 %.")
        );
        assert_eq!(shares(&[]), None);
    }

    #[test]
    fn an_instant_target_saves_its_own_part_at_the_most() {
        let found = fixture::outcome(30).otherwise;
        let text = otherwise(&found[0]).unwrap();
        assert!(
            text.contains(
                "would take 27 % less, replication by replication with the same luck (24 % to 31 % in 9 replications in 10)"
            ),
            "{text}"
        );
    }

    #[test]
    fn a_cycle_that_errors_make_shorter_is_told_to_be_so_and_another_is_not() {
        let mut found = fixture::outcome(30).otherwise[0];
        found.circumstance = Circumstance::NoLastingErrors;
        assert_eq!(otherwise(&found), None, "errors make it longer");
        found.saved_p50 = -2.0;
        found.p50_ms = 3.0 * found.as_is_p50_ms;
        let text = otherwise(&found).unwrap();
        assert!(text.contains("would take 27 h in place of 9.0 h"), "{text}");
    }

    #[test]
    fn the_other_reading_of_a_429_says_what_it_leaves_and_whether_it_quarantines() {
        let mut found = fixture::outcome(30).otherwise[0];
        found.circumstance = Circumstance::OtherPolicy;
        found.left_out_p50 = 4_300.0;
        found.quarantined = 0.9;
        let text = otherwise(&found).unwrap();
        for part in [
            "in place of 9.0 h",
            "leave 4,300 users and groups to later cycles in place of 0",
            "90 % of the replications would go into quarantine in place of 0 %",
        ] {
            assert!(text.contains(part), "{text}");
        }
    }
}
