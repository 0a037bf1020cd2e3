//! The target's rate limits.

use std::collections::HashMap;

use toml::de::DeValue;

use super::draft::Limit;
use super::limit_values::{CALLS, MOST_CALLS, endpoints, one_second_of, rate, retry_after};
use super::plain::{self, Value};
use super::rows::Row;
use crate::model::{EndpointSet, Excess, LimitKind, LimitRule, RetryAfter};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::keys::{self, keys_of};
use crate::scenario::text::abridged;
use crate::units::SimDuration;

/// More limits than any target has; each is asked at every call.
const MOST_LIMITS: usize = 100;
pub(in crate::scenario) const KINDS: [(&str, bool); 2] =
    [("token-bucket", true), ("fixed-window", false)];

/// Reads every `[[target.limit]]`; those that are wrong are reported and left out.
pub(super) fn read_all(value: &Value<'_>, findings: &mut Findings) -> Vec<Limit> {
    let DeValue::Array(items) = value.get_ref() else {
        let message = "limits are a list, since there may be several";
        findings.push(
            Finding::new(value.span(), message).help("write [[target.limit]], in double brackets"),
        );
        return Vec::new();
    };
    if items.len() > MOST_LIMITS {
        let message = format!("there are more than {MOST_LIMITS} limits");
        findings.push(
            Finding::new(items[MOST_LIMITS].span(), message)
                .help("leave out those that never bind"),
        );
        return Vec::new();
    }
    let mut names = HashMap::new();
    let mut limits = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let DeValue::Table(table) = item.get_ref() else {
            let found = plain::wanted(item, "target.limit", "tables", item.get_ref());
            findings.push(found.help("write [[target.limit]] and its keys below"));
            continue;
        };
        let mut reader = Row {
            span: item.span(),
            table,
            findings,
        };
        let (name, at) = reader.name(place);
        let limit = reader.limit(name.clone());
        if names.insert(name.clone(), place).is_some() {
            let message = format!("two limits are called \"{}\"", abridged(&name));
            findings.push(Finding::new(at, message).help("give each limit a name of its own"));
        }
        limits.extend(limit);
    }
    limits
}

impl Row<'_, '_> {
    fn name(&mut self, place: usize) -> (String, Span) {
        let written = self
            .table
            .get("name")
            .map(|value| (value, plain::text(value, "name")));
        match written {
            Some((value, Ok(name))) => {
                if name.trim().is_empty()
                    || name.chars().count() > 64
                    || name.contains(char::is_control)
                {
                    let finding =
                        Finding::new(value.span(), "a limit's name has 1 to 64 characters");
                    self.findings
                        .push(finding.help("for example name = \"writes\""));
                }
                (name, value.span())
            }
            Some((value, Err(finding))) => {
                self.findings.push(finding);
                (format!("limit {}", place + 1), value.span())
            }
            None => (format!("limit {}", place + 1), self.span.clone()),
        }
    }

    fn limit(&mut self, name: String) -> Option<Limit> {
        let known = keys_of("target.limit");
        for (key, _) in self.table.iter() {
            if !known.contains(&key.get_ref().as_ref()) {
                keys::report_unknown("target.limit", key.get_ref(), key.span(), self.findings);
            }
        }
        // All are read before any is missed, so that every fault of the limit is reported.
        let endpoints = self.read("endpoints", EndpointSet::from_name("all"), endpoints);
        let calls = self.calls();
        let bucket = self.read("kind", Some(true), |value| {
            plain::name_of(value, "kind", &KINDS)
        });
        let burst = self.read("burst", Some(None), |value| {
            plain::whole(value, "burst", 1..=MOST_CALLS).map(Some)
        });
        let retry_after = self.read("retry_after", Some(RetryAfter::UntilAllowed), retry_after);
        if let (Some(false), Some(value)) = (bucket, self.table.get("burst")) {
            let finding = Finding::new(value.span(), "a fixed window has no burst")
                .help("remove `burst`, or write kind = \"token-bucket\"");
            self.findings.push(finding);
        }
        let ((calls, period), burst) = (calls?, burst?);
        let kind = if bucket? {
            let burst = burst.unwrap_or_else(|| one_second_of(calls, period));
            LimitKind::TokenBucket { burst }
        } else {
            LimitKind::FixedWindow
        };
        Some(Limit {
            span: self.span.clone(),
            default_burst: burst.is_none(),
            rule: LimitRule {
                endpoints: endpoints?,
                excess: Excess::TooManyRequests(retry_after?),
                ..LimitRule::on_calls(name, calls, period, kind)
            },
        })
    }

    fn calls(&mut self) -> Option<(u64, SimDuration)> {
        if !self.table.contains_key("calls") {
            let finding = Finding::new(
                self.span.clone(),
                "the limit does not say how many calls it allows",
            );
            self.findings.push(
                finding
                    .label("`calls` is missing")
                    .help("add calls = \"600 per min\""),
            );
        }
        self.read("calls", None, |value| {
            let text = plain::text(value, "calls").map_err(|finding| finding.help(CALLS))?;
            rate(&text).map_err(|wrong| wrong.at(value.span()))
        })
    }
}
