//! From the fields of one entry, wherever they stood, to the event.
//!
//! One list of names covers all dialects: Graph v1.0 and its older names, Azure Monitor records (an envelope around `properties`), columns of Log Analytics, and
//! columns of tables. Names are compared without case and signs, so `ChangeId`, `changeId` and "Change ID" are one.

use super::fields::{Fields, Names, Value, items, object};
use super::log_moment::{millis, moment};
use crate::logs::log_event::{Id, LogEvent, ObjectKind, Traits};
use crate::logs::vocabulary::{Action, Status, StepType};

/// Fields of an entry.
#[derive(Clone, Copy)]
#[repr(usize)]
pub(super) enum Field {
    Ended,
    Duration,
    Job,
    Cycle,
    Change,
    Id,
    Action,
    StatusInfo,
    Result,
    Code,
    Steps,
    Changed,
    Source,
    Target,
    SourceId,
    SourceKind,
    TargetKind,
    Properties,
}

pub(super) const FIELDS: usize = Field::Properties as usize + 1;

pub(super) const NAMES: Names<FIELDS> = [
    &[
        "activitydatetime",
        "time",
        "timegenerated",
        "timegeneratedutc",
        "date",
        "activitydate",
        "dateutc",
    ],
    &[
        "durationinmilliseconds",
        "durationms",
        "duration",
        "durationinms",
    ],
    &["jobid"],
    &["cycleid"],
    &["changeid"],
    &["id", "identity", "correlationid"],
    &["provisioningaction", "action"],
    &["provisioningstatusinfo", "statusinfo"],
    &[
        "resulttype",
        "status",
        "statusinfostatus",
        "provisioningstatusinfostatus",
        "result",
    ],
    &[
        "errorcode",
        "resultsignature",
        "statusinfoerrorcode",
        "provisioningstatusinfoerrorinformationerrorcode",
        "statuserrorcode",
    ],
    &["provisioningsteps"],
    &["modifiedproperties"],
    &["sourceidentity"],
    &["targetidentity"],
    &["sourceid", "sourceidentityid"],
    &[
        "sourceidentityidentitytype",
        "sourceidentitytype",
        "sourcetype",
        "identitytype",
    ],
    &[
        "targetidentityidentitytype",
        "targetidentitytype",
        "targettype",
    ],
    &["properties"],
];

/// Names of an identity.
const IDENTITY: Names<2> = [&["id"], &["identitytype"]];
/// Names of a status, and of the error within it.
const STATUS: Names<3> = [
    &["status"],
    &["errorinformation", "errorinfo"],
    &["errorcode"],
];
/// Names of a step.
pub(super) const STEP: Names<4> = [
    &["name", "stepname"],
    &["provisioningsteptype", "type", "steptype"],
    &["status", "stepstatus", "result"],
    &["details"],
];
/// Names of a changed attribute.
pub(super) const PROPERTY: Names<3> = [
    &["displayname", "propertyname", "name", "attributename"],
    &["oldvalue"],
    &["newvalue"],
];

/// Why an entry cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not valid JSON, or not of the form of an entry.
    #[error("is no valid JSON")]
    Malformed,
    /// Not a text in UTF-8.
    #[error("is not valid UTF-8")]
    NotUtf8,
    /// A value stands where an entry is expected.
    #[error("is no JSON object")]
    NoObject,
    /// The file or line ends within it.
    #[error("is cut off")]
    CutOff,
    /// Longer than any entry.
    #[error("is longer than 16 MiB; nothing behind it is read")]
    TooLong,
    /// Moment missing or wrong.
    #[error("has no moment (activityDateTime, time, TimeGenerated)")]
    NoMoment,
    /// Neither action nor status.
    #[error("has neither an action nor a status of provisioning")]
    NoAction,
    /// The source breaks off.
    #[error("cannot be read further")]
    Broken,
}

/// The event of an entry in JSON.
pub(super) fn event_of_json(json: &str) -> Result<LogEvent, Unreadable> {
    let fields = object(json, &NAMES).map_err(|_| Unreadable::Malformed)?;
    // An envelope says less than what it holds, which may be a text.
    let inner = value(&fields, Field::Properties).and_then(Value::json);
    let inner = inner.as_deref().map(|inner| object(inner, &NAMES));
    match inner {
        Some(Ok(mut inner)) => {
            for (own, outer) in inner.iter_mut().zip(fields) {
                *own = own.filter(|own| own.text().is_some()).or(outer);
            }
            event(&inner)
        }
        _ => event(&fields),
    }
}

fn value<'a>(fields: &Fields<'a, FIELDS>, field: Field) -> Option<Value<'a>> {
    fields[field as usize]
}

