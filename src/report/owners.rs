//! Whose the time is: the service's, the target's, its limits'.

use super::number;
use crate::experiment::outcome::{OwnerSummary, TimeOwner};

/// Whose the time of the initial cycle is, in one sentence; none where the document does not tell it.
pub(super) fn shares(owners: &[OwnerSummary]) -> Option<String> {
    let share = |owner: TimeOwner| {
        let found = owners.iter().find(|one| one.owner == owner);
        found.map_or(0.0, |one| one.share)
    };
    let service = share(TimeOwner::Service);
    if owners.is_empty() {
        return None;
    }
    let mut parts = vec![
        format!(
            "the provisioning service itself takes {} of the time",
            number::percent(service)
        ),
        format!(
            "the target with its queue {}",
            number::percent(share(TimeOwner::Target))
        ),
    ];
    for (owner, what) in [
        (TimeOwner::Limits, "waiting for the target's limits"),
        (TimeOwner::Nobody, "waiting for the last to finish"),
    ] {
        if share(owner) >= 0.005 {
            parts.push(format!("{what} {}", number::percent(share(owner))));
        }
    }
    let last = parts.pop().unwrap_or_default();
    Some(format!("{} and {last}.", parts.join(", ")))
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
}
