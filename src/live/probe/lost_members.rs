//! Whether members are lost where several PATCHes of one group are under way at once, as the service makes them: read back once, at the end.

use std::collections::BTreeSet;

use super::dialect::Judged;
use super::parallel::parallel;
use super::probe_plan::ProbePlan;
use super::samples::Samples;
use super::visitor::{Halt, Visitor};
use crate::experiment::outcome::probe_document::DialectVerdict;
use crate::live::client::Caller;
use crate::live::object_journal::ObjectKind;
use crate::scim::{Reading, ScimRequest, member_ids};

/// Requests at most.
pub(super) fn requests(plan: &ProbePlan) -> u64 {
    plan.overlapping() + 3
}

/// Adds them, and counts who is there.
pub(super) fn overlap(
    visitor: &Visitor<'_>,
    caller: &Caller,
    plan: &ProbePlan,
    samples: &Samples,
) -> Result<Option<DialectVerdict>, Halt> {
    let judged = Judged {
        id: "lost-members",
        asks: "adds members to one group on several connections at once",
    };
    let count = plan.overlapping().min(samples.pool.len() as u64);
    let (_, group) = visitor.new_group(caller)?;
    let (Some(group), Some(users)) = (group, samples.pool.get(..count as usize)) else {
        return Ok(None);
    };
    let taken = parallel(visitor, plan.connections.max(2), count, |caller, number| {
        let user = &users[number as usize];
        let request = ScimRequest::add_members(&group.id, [user.id.as_str()]);
        let answer = visitor.send(caller, &request)?;
        Ok(answer.is_fine().then(|| user.id.clone()))
    })?;
    let taken: BTreeSet<String> = taken.into_iter().flatten().collect();
    let answer = visitor.send(caller, &ScimRequest::read_members(&group.id))?;
    visitor.delete(caller, ObjectKind::Group, &group)?;
    let Reading::Resource { value, .. } = &answer.reading else {
        return Ok(None);
    };
    let there: BTreeSet<String> = member_ids(value).into_iter().collect();
    let lost = taken.difference(&there).count();
    let refused = count as usize - taken.len();
    let said = format!(
        "of {count} members, {} are taken, and {lost} of those are not there",
        taken.len()
    );
    Ok(Some(match (lost, refused) {
        (0, 0) => judged.fine(format!("all {count} are there")),
        (0, _) => judged.note(said, "PATCHes that overlap fail, and are tried again in the next cycle"),
        _ => judged.silent(
            said,
            "memberships are lost for good: the service takes them as written and never reads them back (target.lost_updates, job.patches_per_group = 1)",
        ),
    }))
}
