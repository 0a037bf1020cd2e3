//! One key of a scenario: what it means, what may be written behind it, what holds without it, when it has an effect.

use serde_json::{Value as Json, json};

use crate::model::{Origin, Setup};
use crate::scenario::finding::{Finding, Findings};
use crate::scenario::kinds::{Described, Kind, Value, described};
use crate::scenario::read::Draft;

type Text = &'static str;

/// A key that is no number of the catalogue.
pub struct Row {
    /// Its dotted name.
    pub key: &'static str,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    pub form: Form,
    pub otherwise: Otherwise,
    pub effect: Effect,
}

/// What stands behind a key.
pub enum Form {
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
pub struct Own {
    pub read: Reader,
    pub schema: fn() -> Json,
}

/// Any number of tables.
pub struct List {
    /// What one of them is.
    pub item: &'static str,
    /// The keys of one, in the order in which they are best shown.
    pub keys: fn() -> Vec<&'static dyn Described>,
    pub read: Reader,
    /// Adds to the schema of one what goes beyond its keys, and to that of the list.
    pub schema: fn(item: &mut Json, list: &mut Json),
}

/// Lays what is written into a draft; what is wrong with it goes to the findings.
pub type Reader = fn(&Value<'_>, &mut Draft, &mut Findings);

/// What holds where a key is not given.
#[derive(Clone, Copy)]
pub enum Otherwise {
    /// What the model has as its default, for this reason.
    Default(Origin),
    /// What follows from other keys, for this reason.
    Follows(fn(&Setup) -> Origin),
    /// Nothing.
    Nothing,
}

/// When a value matters, and so is listed among all that a scenario comes to.
#[derive(Clone, Copy)]
pub enum Effect {
    Always,
    /// With a horizon; without, it is a mistake to give it.
    WithHorizon,
    /// Where this holds.
    Where(fn(&Draft, &Setup) -> bool),
    /// It is listed in a way of its own, or not at all.
    Unlisted,
}

impl Row {
    const fn new(key: Text, meaning: Text, form: Form) -> Self {
        Self {
            key,
            meaning,
            form,
            otherwise: Otherwise::Nothing,
            effect: Effect::Unlisted,
        }
    }

    /// The row of a table.
    pub(super) const fn table(key: &'static str, meaning: &'static str) -> Self {
        Self::new(key, meaning, Form::Table)
    }

    /// The row of a list of tables.
    pub(super) const fn list(key: Text, meaning: Text, list: List) -> Self {
        Self::new(key, meaning, Form::List(list))
    }

    /// The row of values that are read in a way of their own.
    pub(super) const fn values(key: Text, meaning: Text, own: Own) -> Self {
        Self::new(key, meaning, Form::Values(own))
    }

    /// The row of a table whose keys follow a rule.
    pub(super) const fn open_table(key: Text, meaning: Text, own: Own) -> Self {
        Self::new(key, meaning, Form::OpenTable(own))
    }

    /// The row of a single value.
    pub(super) const fn one(key: Text, meaning: Text, choice: &'static dyn AnyChoice) -> Self {
        Self::new(key, meaning, Form::Choice(choice))
    }

    /// The row of a single value that matters with a horizon alone.
    pub(super) const fn of_life(key: Text, meaning: Text, choice: &'static dyn AnyChoice) -> Self {
        Self::one(key, meaning, choice).effect(Effect::WithHorizon)
    }

    const fn otherwise(mut self, otherwise: Otherwise) -> Self {
        self.otherwise = otherwise;
        self
    }

    /// Nothing published settles the default of the model: why it is what it is.
    pub(super) const fn assumed(self, why: &'static str) -> Self {
        self.otherwise(Otherwise::Default(Origin::Assumed(why)))
    }

    /// A document gives the default of the model: which, and where.
    pub(super) const fn documented(self, source: &'static str) -> Self {
        self.otherwise(Otherwise::Default(Origin::Documented(source)))
    }

    /// Without it, what holds follows from other keys.
    pub(super) const fn follows(self, why: fn(&Setup) -> Origin) -> Self {
        self.otherwise(Otherwise::Follows(why))
    }

    /// When it matters and is listed.
    pub(super) const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// Whether it is a table, or a list of tables.
    pub fn is_table(&self) -> bool {
        !matches!(self.form, Form::Values(_) | Form::Choice(_))
    }

    /// Whether it has no effect without a horizon.
    pub fn needs_horizon(&self) -> bool {
        matches!(self.effect, Effect::WithHorizon)
    }
}

/// One value: how it is read, laid into a draft, and shown.
pub struct Choice<T: 'static> {
    kind: &'static dyn Kind<T>,
    lay: fn(&mut Draft, T),
    shown: Shown<T>,
}

/// How the value that holds is shown.
enum Shown<T> {
    /// As its kind writes it.
    Value(fn(&Draft) -> T),
    /// In a way of its own.
    Text(fn(&Draft) -> String),
}

impl<T> Choice<T> {
    /// A value that is shown as it is written.
    pub(super) const fn new(
        kind: &'static dyn Kind<T>,
        lay: fn(&mut Draft, T),
        of: fn(&Draft) -> T,
    ) -> Self {
        Self {
            kind,
            lay,
            shown: Shown::Value(of),
        }
    }

    /// A value that is shown in a way of its own.
    pub(super) const fn shown(
        kind: &'static dyn Kind<T>,
        lay: fn(&mut Draft, T),
        of: fn(&Draft) -> String,
    ) -> Self {
        Self {
            kind,
            lay,
            shown: Shown::Text(of),
        }
    }
}

/// A choice, whatever its type is.
pub trait AnyChoice: Sync {
    /// Reads the value of a key and lays it into the draft.
    fn read(&self, key: &str, value: &Value<'_>, draft: &mut Draft) -> Result<(), Finding>;

    /// The value that holds, as a scenario shows it.
    fn written(&self, draft: &Draft) -> String;

    /// The schema of `row`, with the model's default where that holds if nothing is said.
    fn schema(&self, row: &Row) -> Json;
}

impl<T: 'static> AnyChoice for Choice<T> {
    fn read(&self, key: &str, value: &Value<'_>, draft: &mut Draft) -> Result<(), Finding> {
        let read = self.kind.read(value, key);
        read.map(|value| (self.lay)(draft, value))
    }

    fn written(&self, draft: &Draft) -> String {
        match self.shown {
            Shown::Value(of) => self.kind.written(&of(draft)),
            Shown::Text(of) => of(draft),
        }
    }

    fn schema(&self, row: &Row) -> Json {
        let has_default = matches!(row.otherwise, Otherwise::Default(_));
        let default = has_default.then(Draft::new).map(|draft| match self.shown {
            Shown::Value(of) => self.kind.json(&of(&draft)),
            Shown::Text(of) => json!(of(&draft)),
        });
        described(self.kind.schema(), row.meaning, default)
    }
}
