//! Shares.

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use super::kind::{Kind, Numbers, Value, wanted};
use crate::model::Quantity;
use crate::scenario::finding::Finding;
use crate::scenario::value::{NUMBER, parse_share, print_scalar};
use crate::units::display_number;

/// A share from none to all.
pub struct Share;

impl Kind<f64> for Share {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<f64, Finding> {
        const EXAMPLE: &str = "for example 0.6 or \"60 %\"";
        let share = match value.get_ref() {
            DeValue::String(text) => parse_share(text).map_err(|wrong| wrong.at(value.span()))?,
            DeValue::Integer(number) => number.as_str().parse().unwrap_or(f64::MAX),
            DeValue::Float(number) => number.as_str().parse().unwrap_or(f64::NAN),
            other => return Err(wanted(value, key, "a share", other).help(EXAMPLE)),
        };
        if (0.0..=1.0).contains(&share) {
            // A negative zero would be shown as one.
            return Ok(share + 0.0);
        }
        let help = if (1.0..=100.0).contains(&share) {
            format!("did you mean \"{share} %\"?")
        } else {
            EXAMPLE.to_owned()
        };
        let message = format!("`{key}` must be between 0 % and 100 %");
        Err(Finding::new(value.span(), message).help(help))
    }

    fn schema(&self) -> Json {
        json!({
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": 1,
            "pattern": format!(r"^\s*{NUMBER}\s*%?\s*$"),
            "examples": ["60 %"],
        })
    }

    fn numbers(&self) -> Option<Numbers> {
        Some(Numbers::Of(Quantity::Share))
    }

    fn written(&self, value: &f64) -> String {
        print_scalar(*value, Quantity::Share)
    }

    fn json(&self, value: &f64) -> Json {
        if value.fract() == 0.0 {
            json!(*value as u64)
        } else {
            json!(value)
        }
    }
}

/// The share of a limit that others use up, which leaves something.
pub struct ShareTaken;

impl Kind<f64> for ShareTaken {
    fn read(&self, value: &Value<'_>, _: &str) -> Result<f64, Finding> {
        let share = match value.get_ref() {
            DeValue::Integer(integer) => integer.as_str().parse().ok(),
            _ => share_of(value),
        };
        share
            .filter(|share| (0.0..1.0).contains(share))
            .ok_or_else(|| {
                Finding::new(value.span(), "this is not a share that leaves something")
                    .help("write a share from 0 to below 1, such as 0.2 or \"20 %\"")
            })
    }

    fn schema(&self) -> Json {
        json!({ "type": ["number", "string"], "minimum": 0, "exclusiveMaximum": 1 })
    }

    fn numbers(&self) -> Option<Numbers> {
        Some(Numbers::Of(Quantity::Share))
    }

    fn written(&self, value: &f64) -> String {
        value.to_string()
    }

    fn toml(&self, value: &f64) -> String {
        value.to_string()
    }

    fn json(&self, value: &f64) -> Json {
        Share.json(value)
    }
}

/// The shares of several jobs, which add up to one.
pub struct Shares {
    pub most: usize,
}

impl Kind<Vec<f64>> for Shares {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<Vec<f64>, Finding> {
        /// Shares may miss one by this much.
        const ROUNDING: f64 = 1e-6;
        let help = format!(
            "for example shares = [0.5, 0.3, 0.2]: 2 to {} shares above zero that add up to 1",
            self.most
        );
        let DeValue::Array(items) = value.get_ref() else {
            return Err(wanted(value, key, "a list of shares", value.get_ref()).help(help));
        };
        let wrong = |span, message: String| Err(Finding::new(span, message).help(help.clone()));
        let mut shares = Vec::with_capacity(items.len());
        for item in items.iter() {
            match share_of(item).filter(|share| *share > 0.0 && *share < 1.0) {
                Some(share) => shares.push(share),
                None => {
                    let message = "this is not a share between 0 and 1";
                    return wrong(item.span(), message.to_owned());
                }
            }
        }
        if !(2..=self.most).contains(&shares.len()) {
            let message = format!("a scope is split into 2 to {} shares", self.most);
            return wrong(value.span(), message);
        }
        let sum: f64 = shares.iter().sum();
        if (sum - 1.0).abs() > ROUNDING {
            let message = format!("the shares add up to {sum:.4}, not to 1");
            return wrong(value.span(), message);
        }
        Ok(shares.iter().map(|share| share / sum).collect())
    }

    fn schema(&self) -> Json {
        json!({
            "type": "array",
            "minItems": 2,
            "maxItems": self.most,
            "items": { "type": ["number", "string"] },
        })
    }

    fn written(&self, value: &Vec<f64>) -> String {
        let shares = value.iter().map(|share| display_number(*share));
        format!("[{}]", shares.collect::<Vec<_>>().join(", "))
    }
}

fn share_of(value: &Value<'_>) -> Option<f64> {
    match value.get_ref() {
        DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
        DeValue::String(text) => parse_share(text).ok(),
        _ => None,
    }
}
