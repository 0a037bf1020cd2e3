//! A value in quotes: one number, or a range.

use super::{Wrong, duration, number, print, scalar};
use crate::model::{Quantity, Specification, Uncertain};

/// Reads a text such as `40 min` or `120 ms to 900 ms`.
pub(super) fn parse(text: &str, row: &Specification) -> Result<Uncertain, Wrong> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some(place) = words.iter().position(|word| *word == "to") else {
        return scalar::parse(text, row).map(Uncertain::Fixed);
    };
    let first = words[..place].join(" ");
    let last = words[place + 1..].join(" ");
    if first.is_empty() || last.is_empty() {
        return Err(Wrong::new(
            "a range needs two ends",
            "for example \"120 ms to 900 ms\" or \"5 to 8\"",
        ));
    }
    let (p5, p95) = parse_ends(&first, &last, row)?;
    if p5.is_infinite() || p95.is_infinite() {
        return Err(Wrong::new(
            "a range cannot be unlimited",
            "give two numbers, or { choice = [..] }",
        ));
    }
    if p5 > p95 {
        let (p5, p95) = (
            print::scalar(p5, row.quantity),
            print::scalar(p95, row.quantity),
        );
        return Err(Wrong::new(
            "the range begins above its end",
            format!("write \"{p95} to {p5}\""),
        ));
    }
    Ok(if p5 < p95 {
        Uncertain::Range { p5, p95 }
    } else {
        Uncertain::Fixed(p5)
    })
}

/// The ends of a range, in either order; the first takes the unit of the last if it has none.
pub(in crate::scenario) fn parse_ends(
    first: &str,
    last: &str,
    row: &Specification,
) -> Result<(f64, f64), Wrong> {
    let end = scalar::parse(last, row).map_err(|wrong| unit_at_the_end(wrong, last, row))?;
    Ok((first_end(first, last, row)?, end))
}

/// Where the unit of a range is missing, it is missing at the end.
fn unit_at_the_end(wrong: Wrong, last: &str, row: &Specification) -> Wrong {
    match number::split(last) {
        Some((_, "")) if row.quantity == Quantity::Duration => Wrong::new(
            wrong.message,
            "the unit stands behind the last number, for example \"120 to 900 ms\"",
        ),
        _ => wrong,
    }
}

/// The lower end of a range, which takes the unit of the upper one if it has none.
fn first_end(first: &str, last: &str, row: &Specification) -> Result<f64, Wrong> {
    let (Some((decimal, "")), Some((_, unit))) = (number::split(first), number::split(last)) else {
        return scalar::parse(first, row);
    };
    match (row.quantity, unit) {
        (Quantity::Share, "%") => decimal.shifted(-2),
        (Quantity::Duration, unit) if !unit.is_empty() => {
            duration::with_unit(&decimal, unit).map_err(|_| duration::needs_unit(first))
        }
        // "10 to 20k" may begin at 10 or at 10,000.
        (Quantity::Count, suffix) if !suffix.is_empty() && decimal.shifted(0)? != 0.0 => {
            Err(Wrong::new(
                format!("the range may begin at {first} or at {first}{suffix}"),
                "write both ends alike, for example \"10k to 20k\"",
            ))
        }
        _ => scalar::parse(first, row),
    }
}
