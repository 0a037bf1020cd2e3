//! What Python code hands over, as far as it is no text.

use std::ops::RangeInclusive;

use cyclecast::asked::{MOST_REPLICATIONS, Wanted};
use pyo3::prelude::*;

use super::failure::Failure;

/// A number as Python hands it over, if any.
pub type Number<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

/// Seeds are whole numbers up to this.
const MOST_SEED: u64 = i64::MAX as u64;
const MOST_THREADS: u64 = 1_024;

/// A whole number within bounds, where one is given.
pub fn whole(
    name: &str,
    value: Number<'_, '_>,
    bounds: RangeInclusive<u64>,
) -> Result<Option<u64>, Failure> {
    let Some(value) = value else {
        return Ok(None);
    };
    let is_truth = value.is_instance_of::<pyo3::types::PyBool>();
    let number = value.extract::<u64>().ok().filter(|_| !is_truth);
    match number.filter(|number| bounds.contains(number)) {
        Some(number) => Ok(Some(number)),
        None => {
            let shown = value.repr().map(|text| text.to_string());
            let shown: String = shown.unwrap_or_default().chars().take(80).collect();
            Err(Failure::usage(format!(
                "{name} is {shown}\n  help: give a whole number from {} to {}",
                bounds.start(),
                bounds.end()
            )))
        }
    }
}

/// How often, with which seed, on how many threads; `usual` replications where nobody says how many.
pub fn wanted(
    replications: Number<'_, '_>,
    seed: Number<'_, '_>,
    threads: Number<'_, '_>,
    usual: Option<u64>,
) -> Result<Wanted, Failure> {
    let replications = whole("replications", replications, 1..=MOST_REPLICATIONS)?;
    let threads = whole("threads", threads, 1..=MOST_THREADS)?;
    Ok(Wanted {
        replications: replications.or(usual),
        seed: whole("seed", seed, 0..=MOST_SEED)?,
        threads: threads.map(|threads| threads as u16),
    })
}
