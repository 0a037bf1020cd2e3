//! One target sheet, and how it is read.

use toml::de::{DeTable, DeValue};

use crate::model::{LimitRule, Parameter, Uncertain};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::keys;
use crate::scenario::kinds::{Kind, OneOf, Value, text as text_of, wanted};
use crate::scenario::lists::{Limit, assumed_bursts};
use crate::scenario::parsed::SourceFile;
use crate::scenario::problem::{Problems, into_problems, single_problem};
use crate::scenario::resolved::ResolvedOrigin;
use crate::scenario::text::{self, MOST_SCENARIO_BYTES, SourceText, abridged, decode, similar};
use crate::scenario::value;

/// How far the figures of a sheet were checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The sentence was read in the text of the source.
    Read,
    /// Of the text of the source an excerpt alone was read.
    Excerpt,
    /// Worked out from figures that were read there, as the note says.
    Derived,
    /// Measured by the authors of this program on the version that the title names.
    Measured,
    /// The user's own.
    Own,
}

impl Checked {
    /// Its name in a sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Excerpt => "excerpt",
            Self::Derived => "derived",
            Self::Measured => "measured",
            Self::Own => "own",
        }
    }
}

const CHECKED: [(&str, Checked); 5] = [
    (Checked::Read.name(), Checked::Read),
    (Checked::Excerpt.name(), Checked::Excerpt),
    (Checked::Derived.name(), Checked::Derived),
    (Checked::Measured.name(), Checked::Measured),
    (Checked::Own.name(), Checked::Own),
];

/// What is documented about one application.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetSheet {
    /// What scenarios call it: the name of a shipped one, or of the file.
    pub name: String,
    /// What the application is called.
    pub title: String,
    /// Where the figures stand.
    pub source: String,
    /// Of which date the source is, as far as it says.
    pub dated: String,
    /// How far the figures were checked.
    pub checked: Checked,
    /// Whether it is shipped, so that it is not its user who says so.
    pub shipped: bool,
    /// What else is to be known, for example what of it is a reading.
    pub note: String,
    /// Values of the catalogue.
    pub values: Vec<(Parameter, Uncertain)>,
    /// The limits.
    pub limits: Vec<LimitRule>,
    /// Names of the limits whose burst it does not give.
    pub assumed_bursts: Vec<String>,
}

impl TargetSheet {
    /// The value that the sheet gives for a parameter.
    pub fn value(&self, parameter: Parameter) -> Option<&Uncertain> {
        self.values
            .iter()
            .find(|(one, _)| *one == parameter)
            .map(|(_, value)| value)
    }

    /// The limits that none of `own` replaces.
    pub(in crate::scenario) fn limits_beside(
        &self,
        own: &[Limit],
    ) -> impl Iterator<Item = &LimitRule> {
        let is_replaced = |rule: &LimitRule| own.iter().any(|own| own.rule.name == rule.name);
        self.limits.iter().filter(move |rule| !is_replaced(rule))
    }

    /// Who says what the sheet says.
    pub fn origin(&self) -> ResolvedOrigin {
        let source = format!("{}: {}, {}", self.title, self.source, self.dated);
        match self.checked {
            _ if !self.shipped => ResolvedOrigin::Yours(self.name.clone()),
            Checked::Read => ResolvedOrigin::Documented(source),
            Checked::Excerpt => ResolvedOrigin::Documented(format!("an excerpt of {source}")),
            Checked::Measured => ResolvedOrigin::Assumed(format!("measured: {source}")),
            Checked::Derived => ResolvedOrigin::Assumed(format!("worked out from {source}")),
            Checked::Own => ResolvedOrigin::Yours(self.name.clone()),
        }
    }
}

/// Parses a sheet of the user's own.
///
/// # Errors
/// [`Problems`]: all that is wrong with it.
pub fn parse(source: &SourceFile) -> Result<TargetSheet, Problems> {
    let (text, fault) = decode(&source.name, &source.bytes, MOST_SCENARIO_BYTES);
    if let Some(fault) = fault {
        return Err(single_problem(&text, fault));
    }
    let mut findings = Findings::default();
    let sheet = read(&text, &source.name, &mut findings);
    match (into_problems(vec![(&text, findings)]), sheet) {
        (Some(problems), _) => Err(problems),
        (None, Some(sheet)) => Ok(sheet),
        (None, None) => {
            let fault = Finding::new(0..0, "the file is not a target sheet");
            Err(single_problem(
                &text,
                fault.help("it needs a title and a source"),
            ))
        }
    }
}

