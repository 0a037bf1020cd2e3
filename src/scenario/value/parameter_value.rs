//! The value of a parameter: one number, a range, or a distribution, within its bounds.

use toml::Spanned;
use toml::de::DeValue;

use super::{decimal, distribution, printed, scalar, time_length};
use crate::model::{Quantity, Specification, Uncertain};
use crate::scenario::finding::{Finding, Span, Wrong};

/// Reads the value of a parameter and checks it against the parameter's bounds.
pub fn read(value: &Spanned<DeValue<'_>>, row: &Specification) -> Result<Uncertain, Finding> {
    let span = value.span();
    let read = match value.get_ref() {
        DeValue::String(text) => parse(text, row).map_err(|wrong| wrong.at(span.clone()))?,
        DeValue::Table(table) => distribution::read(table, &span, row)?,
        DeValue::Array(_) => {
            return Err(
                Finding::new(span, format!("`{}` takes one value, not an array", row.key))
                    .help("one of several values, equally likely, is written { choice = [1, 2] }"),
            );
        }
        _ => Uncertain::Fixed(scalar::read(value, row)?),
    };
    check(&read, &span, row)?;
    Ok(read)
}

/// Reads a text such as `40 min` or `120 ms to 900 ms`.
fn parse(text: &str, row: &Specification) -> Result<Uncertain, Wrong> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some(index) = words.iter().position(|word| *word == "to") else {
        return scalar::parse(text, row).map(Uncertain::Fixed);
    };
    let first = words[..index].join(" ");
    let last = words[index + 1..].join(" ");
    if first.is_empty() || last.is_empty() {
        let message = "a range needs two ends";
        let help = "for example \"120 ms to 900 ms\" or \"5 to 8\"";
        return Err(Wrong::new(message, help));
    }
    let (p5, p95) = parse_ends(&first, &last, row)?;
    if p5.is_infinite() || p95.is_infinite() {
        let message = "a range cannot be unlimited";
        let help = "give two numbers, or { choice = [..] }";
        return Err(Wrong::new(message, help));
    }
    if p5 > p95 {
        let (p5, p95) = (
            printed::scalar(p5, row.quantity),
            printed::scalar(p95, row.quantity),
        );
        let message = "the range begins above its end";
        let help = format!("write \"{p95} to {p5}\"");
        return Err(Wrong::new(message, help));
    }
    Ok(if p5 < p95 {
        Uncertain::Range { p5, p95 }
    } else {
        Uncertain::Fixed(p5)
    })
}

/// The ends of a range, in either order; the first takes the unit of the last if it has none.
pub fn parse_ends(first: &str, last: &str, row: &Specification) -> Result<(f64, f64), Wrong> {
    let end = scalar::parse(last, row).map_err(|wrong| unit_at_the_end(wrong, last, row))?;
    Ok((first_end(first, last, row)?, end))
}

/// Where the unit of a range is missing, it is missing at the end.
fn unit_at_the_end(wrong: Wrong, last: &str, row: &Specification) -> Wrong {
    match decimal::split(last) {
        Some((_, "")) if row.quantity == Quantity::Duration => Wrong::new(
            wrong.message,
            "the unit stands behind the last number, for example \"120 to 900 ms\"",
        ),
        _ => wrong,
    }
}

/// The lower end of a range, which takes the unit of the upper one if it has none.
fn first_end(first: &str, last: &str, row: &Specification) -> Result<f64, Wrong> {
    let (Some((decimal, "")), Some((_, unit))) = (decimal::split(first), decimal::split(last))
    else {
        return scalar::parse(first, row);
    };
    match (row.quantity, unit) {
        (Quantity::Share, "%") => decimal.shifted(-2),
        (Quantity::Duration, unit) if !unit.is_empty() => {
            time_length::with_unit(&decimal, unit).map_err(|_| time_length::needs_unit(first))
        }
        // "10 to 20k" may begin at 10 or at 10,000.
        (Quantity::Count, suffix) if !suffix.is_empty() && decimal.shifted(0)? != 0.0 => {
            let message = format!("the range may begin at {first} or at {first}{suffix}");
            let help = "write both ends alike, for example \"10k to 20k\"";
            Err(Wrong::new(message, help))
        }
        _ => scalar::parse(first, row),
    }
}

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
    let (key, (_, most)) = (row.key, row.bounds);
    let [least, shown] = [row.bounds.0, most].map(|bound| printed::scalar(bound, row.quantity));
    if most.is_infinite() {
        format!("`{key}` must be at least {least}")
    } else {
        format!("`{key}` must be between {least} and {shown}")
    }
}

