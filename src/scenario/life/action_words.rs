//! Actions in words.

use crate::model::job::{Action, ResetScope, TargetActions};
use crate::model::{CallTrouble, Quantity};
use crate::scenario::value::print_scalar;

/// What an action is, in a few words without a full stop.
///
/// ```
/// use cyclecast::model::job::Action;
/// use cyclecast::scenario::action_words;
///
/// assert_eq!(action_words(&Action::CredentialsExpire), "credentials expire");
/// ```
pub fn action_words(action: &Action) -> String {
    let told = |before: &str, share: &f64, after: &str| {
        format!("{before}{}{after}", print_scalar(*share, Quantity::Share))
    };
    match action {
        Action::Start => "the job is started".to_owned(),
        Action::Stop => "the job is stopped".to_owned(),
        Action::Pause => "the job is paused".to_owned(),
        Action::Restart(scope) => restart(*scope),
        Action::CredentialsExpire => "credentials expire".to_owned(),
        Action::CredentialsFixed => "credentials are renewed".to_owned(),
        Action::TargetBreaks => "the target answers against SCIM".to_owned(),
        Action::TargetMended => "the target answers as SCIM asks again".to_owned(),
        Action::OutageBegins => "an outage of the target begins".to_owned(),
        Action::OutageEnds => "the outage of the target ends".to_owned(),
        Action::ErrorsBegin { code, share } => {
            told("", share, " of the users fail with ") + code.name()
        }
        Action::ErrorsFixed(Some(code)) => format!("what causes {} is mended", code.name()),
        Action::ErrorsFixed(None) => "what causes errors is mended".to_owned(),
        Action::TroubleBegins(trouble) => trouble_words(trouble),
        Action::TroubleEnds(code) => format!("no calls fail with {} any more", code.name()),
        Action::AccountsVanish { share } => told(
            "the accounts of ",
            share,
            " of the users are deleted in the target",
        ),
        Action::DeleteLinks => "the links to accounts that are gone are deleted".to_owned(),
        Action::AllowDeletes => "the staged deletions are allowed".to_owned(),
        Action::RestoreStaged => "what is staged for deletion is restored".to_owned(),
        Action::ChangeMapping { changed_share } => {
            told("mapping changed, ", changed_share, " of the users differ")
        }
        Action::ChangeFilter { removed_share } => told(
            "scoping filter saved, ",
            removed_share,
            " of the users do not pass",
        ),
        Action::ScopeToAssigned { removed_share } => told(
            "the scope is narrowed to assigned, which ",
            removed_share,
            " of the users are not",
        ),
        Action::OnDemand { users: 1 } => "a user is provisioned on demand".to_owned(),
        Action::OnDemand { users } => format!("{users} users are provisioned on demand"),
        Action::SkipOutOfScopeDeletions(true) => {
            "users out of scope keep their accounts from now on".to_owned()
        }
        Action::SkipOutOfScopeDeletions(false) => {
            "objects out of scope lose their accounts from now on".to_owned()
        }
        Action::SetTargetActions(actions) => set_actions(*actions),
    }
}

fn trouble_words(trouble: &CallTrouble) -> String {
    let share = print_scalar(trouble.share, Quantity::Share);
    let of = trouble.endpoints.words();
    let code = trouble.code.name();
    let told = trouble.retry_after.map(|time| {
        let time = print_scalar(time.as_secs_f64(), Quantity::Duration);
        format!(" and a Retry-After of {time}")
    });
    let told = told.unwrap_or_default();
    format!("{share} of the calls ({of}) fail with {code}{told}")
}

fn restart(scope: ResetScope) -> String {
    match scope {
        ResetScope::PORTAL => "the job is restarted as by the portal".to_owned(),
        ResetScope::NONE => "the job is restarted without a reset".to_owned(),
        scope => format!(
            "the job is restarted with the reset of {}",
            listed(&reset_names(scope))
        ),
    }
}

/// The fewest names that Graph has for a scope.
fn reset_names(scope: ResetScope) -> Vec<&'static str> {
    let full = scope.contains(ResetScope::FULL);
    let named = ResetScope::NAMED.into_iter();
    let named = named.filter(|(_, one)| *one != ResetScope::NONE && scope.contains(*one));
    named
        .filter(|(_, one)| !full || *one == ResetScope::FULL || !ResetScope::FULL.contains(*one))
        .map(|(name, _)| name)
        .collect()
}

fn set_actions(actions: TargetActions) -> String {
    let on = action_names(actions);
    match on.len() {
        0 => "all target actions are switched off".to_owned(),
        3 => "all target actions are switched on".to_owned(),
        _ => format!("the target actions are now {} alone", listed(&on)),
    }
}

/// The names of the target actions that are on.
pub fn action_names(actions: TargetActions) -> Vec<&'static str> {
    [
        ("create", actions.create),
        ("update", actions.update),
        ("delete", actions.delete),
    ]
    .into_iter()
    .filter_map(|(name, on)| on.then_some(name))
    .collect()
}

fn listed(names: &[&str]) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ErrorCode;

    #[test]
    fn a_restart_names_what_it_resets_as_graph_does() {
        let both = ResetScope::WATERMARK.union(ResetScope::ESCROWS);
        let all = ResetScope::FULL.union(ResetScope::FORCE_DELETES);
        for (scope, words) in [
            (ResetScope::PORTAL, "as by the portal"),
            (ResetScope::NONE, "without a reset"),
            (ResetScope::FULL, "with the reset of Full"),
            (both, "with the reset of Escrows and Watermark"),
            (all, "with the reset of Full and ForceDeletes"),
        ] {
            let found = action_words(&Action::Restart(scope));
            assert_eq!(found, format!("the job is restarted {words}"));
        }
    }

    #[test]
    fn shares_numbers_and_codes_stand_in_the_words() {
        let actions = |create, update, delete| {
            action_words(&Action::SetTargetActions(TargetActions {
                create,
                update,
                delete,
            }))
        };
        assert_eq!(
            actions(true, true, true),
            "all target actions are switched on"
        );
        assert_eq!(
            actions(false, false, false),
            "all target actions are switched off"
        );
        assert_eq!(
            actions(true, true, false),
            "the target actions are now create and update alone"
        );
        let fail = Action::ErrorsBegin {
            code: ErrorCode::Conflict,
            share: 0.6,
        };
        assert_eq!(action_words(&fail), "60 % of the users fail with Conflict");
        let mapping = Action::ChangeMapping { changed_share: 1.0 };
        assert_eq!(
            action_words(&mapping),
            "mapping changed, 100 % of the users differ"
        );
        let words = |users| action_words(&Action::OnDemand { users });
        assert_eq!(words(1), "a user is provisioned on demand");
        assert_eq!(words(3), "3 users are provisioned on demand");
    }
}
