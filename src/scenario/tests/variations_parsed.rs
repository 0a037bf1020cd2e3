//! One key over a range of values.

use super::settings_parsed::with;
use super::*;
use crate::model::{Quantity, Setting};

fn texts(variation: &str) -> Vec<String> {
    let variation = parse_variation(variation).unwrap_or_else(|wrong| panic!("{wrong}"));
    variation
        .values
        .into_iter()
        .map(|value| value.text)
        .collect()
}

#[test]
fn a_range_is_spread_evenly_in_differences_or_ratios_with_its_ends() {
    for (written, expected) in [
        (
            "job.matched_share=0..1",
            "0 %, 12.5 %, 25 %, 37.5 %, 50 %, 62.5 %, 75 %, 87.5 %, 100 %",
        ),
        (
            "job.connections=1..16:16",
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16",
        ),
        ("job.connections=1..4", "1, 2, 3, 4"),
        ("target.capacity=64..2:6:log", "64, 32, 16, 8, 4, 2"),
        (
            "target.latency.user_post=100ms..2s:4:log",
            "100 ms, 271.4 ms, 736.8 ms, 2 s",
        ),
        (
            "target.latency.user_post = 100 .. 900 ms : 3",
            "100 ms, 500 ms, 900 ms",
        ),
        ("tenant.users=10k..30k:log:3", "10_000, 17_321, 30_000"),
        ("scope.mode=assigned|all-users", "assigned, all-users"),
        ("job.members_per_patch=1|20| 100", "1, 20, 100"),
        ("target.capacity=64|unlimited", "64, unlimited"),
        ("groups.provision=true|false", "true, false"),
        ("target.preset=slack|miro", "slack, miro"),
        ("split.jobs=2|4", "2, 4"),
        (
            "split.shares=[0.5, 0.5]|[0.2, 0.8]",
            "[0.5, 0.5], [0.2, 0.8]",
        ),
        (
            "target.latency.user_post=400 ms|100 ms to 2 s",
            "400 ms, 100 ms to 2 s",
        ),
    ] {
        assert_eq!(texts(written).join(", "), expected, "{written}");
    }
}

#[test]
fn numbers_have_a_unit_and_everything_else_has_places() {
    for (written, unit, numbers) in [
        (
            "job.timeout=1 min..3 min:3",
            Some("seconds"),
            [60.0, 120.0, 180.0],
        ),
        (
            "job.members_per_patch=1|20|100",
            Some("count"),
            [1.0, 20.0, 100.0],
        ),
        (
            "job.matched_share=10 %|0.2|30 %",
            Some("share"),
            [0.1, 0.2, 0.3],
        ),
        (
            "tenant.users_per_assigned=2..4:3",
            Some("factor"),
            [2.0, 3.0, 4.0],
        ),
        ("target.capacity=8|64|unlimited", None, [0.0, 1.0, 2.0]),
        (
            "job.on_429=pause-job|retry-call|escrow",
            None,
            [0.0, 1.0, 2.0],
        ),
    ] {
        let variation = parse_variation(written).unwrap();
        assert_eq!(variation.unit, unit, "{written}");
        let found: Vec<f64> = variation.values.iter().map(|value| value.number).collect();
        assert_eq!(found, numbers, "{written}");
    }
}

#[test]
fn every_value_of_a_variation_can_be_set_and_comes_out_as_the_number_it_says() {
    for row in catalogue() {
        let (least, most) = row.bounds;
        let (least, most) = (least, most.min(least + 1_000.0));
        let shown = |number| display_value(&Uncertain::Fixed(number), row.quantity);
        let written = format!("{}={}..{}:7", row.key, shown(least), shown(most));
        let variation =
            parse_variation(&written).unwrap_or_else(|wrong| panic!("{written}: {wrong}"));
        let halfway = variation.at(least + (most - least) / 3.0);
        for value in variation.values.iter().chain([&halfway]) {
            let set = [(row.key, &*value.toml)];
            let scenario = with("run.horizon = \"2 d\"", &set);
            // Some values make no sense beside the defaults of others, which is no fault of the text.
            let Ok(scenario) = scenario else { continue };
            let fixed = Setting::Value(Uncertain::Fixed(value.number));
            assert_eq!(scenario.setup.setting(row.parameter), &fixed, "{written}");
            assert_eq!(value.text, shown(value.number));
        }
        assert_eq!(
            variation.values.first().map(|value| value.number),
            Some(least)
        );
        assert_eq!(
            variation.values.last().map(|value| value.number),
            Some(most)
        );
    }
}

