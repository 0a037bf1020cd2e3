//! A key of the tables of a list, such as `[[target.limit]]`.

use serde_json::{Value as Json, json};

use super::kind::{Kind, Numbers};

/// One key: what it is called and means, and what may be written behind it.
pub(in crate::scenario) struct ListKey<T: 'static> {
    pub(in crate::scenario) name: &'static str,
    /// In one sentence.
    pub(in crate::scenario) meaning: &'static str,
    pub(in crate::scenario) kind: &'static dyn Kind<T>,
    /// What holds where it is not given, if that is one value.
    pub(in crate::scenario) default: Option<T>,
}

impl<T: Copy> ListKey<T> {
    /// The same with what holds where it is not given.
    pub(in crate::scenario) const fn or(mut self, default: T) -> Self {
        self.default = Some(default);
        self
    }
}

impl<T> ListKey<T> {
    pub(in crate::scenario) const fn new(
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
    pub(in crate::scenario) fn line(&self, value: &T) -> String {
        format!("{} = {}", self.name, self.kind.toml(value))
    }
}

/// What can be said of a key whatever its values are.
pub(in crate::scenario) trait Described: Sync {
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
pub(in crate::scenario) fn described(
    mut schema: Json,
    meaning: &str,
    default: Option<Json>,
) -> Json {
    schema["description"] = json!(meaning);
    if let Some(default) = default {
        schema["default"] = default;
    }
    schema
}
