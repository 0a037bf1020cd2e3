//! How much a limit allows, and what else it may say: what calls cost, by how many replicas it is counted, what comes before it is
//! reached and what after an excess.

use super::limit_keys::{
    AT_ONCE, BYTES, CALLS, Counting, MEMBERS, REPLICAS, SLOWED_BY, SLOWED_OVER, UNITS, WEIGHTS,
};
use super::list_row::Row;
use crate::model::{
    Counts, Endpoint, EndpointSet, Excess, LimitKind, LimitRule, Quantity, Sharing, Slowdown,
    Weights,
};
use crate::scenario::kinds::ListKey;
use crate::scenario::value::print_scalar;
use crate::units::SimDuration;

/// Moments that a rolling window remembers: so many take 16 MB.
const MOST_REMEMBERED: u64 = 1_000_000;

/// How much a limit allows, in what, and in how long.
pub(super) struct Amount {
    pub(super) counts: Counts,
    pub(super) amount: u64,
    pub(super) period: SimDuration,
    pub(super) at_once: bool,
}

/// The keys that say how much a limit allows in a period.
fn rates() -> [(&'static ListKey<(u64, SimDuration)>, Counts); 4] {
    [
        (&CALLS, Counts::Calls),
        (&UNITS, Counts::Units),
        (&MEMBERS, Counts::Members),
        (&BYTES, Counts::Bytes),
    ]
}

impl Row<'_, '_> {
    pub(super) fn amount(&mut self) -> Option<Amount> {
        let names = rates().map(|(key, _)| key.name).into_iter();
        let given: Vec<&str> = names
            .chain([AT_ONCE.name])
            .filter(|key| self.table.contains_key(*key))
            .collect();
        match given[..] {
            [] => {
                let message = "the limit does not say how much it allows";
                let help = "add calls = \"600 per min\"; or units, members, bytes, or at_once = 50";
                self.missing("calls", message, help);
                None
            }
            [key] => match rates().into_iter().find(|(rate, _)| rate.name == key) {
                Some((rate, counts)) => self.read(rate).map(|(amount, period)| Amount {
                    counts,
                    amount,
                    period,
                    at_once: false,
                }),
                None => self.read(&AT_ONCE).map(|amount| Amount {
                    counts: Counts::Calls,
                    amount,
                    period: SimDuration::from_secs(1),
                    at_once: true,
                }),
            },
            [first, second, ..] => {
                let message = format!("`{first}` and `{second}` are both given");
                let help = "a limit counts one thing: write a [[target.limit]] for each";
                self.without(second, &message, help);
                None
            }
        }
    }

    pub(super) fn replicas(&mut self) -> Option<u16> {
        // Within the bounds, which a small number holds.
        self.read(&REPLICAS).map(|number| number as u16)
    }

    /// What calls to each endpoint cost.
    pub(super) fn weights(&mut self, endpoints: Option<EndpointSet>) -> Option<Weights> {
        let weights = self.optional(&WEIGHTS)?.unwrap_or_default();
        let given = self.table.get(WEIGHTS.name).map(toml::Spanned::get_ref);
        let names = given.and_then(|given| given.as_table()).into_iter();
        for name in names.flat_map(|table| table.keys()) {
            let mut all = Endpoint::ALL.into_iter();
            let uncounted = all.find(|one| {
                one.name() == name.get_ref() && endpoints.is_some_and(|set| !set.contains(*one))
            });
            if let Some(endpoint) = uncounted {
                let message = format!("the limit does not count {}", endpoint.name());
                let help = "remove its weight, or add it to `endpoints`";
                self.findings.report(name.span(), message, help);
                return None;
            }
        }
        Some(weights)
    }

    /// Reports calls that cost more than ever passes at once.
    pub(super) fn every_call_can_pass(&mut self, rule: &LimitRule) {
        let counted = Endpoint::ALL
            .into_iter()
            .filter(|endpoint| rule.endpoints.contains(*endpoint));
        let heaviest = counted.max_by_key(|endpoint| rule.weights.of(*endpoint));
        let Some(endpoint) = heaviest.filter(|_| rule.counts == Counts::Units) else {
            return;
        };
        let units = rule.weights.of(endpoint);
        let most = rule.most();
        if u64::from(units) > most {
            let message = format!(
                "{} costs {units}, and never more than {most} pass at once",
                endpoint.name()
            );
            let help = match rule.kind {
                LimitKind::TokenBucket { .. } => "raise `burst`, or lower the weight",
                _ => "raise `units`, or lower the weight",
            };
            self.without("weights", &message, help);
        }
    }

    /// A rolling window that counts calls remembers as many as it allows.
    pub(super) fn is_remembered(&mut self, amount: &Amount) {
        let key = match amount.counts {
            Counts::Calls => "calls",
            Counts::Units => "units",
            Counts::Members => "members",
            // A request has many.
            Counts::Bytes => return,
        };
        if amount.amount > MOST_REMEMBERED {
            let message = "a rolling window remembers what has passed, 1_000_000 at most";
            let help = "write kind = \"token-bucket\" or \"fixed-window\" for so many";
            self.without(key, message, help);
        }
    }

    /// What happens to calls before the limit is reached.
    pub(super) fn slowed(&mut self, amount: Option<&Amount>) -> Option<Option<Slowdown>> {
        let (over, by) = (self.optional(&SLOWED_OVER)?, self.optional(&SLOWED_BY)?);
        let (Some(over), Some(by)) = (over, by) else {
            return Some(None);
        };
        if let Some(amount) = amount.filter(|amount| over >= amount.amount) {
            let most = print_scalar(amount.amount as f64, Quantity::Count);
            let message = &format!("none is slowed: over {most} nothing passes");
            let help = "`slowed_over` must be less than what the limit allows";
            self.without("slowed_over", message, help);
        }
        Some(Some(Slowdown { over, by }))
    }

    /// Reports keys that have no meaning together.
    #[rustfmt::skip]
    pub(super) fn report_idle(
        &mut self,
        kind: Option<Counting>,
        sharing: Option<Sharing>,
        excess: Option<Excess>,
        amount: Option<&Amount>,
    ) {
        let is = |one| kind == Some(one);
        let is_none_of = |several: &[Counting]| kind.is_some_and(|kind| !several.contains(&kind));
        let is_slower = excess == Some(Excess::Slower);
        let is_429 = matches!(excess, None | Some(Excess::TooManyRequests(_)));
        let counts_others = amount.is_some_and(|amount| amount.counts != Counts::Units);
        let (over, by) = (self.has(&SLOWED_OVER), self.has(&SLOWED_BY));
        let rules = [
            (is_none_of(&[Counting::Bucket]), "burst", "only a token bucket has a burst", "remove `burst`, or write kind = \"token-bucket\""),
            (sharing == Some(Sharing::Job), "taken_by_others", "nobody else uses up a limit of the job itself", "remove `taken_by_others`, or write of = \"tenant\""),
            (is(Counting::Quiet), "taken_by_others", "calls of others would break the quiet, and when they come is not known", "remove `taken_by_others`, or write kind = \"rolling-window\""),
            (!is_429, "retry_after", "only a 429 says when to come back", "remove `retry_after`, or write on_excess = \"429\""),
            (is_slower && is(Counting::AtOnce), "on_excess", "a target that works on so many calls at once and lets the others wait is one of that capacity", "write target.capacity instead of this limit"),
            (counts_others, "weights", "only units have weights", "write units = \"3_500 per 10 s\" for what the limit allows, or remove `weights`"),
            (!by, "slowed_over", "by how much calls are slowed is not said", "add slowed_by = \"1 s\""),
            (!over, "slowed_by", "from when on calls are slowed is not said", "add slowed_over = 200: as many in a period are served at once"),
            (is_none_of(&[Counting::Window, Counting::Rolling]), "slowed_over", "only a fixed or a rolling window knows how much counts in a period", "write kind = \"fixed-window\" or \"rolling-window\""),
            (is_slower, "slowed_over", "calls over this limit are held back already", "remove `slowed_over` and `slowed_by`, or write on_excess = \"429\""),
            (is(Counting::AtOnce), "penalty", "a limit on calls at once is open again when one of them is answered", "remove `penalty`, or give calls = \"600 per min\" instead of `at_once`"),
            (is(Counting::Quiet), "penalty", "a quiet window is shut until it was quiet for its period", "remove `penalty`, or write kind = \"rolling-window\""),
            (is_slower && !is(Counting::AtOnce) && !is(Counting::Quiet), "penalty", "nothing is refused where calls are held back", "remove `penalty`, or write on_excess = \"429\""),
        ];
        for (_, key, message, help) in rules.into_iter().filter(|(is_idle, ..)| *is_idle) {
            self.without(key, message, help);
        }
    }
}
