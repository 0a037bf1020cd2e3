//! A stand-in to play to, and the program.

use std::path::Path;
use std::process::{Command, Stdio};

use cyclecast::live::{StandIn, StandInOptions};
use cyclecast::model::{Chance, CycleInput, Inputs, Parameter, Uncertain};
use cyclecast::scenario::{Scenario, SourceFile, parse};

/// A scenario of a text.
pub fn scenario(text: &str) -> Scenario {
    let file = SourceFile {
        name: "acme.toml".into(),
        bytes: text.into(),
    };
    parse(file, "acme", &mut |_| Err("no other files".into())).expect("a scenario")
}

/// A stand-in with the target of a scenario: as it is drawn for a replication, or at its medians.
pub fn stand_in(scenario: &Scenario, drawn: Option<u64>) -> StandIn {
    let chance = Chance::new(scenario.sampling.seed, drawn.unwrap_or(0));
    let inputs = drawn.map_or(Inputs::Median, |_| Inputs::Drawn);
    // To clean up is not what is tested for its time.
    let at_once = Uncertain::Fixed(0.000_2);
    let setup = scenario
        .setup
        .clone()
        .with(Parameter::UserDelete, at_once.clone());
    let setup = setup.with(Parameter::GroupDelete, at_once);
    let input = CycleInput::new(&setup, chance, inputs);
    StandIn::start(&input, chance, StandInOptions::default()).expect("started")
}

/// Users and groups that are stored.
pub fn objects(stand_in: &StandIn) -> u64 {
    let counts = stand_in.with_store(|store| store.counts());
    counts.users + counts.groups
}

/// The program with these arguments, in a folder; it prints nothing here.
pub fn cyclecast(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cyclecast"));
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}
