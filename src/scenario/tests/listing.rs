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
        "target.latency.user_get",
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
