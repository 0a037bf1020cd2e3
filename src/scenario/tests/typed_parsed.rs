//! What is typed on a command line: keys that are set, limits by their names, the number of jobs.

use super::settings_parsed::with;
use super::*;

const LIMITED: &str = "[[target.limit]]\nname = \"our api\"\ncalls = \"300 per min\"\n[[target.limit]]\ncalls = \"5 per s\"\nburst = 9\n";

#[test]
fn a_limit_is_reached_by_its_name_or_its_place() {
    for (key, name) in [
        ("target.limit.our api.calls", "our api"),
        ("target.limit.\"our api\".calls", "our api"),
        ("target.limit.1.calls", "our api"),
        ("target.limit.limit 2.calls", "limit 2"),
        ("target.limit.2.calls", "limit 2"),
    ] {
        let (key, value) = parse_setting(&format!("{key}=20 per min")).unwrap();
        let scenario = with(LIMITED, &[(&key, &value)]).unwrap_or_else(|found| panic!("{found}"));
        let before = parsed(LIMITED).setup.limits;
        for (limit, before) in scenario.setup.limits.iter().zip(&before) {
            let amount = if limit.name == name {
                20
            } else {
                before.amount
            };
            assert_eq!(limit.amount, amount, "{key}: {}", limit.name);
        }
        assert_eq!(scenario.setup.limits.len(), 2);
    }
}

#[test]
fn a_limit_keeps_what_is_not_set() {
    let (key, value) = parse_setting("target.limit.2.calls=7 per s").unwrap();
    let scenario = with(LIMITED, &[(&key, &value)]).unwrap();
    let expected = parsed(&LIMITED.replace("5 per s", "7 per s"));
    assert_eq!(scenario.setup, expected.setup);
}

#[test]
fn a_limit_that_is_not_there_is_answered_with_those_that_are() {
    for (text, set, help) in [
        (
            LIMITED,
            "target.limit.api.calls=1 per s",
            "there are our api, limit 2",
        ),
        (
            "tenant.users = 5\n",
            "target.limit.api.calls=1 per s",
            "no [[target.limit]]",
        ),
        (
            LIMITED,
            "target.limit.3.burst=1",
            "there are our api, limit 2",
        ),
    ] {
        let (key, value) = parse_setting(set).unwrap();
        let problems = with(text, &[(&key, &value)]).unwrap_err();
        let first = problems.iter().next().unwrap();
        assert!(
            first.message.contains("no limit called"),
            "{}",
            first.message
        );
        let found = first.help.as_deref().unwrap_or_default();
        assert!(found.contains(help), "{found}");
    }
}

#[test]
fn a_strategy_changes_a_limit_by_its_name() {
    let text = format!(
        "{LIMITED}[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\ntarget.limit.\"our api\".calls = \"9 per s\"\n"
    );
    let scenario = parsed(&text);
    let amounts = scenario
        .strategies
        .iter()
        .map(|one| one.scenario.setup.limits[0].amount);
    assert_eq!(amounts.collect::<Vec<_>>(), [300, 9]);
}

#[test]
fn what_is_typed_needs_no_quotes() {
    for (typed, key, toml) in [
        ("a.b=64", "a.b", "\"64\""),
        (" a = 100 ms to 2 s ", "a", "\"100 ms to 2 s\""),
        ("a=true", "a", "true"),
        ("a=\"x\"", "a", "\"x\""),
        ("a=[0.5, 0.5]", "a", "[0.5, 0.5]"),
        ("expect.timeouts.p95=< 5", "expect.timeouts.p95", "\"< 5\""),
        ("a=b=c", "a", "\"b=c\""),
    ] {
        assert_eq!(
            parse_setting(typed),
            Ok((key.to_owned(), toml.to_owned())),
            "{typed}"
        );
    }
    for wrong in ["", "a", "a=", "=1"] {
        assert!(
            parse_setting(wrong).unwrap_err().contains("KEY=VALUE"),
            "{wrong}"
        );
    }
}

#[test]
fn one_job_is_no_split() {
    let split = parsed("tenant.users = 900\nsplit.jobs = 1\nsplit.stagger = \"2 h\"\n");
    assert_eq!(split.setup, parsed("tenant.users = 900\n").setup);
    assert!(split.setup.split.is_none());
}

#[test]
fn limits_and_the_number_of_jobs_have_ranges() {
    for (written, expected, unit) in [
        ("split.jobs=1..4", "1, 2, 3, 4", "count"),
        ("split.jobs=2|4", "2, 4", "count"),
        (
            "target.limit.our api.calls=60..300 per min:3",
            "60 per min, 180 per min, 300 per min",
            "count",
        ),
        (
            "target.limit.our api.calls=60 per min..240 per min:log:3",
            "60 per min, 120 per min, 240 per min",
            "count",
        ),
        (
            "target.limit.our api.calls=60 per min|90 per min",
            "60 per min, 90 per min",
            "count",
        ),
        ("target.limit.2.burst=1..9:3", "1, 5, 9", "count"),
        (
            "target.limit.2.penalty=1..3 min:3",
            "60 s, 120 s, 3 min",
            "seconds",
        ),
        (
            "target.limit.2.taken_by_others=0..50 %:3",
            "0 %, 25 %, 50 %",
            "share",
        ),
    ] {
        let variation = parse_variation(written).unwrap_or_else(|wrong| panic!("{wrong}"));
        let texts: Vec<&str> = variation.values.iter().map(|value| &*value.text).collect();
        assert_eq!(texts.join(", "), expected, "{written}");
        assert_eq!(variation.unit, Some(unit), "{written}");
        let limits = "[[target.limit]]\nname = \"our api\"\ncalls = \"300 per min\"\n[[target.limit]]\ncalls = \"5 per s\"\n";
        for value in &variation.values {
            with(limits, &[(&variation.key, &value.toml)])
                .unwrap_or_else(|found| panic!("{written}: {found}"));
        }
    }
    let range = parse_variation("target.limit.api.calls=60..600 per min").unwrap();
    assert_eq!(range.at(101.3).toml, "\"101 per min\"");
    for (written, message) in [
        (
            "target.limit.api.calls=60 per s..600 per min",
            "periods differ",
        ),
        ("target.limit.api.calls=60..600", "has no range"),
        ("target.limit.api.calls=1.5..6 per s", "whole number"),
        ("target.limit.api.colls=1..6 per s", "no key"),
        ("split.jobs=1.5..4", "whole number"),
    ] {
        let wrong = parse_variation(written).expect_err(written);
        assert!(wrong.contains(message), "{written}: {wrong}");
    }
}
