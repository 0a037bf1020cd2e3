//! The actions of the timeline: what each is called, and which keys it takes.

use super::list_row::Row;
use super::timeline_keys::{
    ACTIONS_ON, CALL_CODES, CHANGED_SHARE, CODE, ENDPOINTS, ON, REMOVED_SHARE, RESET, RETRY_AFTER,
    SHARE, USER_CODES, USERS,
};
use crate::model::job::Action;
use crate::model::{CallTrouble, ErrorCode};
use crate::scenario::finding::Finding;
use crate::scenario::kinds::{Value, named};

/// One kind of action.
#[derive(Clone, Copy)]
pub struct ActionKind {
    /// Its keys besides `at` and `action`.
    pub keys: &'static [&'static str],
    /// How many of these, from the first, must be given.
    pub required: usize,
    /// What it means, for the schema.
    pub meaning: &'static str,
    /// Reads those that are its own; `for` is read with the moment.
    pub(super) read: fn(&mut Row<'_, '_>) -> Option<Action>,
}

/// An action with its name.
pub type Named = (&'static str, ActionKind);

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
pub const ACTIONS: [Named; 22] = [
    simple("start", &[], "The job is started: it goes on where it stopped, and a quarantine is lifted.", |_| Some(Action::Start)),
    simple("stop", &[], "The job is stopped: a running cycle is completed.", |_| Some(Action::Stop)),
    simple("pause", &[], "The job is paused at once.", |_| Some(Action::Pause)),
    simple("restart", &["reset"], "The job is restarted.", |row| {
        row.read(&RESET).map(Action::Restart)
    }),
    simple("credentials-expire", &["for"], "The target refuses the credentials.", |_| Some(Action::CredentialsExpire)),
    simple("credentials-fixed", &[], "The credentials are renewed.", |_| Some(Action::CredentialsFixed)),
    simple("target-breaks", &["for"], "The target answers against SCIM.", |_| Some(Action::TargetBreaks)),
    simple("target-mended", &[], "The target answers as SCIM asks again.", |_| Some(Action::TargetMended)),
    with_keys("outage", (&["for"], 1), "The target answers every call with a 5xx.", |_| Some(Action::OutageBegins)),
    with_keys("errors", (&["code", "share", "for"], 2), "A share of the users fails with a code.", |row| {
        let (code, share) = (row.read_as("code", of_user), row.read(&SHARE));
        Some(Action::ErrorsBegin { code: code?, share: share? })
    }),
    with_keys("failing-calls", (&["code", "share", "for", "endpoints", "retry_after"], 2), "A share of some calls fails, or is refused, whatever they are for.", failing_calls),
    simple("errors-fixed", &["code"], "What causes a code, or every code, is mended.", |row| {
        let code = row.optional(&CODE)?;
        let of_calls = code.filter(|code| CALL_CODES.iter().any(|(_, one)| one == code));
        Some(of_calls.map_or(Action::ErrorsFixed(code), Action::TroubleEnds))
    }),
    with_keys("accounts-vanish", (&["share"], 1), "Somebody deletes the accounts of a share of the users in the target.", |row| {
        row.read(&SHARE).map(|share| Action::AccountsVanish { share })
    }),
    simple("delete-links", &[], "The links of all who have failed since their account is gone are deleted; the job must be paused.", |_| Some(Action::DeleteLinks)),
    simple("allow-deletes", &[], "The staged deletions are allowed.", |_| Some(Action::AllowDeletes)),
    simple("restore-staged", &[], "What is staged for deletion is restored.", |_| Some(Action::RestoreStaged)),
    simple("change-mapping", &["changed_share"], "The attribute mapping is changed, which restarts the job.", |row| {
        row.read(&CHANGED_SHARE).map(|changed_share| Action::ChangeMapping { changed_share })
    }),
    with_keys("change-filter", (&["removed_share"], 1), "A scoping filter is saved, which restarts the job.", |row| {
        row.read(&REMOVED_SHARE).map(|removed_share| Action::ChangeFilter { removed_share })
    }),
    with_keys("scope-to-assigned", (&["removed_share"], 1), "The scope is narrowed from all to assigned.", |row| {
        row.read(&REMOVED_SHARE).map(|removed_share| Action::ScopeToAssigned { removed_share })
    }),
    simple("on-demand", &["users"], "Users are provisioned on demand, outside of cycles.", |row| {
        let users = row.read(&USERS)?;
        Some(Action::OnDemand { users: u32::try_from(users).ok()? })
    }),
    simple("skip-out-of-scope-deletions", &["on"], "Whether users out of scope keep their accounts.", |row| {
        row.read(&ON).map(Action::SkipOutOfScopeDeletions)
    }),
    simple("target-actions", &["actions"], "Target object actions are switched on and off.", |row| {
        row.read(&ACTIONS_ON).map(Action::SetTargetActions)
    }),
];

fn of_user(value: &Value<'_>) -> Result<ErrorCode, Finding> {
    named(value, "code", USER_CODES, &[])
}

fn failing_calls(row: &mut Row<'_, '_>) -> Option<Action> {
    let code = row.read_as("code", |value| named(value, "code", CALL_CODES, &[]));
    let (share, endpoints) = (row.read(&SHARE), row.read(&ENDPOINTS));
    let retry_after = row.optional(&RETRY_AFTER);
    if code.is_some_and(|code| code != ErrorCode::TooManyRequests) {
        let message = "only a 429 says when to come back";
        let help = "remove `retry_after`, or write code = \"TooManyRequests\"";
        row.without("retry_after", message, help);
    }
    Some(Action::TroubleBegins(CallTrouble {
        code: code?,
        share: share?,
        endpoints: endpoints?,
        retry_after: retry_after?,
    }))
}

/// What ends an action that lasts for some time.
pub fn end_of(action: &Action) -> Option<Action> {
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
    use super::super::timeline_list::timeline_keys;
    use super::*;

    #[test]
    fn every_key_of_an_action_is_one_of_the_timeline_and_only_windows_end() {
        let known: Vec<&str> = timeline_keys().map(|key| key.name()).collect();
        for (name, kind) in ACTIONS {
            assert!(kind.required <= kind.keys.len(), "{name}");
            assert!(kind.keys.iter().all(|key| known.contains(key)), "{name}");
        }
        assert_eq!(end_of(&Action::OutageBegins), Some(Action::OutageEnds));
        assert_eq!(end_of(&Action::Stop), None);
    }
}
