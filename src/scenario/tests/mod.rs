//! What valid scenarios become; faulty ones are the affair of `tests/scenario/errors`.

mod groups_exported;
mod hostile;
mod large;
mod life_actions;
mod life_listing;
mod life_parsed;
mod listing;
mod settings_parsed;
mod strategies_parsed;
mod typed_parsed;
mod variations_parsed;

pub(super) use life_parsed::FULL_LIFE;
pub(super) use strategies_parsed::FULL_EXPERIMENT;

use super::*;
use crate::model::{
    Connector, EndpointSet, Excess, GroupSizes, LimitKind, LimitRule, On429, Parameter, RetryAfter,
    ScopeMode, Setup, Uncertain, catalogue,
};
use crate::units::SimDuration;

fn parsed_with(text: &str, csv: &str) -> Scenario {
    let source = SourceFile {
        name: "s.toml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    parse(source, "s", &mut |_| Ok(csv.as_bytes().to_vec()))
        .unwrap_or_else(|problems| panic!("{text}\n{problems}"))
}

fn parsed(text: &str) -> Scenario {
    parsed_with(text, "")
}

fn resolved<'s>(scenario: &'s Scenario, key: &str) -> Option<&'s Resolved> {
    scenario.resolved.iter().find(|one| one.key == key)
}

fn shown<'s>(scenario: &'s Scenario, key: &str) -> &'s str {
    &resolved(scenario, key)
        .unwrap_or_else(|| panic!("{key} is not listed"))
        .value
}

pub(super) const FULL: &str = r#"
name = "full-1"
description = "Everything at once."
[run]
replications = 5e3
seed = 9_223_372_036_854_775_807
[tenant]
users = "20k"
manager_share = "20 % to 40 %"
[scope]
assigned_users = 5_000
[groups]
provision = false
sizes = [{ groups = 2, members = 300 }, { groups = 1, members = 4_000 }]
[job]
connector = "custom"
on_429 = "escrow"
evaluation = { triangular = ["0.5 s", "800 ms", "2 s"] }
[target]
capacity = { choice = [4, "unlimited"] }
latency.user_get = "120 to 900 ms"
[[target.limit]]
name = "writes"
endpoints = ["writes", "users.get"]
calls = "600 per min"
burst = 180
retry_after = "30 s"
[[target.limit]]
calls = "20 per 5 s"
kind = "fixed-window"
endpoints = "reads"
retry_after = "none"
[errors]
Conflict = "1 %"
"#;

#[test]
fn a_full_scenario_becomes_the_setup_that_it_describes() {
    let scenario = parsed(FULL);
    assert_eq!(
        (scenario.name.as_str(), scenario.sampling.replications),
        ("full-1", 5_000)
    );
    assert_eq!(scenario.sampling.seed, i64::MAX as u64);
    assert_eq!(scenario.description, "Everything at once.");
    let range = |p5, p95| Uncertain::Range { p5, p95 };
    let mut expected = Setup::new(ScopeMode::Assigned)
        .with(Parameter::TenantUsers, Uncertain::Fixed(20_000.0))
        .with(Parameter::ManagerShare, range(0.2, 0.4))
        .with(Parameter::AssignedUsers, Uncertain::Fixed(5_000.0))
        .with(
            Parameter::Evaluation,
            Uncertain::Triangular {
                low: 0.5,
                mode: 0.8,
                high: 2.0,
            },
        )
        .with(
            Parameter::Capacity,
            Uncertain::Choice(vec![4.0, f64::INFINITY].into()),
        )
        .with(Parameter::UserGet, range(0.12, 0.9))
        .with(Parameter::Conflict, Uncertain::Fixed(0.01));
    expected.provision_groups = false;
    expected.group_sizes = GroupSizes::Listed(vec![300, 300, 4_000]);
    expected.connector = Connector::Custom;
    expected.on_429 = On429::Escrow;
    let set = |name| EndpointSet::from_name(name).unwrap();
    expected.limits = vec![
        LimitRule {
            endpoints: set("writes").union(set("users.get")),
            excess: Excess::TooManyRequests(RetryAfter::Fixed(SimDuration::from_secs(30))),
            ..LimitRule::on_calls(
                "writes",
                600,
                SimDuration::from_secs(60),
                LimitKind::TokenBucket { burst: 180 },
            )
        },
        LimitRule {
            endpoints: set("reads"),
            excess: Excess::TooManyRequests(RetryAfter::Absent),
            ..LimitRule::on_calls(
                "limit 2",
                20,
                SimDuration::from_secs(5),
                LimitKind::FixedWindow,
            )
        },
    ];
    assert_eq!(scenario.setup, expected);
}

#[test]
fn a_nearly_empty_scenario_is_enough() {
    for text in [
        "[tenant]\n",
        "# nothing but a remark",
        "\u{FEFF}[run]\r\nseed = 1\r\n",
    ] {
        let scenario = parsed(text);
        assert_eq!(scenario.setup, Setup::new(ScopeMode::Assigned));
        assert_eq!(
            (
                scenario.name.as_str(),
                scenario.sampling.replications,
                scenario.sampling.seed
            ),
            ("s", 1_000, 1)
        );
    }
}

#[test]
fn every_parameter_accepts_its_own_default_as_it_is_printed() {
    // Without a horizon the life of a job has no parameters.
    let scenario = parsed("run.horizon = \"14 d\"\n");
    // With a certain ratio and variation the rules come to certain numbers.
    let certain = parsed(
        "run.horizon = \"14 d\"\n[tenant]\nusers_per_assigned = 30\n[target.latency]\ncv = 0.5\n",
    );
    let mut seen = 0;
    for row in catalogue() {
        let (table, key) = row.key.rsplit_once('.').unwrap();
        let written = match &row.default {
            crate::model::Setting::Value(value) => {
                crate::scenario::value::toml_value(value, row.quantity)
            }
            _ => shown(&certain, row.key)
                .split(" (")
                .next()
                .unwrap()
                .to_owned(),
        };
        let text = format!("run.horizon = \"14 d\"\n[{table}]\n{key} = {written}\n");
        let again = parsed(&text);
        if let crate::model::Setting::Value(value) = &row.default {
            assert_eq!(again.setup, scenario.setup, "{}", row.key);
            let line = resolved(&again, row.key).unwrap();
            assert_eq!(line.value, display_value(value, row.quantity));
            assert_eq!(line.origin, ResolvedOrigin::Yours("line 3".to_owned()));
        }
        seen += 1;
    }
    assert_eq!(seen, Parameter::ALL.len());
}

#[test]
fn a_token_bucket_holds_one_second_of_calls_unless_told_otherwise() {
    for (calls, expected) in [
        ("25 per s", 25),
        ("600 per min", 10),
        ("10 per h", 1),
        ("7 per 2 s", 4),
    ] {
        let scenario = parsed(&format!("[[target.limit]]\ncalls = \"{calls}\"\n"));
        let kind = scenario.setup.limits[0].kind;
        assert_eq!(kind, LimitKind::TokenBucket { burst: expected }, "{calls}");
        assert!(shown(&scenario, "target.limit \"limit 1\"").contains("burst not given"));
    }
}
