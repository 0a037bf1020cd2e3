//! How much a limit allows, and of what.

use super::limit_values::{AMOUNT, MOST_CALLS, rate};
use super::plain;
use super::rows::Row;
use crate::model::Counts;
use crate::scenario::finding::Finding;
use crate::units::SimDuration;

/// The keys that say how much a limit allows.
const AMOUNTS: [(&str, Counts); 4] = [
    ("calls", Counts::Calls),
    ("units", Counts::Units),
    ("members", Counts::Members),
    ("bytes", Counts::Bytes),
];

/// How much a limit allows, in what, and in how long.
pub(super) struct Amount {
    pub(super) counts: Counts,
    pub(super) amount: u64,
    pub(super) period: SimDuration,
    pub(super) at_once: bool,
}

impl Row<'_, '_> {
    pub(super) fn amount(&mut self) -> Option<Amount> {
        let all = ["calls", "units", "members", "bytes", "at_once"];
        let given: Vec<&str> = all
            .into_iter()
            .filter(|key| self.table.contains_key(*key))
            .collect();
        match given[..] {
            [] => {
                let finding = Finding::new(
                    self.span.clone(),
                    "the limit does not say how much it allows",
                );
                self.findings.push(finding.label("`calls` is missing").help(
                    "add calls = \"600 per min\"; or units, members, bytes, or at_once = 50",
                ));
                None
            }
            ["at_once"] => self.read("at_once", None, |value| {
                let amount = plain::whole(value, "at_once", 1..=MOST_CALLS)?;
                Ok(Amount {
                    counts: Counts::Calls,
                    amount,
                    period: SimDuration::from_secs(1),
                    at_once: true,
                })
            }),
            [key] => self.read(key, None, |value| {
                let text = plain::text(value, key).map_err(|finding| finding.help(AMOUNT))?;
                let (amount, period) = rate(&text).map_err(|wrong| wrong.at(value.span()))?;
                let counts = AMOUNTS.iter().find(|(name, _)| *name == key);
                Ok(Amount {
                    counts: counts.map_or(Counts::Calls, |(_, counts)| *counts),
                    amount,
                    period,
                    at_once: false,
                })
            }),
            [first, second, ..] => {
                let message = format!("`{first}` and `{second}` are both given");
                self.without(
                    second,
                    &message,
                    "a limit counts one thing: write a [[target.limit]] for each",
                );
                None
            }
        }
    }
}
