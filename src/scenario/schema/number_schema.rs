//! The schema of a number of the catalogue.

use serde_json::{Value, json};

use crate::model::{Origin, Quantity, Setting, Specification, Uncertain};
use crate::scenario::keys;
use crate::scenario::value::{display_value, toml_value};

/// Its meaning, default and bounds.
pub(super) fn number(row: &Specification) -> Value {
    let default = match &row.default {
        Setting::Value(value) => toml_value(value, row.quantity),
        Setting::PerDirectoryUser(each) => format!("{each} per directory user"),
        Setting::PerScopedUser(each) => format!("{each} per user whom the scope puts forward"),
        Setting::DirectoryOfAssigned => "assigned users × `tenant.users_per_assigned`".to_owned(),
        Setting::AssignedOfDirectory => "`tenant.users` / `tenant.users_per_assigned`".to_owned(),
        Setting::SameAs(other) => format!("as `{}`", keys::row(*other).key),
    };
    let origin = match row.origin {
        Origin::Documented(source) => format!("documented: {source}"),
        Origin::Calibrated(why) => format!("calibrated: {why}"),
        Origin::Assumed(why) => format!("assumed: {why}"),
    };
    let definition = match row.quantity {
        Quantity::Duration => "duration",
        Quantity::Count => "count",
        Quantity::Share => "share",
        Quantity::Factor => "factor",
    };
    let mut schema = json!({
        "description": format!("{}\n\nDefault: {default} ({origin})", row.meaning),
        "$ref": format!("#/$defs/{definition}"),
    });
    // Bounds of a number bind only numbers, so that texts and tables pass.
    if row.quantity != Quantity::Duration {
        schema["minimum"] = json!(row.bounds.0);
        if row.bounds.1.is_finite() {
            schema["maximum"] = json!(row.bounds.1);
        }
    }
    if let Setting::Value(value) = &row.default {
        schema["default"] = default_of(value, row.quantity);
    }
    schema
}

fn default_of(value: &Uncertain, quantity: Quantity) -> Value {
    match (value, quantity) {
        (Uncertain::Fixed(number), Quantity::Count | Quantity::Factor) if number.is_finite() => {
            if number.fract() == 0.0 {
                json!(*number as i64)
            } else {
                json!(number)
            }
        }
        _ => json!(display_value(value, quantity)),
    }
}
