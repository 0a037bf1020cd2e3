//! A scenario file made of a few numbers, with a word on each line, as `estimate` and `init` write it.

use std::fmt::Write;

use clap::{Args, ValueEnum};

use crate::model::{GROUPS_PER_USER, ScopeMode};
use crate::scenario::{parse_share, parse_whole};

/// What a few words can say of a job. Whatever is not given is left to the defaults of scenarios.
#[derive(Clone, Debug, Default, PartialEq, Args)]
pub struct Numbers {
    /// Users in scope, written as in scenarios: 10_000 or 10k.
    #[arg(long, value_name = "N", value_parser = users)]
    pub users: Option<u64>,
    /// Groups in scope [default: a typical number for so many users].
    #[arg(long, value_name = "N", value_parser = groups)]
    pub groups: Option<u64>,
    /// Memberships of those groups in all, spread evenly [default: heavy-tailed group sizes].
    #[arg(long, value_name = "N", value_parser = members)]
    pub members: Option<u64>,
    /// Which objects the job provisions.
    #[arg(long, value_enum, default_value_t)]
    pub scope: Scope,
    /// Who built the connector.
    #[arg(long, value_enum, default_value_t)]
    pub connector: ConnectorKind,
    /// Users in the whole directory, for assigned scope [default: unknown, as many as the documented table leaves room for].
    #[arg(long, value_name = "N", value_parser = users)]
    pub directory_users: Option<u64>,
    /// Share of users and groups that exist in the application already: 0.25 or "25 %" [default: none].
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub matched_share: Option<f64>,
    /// What the application allows, as in scenarios: "300 per min", or "20 at once" [default: no limit].
    #[arg(long, value_name = "RATE")]
    pub limit: Option<String>,
}

/// Which objects the job provisions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Scope {
    /// Sync only assigned users and groups.
    #[default]
    Assigned,
    /// Sync all users and groups.
    AllUsersAndGroups,
    /// Sync all users, without groups.
    AllUsers,
}

/// Who built the connector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ConnectorKind {
    /// Built by Microsoft: paces itself to the application's limits.
    #[default]
    Gallery,
    /// Generic SCIM: meets limits as 429.
    Custom,
}

fn at_most(text: &str, most: u64) -> Result<u64, String> {
    let number = parse_whole(text)?;
    if number <= most {
        Ok(number)
    } else {
        Err(format!("{number} is more than {most}"))
    }
}

/// A number of users.
pub fn users(text: &str) -> Result<u64, String> {
    at_most(text, 5_000_000)
}

/// A number of groups.
pub fn groups(text: &str) -> Result<u64, String> {
    at_most(text, 1_000_000)
}

/// A number of memberships.
pub fn members(text: &str) -> Result<u64, String> {
    at_most(text, 100_000_000)
}

/// A share, both ends included.
pub fn share(text: &str) -> Result<f64, String> {
    let share = parse_share(text)?;
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err("a share lies between 0 and 1: 0.25 or \"25 %\"".to_owned())
    }
}

const BEGINNING: &str = "\
# What cyclecast was told of a job. Whatever is not said has a default: `cyclecast check` shows each with its origin.
# A line that begins with # is a remark; take the # away to say so.
";

/// The scenario that the numbers describe.
///
/// # Errors
/// What they say that cannot be.
pub fn scenario_text(numbers: &Numbers) -> Result<String, String> {
    contradiction(numbers).map_or(Ok(()), Err)?;
    let mut text = BEGINNING.to_owned();
    text.push_str(&tenant(numbers));
    text.push_str(&scope(numbers));
    text.push_str(&groups_table(numbers));
    text.push_str(&job(numbers));
    text.push_str(&target(numbers));
    Ok(text)
}

/// A key with its value, or as a remark with an example where nothing is known.
fn line(meaning: &str, key: &str, value: Option<impl ToString>, example: &str) -> String {
    let value = value.map(|value| value.to_string());
    match value {
        Some(value) => format!("# {meaning}\n{key} = {value}\n"),
        None => format!("# {meaning}\n# {key} = {example}\n"),
    }
}

fn tenant(numbers: &Numbers) -> String {
    let assigned = numbers.scope == Scope::Assigned;
    let users = if assigned {
        // It is left to the defaults, which know what the documented table leaves open.
        numbers.directory_users
    } else {
        numbers.users
    };
    let mut text = "\n[tenant]\n".to_owned();
    text += &line("Users in the whole directory.", "users", users, "12_000");
    if let (Some(groups), None, false) = (numbers.groups, numbers.members, assigned) {
        let meaning = "Groups in the whole directory, all of them in scope.";
        text += &line(meaning, "groups", Some(groups), "");
    }
    text
}

