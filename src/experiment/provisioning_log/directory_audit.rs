//! An entry of the audit log as Graph v1.0 gives it (`directoryAudit`), and what an action of the timeline leaves there.

use serde::Serialize;

use super::made_up::{MadeUp, Parties};
use crate::experiment::identifiers::Identified;
use crate::model::job::Action;
use crate::scenario::action_words;
use crate::units::SimTime;

/// Starting provisioning, as document 003 calls it in the audit log.
pub(super) const STARTED: &str = "Enable/start provisioning configuration";
/// A job that goes into quarantine (document 000).
pub(super) const QUARANTINE: &str = "Quarantine";

/// One entry.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryAudit {
    pub(super) id: String,
    pub(super) category: &'static str,
    pub(super) correlation_id: String,
    /// Always `success`.
    pub(super) result: &'static str,
    pub(super) result_reason: String,
    pub(super) activity_display_name: &'static str,
    pub(super) activity_date_time: String,
    pub(super) logged_by_service: &'static str,
    pub(super) operation_type: &'static str,
    pub(super) initiated_by: InitiatedBy,
    pub(super) target_resources: [TargetResource; 1],
    pub(super) additional_details: Vec<KeyValue>,
}

/// Graph: auditActivityInitiator. One of the two is there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InitiatedBy {
    pub(super) user: Option<User>,
    pub(super) app: Option<App>,
}

/// Graph: userIdentity.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub(super) id: String,
    pub(super) display_name: &'static str,
    pub(super) user_principal_name: String,
    pub(super) ip_address: Option<String>,
}

/// Graph: appIdentity.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct App {
    pub(super) app_id: Option<String>,
    pub(super) display_name: &'static str,
    pub(super) service_principal_id: Option<String>,
    pub(super) service_principal_name: Option<String>,
}

/// Graph: targetResource.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetResource {
    pub(super) id: String,
    pub(super) display_name: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) user_principal_name: Option<String>,
    pub(super) group_type: Option<String>,
    pub(super) modified_properties: [(); 0],
}

/// Graph: keyValue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeyValue {
    pub(super) key: &'static str,
    pub(super) value: String,
}

/// What an action is called in the audit log, if it leaves an entry there (document 003).
pub(super) fn activity(action: &Action) -> Option<&'static str> {
    Some(match action {
        Action::Start => STARTED,
        Action::Stop | Action::Pause => "Disable/pause provisioning configuration",
        // To allow deletions is a restart with ForceDeletes in Graph.
        Action::Restart(_) | Action::AllowDeletes => "Enable/restart provisioning configuration",
        Action::CredentialsFixed
        | Action::SkipOutOfScopeDeletions(_)
        | Action::ScopeToAssigned { .. } => "Update provisioning setting or credentials",
        Action::ChangeMapping { .. }
        | Action::ChangeFilter { .. }
        | Action::SetTargetActions(_) => "Update attribute mappings or scope",
        _ => return None,
    })
}

/// The words of an action, as the reason of its entry.
pub(super) fn reason(action: &Action) -> String {
    action_words(action)
}

/// An entry of the audit log; `number` is its own, from zero.
pub(super) fn audited(
    made_up: &MadeUp,
    parties: &Parties,
    at: SimTime,
    number: u64,
    (activity, reason): (&'static str, String),
    job: String,
) -> DirectoryAudit {
    let guid = |number| made_up.identifiers.guid(Identified::Audit, number);
    let by_service = activity == QUARANTINE;
    let administrator = &parties.administrator;
    let correlation_id = guid(2 * number);
    DirectoryAudit {
        id: format!("Sync_{}", guid(2 * number + 1)),
        category: "ProvisioningManagement",
        correlation_id,
        result: "success",
        result_reason: reason,
        activity_display_name: activity,
        activity_date_time: made_up.time(at),
        logged_by_service: "Account Provisioning",
        operation_type: "Update",
        initiated_by: InitiatedBy {
            user: (!by_service).then(|| User {
                id: administrator.id.clone(),
                display_name: administrator.display_name,
                user_principal_name: "administrator@example.com".to_owned(),
                ip_address: None,
            }),
            app: by_service.then_some(App {
                app_id: None,
                display_name: parties.service.display_name,
                service_principal_id: None,
                service_principal_name: None,
            }),
        },
        target_resources: [TargetResource {
            id: parties.service_principal.id.clone(),
            display_name: parties.service_principal.display_name.clone(),
            kind: "ServicePrincipal",
            user_principal_name: None,
            group_type: None,
            modified_properties: [],
        }],
        additional_details: vec![KeyValue {
            key: "JobId",
            value: job,
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::job::{ResetScope, TargetActions};

    #[test]
    fn the_actions_of_document_003_are_audited_under_its_names() {
        use Action as A;
        let settings = Some("Update provisioning setting or credentials");
        let mapping = Some("Update attribute mappings or scope");
        let restart = Some("Enable/restart provisioning configuration");
        for (action, expected) in [
            (A::CredentialsFixed, settings),
            (A::SkipOutOfScopeDeletions(true), settings),
            (A::ScopeToAssigned { removed_share: 0.5 }, settings),
            (A::Start, Some("Enable/start provisioning configuration")),
            (A::Stop, Some("Disable/pause provisioning configuration")),
            (A::Pause, Some("Disable/pause provisioning configuration")),
            (A::Restart(ResetScope::PORTAL), restart),
            (A::AllowDeletes, restart),
            (A::ChangeMapping { changed_share: 0.5 }, mapping),
            (A::ChangeFilter { removed_share: 0.5 }, mapping),
            (A::SetTargetActions(TargetActions::default()), mapping),
            // What befalls the target nobody of the tenant does.
            (A::OutageBegins, None),
            (A::CredentialsExpire, None),
        ] {
            assert_eq!(activity(&action), expected, "{action:?}");
        }
    }
}
