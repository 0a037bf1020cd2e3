//! Values of a log entry wherever they stand: in JSON, in JSON within a text, or in a column of a table.

use std::borrow::Cow;
use std::fmt;
use std::hash::{DefaultHasher, Hasher};

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::logs::log_event::Id;

/// A value that is not read yet.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    /// As it stands in JSON.
    Json(&'a RawValue),
    /// As it stands in a column.
    Text(&'a str),
}

/// The values of one object by the numbers of their names.
pub(super) type Fields<'a, const N: usize> = [Option<Value<'a>>; N];

/// The names of each field, in lower case and without signs, as logs, tables and software spell it.
pub(super) type Names<const N: usize> = [&'static [&'static str]; N];

impl<'a> Value<'a> {
    /// What it says, without quotes; nothing where it says nothing.
    pub fn text(self) -> Option<Cow<'a, str>> {
        let text = match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Json(raw) if raw.get().starts_with('"') => {
                match serde_json::from_str(raw.get()) {
                    Ok(text) => Cow::Borrowed(text),
                    // With escapes, and so no part of the entry as it stands.
                    Err(_) => Cow::Owned(serde_json::from_str(raw.get()).ok()?),
                }
            }
            Self::Json(raw) if raw.get() == "null" => return None,
            Self::Json(raw) => Cow::Borrowed(raw.get()),
        };
        let is_said = !text.trim().is_empty();
        is_said.then_some(text)
    }

    /// The JSON that it is or holds.
    pub fn json(self) -> Option<Cow<'a, str>> {
        let text = self.text()?;
        text.trim_start().starts_with(['{', '[']).then_some(text)
    }

    /// A stand-in for what it says.
    pub fn id(self) -> Option<Id> {
        let text = self.text()?;
        let mut hasher = DefaultHasher::new();
        // Identifiers are the same in upper and lower case.
        for byte in text.trim().bytes() {
            hasher.write_u8(byte.to_ascii_lowercase());
        }
        Some(Id(hasher.finish().max(1)))
    }
}

/// Which field a name is of. Case, spaces and signs do not matter.
fn index_of<const N: usize>(name: &str, names: &Names<N>) -> Option<usize> {
    let is_it = |known: &&str| {
        let mut letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        known.bytes().all(|byte| {
            letters
                .next()
                .is_some_and(|letter| letter.to_ascii_lowercase() == byte)
        }) && letters.next().is_none()
    };
    names.iter().position(|known| known.iter().any(is_it))
}

/// The fields that a header names, column by column.
pub(super) fn columns<const N: usize>(header: &[String], names: &Names<N>) -> Vec<Option<usize>> {
    header.iter().map(|name| index_of(name, names)).collect()
}

/// The fields of a JSON object. Of two with the same name the first that says something counts.
///
/// # Errors
/// When it is no JSON object.
pub(super) fn object<'a, const N: usize>(
    json: &'a str,
    names: &Names<N>,
) -> Result<Fields<'a, N>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let fields = deserializer.deserialize_map(Wanted(names))?;
    deserializer.end()?;
    Ok(fields)
}

/// The objects of a JSON array, or the one object that stands in its place.
pub(super) fn items(json: &str) -> Vec<&RawValue> {
    if json.trim_start().starts_with('[') {
        return serde_json::from_str(json).unwrap_or_default();
    }
    serde_json::from_str(json).map_or_else(|_| Vec::new(), |one| vec![one])
}

struct Wanted<'n, const N: usize>(&'n Names<N>);

/// A name as it stands in JSON, without a copy where it has no escapes.
#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a, const N: usize> Visitor<'a> for Wanted<'_, N> {
    type Value = Fields<'a, N>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = [None; N];
        while let Some(Name(name)) = map.next_key()? {
            let Some(index) = index_of(&name, self.0) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = Value::Json(map.next_value()?);
            if fields[index].and_then(Value::text).is_none() {
                fields[index] = Some(value);
            }
        }
        Ok(fields)
    }
}