fn scope(numbers: &Numbers) -> String {
    let (mode, assigned) = match numbers.scope {
        Scope::Assigned => (ScopeMode::Assigned, true),
        Scope::AllUsersAndGroups => (ScopeMode::AllUsersAndGroups, false),
        Scope::AllUsers => (ScopeMode::AllUsers, false),
    };
    let mut text = "\n[scope]\n".to_owned();
    let meaning =
        "Whom the job provisions: \"assigned\", \"all-users-and-groups\" or \"all-users\".";
    text += &line(meaning, "mode", Some(format!("\"{}\"", mode.name())), "");
    if assigned {
        let meaning = "Distinct users who are assigned, directly or through groups.";
        text += &line(meaning, "assigned_users", numbers.users, "2_000");
    }
    text
}

/// The groups: evenly sized where the members are given, of the usual heavy-tailed sizes where not.
fn groups_table(numbers: &Numbers) -> String {
    if numbers.scope == Scope::AllUsers {
        return String::new();
    }
    let mut text = "\n[groups]\n".to_owned();
    if numbers.members.is_none() && numbers.scope == Scope::Assigned {
        let meaning = "Groups that are assigned.";
        text += &line(meaning, "assigned", numbers.groups, "40");
    }
    let meaning =
        "Their sizes, instead; csv = \"groups.csv\" takes them from a list of id and members.";
    let example = "[{ groups = 40, members = 125 }]";
    text + &line(
        meaning,
        "sizes",
        numbers.members.map(|members| sizes(numbers, members)),
        example,
    )
}

fn sizes(numbers: &Numbers, members: u64) -> String {
    let users = numbers.users.unwrap_or(members);
    let typical = (users as f64 * GROUPS_PER_USER) as u64;
    let fewest = members.div_ceil(users.max(1));
    let groups = numbers.groups.unwrap_or(typical.max(fewest)).max(1);
    let (size, larger) = (members / groups, members % groups);
    let rows: Vec<String> = [(larger, size + 1), (groups - larger, size)]
        .into_iter()
        .filter(|(groups, _)| *groups > 0)
        .map(|(groups, members)| format!("{{ groups = {groups}, members = {members} }}"))
        .collect();
    format!("[{}]", rows.join(", "))
}

fn job(numbers: &Numbers) -> String {
    let connector = match numbers.connector {
        ConnectorKind::Gallery => "\"gallery\"",
        ConnectorKind::Custom => "\"custom\"",
    };
    let mut text = "\n[job]\n".to_owned();
    let meaning =
        "\"gallery\" paces itself to the application's limits, \"custom\" meets them as 429.";
    text += &line(meaning, "connector", Some(connector), "");
    let share = numbers.matched_share;
    let meaning = "Share of the users, and of the groups, that the application has already.";
    text += &line(meaning, "matched_share", share, "\"25 %\"");
    if let (Some(share), true) = (share, numbers.scope != Scope::AllUsers) {
        let _ = writeln!(text, "groups_matched_share = {share}");
    }
    text
}

fn target(numbers: &Numbers) -> String {
    let mut text =
        "\n# What the application allows; `cyclecast targets` lists what vendors document.\n"
            .to_owned();
    match numbers.limit.as_deref().map(str::trim) {
        None => text.push_str("# [[target.limit]]\n# calls = \"300 per min\"\n"),
        Some(limit) => {
            let at_once = limit.strip_suffix("at once").map(str::trim);
            let (key, value) = at_once.map_or(("calls", limit), |number| ("at_once", number));
            let value = toml::Value::String(value.to_owned());
            let _ = writeln!(text, "[[target.limit]]\n{key} = {value}");
        }
    }
    text.push_str("\n# How fast the application answers, where it was measured.\n# [target.latency]\n# user_post = \"200 ms to 800 ms\"\n");
    text
}

