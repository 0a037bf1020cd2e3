//! The actions of the timeline: what each is called, and which keys it takes.

use super::life_values::{length, reset, share, target_actions};
use super::limit_values::endpoints;
use super::plain::{self, named, switch};
use super::rows::Row;
use crate::model::job::{Action, ResetScope, TargetActions};
use crate::model::{CallTrouble, EndpointSet, ErrorCode};

/// More users than on-demand provisioning takes at a time.
pub(in crate::scenario) const MOST_ON_DEMAND: u64 = 5;
/// Codes that stick to a user.
pub(in crate::scenario) const CODES: [(&str, ErrorCode); 13] = [
    code(ErrorCode::ImportSkipped),
    code(ErrorCode::DuplicateTargetEntries),
    code(ErrorCode::Conflict),
    code(ErrorCode::MandatoryFieldsMissing),
    code(ErrorCode::InvalidDomain),
    code(ErrorCode::UnprocessableEntity),
    code(ErrorCode::InsufficientRights),
    code(ErrorCode::EntryConflict),
    code(ErrorCode::NotImplemented),
    code(ErrorCode::MultipleEntriesInResponse),
    code(ErrorCode::DuplicateSourceEntries),
    code(ErrorCode::SchemaPropertyCanOnlyAcceptValue),
    code(ErrorCode::SchemaAttributeNotFound),
];
/// Codes that calls fail with for a time, whatever they are for.
pub(in crate::scenario) const CALL_CODES: [(&str, ErrorCode); 5] = [
    code(ErrorCode::InternalServerError),
    code(ErrorCode::WebExceptionProtocolError),
    code(ErrorCode::InternalError),
    code(ErrorCode::Timeout),
    code(ErrorCode::TooManyRequests),
];

const fn code(code: ErrorCode) -> (&'static str, ErrorCode) {
    (code.name(), code)
}

/// One kind of action.
#[derive(Clone, Copy)]
pub(in crate::scenario) struct ActionKind {
    /// Its keys besides `at` and `action`.
    pub(in crate::scenario) keys: &'static [&'static str],
    /// How many of these, from the first, must be given.
    pub(in crate::scenario) required: usize,
    /// What it means, for the schema.
    pub(in crate::scenario) meaning: &'static str,
    /// Reads those that are its own; `for` is read with the moment.
    pub(super) read: fn(&mut Row<'_, '_>) -> Option<Action>,
}

type Named = (&'static str, ActionKind);

/// An action without keys of its own, save `for` where it may end by itself.
const fn simple(
    name: &'static str,
    keys: &'static [&'static str],
    meaning: &'static str,
    read: fn(&mut Row<'_, '_>) -> Option<Action>,
) -> Named {
    with_keys(name, (keys, 0), meaning, read)
}

const fn with_keys(
    name: &'static str,
    (keys, required): (&'static [&'static str], usize),
    meaning: &'static str,
    read: fn(&mut Row<'_, '_>) -> Option<Action>,
) -> Named {
    let kind = ActionKind {
        keys,
        required,
        meaning,
        read,
    };
    (name, kind)
}

