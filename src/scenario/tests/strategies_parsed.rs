//! What strategies become: the scenario with what they give instead.

use super::*;
use crate::model::Setting;

pub const FULL_EXPERIMENT: &str = r#"
name = "rollout"
description = "Ways to get everybody in."
[run]
replications = 200
seed = 7
[tenant]
users = 8_000
[scope]
assigned_users = 5_000
[groups]
sizes = [{ groups = 2, members = 300 }]
[job]
connections = 4
[target]
capacity = 8
latency.user_post = "400 ms"
latency.user_get = "100 ms"
[[target.limit]]
name = "writes"
calls = "600 per min"
[split]
jobs = 4
[expect]
"initial_cycle.p95" = "<  36 h"
calls_total.mean = "<= 1e5"
users_half.p50 = "< 1 h 30 min"
mean_request_rate.p99 = "< 25 per s"
[[strategy]]
name = "as-it-is"
[[strategy]]
name = "all-users"
title = "Everybody, assigned or not"
description = "No assignment at all."
scope.mode = "all-users"
[strategy.job]
connector = "custom"
[[strategy]]
name = "one.job"
without = ["split", "target.limit", "target.latency.user_get"]
groups.csv = "groups.csv"
target.latency = { user_post = { uniform = ["1 s", "2 s"] } }
[[strategy]]
name = "halves"
split.shares = [0.5, 0.5]
tenant.users = { choice = [6_000, 7_000] }
[[strategy.target.limit]]
name = "reads"
calls = "5 per s"
"#;

fn experiment() -> Scenario {
    parsed_with(FULL_EXPERIMENT, "name,members\na,20\nb,30\n")
}

fn strategy<'s>(scenario: &'s Scenario, name: &str) -> &'s Scenario {
    let found = scenario.strategies.iter().find(|one| one.name == name);
    &found.unwrap_or_else(|| panic!("no {name}")).scenario
}

#[test]
fn strategies_stand_in_order_beside_the_scenario_and_share_what_is_common() {
    let scenario = experiment();
    let names: Vec<&str> = scenario.strategies.iter().map(|one| &*one.name).collect();
    assert_eq!(names, ["as-it-is", "all-users", "one.job", "halves"]);
    let described: Vec<&str> = scenario
        .strategies
        .iter()
        .map(|one| &*one.description)
        .collect();
    assert_eq!(described, ["", "No assignment at all.", "", ""]);
    for one in &scenario.strategies {
        let own = &one.scenario;
        assert_eq!(
            (own.sampling.seed, own.sampling.replications),
            (7, 200),
            "{}",
            one.name
        );
        assert_eq!(own.name, "rollout");
        assert_eq!(own.description, "Ways to get everybody in.");
        assert_eq!(own.expectations, scenario.expectations);
        assert!(own.strategies.is_empty());
    }
}

#[test]
fn the_scenario_is_what_it_is_without_its_strategies() {
    let mut scenario = experiment();
    let index = FULL_EXPERIMENT.find("[[strategy]]").unwrap();
    let alone = parsed(&FULL_EXPERIMENT[..index]);
    assert_eq!(strategy(&scenario, "as-it-is"), &alone);
    scenario.strategies.clear();
    assert_eq!(scenario, alone);
}

#[test]
fn a_strategy_is_the_scenario_that_would_be_written_for_it_alone() {
    let scenario = experiment();
    let base = &scenario.setup;
    let all = &strategy(&scenario, "all-users").setup;
    let mut expected = Setup::new(ScopeMode::AllUsers)
        .with(Parameter::TenantUsers, Uncertain::Fixed(8_000.0))
        .with(Parameter::Connections, Uncertain::Fixed(4.0))
        .with(Parameter::Capacity, Uncertain::Fixed(8.0))
        .with(Parameter::UserPost, Uncertain::Fixed(0.4))
        .with(Parameter::UserGet, Uncertain::Fixed(0.1));
    expected.connector = Connector::Custom;
    expected.limits = base.limits.clone();
    expected.split = base.split.clone();
    assert_eq!(all, &expected);

    let one_job = &strategy(&scenario, "one.job").setup;
    let uniform = Uncertain::Uniform {
        low: 1.0,
        high: 2.0,
    };
    let mut expected = base.clone().with(Parameter::UserPost, uniform);
    let untouched = Setup::new(ScopeMode::Assigned);
    expected.set(
        Parameter::UserGet,
        untouched.setting(Parameter::UserGet).clone(),
    );
    expected.group_sizes = GroupSizes::Listed(vec![20, 30]);
    expected.limits.clear();
    expected.split = None;
    assert_eq!(one_job, &expected);
}

