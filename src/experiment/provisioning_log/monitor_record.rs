//! An entry as Azure Monitor and Event Hubs have it: an envelope, and properties with names and numbers of their own.
//!
//! The envelope is observed, not documented: a published raw log (elastic/integrations, test-provisioninglogs-raw.log, 2022-08-23).

use serde::Serialize;

use super::object_summary::{
    Details, ErrorInformation, Identity, Initiator, ModifiedProperty, ObjectSummary,
    ProvisioningStep, System,
};
use crate::logs::{Action, Status};

/// One record.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MonitorRecord<'l> {
    time: &'l str,
    resource_id: String,
    operation_name: &'static str,
    operation_version: &'static str,
    category: &'static str,
    tenant_id: &'l str,
    result_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    result_signature: Option<&'l str>,
    duration_ms: i32,
    correlation_id: &'l str,
    identity: &'l str,
    #[serde(rename = "Level")]
    level: u8,
    properties: Properties<'l>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'l> {
    id: &'l str,
    activity_date_time: &'l str,
    tenant_id: &'l str,
    job_id: &'l str,
    cycle_id: &'l str,
    change_id: &'l str,
    action: &'static str,
    provisioning_action: &'static str,
    service_principal: Named<'l>,
    source_system: MonitorSystem<'l>,
    target_system: MonitorSystem<'l>,
    initiated_by: MonitorInitiator<'l>,
    source_identity: MonitorIdentity<'l>,
    target_identity: MonitorIdentity<'l>,
    provisioning_status_info: MonitorStatusInfo<'l>,
    status_info: NumberedStatus,
    provisioning_steps: Vec<MonitorStep<'l>>,
    modified_properties: &'l [ModifiedProperty],
    duration_in_milliseconds: i32,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Named<'l> {
    id: &'l str,
    name: &'l str,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct MonitorSystem<'l> {
    details: &'l Details,
    #[serde(flatten)]
    named: Named<'l>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct MonitorInitiator<'l> {
    #[serde(rename = "Type")]
    kind: &'static str,
    #[serde(flatten)]
    named: Named<'l>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct MonitorIdentity<'l> {
    identity_type: &'static str,
    details: &'l Details,
    #[serde(flatten)]
    named: Named<'l>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct MonitorStatusInfo<'l> {
    #[serde(rename = "Status")]
    status: &'static str,
    #[serde(rename = "errorInformation")]
    error_information: &'l Option<ErrorInformation>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct NumberedStatus {
    status: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct MonitorStep<'l> {
    name: &'static str,
    provisioning_step_type: u8,
    status: u8,
    description: &'l str,
    details: &'l Details,
}

impl<'l> From<&'l ObjectSummary<'_>> for MonitorRecord<'l> {
    fn from(entry: &'l ObjectSummary<'_>) -> Self {
        let status = entry.provisioning_status_info.status;
        let error = &entry.provisioning_status_info.error_information;
        Self {
            time: &entry.activity_date_time,
            resource_id: format!("/tenants/{}/providers/Microsoft.aadiam", entry.tenant_id),
            operation_name: "Provisioning activity",
            operation_version: "1.0",
            category: "ProvisioningLogs",
            tenant_id: entry.tenant_id,
            result_type: match status {
                Status::Failure => "Failure",
                Status::Skipped => "Skipped",
                Status::Success | Status::Warning => "Success",
            },
            result_signature: error.as_ref().map(|error| error.error_code),
            duration_ms: entry.duration_in_milliseconds,
            correlation_id: &entry.change_id,
            identity: &entry.id,
            level: 4,
            properties: properties(entry),
        }
    }
}

fn properties<'l>(entry: &'l ObjectSummary<'_>) -> Properties<'l> {
    let info = &entry.provisioning_status_info;
    Properties {
        id: &entry.id,
        activity_date_time: &entry.activity_date_time,
        tenant_id: entry.tenant_id,
        job_id: entry.job_id,
        cycle_id: &entry.cycle_id,
        change_id: &entry.change_id,
        action: capital(entry.provisioning_action),
        provisioning_action: entry.provisioning_action.name(),
        service_principal: Named {
            id: &entry.service_principal.id,
            name: &entry.service_principal.display_name,
        },
        source_system: system(entry.source_system),
        target_system: system(entry.target_system),
        initiated_by: initiator(entry.initiated_by),
        source_identity: identity(&entry.source_identity),
        target_identity: identity(&entry.target_identity),
        provisioning_status_info: MonitorStatusInfo {
            status: info.status.name(),
            error_information: &info.error_information,
        },
        status_info: NumberedStatus {
            status: info.status as u8,
        },
        provisioning_steps: entry.provisioning_steps.iter().map(step).collect(),
        modified_properties: &entry.modified_properties,
        duration_in_milliseconds: entry.duration_in_milliseconds,
    }
}

/// An action as the portal shows it.
fn capital(action: Action) -> &'static str {
    match action {
        Action::Other => "Other",
        Action::Create => "Create",
        Action::Delete => "Delete",
        Action::Disable => "Disable",
        Action::Update => "Update",
        Action::StagedDelete => "StagedDelete",
    }
}

fn system(system: &System) -> MonitorSystem<'_> {
    MonitorSystem {
        details: &system.details,
        named: Named {
            id: &system.id,
            name: &system.display_name,
        },
    }
}

fn initiator(initiator: &Initiator) -> MonitorInitiator<'_> {
    MonitorInitiator {
        kind: initiator.initiator_type,
        named: Named {
            id: &initiator.id,
            name: initiator.display_name,
        },
    }
}

fn identity(identity: &Identity) -> MonitorIdentity<'_> {
    MonitorIdentity {
        identity_type: identity.identity_type,
        details: &identity.details,
        named: Named {
            id: &identity.id,
            name: &identity.display_name,
        },
    }
}

fn step(step: &ProvisioningStep) -> MonitorStep<'_> {
    MonitorStep {
        name: step.name,
        provisioning_step_type: step.provisioning_step_type as u8,
        status: step.status as u8,
        description: &step.description,
        details: &step.details,
    }
}
