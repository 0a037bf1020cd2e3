//! `cyclecast estimate`: a forecast from a few numbers, beside what the documents say.

use std::fmt::Write;

use crate::cli::args::{ConnectorKind, EstimateOptions, Scope};
use crate::cli::exit::{CliError, Exit, print};
use crate::cli::interrupt;
use crate::cli::output::{Destinations, plan, simulate};
use crate::experiment::outcome::{Metric, Outcome};
use crate::reference::{formula_minutes, timing_row};
use crate::report::terminal::{self, Band};
use crate::scenario::{Scenario, SourceFile, parse};

const MILLIS_PER_MINUTE: f64 = 60e3;

pub(in crate::cli) fn run(options: &EstimateOptions) -> Result<Exit, CliError> {
    let interrupted = interrupt::flag();
    let text = scenario_text(options)?;
    if options.print_scenario {
        print(&text)?;
        return Ok(Exit::Fine);
    }
    let source = SourceFile {
        name: "command line".to_owned(),
        bytes: text.into_bytes(),
    };
    let scenario = parse(source, "estimate", &mut |name| {
        Err(format!("an estimate reads no file, so not {name} either"))
    })?;
    let plan = plan(&scenario, &options.common);
    let destinations = Destinations::prepare(options.output.as_deref(), &options.common, &plan)?;
    let outcome = simulate(&scenario, &plan, &interrupted)?;
    destinations.deliver(&outcome, &comparison(&scenario, &outcome))
}

/// The scenario that the options describe, as a file that a user could go on with.
fn scenario_text(options: &EstimateOptions) -> Result<String, CliError> {
    if !(0.0..=1.0).contains(&options.matched_share) {
        return Err(CliError::Usage(format!(
            "--matched-share is {}, but a share lies between 0 and 1, for example 0.25",
            options.matched_share
        )));
    }
    let (mode, assigned) = match options.scope {
        Scope::Assigned => ("assigned", true),
        Scope::AllUsersAndGroups => ("all-users-and-groups", false),
        Scope::AllUsers => ("all-users", false),
    };
    if options.scope == Scope::AllUsers && (options.groups.is_some() || options.members.is_some()) {
        return Err(CliError::Usage(
            "--scope all-users provisions no groups: leave --groups and --members out, or use --scope all-users-and-groups".to_owned(),
        ));
    }
    if !assigned
        && options
            .directory_users
            .is_some_and(|users| users != options.users)
    {
        return Err(CliError::Usage(
            "--directory-users goes with --scope assigned; in the other scopes --users is the whole directory".to_owned(),
        ));
    }
    let connector = match options.connector {
        ConnectorKind::Gallery => "gallery",
        ConnectorKind::Custom => "custom",
    };
    let directory = if assigned {
        options
            .directory_users
            .unwrap_or(options.users.saturating_mul(5).min(5_000_000))
    } else {
        options.users
    };
    let mut text = format!("[tenant]\nusers = {directory}\n\n[scope]\nmode = \"{mode}\"\n");
    if assigned {
        let _ = writeln!(text, "assigned_users = {}", options.users);
    }
    text.push_str(&groups_text(options, assigned));
    let _ = write!(
        text,
        "\n[job]\nconnector = \"{connector}\"\nmatched_share = {}\n",
        options.matched_share
    );
    Ok(text)
}

/// The groups: evenly sized where the members are given, of the usual heavy-tailed sizes where not.
fn groups_text(options: &EstimateOptions, assigned: bool) -> String {
    let Some(members) = options.members else {
        return match options.groups {
            None => String::new(),
            Some(groups) if assigned => format!("\n[groups]\nassigned = {groups}\n"),
            // In the other scopes every group of the directory is in scope.
            Some(groups) => format!("groups = {groups}\n"),
        };
    };
    let typical = (options.users as f64 * 0.028) as u64;
    let fewest = members.div_ceil(options.users.max(1));
    let groups = options.groups.unwrap_or(typical.max(fewest).max(1));
    if groups == 0 {
        return "\n[groups]\nsizes = []\n".to_owned();
    }
    let (size, larger) = (members / groups, members % groups);
    let rows: Vec<String> = [(larger, size + 1), (groups - larger, size)]
        .into_iter()
        .filter(|(groups, _)| *groups > 0)
        .map(|(groups, members)| format!("{{ groups = {groups}, members = {members} }}"))
        .collect();
    format!("\n[groups]\nsizes = [{}]\n", rows.join(", "))
}

fn comparison(scenario: &Scenario, outcome: &Outcome) -> String {
    let objects = objects_in_scope(outcome);
    let mut bands = Vec::new();
    let scope = scenario.setup.scope;
    let (low, high) = formula_minutes(objects);
    bands.push(if scope == crate::model::ScopeMode::Assigned {
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
    terminal::estimate(outcome, objects, &bands)
}

/// Users, groups and memberships in scope: the N of the documents, at its median over the runs.
fn objects_in_scope(outcome: &Outcome) -> u64 {
    let mut objects: Vec<u64> = outcome
        .replications
        .iter()
        .map(|row| {
            row.users_in_scope
                + row.groups_in_scope
                + row.memberships_written
                + row.memberships_failed
        })
        .collect();
    objects.sort_unstable();
    objects.get(objects.len() / 2).copied().unwrap_or(0)
}
