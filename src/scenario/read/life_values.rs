//! Values that only the life of a job has: lengths and moments of time, shares, lists of actions.

use toml::de::DeValue;

use super::plain::{self, Value};
use crate::model::job::{OfficeHours, ResetScope, TargetActions};
use crate::scenario::finding::Finding;
use crate::scenario::life::{Local, MOMENT, When, Zone};
use crate::scenario::text::abridged;
use crate::scenario::text::similar;
use crate::scenario::value::{Wrong, parse_duration, parse_share};
use crate::units::SimDuration;

/// Longest time that a job is followed, in seconds: a year.
const LONGEST: f64 = 366.0 * 86_400.0;
const OFFICE: &str =
    "write \"08:00 to 18:00\", or \"22:00 to 06:00\" over midnight; the day ends at 24:00";
/// What a restart can reset: what the portal does, and what Graph names.
pub(in crate::scenario) const RESETS: [(&str, ResetScope); 8] = {
    let [a, b, c, d, e, f, g] = ResetScope::NAMED;
    [("portal", ResetScope::PORTAL), a, b, c, d, e, f, g]
};
/// The target object actions of a mapping.
pub(in crate::scenario) const TARGET_ACTIONS: [&str; 3] = ["create", "update", "delete"];

/// A length of time of a year at most; above zero unless `or_zero`.
pub(super) fn length(value: &Value<'_>, key: &str, or_zero: bool) -> Result<SimDuration, Finding> {
    let help = match key {
        "run.horizon" => "for example horizon = \"14 d\"".to_owned(),
        _ => format!("for example {key} = \"2 h\""),
    };
    let read = match value.get_ref() {
        DeValue::String(text) => parse_duration(text),
        // The horizon is told in days, and what is spread or lasts in hours.
        DeValue::Integer(_) | DeValue::Float(_) => {
            let number = number_of(value.get_ref());
            let unit = if key == "run.horizon" { "days" } else { "h" };
            let name = key.rsplit('.').next().unwrap_or(key);
            let message = format!("`{key}` needs a unit");
            let help = format!("write {name} = \"{number} {unit}\"");
            return Err(Finding::new(value.span(), message).help(help));
        }
        other => return Err(plain::wanted(value, key, "a duration", other).help(help)),
    };
    let seconds = read.map_err(|wrong| wrong.at(value.span()))?;
    let length = SimDuration::from_secs_f64(seconds);
    let too_short = length == SimDuration::ZERO && !or_zero;
    if too_short || !(0.0..=LONGEST).contains(&seconds) {
        let least = if or_zero { "at least" } else { "above" };
        let message = format!("`{key}` must be {least} 0 s and at most 366 days");
        return Err(Finding::new(value.span(), message).help(help));
    }
    Ok(length)
}

/// A number as it is written.
fn number_of<'v>(value: &'v DeValue<'_>) -> &'v str {
    match value {
        DeValue::Integer(number) => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => "",
    }
}

/// A share of the users.
pub(super) fn share(value: &Value<'_>, key: &str) -> Result<f64, Finding> {
    let share = match value.get_ref() {
        DeValue::String(text) => parse_share(text).map_err(|wrong| wrong.at(value.span()))?,
        DeValue::Integer(number) => number.as_str().parse().unwrap_or(f64::MAX),
        DeValue::Float(number) => number.as_str().parse().unwrap_or(f64::NAN),
        other => {
            return Err(
                plain::wanted(value, key, "a share", other).help("for example 0.6 or \"60 %\"")
            );
        }
    };
    if (0.0..=1.0).contains(&share) {
        // A negative zero would be shown as one.
        return Ok(share + 0.0);
    }
    let help = if (1.0..=100.0).contains(&share) {
        format!("did you mean \"{share} %\"?")
    } else {
        "for example 0.6 or \"60 %\"".to_owned()
    };
    Err(Finding::new(
        value.span(),
        format!("`{key}` must be between 0 % and 100 %"),
    )
    .help(help))
}