/// The event of an entry's fields.
pub(super) fn event(fields: &Fields<'_, FIELDS>) -> Result<LogEvent, Unreadable> {
    let text = |field| value(fields, field).and_then(Value::text);
    let id = |field| value(fields, field).and_then(Value::id).unwrap_or_default();
    let ended = text(Field::Ended)
        .and_then(|text| moment(&text))
        .ok_or(Unreadable::NoMoment)?;
    let action = text(Field::Action).and_then(|text| Action::read(&text));
    let (status, code) = status(fields);
    if action.is_none() && status.is_none() {
        return Err(Unreadable::NoAction);
    }
    let mut event = LogEvent {
        ended,
        duration_ms: text(Field::Duration).and_then(|text| millis(&text)),
        job: id(Field::Job),
        cycle: id(Field::Cycle),
        change: id(Field::Change),
        source: id(Field::SourceId),
        kind: ObjectKind::Other,
        action: action.unwrap_or(Action::Other),
        status: status.unwrap_or(Status::Success),
        code,
        traits: Traits::default(),
        properties_changed: 0,
    };
    if event.change == Id::default() {
        event.change = id(Field::Id);
    }
    identities(fields, &mut event);
    let steps = value(fields, Field::Steps).and_then(Value::json);
    for step in steps.as_deref().map(items).unwrap_or_default() {
        if let Ok(step) = object(step.get(), &STEP) {
            add_step(&mut event.traits, &step);
        }
    }
    let changed = value(fields, Field::Changed).and_then(Value::json);
    for property in changed.as_deref().map(items).unwrap_or_default() {
        if let Ok(property) = object(property.get(), &PROPERTY) {
            event.properties_changed += 1;
            add_property(&mut event.traits, &property);
        }
    }
    Ok(event)
}

/// The status, and the code of the error if there is one.
fn status(fields: &Fields<'_, FIELDS>) -> (Option<Status>, Option<Box<str>>) {
    let read = |value: Option<Value<'_>>| {
        value
            .and_then(Value::text)
            .and_then(|text| Status::read(&text))
    };
    let code = |value: Option<Value<'_>>| {
        value
            .and_then(Value::text)
            .and_then(|text| error_code(&text))
    };
    let mut status = None;
    let mut found = None;
    let info = value(fields, Field::StatusInfo).and_then(Value::json);
    if let Some(Ok([own, error, own_code])) = info.as_deref().map(|info| object(info, &STATUS)) {
        status = read(own);
        found = code(own_code);
        let error = error.and_then(Value::json);
        if let Some(Ok([_, _, error])) = error.as_deref().map(|error| object(error, &STATUS)) {
            found = found.or(code(error));
        }
    }
    let status = status.or_else(|| read(value(fields, Field::Result)));
    let found = found.or_else(|| code(value(fields, Field::Code)));
    (status, found)
}

/// An error code as the log spells it; texts that are none are left out.
fn error_code(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let is_code = text.len() <= 80
        && text.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
    (is_code && !text.eq_ignore_ascii_case("none")).then(|| text.into())
}

/// Who the entry is about.
fn identities(fields: &Fields<'_, FIELDS>, event: &mut LogEvent) {
    let kind = |text: &str| {
        let last = text.rsplit([':', '.']).next().unwrap_or_default().trim();
        match last {
            _ if last.eq_ignore_ascii_case("user") => ObjectKind::User,
            _ if last.eq_ignore_ascii_case("group") => ObjectKind::Group,
            _ => ObjectKind::Other,
        }
    };
    let columns = [Field::SourceKind, Field::TargetKind].map(|field| value(fields, field));
    for (field, column) in [Field::Source, Field::Target].into_iter().zip(columns) {
        let json = value(fields, field).and_then(Value::json);
        let [id, type_of] = match json.as_deref().map(|json| object(json, &IDENTITY)) {
            Some(Ok(identity)) => identity,
            _ => [None, None],
        };
        if matches!(field, Field::Source) && event.source == Id::default() {
            event.source = id.and_then(Value::id).unwrap_or_default();
        }
        if event.kind == ObjectKind::Other {
            let text = type_of.or(column).and_then(Value::text);
            event.kind = text.map_or(ObjectKind::Other, |text| kind(&text));
        }
    }
}

/// What a step tells.
pub(super) fn add_step(traits: &mut Traits, step: &Fields<'_, { STEP.len() }>) {
    let [name, step_type, _, details] = step;
    let name = name.and_then(Value::text).unwrap_or_default();
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    traits.is_retry |= is("EntryEscrowRetry");
    traits.was_matched |= is("EntryImportByMatchingProperty") || is("EntryImportByJoiningProperty");
    let step_type = step_type.and_then(Value::text);
    let step_type = step_type.and_then(|text| StepType::read(&text));
    traits.has_references |= step_type == Some(StepType::ReferenceResolution);
    if is("EntrySynchronizationScoping") || is("EntrySynchronizationSkip") {
        let details = details.and_then(Value::text).unwrap_or_default();
        let says = |reasons: &[&str]| reasons.iter().any(|reason| details.contains(reason));
        traits.out_of_scope |= says(&["NotEffectivelyEntitled", "NotInScope", "OutOfScope"]);
        traits.is_redundant |= says(&["RedundantExport"]);
    }
}

/// What a changed attribute tells: its name, and whether it has a value before and after.
pub(super) fn add_property(traits: &mut Traits, property: &Fields<'_, { PROPERTY.len() }>) {
    let [name, before, after] = (*property).map(|value| value.and_then(Value::text));
    let name = name.unwrap_or_default();
    let last = name.rsplit([':', '.']).next().unwrap_or_default();
    let is_of_members = ["members", "member"]
        .iter()
        .any(|known| last.eq_ignore_ascii_case(known));
    traits.has_references |= is_of_members || last.eq_ignore_ascii_case("manager");
    if is_of_members {
        traits.members_added += u32::from(after.is_some() || before.is_none());
        traits.members_removed += u32::from(after.is_none() && before.is_some());
    }
}
