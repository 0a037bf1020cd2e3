//! One `[[target.limit]]`.

use super::draft::Limit;
use super::limit_amount::Amount;
use super::limit_values::{
    MOST_CALLS, bytes, endpoints, excess_kind, one_second_of, retry_after, share_taken,
};
use super::plain;
use super::rows::Row;
use crate::model::{EndpointSet, Excess, LimitKind, LimitRule, Per, RetryAfter, Sharing};
use crate::scenario::finding::{Finding, Span};

/// Kinds of limits, with what each is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Kind {
    Bucket,
    Window,
    Rolling,
    Quiet,
    AtOnce,
}

pub(in crate::scenario) const KINDS: [(&str, Kind); 5] = [
    ("token-bucket", Kind::Bucket),
    ("fixed-window", Kind::Window),
    ("rolling-window", Kind::Rolling),
    ("quiet-window", Kind::Quiet),
    ("concurrency", Kind::AtOnce),
];
pub(in crate::scenario) const PERS: [(&str, Per); 3] = [
    ("everything", Per::Everything),
    ("group", Per::EachGroup),
    ("object", Per::EachObject),
];
pub(in crate::scenario) const SHARINGS: [(&str, Sharing); 3] = [
    ("tenant", Sharing::Tenant),
    ("job", Sharing::Job),
    ("target", Sharing::Target),
];
impl Row<'_, '_> {
    pub(super) fn name(&mut self, place: usize) -> (String, Span) {
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

    pub(super) fn limit(&mut self, name: String) -> Option<Limit> {
        self.report_unknown("target.limit");
        // All are read before any is missed, so that every fault of the limit is reported.
        let endpoints = self.read("endpoints", EndpointSet::from_name("all"), endpoints);
        let amount = self.amount();
        let kind = self.kind(amount.as_ref());
        let burst = self.burst(kind);
        let per = self.per(kind);
        let sharing = self.read("of", Some(Sharing::Tenant), |value| {
            plain::named(value, "of", &SHARINGS)
        });
        let taken = self.taken_by_others(kind, sharing);
        let (over, up_to) = self.payloads();
        let published = self.read("published", Some(true), |value| {
            plain::switch(value, "published")
        });
        let excess = self.excess(kind);
        let replicas = self.replicas();
        let weights = self.weights(amount.as_ref(), endpoints);
        let slowed = self.slowed(amount.as_ref(), kind, excess);
        let penalty = self.penalty(kind, excess);
        let (amount, kind, burst) = (amount?, kind?, burst?);
        let one_second = one_second_of(amount.amount, amount.period);
        let rule = LimitRule {
            name,
            endpoints: endpoints?,
            amount: amount.amount,
            period: amount.period,
            kind: match kind {
                Kind::Bucket => LimitKind::TokenBucket {
                    burst: burst.unwrap_or(one_second),
                },
                Kind::Window => LimitKind::FixedWindow,
                Kind::Rolling => LimitKind::RollingWindow,
                Kind::Quiet => LimitKind::QuietWindow,
                Kind::AtOnce => LimitKind::Concurrency,
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
            excess: excess?,
        };
        self.every_call_can_pass(&rule);
        Some(Limit {
            span: self.span.clone(),
            default_burst: burst.is_none(),
            rule,
        })
    }

    fn burst(&mut self, kind: Option<Kind>) -> Option<Option<u64>> {
        let burst = self.read("burst", Some(None), |value| {
            plain::whole(value, "burst", 1..=MOST_CALLS).map(Some)
        });
        if !matches!(kind, None | Some(Kind::Bucket)) {
            self.without(
                "burst",
                "only a token bucket has a burst",
                "remove `burst`, or write kind = \"token-bucket\"",
            );
        }
        burst
    }

    fn taken_by_others(&mut self, kind: Option<Kind>, sharing: Option<Sharing>) -> Option<f64> {
        let taken = self.read("taken_by_others", Some(0.0), share_taken);
        if sharing == Some(Sharing::Job) {
            self.without(
                "taken_by_others",
                "nobody else uses up a limit of the job itself",
                "remove `taken_by_others`, or write of = \"tenant\"",
            );
        }
        if kind == Some(Kind::Quiet) {
            self.without(
                "taken_by_others",
                "calls of others would break the quiet, and when they come is not known",
                "remove `taken_by_others`, or write kind = \"rolling-window\"",
            );
        }
        taken
    }

    /// The bounds between which payloads count.
    fn payloads(&mut self) -> (Option<Option<u64>>, Option<Option<u64>>) {
        let over = self.read("over_bytes", Some(None), |value| bytes(value, "over_bytes"));
        let up_to = self.read("up_to_bytes", Some(None), |value| {
            bytes(value, "up_to_bytes")
        });
        if let (Some(Some(over)), Some(Some(up_to))) = (over, up_to)
            && over >= up_to
        {
            self.without(
                "up_to_bytes",
                "no payload is over the one and up to the other",
                "`over_bytes` must be less than `up_to_bytes`",
            );
        }
        (over, up_to)
    }

    /// Reports a key that has no place here.
    pub(super) fn without(&mut self, key: &str, message: &str, help: &str) {
        if let Some(value) = self.table.get(key) {
            self.findings
                .push(Finding::new(value.span(), message).help(help));
        }
    }

    fn kind(&mut self, amount: Option<&Amount>) -> Option<Kind> {
        let at_once = amount.is_some_and(|amount| amount.at_once);
        let default = if at_once { Kind::AtOnce } else { Kind::Bucket };
        let kind = self.read("kind", Some(default), |value| {
            plain::named(value, "kind", &KINDS)
        })?;
        if amount.is_some() && at_once != (kind == Kind::AtOnce) {
            let (message, help) = if at_once {
                (
                    "`at_once` allows so many calls at once, which is of the kind \"concurrency\"",
                    "remove `kind`, or give calls = \"600 per min\" instead of `at_once`",
                )
            } else {
                (
                    "a concurrency allows so many calls at once",
                    "give at_once = 50 instead of an amount in a period",
                )
            };
            self.without("kind", message, help);
            return None;
        }
        if let Some(amount) = amount.filter(|_| kind == Kind::Rolling) {
            self.is_remembered(amount);
        }
        Some(kind)
    }

    fn per(&mut self, kind: Option<Kind>) -> Option<Per> {
        let per = self.read("per", Some(Per::Everything), |value| {
            plain::named(value, "per", &PERS)
        })?;
        if per == Per::EachObject && !matches!(kind, None | Some(Kind::AtOnce)) {
            self.without(
                "per",
                "a rate is counted for everything or for each group",
                "write per = \"group\"; a lock on each object is at_once = 1, per = \"object\"",
            );
            return None;
        }
        Some(per)
    }

    fn excess(&mut self, kind: Option<Kind>) -> Option<Excess> {
        let says = self.read("retry_after", Some(RetryAfter::UntilAllowed), retry_after);
        let excess = self.read(
            "on_excess",
            Some(Excess::TooManyRequests(RetryAfter::UntilAllowed)),
            excess_kind,
        )?;
        if !matches!(excess, Excess::TooManyRequests(_)) {
            self.without(
                "retry_after",
                "only a 429 says when to come back",
                "remove `retry_after`, or write on_excess = \"429\"",
            );
        }
        if excess == Excess::Slower && kind == Some(Kind::AtOnce) {
            self.without("on_excess", "a target that works on so many calls at once and lets the others wait is one of that capacity", "write target.capacity instead of this limit");
        }
        match excess {
            Excess::TooManyRequests(_) => Some(Excess::TooManyRequests(says?)),
            other => Some(other),
        }
    }
}
