//! A synchronizationJob of Graph, as far as it tells how a job stands.

use serde_json::Value;

use super::graph_fields::{Fields, StatusError};

/// More than any job status has; a list of jobs of one application has no more.
const MOST_BYTES: usize = 16 << 20;
/// Graph's codes of a job in the order of their numbers (synchronizationStatus).
const CODES: [&str; 5] = ["NotConfigured", "NotRun", "Active", "Paused", "Quarantine"];
/// Graph's states of a schedule in the order of their numbers (synchronizationSchedule).
const SCHEDULES: [&str; 3] = ["Active", "Disabled", "Paused"];

/// What a job status says. Moments are seconds since 1970; whatever is not there, or was never set, is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenJob {
    /// The code of the status, as Graph writes it.
    pub code: Option<&'static str>,
    /// The state of the schedule, as Graph writes it.
    pub schedule: Option<&'static str>,
    /// Pages done and pages in all of the cycle under way, and when that was so.
    pub progress: Option<SeenProgress>,
    /// When an execution began that has not ended.
    pub runs_since: Option<i64>,
    /// When the last execution ended.
    pub last_ended: Option<i64>,
    /// How the last execution ended: its state and the code of its error.
    pub last_result: Option<(String, String)>,
    /// When nothing was left to do for the first time, which is after the first initial cycle.
    pub steady_since: Option<i64>,
    /// The quarantine.
    pub quarantine: Option<SeenQuarantine>,
}

/// How far a cycle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenProgress {
    /// Pages done.
    pub done: u64,
    /// Pages in all; above zero, and not less than those done.
    pub total: u64,
    /// When it was seen.
    pub at: Option<i64>,
}

/// A quarantine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenQuarantine {
    /// Why, in Graph's word.
    pub reason: Option<String>,
    /// What the target answered: the code and the message.
    pub error: Option<(String, String)>,
    /// When it was last evaluated and imposed.
    pub current_began: Option<i64>,
    /// When it was first imposed.
    pub series_began: Option<i64>,
    /// How often it was evaluated and imposed.
    pub series_count: Option<u64>,
    /// When the job is tried again.
    pub next_attempt: Option<i64>,
}

/// Reads the status of a job: a synchronizationJob, a page or a list with one, or its `status` alone.
///
/// ```
/// use cyclecast::experiment::progress::read_job;
///
/// let text = br#"{ "Status": { "Code": "NotRun", "Progress": [{ "CompletedUnits": "1025", "TotalUnits": "3024", "Units": "pages" }] } }"#;
/// let progress = read_job(text)?.progress.unwrap();
/// assert_eq!((progress.done, progress.total), (1_025, 3_024));
/// # Ok::<(), cyclecast::experiment::progress::StatusError>(())
/// ```
///
/// # Errors
/// Why it is no job status, or which field cannot be what it is.
pub fn read_job(bytes: &[u8]) -> Result<SeenJob, StatusError> {
    if bytes.len() > MOST_BYTES {
        return Err(StatusError::TooLarge(bytes.len()));
    }
    let value: Value =
        serde_json::from_slice(bytes).map_err(|reason| StatusError::Json(reason.to_string()))?;
    let value = the_only(&value)?;
    let Some(job) = Fields::of("job", value) else {
        let what = match value {
            Value::Null => "it is null, as a job without a status has it",
            _ => "it is no object",
        };
        return Err(StatusError::NoJob(what.to_owned()));
    };
    let is_status = |fields: &Fields<'_>| {
        let signs = ["code", "lastExecution", "progress", "quarantine"];
        signs.iter().any(|name| fields.get(name).is_some())
    };
    let status = job.fields("status").or(Some(job));
    let Some(status) = status.filter(is_status) else {
        return Err(StatusError::NoJob(format!("it has {}", job.names())));
    };
    let schedule = job.fields("schedule");
    let schedule = schedule.map(|schedule| schedule.name_of("state", &SCHEDULES));
    let mut seen = SeenJob {
        code: status.name_of("code", &CODES)?,
        schedule: schedule.transpose()?.flatten(),
        progress: progress(&status)?,
        steady_since: status.moment("steadyStateFirstAchievedTime")?,
        quarantine: status
            .fields("quarantine")
            .map(|one| quarantine(&one))
            .transpose()?,
        ..SeenJob::default()
    };
    if let Some(last) = status.fields("lastExecution") {
        let (began, ended) = (last.moment("timeBegan")?, last.moment("timeEnded")?);
        seen.runs_since = began.filter(|_| ended.is_none());
        seen.last_ended = ended;
        let error = last.fields("error").and_then(|error| error.text("code"));
        let state = last.text("state").unwrap_or_default().to_owned();
        seen.last_result = Some((state, error.unwrap_or_default().to_owned()));
    }
    Ok(seen)
}

/// The job within a page of them or a list, if it is the only one.
fn the_only(value: &Value) -> Result<&Value, StatusError> {
    let page = Fields::of("page", value).and_then(|page| page.get("value"));
    let Some(list) = page.unwrap_or(value).as_array() else {
        return Ok(value);
    };
    match &list[..] {
        [] => Err(StatusError::NoJob("the list is empty".to_owned())),
        [only] => Ok(only),
        several => {
            const SHOWN: usize = 5;
            let ids = several.iter().take(SHOWN).map(|one| {
                let job = Fields::of("job", one);
                let id = job.and_then(|job| job.text("id"));
                id.unwrap_or("one without an id").to_owned()
            });
            let ids: Vec<String> = ids.collect();
            Err(StatusError::Several(several.len(), ids.join(", ")))
        }
    }
}

/// The latest of the entries that count pages.
fn progress(status: &Fields<'_>) -> Result<Option<SeenProgress>, StatusError> {
    let entries = match status.get("progress") {
        Some(Value::Array(entries)) => &entries[..],
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    let mut latest: Option<SeenProgress> = None;
    for entry in entries
        .iter()
        .filter_map(|entry| Fields::of("progress", entry))
    {
        let (done, total) = (entry.count("completedUnits")?, entry.count("totalUnits")?);
        let (Some(done), Some(total)) = (done, total.filter(|total| *total > 0)) else {
            continue;
        };
        if done > total {
            return Err(StatusError::Field {
                field: "progress.completedUnits".to_owned(),
                found: format!("{done} of {total}"),
                wanted: "no more than totalUnits",
            });
        }
        let seen = SeenProgress {
            done,
            total,
            at: entry.moment("progressObservationDateTime")?,
        };
        if latest.is_none_or(|latest| latest.at <= seen.at) {
            latest = Some(seen);
        }
    }
    Ok(latest)
}

fn quarantine(fields: &Fields<'_>) -> Result<SeenQuarantine, StatusError> {
    let text = |fields: &Fields<'_>, name| fields.text(name).unwrap_or_default().to_owned();
    Ok(SeenQuarantine {
        reason: fields.text("reason").map(str::to_owned),
        error: fields
            .fields("error")
            .map(|error| (text(&error, "code"), text(&error, "message"))),
        current_began: fields.moment("currentBegan")?,
        series_began: fields.moment("seriesBegan")?,
        series_count: fields.count("seriesCount")?,
        next_attempt: fields.moment("nextAttempt")?,
    })
}

impl SeenQuarantine {
    /// Whether it says anything: documentation shows jobs with a quarantine of empty texts.
    pub(super) fn is_set(&self) -> bool {
        self.reason.is_some() || self.series_began.is_some() || self.current_began.is_some()
    }
}
