//! What a report tells of limits that bind, and of how far their figures were checked.

use cyclecast::experiment::outcome::{Outcome, View};
use cyclecast::experiment::{Plan, Session, forecast, target};
use cyclecast::report::terminal::{self, Layout};
use cyclecast::scenario::targets::{parse, shipped};
use cyclecast::scenario::{Scenario, SourceFile, parse as parse_scenario};

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn scenario(text: &str, sheet: &str) -> Scenario {
    let sheet = sheet.as_bytes().to_vec();
    parse_scenario(file("test.toml", text), "test", &mut |_| Ok(sheet.clone()))
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn outcome(text: &str) -> Outcome {
    let plan = Plan {
        replications: 20,
        seed: 1,
        threads: Some(1),
    };
    forecast(&scenario(text, ""), &Session::new(plan)).unwrap()
}

#[test]
fn whatever_a_call_over_a_limit_gets_there_is_a_warning_that_says_so() {
    for (excess, words) in [
        ("429", "of the requests with 429"),
        ("403", "answered with 403"),
        ("slower", "held back until it lets them pass"),
        ("close", "find their connection closed"),
        ("silence", "get no answer"),
    ] {
        let with = |calls: &str| {
            outcome(&format!(
                "[tenant]\nusers = 300\n[scope]\nmode = \"all-users\"\n[job]\nconnector = \"custom\"\n\
                 [[target.limit]]\nname = \"creates\"\nendpoints = \"users.post\"\ncalls = \"{calls} per min\"\non_excess = \"{excess}\"\n"
            ))
        };
        let bound = with("40");
        assert_eq!(bound.target.limits[0].excess, excess);
        let warnings: Vec<_> = bound
            .warnings
            .iter()
            .filter(|warning| warning.code == "targetThrottles")
            .collect();
        assert_eq!(warnings.len(), 1, "{excess}");
        let message = &warnings[0].message;
        assert!(message.contains(words), "{excess}: {message}");
        assert!(message.contains("limit \"creates\""), "{excess}: {message}");
        let free = with("400_000");
        let quiet = free
            .warnings
            .iter()
            .all(|one| one.code != "targetThrottles");
        assert!(quiet, "{excess}: a limit that nobody is over");
    }
}

#[test]
fn floors_say_what_they_assume_of_windows_and_never_that_something_takes_no_time() {
    let page = |name| terminal::target(&target(&shipped(name).unwrap()));
    let github = page("github-emu");
    assert!(
        github.contains("a POST each: 9.0 h, by the limit \"users\""),
        "{github}"
    );
    assert!(
        github.contains("up to one window less: 8.0 h and 8.0 h."),
        "{github}"
    );
    let peakon = page("workday-peakon");
    assert!(
        peakon.contains("none, since they fit into the first window of 60 min; spread evenly by its rate, they take 24 min"),
        "{peakon}"
    );
    assert!(peakon.contains("they take 48 min"), "{peakon}");
    let uipath = page("uipath");
    assert!(uipath.contains("first window of 5.0 min"), "{uipath}");
    assert!(uipath.contains("165 min, by the limit \"GET\""), "{uipath}");
    assert!(
        !page("slack").contains("by the clock"),
        "a bucket has no windows"
    );
    assert!(
        page("snowflake").contains("No limit here"),
        "a cap on calls at once"
    );
}

#[test]
fn what_was_measured_or_read_in_an_excerpt_is_told_as_that() {
    for (preset, words, origin) in [
        (
            "better-auth",
            "Checked: measured by",
            "Assumed(\"measured: better-auth",
        ),
        (
            "hcp",
            "Checked: an excerpt of",
            "Documented(\"an excerpt of HashiCorp",
        ),
    ] {
        let page = terminal::target(&target(&shipped(preset).unwrap()));
        assert!(page.contains(words), "{page}");
        let listed = scenario(&format!("[target]\npreset = \"{preset}\"\n"), "");
        let line = listed
            .resolved
            .iter()
            .find(|one| one.key == "target.members_per_group")
            .unwrap();
        assert!(
            format!("{:?}", line.origin).starts_with(origin),
            "{:?}",
            line.origin
        );
    }
}

#[test]
fn a_quota_that_a_cycle_uses_up_is_warned_of_and_so_is_a_target_that_is_full() {
    let codes = |more: &str| -> Vec<(String, String)> {
        let text = format!(
            "[tenant]\nusers = 300\ndisabled_share = 0\n[scope]\nmode = \"all-users\"\n{more}"
        );
        let warnings = outcome(&text).warnings.into_iter();
        warnings.map(|one| (one.code, one.message)).collect()
    };
    let message = |more: &str, code: &str| {
        let found = codes(more).into_iter().find(|(one, _)| one == code);
        found.map(|(_, message)| message)
    };
    for kind in ["fixed-window", "rolling-window"] {
        let day = |calls: u64| {
            format!(
                "[[target.limit]]\nname = \"a day\"\nkind = \"{kind}\"\ncalls = \"{calls} per 24 h\"\nendpoints = \"users.post\"\n"
            )
        };
        let told = message(&day(140), "quotaUsedUp").unwrap();
        assert!(told.contains("\"a day\" allows in 24 h (140)"), "{told}");
        assert!(told.contains("a later window 2 times"), "{told}");
        assert_eq!(message(&day(400), "quotaUsedUp"), None);
    }
    let full = message("[target]\nusers_quota = 250\n", "targetFull").unwrap();
    assert!(full.contains("leaves no room for"), "{full}");
    assert_eq!(message("[target]\nusers_quota = 300\n", "targetFull"), None);
}

#[test]
fn calls_that_are_slowed_are_told_with_their_limit() {
    let mut slowed = outcome(
        "[tenant]\nusers = 400\n[scope]\nmode = \"all-users\"\n[target]\npreset = \"sap-cloud-identity\"\n",
    );
    let limit = &slowed.target.limits[0];
    assert!(limit.slowed.p50 > 0.0 && limit.over.p50 == 0.0, "{limit:?}");
    slowed.view = View::Target;
    let layout = Layout {
        width: 200,
        ..Layout::default()
    };
    let report = terminal::report(&slowed, layout, "");
    assert!(report.contains(" slowed (280 calls per min"), "{report}");
}

#[test]
fn what_was_worked_out_is_not_told_as_read_and_what_a_users_sheet_says_is_its_own_word() {
    let wso2 = shipped("wso2-is-5.7").unwrap();
    let page = terminal::target(&target(&wso2));
    assert!(
        page.contains("Checked: worked out, as the note says"),
        "{page}"
    );
    let listed = scenario("[target]\npreset = \"wso2-is-5.7\"\n", "");
    let line = listed
        .resolved
        .iter()
        .find(|one| one.key == "target.latency.group_patch_per_1000_members")
        .unwrap();
    let origin = format!("{:?}", line.origin);
    assert!(
        origin.contains("Assumed(\"worked out from WSO2"),
        "{origin}"
    );

    for (checked, words) in [
        ("read", "as the sheet says, read in the source's own text"),
        (
            "excerpt",
            "as the sheet says, read in an excerpt of the source",
        ),
        ("measured", "as the sheet says, measured"),
        ("derived", "as the sheet says, worked out"),
        ("own", "your own"),
    ] {
        let text = format!(
            "title = \"Ours\"\nsource = \"our runbook\"\nchecked = \"{checked}\"\n[target]\ncapacity = 4\n"
        );
        let sheet = parse(&file("ours.toml", &text)).unwrap();
        let page = terminal::target(&target(&sheet));
        assert!(page.contains(&format!("Checked: {words}")), "{page}");
        let listed = scenario("[target]\npreset = \"ours.toml\"\n", &text);
        let line = listed
            .resolved
            .iter()
            .find(|one| one.key == "target.capacity");
        let origin = format!("{:?}", line.unwrap().origin);
        assert_eq!(origin, "Yours(\"ours.toml\")", "{checked}");
    }
}

#[test]
fn a_sheet_offers_none_but_its_own_keys() {
    for (key, help) in [
        ("preset = \"slack\"", "it takes capacity"),
        ("disables_accounts = true", "it takes capacity"),
        ("capcity = 4", "did you mean `capacity`?"),
        ("limits = 4", "did you mean `limit`?"),
        ("people = 4", "it takes capacity"),
    ] {
        let text = format!("title = \"Ours\"\nsource = \"our runbook\"\n[target]\n{key}\n");
        let problems = parse(&file("ours.toml", &text)).unwrap_err().to_string();
        let name = key.split(' ').next().unwrap();
        let said = format!("[target] of a target sheet has no key `{name}`");
        assert!(problems.contains(&said), "{problems}");
        assert!(problems.contains(help), "{problems}");
        assert!(!problems.contains("preset,"), "{problems}");
    }
}
