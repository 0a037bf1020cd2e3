//! What a scenario comes to, as it is listed.

use super::*;

#[test]
fn rules_are_listed_with_the_number_that_they_come_to() {
    let scenario = parsed("[tenant]\nusers = 10_000\n");
    assert_eq!(
        shown(&scenario, "tenant.groups"),
        "280 (0.028 per directory user)"
    );
    assert_eq!(
        shown(&scenario, "scope.assigned_users"),
        "tenant.users / tenant.users_per_assigned"
    );
    let assigned = shown(&scenario, "groups.assigned");
    assert_eq!(assigned, "0.028 per user whom the scope puts forward");
    let scenario = parsed("[tenant]\nusers = 10_000\nusers_per_assigned = 5\n");
    assert_eq!(
        shown(&scenario, "scope.assigned_users"),
        "2_000 (tenant.users / tenant.users_per_assigned)"
    );
    let assigned = shown(&scenario, "groups.assigned");
    assert_eq!(assigned, "56 (0.028 per user whom the scope puts forward)");
    let scenario = parsed("[tenant]\nusers = \"5k to 10k\"\n");
    assert_eq!(
        shown(&scenario, "tenant.groups"),
        "0.028 per directory user"
    );
    assert!(resolved(&scenario, "groups.assigned").unwrap().uncertain);
}

#[test]
fn what_has_no_effect_is_not_listed_unless_it_is_given() {
    let all = parsed("[scope]\nmode = \"all-users\"\n");
    for key in [
        "scope.assigned_users",
        "tenant.groups",
        "groups.members_median",
        "target.latency.group_get",
    ] {
        assert_eq!(resolved(&all, key), None, "{key}");
    }
    let listed = parsed("[groups]\nsizes = []\n[job]\nbackoff = \"2 s\"\n");
    assert_eq!(resolved(&listed, "groups.members_median"), None);
    assert_eq!(resolved(&listed, "target.latency.refusal"), None);
    assert_eq!(shown(&listed, "job.backoff"), "2 s");
}

#[test]
fn the_listing_begins_with_the_choices_and_reads_back() {
    let scenario = parsed(FULL);
    let keys: Vec<&str> = scenario
        .resolved
        .iter()
        .map(|one| one.key.as_str())
        .collect();
    assert_eq!(
        keys[..8],
        [
            "scope.mode",
            "groups.provision",
            "groups.sizes",
            "job.connector",
            "job.on_429",
            "target.limit \"writes\"",
            "target.limit \"limit 2\"",
            "tenant.users",
        ]
    );
    assert_eq!(
        shown(&scenario, "groups.sizes"),
        "[{ groups = 2, members = 300 }, { groups = 1, members = 4_000 }]"
    );
    let limits = scenario
        .resolved
        .iter()
        .filter(|one| one.key.starts_with("target.limit"));
    let limits: Vec<&str> = limits.map(|one| one.value.as_str()).collect();
    let again = parsed(&format!("[target]\nlimit = [{}]\n", limits.join(", ")));
    let unnamed = |setup: &Setup| -> Vec<LimitRule> {
        let rules = setup.limits.iter().cloned();
        rules
            .map(|rule| LimitRule {
                name: String::new(),
                ..rule
            })
            .collect()
    };
    assert_eq!(unnamed(&again.setup), unnamed(&scenario.setup));
}

#[test]
fn every_limit_that_can_be_written_is_listed_so_that_it_reads_back_the_same() {
    let text = "[[target.limit]]\ncalls = \"5 per s\"\nkind = \"fixed-window\"\nof = \"job\"\npublished = false\non_excess = \"403\"\n\
        [[target.limit]]\nmembers = \"1_000 per h\"\nburst = 70\nper = \"group\"\nof = \"target\"\ntaken_by_others = 0.25\non_excess = \"slower\"\n\
        [[target.limit]]\nbytes = \"9_000 per 5 min\"\nover_bytes = 20\nup_to_bytes = 1_000\non_excess = \"close\"\n\
        [[target.limit]]\ncalls = \"280 per min\"\nkind = \"rolling-window\"\nslowed_over = 200\nslowed_by = \"1 s\"\npenalty = \"60 s\"\nreplicas = 3\n\
        [[target.limit]]\ncalls = \"100 per 10 s\"\nkind = \"quiet-window\"\nretry_after = \"ratelimit-reset\"\n\
        [[target.limit]]\nunits = \"3_500 per 10 s\"\nburst = 3_500\nweights = { \"users.get\" = 2, \"groups.patch\" = 5 }\n\
        [[target.limit]]\nat_once = 1\nper = \"object\"\nendpoints = \"users.patch\"\non_excess = \"silence\"\n";
    let text = text.replace("members =", "endpoints = \"groups.patch\"\nmembers =");
    let scenario = parsed(&text);
    let limits = scenario
        .resolved
        .iter()
        .filter(|one| one.key.starts_with("target.limit"));
    let limits: Vec<&str> = limits.map(|one| one.value.as_str()).collect();
    let limits: Vec<&str> = limits
        .iter()
        .map(|text| text.split(" (burst not given").next().unwrap())
        .collect();
    let again = parsed(&format!("[target]\nlimit = [{}]\n", limits.join(", ")));
    assert_eq!(again.setup.limits, scenario.setup.limits);
    assert_eq!(again.setup.limits.len(), 7);
}

