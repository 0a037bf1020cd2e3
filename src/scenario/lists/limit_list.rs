//! The target's rate limits, as they are written in `[[target.limit]]`.

use std::collections::HashSet;

use super::limit_keys::{
    BURST, Counting, ENDPOINTS, KIND, NAME, OF, ON_EXCESS, OVER_BYTES, PENALTY, PER, PUBLISHED,
    RETRY_AFTER, TAKEN_BY_OTHERS, UP_TO_BYTES,
};
use super::limit_parts::Amount;
use super::list_row::{Row, read_each};
use crate::model::{Excess, LimitKind, LimitRule, Per};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::kinds::{MOST_CALLS, Value, text};
use crate::scenario::text::abridged;
use crate::units::SimDuration;

/// More limits than any target has; each is asked at every call.
const MOST_LIMITS: usize = 100;
/// Longest name of a limit, in characters.
const LONGEST_NAME: usize = 64;

/// A rate limit, and where it stands.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Where the limit begins, for the listing.
    pub span: Span,
    /// The rule.
    pub rule: LimitRule,
    /// Whether the burst was left to its default.
    pub default_burst: bool,
}

/// Names of the limits whose burst was left to its default.
pub fn assumed_bursts(limits: &[Limit]) -> Vec<String> {
    let assumed = limits.iter().filter(|limit| limit.default_burst);
    assumed.map(|limit| limit.rule.name.clone()).collect()
}

/// Reads every `[[target.limit]]`; those that are wrong are reported and left out.
pub fn read(value: &Value<'_>, findings: &mut Findings) -> Vec<Limit> {
    let (mut names, mut number) = (HashSet::new(), 0);
    read_each("target.limit", value, MOST_LIMITS, findings, |row| {
        number += 1;
        let (name, at) = row.name(number);
        let limit = row.limit(name.clone());
        if !names.insert(name.clone()) {
            let message = format!("two limits are called \"{}\"", abridged(&name));
            let finding = Finding::new(at, message);
            row.findings
                .push(finding.help("give each limit a name of its own"));
        }
        limit
    })
}

/// The default burst: as many calls as one second allows, one at least.
fn one_second_of(calls: u64, period: SimDuration) -> u64 {
    let in_a_second = calls as f64 / period.as_secs_f64();
    (in_a_second.round() as u64).clamp(1, MOST_CALLS)
}

impl Row<'_, '_> {
    /// The name of the limit that is the `number`th from one, and where it stands.
    fn name(&mut self, number: usize) -> (String, Span) {
        let at = self.table.get(NAME.name).map(toml::Spanned::span);
        let at = at.unwrap_or_else(|| self.span.clone());
        let name = self.read_as(NAME.name, |value| text(value, NAME.name));
        let Some(name) = name else {
            return (format!("limit {number}"), at);
        };
        let is_long = name.chars().count() > LONGEST_NAME;
        if name.trim().is_empty() || is_long || name.contains(char::is_control) {
            let message = format!("a limit's name has 1 to {LONGEST_NAME} characters");
            let finding = Finding::new(at.clone(), message);
            self.findings
                .push(finding.help("for example name = \"writes\""));
        }
        (name, at)
    }

    fn limit(&mut self, name: String) -> Option<Limit> {
        // All are read before any is missed, so that every fault of the limit is reported.
        let endpoints = self.read(&ENDPOINTS);
        let amount = self.amount();
        let kind = self.kind(amount.as_ref());
        let burst = self.optional(&BURST);
        let per = self.per(kind);
        let sharing = self.read(&OF);
        let taken = self.read(&TAKEN_BY_OTHERS);
        let (over, up_to) = self.payloads();
        let published = self.read(&PUBLISHED);
        let (excess, says) = (self.read(&ON_EXCESS), self.read(&RETRY_AFTER));
        let replicas = self.replicas();
        let weights = self.weights(endpoints);
        let slowed = self.slowed(amount.as_ref());
        let penalty = self.optional(&PENALTY).map(Option::unwrap_or_default);
        self.report_idle(kind, sharing, excess, amount.as_ref());
        let (amount, kind, burst) = (amount?, kind?, burst?);
        let one_second = one_second_of(amount.amount, amount.period);
        let rule = LimitRule {
            name,
            endpoints: endpoints?,
            amount: amount.amount,
            period: amount.period,
            kind: match kind {
                Counting::Bucket => LimitKind::TokenBucket {
                    burst: burst.unwrap_or(one_second),
                },
                Counting::Window => LimitKind::FixedWindow,
                Counting::Rolling => LimitKind::RollingWindow,
                Counting::Quiet => LimitKind::QuietWindow,
                Counting::AtOnce => LimitKind::Concurrency,
            },
            counts: amount.counts,
            weights: weights?,
            per: per?,
            sharing: sharing?,
            taken_by_others: taken?,
            over_bytes: over?,
            up_to_bytes: up_to?,
            replicas: replicas?,
            slowed: slowed?,
            penalty: penalty?,
            published: published?,
            excess: match excess? {
                Excess::TooManyRequests(_) => Excess::TooManyRequests(says?),
                other => other,
            },
        };
        self.every_call_can_pass(&rule);
        Some(Limit {
            span: self.span.clone(),
            default_burst: burst.is_none(),
            rule,
        })
    }

    /// The bounds between which payloads count.
    fn payloads(&mut self) -> (Option<Option<u64>>, Option<Option<u64>>) {
        let (over, up_to) = (self.optional(&OVER_BYTES), self.optional(&UP_TO_BYTES));
        if let (Some(Some(over)), Some(Some(up_to))) = (over, up_to)
            && over >= up_to
        {
            let message = "no payload is over the one and up to the other";
            let help = "`over_bytes` must be less than `up_to_bytes`";
            self.without("up_to_bytes", message, help);
        }
        (over, up_to)
    }

    fn kind(&mut self, amount: Option<&Amount>) -> Option<Counting> {
        let at_once = amount.is_some_and(|amount| amount.at_once);
        let default = if at_once {
            Counting::AtOnce
        } else {
            Counting::Bucket
        };
        let kind = self.optional(&KIND)?.unwrap_or(default);
        if amount.is_some() && at_once != (kind == Counting::AtOnce) {
            let message = match at_once {
                true => {
                    "`at_once` allows so many calls at once, which is of the kind \"concurrency\""
                }
                false => "a concurrency allows so many calls at once",
            };
            let help = match at_once {
                true => "remove `kind`, or give calls = \"600 per min\" instead of `at_once`",
                false => "give at_once = 50 instead of an amount in a period",
            };
            self.without("kind", message, help);
            return None;
        }
        if let Some(amount) = amount.filter(|_| kind == Counting::Rolling) {
            self.is_remembered(amount);
        }
        Some(kind)
    }

    fn per(&mut self, kind: Option<Counting>) -> Option<Per> {
        let per = self.read(&PER)?;
        if per == Per::EachObject && !matches!(kind, None | Some(Counting::AtOnce)) {
            let message = "a rate is counted for everything or for each group";
            let help =
                "write per = \"group\"; a lock on each object is at_once = 1, per = \"object\"";
            self.without("per", message, help);
            return None;
        }
        Some(per)
    }
}
