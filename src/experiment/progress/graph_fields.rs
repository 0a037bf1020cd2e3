//! The fields of a job status. Graph writes names in camelCase, PowerShell's objects have them in PascalCase; numbers, moments and codes of
//! states come as their tools like them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde_json::{Map, Value};

/// Why a document is no job status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// It is no JSON.
    #[error(
        "it is no JSON: {0}\n  help: save the answer of GET /servicePrincipals/{{id}}/synchronization/jobs/{{jobId}} as it comes"
    )]
    Json(String),
    /// It is larger than any.
    #[error(
        "it has {0} bytes, and the status of a job has some thousands\n  help: name a file with one synchronizationJob"
    )]
    TooLarge(usize),
    /// It holds no job.
    #[error(
        "it is no synchronizationJob: {0}\n  help: it has `id`, `schedule` and `status`; save the answer of GET /servicePrincipals/{{id}}/synchronization/jobs/{{jobId}}"
    )]
    NoJob(String),
    /// It is a list of several.
    #[error("it lists {0} jobs: {1}\n  help: save the one that is meant alone")]
    Several(usize, String),
    /// A field has a value that cannot be.
    #[error("`{field}` is {found}, and {wanted} is wanted")]
    Field {
        /// Its name, behind those that it stands in.
        field: String,
        /// What stands there.
        found: String,
        /// What should.
        wanted: &'static str,
    },
}

/// An object with its name within the document.
#[derive(Clone, Copy)]
pub(super) struct Fields<'v> {
    name: &'v str,
    map: &'v Map<String, Value>,
}

impl<'v> Fields<'v> {
    pub fn of(name: &'v str, value: &'v Value) -> Option<Self> {
        value.as_object().map(|map| Self { name, map })
    }

    /// The names of the first fields, for whoever has to guess what this is.
    pub fn names(&self) -> String {
        const SHOWN: usize = 6;
        let names = self.map.keys().take(SHOWN);
        let names: Vec<String> = names.map(|name| format!("`{}`", shown(name))).collect();
        names.join(", ")
    }

    /// A value that is there, in upper or lower case.
    pub fn get(&self, name: &str) -> Option<&'v Value> {
        let is_it = |key: &&String| key.eq_ignore_ascii_case(name);
        let value = self.map.get(name);
        let value = value.or_else(|| {
            self.map
                .keys()
                .find(is_it)
                .and_then(|key| self.map.get(key))
        });
        value.filter(|value| !value.is_null())
    }

    /// An object in it.
    pub fn fields(&self, name: &'static str) -> Option<Fields<'v>> {
        Fields::of(name, self.get(name)?)
    }

    /// A text; an empty one is none.
    pub fn text(&self, name: &str) -> Option<&'v str> {
        let text = self.get(name)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// A whole number, which may be written as a text or as `3.0`.
    pub fn count(&self, name: &str) -> Result<Option<u64>, StatusError> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let count = match value {
            Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
            Value::String(text) if text.trim().is_empty() => return Ok(None),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        let wrong = || self.wrong(name, value, "a whole number from zero up");
        count.map(Some).ok_or_else(wrong)
    }

    /// Seconds since 1970 of a moment; none for an empty text and for the year 1, which stands for never.
    pub fn moment(&self, name: &str) -> Result<Option<i64>, StatusError> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let read = match value {
            Value::String(text) if text.trim().is_empty() => return Ok(None),
            Value::String(text) => moment(text.trim()),
            _ => None,
        };
        let wrong = || self.wrong(name, value, "a moment such as 2026-11-28T08:00:00Z");
        let moment = read.ok_or_else(wrong)?;
        Ok((moment > LAST_UNSET).then_some(moment))
    }

    /// One of some names, which may also be written as their number.
    pub fn name_of(
        &self,
        name: &str,
        all: &[&'static str],
    ) -> Result<Option<&'static str>, StatusError> {
        let found = match self.get(name) {
            None => return Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => return Ok(None),
            Some(Value::String(text)) => {
                let mut all = all.iter();
                all.find(|one| one.eq_ignore_ascii_case(text.trim()))
            }
            Some(Value::Number(number)) => {
                let number = number
                    .as_u64()
                    .and_then(|number| usize::try_from(number).ok());
                number.and_then(|number| all.get(number))
            }
            Some(_) => None,
        };
        let value = self.get(name).unwrap_or(&Value::Null);
        let wrong = || self.wrong(name, value, "a name that Graph has for it");
        found.map(|found| Some(*found)).ok_or_else(wrong)
    }

    fn wrong(&self, name: &str, value: &Value, wanted: &'static str) -> StatusError {
        StatusError::Field {
            field: format!("{}.{name}", self.name),
            found: shown(&value.to_string()),
            wanted,
        }
    }
}

