//! Limits that cannot stand beside each other, and scopes that cannot be split.

use crate::model::{Endpoint, Excess, LimitKind, LimitRule, Parameter, ScopeMode, Uncertain};
use crate::scenario::finding::{Finding, Findings};
use crate::scenario::read::Draft;
use crate::scenario::targets::TargetSheet;

/// Reports limits and splits that cannot be meant.
pub(in crate::scenario) fn limits(
    draft: &Draft,
    sheet: Option<&TargetSheet>,
    findings: &mut Findings,
) {
    held_back_and_capped(draft, sheet, findings);
    split_one_way(draft, findings);
    split_without_horizon(draft, findings);
    users_for_each_job(draft, findings);
}

/// What the target holds back it takes up later, when it may be full again.
fn held_back_and_capped(draft: &Draft, sheet: Option<&TargetSheet>, findings: &mut Findings) {
    let preset = draft
        .limits_of(sheet)
        .into_iter()
        .flat_map(|(_, rules)| rules);
    let rules: Vec<&LimitRule> = preset
        .chain(draft.limits.iter().map(|own| &own.rule))
        .collect();
    for own in &draft.limits {
        let clashes = rules
            .iter()
            .filter(|other| other.name != own.rule.name)
            .any(|other| {
                let one_of_each = (own.rule.excess == Excess::Slower
                    && other.kind == LimitKind::Concurrency)
                    || (own.rule.kind == LimitKind::Concurrency && other.excess == Excess::Slower);
                let shared = Endpoint::ALL.into_iter().any(|endpoint| {
                    own.rule.endpoints.contains(endpoint) && other.endpoints.contains(endpoint)
                });
                one_of_each && shared
            });
        if clashes {
            let message =
                "a limit that makes answers slower and one on calls at once count the same calls";
            findings.push(Finding::new(own.span.clone(), message).help(
                "give the one on calls at once as target.capacity, or let the other answer with \"429\"",
            ));
            return;
        }
    }
}

fn split_one_way(draft: &Draft, findings: &mut Findings) {
    let split = &draft.split;
    match (&split.jobs, &split.shares, &split.stagger) {
        (Some(_), Some(shares), _) => {
            let message = "`split.jobs` and `split.shares` are both given";
            findings.push(
                Finding::new(shares.key.clone(), message)
                    .help("remove one of them: there are as many jobs as shares"),
            );
        }
        (None, None, Some(stagger)) => {
            let message = "`split.stagger` has no effect on one job";
            findings
                .push(Finding::new(stagger.key.clone(), message).help("add jobs = 4 to [split]"));
        }
        _ => {}
    }
}

fn split_without_horizon(draft: &Draft, findings: &mut Findings) {
    let given = draft.split.jobs.as_ref().map(|given| &given.key);
    let given = given.or(draft.split.shares.as_ref().map(|given| &given.key));
    if let (Some(key), Some(_)) = (given, &draft.life.horizon) {
        let message = "several jobs are simulated over their initial cycles only";
        findings.push(
            Finding::new(key.clone(), message).help("remove [split], or `horizon` from [run]"),
        );
    }
}

fn users_for_each_job(draft: &Draft, findings: &mut Findings) {
    let Some(split) = draft.split.split() else {
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
    let key = draft.split.jobs.as_ref().map(|given| given.span.clone());
    let key = key.or(draft.split.shares.as_ref().map(|given| given.span.clone()));
    if most < split.shares.len() as f64
        && let Some(span) = key
    {
        let message = "there are more jobs than users in scope";
        findings.push(Finding::new(span, message).help("split the scope among fewer jobs"));
    }
    let largest = split.shares.iter().copied().fold(0.0, f64::max) * most;
    let rows = draft.sizes.as_ref().and_then(|given| given.value.as_ref());
    for row in rows.into_iter().flatten() {
        // Candidates are dealt out evenly, to within one or two.
        if row.members as f64 > largest + 2.0 {
            let message = format!("no job's scope can hold a group of {} members", row.members);
            findings.push(Finding::new(row.span.clone(), message).help(format!(
                "the largest job has {largest:.0} users; a group is one job's with all of its members: split into fewer jobs, or list smaller groups"
            )));
        }
    }
}
