//! Values that are set from outside: each is laid over the scenario as the keys of a strategy are.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::finding::{Finding, Findings, Span};
use super::keys::limit_key;
use super::overlay;
use super::sources::{MEASUREMENTS, Setting, Sources};
use super::text::{self, abridged};

/// Reads `KEY=VALUE` as it is typed: a dotted key, and a value in which names and texts need no quotes. The result is what
/// [`parse_with`](super::parse_with) takes.
///
/// ```
/// use cyclecast::scenario::parse_setting;
///
/// let set = parse_setting("target.latency.user_post = 400 ms")?;
/// assert_eq!(set, ("target.latency.user_post".to_owned(), "\"400 ms\"".to_owned()));
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// That it is not a key and a value, and how these are written.
pub fn parse_setting(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    let (key, value) = (key.trim(), value.trim());
    if key.is_empty() || value.is_empty() {
        return Err(format!(
            "`{}` is not a key and its value\n  help: write KEY=VALUE, for example target.capacity=64",
            abridged(text)
        ));
    }
    Ok((key.to_owned(), toml_text(value)))
}

/// A value as it stands in a scenario: in quotes, which every value but a switch, a list or a table may have.
pub(super) fn toml_text(text: &str) -> String {
    let is_quoted = text.len() > 1
        && ['"', '\'']
            .iter()
            .any(|sign| text.starts_with(*sign) && text.ends_with(*sign));
    if is_quoted || matches!(text, "true" | "false") || text.starts_with(['[', '{']) {
        text.to_owned()
    } else {
        toml::Value::String(text.to_owned()).to_string()
    }
}

/// Lays the settings over `root` one after the other; what is wrong goes to `findings`.
pub(super) fn lay<'i>(sources: &'i Sources, root: &mut DeTable<'i>, findings: &mut Findings) {
    for setting in &sources.settings {
        let mut found = Findings::default();
        let tree = tree(setting, &mut found);
        let moved = |mut finding: Finding| {
            finding.span = moved_span(&finding.span, setting.start);
            Some(finding)
        };
        findings.absorb(found.filter(moved), |_| false);
        if let Some(tree) = tree {
            overlay::lay(root, &[], &moved_table(tree, setting.start), findings);
        }
    }
}

/// Lays what the scenario says over its file of measurements; what is wrong goes to `findings`.
pub(super) fn lay_over_measurements<'i>(
    sources: &'i Sources,
    root: &mut DeTable<'i>,
    findings: &mut Findings,
) {
    let Some(file) = &sources.measurements else {
        return;
    };
    let mut found = Findings::default();
    let mut tree = match &file.fault {
        Some(fault) => {
            found.push(fault.clone());
            DeTable::new()
        }
        None => text::parse(&file.text, &mut found).root,
    };
    let moved = |mut finding: Finding| {
        finding.span = moved_span(&finding.span, file.start);
        Some(finding)
    };
    findings.absorb(found.filter(moved), |_| false);
    tree.remove(MEASUREMENTS);
    let mut base = moved_table(tree, file.start);
    overlay::lay(&mut base, &[], root, findings);
    *root = base;
}

/// The tree of one setting, with the spans of its own text; none if it is not one key and its value.
pub(super) fn tree<'i>(setting: &'i Setting, findings: &mut Findings) -> Option<DeTable<'i>> {
    if let Some(fault) = &setting.fault {
        findings.push(fault.clone());
        return None;
    }
    let tree = text::parse(&setting.text, findings);
    if !findings.is_empty() {
        return None;
    }
    if !is_only(&tree.root, &setting.key) {
        let message = format!(
            "this is not the value of `{}` alone",
            abridged(&setting.key)
        );
        let help = "a key with dots and one value are set, such as target.capacity to 64";
        findings.report(0..setting.text.text.len(), message, help);
        return None;
    }
    Some(tree.root)
}

/// Whether `table` holds nothing but the value of the dotted key `key`.
fn is_only(table: &DeTable<'_>, key: &str) -> bool {
    if let Some((name, field)) = limit_key(key) {
        let path = ["target", "limit", name];
        let inner = path.iter().try_fold(table, |table, name| {
            let value = table.get(*name).filter(|_| table.len() == 1)?;
            value.get_ref().as_table()
        });
        return inner.is_some_and(|row| row.len() == 1 && row.contains_key(field));
    }
    let (first, rest) = match key.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (key, None),
    };
    let value = table.get(first.trim()).map(Spanned::get_ref);
    table.len() == 1
        && match (value, rest) {
            (Some(DeValue::Table(inner)), Some(rest)) => is_only(inner, rest),
            (value, rest) => value.is_some() && rest.is_none(),
        }
}

fn moved_span(span: &Span, by: usize) -> Span {
    span.start + by..span.end + by
}

/// `table` with every place moved on.
fn moved_table(table: DeTable<'_>, by: usize) -> DeTable<'_> {
    let entries = table.into_iter();
    let moved = entries.map(|(key, value)| {
        let span = moved_span(&key.span(), by);
        (Spanned::new(span, key.into_inner()), moved_value(value, by))
    });
    moved.collect()
}

fn moved_value(value: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let span = moved_span(&value.span(), by);
    let value = match value.into_inner() {
        DeValue::Array(items) => DeValue::Array(
            items
                .into_iter()
                .map(|item| moved_value(item, by))
                .collect(),
        ),
        DeValue::Table(table) => DeValue::Table(moved_table(table, by)),
        other => other,
    };
    Spanned::new(span, value)
}
