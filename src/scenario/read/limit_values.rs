//! What may stand within a rate limit.

use toml::de::DeValue;

use super::plain::{self, Value};
use crate::model::{Endpoint, EndpointSet, Excess, RetryAfter};
use crate::scenario::finding::{Finding, Span};
use crate::scenario::text::abridged;
use crate::scenario::text::similar;
use crate::scenario::value::{Wrong, parse_count, parse_duration, parse_share, two_readings};
use crate::units::SimDuration;

/// More calls than any target allows.
pub(in crate::scenario) const MOST_CALLS: u64 = 1_000_000_000;
/// Periods between a millisecond and a year, in seconds.
pub(super) const PERIODS: std::ops::RangeInclusive<f64> = 0.001..=31_622_400.0;
/// How an amount is written.
pub(super) const AMOUNT: &str =
    "write a whole number and a period: \"600 per min\", \"25 per s\" or \"20 per 5 s\"";

/// The default burst: as many calls as one second allows, one at least.
pub(super) fn one_second_of(calls: u64, period: SimDuration) -> u64 {
    let in_a_second = calls as f64 / period.as_secs_f64();
    (in_a_second.round() as u64).clamp(1, MOST_CALLS)
}

/// Calls and period of `600 per min` or `20 per 5 s`.
pub(super) fn rate(text: &str) -> Result<(u64, SimDuration), Wrong> {
    let Some((calls, period)) = text.split_once(" per ") else {
        return Err(Wrong::new("this is not a rate", meant(text)));
    };
    let calls = parse_count(calls).map_err(|wrong| match two_readings(calls) {
        Some(wrong) => wrong,
        None => Wrong::new(wrong.message, meant(text)),
    })?;
    if calls.fract() != 0.0 || !(1.0..=MOST_CALLS as f64).contains(&calls) {
        return Err(Wrong::new(
            "the amount must be a whole number from 1 to 1_000_000_000",
            AMOUNT,
        ));
    }
    let counted = period
        .trim_start()
        .starts_with(|first: char| first.is_ascii_digit());
    let period = if counted {
        period.to_owned()
    } else {
        format!("1 {period}")
    };
    let seconds = parse_duration(&period).map_err(|wrong| Wrong::new(wrong.message, AMOUNT))?;
    if !PERIODS.contains(&seconds) {
        return Err(Wrong::new(
            "the period must be between 1 ms and 366 days",
            AMOUNT,
        ));
    }
    Ok((calls as u64, SimDuration::from_secs_f64(seconds)))
}

/// The rate that was probably meant, as it is written here: `300/min`, `300 requests per minute` and `300 rpm` are 300 per min.
fn meant(text: &str) -> String {
    let spelled = text.replace('/', " per ");
    let kept = spelled.split_whitespace().filter(|word| {
        let word = word.to_lowercase();
        !["request", "requests", "req", "reqs", "call", "calls", "a"].contains(&&*word)
    });
    let words: Vec<&str> = kept.collect();
    let spelled = match words[..] {
        [amount, "rps" | "RPS"] => format!("{amount} per s"),
        [amount, "rpm" | "RPM"] => format!("{amount} per min"),
        _ => words.join(" "),
    };
    match spelled != text && spelled.contains(" per ") && rate(&spelled).is_ok() {
        true => format!("write \"{spelled}\""),
        false => AMOUNT.to_owned(),
    }
}

/// One name of endpoints or several.
pub(super) fn endpoints(value: &Value<'_>) -> Result<EndpointSet, Finding> {
    match value.get_ref() {
        DeValue::String(name) => endpoint(name, value),
        DeValue::Array(items) if items.is_empty() => {
            Err(Finding::new(value.span(), "the limit counts no calls")
                .help("list endpoints, or leave `endpoints` out: then it counts all calls"))
        }
        DeValue::Array(items) => items.iter().try_fold(EndpointSet::none(), |set, item| {
            let name = plain::text(item, "endpoints")?;
            Ok(set.union(endpoint(&name, item)?))
        }),
        other => Err(
            plain::wanted(value, "endpoints", "a name or a list of names", other)
                .help("for example endpoints = [\"writes\"]"),
        ),
    }
}

