//! What else a limit may say: what calls cost, by how many replicas it is counted, what comes before it is reached and what
//! after an excess.

use toml::de::DeValue;

use super::limit_amount::Amount;
use super::limit_row::Kind;
use super::limit_values::{MOST_CALLS, PERIODS, endpoint_of};
use super::plain::{self, Value};
use super::rows::Row;
use crate::model::{
    Counts, Endpoint, EndpointSet, Excess, LimitKind, LimitRule, Slowdown, Weights,
};
use crate::scenario::finding::Finding;
use crate::scenario::value::{parse_duration, print_scalar};
use crate::units::SimDuration;

/// More replicas than any target has.
pub(in crate::scenario) const MOST_REPLICAS: u64 = 1_000;
/// More units than any call costs.
pub(in crate::scenario) const MOST_UNITS: u64 = 1_000;
/// Moments that a rolling window remembers: so many take 16 MB.
const MOST_REMEMBERED: u64 = 1_000_000;
/// How weights are written.
const WEIGHTS: &str = "for example weights = { \"users.get\" = 2 }; the others cost 1";

impl Row<'_, '_> {
    pub(super) fn replicas(&mut self) -> Option<u16> {
        self.read("replicas", Some(1), |value| {
            // Within the bounds, which a small number holds.
            plain::whole(value, "replicas", 1..=MOST_REPLICAS).map(|number| number as u16)
        })
    }

    /// What calls to each endpoint cost.
    pub(super) fn weights(
        &mut self,
        amount: Option<&Amount>,
        endpoints: Option<EndpointSet>,
    ) -> Option<Weights> {
        let weights = self.read("weights", Some(Weights::default()), |value| {
            weights(value, endpoints)
        })?;
        if amount.is_some_and(|amount| amount.counts != Counts::Units) {
            self.without(
                "weights",
                "only units have weights",
                "write units = \"3_500 per 10 s\" for what the limit allows, or remove `weights`",
            );
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
            self.without(
                key,
                "a rolling window remembers what has passed, 1_000_000 at most",
                "write kind = \"token-bucket\" or \"fixed-window\" for so many",
            );
        }
    }

    /// What happens to calls before the limit is reached.
    pub(super) fn slowed(
        &mut self,
        amount: Option<&Amount>,
        kind: Option<Kind>,
        excess: Option<Excess>,
    ) -> Option<Option<Slowdown>> {
        let over = self.read("slowed_over", Some(None), |value| {
            plain::whole(value, "slowed_over", 1..=MOST_CALLS).map(Some)
        });
        let by = self.read("slowed_by", Some(None), |value| {
            time(value, "slowed_by", "1 s").map(Some)
        });
        let has = |row: &Self, key| row.table.contains_key(key);
        match (has(self, "slowed_over"), has(self, "slowed_by")) {
            (false, false) => return Some(None),
            (true, false) => self.without(
                "slowed_over",
                "by how much calls are slowed is not said",
                "add slowed_by = \"1 s\"",
            ),
            (false, true) => self.without(
                "slowed_by",
                "from when on calls are slowed is not said",
                "add slowed_over = 200: as many in a period are served at once",
            ),
            (true, true) => {}
        }
        if !matches!(kind, None | Some(Kind::Window | Kind::Rolling)) {
            self.without(
                "slowed_over",
                "only a fixed or a rolling window knows how much counts in a period",
                "write kind = \"fixed-window\" or \"rolling-window\"",
            );
        }
        if excess == Some(Excess::Slower) {
            self.without(
                "slowed_over",
                "calls over this limit are held back already",
                "remove `slowed_over` and `slowed_by`, or write on_excess = \"429\"",
            );
        }
        let (over, by) = (over??, by??);
        if let Some(amount) = amount.filter(|amount| over >= amount.amount) {
            let most = print_scalar(amount.amount as f64, crate::model::Quantity::Count);
            self.without(
                "slowed_over",
                &format!("none is slowed: over {most} nothing passes"),
                "`slowed_over` must be less than what the limit allows",
            );
        }
        Some(Some(Slowdown { over, by }))
    }

    /// For how long an excess has consequences.
    pub(super) fn penalty(
        &mut self,
        kind: Option<Kind>,
        excess: Option<Excess>,
    ) -> Option<SimDuration> {
        let penalty = self.read("penalty", Some(SimDuration::ZERO), |value| {
            time(value, "penalty", "60 s")
        });
        match kind {
            Some(Kind::AtOnce) => self.without(
                "penalty",
                "a limit on calls at once is open again when one of them is answered",
                "remove `penalty`, or give calls = \"600 per min\" instead of `at_once`",
            ),
            Some(Kind::Quiet) => self.without(
                "penalty",
                "a quiet window is shut until it was quiet for its period",
                "remove `penalty`, or write kind = \"rolling-window\"",
            ),
            _ if excess == Some(Excess::Slower) => self.without(
                "penalty",
                "nothing is refused where calls are held back",
                "remove `penalty`, or write on_excess = \"429\"",
            ),
            _ => {}
        }
        penalty
    }
}

fn time(value: &Value<'_>, key: &str, example: &str) -> Result<SimDuration, Finding> {
    let help = format!("for example {key} = \"{example}\"");
    let text = plain::text(value, key).map_err(|finding| finding.help(help.clone()))?;
    let seconds = parse_duration(&text)
        .map_err(|wrong| Finding::new(value.span(), wrong.message).help(help.clone()))?;
    if !PERIODS.contains(&seconds) {
        let message = format!("`{key}` must be between 1 ms and 366 days");
        return Err(Finding::new(value.span(), message).help(help));
    }
    Ok(SimDuration::from_secs_f64(seconds))
}

fn weights(value: &Value<'_>, endpoints: Option<EndpointSet>) -> Result<Weights, Finding> {
    let DeValue::Table(table) = value.get_ref() else {
        let what = "endpoints with a number each";
        return Err(plain::wanted(value, "weights", what, value.get_ref()).help(WEIGHTS));
    };
    let mut weights = Weights::default();
    for (key, value) in table.iter() {
        let name = key.get_ref();
        let endpoint = endpoint_of(name, key.span())?;
        if endpoints.is_some_and(|counted| !counted.contains(endpoint)) {
            let message = format!("the limit does not count {}", endpoint.name());
            return Err(Finding::new(key.span(), message)
                .help("remove its weight, or add it to `endpoints`"));
        }
        let units = plain::whole(value, name, 1..=MOST_UNITS)?;
        // Within the bounds, which a small number holds.
        weights = weights.with(endpoint, units as u16);
    }
    Ok(weights)
}