#[test]
fn a_scenario_goes_before_its_preset_and_says_which_value_is_whose() {
    let text = "[target]\npreset = \"miro\"\nmembers_per_request = 50\n[[target.limit]]\nname = \"users POST\"\ncalls = \"1 per s\"\n";
    let scenario = parsed(text);
    let setup = &scenario.setup;
    let posts: Vec<_> = setup
        .limits
        .iter()
        .filter(|rule| rule.name == "users POST")
        .collect();
    assert_eq!(
        (posts.len(), posts[0].amount),
        (1, 1),
        "one of the same name replaces the preset's"
    );
    assert_eq!(setup.limits.len(), 7);
    let origin = |key: &str| {
        &scenario
            .resolved
            .iter()
            .find(|one| one.key == key)
            .unwrap()
            .origin
    };
    assert!(matches!(
        origin("target.members_per_request"),
        ResolvedOrigin::Yours(_)
    ));
    assert!(
        matches!(origin("target.bytes_per_request"), ResolvedOrigin::Documented(why) if why.contains("Miro"))
    );
    assert!(matches!(
        origin("target.limit \"users GET\""),
        ResolvedOrigin::Documented(_)
    ));
}

#[test]
fn a_sheet_of_ones_own_is_read_beside_the_scenario_and_its_faults_are_told_as_its_own() {
    let text = "[target]\npreset = \"ours.toml\"\n";
    let sheet = "title = \"Ours\"\nsource = \"measured\"\n[target.latency]\nuser_post = \"80 ms\"\n[[target.limit]]\ncalls = \"10 per s\"\n";
    let scenario = parsed_with(text, sheet);
    assert_eq!(scenario.setup.limits.len(), 1);
    let post = scenario
        .resolved
        .iter()
        .find(|one| one.key == "target.latency.user_post")
        .unwrap();
    assert_eq!(post.origin, ResolvedOrigin::Yours("ours.toml".to_owned()));
}

#[test]
fn a_list_of_groups_is_told_by_its_file() {
    let text = "[tenant]\nusers = 10_000\n[scope]\nmode = \"all-users-and-groups\"\n[groups]\ncsv = \"g.csv\"\n";
    let scenario = parsed_with(
        text,
        "\u{FEFF}name,members,assigned\r\na,900,yes\r\nb,5000,no\r\n",
    );
    assert_eq!(
        scenario.setup.group_sizes,
        GroupSizes::Listed(vec![900, 5_000])
    );
    let line = resolved(&scenario, "groups.csv").unwrap();
    assert_eq!(
        line.value,
        "g.csv (2 groups with 5_900 memberships, the largest 5_000)"
    );
    assert_eq!(line.origin, ResolvedOrigin::Yours("g.csv".to_owned()));
}

fn users_and_assigned(text: &str, csv: &str) -> (String, String) {
    let scenario = parsed_with(text, csv);
    let value = |key| shown(&scenario, key).to_owned();
    (value("tenant.users"), value("scope.assigned_users"))
}

#[test]
fn what_is_not_given_leaves_room_for_what_is() {
    let follows = "assigned users × tenant.users_per_assigned, up to tenant.users_cap";
    for (text, users, assigned) in [
        ("[scope]\nassigned_users = 1_000\n", follows, "1_000"),
        (
            "[scope]\nassigned_users = \"500 to 2_000\"\n",
            follows,
            "500 to 2_000",
        ),
        (
            "[groups]\nsizes = [{ groups = 1, members = 20 }]\n",
            follows,
            "20",
        ),
        ("[groups]\ncsv = \"g.csv\"\n", follows, "900"),
        (
            "[tenant]\nusers = 950\n[groups]\ncsv = \"g.csv\"\n",
            "950",
            "tenant.users / tenant.users_per_assigned, or the largest group",
        ),
        (
            "[tenant]\nusers = 950\nusers_per_assigned = 2\n[groups]\ncsv = \"g.csv\"\n",
            "950",
            "900 (tenant.users / tenant.users_per_assigned, or the largest group)",
        ),
    ] {
        let found = users_and_assigned(text, "name,members,assigned\na,900,yes\nb,5000,no\n");
        assert_eq!(found, (users.to_owned(), assigned.to_owned()), "{text}");
    }
    let scenario = parsed("[scope]\nassigned_users = 2_000\n[tenant]\nusers_per_assigned = 4\n");
    let users = resolved(&scenario, "tenant.users").unwrap();
    assert!(users.value.starts_with("8_000 (") && !users.uncertain);
    assert_eq!(users.origin, ResolvedOrigin::Yours("line 4".to_owned()));
    let scenario = parsed("[scope]\nassigned_users = 2_000\n");
    let users = resolved(&scenario, "tenant.users").unwrap();
    assert!(matches!(users.origin, ResolvedOrigin::Calibrated(_)));
}

#[test]
fn calibrated_defaults_are_listed_as_such_and_drawn() {
    let scenario = parsed("[tenant]\nusers = 10_000\n");
    for key in [
        "job.evaluation",
        "job.processing.lookup",
        "job.processing.membership_write",
        "tenant.users_per_assigned",
    ] {
        let value = resolved(&scenario, key).unwrap();
        assert!(
            matches!(value.origin, ResolvedOrigin::Calibrated(_)),
            "{key}"
        );
        assert!(value.uncertain, "{key}");
    }
}
