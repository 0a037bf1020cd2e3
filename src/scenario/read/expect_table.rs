//! Thresholds, as they are written in `[expect]`.

use toml::de::DeValue;

use crate::scenario::expect::{Expectation, condition, metric, split_key, statistic};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::kinds::{TomlKey, Value, text, wanted};

/// More thresholds than anybody keeps an eye on.
const MOST_EXPECTATIONS: usize = 100;
const HOW: &str = "write initial_cycle.p95 = \"< 36 h\" below [expect]";

/// A threshold of `[expect]`, and where its key stands.
#[derive(Clone, Debug)]
pub struct Expected {
    pub key: Span,
    pub value: Expectation,
}

/// Reads `[expect]`, in the order in which it is written; thresholds that are wrong are reported and left out.
pub fn read(value: &Value<'_>, findings: &mut Findings) -> Vec<Expected> {
    let DeValue::Table(table) = value.get_ref() else {
        let wanted = wanted(value, "expect", "keys of its own", value.get_ref());
        findings.push(wanted.help(HOW));
        return Vec::new();
    };
    let mut read: Vec<Expected> = Vec::new();
    for (key, item) in table.iter() {
        // Looking for what was meant takes time, which hostile files would multiply.
        if findings.is_full() {
            findings.push(Finding::new(key.span(), String::new()));
            continue;
        }
        match item.get_ref() {
            // Without quotes, the dot of the key makes a table.
            DeValue::Table(inner) if !key.get_ref().contains('.') => {
                for (rest, item) in inner.iter() {
                    let one = threshold(key, key.get_ref(), rest, rest.get_ref(), item);
                    keep(one, &mut read, findings);
                }
            }
            _ => {
                let one = split_key(key.get_ref())
                    .map_err(|wrong| wrong.at(key.span()))
                    .and_then(|(name, rest)| threshold(key, name, key, rest, item));
                keep(one, &mut read, findings);
            }
        }
    }
    read.sort_by_key(|one| one.key.start);
    if let Some(surplus) = read.get(MOST_EXPECTATIONS) {
        let message = format!("there are more than {MOST_EXPECTATIONS} thresholds");
        findings.report(surplus.key.clone(), message, "leave out some of them");
    }
    read
}

fn keep(one: Result<Expected, Finding>, read: &mut Vec<Expected>, findings: &mut Findings) {
    let Some(one) = findings.kept(one) else {
        return;
    };
    match read.iter().find(|other| other.value.key == one.value.key) {
        Some(other) => {
            let later = [other, &one].into_iter().max_by_key(|one| one.key.start);
            let message = format!("`{}` is given twice", one.value.key);
            let later = later.map(|one| one.key.clone()).unwrap_or_default();
            findings.report(later, message, "keep one of the two");
        }
        None => read.push(one),
    }
}

/// Reads the condition on the statistic that is called `rest` of the metric that is called `name`, and where they stand.
fn threshold(
    name_key: &TomlKey<'_>,
    name: &str,
    rest_key: &TomlKey<'_>,
    rest: &str,
    item: &Value<'_>,
) -> Result<Expected, Finding> {
    let metric = metric(name).map_err(|wrong| wrong.at(name_key.span()))?;
    // A percentile with decimals, without quotes, makes one table more.
    let deeper = item
        .get_ref()
        .as_table()
        .and_then(|table| table.keys().next());
    let rest = match deeper {
        Some(key) => format!("{rest}.{}", key.get_ref()),
        None => rest.to_owned(),
    };
    let statistic = statistic(&rest, metric).map_err(|wrong| wrong.at(rest_key.span()))?;
    let key = format!("{name}.{rest}");
    let text = text(item, &key)
        .map_err(|finding| finding.help("write a comparison and a limit in quotes: \"< 36 h\""))?;
    let value = condition(&text, metric, statistic).map_err(|wrong| wrong.at(item.span()))?;
    Ok(Expected {
        key: rest_key.span(),
        value,
    })
}
