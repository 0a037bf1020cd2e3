//! An entry of the provisioning logs as Graph v1.0 gives it (`provisioningObjectSummary`), and what it is made of.

use serde::{Serialize, Serializer};

use crate::logs::{Action, Status, StepType};

/// One entry: what was done about one object.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectSummary<'l> {
    /// Of the entry.
    pub(super) id: String,
    /// When the work on the object ended.
    pub(super) activity_date_time: String,
    pub(super) tenant_id: &'l str,
    pub(super) job_id: &'l str,
    pub(super) cycle_id: String,
    /// Of the change, which no other entry has.
    pub(super) change_id: String,
    #[serde(serialize_with = "action_name")]
    pub(super) provisioning_action: Action,
    /// How long the work on the object took.
    pub(super) duration_in_milliseconds: i32,
    pub(super) provisioning_status_info: StatusInfo,
    pub(super) provisioning_steps: Vec<ProvisioningStep>,
    pub(super) modified_properties: Vec<ModifiedProperty>,
    pub(super) service_principal: &'l ServicePrincipal,
    pub(super) source_system: &'l System,
    pub(super) target_system: &'l System,
    pub(super) initiated_by: &'l Initiator,
    pub(super) source_identity: Identity,
    pub(super) target_identity: Identity,
}

/// Graph: provisioningStatusInfo.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusInfo {
    #[serde(serialize_with = "status_name")]
    pub(super) status: Status,
    /// Graph's page calls it `errorInfo`, and every sample `errorInformation`.
    pub(super) error_information: Option<ErrorInformation>,
}

/// Graph: provisioningErrorInfo.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorInformation {
    pub(super) error_code: &'static str,
    pub(super) reason: String,
    pub(super) additional_details: Option<String>,
    /// `failure`, `nonServiceFailure` or `success`.
    pub(super) error_category: &'static str,
    pub(super) recommended_action: Option<String>,
}

/// Graph: provisioningStep.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProvisioningStep {
    pub(super) name: &'static str,
    #[serde(serialize_with = "step_name")]
    pub(super) provisioning_step_type: StepType,
    #[serde(serialize_with = "status_name")]
    pub(super) status: Status,
    pub(super) description: String,
    pub(super) details: Details,
}

/// Names and values, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details(pub(super) Vec<(&'static str, String)>);

/// Graph: modifiedProperty.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModifiedProperty {
    pub(super) display_name: &'static str,
    pub(super) old_value: Option<String>,
    pub(super) new_value: Option<String>,
}

/// Graph: provisioningServicePrincipal. Its page says that there is a list of them, its samples have one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    pub(super) id: String,
    pub(super) display_name: String,
}

/// Graph: provisioningSystem.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct System {
    pub(super) id: String,
    pub(super) display_name: String,
    pub(super) details: Details,
}

/// Graph: initiator.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Initiator {
    pub(super) id: String,
    pub(super) display_name: &'static str,
    /// `user`, `application` or `system`.
    pub(super) initiator_type: &'static str,
}

/// Graph: provisionedIdentity.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    pub(super) id: String,
    pub(super) display_name: String,
    pub(super) identity_type: &'static str,
    pub(super) details: Details,
}

impl Serialize for Details {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

fn action_name<S: Serializer>(action: &Action, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(action.name())
}

fn status_name<S: Serializer>(status: &Status, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(status.name())
}

fn step_name<S: Serializer>(step: &StepType, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(step.name())
}