/// The end of the year 1: what lies before was never set.
const LAST_UNSET: i64 = -62_104_000_000;

fn whole(number: f64) -> Option<u64> {
    (number.fract() == 0.0 && (0.0..9e15).contains(&number)).then_some(number as u64)
}

/// The beginning of what may be long.
fn shown(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Reads a moment: RFC 3339 with a `Z` or an offset, the same without either, which Graph means in UTC, and `/Date(1764316800000)/`, as Windows
/// PowerShell writes it.
fn moment(text: &str) -> Option<i64> {
    if let Some(millis) = text
        .strip_prefix("/Date(")
        .and_then(|rest| rest.strip_suffix(")/"))
    {
        let millis: i64 = millis.parse().ok()?;
        return Some(millis.div_euclid(1_000));
    }
    let with_offset = text.parse::<Timestamp>();
    let moment = with_offset.or_else(|_| Offset::UTC.to_timestamp(text.parse::<DateTime>()?));
    moment.ok().map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn moments_are_read_as_each_tool_writes_them() {
        const MORNING: i64 = 1_764_316_800;
        for text in [
            "2025-11-28T08:00:00Z",
            "2025-11-28T08:00:00.5165123Z",
            "2025-11-28T08:00:00+00:00",
            "2025-11-28 08:00:00+00:00",
            "2025-11-28T09:00:00+01:00",
            "2025-11-28T08:00:00",
            "/Date(1764316800000)/",
        ] {
            assert_eq!(moment(text), Some(MORNING), "{text}");
        }
        for text in [
            "soon",
            "2025-13-01T00:00:00Z",
            "/Date(x)/",
            "8 o'clock",
            "28.11.2025 08:00",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_never_set_is_no_moment() {
        let value = json!({ "a": "0001-01-01T00:00:00Z", "b": "0001-01-01T00:00:00+00:00", "c": "", "d": null });
        let fields = Fields::of("status", &value).unwrap();
        for name in ["a", "b", "c", "d", "e"] {
            assert_eq!(fields.moment(name), Ok(None), "{name}");
        }
    }

    #[test]
    fn numbers_come_as_texts_and_names_in_any_case() {
        let value = json!({ "CompletedUnits": "1025", "totalUnits": 3024.0, "code": 4, "state": "nOtRuN", "bad": -1 });
        let fields = Fields::of("progress", &value).unwrap();
        assert_eq!(fields.count("completedUnits"), Ok(Some(1_025)));
        assert_eq!(fields.count("totalUnits"), Ok(Some(3_024)));
        let names = ["NotConfigured", "NotRun", "Active", "Paused", "Quarantine"];
        assert_eq!(fields.name_of("code", &names), Ok(Some("Quarantine")));
        assert_eq!(fields.name_of("state", &names), Ok(Some("NotRun")));
        let wrong = fields.count("bad").unwrap_err().to_string();
        assert_eq!(
            wrong,
            "`progress.bad` is -1, and a whole number from zero up is wanted"
        );
    }
}