fn remedy(outside: f64, row: &Specification) -> String {
    if row.quantity == Quantity::Share && (1.0..=100.0).contains(&outside) {
        return format!("did you mean \"{outside} %\"?");
    }
    row.meaning.trim_end_matches('.').to_owned()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{Origin, Parameter, Setting};
    use toml::de::DeTable;

    /// A parameter of some quantity with bounds from zero to infinity.
    pub(in super::super) fn any(quantity: Quantity) -> Specification {
        Specification {
            parameter: Parameter::Capacity,
            key: "the.key",
            quantity,
            default: Setting::Value(Uncertain::Fixed(1.0)),
            bounds: (0.0, f64::INFINITY),
            origin: Origin::Assumed("for a test only"),
            meaning: "Something.",
        }
    }

    /// Reads one value written in TOML.
    pub fn read_toml(toml: &str, row: &Specification) -> Result<Uncertain, Finding> {
        let text = format!("v = {toml}");
        let tree = DeTable::parse(&text).expect("tests write valid TOML");
        read(tree.get_ref().get("v").expect("just written"), row)
    }

    fn reads(toml: &str, quantity: Quantity) -> Uncertain {
        read_toml(toml, &any(quantity)).unwrap_or_else(|finding| panic!("{toml}: {finding:?}"))
    }

    #[test]
    fn numbers_are_read_as_a_person_writes_them() {
        use Quantity::{Count, Duration, Factor, Share};
        for (toml, quantity, value) in [
            ("10_000", Count, 10_000.0),
            ("1e5", Count, 100_000.0),
            ("0x1F", Count, 31.0),
            ("\"10k\"", Count, 10_000.0),
            ("\"2.5 M\"", Count, 2_500_000.0),
            ("\"unlimited\"", Count, f64::INFINITY),
            ("0.02", Share, 0.02),
            ("\"2 %\"", Share, 0.02),
            ("\"0.1%\"", Share, 0.001),
            ("\"40 min\"", Duration, 2_400.0),
            ("\"1.5 h\"", Duration, 5_400.0),
            ("\"1 h 30 min\"", Duration, 5_400.0),
            ("\"250 ms\"", Duration, 0.25),
            ("\"2 days\"", Duration, 172_800.0),
            ("1.9", Factor, 1.9),
            ("\"1.9\"", Factor, 1.9),
        ] {
            assert_eq!(reads(toml, quantity), Uncertain::Fixed(value), "{toml}");
        }
    }

    #[test]
    fn a_range_is_a_90_percent_interval_whose_unit_may_stand_once() {
        let range = |p5, p95| Uncertain::Range { p5, p95 };
        for (toml, quantity, value) in [
            ("\"120 ms to 900 ms\"", Quantity::Duration, range(0.12, 0.9)),
            ("\"120 to 900 ms\"", Quantity::Duration, range(0.12, 0.9)),
            (
                "\"1 min to 1 h 30 min\"",
                Quantity::Duration,
                range(60.0, 5_400.0),
            ),
            ("\"0.5 % to 2 %\"", Quantity::Share, range(0.005, 0.02)),
            ("\"0.5 to 2 %\"", Quantity::Share, range(0.005, 0.02)),
            ("\"5 to 8\"", Quantity::Count, range(5.0, 8.0)),
            ("\"0 to 20k\"", Quantity::Count, range(0.0, 20_000.0)),
            ("\"7 to 7\"", Quantity::Count, Uncertain::Fixed(7.0)),
        ] {
            assert_eq!(reads(toml, quantity), value, "{toml}");
        }
    }

    #[test]
    fn distributions_are_tables_whose_numbers_are_written_the_same_way() {
        for (toml, value) in [
            (
                "{ uniform = [\"1 s\", \"2 min\"] }",
                Uncertain::Uniform {
                    low: 1.0,
                    high: 120.0,
                },
            ),
            (
                "{ loguniform = [\"1 ms\", \"2 s\"] }",
                Uncertain::LogUniform {
                    low: 0.001,
                    high: 2.0,
                },
            ),
            (
                "{ triangular = [\"1 s\", \"2 s\", \"9 s\"] }",
                Uncertain::Triangular {
                    low: 1.0,
                    mode: 2.0,
                    high: 9.0,
                },
            ),
            (
                "{ lognormal = { median = \"1 s\", p95 = \"5 s\" } }",
                Uncertain::LogNormal {
                    median: 1.0,
                    p95: 5.0,
                },
            ),
            (
                "{ choice = [\"4 s\", \"1 s\"] }",
                Uncertain::Choice(vec![4.0, 1.0].into()),
            ),
        ] {
            assert_eq!(reads(toml, Quantity::Duration), value, "{toml}");
        }
    }

    #[test]
    fn a_loguniform_has_no_order_of_magnitude_at_zero() {
        let row = any(Quantity::Duration);
        let found = read_toml("{ loguniform = [\"0 s\", \"1 s\"] }", &row).unwrap_err();
        assert!(found.message.contains("above zero"), "{found:?}");
        assert!(read_toml("{ loguniform = [\"2 s\", \"1 s\"] }", &row).is_err());
    }
}
