//! Values as a person writes them: `"40 min"`, `0.02`, `"10k"`, `"120 ms to 900 ms"`, `{ choice = [1, 4] }`.

mod bounds;
mod distribution;
mod duration;
mod number;
mod print;
mod scalar;
mod text;

pub use print::{display_value, toml_value};

pub(super) use bounds::check as check_bounds;
pub(super) use duration::{WORDS as TIME_WORDS, parse as parse_duration};
pub(super) use number::{parse_count, parse_per_second, parse_share, two_readings};
pub(super) use print::scalar as print_scalar;
pub(super) use scalar::type_name;
pub(super) use text::parse_ends;

use toml::Spanned;
use toml::de::DeValue;

use super::finding::Finding;
use crate::model::{Quantity, Specification, Uncertain};

/// What is wrong with a piece of text, to be given a place by who knows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wrong {
    pub(super) message: String,
    pub(super) help: String,
}

impl Wrong {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }

    /// Message and help where there is no place to give it.
    pub(super) fn into_text(self) -> String {
        format!("{}\n  help: {}", self.message, self.help)
    }

    pub(super) fn at(self, span: std::ops::Range<usize>) -> Finding {
        Finding::new(span, self.message).help(self.help)
    }
}

impl From<Finding> for Wrong {
    /// What was found, where it stands for itself.
    fn from(finding: Finding) -> Self {
        let message = match &finding.label[..] {
            "" => finding.message,
            label => format!("{}, and {label}", finding.message),
        };
        Self::new(message, finding.help.unwrap_or_default())
    }
}

/// Reads the value of a parameter and checks it against the parameter's bounds.
pub(super) fn read(
    value: &Spanned<DeValue<'_>>,
    row: &Specification,
) -> Result<Uncertain, Finding> {
    let span = value.span();
    let read = match value.get_ref() {
        DeValue::String(text) => text::parse(text, row).map_err(|wrong| wrong.at(span.clone()))?,
        DeValue::Table(table) => distribution::read(table, &span, row)?,
        DeValue::Array(_) => {
            return Err(
                Finding::new(span, format!("`{}` takes one value, not an array", row.key))
                    .help("one of several values, equally likely, is written { choice = [1, 2] }"),
            );
        }
        _ => Uncertain::Fixed(scalar::read(value, row)?),
    };
    check_bounds(&read, &span, row)?;
    Ok(read)
}

/// An example of how a quantity is written.
fn example(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Duration => "a duration is written with a unit, for example \"40 min\"",
        Quantity::Count => "a count is a plain number, for example 10_000 or \"10k\"",
        Quantity::Share => "a share is written 0.02 or \"2 %\"",
        Quantity::Factor => "a factor is a plain number, for example 0.5",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origin, Parameter, Setting};
    use toml::de::DeTable;

    /// A parameter of some quantity with bounds from zero to infinity.
    pub(super) fn any(quantity: Quantity) -> Specification {
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
    pub(super) fn read_toml(toml: &str, row: &Specification) -> Result<Uncertain, Finding> {
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