/// What the numbers say that cannot be.
fn contradiction(numbers: &Numbers) -> Option<String> {
    let users = numbers.users.unwrap_or(u64::MAX);
    let groups = numbers.groups.unwrap_or(u64::MAX);
    let room = groups.saturating_mul(users);
    match (numbers.scope, numbers.directory_users, numbers.members) {
        (Scope::AllUsers, _, _) if numbers.groups.is_some() || numbers.members.is_some() => Some(
            "the scope all-users provisions no groups: leave groups and members out, or choose the scope all-users-and-groups".to_owned(),
        ),
        (Scope::Assigned, Some(directory), _) if numbers.users.is_some_and(|users| directory < users) => Some(format!(
            "a directory of {directory} users cannot hold the {users} users in scope"
        )),
        (Scope::AllUsersAndGroups | Scope::AllUsers, Some(directory), _) if numbers.users.is_none_or(|users| directory != users) => Some(
            "the users of the directory go with the scope assigned; in the other scopes all users of the directory are in scope".to_owned(),
        ),
        (_, _, Some(_)) if numbers.users.is_none() => Some(
            "members without users: so many memberships of how many users?".to_owned(),
        ),
        (_, _, Some(members)) if members > room => Some(format!(
            "{members} memberships have no room in the groups: each holds at most the {users} users in scope"
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Parameter, Setting, Uncertain};
    use crate::scenario::{Scenario, SourceFile, parse};

    fn scenario(text: &str) -> Scenario {
        let source = SourceFile {
            name: "s.toml".to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        parse(source, "s", &mut |_| Err("no such file".to_owned()))
            .unwrap_or_else(|found| panic!("{found}\n{text}"))
    }

    fn of(numbers: &Numbers) -> Scenario {
        scenario(&scenario_text(numbers).unwrap())
    }

    #[test]
    fn what_is_not_told_is_what_a_scenario_that_is_silent_has() {
        let told = of(&Numbers::default()).setup;
        assert_eq!(told, scenario("[scope]\nmode = \"assigned\"\n").setup);
        let users = Numbers {
            users: Some(500),
            ..Numbers::default()
        };
        assert_eq!(
            of(&users).setup,
            scenario("scope.assigned_users = 500").setup
        );
    }

    #[test]
    fn every_number_finds_its_key() {
        let told = of(&Numbers {
            users: Some(2_000),
            groups: Some(40),
            members: Some(5_001),
            directory_users: Some(12_000),
            matched_share: Some(0.25),
            limit: Some("300 per min".to_owned()),
            connector: ConnectorKind::Custom,
            scope: Scope::Assigned,
        });
        let written = "[tenant]\nusers = 12_000\n[scope]\nassigned_users = 2_000\n[groups]\nsizes = [{ groups = 1, members = 126 }, { groups = 39, members = 125 }]\n[job]\nconnector = \"custom\"\nmatched_share = 0.25\ngroups_matched_share = 0.25\n[[target.limit]]\ncalls = \"300 per min\"\n";
        assert_eq!(told.setup, scenario(written).setup);
    }

    #[test]
    fn every_scope_and_every_example_makes_a_scenario() {
        for scope in [Scope::Assigned, Scope::AllUsersAndGroups, Scope::AllUsers] {
            for users in [None, Some(900)] {
                let with_groups = scope != Scope::AllUsers;
                of(&Numbers {
                    scope,
                    users,
                    groups: with_groups.then_some(7),
                    ..Numbers::default()
                });
            }
        }
        // The remarks are lines to be used: each is right by itself.
        let text = scenario_text(&Numbers::default()).unwrap();
        let (mut table, mut tried) = (String::new(), 0);
        for line in text.lines() {
            let remark = line.strip_prefix("# ").unwrap_or(line);
            if remark.starts_with('[') {
                remark.clone_into(&mut table);
            } else if line.starts_with("# ")
                && remark.contains(" = ")
                && !remark.contains(". ")
                && !remark.contains("; ")
            {
                scenario(&format!("{table}\n{remark}\n"));
                tried += 1;
            }
        }
        assert_eq!(tried, 7, "{text}");
    }

    #[test]
    fn so_many_calls_at_once_are_a_limit_as_well() {
        let told = of(&Numbers {
            limit: Some("20 at once".to_owned()),
            ..Numbers::default()
        });
        assert_eq!(
            told.setup,
            scenario("[[target.limit]]\nat_once = 20\n").setup
        );
    }

    #[test]
    fn a_share_that_is_not_given_is_that_of_an_empty_application() {
        let shares = [Parameter::MatchedShare, Parameter::GroupsMatchedShare];
        let setup = of(&Numbers::default()).setup;
        for share in shares {
            assert_eq!(*setup.setting(share), Setting::Value(Uncertain::Fixed(0.0)));
        }
    }
}
