//! One key of a scenario: what it means, what may be written behind it, what holds without it, when it has an effect.

use serde_json::{Value as Json, json};

use crate::model::{Origin, Setup};
use crate::scenario::finding::Findings;
use crate::scenario::kinds::{Described, Kind, TomlKey, Value, described};
use crate::scenario::read::{Draft, Given};

/// A key that is no number of the catalogue.
pub(in crate::scenario) struct Row {
    /// Its dotted name.
    pub(in crate::scenario) key: &'static str,
    /// What it means, in a sentence.
    pub(in crate::scenario) meaning: &'static str,
    pub(in crate::scenario) form: Form,
}

/// What stands behind a key.
pub(in crate::scenario) enum Form {
    /// A table, whose keys have rows of their own or are numbers of the catalogue.
    Table,
    /// A table whose keys follow a rule.
    OpenTable(Own),
    /// Any number of tables.
    List(List),
    /// Values that are read in a way of their own.
    Values(Own),
    /// One value.
    Choice(&'static dyn AnyChoice),
}

/// What is read and described in a way of its own.
pub(in crate::scenario) struct Own {
    pub(in crate::scenario) read: fn(&Value<'_>, &mut Draft, &mut Findings),
    pub(in crate::scenario) schema: fn() -> Json,
}

/// Any number of tables.
pub(in crate::scenario) struct List {
    /// What one of them is.
    pub(in crate::scenario) item: &'static str,
    /// The keys of one, in the order in which they are best shown.
    pub(in crate::scenario) keys: fn() -> Vec<&'static dyn Described>,
    pub(in crate::scenario) read: fn(&Value<'_>, &mut Draft, &mut Findings),
    /// Adds to the schema of one what goes beyond its keys, and to that of the list.
    pub(in crate::scenario) schema: fn(item: &mut Json, list: &mut Json),
    pub(in crate::scenario) needs_horizon: bool,
}

/// What holds where a key is not given.
pub(in crate::scenario) enum Otherwise {
    /// What the model has as its default, for this reason.
    Default(Origin),
    /// What follows from other keys, for this reason.
    Follows(fn(&Setup) -> Origin),
    /// Nothing.
    Nothing,
}

/// When a value matters, and so is listed among all that a scenario comes to.
#[derive(Clone, Copy)]
pub(in crate::scenario) enum Effect {
    Always,
    /// With a horizon; without, it is a mistake to give it.
    WithHorizon,
    /// Where this holds.
    Where(fn(&Draft, &Setup) -> bool),
    /// It is listed in a way of its own, or not at all.
    Unlisted,
}

/// One value: how it is read, laid into a draft, and shown.
pub(in crate::scenario) struct Choice<T: 'static> {
    pub(in crate::scenario) kind: &'static dyn Kind<T>,
    pub(in crate::scenario) lay: fn(&mut Draft, T),
    pub(in crate::scenario) shown: Shown<T>,
    pub(in crate::scenario) otherwise: Otherwise,
    pub(in crate::scenario) effect: Effect,
}

/// How the value that holds is shown.
pub(in crate::scenario) enum Shown<T> {
    /// As its kind writes it.
    Value(fn(&Draft) -> T),
    /// In a way of its own.
    Text(fn(&Draft) -> String),
}

/// A choice, whatever its type is.
pub(in crate::scenario) trait AnyChoice: Sync {
    /// Reads the value and lays it into the draft; what is wrong with it goes to `findings`.
    fn read(
        &self,
        row: &'static Row,
        key: &TomlKey<'_>,
        value: &Value<'_>,
        draft: &mut Draft,
        findings: &mut Findings,
    );

    /// The value that holds, as a scenario shows it.
    fn shown(&self, draft: &Draft) -> String;

    /// Its schema, with what holds where nothing is said.
    fn schema(&self, meaning: &str) -> Json;

    fn otherwise(&self) -> &Otherwise;

    fn effect(&self) -> Effect;
}

impl<T: 'static> AnyChoice for Choice<T> {
    fn read(
        &self,
        row: &'static Row,
        key: &TomlKey<'_>,
        value: &Value<'_>,
        draft: &mut Draft,
        findings: &mut Findings,
    ) {
        let read = self.kind.read(value, row.key);
        let laid = read.map(|value| (self.lay)(draft, value));
        draft.choose(row.key, Given::of(key, value, laid, findings));
    }

    fn shown(&self, draft: &Draft) -> String {
        match self.shown {
            Shown::Value(of) => self.kind.written(&of(draft)),
            Shown::Text(of) => of(draft),
        }
    }

    fn schema(&self, meaning: &str) -> Json {
        let default = matches!(self.otherwise, Otherwise::Default(_)).then(Draft::new);
        let default = default.map(|draft| match self.shown {
            Shown::Value(of) => self.kind.json(&of(&draft)),
            Shown::Text(of) => json!(of(&draft)),
        });
        described(self.kind.schema(), meaning, default)
    }

    fn otherwise(&self) -> &Otherwise {
        &self.otherwise
    }

    fn effect(&self) -> Effect {
        self.effect
    }
}

/// The row of a table.
pub(super) const fn table(key: &'static str, meaning: &'static str) -> Row {
    Row {
        key,
        meaning,
        form: Form::Table,
    }
}

/// The row of a single value.
pub(super) const fn choice(
    key: &'static str,
    meaning: &'static str,
    choice: &'static dyn AnyChoice,
) -> Row {
    Row {
        key,
        meaning,
        form: Form::Choice(choice),
    }
}

impl Row {
    /// Whether it is a table, or a list of tables.
    pub(in crate::scenario) fn is_table(&self) -> bool {
        matches!(self.form, Form::Table | Form::OpenTable(_) | Form::List(_))
    }

    /// Whether it has no effect without a horizon.
    pub(in crate::scenario) fn needs_horizon(&self) -> bool {
        match &self.form {
            Form::List(list) => list.needs_horizon,
            Form::Choice(choice) => matches!(choice.effect(), Effect::WithHorizon),
            Form::Table | Form::OpenTable(_) | Form::Values(_) => false,
        }
    }
}
