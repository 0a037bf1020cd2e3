//! `cyclecast stand-in`: a scenario's target, served on this machine.

use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use crate::asked::{Asked, MOST_REPLICATIONS, Source, Wanted, read};
use crate::cli::exit::{CliError, Exit, print};
use crate::cli::options::Settings;
use crate::cli::watch::interrupted;
use crate::live::client::Token;
use crate::live::{Seen, StandIn, StandInOptions};
use crate::model::{
    Chance, CycleInput, Endpoint, Inputs, Parameter, ServedTarget, Uncertain, catalogue,
};
use crate::scenario::{Scenario, display_value, parse_length};
use crate::units::display_number;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast stand-in scenarios/pilot.toml --port 8080\n  cyclecast stand-in slow-target --for \"10 min\" --token-file token.txt\n  cyclecast stand-in pilot --set target.capacity=1 --set target.latency.user_get=\"5 ms\"\n\nThe first line on stdout is the base address of SCIM. It listens on this machine alone, keeps users and groups in memory and forgets them when it ends."
)]
pub struct StandInArguments {
    /// The scenario file, or the outcome.json of a run; `-` reads it from standard input.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub settings: Settings,
    /// The port to listen on; 0 picks a free one.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// The address to listen on, one of the loopback.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub address: IpAddr,
    /// Ask for the bearer token that stands in FILE.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// End by itself after so long: 90 s, "10 min" [default: with Ctrl-C].
    #[arg(long = "for", value_name = "TIME")]
    pub lasts: Option<String>,
    /// Play the numbers that this replication of a run has, counted from 0 [default: every number at its median].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..MOST_REPLICATIONS))]
    pub replication: Option<u64>,
    /// Seed of all chance, as for `run` [default: the scenario's, or 1].
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
}

const LOOKS_EVERY: Duration = Duration::from_millis(50);

pub fn run(options: &StandInArguments) -> Result<Exit, CliError> {
    let interrupted = interrupted();
    let source = Source::read(&options.scenario, &options.settings.set)?;
    let wanted = Wanted {
        seed: options.seed,
        ..Wanted::default()
    };
    let Asked { scenario, plan, .. } = Asked::of(&source, wanted, None)?;
    let lasts = options.lasts.as_deref().map(length).transpose()?;
    let chance = Chance::new(plan.seed, options.replication.unwrap_or_default());
    let inputs = match options.replication {
        Some(_) => Inputs::Drawn,
        None => Inputs::Median,
    };
    let input = CycleInput::new(&scenario.setup, chance, inputs);
    let stand_in = StandIn::start(
        &input,
        chance,
        StandInOptions {
            address: options.address,
            port: options.port,
            token: options.token_file.as_deref().map(token).transpose()?,
            ..StandInOptions::default()
        },
    )?;
    print(&format!("{}\n", stand_in.address()))?;
    print(&played(options, plan.seed, &scenario, &input))?;
    let began = Instant::now();
    let is_over = || lasts.is_some_and(|lasts| began.elapsed() >= lasts);
    while !interrupted.load(Ordering::Relaxed) && !is_over() {
        thread::sleep(LOOKS_EVERY);
    }
    print(&told(&stand_in.stop()))?;
    Ok(Exit::Fine)
}

fn length(text: &str) -> Result<Duration, CliError> {
    let length = parse_length(text).map_err(|wrong| CliError::Usage(format!("--for: {wrong}")))?;
    Ok(Duration::from_nanos(length.as_nanos()))
}

fn token(path: &Path) -> Result<Token, CliError> {
    let wrong = |reason: String| CliError::Usage(format!("--token-file: {reason}"));
    let bytes = read(path).map_err(wrong)?;
    let text = String::from_utf8_lossy(&bytes);
    Token::new(&text).map_err(|reason| wrong(reason.to_string()))
}

/// The numbers that are played, as a scenario would write them.
fn played(
    options: &StandInArguments,
    seed: u64,
    scenario: &Scenario,
    input: &CycleInput<'_>,
) -> String {
    let name = &scenario.name;
    let whose = match options.replication {
        Some(number) => format!("the numbers of replication {number}"),
        None => "every number at its median".to_owned(),
    };
    let mut text = format!("Plays the target of {name} with {whose}, seed {seed}:\n");
    // How long a stall takes matters where there are some.
    let no_stalls = input.values[Parameter::StallShare] <= 0.0;
    for row in catalogue() {
        let value = input.values[row.parameter];
        let is_played = row.key.starts_with("target.") || row.key.starts_with("errors.");
        let is_not = ServedTarget::NOT_PLAYED.contains(&row.parameter)
            || (no_stalls && row.parameter == Parameter::Stall);
        let is_played = is_played && !is_not;
        if is_played && value > 0.0 && value.is_finite() {
            let value = display_value(&Uncertain::Fixed(four_digits(value)), row.quantity);
            let _ = writeln!(text, "  {} = {value}", row.key);
        }
    }
    let is_number = |key: &str| catalogue().any(|row| row.key == key);
    for row in &scenario.resolved {
        if row.key.starts_with("target.") && !is_number(&row.key) {
            let _ = writeln!(text, "  {} = {}", row.key, row.value);
        }
    }
    text.push_str("Ctrl-C ends it.\n");
    text
}

/// A drawn number has digits that nobody needs.
fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// What was seen, in a few lines.
fn told(seen: &Seen) -> String {
    let number = |count: u64| display_number(count as f64);
    let mut text = format!(
        "\n{} requests, at most {} in one second; {} users ({} active), {} groups and {} memberships are stored.\n",
        number(seen.requests()),
        number(seen.busiest_second),
        number(seen.stored.users),
        number(seen.stored.active_users),
        number(seen.stored.groups),
        number(seen.memberships),
    );
    let calls = Endpoint::ALL.into_iter().zip(seen.calls);
    let calls = calls.map(|(endpoint, count)| (endpoint.label().to_owned(), count));
    let statuses = seen.statuses.iter();
    let statuses = statuses.map(|(status, count)| (format!("answered {status}"), *count));
    let others = [
        ("other requests".to_owned(), seen.others),
        ("not answered".to_owned(), seen.unanswered),
    ];
    for (what, count) in calls.chain(statuses).chain(others) {
        if count > 0 {
            let _ = writeln!(text, "  {what:<16} {}", number(count));
        }
    }
    text
}