#[test]
fn a_value_or_a_list_replaces_the_whole_of_it_and_what_excludes_it() {
    let scenario = experiment();
    let halves = &strategy(&scenario, "halves").setup;
    assert_eq!(halves.split.as_ref().unwrap().shares, [0.5, 0.5]);
    let names: Vec<&str> = halves.limits.iter().map(|limit| &*limit.name).collect();
    assert_eq!(names, ["reads"]);
    let users = halves.setting(Parameter::TenantUsers);
    let choice = Uncertain::Choice(vec![6_000.0, 7_000.0].into());
    assert_eq!(users, &Setting::Value(choice));
    assert_eq!(
        halves.setting(Parameter::UserGet),
        scenario.setup.setting(Parameter::UserGet)
    );
}

#[test]
fn each_line_of_a_strategy_says_where_it_is_written() {
    let scenario = experiment();
    let line = |text: &str| {
        let index = FULL_EXPERIMENT.find(text).unwrap();
        let line = FULL_EXPERIMENT[..index].matches('\n').count() + 1;
        ResolvedOrigin::Yours(format!("line {line}"))
    };
    let all = strategy(&scenario, "all-users");
    for (key, text) in [
        ("scope.mode", "scope.mode ="),
        ("job.connector", "connector ="),
        ("tenant.users", "users = 8"),
    ] {
        assert_eq!(resolved(all, key).unwrap().origin, line(text), "{key}");
    }
}

#[test]
fn a_file_is_read_once_for_all_strategies_that_name_it() {
    let text = "groups.csv = \"g.csv\"\ntarget.preset = \"t.toml\"\n[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\n\
                scope.mode = \"all-users-and-groups\"\ntenant.users = 500\n[[strategy]]\nname = \"c\"\ntarget.preset = \"u.toml\"\n";
    let source = SourceFile {
        name: "s.toml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let mut asked = Vec::new();
    let scenario = parse(source, "s", &mut |name| {
        asked.push(name.to_owned());
        Ok(match name {
            "g.csv" => "name,members,assigned\na,5,yes\nb,7,no\n",
            _ => "title = \"T\"\nsource = \"S\"\n[target]\ncapacity = 3\n",
        }
        .into())
    })
    .unwrap();
    assert_eq!(asked, ["g.csv", "t.toml", "u.toml"]);
    let sizes = |name| strategy(&scenario, name).setup.group_sizes.clone();
    assert_eq!(sizes("a"), GroupSizes::Listed(vec![5]));
    assert_eq!(sizes("b"), GroupSizes::Listed(vec![5, 7]));
}

#[test]
fn seed_and_replications_stay_common_even_where_a_strategy_leaves_the_run_out() {
    let scenario = parsed(
        "run = { seed = 5, replications = 9, horizon = \"3 d\" }\n[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\nwithout = [\"run\"]\n",
    );
    let without = strategy(&scenario, "b");
    assert_eq!(
        (without.sampling.seed, without.sampling.replications),
        (5, 9)
    );
    assert!(without.setup.job.is_none() && scenario.setup.job.is_some());
}

#[test]
fn expectations_are_listed_as_they_are_written() {
    let scenario = experiment();
    let listed: Vec<(&str, &str, f64)> = scenario
        .expectations
        .iter()
        .map(|one| (&*one.key, &*one.condition, one.limit))
        .collect();
    assert_eq!(
        listed,
        [
            ("initial_cycle.p95", "< 36 h", 129_600.0),
            ("calls_total.mean", "<= 1e5", 100_000.0),
            ("users_half.p50", "< 1 h 30 min", 5_400.0),
            ("mean_request_rate.p99", "< 25 per s", 25.0),
        ]
    );
    let life = parsed("run.horizon = \"9 d\"\nexpect.quarantine.share = \"< 5 %\"\n");
    assert_eq!(life.expectations[0].statistic, Statistic::Share);
}