/// Every action, by its name.
#[rustfmt::skip]
pub(in crate::scenario) const ACTIONS: [Named; 22] = [
    simple("start", &[], "The job is started: it goes on where it stopped, and a quarantine is lifted.", |_| Some(Action::Start)),
    simple("stop", &[], "The job is stopped: a running cycle is completed.", |_| Some(Action::Stop)),
    simple("pause", &[], "The job is paused at once.", |_| Some(Action::Pause)),
    simple("restart", &["reset"], "The job is restarted.", |row| {
        row.read("reset", Some(ResetScope::PORTAL), reset).map(Action::Restart)
    }),
    simple("credentials-expire", &["for"], "The target refuses the credentials.", |_| Some(Action::CredentialsExpire)),
    simple("credentials-fixed", &[], "The credentials are renewed.", |_| Some(Action::CredentialsFixed)),
    simple("target-breaks", &["for"], "The target answers against SCIM.", |_| Some(Action::TargetBreaks)),
    simple("target-mended", &[], "The target answers as SCIM asks again.", |_| Some(Action::TargetMended)),
    with_keys("outage", (&["for"], 1), "The target answers every call with a 5xx.", |_| Some(Action::OutageBegins)),
    with_keys("errors", (&["code", "share", "for"], 2), "A share of the users fails with a code.", |row| {
        let code = row.read("code", None, |value| named(value, "code", &CODES));
        let share = row.read("share", None, |value| share(value, "share"));
        Some(Action::ErrorsBegin { code: code?, share: share? })
    }),
    with_keys("failing-calls", (&["code", "share", "for", "endpoints", "retry_after"], 2), "A share of some calls fails, or is refused, whatever they are for.", failing_calls),
    simple("errors-fixed", &["code"], "What causes a code, or every code, is mended.", |row| {
        let all = || CODES.iter().chain(&CALL_CODES).copied().collect::<Vec<_>>();
        let code = row.read("code", Some(None), |value| named(value, "code", &all()).map(Some))?;
        let of_calls = code.filter(|code| CALL_CODES.iter().any(|(_, one)| one == code));
        Some(of_calls.map_or(Action::ErrorsFixed(code), Action::TroubleEnds))
    }),
    with_keys("accounts-vanish", (&["share"], 1), "Somebody deletes the accounts of a share of the users in the target.", |row| {
        let share = row.read("share", None, |value| share(value, "share"));
        share.map(|share| Action::AccountsVanish { share })
    }),
    simple("delete-links", &[], "The links of all who have failed since their account is gone are deleted; the job must be paused.", |_| Some(Action::DeleteLinks)),
    simple("allow-deletes", &[], "The staged deletions are allowed.", |_| Some(Action::AllowDeletes)),
    simple("restore-staged", &[], "What is staged for deletion is restored.", |_| Some(Action::RestoreStaged)),
    simple("change-mapping", &["changed_share"], "The attribute mapping is changed, which restarts the job.", |row| {
        let share = row.read("changed_share", Some(1.0), |value| share(value, "changed_share"));
        share.map(|changed_share| Action::ChangeMapping { changed_share })
    }),
    with_keys("change-filter", (&["removed_share"], 1), "A scoping filter is saved, which restarts the job.", |row| {
        removed_share(row).map(|removed_share| Action::ChangeFilter { removed_share })
    }),
    with_keys("scope-to-assigned", (&["removed_share"], 1), "The scope is narrowed from all to assigned.", |row| {
        removed_share(row).map(|removed_share| Action::ScopeToAssigned { removed_share })
    }),
    simple("on-demand", &["users"], "Users are provisioned on demand, outside of cycles.", |row| {
        let users = row.read("users", Some(1), |value| {
            let users = plain::whole(value, "users", 1..=MOST_ON_DEMAND);
            users.map_err(|finding| finding.help("on-demand provisioning takes five users at a time at most"))
        });
        Some(Action::OnDemand { users: u32::try_from(users?).ok()? })
    }),
    simple("skip-out-of-scope-deletions", &["on"], "Whether users out of scope keep their accounts.", |row| {
        row.read("on", Some(true), |value| switch(value, "on")).map(Action::SkipOutOfScopeDeletions)
    }),
    simple("target-actions", &["actions"], "Target object actions are switched on and off.", |row| {
        let all = Some(TargetActions::default());
        row.read("actions", all, |value| target_actions(value, "actions")).map(Action::SetTargetActions)
    }),
];

fn failing_calls(row: &mut Row<'_, '_>) -> Option<Action> {
    let code = row.read("code", None, |value| named(value, "code", &CALL_CODES));
    let share = row.read("share", None, |value| share(value, "share"));
    let endpoints = row.read("endpoints", EndpointSet::from_name("all"), endpoints);
    let retry_after = row.read("retry_after", Some(None), |value| {
        length(value, "retry_after", true).map(Some)
    });
    if code.is_some_and(|code| code != ErrorCode::TooManyRequests) {
        row.without(
            "retry_after",
            "only a 429 says when to come back",
            "remove `retry_after`, or write code = \"TooManyRequests\"",
        );
    }
    Some(Action::TroubleBegins(CallTrouble {
        code: code?,
        share: share?,
        endpoints: endpoints?,
        retry_after: retry_after?,
    }))
}

fn removed_share(row: &mut Row<'_, '_>) -> Option<f64> {
    row.read("removed_share", None, |value| share(value, "removed_share"))
}

/// What ends an action that lasts for some time.
pub(in crate::scenario) fn end_of(action: &Action) -> Option<Action> {
    match action {
        Action::CredentialsExpire => Some(Action::CredentialsFixed),
        Action::TargetBreaks => Some(Action::TargetMended),
        Action::OutageBegins => Some(Action::OutageEnds),
        Action::ErrorsBegin { code, .. } => Some(Action::ErrorsFixed(Some(*code))),
        Action::TroubleBegins(trouble) => Some(Action::TroubleEnds(trouble.code)),
        _ => None,
    }
}

/// A key as it is added where it is missing.
pub(super) fn example(key: &str) -> &'static str {
    match key {
        "code" => "add code = \"Conflict\"",
        "share" => "add share = \"60 %\"",
        "removed_share" => "add removed_share = \"10 %\"",
        _ => "add for = \"2 h\"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::keys::keys_of;

    #[test]
    fn every_key_of_an_action_is_one_of_the_timeline_and_only_windows_end() {
        let known = keys_of("timeline");
        for (name, kind) in ACTIONS {
            assert!(kind.required <= kind.keys.len(), "{name}");
            assert!(kind.keys.iter().all(|key| known.contains(key)), "{name}");
        }
        assert_eq!(end_of(&Action::OutageBegins), Some(Action::OutageEnds));
        assert_eq!(end_of(&Action::Stop), None);
    }
}
