//! `cyclecast check`: every resolved value with its origin.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use crate::asked::{Asked, Source, Wanted};
use crate::cli::exit::{CliError, Exit, print};
use crate::cli::options::Settings;
use crate::experiment::outcome::{AmbiguousLocalTime, Band};
use crate::experiment::{Foreseen, ambiguous_local_time, foreseen, parameter_record};
use crate::report::terminal;
use crate::scenario::notes;
use crate::units::{display_number, display_seconds};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast check scenarios/saas-rollout.toml\n  cyclecast check saas-rollout --set scope.assigned_users=500"
)]
pub struct CheckOptions {
    /// The scenario file; `-` reads it from standard input.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub settings: Settings,
}

const MILLIS_PER_MINUTE: f64 = 60e3;

pub fn run(options: &CheckOptions) -> Result<Exit, CliError> {
    let source = Source::read(&options.scenario, &options.settings.set)?;
    let Asked {
        scenario,
        plan,
        precision,
        ..
    } = Asked::of(&source, Wanted::default(), None)?;
    let at_most = precision.map_or("", |_| "At most ");
    let parameters: Vec<_> = scenario.resolved.iter().map(parameter_record).collect();
    let mut text = format!(
        "{}: the scenario is sound. {at_most}{} replications, seed {}.\n\n{}\n{}",
        scenario.name,
        display_number(plan.replications as f64),
        plan.seed,
        lead(&foreseen(&scenario.setup, plan.seed)),
        terminal::parameters(&parameters)
    );
    if let Some(taken) = &scenario.taken {
        text.push_str(&format!("\nIn {taken}.\n"));
    }
    for note in notes(&scenario.resolved) {
        text.push_str(&format!("\n  ! {}\n    -> {}\n", note.message, note.remedy));
    }
    if let Some(job) = &scenario.setup.job {
        for time in &job.ambiguous_times {
            let time = ambiguous_local_time(time, &job.start.clock);
            let remedy = AmbiguousLocalTime::REMEDY;
            text.push_str(&format!("\n  ! {}\n    -> {remedy}\n", time.words()));
        }
    }
    print(&text)?;
    Ok(Exit::Fine)
}

/// What can be told before anything is simulated: N, the requests, and the floors under the time.
fn lead(found: &Foreseen) -> String {
    let in_scope = [found.objects, found.users, found.groups, found.memberships];
    let [objects, users, groups, memberships] = in_scope.map(range);
    let requests = range(found.requests);
    let documented = match found.documented_minutes.map(|(low, high)| [low, high]) {
        Some(minutes) => {
            let [low, high] = minutes.map(|minutes| minutes * MILLIS_PER_MINUTE);
            let times = terminal::time_range(low, high);
            format!(
                "For this N the documents give {times} (0.01 N to 0.08 N minutes, for assigned scope)."
            )
        }
        None => {
            "The documented formulas, 0.01 N to 0.08 N minutes, are for assigned scope.".to_owned()
        }
    };
    let mut text = format!(
        "N = {objects} users, groups and memberships in scope: {users} users, {groups} groups, {memberships} memberships.\n\
         The initial cycle makes {requests} requests, without those that fail, are refused or repeated.\n\
         {documented}\n"
    );
    if let Some((time, limit)) = &found.floor {
        let time = display_seconds(time.as_secs_f64());
        let _ = writeln!(
            text,
            "By its limits alone it takes at least {time} (`{limit}`)."
        );
    }
    text
}

/// The median, and the 5th to 95th percentile where they differ.
fn range(of: Band) -> String {
    let [p5, p50, p95] = [of.p5, of.p50, of.p95].map(display_number);
    match p5 == p95 {
        true => p50,
        false => format!("{p50} ({p5} to {p95})"),
    }
}
