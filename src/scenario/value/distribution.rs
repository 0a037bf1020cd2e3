//! Values with a named distribution: `{ uniform = [a, b] }` and its kind.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::scalar::{self, type_name};
use crate::model::{Specification, Uncertain};
use crate::scenario::finding::{Finding, Span};
use crate::scenario::text::abridged;
use crate::scenario::text::similar;

const NAMES: [&str; 5] = ["uniform", "loguniform", "triangular", "lognormal", "choice"];
const HOW: &str = "write { uniform = [low, high] }, { loguniform = [low, high] }, { triangular = [low, mode, high] }, { lognormal = { median = .., p95 = .. } } or { choice = [..] }";
/// More alternatives than anybody lists by hand.
const MOST_CHOICES: usize = 1_000;

/// Reads a table that stands for a value.
pub fn read(table: &DeTable<'_>, span: &Span, row: &Specification) -> Result<Uncertain, Finding> {
    let mut entries = table.iter();
    let (Some((name, value)), None) = (entries.next(), entries.next()) else {
        let message = format!("`{}` must be a value or one distribution", row.key);
        return Err(Finding::new(span.clone(), message).help(HOW));
    };
    match name.get_ref().as_ref() {
        "uniform" => uniform(value, row),
        "loguniform" => log_uniform(value, row),
        "triangular" => triangular(value, row),
        "lognormal" => lognormal(value, row),
        "choice" => choice(value, row),
        other => {
            let help = similar(other, NAMES)
                .map_or_else(|| HOW.to_owned(), |name| format!("did you mean `{name}`?"));
            let (key, found) = (row.key, abridged(other));
            let message = format!("`{key}` does not know the distribution `{found}`");
            Err(Finding::new(name.span(), message).help(help))
        }
    }
}

fn uniform(value: &Spanned<DeValue<'_>>, row: &Specification) -> Result<Uncertain, Finding> {
    let [low, high] = numbers(value, row, "{ uniform = [low, high] }")?;
    match (low, high) {
        _ if low > high => Err(out_of_order(value)),
        _ if low < high => Ok(Uncertain::Uniform { low, high }),
        _ => Ok(Uncertain::Fixed(low)),
    }
}

fn log_uniform(value: &Spanned<DeValue<'_>>, row: &Specification) -> Result<Uncertain, Finding> {
    let [low, high] = numbers(value, row, "{ loguniform = [low, high] }")?;
    match (low, high) {
        _ if low <= 0.0 => Err(Finding::new(
            value.span(),
            "the numbers of a loguniform must be above zero",
        )
        .help("write { uniform = [low, high] } where the value may be zero")),
        _ if low > high => Err(out_of_order(value)),
        _ if low < high => Ok(Uncertain::LogUniform { low, high }),
        _ => Ok(Uncertain::Fixed(low)),
    }
}

fn triangular(value: &Spanned<DeValue<'_>>, row: &Specification) -> Result<Uncertain, Finding> {
    let [low, mode, high] = numbers(value, row, "{ triangular = [low, mode, high] }")?;
    if low > mode || mode > high {
        return Err(out_of_order(value));
    }
    Ok(if low < high {
        Uncertain::Triangular { low, mode, high }
    } else {
        Uncertain::Fixed(low)
    })
}

fn out_of_order(value: &Spanned<DeValue<'_>>) -> Finding {
    let message = "the numbers of a distribution must not decrease";
    Finding::new(value.span(), message).help("write the smallest first")
}

fn lognormal(value: &Spanned<DeValue<'_>>, row: &Specification) -> Result<Uncertain, Finding> {
    let how = "write { lognormal = { median = .., p95 = .. } }";
    let fault = |span, message: &str| Err(Finding::new(span, message).help(how));
    let Some(table) = value.get_ref().as_table() else {
        return fault(
            value.span(),
            "a lognormal is given by its median and its 95th percentile",
        );
    };
    let (Some(median), Some(p95), 2) = (table.get("median"), table.get("p95"), table.len()) else {
        return fault(value.span(), "a lognormal has exactly `median` and `p95`");
    };
    let (at_median, at_p95) = (median.span(), p95.span());
    let (median, p95) = (finite(median, row)?, finite(p95, row)?);
    if median <= 0.0 {
        return fault(at_median, "the median of a lognormal must be above zero");
    }
    if p95 < median {
        return fault(at_p95, "the 95th percentile must not be below the median");
    }
    Ok(if p95 > median {
        Uncertain::LogNormal { median, p95 }
    } else {
        Uncertain::Fixed(median)
    })
}

fn choice(value: &Spanned<DeValue<'_>>, row: &Specification) -> Result<Uncertain, Finding> {
    let items = array(value, "{ choice = [..] }")?;
    if items.is_empty() || items.len() > MOST_CHOICES {
        let message = format!("a choice has one to {MOST_CHOICES} values");
        return Err(
            Finding::new(value.span(), message).help("list the values between the brackets")
        );
    }
    let values = items.iter().map(|item| scalar::read(item, row));
    let values: Vec<f64> = values.collect::<Result<_, _>>()?;
    Ok(Uncertain::Choice(values.into()))
}

fn numbers<const N: usize>(
    value: &Spanned<DeValue<'_>>,
    row: &Specification,
    how: &str,
) -> Result<[f64; N], Finding> {
    let items = array(value, how)?;
    if items.len() != N {
        let message = format!("{N} numbers are wanted here, not {}", items.len());
        return Err(Finding::new(value.span(), message).help(format!("write {how}")));
    }
    let mut read = [0.0; N];
    for (number, item) in read.iter_mut().zip(items) {
        *number = finite(item, row)?;
    }
    Ok(read)
}

fn finite(value: &Spanned<DeValue<'_>>, row: &Specification) -> Result<f64, Finding> {
    let number = scalar::read(value, row)?;
    if number.is_infinite() {
        let message = "the numbers of this distribution cannot be unlimited";
        return Err(Finding::new(value.span(), message)
            .help("only { choice = [..] } can hold \"unlimited\""));
    }
    Ok(number)
}

fn array<'v, 'i>(
    value: &'v Spanned<DeValue<'i>>,
    how: &str,
) -> Result<&'v [Spanned<DeValue<'i>>], Finding> {
    match value.get_ref() {
        DeValue::Array(items) => Ok(items),
        other => Err(Finding::new(
            value.span(),
            format!("an array is wanted here, not {}", type_name(other)),
        )
        .help(format!("write {how}"))),
    }
}
