//! A kind of value.

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
    Finding::new(
        value.span(),
        format!("`{key}` takes {what}, not {}", type_name(found)),
    )
}
