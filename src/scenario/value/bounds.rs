//! Whether a value makes sense for its parameter.

use super::printed;
use crate::model::{Quantity, Specification, Uncertain};
use crate::scenario::finding::{Finding, Span};

/// Checks `value` against the bounds of the catalogue, and that counts that are certain are whole.
pub fn check(value: &Uncertain, span: &Span, row: &Specification) -> Result<(), Finding> {
    let (low, high) = value.extent();
    let (least, most) = row.bounds;
    if low < least || high > most {
        let outside = if low < least { low } else { high };
        let mut finding = Finding::new(span.clone(), allowed(row)).label(format!(
            "this is {}",
            printed::scalar(outside, row.quantity)
        ));
        finding.help = Some(remedy(outside, row));
        return Err(finding);
    }
    let certain: &[f64] = match value {
        Uncertain::Fixed(one) => std::slice::from_ref(one),
        Uncertain::Choice(several) => several,
        _ => &[],
    };
    match certain
        .iter()
        .find(|one| one.is_finite() && one.fract() != 0.0)
    {
        Some(broken) if row.quantity == Quantity::Count => Err(Finding::new(
            span.clone(),
            format!("`{}` must be a whole number", row.key),
        )
        .label(format!(
            "this is {}",
            printed::scalar(*broken, row.quantity)
        ))
        .help("ends of a range may have decimals; what is drawn is rounded")),
        _ => Ok(()),
    }
}

/// The bounds of a parameter in a sentence, in the units that a person writes.
fn allowed(row: &Specification) -> String {
    let (least, most) = row.bounds;
    let shown = |bound| printed::scalar(bound, row.quantity);
    if most.is_infinite() {
        format!("`{}` must be at least {}", row.key, shown(least))
    } else {
        format!(
            "`{}` must be between {} and {}",
            row.key,
            shown(least),
            shown(most)
        )
    }
}

fn remedy(outside: f64, row: &Specification) -> String {
    if row.quantity == Quantity::Share && (1.0..=100.0).contains(&outside) {
        return format!("did you mean \"{outside} %\"?");
    }
    row.meaning.trim_end_matches('.').to_owned()
}
