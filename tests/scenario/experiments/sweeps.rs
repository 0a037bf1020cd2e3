//! A sweep draws the known line, and finds the known break-even.

use cyclecast::experiment::outcome::sweep::{Axis, AxisValue, Sweep};
use cyclecast::experiment::{RunError, Session, Sweeping, Varied, sweep};
use cyclecast::model::Setup;
use cyclecast::scenario::{Metric, Variation, parse_condition, parse_variation};

use super::{KNOWN_ANSWER, OVERHEAD_MS, outcome, parsed, parsed_with, plan};

struct Known(Variation);

impl Varied for Known {
    type Error = RunError;

    fn setup(&mut self, numbers: &[f64]) -> Result<Setup, RunError> {
        let toml = self.0.at(numbers[0]).toml;
        Ok(parsed_with(KNOWN_ANSWER, &self.0.key, &toml).setup)
    }

    fn between(&self, number: f64) -> AxisValue {
        let value = self.0.at(number);
        AxisValue {
            value: value.number,
            text: value.text,
        }
    }
}

fn swept(vary: &str, until: Option<&str>) -> Sweep {
    let variation = parse_variation(vary).unwrap_or_else(|wrong| panic!("{wrong}"));
    let until = until.map(|text| parse_condition(text).unwrap_or_else(|wrong| panic!("{wrong}")));
    let mut known = Known(variation);
    let axis = Axis {
        key: known.0.key.clone(),
        unit: "seconds".to_owned(),
        is_logarithmic: known.0.is_logarithmic,
        values: known
            .0
            .values
            .iter()
            .map(|value| known.between(value.number))
            .collect(),
    };
    let asked = Sweeping {
        scenario: "known",
        metric: Metric::InitialCycle,
        axes: vec![axis],
        until: until.as_ref(),
    };
    sweep(&asked, &mut known, &Session::new(plan(40, 1))).expect("there are no limits")
}

#[test]
fn every_point_is_what_arithmetic_says() {
    let found = swept("target.latency.user_post=100s..400s:4", None);
    let times: Vec<f64> = found
        .points
        .iter()
        .map(|point| point.p50.value.expect("it ends"))
        .collect();
    let known: Vec<f64> = [100e3, 200e3, 300e3, 400e3]
        .map(|post_ms| post_ms + OVERHEAD_MS)
        .to_vec();
    assert_eq!(times, known);
}

#[test]
fn the_break_even_is_found_to_within_one_in_a_hundred() {
    for (condition, log) in [
        ("initial_cycle.p95 < 200 s", ""),
        ("initial_cycle.p50 >= 200 s", ""),
        ("initial_cycle.mean <= 200 s", ":log"),
    ] {
        let found = swept(
            &format!("target.latency.user_post=100s..400s:4{log}"),
            Some(condition),
        );
        let until = found.until.expect("it was asked for");
        let (met, missed) = (
            until.met_at.expect("it turns"),
            until.missed_at.expect("it turns"),
        );
        let turns_at_secs = 195.0;
        assert!((met.value / turns_at_secs - 1.0).abs() < 0.01, "{met:?}");
        assert!(
            (missed.value / turns_at_secs - 1.0).abs() < 0.01,
            "{missed:?}"
        );
        let is_upper_bound = condition.contains('<');
        assert_eq!(met.value < missed.value, is_upper_bound);
        assert_eq!(until.is_met_at_first, is_upper_bound);
        // Nothing is left to luck here, so each replication is as the percentile is.
        assert!((until.runs_that_meet.expect("it turns").share - 1.0).abs() < 1e-12);
    }
}

#[test]
fn the_value_that_is_printed_as_the_break_even_meets_the_condition_as_it_is_printed() {
    for limit in ["511 s", "527.3 s", "543 s", "569 s"] {
        let condition = format!("initial_cycle.p95 < {limit}");
        let met = swept("job.evaluation=1s..90s:3", Some(&condition)).until;
        let met = met.and_then(|until| until.met_at).expect("it turns").text;
        let text = KNOWN_ANSWER.replace("evaluation = \"2 s\"", &format!("evaluation = \"{met}\""));
        let text = format!("{text}\n[expect]\n\"initial_cycle.p95\" = \"< {limit}\"\n");
        let found = outcome(&parsed(&text), 40, 1);
        assert!(found.expected[0].is_met, "{met} for {condition}");
    }
}

#[test]
fn a_condition_that_turns_more_than_once_holds_from_the_last_turn_on() {
    let found = swept(
        "target.latency.user_post=300s|100s|400s|150s",
        Some("initial_cycle.p50 < 200 s"),
    );
    let until = found.until.expect("it was asked for");
    let missed = until.missed_at.expect("it turns").value;
    assert!(
        (195.0..200.0).contains(&missed),
        "not from 300 s to 100 s: {missed}"
    );
    assert!(!until.is_met_at_first && until.is_met_at_last);
}

#[test]
fn what_is_counted_turns_between_neighbours() {
    let text = "tenant.users=1..40:4";
    let found = swept(text, Some("calls_user_post.p50 <= 17"));
    let until = found.until.expect("it was asked for");
    let [met, missed] = [until.met_at, until.missed_at].map(|end| end.expect("it turns").value);
    assert_eq!((met, missed), (17.0, 18.0));
}

#[test]
fn where_nothing_turns_no_break_even_is_made_up() {
    for (condition, is_met) in [
        ("initial_cycle.p95 < 1 h", true),
        ("initial_cycle.p95 < 1 s", false),
    ] {
        let found = swept("target.latency.user_post=100s..400s:3", Some(condition));
        let until = found.until.expect("it was asked for");
        assert_eq!(
            (until.is_met_at_first, until.is_met_at_last),
            (is_met, is_met)
        );
        assert!(until.met_at.is_none() && until.missed_at.is_none());
    }
}
