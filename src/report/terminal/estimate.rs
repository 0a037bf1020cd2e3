//! What the documents say and what the simulation says, side by side.

use super::layout::{WIDTH, broken};
use super::tables::{self, finished};
use super::{section, warning, where_time_goes};
use crate::experiment::outcome::{OriginKind, Outcome, ParameterRecord};
use crate::report::headline::{headline, luck};
use crate::report::number;
use crate::units::display_number;

const MILLIS_PER_MINUTE: f64 = 60e3;

/// One source's answer to how long the cycle takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    source: String,
    answer: String,
    remark: String,
}

impl Band {
    /// An answer from one time to another, in milliseconds.
    pub fn range(source: &str, from_ms: f64, to_ms: f64, remark: &str) -> Self {
        Self::text(
            source,
            number::time_range(from_ms, to_ms),
            remark.to_owned(),
        )
    }

    /// A row of the documented table, in minutes and in its own words.
    pub fn table(low_min: Option<f64>, high_min: f64, objects: &str, minutes: &str) -> Self {
        let high = high_min * MILLIS_PER_MINUTE;
        let answer = match low_min {
            Some(low) => number::time_range(low * MILLIS_PER_MINUTE, high),
            None => format!("below {}", number::time(high)),
        };
        let remark = format!("row of {objects} objects: {minutes} minutes");
        Self::text("documented table", answer, remark)
    }

    fn text(source: &str, answer: String, remark: String) -> Self {
        Self {
            source: source.to_owned(),
            answer,
            remark,
        }
    }

    /// No answer, and why.
    pub fn absent(source: &str, remark: &str) -> Self {
        Self::text(source, "-".to_owned(), remark.to_owned())
    }
}

/// The report of an estimate: the bands beside each other and why the table's differs, what was assumed, warnings.
pub fn estimate(outcome: &Outcome, objects: u64, bands: &[Band], why: &[String]) -> String {
    let mut text = format!(
        "{}\nN = {} users, groups and members in scope (median).\n",
        headline(outcome),
        display_number(objects as f64)
    );
    let mut rows = tables::table(&["initial cycle", "range", "what it is"]);
    for band in bands {
        rows.add_row([&band.source, &band.answer, &band.remark]);
    }
    section(&mut text, "Side by side", &finished(&rows));
    for reason in why {
        text.push_str(&format!("  Beside the table: {reason}.\n"));
    }
    if let Some(luck) = luck(outcome) {
        text.push_str(&luck);
        text.push('\n');
    }
    let time = where_time_goes(outcome, WIDTH);
    section(&mut text, "Where the time goes", &broken(&time, WIDTH));
    for (kind, title, header) in [
        (
            OriginKind::Calibrated,
            "Calibrated to the documented table (`cyclecast reproduce` shows how well)",
            "what was calibrated",
        ),
        (
            OriginKind::Assumed,
            "Assumptions (`--print-scenario`, then `cyclecast check`, tells why)",
            "what was assumed",
        ),
    ] {
        let parameters = outcome.scenario.parameters.iter();
        let mut rows = tables::table(&[header, "value"]);
        for parameter in parameters.filter(|parameter| parameter.origin == kind) {
            rows.add_row([&parameter.key, &parameter.value]);
        }
        section(&mut text, title, &finished(&rows));
    }
    if !outcome.warnings.is_empty() {
        let warnings: String = outcome.warnings.iter().map(warning).collect();
        section(&mut text, "Warnings", &broken(&warnings, WIDTH));
    }
    text
}

/// Every value with its origin, and the reasons below.
pub fn parameters(parameters: &[ParameterRecord]) -> String {
    let mut text = String::new();
    for (kind, title) in [
        (OriginKind::Yours, "Yours"),
        (OriginKind::Documented, "Documented"),
        (
            OriginKind::Calibrated,
            "Calibrated to the documented timing table (`cyclecast reproduce` shows how well)",
        ),
        (OriginKind::Assumed, "Assumed: replace what you know better"),
    ] {
        let of_kind: Vec<&ParameterRecord> = parameters
            .iter()
            .filter(|parameter| parameter.origin == kind)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        text.push_str(title);
        text.push('\n');
        for parameter in of_kind {
            let mark = if parameter.uncertain {
                " (drawn for each run)"
            } else {
                ""
            };
            text.push_str(&format!(
                "  {} = {}{mark}\n      {}\n",
                parameter.key, parameter.value, parameter.because
            ));
        }
        text.push('\n');
    }
    text
}
