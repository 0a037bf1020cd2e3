//! Variations as they are written on a command line: `target.capacity=2..64:6:log` or `scope.mode=assigned|all-users`.

use super::varied::{Scale, Variation, VariedValue, between};
use crate::model::Uncertain;
use crate::scenario::finding::{Findings, Wrong};
use crate::scenario::keys::{is_known, limit_key, meant_dotted, parameter, read};
use crate::scenario::lists::COMMON;
use crate::scenario::read::Draft;
use crate::scenario::set_values;
use crate::scenario::sources::MEASUREMENTS;
use crate::scenario::sources::Sources;
use crate::scenario::text::abridged;
use crate::scenario::value::{display_value, toml_value};

/// Values of a range unless it says otherwise.
const STEPS: usize = 9;
/// More values than a chart shows.
const MOST_STEPS: usize = 50;
const HOW: &str = "write KEY=FROM..TO, KEY=FROM..TO:STEPS:log, or KEY=ONE|OTHER, for example target.capacity=2..64:6:log or scope.mode=assigned|all-users";

/// Reads `KEY=FROM..TO[:STEPS][:log]`, the ends included, or a list of values `KEY=ONE|OTHER`.
///
/// A range is one of numbers of the [catalogue](crate::model::catalogue), linear with 9 values unless it says otherwise.
/// Where things are counted its values are whole, and those that come out equal are dropped. A list may be of numbers, and of
/// names and other values of any key.
///
/// ```
/// use cyclecast::scenario::parse_variation;
///
/// let capacity = parse_variation("target.capacity=2..64:6:log")?;
/// let written: Vec<&str> = capacity.values.iter().map(|value| &*value.text).collect();
/// assert_eq!(written, ["2", "4", "8", "16", "32", "64"]);
/// assert_eq!(capacity.unit, Some("count"));
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// What is wrong with it, and what would be right.
pub fn parse_variation(text: &str) -> Result<Variation, String> {
    variation(text).map_err(Wrong::into_text)
}

fn variation(text: &str) -> Result<Variation, Wrong> {
    let (key, values) = text
        .split_once('=')
        .ok_or_else(|| Wrong::new("a key and its values are wanted", HOW))?;
    let (key, values) = (key.trim(), values.trim());
    let is_common = COMMON.contains(&key) && key != MEASUREMENTS;
    if is_common || matches!(key, "name" | "description") {
        let message = format!("`{key}` cannot be varied");
        let help = "vary a key that changes what is simulated";
        return Err(Wrong::new(message, help));
    }
    match Scale::of(key, values) {
        _ if values.contains('|') => listed(key, values),
        Some(scale) => range(key, scale, values),
        None if can_be_set(key) => {
            let message = format!("`{key}` has no range");
            let help = format!("list its values: {key}=ONE|OTHER");
            Err(Wrong::new(message, help))
        }
        None => Err(unknown(key)),
    }
}

/// Whether a scenario, or a limit that it names, has the key.
fn can_be_set(key: &str) -> bool {
    is_known(key) || limit_key(key).is_some()
}

fn unknown(key: &str) -> Wrong {
    let message = format!("there is no key `{}` to vary", abridged(key));
    let help = match meant_dotted(key) {
        Some(name) => format!("did you mean `{name}`?"),
        None => HOW.to_owned(),
    };
    Wrong::new(message, help)
}

/// How a range is divided.
struct Division {
    steps: usize,
    is_logarithmic: bool,
}

fn range(key: &str, scale: Scale, text: &str) -> Result<Variation, Wrong> {
    let (from, rest) = text
        .split_once("..")
        .ok_or_else(|| Wrong::new("a range has two ends with `..` between", HOW))?;
    let mut parts = rest.split(':').map(str::trim);
    let ends = ends(key, &scale, from, parts.next().unwrap_or_default())?;
    let division = division(parts)?;
    if division.is_logarithmic && ends.0.min(ends.1) <= 0.0 {
        let message = "a range with equal ratios must lie above zero";
        let help = "let it begin above zero, or leave `:log` out";
        return Err(Wrong::new(message, help));
    }
    let steps = 0..division.steps;
    let mut values: Vec<VariedValue> = steps
        .map(|step| value(step, &division, ends, &scale))
        .collect();
    values.dedup_by(|a, b| a.number == b.number);
    Ok(Variation {
        key: key.to_owned(),
        values,
        is_logarithmic: division.is_logarithmic,
        unit: Some(scale.unit()),
        scale: Some(scale),
    })
}

