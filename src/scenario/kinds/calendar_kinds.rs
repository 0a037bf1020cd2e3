//! Times of the calendar and of the day.

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use super::certain::text;
use super::kind::{Kind, Value, wanted};
use crate::model::job::OfficeHours;
use crate::scenario::finding::{Finding, Wrong};
use crate::scenario::life::{Local, MOMENT, When, Zone};
use crate::scenario::value::duration_pattern;
use crate::units::SimDuration;

const DATE_TIME: &str = r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?\s*(\[[^\]]+\])?\s*$";

/// A moment of the job's life.
pub struct Moment;

impl Kind<When> for Moment {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<When, Finding> {
        let read = match value.get_ref() {
            DeValue::String(text) => When::parse(text),
            DeValue::Datetime(date) => When::parse(&date.to_string()),
            DeValue::Integer(number) => When::parse(&number.to_string()),
            other => return Err(wanted(value, key, "a moment", other).help(MOMENT)),
        };
        read.map_err(|wrong| wrong.at(value.span()))
    }

    fn schema(&self) -> Json {
        let duration = format!(r"^\s*{}\s*$", duration_pattern());
        json!({
            "type": "string",
            "anyOf": [{ "pattern": DATE_TIME }, { "pattern": duration }],
            "examples": ["36 h", "3 d 4 h", "2026-11-23 08:00"],
        })
    }
}

/// A local date-time.
pub struct DateTime;

impl Kind<Local> for DateTime {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<Local, Finding> {
        let read = match value.get_ref() {
            DeValue::String(text) => Local::parse(text),
            DeValue::Datetime(date) => Local::parse(&date.to_string()),
            other => {
                return Err(wanted(value, key, "a date-time", other)
                    .help("for example \"2026-11-23 08:00\""));
            }
        };
        read.map_err(|wrong| wrong.at(value.span()))
    }

    fn schema(&self) -> Json {
        json!({ "type": "string", "pattern": DATE_TIME, "examples": ["2026-11-23 08:00"] })
    }
}

/// A time zone, by its name or as an offset from UTC.
pub struct TimeZone;

impl Kind<Zone> for TimeZone {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<Zone, Finding> {
        Zone::parse(&text(value, key)?).map_err(|wrong| wrong.at(value.span()))
    }

    fn schema(&self) -> Json {
        json!({
            "type": "string",
            "pattern": r"^\s*([A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*|[+-][0-9]{2}(:?[0-9]{2})?)\s*$",
            "examples": ["Europe/Berlin", "UTC", "+01:00"],
        })
    }
}

/// Office hours such as `08:00 to 18:00`.
pub struct Hours;

impl Kind<OfficeHours> for Hours {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<OfficeHours, Finding> {
        const HOW: &str =
            "write \"08:00 to 18:00\", or \"22:00 to 06:00\" over midnight; the day ends at 24:00";
        let text = text(value, key).map_err(|finding| finding.help(HOW))?;
        let hours = text
            .split_once(" to ")
            .and_then(|(from, to)| Some((time_of_day(from)?, time_of_day(to)?)));
        let wrong = |message: &str| Err(Wrong::new(message, HOW).at(value.span()));
        match hours {
            Some((from, to)) if from != to => Ok(OfficeHours { from, to }),
            Some(_) => wrong("office hours must not end when they begin"),
            None => match text.split_once(['-', '–', '—']) {
                Some((from, to)) if time_of_day(from).is_some() && time_of_day(to).is_some() => {
                    let help = format!("write \"{} to {}\"", from.trim(), to.trim());
                    Err(Finding::new(value.span(), "a range is written with `to`").help(help))
                }
                _ => wrong("these are no office hours"),
            },
        }
    }

    fn schema(&self) -> Json {
        json!({
            "type": "string",
            "pattern": r"^\s*[0-9]{1,2}:[0-9]{2}\s+to\s+[0-9]{1,2}:[0-9]{2}\s*$",
            "examples": ["08:00 to 18:00", "22:00 to 06:00"],
        })
    }

    fn written(&self, hours: &OfficeHours) -> String {
        let shown = |time: SimDuration| {
            let minutes = time.as_millis() / 60_000;
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        };
        format!("{} to {}", shown(hours.from), shown(hours.to))
    }
}

/// Time since midnight in a text such as `08:00`, at most 24 hours.
fn time_of_day(text: &str) -> Option<SimDuration> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let digits = |part: &str, most: u64| {
        let plain = (1..=2).contains(&part.len()) && part.bytes().all(|one| one.is_ascii_digit());
        part.parse::<u64>()
            .ok()
            .filter(|number| plain && *number <= most)
    };
    let minutes = digits(hours, 24)? * 60 + digits(minutes, 59)?;
    (minutes <= 24 * 60).then(|| SimDuration::from_secs(minutes * 60))
}
