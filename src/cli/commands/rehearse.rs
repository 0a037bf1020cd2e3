//! `cyclecast rehearse`: plays the initial cycle of a scenario to a real endpoint, and incremental ones, beside its forecast.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use clap::Args;

use crate::asked::{Asked, Source};
use crate::cli::destinations::{Destinations, PAGE, bytes_expected, pictures};
use crate::cli::exit::{CliError, Exit, tell};
use crate::cli::folder::Files;
use crate::cli::options::Common;
use crate::cli::real_target::RealTarget;
use crate::cli::visit::{Intent, Visit, finish};
use crate::cli::watch::{Progress, watched};
use crate::experiment::outcome::rehearsal::Rehearsal;
use crate::experiment::rehearsal::{Foretold, RehearsalAsk, Rehearsed};
use crate::live::rehearsal::{Needs, Play, Snapshot, play, try_spelling};
use crate::model::Parameter;
use crate::report::{chart, html, terminal, time_range};
use crate::units::display_seconds;

/// How the command is called where it goes on with a journal.
const NAME: &str = "rehearse";
/// Replications of the forecast unless a number is given.
const REPLICATIONS: u64 = 300;
/// Objects and requests of the trial before the start.
const TRIED: (u64, u64) = (3, 20);

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast rehearse scenarios/pilot.toml --url https://app.example/scim/v2 --token-file token.txt\n  cyclecast rehearse acme --url http://127.0.0.1:8080/scim --users 500 --speed 20 --yes --output out/rehearsal\n  cyclecast rehearse --cleanup cyclecast-0123456789abcdef.journal\n\nIt makes users and groups, changes those alone, and deletes them at the end. `cyclecast probe` measures what the forecast needs to know of the target: let the scenario take it over by `measurements`."
)]
pub struct RehearseOptions {
    /// The scenario file; `-` reads it from standard input.
    #[arg(
        value_name = "SCENARIO",
        required_unless_present = "cleanup",
        conflicts_with = "cleanup"
    )]
    pub scenario: Option<PathBuf>,
    /// Base address of the SCIM endpoint, for example https://app.example/scim/v2.
    #[arg(
        long,
        value_name = "URL",
        required_unless_present = "cleanup",
        conflicts_with = "cleanup"
    )]
    pub url: Option<String>,
    /// Let the service's own time pass so many times as fast; the target takes what it takes.
    #[arg(long, value_name = "TIMES", default_value = "1", value_parser = speed)]
    pub speed: f64,
    /// Make the tenant smaller, to so many users in scope.
    #[arg(long, value_name = "N", value_parser = crate::asked::users)]
    pub users: Option<u64>,
    /// Go on with so many incremental cycles.
    #[arg(long, value_name = "N", default_value = "0", value_parser = cycles)]
    pub cycles: u64,
    /// The replication of the scenario that is played.
    #[arg(long, value_name = "K", default_value_t = 0)]
    pub replication: u64,
    #[command(flatten)]
    pub target: RealTarget,
    #[command(flatten)]
    pub common: Common,
    /// Folder for the document, the page and the chart [default: none is written].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

fn speed(text: &str) -> Result<f64, String> {
    let speed = text
        .parse()
        .ok()
        .filter(|speed| (0.1..=10_000.0).contains(speed));
    speed.ok_or_else(|| "a number from 0.1 to 10000 is wanted\n  help: for example 20".to_owned())
}

fn cycles(text: &str) -> Result<u64, String> {
    let cycles = text.parse().ok().filter(|cycles| *cycles <= 1_000);
    cycles.ok_or_else(|| "a whole number up to 1000 is wanted\n  help: for example 5".to_owned())
}

pub fn run(options: &RehearseOptions) -> Result<Exit, CliError> {
    if let Some(journal) = &options.target.cleanup {
        return finish(journal, NAME, &options.target);
    }
    let common = &options.common;
    let scenario = options.scenario.clone().unwrap_or_default();
    if scenario.as_os_str() == "-" && options.target.token_comes_in() {
        return Err(CliError::usage(
            "scenario and token cannot both come by standard input",
            "put one of them into a file",
        ));
    }
    let source = Source::read(&scenario, &common.settings.set)?;
    let Asked {
        scenario,
        plan,
        manifest,
        ..
    } = Asked::of(&source, common.wanted(Some(REPLICATIONS))?, None)?;
    let ask = RehearsalAsk {
        seed: plan.seed,
        replication: options.replication,
        speed: options.speed,
        users: options.users,
        cycles: options.cycles,
    };
    let rehearsed = Rehearsed::new(&scenario, ask);
    let target = options
        .target
        .target(options.url.as_deref().unwrap_or_default())?;
    let bytes = bytes_expected(&rehearsed.scenario, &plan);
    let destinations = Destinations::prepare(
        options.output.as_deref(),
        common.json.as_deref(),
        bytes,
        common.manner,
    )?;
    let bar = Progress::new(Some(plan.replications), "replications", common.manner.quiet);
    let foretold = watched(plan, &bar, |session| {
        Foretold::new(&rehearsed, session, manifest)
    })?;
    let visit = Visit::agreed(
        target,
        &intent(&rehearsed, &foretold),
        &options.target,
        common.manner.quiet,
    )?;
    let found = rehearse(&visit, &rehearsed, foretold, common.manner.quiet);
    let cleaned = visit.end(common.manner.quiet);
    let found = found?;
    destinations.deliver(&found, || files(&found), &terminal::rehearsal(&found))?;
    Ok(match cleaned? {
        Exit::Fine if found.verdict.broken_off.is_some() => Exit::Failure,
        other => other,
    })
}

