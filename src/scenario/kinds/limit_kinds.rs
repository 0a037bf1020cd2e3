//! What only limits of a target say: rates, endpoints, weights, and what a call over the limit gets.

use serde_json::{Map, Value as Json, json};
use toml::de::DeValue;

use super::certain::{Whole, named, names, text, whole};
use super::kind::{Kind, Numbers, Value, wanted};
use super::lengths::{PERIODS, written};
use crate::model::{Endpoint, EndpointSet, Excess, Quantity, RetryAfter, Weights};
use crate::scenario::finding::{Finding, Span, Wrong};
use crate::scenario::text::{abridged, similar};
use crate::scenario::value::{parse_count, parse_duration, print_scalar, two_readings};
use crate::units::SimDuration;

/// More calls than any target allows.
pub const MOST_CALLS: u64 = 1_000_000_000;
/// How a rate is written.
const RATE: &str =
    "write a whole number and a period: \"600 per min\", \"25 per s\" or \"20 per 5 s\"";

/// So many in a period, such as `600 per min`.
pub struct Rate {
    pub examples: &'static [&'static str],
}

impl Kind<(u64, SimDuration)> for Rate {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<(u64, SimDuration), Finding> {
        let text = text(value, key).map_err(|finding| finding.help(RATE))?;
        rate(&text).map_err(|wrong| wrong.at(value.span()))
    }

    fn schema(&self) -> Json {
        json!({ "type": "string", "pattern": "^.+ per .+$", "examples": self.examples })
    }

    fn numbers(&self) -> Option<Numbers> {
        Some(Numbers::Rates)
    }

    fn written(&self, (amount, period): &(u64, SimDuration)) -> String {
        let amount = print_scalar(*amount as f64, Quantity::Count);
        format!("{amount} per {}", period_name(*period))
    }
}

/// A period as it stands behind "per": `min` for one minute.
pub fn period_name(period: SimDuration) -> String {
    match period.as_nanos() {
        1_000_000_000 => "s".to_owned(),
        60_000_000_000 => "min".to_owned(),
        3_600_000_000_000 => "h".to_owned(),
        _ => written(period),
    }
}

/// Calls and period of `600 per min` or `20 per 5 s`.
fn rate(text: &str) -> Result<(u64, SimDuration), Wrong> {
    let Some((calls, period)) = text.split_once(" per ") else {
        return Err(Wrong::new("this is not a rate", meant(text)));
    };
    let calls = parse_count(calls).map_err(|wrong| match two_readings(calls) {
        Some(wrong) => wrong,
        None => Wrong::new(wrong.message, meant(text)),
    })?;
    if calls.fract() != 0.0 || !(1.0..=MOST_CALLS as f64).contains(&calls) {
        let message = "the amount must be a whole number from 1 to 1_000_000_000";
        return Err(Wrong::new(message, RATE));
    }
    let counted = period
        .trim_start()
        .starts_with(|first: char| first.is_ascii_digit());
    let period = if counted {
        period.to_owned()
    } else {
        format!("1 {period}")
    };
    let seconds = parse_duration(&period).map_err(|wrong| Wrong::new(wrong.message, RATE))?;
    if !PERIODS.contains(&seconds) {
        let message = "the period must be between 1 ms and 366 days";
        return Err(Wrong::new(message, RATE));
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
        false => RATE.to_owned(),
    }
}

/// One name of endpoints or several.
pub struct Endpoints;

impl Kind<EndpointSet> for Endpoints {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<EndpointSet, Finding> {
        match value.get_ref() {
            DeValue::String(name) => endpoint(name, value),
            DeValue::Array(items) if items.is_empty() => {
                Err(Finding::new(value.span(), "the limit counts no calls")
                    .help("list endpoints, or leave `endpoints` out: then it counts all calls"))
            }
            DeValue::Array(items) => items.iter().try_fold(EndpointSet::none(), |set, item| {
                Ok(set.union(endpoint(&text(item, key)?, item)?))
            }),
            other => Err(wanted(value, key, "a name or a list of names", other)
                .help("for example endpoints = [\"writes\"]")),
        }
    }

    fn schema(&self) -> Json {
        let name = json!({ "enum": endpoint_names() });
        json!({ "anyOf": [name, { "type": "array", "items": name, "minItems": 1 }] })
    }

    /// By the shortest name that stands for them.
    fn written(&self, endpoints: &EndpointSet) -> String {
        endpoints.words()
    }

    fn toml(&self, endpoints: &EndpointSet) -> String {
        let names = self.written(endpoints);
        match EndpointSet::GROUP_NAMES.contains(&&*names) {
            true => format!("\"{names}\""),
            false => format!("[\"{}\"]", names.replace(", ", "\", \"")),
        }
    }
}

fn endpoint(name: &str, value: &Value<'_>) -> Result<EndpointSet, Finding> {
    let known = endpoint_names();
    let unknown = || no_endpoint(name, value.span(), &known, "");
    EndpointSet::from_name(name).ok_or_else(unknown)
}

