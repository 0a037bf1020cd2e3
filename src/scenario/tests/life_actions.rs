//! Every action of the timeline, and what lasts for some time.

use super::life_parsed::plan_of;
use crate::model::ErrorCode;
use crate::model::job::{Action, ResetScope, TargetActions};

/// The actions of a timeline with one entry, in order.
fn actions(entry: &str) -> Vec<Action> {
    let scope = "scope.mode = \"all-users\"\n";
    let text = format!("{scope}run.horizon = \"9 d\"\n[[timeline]]\nat = \"1 d\"\n{entry}\n");
    let plan = plan_of(&text);
    plan.timeline.iter().map(|entry| entry.action).collect()
}

#[test]
fn every_action_is_read_with_its_keys() {
    let conflict = ErrorCode::Conflict;
    let cases = [
        ("action = \"start\"", Action::Start),
        ("action = \"stop\"", Action::Stop),
        ("action = \"pause\"", Action::Pause),
        ("action = \"credentials-expire\"", Action::CredentialsExpire),
        ("action = \"credentials-fixed\"", Action::CredentialsFixed),
        ("action = \"target-breaks\"", Action::TargetBreaks),
        ("action = \"target-mended\"", Action::TargetMended),
        (
            "action = \"errors\"\ncode = \"Conflict\"\nshare = 1",
            Action::ErrorsBegin {
                code: conflict,
                share: 1.0,
            },
        ),
        ("action = \"errors-fixed\"", Action::ErrorsFixed(None)),
        (
            "action = \"errors-fixed\"\ncode = \"Conflict\"",
            Action::ErrorsFixed(Some(conflict)),
        ),
        ("action = \"allow-deletes\"", Action::AllowDeletes),
        ("action = \"restore-staged\"", Action::RestoreStaged),
        (
            "action = \"change-mapping\"",
            Action::ChangeMapping { changed_share: 1.0 },
        ),
        (
            "action = \"change-mapping\"\nchanged_share = 0.1",
            Action::ChangeMapping { changed_share: 0.1 },
        ),
        (
            "action = \"change-filter\"\nremoved_share = \"2.5 %\"",
            Action::ChangeFilter {
                removed_share: 0.025,
            },
        ),
        (
            "action = \"scope-to-assigned\"\nremoved_share = 0",
            Action::ScopeToAssigned { removed_share: 0.0 },
        ),
        ("action = \"on-demand\"", Action::OnDemand { users: 1 }),
        (
            "action = \"on-demand\"\nusers = 5",
            Action::OnDemand { users: 5 },
        ),
        (
            "action = \"skip-out-of-scope-deletions\"",
            Action::SkipOutOfScopeDeletions(true),
        ),
        (
            "action = \"skip-out-of-scope-deletions\"\non = false",
            Action::SkipOutOfScopeDeletions(false),
        ),
        (
            "action = \"target-actions\"",
            Action::SetTargetActions(TargetActions::default()),
        ),
        (
            "action = \"target-actions\"\nactions = []",
            Action::SetTargetActions(TargetActions {
                create: false,
                update: false,
                delete: false,
            }),
        ),
    ];
    for (entry, action) in cases {
        assert_eq!(actions(entry), [action], "{entry}");
    }
}

#[test]
fn a_restart_resets_what_graph_names_or_what_the_portal_does() {
    let both = ResetScope::WATERMARK.union(ResetScope::ESCROWS);
    for (reset, scope) in [
        ("", ResetScope::PORTAL),
        ("reset = \"portal\"", ResetScope::PORTAL),
        ("reset = \"None\"", ResetScope::NONE),
        ("reset = \"Full\"", ResetScope::FULL),
        ("reset = \"Watermark,Escrows\"", both),
        ("reset = [\"Watermark\", \"Escrows\"]", both),
        (
            "reset = [\"Full\", \"ForceDeletes\"]",
            ResetScope::FULL.union(ResetScope::FORCE_DELETES),
        ),
    ] {
        let entry = format!("action = \"restart\"\n{reset}");
        assert_eq!(actions(&entry), [Action::Restart(scope)], "{reset}");
    }
}

#[test]
fn what_lasts_for_some_time_ends_by_itself() {
    let errors = "action = \"errors\"\nshare = 0.5\ncode = \"InvalidDomain\"\nfor = \"1 d\"";
    let code = ErrorCode::InvalidDomain;
    for (entry, begin, end) in [
        (
            "action = \"credentials-expire\"\nfor = \"1 d\"",
            Action::CredentialsExpire,
            Action::CredentialsFixed,
        ),
        (
            "action = \"target-breaks\"\nfor = \"2 h\"",
            Action::TargetBreaks,
            Action::TargetMended,
        ),
        (
            "action = \"outage\"\nfor = \"10 min\"",
            Action::OutageBegins,
            Action::OutageEnds,
        ),
        (
            errors,
            Action::ErrorsBegin { code, share: 0.5 },
            Action::ErrorsFixed(Some(code)),
        ),
    ] {
        assert_eq!(actions(entry), [begin, end], "{entry}");
    }
}

#[test]
fn what_begins_as_another_of_its_kind_ends_is_not_ended_with_it() {
    let text = "\
run.horizon = \"9 d\"
[[timeline]]
at = \"3 h\"
action = \"outage\"
for = \"1 h\"
[[timeline]]
at = \"1 h\"
action = \"outage\"
for = \"2 h\"
";
    let plan = plan_of(text);
    let found: Vec<Action> = plan.timeline.iter().map(|entry| entry.action).collect();
    let one = [Action::OutageBegins, Action::OutageEnds];
    assert_eq!(found, [one, one].concat());
}
