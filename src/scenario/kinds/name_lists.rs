//! Lists of names: what a restart resets, which target object actions are on.

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use super::certain::{OneOf, named, names, text};
use super::kind::{Kind, Value, wanted};
use crate::model::job::{ResetScope, TargetActions};
use crate::scenario::finding::Finding;
use crate::scenario::life::action_names;
use crate::scenario::text::{abridged, similar};

/// The target object actions of a mapping that are on; those that are not listed are off.
pub struct Actions;

const ACTIONS: [(&str, usize); 3] = [("create", 0), ("update", 1), ("delete", 2)];

impl Kind<TargetActions> for Actions {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<TargetActions, Finding> {
        let DeValue::Array(items) = value.get_ref() else {
            return Err(wanted(value, key, "a list", value.get_ref())
                .help("list those that are on: [\"create\", \"update\", \"delete\"]"));
        };
        let mut on = [false; ACTIONS.len()];
        for item in items.iter() {
            let action = named(item, key, &ACTIONS, &[])?;
            if std::mem::replace(&mut on[action], true) {
                let message = format!("\"{}\" is listed twice", ACTIONS[action].0);
                return Err(Finding::new(item.span(), message).help("keep one of the two"));
            }
        }
        let [create, update, delete] = on;
        Ok(TargetActions {
            create,
            update,
            delete,
        })
    }

    fn schema(&self) -> Json {
        json!({ "type": "array", "items": { "enum": names(&ACTIONS) }, "uniqueItems": true })
    }

    fn written(&self, actions: &TargetActions) -> String {
        let names = action_names(*actions).into_iter();
        let quoted: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
        format!("[{}]", quoted.join(", "))
    }

    fn json(&self, actions: &TargetActions) -> Json {
        json!(action_names(*actions))
    }
}

/// What a restart resets: one name, several with commas between, or a list of names.
pub struct Resets;

/// What the portal resets, and what Graph names.
const RESETS: [(&str, ResetScope); 8] = {
    let [a, b, c, d, e, f, g] = ResetScope::NAMED;
    [("portal", ResetScope::PORTAL), a, b, c, d, e, f, g]
};

impl Kind<ResetScope> for Resets {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<ResetScope, Finding> {
        let mut scopes = Vec::new();
        match value.get_ref() {
            DeValue::String(text) => {
                for name in text.split(',') {
                    scopes.push(reset_scope(name.trim(), value)?);
                }
            }
            DeValue::Array(items) => {
                for item in items.iter() {
                    scopes.push(reset_scope(&text(item, key)?, item)?);
                }
            }
            other => {
                return Err(wanted(value, key, "a name or a list of names", other)
                    .help("for example reset = \"Watermark, Escrows\""));
            }
        }
        if scopes.is_empty() || (scopes.len() > 1 && scopes.contains(&ResetScope::NONE)) {
            let message = "a restart resets either something or nothing";
            return Err(Finding::new(value.span(), message)
                .help("write \"None\" alone where nothing is reset, and \"portal\" for what the portal resets"));
        }
        Ok(scopes.into_iter().fold(ResetScope::NONE, ResetScope::union))
    }

    fn schema(&self) -> Json {
        let (name, listed) = (json!({ "enum": names(&RESETS) }), names(&RESETS).join("|"));
        json!({
            "anyOf": [
                name,
                { "type": "string", "pattern": format!(r"^\s*({listed})(\s*,\s*({listed}))*\s*$") },
                { "type": "array", "items": name, "minItems": 1 },
            ],
        })
    }

    fn written(&self, scope: &ResetScope) -> String {
        OneOf::of(&RESETS).written(scope)
    }
}

fn reset_scope(name: &str, value: &Value<'_>) -> Result<ResetScope, Finding> {
    if let Some((_, scope)) = RESETS.iter().find(|(known, _)| *known == name) {
        return Ok(*scope);
    }
    let known = RESETS.map(|(known, _)| known);
    let help = match similar(name, known) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => format!("there are {}", known.join(", ")),
    };
    let message = format!("`reset` cannot be \"{}\"", abridged(name));
    Err(Finding::new(value.span(), message).help(help))
}
