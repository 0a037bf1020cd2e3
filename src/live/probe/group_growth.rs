//! PATCHes and lookups of a group by its size, and PATCHes by how many members they carry.

use super::one_caller::CallKind;
use super::probe_plan::ProbePlan;
use super::samples::Samples;
use super::visitor::{Halt, Made, Visitor};
use crate::live::client::Caller;
use crate::live::object_journal::ObjectKind;
use crate::scim::ScimRequest;

/// Members that a PATCH carries which only fills a group.
const BATCH: usize = 100;
/// The first size beyond an empty group.
const FIRST_SIZE: f64 = 10.0;
/// From one size to the next.
const STEP: f64 = 3.162_277_660_168_379_5;
/// Members carried by one PATCH, besides one.
const CARRIED: [usize; 2] = [10, 100];

/// Sizes at which is measured, for a group of so many at last.
fn sizes(plan: &ProbePlan) -> Vec<u64> {
    let last = plan.group_size.saturating_sub(plan.repeats());
    let between = std::iter::successors(Some(FIRST_SIZE), |size| Some(size * STEP))
        .map(|size| size as u64)
        .take_while(|size| (*size as f64) < 0.8 * last as f64);
    between.chain((last > 0).then_some(last)).collect()
}

/// Requests at most; where a PATCH takes one member only, each that fills the group is one.
pub(super) fn requests(plan: &ProbePlan) -> u64 {
    let timed = sizes(plan).len() as u64 * 2 * plan.repeats();
    timed + plan.group_size + CARRIED.len() as u64 * 3 * plan.repeats() + 2
}

/// Groups at most.
pub(super) fn groups(plan: &ProbePlan) -> u64 {
    1 + CARRIED.len() as u64 * plan.repeats()
}

/// Fills a group and times one-member PATCHes and lookups at each size.
pub(super) fn grow(
    visitor: &Visitor<'_>,
    caller: &Caller,
    plan: &ProbePlan,
    samples: &mut Samples,
) -> Result<(), Halt> {
    let empty = samples.one_caller.secs(CallKind::GroupPatch).iter();
    samples.patches.extend(empty.map(|secs| (0.0, *secs)));
    let empty = samples.one_caller.secs(CallKind::GroupLookup).iter();
    samples.reads.extend(empty.map(|secs| (0.0, *secs)));
    let (_, group) = visitor.new_group(caller)?;
    let Some(group) = group else {
        return Ok(());
    };
    let mut size = 0;
    for wanted in sizes(plan) {
        if !fill(visitor, caller, &group, &mut size, wanted as usize, samples)? {
            break;
        }
        for turn in 0..plan.repeats() {
            if !one_more(visitor, caller, &group, &mut size, samples)? {
                break;
            }
            if turn % 2 == 0 {
                let answer = visitor.send(caller, &ScimRequest::find_group(&group.name))?;
                if answer.is_fine() {
                    samples.reads.push((size as f64, answer.secs()));
                }
            }
        }
    }
    visitor.delete(caller, ObjectKind::Group, &group)?;
    Ok(())
}

/// One more member by a PATCH of its own; whether it was taken.
fn one_more(
    visitor: &Visitor<'_>,
    caller: &Caller,
    group: &Made,
    size: &mut usize,
    samples: &mut Samples,
) -> Result<bool, Halt> {
    let Some(user) = samples.pool.get(*size) else {
        return Ok(false);
    };
    let request = ScimRequest::add_members(&group.id, [user.id.as_str()]);
    let answer = visitor.send(caller, &request)?;
    if !answer.is_fine() {
        samples
            .group_ends
            .get_or_insert((*size as u64, answer.words()));
        return Ok(false);
    }
    samples.patches.push((*size as f64, answer.secs()));
    samples.largest_answer = samples.largest_answer.max(answer.body_bytes() as u64);
    *size += 1;
    Ok(true)
}

/// Fills a group up to a size; whether it took them.
fn fill(
    visitor: &Visitor<'_>,
    caller: &Caller,
    group: &Made,
    size: &mut usize,
    wanted: usize,
    samples: &mut Samples,
) -> Result<bool, Halt> {
    while *size < wanted {
        if !samples.can.several_members {
            if !one_more(visitor, caller, group, size, samples)? {
                return Ok(false);
            }
            continue;
        }
        let end = wanted.min(*size + BATCH).min(samples.pool.len());
        let Some(users) = samples
            .pool
            .get(*size..end)
            .filter(|users| !users.is_empty())
        else {
            return Ok(false);
        };
        let ids = users.iter().map(|user| user.id.as_str());
        let answer = visitor.send(caller, &ScimRequest::add_members(&group.id, ids))?;
        if !answer.is_fine() {
            // What takes two may not take a hundred.
            samples.can.several_members = false;
            continue;
        }
        *size = end;
    }
    Ok(true)
}

/// PATCHes of empty groups that carry ten and a hundred members.
pub(super) fn carry(
    visitor: &Visitor<'_>,
    caller: &Caller,
    plan: &ProbePlan,
    samples: &mut Samples,
) -> Result<(), Halt> {
    let one = samples.one_caller.secs(CallKind::GroupPatch).iter();
    samples.carried.extend(one.map(|secs| (0.0, *secs)));
    for _ in 0..plan.repeats() {
        for count in CARRIED {
            let Some(users) = samples.pool.get(..count) else {
                continue;
            };
            let (_, group) = visitor.new_group(caller)?;
            let Some(group) = group else {
                return Ok(());
            };
            let ids = users.iter().map(|user| user.id.as_str());
            let answer = visitor.send(caller, &ScimRequest::add_members(&group.id, ids))?;
            match answer.is_fine() {
                true => samples.carried.push((count as f64 - 1.0, answer.secs())),
                false => {
                    let refused = (count as u64, answer.words());
                    samples.request_ends.get_or_insert(refused);
                }
            }
            visitor.delete(caller, ObjectKind::Group, &group)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_by_the_same_factor_up_to_the_size_that_was_asked_for() {
        let plan = ProbePlan {
            samples: 60,
            group_size: 1_000,
            connections: 8,
            find_limits: None,
        };
        assert_eq!(sizes(&plan), [10, 31, 100, 316, 985]);
        let small = ProbePlan {
            group_size: 20,
            ..plan
        };
        assert_eq!(sizes(&small), [5]);
    }
}
