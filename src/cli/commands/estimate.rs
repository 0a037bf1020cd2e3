//! `cyclecast estimate`: a forecast from a few numbers, beside what the documents say.

use std::fmt::Write;

use crate::cli::args::{ConnectorKind, EstimateOptions, Scope};
use crate::cli::exit::{CliError, Exit, print};
use crate::cli::interrupt;
use crate::cli::output::{Destinations, bytes_expected, plan, simulate};
use crate::cli::source::Source;
use crate::experiment::outcome::{Manifest, Metric, Outcome, reproduction};
use crate::experiment::{Forecast, directory_per_assigned, formula_minutes, objects_in_scope};
use crate::model::{Connector, GROUPS_PER_USER, ScopeMode};
use crate::reference::{timing_row, why_it_differs};
use crate::report::terminal::{self, Band};
use crate::scenario::{ResolvedOrigin, Scenario};

const MILLIS_PER_MINUTE: f64 = 60e3;

pub(in crate::cli) fn run(options: &EstimateOptions) -> Result<Exit, CliError> {
    let interrupted = interrupt::flag();
    let text = scenario_text(options)?;
    if options.print_scenario {
        print(&text)?;
        return Ok(Exit::Fine);
    }
    let manifest = Manifest {
        name: "estimate".to_owned(),
        scenario: text,
        ..Manifest::default()
    };
    let mut scenario = Source::of_manifest("command line", manifest.clone()).scenario()?;
    if options.matched_share.is_none() {
        say_what_is_assumed(&mut scenario);
    }
    let plan = plan(&scenario, &options.common)?;
    let destinations = Destinations::prepare(
        options.output.as_deref(),
        options.common.json.as_deref(),
        bytes_expected(&scenario, &plan),
        options.common.manner,
    )?;
    let forecast = Forecast {
        manifest,
        ..Forecast::new(&scenario, plan)
    };
    let outcome = simulate(&forecast, None, &interrupted, options.common.manner)?;
    destinations.deliver_outcome(&outcome, Vec::new(), &comparison(&scenario, &outcome))
}

/// The scenario that the options describe, as a file that a user could go on with.
fn scenario_text(options: &EstimateOptions) -> Result<String, CliError> {
    contradiction(options).map_or(Ok(()), |what| Err(CliError::Usage(what)))?;
    let assigned = options.scope == Scope::Assigned;
    let mode = match options.scope {
        Scope::Assigned => ScopeMode::Assigned,
        Scope::AllUsersAndGroups => ScopeMode::AllUsersAndGroups,
        Scope::AllUsers => ScopeMode::AllUsers,
    }
    .name();
    let connector = match options.connector {
        ConnectorKind::Gallery => "gallery",
        ConnectorKind::Custom => "custom",
    };
    let mut text = String::new();
    // In assigned scope it is left to the defaults, which know what the documented table leaves open.
    let directory = options
        .directory_users
        .or((!assigned).then_some(options.users));
    if let Some(users) = directory {
        let _ = writeln!(text, "[tenant]\nusers = {users}");
        if let (Some(groups), None, false) = (options.groups, options.members, assigned) {
            // In the other scopes every group of the directory is in scope.
            let _ = writeln!(text, "groups = {groups}");
        }
        text.push('\n');
    }
    let _ = write!(text, "[scope]\nmode = \"{mode}\"\n");
    if assigned {
        let _ = writeln!(text, "assigned_users = {}", options.users);
    }
    text.push_str(&groups_text(options, assigned));
    let matched = match options.matched_share {
        Some(share) => share.to_string(),
        None => "{ uniform = [0, 1] }".to_owned(),
    };
    let _ = write!(
        text,
        "\n[job]\nconnector = \"{connector}\"\nmatched_share = {matched}\ngroups_matched_share = {matched}\n",
    );
    Ok(text)
}

/// The shares that the options leave open stand in the scenario for the next step, but are not the user's.
fn say_what_is_assumed(scenario: &mut Scenario) {
    for value in &mut scenario.resolved {
        if ["job.matched_share", "job.groups_matched_share"].contains(&value.key.as_str()) {
            let why = "not given with --matched-share: any share is taken to be equally likely";
            value.origin = ResolvedOrigin::Assumed(why.to_owned());
        }
    }
}

