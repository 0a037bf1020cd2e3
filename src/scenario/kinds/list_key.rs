//! A key of the tables of a list, such as `[[target.limit]]`.

use serde_json::{Value as Json, json};

use super::kind::{Kind, Numbers};

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
