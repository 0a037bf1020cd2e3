//! A kind of value, and a key of a list with its kind.

use std::borrow::Cow;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use crate::model::Quantity;
use crate::scenario::finding::Finding;
use crate::scenario::value::type_name;

/// A value with its place in the text.
pub type Value<'i> = Spanned<DeValue<'i>>;

/// A key with its place in the text.
pub type TomlKey<'i> = Spanned<Cow<'i, str>>;

/// What may be written behind a key, and what it stands for.
pub trait Kind<T>: Sync {
    /// Reads a value; `key` is what messages call its key.
    fn read(&self, value: &Value<'_>, key: &str) -> Result<T, Finding>;

    /// Its schema, without meaning and default: a text, unless more is known.
    fn schema(&self) -> Json {
        json!({ "type": "string" })
    }

    /// Which numbers its values are, if they are numbers.
    fn numbers(&self) -> Option<Numbers> {
        None
    }

    /// A value as a person writes it, without quotes; nothing where it is never shown so.
    fn written(&self, _: &T) -> String {
        String::new()
    }

    /// A value as it stands in a scenario.
    fn toml(&self, value: &T) -> String {
        format!("\"{}\"", self.written(value))
    }

    /// A value as the default of a schema.
    fn json(&self, value: &T) -> Json {
        json!(self.written(value))
    }
}

/// Values that are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Of some quantity.
    Of(Quantity),
    /// So many in a period.
    Rates,
}

/// A finding that says which type is wanted.
pub fn wanted(value: &Value<'_>, key: &str, what: &str, found: &DeValue<'_>) -> Finding {
    let message = format!("`{key}` takes {what}, not {}", type_name(found));
    Finding::new(value.span(), message)
}

/// One key: what it is called and means, and what may be written behind it.
pub struct ListKey<T: 'static> {
    pub name: &'static str,
    /// In one sentence.
    pub meaning: &'static str,
    pub kind: &'static dyn Kind<T>,
    /// What holds where it is not given, if that is one value.
    pub default: Option<T>,
}

impl<T: Copy> ListKey<T> {
    /// The same with what holds where it is not given.
    pub const fn or(mut self, default: T) -> Self {
        self.default = Some(default);
        self
    }
}

impl<T> ListKey<T> {
    pub const fn new(
        name: &'static str,
        kind: &'static dyn Kind<T>,
        meaning: &'static str,
    ) -> Self {
        Self {
            name,
            meaning,
            kind,
            default: None,
        }
    }

    /// The key with a value, as they stand in a scenario.
    pub fn line(&self, value: &T) -> String {
        format!("{} = {}", self.name, self.kind.toml(value))
    }
}

/// What can be said of a key whatever its values are.
pub trait Described: Sync {
    fn name(&self) -> &'static str;

    /// Its schema.
    fn schema(&self) -> Json;

    /// Which numbers its values are, if they are numbers.
    fn numbers(&self) -> Option<Numbers>;
}

impl<T: Sync> Described for ListKey<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn schema(&self) -> Json {
        let default = self.default.as_ref().map(|value| self.kind.json(value));
        described(self.kind.schema(), self.meaning, default)
    }

    fn numbers(&self) -> Option<Numbers> {
        self.kind.numbers()
    }
}

/// The schema of a kind of value for one key.
pub fn described(mut schema: Json, meaning: &str, default: Option<Json>) -> Json {
    schema["description"] = json!(meaning);
    if let Some(default) = default {
        schema["default"] = default;
    }
    schema
}
