//! The limit that is nearest to hold the cycle up, in one sentence.

use crate::experiment::outcome::{LimitLoad, Outcome};
use crate::report::number;

/// What limits cost, how long the narrowest needs by itself, and when it binds.
pub(in crate::report) fn sentence(outcome: &Outcome) -> String {
    let limits = &outcome.target.limits;
    if limits.is_empty() {
        return "none in the scenario; a preset below [target], or [[target.limit]], shows what one would cost"
            .to_owned();
    }
    let limits = limits.iter();
    let needs = limits.filter_map(|limit| Some((limit, limit.least_ms?)));
    match needs.max_by_key(|(_, least)| *least) {
        Some((limit, least)) => format!("{}; {}", cost(outcome, least), alone(limit, least)),
        None => cost(outcome, 0),
    }
}

/// The wait in the unit of what stands beside it.
fn cost(outcome: &Outcome, least_ms: u64) -> String {
    let waits = outcome.activities.iter();
    let waits = waits.filter(|one| one.activity == "waitingForLimits");
    let [p50, p95] = waits.fold([0.0; 2], |_, one| [one.p50_ms, one.p95_ms]);
    let shown = number::times_together(&[p50, p95, least_ms as f64]);
    match (p50 > 0.0, p95 > 0.0) {
        (false, false) => "costs nothing".to_owned(),
        (false, true) => {
            let p95 = &shown[1];
            format!("costs nothing in half of the replications, {p95} at p95")
        }
        _ => format!("costs {} (median)", shown[0]),
    }
}

fn alone(limit: &LimitLoad, least_ms: u64) -> String {
    let (name, passed) = (&limit.name, number::count(limit.passed.p50));
    let needs = number::time(least_ms as f64);
    let alone = match least_ms {
        0 => format!("\"{name}\" lets all {passed} pass at once"),
        _ => format!("\"{name}\" alone needs {needs} for {passed}"),
    };
    match limit.binds_below_ms.map(number::time) {
        Some(each) => {
            format!("{alone} requests; binds while a connection needs less than {each} for each")
        }
        None => alone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::outcome::Band;
    use crate::report::fixture;

    fn limited(least_ms: Option<u64>, waits_ms: [f64; 2]) -> Outcome {
        let mut outcome = fixture::outcome(30);
        let limit = |name: &str, least_ms| LimitLoad {
            name: name.to_owned(),
            words: "300 calls per min".to_owned(),
            excess: "429".to_owned(),
            passed: Band {
                p50: 29_966.0,
                ..Band::default()
            },
            over: Band::default(),
            slowed: Band::default(),
            quota: None,
            on_top: None,
            calls: None,
            endpoints: Vec::new(),
            least_ms,
            binds_below_ms: least_ms.map(|_| 1_600.0),
        };
        outcome.target.limits = vec![limit("wide", Some(1_000)), limit("users", least_ms)];
        let waits = outcome.activities.iter_mut();
        for one in waits.filter(|one| one.activity == "waitingForLimits") {
            [one.p50_ms, one.p95_ms] = waits_ms;
        }
        outcome
    }

    #[test]
    fn the_narrowest_limit_says_what_it_costs_what_it_needs_and_when_it_binds() {
        let costs = |waits_ms| sentence(&limited(Some(6_000_000), waits_ms));
        assert_eq!(
            costs([480e3, 600e3]),
            "costs 8.0 min (median); \"users\" alone needs 100 min for 29,966 requests; binds while a connection needs less than 1.60 s for each"
        );
        assert!(
            costs([0.0, 600e3])
                .starts_with("costs nothing in half of the replications, 10.0 min at p95; ")
        );
        assert!(costs([0.0, 0.0]).starts_with("costs nothing; "));
    }

    #[test]
    fn a_scenario_without_limits_says_so_and_a_limit_without_a_rate_only_what_it_costs() {
        let mut outcome = limited(None, [480e3, 600e3]);
        outcome.target.limits.remove(0);
        assert_eq!(sentence(&outcome), "costs 8.0 min (median)");
        outcome.target.limits.clear();
        assert!(sentence(&outcome).starts_with("none in the scenario"));
    }
}
