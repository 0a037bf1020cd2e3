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
    for (key, value, index, message, help) in [
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
        assert_eq!((found.count(), &*at), (1, index), "{key}: {found}");
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
