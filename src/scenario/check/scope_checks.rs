//! Keys that exclude each other or have no effect together, those that split the scope among them.

use crate::model::{Parameter, ScopeMode, Uncertain};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::keys;
use crate::scenario::read::{Draft, Given};

/// Parameters from which sizes of groups are drawn.
const DRAWN_GROUPS: [Parameter; 4] = [
    Parameter::AssignedGroups,
    Parameter::GroupMembersMedian,
    Parameter::GroupMembersLogSd,
    Parameter::GroupMembersMax,
];

/// Reports combinations that cannot be meant.
pub fn combinations(draft: &Draft, findings: &mut Findings) {
    match draft.scope() {
        Some(ScopeMode::Assigned) | None => {
            one_number_too_many(draft, findings);
            one_source_of_groups(draft, findings);
        }
        Some(ScopeMode::AllUsersAndGroups) => {
            without_effect_when_all_are_synced(draft, &[Parameter::AssignedGroups], findings);
            one_source_of_groups(draft, findings);
        }
        Some(ScopeMode::AllUsers) => {
            without_effect_when_all_are_synced(draft, &[], findings);
            no_groups_among_all_users(draft, findings);
        }
    }
}

/// The ratio of directory to assigned users serves where one of the two is not given.
fn one_number_too_many(draft: &Draft, findings: &mut Findings) {
    let given = |parameter| draft.given(parameter).is_some();
    let directory = given(Parameter::TenantUsers);
    let both = directory && given(Parameter::AssignedUsers);
    let why_both = "`tenant.users` and `scope.assigned_users` are both given";
    let without_effect = [
        (Parameter::UsersPerAssigned, both, why_both),
        (Parameter::UsersCap, directory, "`tenant.users` is given"),
    ];
    for (parameter, idle, why) in without_effect {
        if let (Some(ratio), true) = (draft.given(parameter), idle) {
            let message = format!("`{}` has no effect when {why}", key_of(parameter));
            findings.report_idle(ratio.key.clone(), message, "remove one of them");
        }
    }
}

fn without_effect_when_all_are_synced(draft: &Draft, more: &[Parameter], findings: &mut Findings) {
    let parameters = [
        Parameter::AssignedUsers,
        Parameter::DirectoryReadShare,
        Parameter::UsersPerAssigned,
        Parameter::UsersCap,
    ];
    for parameter in parameters.iter().chain(more) {
        if let Some(given) = draft.given(*parameter) {
            let message = format!(
                "`{}` has no effect when all users are in scope",
                key_of(*parameter)
            );
            let help = "remove it, or write scope.mode = \"assigned\"";
            findings.report_idle(given.key.clone(), message, help);
        }
    }
}

fn no_groups_among_all_users(draft: &Draft, findings: &mut Findings) {
    if let (Some(true), Some(given)) = (draft.provision, draft.chosen("groups.provision")) {
        let message = "groups cannot be provisioned with the scope all-users";
        let help = "write scope.mode = \"all-users-and-groups\", or remove `groups.provision`";
        findings.report(given.span.clone(), message, help);
    }
    let mut given: Vec<(&str, Span)> = lists(draft);
    given.extend(drawn(draft));
    for (key, span) in given {
        let message =
            format!("`{key}` has no effect with the scope all-users, which has no groups");
        let help = "remove it, or write scope.mode = \"all-users-and-groups\"";
        findings.report_idle(span, message, help);
    }
}

fn one_source_of_groups(draft: &Draft, findings: &mut Findings) {
    let lists = lists(draft);
    if let [(_, first), (_, second)] = &lists[..] {
        let later = if first.start > second.start {
            first
        } else {
            second
        };
        findings.push(
            Finding::new(later.clone(), "the groups are listed twice")
                .label("listed once already")
                .help("neither list wins: remove `groups.sizes` or `groups.csv`"),
        );
    }
    let Some((list, _)) = lists.first() else {
        return;
    };
    for (key, span) in drawn(draft) {
        // Among all groups the number of assigned ones has no effect, which is reported already.
        if key == "groups.assigned" && draft.scope() != Some(ScopeMode::Assigned) {
            continue;
        }
        let message =
            format!("`{key}` describes groups that are not listed, but `{list}` lists them");
        let help = format!("neither wins: remove `{key}` or `{list}`");
        findings.report_idle(span, message, help);
    }
}

fn lists(draft: &Draft) -> Vec<(&'static str, Span)> {
    let lists = ["groups.sizes", "groups.csv"].into_iter();
    let given = lists.filter_map(|key| Some((key, draft.chosen(key)?.key.clone())));
    given.collect()
}

fn drawn(draft: &Draft) -> impl Iterator<Item = (&'static str, Span)> {
    DRAWN_GROUPS.into_iter().filter_map(|parameter| {
        let given = draft.given(parameter)?;
        Some((key_of(parameter), given.key.clone()))
    })
}

fn key_of(parameter: Parameter) -> &'static str {
    keys::row(parameter).key
}

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
            findings.report_idle(stagger.key.clone(), message, "add jobs = 4 to [split]");
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