/// Finds out what the target takes, and plays.
fn rehearse(
    visit: &Visit,
    rehearsed: &Rehearsed,
    foretold: Foretold<'_>,
    quiet: bool,
) -> Result<Rehearsal, CliError> {
    let input = rehearsed.input();
    let has_groups = input.has_group_mapping() && !input.group_sizes.is_empty();
    let has_managers = input.values[Parameter::ManagerShare] > 0.0;
    let (target, caps, journal) = (&visit.target, &visit.caps, &visit.journal);
    let needs = Needs {
        groups: has_groups,
        managers: has_managers,
        changes: rehearsed.plan.is_some(),
    };
    let tried = try_spelling(&target.caller(), caps, journal, needs)?;
    if !quiet {
        tried
            .refused
            .iter()
            .for_each(|what| tell(&format!("! {}\n", target.hidden(what))));
    }
    let bar = Progress::new(Some(foretold.calls()), "requests", quiet);
    let told = AtomicU64::new(0);
    let progress = |seen: &Snapshot| {
        bar.advance(
            seen.requests
                .saturating_sub(told.swap(seen.requests, Ordering::Relaxed)),
        );
        if seen.cycle > 0 {
            let of = rehearsed.ask.cycles;
            bar.say(format!(
                "; incremental cycle {} of {of}",
                seen.cycle.min(of)
            ));
            return;
        }
        let [low, high] = foretold.percent_by(seen.elapsed.as_secs_f64() * 1e3);
        let done = 100.0 * seen.pages.0 as f64 / seen.pages.1.max(1) as f64;
        bar.say(format!(
            "; {done:.0} % of the pages, forecast by now {low:.0} to {high:.0} %"
        ));
    };
    let session = Play {
        target,
        caps,
        journal,
        spelling: tried.spelling,
        progress: &progress,
    };
    let played = play(rehearsed, &input, foretold.joiners(), &session)?;
    bar.finish();
    Ok(foretold.beside(&input, played.watch, played.tally, played.further)?)
}

fn intent(rehearsed: &Rehearsed, foretold: &Foretold<'_>) -> Intent {
    let (users, groups, _) = foretold.objects();
    let calls = foretold.calls();
    let (more_calls, more_objects) = foretold.most_further();
    let band = foretold.duration_ms();
    let mut does = vec![
        "tries what forms of requests the server takes, with two users and a group".to_owned(),
        format!(
            "plays one initial cycle of {}, which is forecast to take {}",
            rehearsed.scenario.name,
            time_range(band.p5, band.p95)
        ),
    ];
    let cycles = rehearsed.ask.cycles;
    if cycles > 0 {
        let interval = display_seconds(rehearsed.interval_s());
        does.push(format!(
            "goes on with {cycles} incremental cycles, one every {interval}"
        ));
    }
    does.extend(
        rehearsed
            .left_out
            .iter()
            .map(|what| what.trim_end_matches('.').to_owned()),
    );
    Intent {
        command: NAME,
        does,
        // Changes fall otherwise into the cycles of a target that is slower.
        users: users + 2 * more_objects.0 + TRIED.0,
        groups: groups + 2 * more_objects.1 + 1,
        // What is refused or fails is asked for again.
        requests: 2 * (calls + more_calls) + users + TRIED.1,
        connections: rehearsed.input().values.count(Parameter::Connections),
        about: Duration::from_secs_f64((foretold.ends_ms() / 1e3).clamp(1.0, 1e6)),
    }
}

/// The page and the chart.
pub(super) fn files(found: &Rehearsal) -> Result<Files, CliError> {
    let chart = chart::rehearsal(found)?;
    let mut files: Files = vec![(PAGE.to_owned(), html::rehearsal(found, &chart).into_bytes())];
    files.extend(pictures("rehearsal", &chart)?);
    Ok(files)
}