/// One endpoint, by its name alone.
fn endpoint_of(name: &str, span: Span) -> Result<Endpoint, Finding> {
    let known = Endpoint::ALL.map(Endpoint::name);
    let found = Endpoint::ALL.into_iter().find(|one| one.name() == name);
    found.ok_or_else(|| no_endpoint(name, span, &known, ", in quotes since they have dots"))
}

fn no_endpoint(name: &str, span: Span, known: &[&str], how: &str) -> Finding {
    let help = match similar(name, known.iter().copied()) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => format!("there are {}{how}", known.join(", ")),
    };
    let message = format!("there is no endpoint `{}`", abridged(name));
    Finding::new(span, message).help(help)
}

/// Every name that stands for one endpoint or several.
fn endpoint_names() -> Vec<&'static str> {
    let single = Endpoint::ALL.map(Endpoint::name);
    EndpointSet::GROUP_NAMES.into_iter().chain(single).collect()
}

/// What calls to each endpoint cost.
pub struct WeightOfCalls {
    /// More units than any call costs.
    pub most: u64,
}

impl Kind<Weights> for WeightOfCalls {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<Weights, Finding> {
        let DeValue::Table(table) = value.get_ref() else {
            let what = "endpoints with a number each";
            return Err(wanted(value, key, what, value.get_ref())
                .help("for example weights = { \"users.get\" = 2 }; the others cost 1"));
        };
        let mut weights = Weights::default();
        for (name, value) in table.iter() {
            let endpoint = endpoint_of(name.get_ref(), name.span())?;
            let units = whole(value, name.get_ref(), 1..=self.most)?;
            // Within the bounds, which a small number holds.
            weights = weights.with(endpoint, units as u16);
        }
        Ok(weights)
    }

    fn schema(&self) -> Json {
        let mut units = Whole::between(1, self.most).schema();
        units["description"] = json!("Units of one call.");
        let each = Endpoint::ALL.map(|one| (one.name().to_owned(), units.clone()));
        json!({
            "type": "object",
            "additionalProperties": false,
            "properties": each.into_iter().collect::<Map<_, _>>(),
        })
    }

    /// Those that are not one.
    fn written(&self, weights: &Weights) -> String {
        let all = Endpoint::ALL.into_iter();
        let heavy = all.filter(|endpoint| weights.of(*endpoint) != 1);
        let listed = heavy.map(|one| format!("\"{}\" = {}", one.name(), weights.of(one)));
        format!("{{ {} }}", listed.collect::<Vec<_>>().join(", "))
    }

    fn toml(&self, weights: &Weights) -> String {
        self.written(weights)
    }
}

/// What a refusal says about when to come back.
pub struct RetryAfters;

impl Kind<RetryAfter> for RetryAfters {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<RetryAfter, Finding> {
        const HOW: &str =
            "write \"until-allowed\", \"ratelimit-reset\", \"none\" or a duration such as \"30 s\"";
        let wrong = |message| Err(Finding::new(value.span(), message).help(HOW));
        let text = text(value, key).map_err(|finding| finding.help(HOW))?;
        match text.as_str() {
            "until-allowed" => Ok(RetryAfter::UntilAllowed),
            "ratelimit-reset" => Ok(RetryAfter::RateLimitReset),
            "none" => Ok(RetryAfter::Absent),
            other => match parse_duration(other) {
                Ok(seconds) if (0.0..=*PERIODS.end()).contains(&seconds) => {
                    Ok(RetryAfter::Fixed(SimDuration::from_secs_f64(seconds)))
                }
                Ok(_) => wrong("Retry-After must be between 0 s and 366 days".to_owned()),
                Err(found) => wrong(found.message),
            },
        }
    }

    fn schema(&self) -> Json {
        let examples = ["until-allowed", "ratelimit-reset", "none", "30 s"];
        json!({ "type": "string", "examples": examples })
    }

    fn written(&self, value: &RetryAfter) -> String {
        match value {
            RetryAfter::UntilAllowed => "until-allowed".to_owned(),
            RetryAfter::RateLimitReset => "ratelimit-reset".to_owned(),
            RetryAfter::Absent => "none".to_owned(),
            RetryAfter::Fixed(wait) => written(*wait),
        }
    }
}

/// What a call over the limit gets, with what each is called.
const EXCESSES: [(&str, Excess); 5] = [
    by_name(Excess::TooManyRequests(RetryAfter::UntilAllowed)),
    by_name(Excess::Forbidden),
    by_name(Excess::Slower),
    by_name(Excess::Closed),
    by_name(Excess::Silence),
];

const fn by_name(excess: Excess) -> (&'static str, Excess) {
    (excess.name(), excess)
}

/// What a call over the limit gets.
pub struct Excesses;

impl Kind<Excess> for Excesses {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<Excess, Finding> {
        if matches!(value.get_ref(), DeValue::Integer(_)) {
            let message = format!("`{key}` takes a name, not a number");
            let finding = Finding::new(value.span(), message);
            return Err(finding.help(format!("write it in quotes: {key} = \"429\"")));
        }
        named(value, key, &EXCESSES, &[])
    }

    fn schema(&self) -> Json {
        json!({ "enum": names(&EXCESSES) })
    }

    fn written(&self, value: &Excess) -> String {
        value.name().to_owned()
    }
}