/// A moment of the job's life.
pub(super) fn moment(value: &Value<'_>) -> Result<When, Finding> {
    let read = match value.get_ref() {
        DeValue::String(text) => When::parse(text),
        DeValue::Datetime(date) => When::parse(&date.to_string()),
        DeValue::Integer(number) => When::parse(&number.to_string()),
        other => return Err(plain::wanted(value, "at", "a moment", other).help(MOMENT)),
    };
    read.map_err(|wrong| wrong.at(value.span()))
}

/// A date-time.
pub(super) fn date_time(value: &Value<'_>, key: &str) -> Result<Local, Finding> {
    let read = match value.get_ref() {
        DeValue::String(text) => Local::parse(text),
        DeValue::Datetime(date) => Local::parse(&date.to_string()),
        other => {
            return Err(plain::wanted(value, key, "a date-time", other)
                .help("for example \"2026-11-23 08:00\""));
        }
    };
    read.map_err(|wrong| wrong.at(value.span()))
}

/// A time zone.
pub(super) fn time_zone(value: &Value<'_>, key: &str) -> Result<Zone, Finding> {
    let text = plain::text(value, key)?;
    Zone::parse(&text).map_err(|wrong| wrong.at(value.span()))
}

/// Office hours such as `08:00 to 18:00`.
pub(super) fn office_hours(value: &Value<'_>, key: &str) -> Result<OfficeHours, Finding> {
    let text = plain::text(value, key).map_err(|finding| finding.help(OFFICE))?;
    let hours = text
        .split_once(" to ")
        .and_then(|(from, to)| Some((time_of_day(from)?, time_of_day(to)?)));
    let wrong = |message: &str| Err(Wrong::new(message, OFFICE).at(value.span()));
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

/// A list of target object actions; those that are not in it are off.
pub(super) fn target_actions(value: &Value<'_>, key: &str) -> Result<TargetActions, Finding> {
    let help = "list those that are on: [\"create\", \"update\", \"delete\"]";
    let DeValue::Array(items) = value.get_ref() else {
        return Err(plain::wanted(value, key, "a list", value.get_ref()).help(help));
    };
    let mut on = [false; TARGET_ACTIONS.len()];
    let places: [(&str, usize); 3] = std::array::from_fn(|place| (TARGET_ACTIONS[place], place));
    for item in items.iter() {
        let place = plain::named(item, key, &places)?;
        if std::mem::replace(&mut on[place], true) {
            let message = format!("\"{}\" is listed twice", TARGET_ACTIONS[place]);
            return Err(Finding::new(item.span(), message).help("keep one of the two"));
        }
    }
    let [create, update, delete] = on;
    Ok(TargetActions {
        create,
        update,
        delete,
    })
}

/// What a restart resets: one name, several with commas between, or a list of names.
pub(super) fn reset(value: &Value<'_>) -> Result<ResetScope, Finding> {
    let mut scopes = Vec::new();
    match value.get_ref() {
        DeValue::String(text) => {
            for name in text.split(',') {
                scopes.push(reset_scope(name.trim(), value)?);
            }
        }
        DeValue::Array(items) => {
            for item in items.iter() {
                scopes.push(reset_scope(&plain::text(item, "reset")?, item)?);
            }
        }
        other => {
            return Err(
                plain::wanted(value, "reset", "a name or a list of names", other)
                    .help("for example reset = \"Watermark, Escrows\""),
            );
        }
    }
    if scopes.is_empty() || (scopes.len() > 1 && scopes.contains(&ResetScope::NONE)) {
        let message = "a restart resets either something or nothing";
        return Err(Finding::new(value.span(), message)
            .help("write \"None\" alone where nothing is reset, and \"portal\" for what the portal resets"));
    }
    Ok(scopes.into_iter().fold(ResetScope::NONE, ResetScope::union))
}

fn reset_scope(name: &str, value: &Value<'_>) -> Result<ResetScope, Finding> {
    if let Some((_, scope)) = RESETS.iter().find(|(known, _)| *known == name) {
        return Ok(*scope);
    }
    let known = RESETS.map(|(known, _)| known);
    let help = match similar(name, known) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => format!("there are {}", known.join(", ")),
    };
    let message = format!("`reset` cannot be \"{}\"", abridged(name));
    Err(Finding::new(value.span(), message).help(help))
}
