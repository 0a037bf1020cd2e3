//! What the log tells of a piece of work: action, status, steps and what was modified.
//!
//! Names of steps and details are those of published samples and pages, as far as there are any (docs/logs.md lists them).

use super::made_up::{MadeUp, Subject};
use super::object_summary::{
    Details, ErrorInformation, ModifiedProperty, ProvisioningStep, StatusInfo,
};
use crate::experiment::identifiers::Identified;
use crate::logs::{Action, Status, StepType};
use crate::model::job::DropReason;
use crate::model::{
    AfterFailure, Deed, EndedWork, ErrorCode, FailsAt, Failure, ScopeMode, Work, WorkResult,
};

const TARGET: &str = "the application";

/// A piece of work of which an entry tells.
pub(super) struct Told<'t> {
    pub work: &'t EndedWork,
    pub subject: &'t Subject,
    pub scope: ScopeMode,
}

impl Told<'_> {
    pub fn action(&self) -> Action {
        let deed = match self.work.deed {
            Deed::Nothing => Action::Other,
            Deed::Create => Action::Create,
            Deed::Update | Deed::TakeOut => Action::Update,
            Deed::Disable => Action::Disable,
            Deed::Delete => Action::Delete,
        };
        match self.work.result {
            WorkResult::Staged => Action::StagedDelete,
            _ => deed,
        }
    }

    pub fn status(&self) -> Status {
        match (self.work.result, self.work.deed) {
            (WorkResult::Failed(_), _) => Status::Failure,
            (WorkResult::Done, Deed::Nothing) => Status::Skipped,
            (WorkResult::Done, _) => Status::Success,
            (WorkResult::Skipped(_) | WorkResult::Staged, _) => Status::Skipped,
        }
    }

    /// Whether the object is in the target afterwards, or was found there.
    pub fn is_in_target(&self) -> bool {
        let is_there = !self.work.is_new || self.work.result == WorkResult::Done;
        is_there && self.subject_is_known()
    }

    fn subject_is_known(&self) -> bool {
        !matches!(
            self.work.result,
            WorkResult::Skipped(DropReason::OutOfScope)
        )
    }

    pub fn status_info(&self) -> StatusInfo {
        let status = self.status();
        let error_information = match self.work.result {
            WorkResult::Failed(failure) => Some(failed(failure)),
            _ if status == Status::Skipped => Some(ErrorInformation {
                error_code: "EntrySynchronizationSkipped",
                reason: self.skip_words(),
                additional_details: None,
                error_category: "success",
                recommended_action: None,
            }),
            _ => None,
        };
        StatusInfo {
            status,
            error_information,
        }
    }

    fn skip_words(&self) -> String {
        let Subject { kind, name, .. } = self.subject;
        let why = match self.work.result {
            WorkResult::Staged => "is not deleted, since the deletion threshold is exceeded",
            WorkResult::Skipped(DropReason::OutOfScope) => "is skipped: not in scope",
            WorkResult::Skipped(DropReason::ActionOff) => {
                "is skipped: the mapping does not allow the action"
            }
            WorkResult::Skipped(_) => "is kept, since deletions out of scope are skipped",
            _ => "is skipped: nothing differs",
        };
        format!("{kind} '{name}' {why}")
    }

    /// The steps that the work came through.
    pub fn steps(&self) -> Vec<ProvisioningStep> {
        let failure = match self.work.result {
            WorkResult::Failed(failure) => Some(failure),
            _ => None,
        };
        let mut steps = vec![self.import(failure)];
        if failure.is_some_and(|failure| failure.at == FailsAt::Import) {
            return steps;
        }
        let is_outside = !self.subject_is_known();
        steps.push(self.scoping(is_outside));
        if is_outside {
            steps.push(self.skip("NotEffectivelyEntitled", StepType::Processing));
            return steps;
        }
        if let Some(code) = failure.map(|failure| failure.code)
            && code == ErrorCode::UnableToResolveReferenceAttributeValue
        {
            steps.push(self.unresolved());
            return steps;
        }
        steps.push(self.matching(failure));
        if failure.is_none_or(|failure| failure.at == FailsAt::Write) {
            let is_reference = matches!(self.work.of.work, Work::Manager(_))
                || matches!(self.work.of.work, Work::Memberships { .. });
            if is_reference {
                steps.push(self.resolved());
            }
            steps.push(self.last(failure));
        }
        steps
    }

    fn step(
        &self,
        name: &'static str,
        provisioning_step_type: StepType,
        status: Status,
        words: &str,
    ) -> ProvisioningStep {
        let Subject {
            kind, name: who, ..
        } = self.subject;
        ProvisioningStep {
            name,
            provisioning_step_type,
            status,
            description: format!("{kind} '{who}' {words}"),
            details: Details::default(),
        }
    }

    fn import(&self, failure: Option<Failure>) -> ProvisioningStep {
        let fails = failure.is_some_and(|failure| failure.at == FailsAt::Import);
        let (name, words) = match (self.work.is_retry, self.work.deed) {
            (true, _) => ("EntryEscrowRetry", "failed before and is tried again"),
            (false, Deed::Create) => ("EntryImportAdd", "was received as new"),
            (false, Deed::Delete) => ("EntryImportDelete", "was received as deleted"),
            (false, _) => ("EntryImport", "was retrieved"),
        };
        let mut step = self.step(name, StepType::Import, ended(fails), words);
        step.details.0 = match self.work.is_retry {
            true => vec![
                ("Identifier", self.subject.id.clone()),
                ("Origin", "Source".to_owned()),
                ("TypeName", "EscrowedEntryDefault".to_owned()),
            ],
            false => vec![
                ("objectId", self.subject.id.clone()),
                ("displayName", self.subject.name.clone()),
            ],
        };
        step
    }

    fn scoping(&self, is_outside: bool) -> ProvisioningStep {
        let (status, words) = match is_outside {
            true => (Status::Skipped, "is not in scope"),
            false => (Status::Success, "was evaluated against each scoping filter"),
        };
        let mut step = self.step(
            "EntrySynchronizationScoping",
            StepType::Scoping,
            status,
            words,
        );
        let leaves = matches!(
            self.work.of.work,
            Work::UserRemoval(_) | Work::GroupRemoval(_)
        );
        let is_assigned = self.scope == ScopeMode::Assigned;
        let told = |holds: bool| (if holds { "True" } else { "False" }).to_owned();
        let is_in = !is_outside && !leaves;
        step.details.0 = vec![
            ("Active in the source system", told(true)),
            ("Assigned to the application", told(is_in || !is_assigned)),
            (
                "Scoping filter evaluation passed",
                told(is_in || is_assigned),
            ),
            ("ScopeEvaluationResult", "{}".to_owned()),
        ];
        step
    }

    fn matching(&self, failure: Option<Failure>) -> ProvisioningStep {
        let fails = failure
            .is_some_and(|failure| matches!(failure.at, FailsAt::Matching | FailsAt::Lookup));
        let (name, words) = match (self.work.is_new, self.work.deed) {
            _ if fails => ("EntryImport", "could not be looked up in the application"),
            (_, Deed::Create) => (
                "EntrySynchronizationAdd",
                "was not found in the application and is to be created",
            ),
            (true, _) => (
                "EntryImportByMatchingProperty",
                "was found in the application by its matching property",
            ),
            (false, _) => ("EntryImport", "was retrieved from the application"),
        };
        let mut step = self.step(name, StepType::Matching, ended(fails), words);
        step.details.0 = vec![("ReportableIdentifier", self.subject.principal())];
        step
    }

    fn skip(&self, reason: &str, step_type: StepType) -> ProvisioningStep {
        let name = "EntrySynchronizationSkip";
        let mut step = self.step(name, step_type, Status::Skipped, "is skipped");
        step.details.0 = vec![
            ("SkipReason", reason.to_owned()),
            ("ReportableIdentifier", self.subject.principal()),
        ];
        step
    }

    fn resolved(&self) -> ProvisioningStep {
        let words = "has references that were resolved";
        let kind = StepType::ReferenceResolution;
        self.step("EntryReferenceResolution", kind, Status::Success, words)
    }

    /// Nobody whom the reference leads to is in the target, as far as the service knows. The pattern of the description is that of
    /// application-provisioning-log-analytics.
    fn unresolved(&self) -> ProvisioningStep {
        let name = ErrorCode::UnableToResolveReferenceAttributeValue.name();
        let (attribute, count) = match self.work.of.work {
            Work::Memberships { members, .. } => ("members", members),
            _ => ("manager", 1),
        };
        let who = match count {
            1 => "an object that is not in the application".to_owned(),
            count => format!("{count} objects that are not in the application"),
        };
        let mut step = self.step(name, StepType::ReferenceResolution, Status::Failure, "");
        step.description = format!(
            "We were unable to assign {who} as the {attribute} of {}.",
            self.subject.name
        );
        step.details.0 = vec![
            ("AttributeName", attribute.to_owned()),
            ("CountOfReferences", count.to_string()),
        ];
        step
    }

    /// What was written, or why nothing was.
    fn last(&self, failure: Option<Failure>) -> ProvisioningStep {
        let fails = failure.is_some();
        let (name, done) = match (self.work.deed, self.work.result) {
            (_, WorkResult::Staged) => return self.skip("StagedDelete", StepType::Processing),
            (_, WorkResult::Skipped(DropReason::ActionOff)) => {
                return self.skip("TargetActionOff", StepType::Processing);
            }
            (_, WorkResult::Skipped(_)) => {
                return self.skip("SkipOutOfScopeDeletions", StepType::Processing);
            }
            (Deed::Nothing, _) => return self.skip("RedundantExport", StepType::Export),
            (Deed::Create, _) => ("EntryExportAdd", "created"),
            (Deed::Update | Deed::TakeOut, _) => ("EntryExportUpdate", "updated"),
            (Deed::Disable, _) => ("EntryExportUpdateSoftDelete", "disabled"),
            (Deed::Delete, _) => ("EntryExportDelete", "deleted"),
        };
        let words = match fails {
            true => format!("could not be {done} in {TARGET}"),
            false => format!("was {done} in {TARGET}"),
        };
        let mut step = self.step(name, StepType::Export, ended(fails), &words);
        step.details.0 = vec![("ReportableIdentifier", self.subject.principal())];
        step
    }

    /// What was written, or was to be. `change` is the number of the change.
    pub fn modified(&self, made_up: &MadeUp, change: u64) -> Vec<ModifiedProperty> {
        let is_written = match self.work.result {
            WorkResult::Done => true,
            WorkResult::Failed(failure) => {
                failure.code != ErrorCode::UnableToResolveReferenceAttributeValue
            }
            _ => false,
        };
        let new = |name, value: &str| modified(name, None, Some(value));
        let guid = |of, number| made_up.identifiers.guid(of, number);
        match (self.work.of.work, self.work.deed) {
            _ if !is_written => Vec::new(),
            (Work::Memberships { members, .. }, deed) => (0..u64::from(members))
                .map(|member| {
                    let id = guid(Identified::Member, change << 28 | member);
                    match deed {
                        Deed::TakeOut => modified("members", Some(&id), None),
                        _ => new("members", &id),
                    }
                })
                .collect(),
            (Work::Manager(_), Deed::Update) => {
                vec![new("manager", &guid(Identified::Member, change << 28))]
            }
            (Work::Group(_), Deed::Create) => vec![
                new("displayName", &self.subject.name),
                new("externalId", &self.subject.id),
            ],
            (_, Deed::Create) => vec![
                new("userName", &self.subject.principal()),
                new("displayName", &self.subject.name),
                new("externalId", &self.subject.id),
                new("active", "True"),
            ],
            (_, Deed::Update) => vec![modified("title", Some("Title 1"), Some("Title 2"))],
            (_, Deed::Disable) => vec![modified("active", Some("True"), Some("False"))],
            _ => Vec::new(),
        }
    }
}

fn ended(fails: bool) -> Status {
    match fails {
        true => Status::Failure,
        false => Status::Success,
    }
}

fn failed(failure: Failure) -> ErrorInformation {
    let category = match failure.code {
        ErrorCode::InternalError => "failure",
        _ => "nonServiceFailure",
    };
    let then = match failure.then {
        AfterFailure::Retry => "It is tried again within the cycle.",
        AfterFailure::Escrow => "It will be tried again in a later cycle.",
        AfterFailure::GivenUp => "It will not be tried again.",
    };
    let code = failure.code.name();
    ErrorInformation {
        error_code: code,
        reason: format!("The operation failed with {code}. {then}"),
        additional_details: None,
        error_category: category,
        recommended_action: None,
    }
}

fn modified(display_name: &'static str, old: Option<&str>, new: Option<&str>) -> ModifiedProperty {
    ModifiedProperty {
        display_name,
        old_value: old.map(str::to_owned),
        new_value: new.map(str::to_owned),
    }
}
