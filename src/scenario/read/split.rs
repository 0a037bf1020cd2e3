//! How the scope is divided among several jobs.

use toml::de::DeValue;

use super::draft::{Given, Key};
use super::plain::{self, Value};
use crate::model::Split;
use crate::scenario::finding::{Finding, Findings};
use crate::scenario::value::{parse_duration, parse_share};
use crate::units::SimDuration;

/// More jobs than anybody splits a scope into.
pub(in crate::scenario) const MOST_JOBS: u64 = 16;
/// Shares may miss one by this much.
const ROUNDING: f64 = 1e-6;
/// Longest time between the starts of two jobs, in seconds: a year.
const LONGEST_STAGGER: f64 = 31_622_400.0;

/// What a scenario says about several jobs.
#[derive(Debug, Default)]
pub(in crate::scenario) struct SplitDraft {
    pub(in crate::scenario) jobs: Option<Given<u64>>,
    pub(in crate::scenario) shares: Option<Given<Vec<f64>>>,
    pub(in crate::scenario) stagger: Option<Given<SimDuration>>,
}

impl SplitDraft {
    /// Reads a key, if it is one of `[split]`.
    pub(super) fn read(
        &mut self,
        full: &str,
        key: &Key<'_>,
        value: &Value<'_>,
        findings: &mut Findings,
    ) -> bool {
        match full {
            "split.jobs" => {
                let read = plain::whole(value, full, 1..=MOST_JOBS);
                self.jobs = Some(Given::of(key, value, read, findings));
            }
            "split.shares" => self.shares = Some(Given::of(key, value, shares(value), findings)),
            "split.stagger" => self.stagger = Some(Given::of(key, value, stagger(value), findings)),
            _ => return false,
        }
        true
    }

    /// The split, if there is one and it is right. One job is none.
    pub(in crate::scenario) fn split(&self) -> Option<Split> {
        let jobs = self.jobs.as_ref().and_then(|given| given.value);
        let jobs = jobs.filter(|jobs| *jobs > 1);
        let equal = jobs.map(|jobs| vec![1.0 / jobs as f64; usize::try_from(jobs).unwrap_or(2)]);
        let shares = self.shares.as_ref().and_then(|given| given.value.clone());
        let stagger = self.stagger.as_ref().and_then(|given| given.value);
        Some(Split {
            shares: shares.or(equal)?,
            stagger: stagger.unwrap_or_default(),
        })
    }
}

fn shares(value: &Value<'_>) -> Result<Vec<f64>, Finding> {
    let help = "for example shares = [0.5, 0.3, 0.2]: 2 to 16 shares above zero that add up to 1";
    let DeValue::Array(items) = value.get_ref() else {
        return Err(
            plain::wanted(value, "split.shares", "a list of shares", value.get_ref()).help(help),
        );
    };
    let read = items.iter().map(|item| {
        let share: Option<f64> = match item.get_ref() {
            DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
            DeValue::String(text) => parse_share(text).ok(),
            _ => None,
        };
        let share = share.filter(|share| *share > 0.0 && *share < 1.0);
        share.ok_or_else(|| {
            Finding::new(item.span(), "this is not a share between 0 and 1").help(help)
        })
    });
    let shares = read.collect::<Result<Vec<f64>, Finding>>()?;
    if !(2..=MOST_JOBS as usize).contains(&shares.len()) {
        return Err(Finding::new(value.span(), "a scope is split into 2 to 16 shares").help(help));
    }
    let sum: f64 = shares.iter().sum();
    if (sum - 1.0).abs() > ROUNDING {
        return Err(Finding::new(
            value.span(),
            format!("the shares add up to {sum:.4}, not to 1"),
        )
        .help(help));
    }
    Ok(shares.iter().map(|share| share / sum).collect())
}

fn stagger(value: &Value<'_>) -> Result<SimDuration, Finding> {
    let help = "write how much later each job starts than the one before: \"2 h\"";
    let text = plain::text(value, "split.stagger").map_err(|finding| finding.help(help))?;
    let seconds = parse_duration(&text).map_err(|wrong| wrong.at(value.span()))?;
    if !(0.0..=LONGEST_STAGGER).contains(&seconds) {
        return Err(Finding::new(
            value.span(),
            "`split.stagger` must be between 0 s and 366 days",
        )
        .help(help));
    }
    Ok(SimDuration::from_secs_f64(seconds))
}