/// Reads a sheet; what is wrong with it goes to `findings`.
pub(in crate::scenario) fn read(
    text: &SourceText,
    name: &str,
    findings: &mut Findings,
) -> Option<TargetSheet> {
    let tree = text::parse(text, findings);
    let mut found = Findings::default();
    let sheet = read_tree(&tree.root, name, &mut found);
    findings.absorb(found, |finding| tree.explains(text, finding));
    sheet
}

fn read_tree(root: &DeTable<'_>, name: &str, findings: &mut Findings) -> Option<TargetSheet> {
    let mut sheet = TargetSheet {
        name: name.to_owned(),
        title: String::new(),
        source: String::new(),
        dated: "no date given".to_owned(),
        checked: Checked::Own,
        shipped: false,
        note: String::new(),
        values: Vec::new(),
        limits: Vec::new(),
        assumed_bursts: Vec::new(),
    };
    for (key, item) in root.iter() {
        let key_name = key.get_ref().as_ref();
        let text = match key_name {
            "title" => &mut sheet.title,
            "source" => &mut sheet.source,
            "dated" => &mut sheet.dated,
            "note" => &mut sheet.note,
            "checked" => {
                match OneOf::of(&CHECKED).read(item, "checked") {
                    Ok(checked) => sheet.checked = checked,
                    Err(finding) => findings.push(finding),
                }
                continue;
            }
            "target" => {
                read_target(item, "target", &mut sheet, findings);
                continue;
            }
            _ => {
                unknown(key_name, key.span(), findings);
                continue;
            }
        };
        match text_of(item, key_name) {
            Ok(written) => *text = written,
            Err(finding) => findings.push(finding),
        }
    }
    for (key, text) in [("title", &sheet.title), ("source", &sheet.source)] {
        if text.trim().is_empty() {
            let message = format!("a target sheet needs a {key}");
            findings.report(
                0..0,
                message,
                "the first lines are title = \"...\" and source = \"where the numbers are from\"",
            );
        }
    }
    findings.is_empty().then_some(sheet)
}

fn unknown(key: &str, span: Span, findings: &mut Findings) {
    let message = format!("a target sheet has no key `{}`", abridged(key));
    findings.report(
        span,
        message,
        "it has title, source, dated, checked, note, [target] and [[target.limit]]",
    );
}

/// Reports a key that `[target]` of a sheet, or a table in it, does not have.
fn unknown_in_target(table: &str, key: &str, span: Span, findings: &mut Findings) {
    // Looking for what was meant takes time, which hostile files would multiply.
    if findings.is_full() {
        findings.push(Finding::new(span, String::new()));
        return;
    }
    // What else a scenario says of its target is no value of the catalogue.
    let values = |name: &&str| keys::parameter(&format!("{table}.{name}")).is_some();
    let tables = ["limit", "latency"]
        .into_iter()
        .filter(|_| table == "target");
    let own: Vec<&str> = keys::keys_of(table)
        .into_iter()
        .filter(values)
        .chain(tables)
        .collect();
    let message = format!("[{table}] of a target sheet has no key `{}`", abridged(key));
    let help = match similar(key, own.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("it takes {}", own.join(", ")),
    };
    findings.push(Finding::new(span, message).label("unknown key").help(help));
}

/// Reads `[target]` and the tables within: limits, and values of the catalogue.
fn read_target(item: &Value<'_>, path: &str, sheet: &mut TargetSheet, findings: &mut Findings) {
    let DeValue::Table(table) = item.get_ref() else {
        let found = wanted(item, path, "keys of its own", item.get_ref());
        findings.push(found.help(format!("write [{path}] on a line and its keys below")));
        return;
    };
    for (key, value) in table.iter() {
        let name = key.get_ref();
        let full = format!("{path}.{name}");
        if full == "target.limit" {
            let limits = keys::read_limits(value, findings);
            sheet.assumed_bursts = assumed_bursts(&limits);
            sheet.limits = limits.into_iter().map(|limit| limit.rule).collect();
        } else if full == "target.latency" {
            read_target(value, &full, sheet, findings);
        } else if let Some(row) = keys::parameter(&full).filter(|_| !name.contains('.')) {
            match value::read(value, row) {
                Ok(value) => sheet.values.push((row.parameter, value)),
                Err(finding) => findings.push(finding),
            }
        } else {
            unknown_in_target(path, name, key.span(), findings);
        }
    }
}
