//! Values of Python as a scenario writes them.

use cyclecast::scenario::parse_setting;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use toml::{Table, Value};

use super::failure::Failure;

/// Tables within tables beyond this are none of a scenario; a value that holds itself would have no end.
const DEEPEST: usize = 16;

/// A scenario file with these keys.
pub fn scenario_text(values: &Bound<'_, PyDict>) -> Result<String, Failure> {
    let table = table(values, "", DEEPEST)?;
    toml::to_string(&table).map_err(|reason| Failure::usage(format!("no scenario: {reason}")))
}

/// A key and its value as the command takes it.
pub fn setting_text(key: &str, given: &Bound<'_, PyAny>) -> Result<String, Failure> {
    let setting = format!("{key}={}", cell(key, given)?);
    let (found, _) = parse_setting(&setting).map_err(Failure::usage)?;
    match found == key.trim() {
        true => Ok(setting),
        false => Err(Failure::usage(format!("`{key}` is no key of a scenario"))),
    }
}

/// A value as it is typed below its key: a text as it is, anything else as TOML.
pub fn cell(key: &str, given: &Bound<'_, PyAny>) -> Result<String, Failure> {
    Ok(match value(given, key, DEEPEST)? {
        Value::String(text) => text,
        other => other.to_string(),
    })
}

fn table(values: &Bound<'_, PyDict>, within: &str, deep: usize) -> Result<Table, Failure> {
    let mut table = Table::new();
    for (key, found) in values {
        let Ok(name) = key.extract::<String>() else {
            let shown = key.repr().map(|text| text.to_string()).unwrap_or_default();
            return Err(Failure::usage(format!(
                "{shown} is no key of a scenario\n  help: keys are texts"
            )));
        };
        let path = match within {
            "" => name.clone(),
            within => format!("{within}.{name}"),
        };
        table.insert(name, value(&found, &path, deep)?);
    }
    Ok(table)
}

fn value(found: &Bound<'_, PyAny>, key: &str, deep: usize) -> Result<Value, Failure> {
    let no_value =
        |what: String, help: &str| Err(Failure::usage(format!("{key} is {what}\n  help: {help}")));
    let Some(deeper) = deep.checked_sub(1) else {
        return no_value(
            "too deep".to_owned(),
            "a scenario has tables in tables, but not so many",
        );
    };
    if found.is_instance_of::<PyBool>() {
        return Ok(Value::Boolean(found.is_truthy().map_err(Failure::Python)?));
    }
    if found.is_instance_of::<PyString>() {
        return match found.extract::<String>() {
            Ok(text) => Ok(Value::String(text)),
            Err(_) => no_value(
                "no Unicode text".to_owned(),
                "give a text without lone surrogates",
            ),
        };
    }
    if let Ok(table_found) = found.cast::<PyDict>() {
        return table(table_found, key, deeper).map(Value::Table);
    }
    if found.is_instance_of::<PyList>() || found.is_instance_of::<PyTuple>() {
        let items = found.try_iter().map_err(Failure::Python)?;
        let items = items.map(|item| value(&item.map_err(Failure::Python)?, key, deeper));
        return items.collect::<Result<_, _>>().map(Value::Array);
    }
    if found.is_instance_of::<PyFloat>() {
        return Ok(Value::Float(found.extract().map_err(Failure::Python)?));
    }
    // Whole numbers of NumPy and the like say so by `__index__`.
    let is_whole = found.is_instance_of::<PyInt>() || found.hasattr("__index__").unwrap_or(false);
    if is_whole {
        return match found.extract::<i64>() {
            Ok(number) => Ok(Value::Integer(number)),
            Err(_) => no_value(
                "too large a number".to_owned(),
                "whole numbers have at most 63 bits",
            ),
        };
    }
    if let Ok(number) = found.extract::<f64>() {
        return Ok(Value::Float(number));
    }
    let kind = found.get_type().name().map(|name| name.to_string());
    no_value(
        format!("a {}", kind.unwrap_or_default()),
        "values are numbers, texts, truths, lists and tables",
    )
}
