//! A measured value as it stands in a scenario: to four digits, and within the bounds of its key.

use super::calibration_document::Measured;
use super::written_values::four_digits;
use crate::model::{Parameter, Quantity, Uncertain, catalogue};
use crate::scenario::display_value;

/// A key with its measured value; none where no key is of this parameter.
pub fn measured(
    parameter: Parameter,
    value: Uncertain,
    because: &str,
    count: u64,
) -> Option<Measured> {
    let row = catalogue().find(|row| row.parameter == parameter)?;
    let (low, high) = row.bounds;
    let value = match value {
        Uncertain::Range { p5, p95 } => {
            let [p5, p95] = [p5, p95].map(|end| four_digits(end).clamp(low, high));
            if p5 < p95 {
                Uncertain::Range { p5, p95 }
            } else {
                Uncertain::Fixed(p5)
            }
        }
        Uncertain::Fixed(one) => Uncertain::Fixed(four_digits(one).clamp(low, high)),
        other => other,
    };
    let text = display_value(&value, row.quantity);
    let is_bare = row.quantity == Quantity::Count && matches!(value, Uncertain::Fixed(_));
    Some(Measured {
        key: row.key.to_owned(),
        value: if is_bare { text } else { format!("\"{text}\"") },
        because: because.to_owned(),
        count,
    })
}