/// What the options say that cannot be, in their own words.
fn contradiction(options: &EstimateOptions) -> Option<String> {
    let users = options.users;
    let room = options
        .groups
        .map_or(u64::MAX, |groups| groups.saturating_mul(users));
    match (options.scope, options.directory_users, options.members) {
        _ if options.matched_share.is_some_and(|share| !(0.0..=1.0).contains(&share)) => Some(format!(
            "--matched-share is {}, but a share lies between 0 and 1, for example 0.25",
            options.matched_share.unwrap_or_default()
        )),
        (Scope::AllUsers, _, _) if options.groups.is_some() || options.members.is_some() => Some(
            "--scope all-users provisions no groups: leave --groups and --members out, or use --scope all-users-and-groups".to_owned(),
        ),
        (Scope::Assigned, Some(directory), _) if directory < users => Some(format!(
            "--directory-users is {directory}, but the directory holds at least the {users} users in scope (--users)"
        )),
        (Scope::AllUsersAndGroups | Scope::AllUsers, Some(directory), _) if directory != users => Some(
            "--directory-users goes with --scope assigned; in the other scopes --users is the whole directory".to_owned(),
        ),
        (_, _, Some(members)) if members > room || (users == 0 && members > 0) => Some(format!(
            "--members is {members}, but so many memberships have no room in the groups: each holds at most the {users} users in scope"
        )),
        _ => None,
    }
}

/// The groups: evenly sized where the members are given, of the usual heavy-tailed sizes where not.
fn groups_text(options: &EstimateOptions, assigned: bool) -> String {
    let Some(members) = options.members else {
        return match options.groups {
            Some(groups) if assigned => format!("\n[groups]\nassigned = {groups}\n"),
            _ => String::new(),
        };
    };
    let typical = (options.users as f64 * GROUPS_PER_USER) as u64;
    let fewest = members.div_ceil(options.users.max(1));
    let groups = options.groups.unwrap_or(typical.max(fewest)).max(1);
    let (size, larger) = (members / groups, members % groups);
    let rows: Vec<String> = [(larger, size + 1), (groups - larger, size)]
        .into_iter()
        .filter(|(groups, _)| *groups > 0)
        .map(|(groups, members)| format!("{{ groups = {groups}, members = {members} }}"))
        .collect();
    format!("\n[groups]\nsizes = [{}]\n", rows.join(", "))
}

fn comparison(scenario: &Scenario, outcome: &Outcome) -> String {
    let objects = objects_in_scope(&outcome.replications);
    let mut bands = Vec::new();
    let scope = scenario.setup.scope;
    let (low, high) = formula_minutes(objects);
    bands.push(if scope == ScopeMode::Assigned {
        Band::range(
            "documented formula",
            low * MILLIS_PER_MINUTE,
            high * MILLIS_PER_MINUTE,
            "0.01 N to 0.08 N minutes",
        )
    } else {
        Band::absent(
            "documented formula",
            "none: the formulas are for assigned scope",
        )
    });
    bands.push(match timing_row(scope, objects) {
        Some(row) => Band::table(row.low_min, row.high_min, &row.objects(), &row.range()),
        None => Band::absent("documented table", "no row for this scope and size"),
    });
    if let Some(summary) = outcome.summary(Metric::InitialCycle)
        && let (Some(p5), Some(p95)) = (summary.p5.value, summary.p95.value)
    {
        bands.push(Band::range(
            "simulation",
            p5,
            p95,
            "9 runs in 10 finish in this time",
        ));
    }
    let why = why_beside_the_table(scope, objects, outcome);
    let mut text = terminal::estimate(outcome, objects, &bands, &why);
    if scenario.setup.connector == Connector::Custom {
        text.push_str("\nAn estimate knows no rate limit, so a custom connector fares like a gallery one; describe the target's limits in a scenario.\n");
    }
    text
}

/// Why the simulation lies elsewhere than the table's row, where it does.
fn why_beside_the_table(scope: ScopeMode, objects: u64, outcome: &Outcome) -> Vec<String> {
    let Some(summary) = outcome.summary(Metric::InitialCycle) else {
        return Vec::new();
    };
    let minutes = |value: Option<f64>| value.map(|ms| ms / MILLIS_PER_MINUTE);
    let times = (
        minutes(summary.p5.value),
        minutes(summary.p50.value),
        minutes(summary.p95.value),
    );
    let (Some(row), (Some(p5_minutes), Some(p50_minutes), Some(p95_minutes))) =
        (timing_row(scope, objects), times)
    else {
        return Vec::new();
    };
    let simulated = reproduction::Band {
        p5_minutes,
        p50_minutes,
        p95_minutes,
    };
    let directory = directory_per_assigned(&outcome.replications);
    let directory = directory.filter(|_| scope == ScopeMode::Assigned);
    why_it_differs(row, objects, directory, &simulated)
}