/// The ends of a range: different numbers that the key may have.
fn ends(key: &str, scale: &Scale, from: &str, to: &str) -> Result<(f64, f64), Wrong> {
    if from.trim().is_empty() || to.is_empty() {
        return Err(Wrong::new("a range needs two ends", HOW));
    }
    let (from, to) = scale.ends(from, to)?;
    if from.is_infinite() || to.is_infinite() {
        let help = format!("list values instead: {key}=64|unlimited");
        return Err(Wrong::new("a range cannot end at unlimited", help));
    }
    if from == to {
        return Err(Wrong::new("both ends of the range are the same", HOW));
    }
    Ok((from, to))
}

fn division<'t>(parts: impl Iterator<Item = &'t str>) -> Result<Division, Wrong> {
    let (mut steps, mut is_logarithmic) = (None, false);
    for part in parts {
        match (part, steps) {
            ("log", _) if !is_logarithmic => is_logarithmic = true,
            ("log", _) | (_, Some(_)) => {
                let message = format!("`:{}` is too much", abridged(part));
                return Err(Wrong::new(message, HOW));
            }
            (part, None) => steps = Some(step_count(part)?),
        }
    }
    Ok(Division {
        steps: steps.unwrap_or(STEPS),
        is_logarithmic,
    })
}

fn step_count(text: &str) -> Result<usize, Wrong> {
    let steps = text.parse().ok();
    steps
        .filter(|steps| (2..=MOST_STEPS).contains(steps))
        .ok_or_else(|| {
            let message = format!(
                "a range has 2 to {MOST_STEPS} values, not `{}`",
                abridged(text)
            );
            Wrong::new(message, HOW)
        })
}

fn value(step: usize, division: &Division, (from, to): (f64, f64), scale: &Scale) -> VariedValue {
    let part = step as f64 / (division.steps - 1) as f64;
    // The ends are meant as they are written.
    let number = match step {
        0 => return scale.value(from),
        _ if step == division.steps - 1 => return scale.value(to),
        _ if division.is_logarithmic => from * libm::pow(to / from, part),
        _ => from + (to - from) * part,
    };
    between(number, (from, to), scale)
}

fn listed(key: &str, text: &str) -> Result<Variation, Wrong> {
    if !can_be_set(key) {
        return Err(unknown(key));
    }
    let texts: Vec<&str> = text.split('|').map(str::trim).collect();
    if texts.len() > MOST_STEPS {
        let message = format!("a list has 2 to {MOST_STEPS} values");
        return Err(Wrong::new(message, HOW));
    }
    let mut values: Vec<VariedValue> = Vec::with_capacity(texts.len());
    for text in texts {
        let value = one_value(key, text)?;
        if values.iter().any(|other| other.toml == value.toml) {
            let message = format!("`{}` is listed twice", abridged(text));
            return Err(Wrong::new(message, "list each value once"));
        }
        values.push(value);
    }
    let all_numbers = values.iter().all(|value| value.number.is_finite());
    if !all_numbers {
        for (index, value) in values.iter_mut().enumerate() {
            value.number = index as f64;
        }
    }
    let scale = Scale::of(key, text).filter(|_| all_numbers);
    Ok(Variation {
        key: key.to_owned(),
        values,
        is_logarithmic: false,
        unit: scale.as_ref().map(Scale::unit),
        scale,
    })
}

/// One value of a list; what is no single number is none, and gets its place later.
fn one_value(key: &str, text: &str) -> Result<VariedValue, Wrong> {
    let toml = set_values::toml_text(text);
    if limit_key(key).is_some() || key == "split.jobs" {
        let scale = Scale::of(key, text);
        let number = scale.as_ref().and_then(|scale| scale.number(text));
        return Ok(match scale.zip(number) {
            Some((scale, number)) => scale.value(number),
            None => named(text, toml),
        });
    }
    let draft = checked(key, &toml)?;
    let value = parameter(key).and_then(|row| Some((row, draft.value(row.parameter)?)));
    let Some((row, value)) = value else {
        return Ok(named(text, toml));
    };
    Ok(VariedValue {
        number: match value {
            Uncertain::Fixed(number) => *number,
            _ => f64::NAN,
        },
        text: display_value(value, row.quantity),
        toml: toml_value(value, row.quantity),
    })
}

/// A value that is no number.
fn named(text: &str, toml: String) -> VariedValue {
    VariedValue {
        number: f64::NAN,
        text: text.to_owned(),
        toml,
    }
}

/// Reads one value of a key, as far as it can be judged alone.
fn checked(key: &str, toml: &str) -> Result<Draft, Wrong> {
    let set = [(key.to_owned(), toml.to_owned())];
    let (sources, _) = Sources::new("", b"", &set);
    let mut found = Findings::default();
    let tree = set_values::tree(&sources.settings[0], &mut found).unwrap_or_default();
    let draft = read(&tree, &mut found);
    match found.iter().next() {
        Some(finding) => Err(Wrong::from(finding.clone())),
        None => Ok(draft),
    }
}
