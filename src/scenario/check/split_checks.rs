//! Scopes that cannot be split.

use crate::model::{Parameter, ScopeMode, Uncertain};
use crate::scenario::finding::Findings;
use crate::scenario::read::{Draft, Given};

/// Reports splits that cannot be meant.
pub fn split(draft: &Draft, findings: &mut Findings) {
    split_one_way(draft, findings);
    split_without_horizon(draft, findings);
    users_for_each_job(draft, findings);
}

fn split_one_way(draft: &Draft, findings: &mut Findings) {
    let given = |key| draft.chosen(key);
    let (jobs, shares) = (given("split.jobs"), given("split.shares"));
    match (jobs, shares, given("split.stagger")) {
        (Some(_), Some(shares), _) => {
            let message = "`split.jobs` and `split.shares` are both given";
            let help = "remove one of them: there are as many jobs as shares";
            findings.report(shares.key.clone(), message, help);
        }
        (None, None, Some(stagger)) => {
            let message = "`split.stagger` has no effect on one job";
            findings.report(stagger.key.clone(), message, "add jobs = 4 to [split]");
        }
        _ => {}
    }
}

/// What divides the scope.
fn divider(draft: &Draft) -> Option<&Given<()>> {
    draft.chosen("split.jobs").or(draft.chosen("split.shares"))
}

fn split_without_horizon(draft: &Draft, findings: &mut Findings) {
    let is_idle = draft.has_horizon() && draft.split().is_some();
    if let (Some(given), true) = (divider(draft), is_idle) {
        let message = "several jobs are simulated over their initial cycles only";
        let help = "remove [split], or `horizon` from [run]";
        findings.report(given.key.clone(), message, help);
    }
}

fn users_for_each_job(draft: &Draft, findings: &mut Findings) {
    let Some(split) = draft.split() else {
        return;
    };
    let scoped = match draft.scope() {
        Some(ScopeMode::Assigned) => Parameter::AssignedUsers,
        _ => Parameter::TenantUsers,
    };
    let users = draft.value(scoped).map(Uncertain::extent);
    let Some((_, most)) = users else {
        return;
    };
    if most < split.shares.len() as f64
        && let Some(given) = divider(draft)
    {
        let message = "there are more jobs than users in scope";
        let help = "split the scope among fewer jobs";
        findings.report(given.span.clone(), message, help);
    }
    let largest = split.shares.iter().copied().fold(0.0, f64::max) * most;
    for row in draft.sizes.iter().flatten() {
        // Candidates are dealt out evenly, to within one or two.
        if row.members as f64 > largest + 2.0 {
            let message = format!("no job's scope can hold a group of {} members", row.members);
            findings.report(row.span.clone(), message, format!(
                "the largest job has {largest:.0} users; a group is one job's with all of its members: split into fewer jobs, or list smaller groups"
            ));
        }
    }
}
