//! Values that are set from outside.

use super::*;
use crate::model::Setting;

pub(super) fn with(text: &str, settings: &[(&str, &str)]) -> Result<Scenario, Problems> {
    let source = SourceFile {
        name: "s.toml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let settings: Vec<_> = settings
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    parse_with(source, "s", &settings, &mut |_| {
        Err("no such file".to_owned())
    })
}

#[test]
fn a_setting_is_as_good_as_a_line_of_the_file() {
    for (key, value) in [
        ("target.capacity", "64"),
        ("target.latency.user_post", "\"100 ms to 2 s\""),
        ("scope.mode", "\"all-users\""),
        ("job.members_per_patch", "{ choice = [1, 20] } # a remark"),
        ("run.horizon", "\"9 d\""),
        ("split.shares", "[0.4,\n 0.6]"),
        ("target.limit", "[{ calls = \"5 per s\" }]"),
        ("expect.timeouts.p95", "\"< 5\""),
    ] {
        let base = "tenant.users = 900\n";
        let written = parsed(&format!("{base}{key} = {value}\n"));
        let mut set = with(base, &[(key, value)]).unwrap_or_else(|found| panic!("{key}: {found}"));
        let from_outside = ResolvedOrigin::Yours("set from outside".to_owned());
        assert!(
            key.starts_with("expect") || set.resolved.iter().any(|one| one.origin == from_outside)
        );
        set.resolved.clone_from(&written.resolved);
        assert_eq!(set, written, "{key}");
    }
}

#[test]
fn a_setting_replaces_what_the_file_says_and_what_excludes_it_and_the_last_wins() {
    let text = "tenant.users = 900\nscope.assigned_users = 50\ngroups.sizes = []\nsplit.jobs = 4\n";
    let scenario = with(
        text,
        &[
            ("tenant.users", "800"),
            ("scope.mode", "\"all-users\""),
            ("split.shares", "[0.5, 0.5]"),
            ("tenant.users", "700"),
        ],
    )
    .unwrap();
    let mut expected = parsed("scope.mode = \"all-users\"\ntenant.users = 700\nsplit.jobs = 2\n");
    expected.resolved.clone_from(&scenario.resolved);
    assert_eq!(scenario, expected);
}

#[test]
fn strategies_change_what_was_set() {
    let text = "[[strategy]]\nname = \"a\"\ntarget.capacity = 3\n[[strategy]]\nname = \"b\"\n";
    let scenario = with(text, &[("target.capacity", "9")]).unwrap();
    let capacity = |scenario: &Scenario| scenario.setup.setting(Parameter::Capacity).clone();
    let fixed = |number| Setting::Value(Uncertain::Fixed(number));
    assert_eq!(capacity(&scenario), fixed(9.0));
    assert_eq!(capacity(&scenario.strategies[0].scenario), fixed(3.0));
    assert_eq!(capacity(&scenario.strategies[1].scenario), fixed(9.0));
}

#[test]
fn what_is_wrong_with_a_setting_points_at_it_and_names_it() {
    for (key, value, place, message, help) in [
        ("target.capacity", "0", "1:19", "must be at least 1", ""),
        (
            "target.capcity",
            "5",
            "1:8",
            "no key `capcity`",
            "did you mean `capacity`?",
        ),
        (
            "capacity",
            "5",
            "1:1",
            "no key `capacity`",
            "belongs in [target]",
        ),
        (
            "job.timeout",
            "40 min",
            "1:15",
            "needs quotes",
            "\"40 min\"",
        ),
        ("job.timeout", "", "1:15", "a value is missing", ""),
        ("job.timeout", "[", "1:15", "never closed", "add the `]`"),
        (
            "tenant.users",
            "5\nrun.seed = 9",
            "1:1",
            "not the value of `tenant.users` alone",
            "one value",
        ),
        ("tenant]\nusers", "5", "1:7", "a key without a value", ""),
        ("", "5", "1:2", "keys cannot be empty", ""),
        ("tenant", "5", "1:10", "takes keys of its own", ""),
        (
            "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r",
            "5",
            "1:34",
            "nested too deeply",
            "",
        ),
        (
            "scope.mode",
            "\"everyone\"",
            "1:14",
            "cannot be \"everyone\"",
            "all-users",
        ),
    ] {
        let found = with("tenant.users = 5", &[("run.seed", "3"), (key, value)]).unwrap_err();
        let problem = found.iter().next().unwrap();
        let at = format!("{}:{}", problem.line, problem.column);
        assert_eq!((found.count(), &*at), (1, place), "{key}: {found}");
        assert!(problem.message.contains(message), "{found}");
        assert!(
            problem.help.as_deref().unwrap_or_default().contains(help),
            "{found}"
        );
        assert!(
            problem.file.starts_with("s.toml with run.seed = 3, "),
            "{found}"
        );
        assert!(problem.source.starts_with(key), "{found}");
    }
}

#[test]
fn what_a_setting_makes_wrong_elsewhere_names_it_too() {
    let found = with(
        "[tenant]\nusers = 50\n[scope]\nassigned_users = 40\n",
        &[("tenant.users", "30")],
    );
    let found = found.unwrap_err();
    let problem = found.iter().next().unwrap();
    assert_eq!(&*problem.file, "s.toml with tenant.users = 30");
    assert_eq!(
        (found.count(), problem.line, problem.column),
        (1, 4, 18),
        "{found}"
    );
}

#[test]
fn faults_of_the_file_are_not_blamed_on_a_setting_nor_hidden_by_one() {
    let found = with(
        "[job]\ntimeout = 5 min",
        &[("target.capacity", "0"), ("job.colour", "1")],
    );
    let places: Vec<String> = found
        .unwrap_err()
        .iter()
        .map(|problem| format!("{}: {}", problem.line, problem.message))
        .collect();
    assert_eq!(
        places,
        [
            "2: this text needs quotes",
            "1: `target.capacity` must be at least 1",
            "1: [job] has no key `colour`",
        ]
    );
}

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
