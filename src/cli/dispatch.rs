//! Which commands there are, and the way from the arguments to one of them.

use std::ffi::OsString;

use clap::{CommandFactory, Parser, Subcommand};

use super::commands::compared::ComparedOptions;
use super::commands::{
    calibrate, capacity, check, compare, compared, diff, estimate, fleet, init, logs, merge, probe,
    progress, rehearse, report, reproduce, run, schema, shell, stand_in, sweep, targets, trace,
};
use super::exit::Exit;

/// Forecasts the sync cycles of the Microsoft Entra provisioning service.
///
/// Simulates the provisioning of users and groups into a SCIM application many times over and says, as ranges, how
/// long the initial cycle takes, where the time goes and what the application will see.
#[derive(Debug, Parser)]
#[command(
    name = "cyclecast",
    version,
    propagate_version = true,
    after_help = "Examples:\n  cyclecast run scenarios/saas-rollout.toml\n  cyclecast estimate --users 10000 --groups 40 --members 25000\n  cyclecast init acme\n  cyclecast check scenarios/saas-rollout.toml\n  cyclecast reproduce\n\nExit codes: 0 fine, 1 failure or interrupted, 2 wrong usage or scenario, 3 an expectation is not met (run, merge) or a documented claim is missed (reproduce)."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Simulate a scenario: forecast, tables, charts.
    Run(run::RunOptions),
    /// Join parts of a run to the same outcome as one run.
    Merge(merge::MergeOptions),
    /// Make the report of a saved outcome again; simulate nothing.
    Report(report::ReportOptions),
    /// Tell two outcomes apart: inputs, answer, reasons; simulate nothing.
    Diff(diff::DiffOptions),
    /// Forecast from a few numbers, beside the documented formula and table.
    Estimate(estimate::EstimateOptions),
    /// Write a scenario file to begin with, from five questions or options.
    Init(init::InitOptions),
    /// Sum up provisioning logs of a real job; simulate nothing.
    #[command(subcommand)]
    Logs(logs::LogsCommand),
    /// Measure the parameters of a scenario by provisioning logs.
    Calibrate(calibrate::CalibrateOptions),
    /// Measure a real SCIM endpoint in the service's dialect.
    Probe(probe::ProbeOptions),
    /// Play the initial cycle of a scenario to a real endpoint, beside its forecast.
    Rehearse(rehearse::RehearseOptions),
    /// Hold the simulation against the documented timing table and formulas.
    Reproduce(reproduce::ReproduceOptions),
    /// Show every value of a scenario with its origin; simulate nothing.
    Check(check::CheckOptions),
    /// Tell how a cycle under way stands: normal, slow or stuck, and how much longer it takes.
    Progress(progress::ProgressOptions),
    /// Compare strategies: scopes, groups, connectors, jobs.
    Compare(compare::CompareOptions),
    /// Vary one or two keys of a scenario; find the value at which a condition turns.
    Sweep(sweep::SweepOptions),
    /// Forecast many tenants: a table with a row each, whose columns are keys.
    Fleet(fleet::FleetOptions),
    /// Compare what the service may do on 429: pause the job, repeat the call, or put the object off.
    Policies(ComparedOptions),
    /// Find out what the target needs so that the initial cycle ends in time.
    Capacity(capacity::CapacityOptions),
    /// Simulate one replication again and print every event, a JSON object a line.
    Trace(trace::TraceOptions),
    /// Serve the scenario's target on this machine over HTTP: its latencies, limits and errors, and a store in memory.
    StandIn(stand_in::StandInArguments),
    /// List what vendors document about their applications' limits, or explain one.
    Targets(targets::TargetsOptions),
    /// Print the JSON Schema of scenario files or outcome documents.
    Schema(schema::SchemaOptions),
    /// Print the completion script of a shell.
    Completions(shell::CompletionsOptions),
    /// Print the manual page.
    Man(shell::ManOptions),
}

/// Runs the command that the arguments ask for, and says how it ended.
pub fn run_command(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(message) => {
            // Help and version come this way too; where they cannot be printed there is nobody to tell.
            let _ = message.print();
            return if message.use_stderr() {
                Exit::Usage
            } else {
                Exit::Fine
            };
        }
    };
    let result = match arguments.command {
        Command::Run(options) => run::run(&options),
        Command::Merge(options) => merge::run(&options),
        Command::Report(options) => report::run(&options),
        Command::Diff(options) => diff::run(&options),
        Command::Estimate(options) => estimate::run(&options),
        Command::Init(options) => init::run(&options),
        Command::Logs(command) => logs::run(&command),
        Command::Calibrate(options) => calibrate::run(&options),
        Command::Probe(options) => probe::run(&options),
        Command::Rehearse(options) => rehearse::run(&options),
        Command::Reproduce(options) => reproduce::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Progress(options) => progress::run(&options),
        Command::Compare(options) => compare::run(&options),
        Command::Sweep(options) => sweep::run(&options),
        Command::Fleet(options) => fleet::run(&options),
        Command::Policies(options) => compared::policies(&options),
        Command::Capacity(options) => capacity::run(&options),
        Command::Trace(options) => trace::run(&options),
        Command::StandIn(options) => stand_in::run(&options),
        Command::Targets(options) => targets::run(&options),
        Command::Schema(options) => schema::run(&options),
        Command::Completions(options) => shell::completions(Arguments::command(), &options),
        Command::Man(options) => shell::man(Arguments::command(), &options),
    };
    match result {
        Ok(exit) => exit,
        Err(error) => {
            super::exit::report(&error);
            error.exit()
        }
    }
}