fn endpoint(name: &str, value: &Value<'_>) -> Result<EndpointSet, Finding> {
    EndpointSet::from_name(name).ok_or_else(|| {
        let known = endpoint_names();
        let help = match similar(name, known.iter().copied()) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!("there are {}", known.join(", ")),
        };
        Finding::new(
            value.span(),
            format!("there is no endpoint `{}`", abridged(name)),
        )
        .help(help)
    })
}

/// The endpoint of a name that stands for one alone.
pub(super) fn endpoint_of(name: &str, span: Span) -> Result<Endpoint, Finding> {
    let known = Endpoint::ALL.map(Endpoint::name);
    let found = Endpoint::ALL.into_iter().find(|one| one.name() == name);
    found.ok_or_else(|| {
        let help = match similar(name, known) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!(
                "there are {}, in quotes since they have dots",
                known.join(", ")
            ),
        };
        Finding::new(span, format!("there is no endpoint `{}`", abridged(name))).help(help)
    })
}

/// Every name that stands for one endpoint or several.
pub(in crate::scenario) fn endpoint_names() -> Vec<&'static str> {
    let single = Endpoint::ALL.map(Endpoint::name);
    EndpointSet::GROUP_NAMES.into_iter().chain(single).collect()
}

/// What a refusal says.
pub(super) fn retry_after(value: &Value<'_>) -> Result<RetryAfter, Finding> {
    let help =
        "write \"until-allowed\", \"ratelimit-reset\", \"none\" or a duration such as \"30 s\"";
    let text = plain::text(value, "retry_after").map_err(|finding| finding.help(help))?;
    match text.as_str() {
        "until-allowed" => Ok(RetryAfter::UntilAllowed),
        "ratelimit-reset" => Ok(RetryAfter::RateLimitReset),
        "none" => Ok(RetryAfter::Absent),
        other => match parse_duration(other) {
            Ok(seconds) if (0.0..=*PERIODS.end()).contains(&seconds) => {
                Ok(RetryAfter::Fixed(SimDuration::from_secs_f64(seconds)))
            }
            Ok(_) => Err(Finding::new(
                value.span(),
                "Retry-After must be between 0 s and 366 days",
            )
            .help(help)),
            Err(wrong) => Err(Finding::new(value.span(), wrong.message).help(help)),
        },
    }
}

/// What a call over the limit gets, with what each is called.
pub(in crate::scenario) const EXCESSES: [(&str, Excess); 5] = [
    named(Excess::TooManyRequests(RetryAfter::UntilAllowed)),
    named(Excess::Forbidden),
    named(Excess::Slower),
    named(Excess::Closed),
    named(Excess::Silence),
];

const fn named(excess: Excess) -> (&'static str, Excess) {
    (excess.name(), excess)
}

pub(super) fn excess_kind(value: &Value<'_>) -> Result<Excess, Finding> {
    if matches!(value.get_ref(), DeValue::Integer(_)) {
        let finding = Finding::new(value.span(), "`on_excess` takes a name, not a number");
        return Err(finding.help("write it in quotes: on_excess = \"429\""));
    }
    plain::named(value, "on_excess", &EXCESSES)
}

/// A number of bytes that decides whether a limit counts a call.
pub(super) fn bytes(value: &Value<'_>, key: &str) -> Result<Option<u64>, Finding> {
    plain::whole(value, key, 1..=MOST_CALLS).map(Some)
}

/// The share of a limit that others use up.
pub(super) fn share_taken(value: &Value<'_>) -> Result<f64, Finding> {
    let help = "write a share from 0 to below 1, such as 0.2 or \"20 %\"";
    let share = match value.get_ref() {
        DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
        DeValue::Integer(integer) => integer.as_str().parse().ok(),
        DeValue::String(text) => parse_share(text).ok(),
        _ => None,
    };
    share
        .filter(|share| (0.0..1.0).contains(share))
        .ok_or_else(|| {
            Finding::new(value.span(), "this is not a share that leaves something").help(help)
        })
}
