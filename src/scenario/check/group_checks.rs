//! Whether listed groups fit the users they consist of, and the memory.

use crate::model::{Parameter, Quantity, ScopeMode, usual};
use crate::scenario::finding::{Finding, Findings};
use crate::scenario::read::{Draft, Given, ListedGroups, MOST_GROUPS};
use crate::scenario::value;

/// More memberships than fit a simulation.
const MOST_MEMBERSHIPS: u64 = 100_000_000;

/// Reports groups with more members than there are users, and lists that are too long.
pub fn fits(draft: &Draft, listed: &[ListedGroups], findings: &mut Findings) {
    if let Some(pool) = pool(draft) {
        for group in listed
            .iter()
            .filter(|group| group.members as f64 > pool.most)
        {
            let members = value::print_scalar(group.members as f64, Quantity::Count);
            findings.push(
                Finding::new(
                    group.span.clone(),
                    format!("a group of {members} members is larger than {}", pool.what),
                )
                .label(format!(
                    "at most {}",
                    value::print_scalar(pool.most, Quantity::Count)
                ))
                .help(pool.help),
            );
        }
    }
    let (mut groups, mut memberships) = (0_u64, 0_u64);
    for row in listed {
        // Each factor is checked to be in the millions, so that their product fits.
        groups = groups.saturating_add(row.groups);
        memberships = memberships.saturating_add(row.groups * row.members);
        let too_many = match () {
            () if groups > MOST_GROUPS => Some(("groups", MOST_GROUPS)),
            () if memberships > MOST_MEMBERSHIPS => Some(("memberships", MOST_MEMBERSHIPS)),
            () => None,
        };
        if let Some((what, most)) = too_many {
            let most = value::print_scalar(most as f64, Quantity::Count);
            let message = format!("the list comes to more than {most} {what} here");
            let help = "shorten the list: a simulation holds no more";
            findings.report(row.span.clone(), message, help);
            return;
        }
    }
}

/// Reports groups whose sizes are drawn when so many of them come to more memberships than fit.
pub fn drawn_fit(draft: &Draft, findings: &mut Findings) {
    let (groups, pool) = match draft.scope() {
        Some(ScopeMode::Assigned) => (Parameter::AssignedGroups, Parameter::AssignedUsers),
        Some(ScopeMode::AllUsersAndGroups) => (Parameter::TenantGroups, Parameter::TenantUsers),
        Some(ScopeMode::AllUsers) | None => return,
    };
    let Some(Given {
        span,
        value: Some(number),
        ..
    }) = draft.given(groups)
    else {
        return;
    };
    let most_of = |parameter| {
        draft
            .value(parameter)
            .map_or_else(|| usual(parameter), |value| value.extent().1)
    };
    let log_sd = most_of(Parameter::GroupMembersLogSd);
    let mean = most_of(Parameter::GroupMembersMedian) * libm::exp(log_sd * log_sd / 2.0);
    let users = draft
        .value(pool)
        .map_or(f64::INFINITY, |value| value.extent().1);
    let size = mean.min(users).min(most_of(Parameter::GroupMembersMax));
    let memberships = number.extent().1 * size;
    if memberships > MOST_MEMBERSHIPS as f64 {
        let most = value::print_scalar(MOST_MEMBERSHIPS as f64, Quantity::Count);
        findings.report(span.clone(),
                format!("so many groups come to more than {most} memberships"), "give fewer groups, or smaller ones with `groups.members_median` and `groups.members_max`");
    }
}

/// The users whom a group can consist of.
struct Pool {
    most: f64,
    what: &'static str,
    help: &'static str,
}

fn pool(draft: &Draft) -> Option<Pool> {
    let scope = draft.scope()?;
    if scope == ScopeMode::AllUsers {
        return None;
    }
    if scope == ScopeMode::Assigned && draft.given(Parameter::AssignedUsers).is_some() {
        return Some(Pool {
            most: draft.value(Parameter::AssignedUsers)?.extent().1,
            what: "the users who are assigned",
            help: "members of an assigned group are assigned users: raise `scope.assigned_users`",
        });
    }
    if draft.given(Parameter::TenantUsers).is_some() {
        return Some(Pool {
            most: draft.value(Parameter::TenantUsers)?.extent().1,
            what: "the directory",
            help: "raise `tenant.users`",
        });
    }
    // In assigned scope the directory is then taken to be large enough.
    (scope == ScopeMode::AllUsersAndGroups).then(|| Pool {
        most: usual(Parameter::TenantUsers),
        what: "the directory, whose size is not given",
        help: "give the number of users in `tenant.users`",
    })
}
