//! Whether what is assigned or listed exists in the tenant: users, groups and memberships.

use std::f64::consts::SQRT_2;

use crate::model::job::ChangeKind;
use crate::model::{Parameter, Quantity, ScopeMode, Uncertain, usual};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::keys;
use crate::scenario::read::{Draft, ListedGroups};
use crate::scenario::value::print_scalar;

/// A number that the file gives, from its least to its most.
struct Number {
    span: Span,
    least: f64,
    most: f64,
    /// What to say behind the number where it does not stand in the file.
    is: &'static str,
}

/// Reports more users, groups or memberships than the tenant has. Numbers that are not given contradict nothing.
pub fn within_tenant(draft: &Draft, listed: Option<&[ListedGroups]>, findings: &mut Findings) {
    more_than_there_are(draft, findings);
    let Some(scope) = draft.scope().filter(|scope| *scope != ScopeMode::AllUsers) else {
        return;
    };
    let given = |parameter| number(draft, parameter);
    let mut exceeds = |there: Option<Number>, tenant, what: &str, lower: &str| {
        if let (Some(there), Some(has)) = (there, given(tenant)) {
            let found = more_than(&there, &has, what, lower, keys::row(tenant).key);
            found.into_iter().for_each(|one| findings.push(one));
        }
    };
    if scope == ScopeMode::Assigned {
        let assigned = given(Parameter::AssignedUsers);
        let (what, lower) = ("users are assigned", "lower `scope.assigned_users`");
        exceeds(assigned, Parameter::TenantUsers, what, lower);
    }
    if let Some(rows) = listed {
        let (groups, memberships) = in_list(draft, rows);
        let lower = "shorten the list";
        exceeds(groups, Parameter::TenantGroups, "groups are listed", lower);
        let what = "memberships are listed";
        exceeds(memberships, Parameter::TenantMemberships, what, lower);
    } else {
        let (groups, memberships) = drawn(draft, scope);
        let (what, lower) = ("groups are assigned", "lower `groups.assigned`");
        exceeds(groups, Parameter::TenantGroups, what, lower);
        let what = "memberships come with so many groups";
        let lower = "lower `groups.members_median`, list the groups with `groups.sizes`";
        exceeds(memberships, Parameter::TenantMemberships, what, lower);
    }
    let median = given(Parameter::GroupMembersMedian).zip(given(Parameter::TenantUsers));
    if let Some((median, users)) = median.filter(|(median, users)| median.least > users.most) {
        let most = print_scalar(users.most, Quantity::Count);
        let message = format!(
            "half of the groups would have more members than the directory has users: {most}"
        );
        let help = "lower `groups.members_median` or raise `tenant.users`";
        findings.report(median.span, message, help);
    }
}

fn more_than(there: &Number, has: &Number, what: &str, lower: &str, key: &str) -> Option<Finding> {
    let shown = |number: f64| print_scalar(number.round(), Quantity::Count);
    (there.least > has.most).then(|| {
        let message = format!("more {what} than the directory has: {}", shown(has.most));
        let finding = Finding::new(there.span.clone(), message);
        let finding = finding.help(format!("{lower} or raise `{key}`"));
        match there.is {
            "" => finding,
            is => finding.label(format!("{} {is}", shown(there.least))),
        }
    })
}

/// Which changes take away, which bring, what is taken of the tenant, how that is told, and the key of the burst.
type Taken = (
    ChangeKind,
    &'static [ChangeKind],
    Parameter,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const TAKEN: [Taken; 2] = [
    (ChangeKind::Leaver, &[ChangeKind::Joiner, ChangeKind::Returner], Parameter::TenantUsers, "more users leave than the directory has", "leavers"),
    (ChangeKind::RemovedGroup, &[ChangeKind::NewGroup], Parameter::TenantGroups, "more groups are removed than the directory has", "removed_groups"),
];

/// Reports bursts in which more users leave, or more groups are removed, than the tenant has and all bursts bring.
fn more_than_there_are(draft: &Draft, findings: &mut Findings) {
    for (gone, brings, tenant, what, key) in TAKEN {
        let Some(has) = number(draft, tenant) else {
            continue;
        };
        let bursts = draft.bursts.iter();
        let brought =
            bursts.flat_map(|burst| brings.iter().map(|kind| burst.changes[*kind as usize]));
        let most = has.most + brought.map(f64::from).sum::<f64>();
        for burst in &draft.bursts {
            if f64::from(burst.changes[gone as usize]) > most {
                let shown = print_scalar(most, Quantity::Count);
                let message = format!("{what}: {shown}, with those whom all bursts bring");
                let help = format!("lower `{key}` or raise `{}`", keys::row(tenant).key);
                findings.report(burst.span.clone(), message, help);
            }
        }
    }
}

fn number(draft: &Draft, parameter: Parameter) -> Option<Number> {
    let given = draft.given(parameter)?;
    let (least, most) = given.value.as_ref()?.extent();
    Some(Number {
        span: given.span.clone(),
        least,
        most,
        is: "",
    })
}

/// Groups and memberships of a list.
fn in_list(draft: &Draft, rows: &[ListedGroups]) -> (Option<Number>, Option<Number>) {
    let list = draft.chosen("groups.sizes").or(draft.chosen("groups.csv"));
    let span = list.map(|given| given.span.clone());
    let sum = |of: &dyn Fn(&ListedGroups) -> f64| {
        let sum = rows.iter().map(of).sum();
        span.clone().map(|span| Number {
            span,
            least: sum,
            most: sum,
            is: "in all",
        })
    };
    let groups = sum(&|row| row.groups as f64);
    (groups, sum(&|row| row.groups as f64 * row.members as f64))
}

/// Groups whose sizes are drawn, where their number is given, and the memberships that they come to on average.
fn drawn(draft: &Draft, scope: ScopeMode) -> (Option<Number>, Option<Number>) {
    let parameter = match scope {
        ScopeMode::Assigned => Parameter::AssignedGroups,
        _ => Parameter::TenantGroups,
    };
    let memberships = number(draft, parameter).map(|groups| Number {
        least: groups.least * least_mean_size(draft, scope),
        is: "on average, or more",
        ..groups
    });
    (number(draft, parameter), memberships)
}

/// The least mean size of a group, as far as the file says: sizes are lognormal, and cut at the users there are.
fn least_mean_size(draft: &Draft, scope: ScopeMode) -> f64 {
    let least = |parameter| {
        let value = draft.value(parameter).map(Uncertain::extent);
        value.map_or_else(|| usual(parameter), |(least, _)| least)
    };
    let pool = match scope {
        ScopeMode::Assigned => Parameter::AssignedUsers,
        _ => Parameter::TenantUsers,
    };
    let users = draft.value(pool).or(draft.value(Parameter::TenantUsers));
    // Users who are not given may be any number.
    let users = users.map_or(0.0, |users| users.extent().0);
    let most = least(Parameter::GroupMembersMax).min(users);
    let [median, log_sd] = [Parameter::GroupMembersMedian, Parameter::GroupMembersLogSd].map(least);
    if median <= 0.0 || most <= 0.0 {
        return 0.0;
    }
    if log_sd <= 0.0 {
        return median.min(most);
    }
    let below = |z: f64| libm::erfc(-z / SQRT_2) / 2.0;
    let at = libm::log(most / median) / log_sd;
    let whole = median * libm::exp(log_sd * log_sd / 2.0);
    whole * below(at - log_sd) + most * (1.0 - below(at))
}
