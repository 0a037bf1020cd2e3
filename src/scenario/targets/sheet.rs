//! One target sheet, how it is read, and those that are shipped.

use toml::de::{DeTable, DeValue};

use crate::model::named::named;
use crate::model::{LimitRule, Parameter, Uncertain};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::kinds::{Kind, OneOf, Value, text as text_of, wanted};
use crate::scenario::lists::{Limit, assumed_bursts};
use crate::scenario::parsed::{ResolvedOrigin, SourceFile};
use crate::scenario::problem::{Problems, into_problems, single_problem};
use crate::scenario::text::{self, MOST_SCENARIO_BYTES, SourceText, abridged, decode, similar};
use crate::scenario::{keys, value};

named! {
    /// How far the figures of a sheet were checked.
    #[derive(Default)]
    pub enum Checked {
        /// The sentence was read in the text of the source.
        Read => "read",
        /// Of the text of the source an excerpt alone was read.
        Excerpt => "excerpt",
        /// Worked out from figures that were read there, as the note says.
        Derived => "derived",
        /// Measured by the authors of this program on the version that the title names.
        Measured => "measured",
        /// The user's own.
        #[default]
        Own => "own",
    }
}

/// What is documented about one application.
#[derive(Clone, Debug, Default, PartialEq)]
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
            let fault = fault.help("it needs a title and a source");
            Err(single_problem(&text, fault))
        }
    }
}

/// Reads a sheet; what is wrong with it goes to `findings`.
pub fn read(text: &SourceText, name: &str, findings: &mut Findings) -> Option<TargetSheet> {
    let tree = text::parse(text, findings);
    let mut found = Findings::default();
    let sheet = read_tree(&tree.root, name, &mut found);
    findings.absorb(found, |finding| tree.explains(text, finding));
    sheet
}

fn read_tree(root: &DeTable<'_>, name: &str, findings: &mut Findings) -> Option<TargetSheet> {
    let mut sheet = TargetSheet {
        name: name.to_owned(),
        dated: "no date given".to_owned(),
        ..TargetSheet::default()
    };
    for (key, item) in root.iter() {
        let key_name = key.get_ref().as_ref();
        let text = match key_name {
            "title" => &mut sheet.title,
            "source" => &mut sheet.source,
            "dated" => &mut sheet.dated,
            "note" => &mut sheet.note,
            "checked" => {
                let checked = findings.kept(OneOf::of(&Checked::NAMED).read(item, "checked"));
                sheet.checked = checked.unwrap_or_default();
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
        if let Some(written) = findings.kept(text_of(item, key_name)) {
            *text = written;
        }
    }
    for (key, text) in [("title", &sheet.title), ("source", &sheet.source)] {
        if text.trim().is_empty() {
            let message = format!("a target sheet needs a {key}");
            let help =
                "the first lines are title = \"...\" and source = \"where the numbers are from\"";
            findings.report(0..0, message, help);
        }
    }
    findings.is_empty().then_some(sheet)
}

fn unknown(key: &str, span: Span, findings: &mut Findings) {
    let message = format!("a target sheet has no key `{}`", abridged(key));
    let help = "it has title, source, dated, checked, note, [target] and [[target.limit]]";
    findings.report(span, message, help);
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
    let tables = ["limit", "latency"].into_iter();
    let tables = tables.filter(|_| table == "target");
    let own = keys::keys_of(table).into_iter().filter(values);
    let own: Vec<&str> = own.chain(tables).collect();
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
            let value = findings.kept(value::read(value, row));
            sheet
                .values
                .extend(value.map(|value| (row.parameter, value)));
        } else {
            unknown_in_target(path, name, key.span(), findings);
        }
    }
}

macro_rules! sheets {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../../scenarios/targets/", $name, ".toml")))),+]
    };
}

/// Name and text of every shipped sheet, in the order in which they are listed.
pub const SHIPPED: [(&str, &str); 25] = sheets! {
    "generic", "slack", "github-emu", "miro", "snowflake", "dbt", "deel", "workday-peakon",
    "uipath", "google-workspace", "aws-identity-center", "auth0", "databricks", "hcp",
    "sap-cloud-identity", "beyond-identity", "eptura", "quantum-club", "instaclustr", "rancher",
    "entra-scim", "entra-inbound", "wso2-is-5.7", "better-auth", "mlflow-oidc-auth",
};

/// The shipped sheet of this name.
pub fn shipped(name: &str) -> Option<TargetSheet> {
    let (name, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
    let (text, _) = decode(name, text.as_bytes(), MOST_SCENARIO_BYTES);
    let sheet = read(&text, name, &mut Findings::default())?;
    Some(TargetSheet {
        shipped: true,
        ..sheet
    })
}

/// Shipped sheets by name, the one that somebody meant who wrote another, if any.
pub fn meant(name: &str) -> Option<&'static str> {
    similar(name, SHIPPED.iter().map(|(name, _)| *name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::targets::Checked;

    #[test]
    fn every_shipped_sheet_is_sound_and_has_a_number_of_its_source() {
        for (name, _) in SHIPPED {
            let sheet = shipped(name).unwrap_or_else(|| panic!("{name} has faults"));
            let expected = match name {
                // What follows from a measurement of others, and a limit whose rate is its owner's choice.
                "wso2-is-5.7" => Checked::Derived,
                "better-auth" | "mlflow-oidc-auth" => Checked::Measured,
                "hcp" | "rancher" => Checked::Excerpt,
                _ => Checked::Read,
            };
            assert_eq!(sheet.checked, expected, "{name}");
            assert!(
                !sheet.limits.is_empty() || !sheet.values.is_empty(),
                "{name} documents no number"
            );
            assert!(
                !sheet.title.is_empty() && !sheet.source.is_empty() && !sheet.dated.is_empty(),
                "{name}"
            );
        }
    }

    #[test]
    fn every_sheet_of_the_folder_is_shipped() {
        let folder = std::fs::read_dir("scenarios/targets").unwrap();
        let files = folder.filter(|entry| {
            entry
                .as_ref()
                .unwrap()
                .path()
                .extension()
                .is_some_and(|end| end == "toml")
        });
        assert_eq!(files.count(), SHIPPED.len());
    }
}