#[test]
fn any_value_between_the_ends_can_be_asked_for() {
    let range = parse_variation("target.capacity=2..64:6:log").unwrap();
    assert!(range.is_logarithmic);
    for (asked, text) in [
        (11.3, "11"),
        (1.0, "2"),
        (1e9, "64"),
        (f64::NAN, "2"),
        (64.0, "64"),
    ] {
        assert_eq!(range.at(asked).text, text);
    }
    let share = parse_variation("job.matched_share=0.123456..0.9").unwrap();
    assert_eq!(share.at(0.0).number, 0.123_456);
    assert_eq!(share.at(1.0 / 3.0).toml, "\"33.33 %\"");
    let names = parse_variation("scope.mode=assigned|all-users").unwrap();
    assert_eq!(names.at(0.4).toml, "\"assigned\"");
    assert_eq!(names.at(9.0).toml, "\"all-users\"");
    for row in catalogue().filter(|row| row.quantity != Quantity::Count) {
        let most = row.bounds.1.min(row.bounds.0 + 9.0);
        let shown = |number| display_value(&Uncertain::Fixed(number), row.quantity);
        let range = format!("{}={}..{}", row.key, shown(row.bounds.0), shown(most));
        let range = parse_variation(&range).unwrap_or_else(|wrong| panic!("{range}: {wrong}"));
        for value in &range.values {
            assert_eq!(&range.at(value.number), value, "{}", row.key);
        }
    }
}

const WRONG: [(&str, &str, &str); 30] = [
    ("", "a key and its values", "KEY=FROM..TO"),
    ("target.capacity", "a key and its values", "KEY=FROM..TO"),
    ("target.capacity=5", "two ends", "KEY=FROM..TO"),
    ("target.capacity=5..", "two ends", "KEY=FROM..TO"),
    ("target.capacity=..5", "two ends", "KEY=FROM..TO"),
    (
        "target.capcity=2..5",
        "no key `target.capcity`",
        "did you mean `target.capacity`?",
    ),
    (
        "capacity=2..5",
        "no key `capacity`",
        "did you mean `target.capacity`?",
    ),
    ("target=2|5", "no key `target`", ""),
    (
        "strategy=2|5",
        "cannot be varied",
        "changes what is simulated",
    ),
    ("run.seed=1..5", "cannot be varied", ""),
    (
        "scope.mode=assigned",
        "has no range",
        "scope.mode=ONE|OTHER",
    ),
    (
        "scope.mode=assigned|everyone",
        "cannot be \"everyone\"",
        "all-users",
    ),
    ("scope.mode=assigned|assigned", "listed twice", "once"),
    ("run.horizon=1 d|soon", "begin with a number", "min"),
    (
        "split.shares=[0.5]|[0.5, 0.5]",
        "2 to 16 shares",
        "for example",
    ),
    (
        "split.shares=[0.5, 0.5]\nrun.seed = 5|[1]",
        "not the value",
        "one value",
    ),
    ("target.capacity=5..5", "the same", "KEY=FROM..TO"),
    ("target.capacity=0..5", "at least 1, and this is 0", ""),
    (
        "target.capacity=2..unlimited",
        "cannot end at unlimited",
        "target.capacity=64|unlimited",
    ),
    ("target.capacity=2.5..5", "whole number", ""),
    (
        "target.capacity=2..5:1",
        "2 to 50 values, not `1`",
        "KEY=FROM..TO",
    ),
    ("target.capacity=2..5:51", "2 to 50 values", ""),
    (
        "target.capacity=2..5:many",
        "2 to 50 values, not `many`",
        "",
    ),
    ("target.capacity=2..5:6:7", "`:7` is too much", ""),
    ("target.capacity=2..5:log:log", "`:log` is too much", ""),
    (
        "job.matched_share=0..1:log",
        "above zero",
        "leave `:log` out",
    ),
    (
        "job.matched_share=0..5",
        "between 0 % and 100 %",
        "did you mean \"5 %\"?",
    ),
    ("job.timeout=1..5", "needs a unit", ""),
    ("job.timeout=1 s..5 apples", "no unit of time", ""),
    ("job.timeout=1 s..5 h", "between 100 ms and 60 min", ""),
];

#[test]
fn what_is_wrong_with_a_variation_is_said_with_what_would_be_right() {
    for (written, message, help) in WRONG {
        let wrong = parse_variation(written).expect_err(written);
        assert!(
            wrong.contains(message) && wrong.contains(help),
            "{written}: {wrong}"
        );
    }
}
