//! The numbers that a scenario is made of: what `estimate` is told, and what `init` asks for.

use clap::{Args, ValueEnum};

use crate::scenario::{parse_share, parse_whole};

/// What a few words can say of a job. Whatever is not given is left to the defaults of scenarios.
#[derive(Clone, Debug, Default, PartialEq, Args)]
pub(in crate::cli) struct Numbers {
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Scope {
    /// Sync only assigned users and groups.
    #[default]
    Assigned,
    /// Sync all users and groups.
    AllUsersAndGroups,
    /// Sync all users, without groups.
    AllUsers,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ConnectorKind {
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
pub(in crate::cli) fn users(text: &str) -> Result<u64, String> {
    at_most(text, 5_000_000)
}

/// A number of groups.
pub(in crate::cli) fn groups(text: &str) -> Result<u64, String> {
    at_most(text, 1_000_000)
}

/// A number of memberships.
pub(in crate::cli) fn members(text: &str) -> Result<u64, String> {
    at_most(text, 100_000_000)
}

/// A share, both ends included.
pub(in crate::cli) fn share(text: &str) -> Result<f64, String> {
    let share = parse_share(text)?;
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err("a share lies between 0 and 1: 0.25 or \"25 %\"".to_owned())
    }
}
