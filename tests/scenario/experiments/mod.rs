//! Experiments: strategies, sweeps, sensitivity and thresholds, on models with known answers and on shipped scenarios.

mod advice;
mod differences;
mod load;
mod sensitivity;
mod strategies;
mod sweeps;
mod thresholds;

use std::path::Path;

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::{Plan, Session, forecast};
use cyclecast::scenario::{Scenario, SourceFile, parse, parse_with};

/// One user on one connection. All is known but the time of the one POST, so that the cycle takes that time and five
/// seconds: probe, page, evaluation and match.
const KNOWN_ANSWER: &str = include_str!("known_answer.toml");
const OVERHEAD_MS: f64 = 5e3;

fn source(text: &str) -> SourceFile {
    SourceFile {
        name: "known.toml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn parsed(text: &str) -> Scenario {
    let none = &mut |_: &str| Err("no other files".to_owned());
    parse(source(text), "known", none).unwrap_or_else(|problems| panic!("{problems}"))
}

fn parsed_with(text: &str, key: &str, value: &str) -> Scenario {
    let none = &mut |_: &str| Err("no other files".to_owned());
    let settings = [(key.to_owned(), value.to_owned())];
    parse_with(source(text), "known", &settings, none)
        .unwrap_or_else(|problems| panic!("{problems}"))
}

/// A scenario of the project.
fn shipped(name: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios")
        .join(format!("{name}.toml"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|reason| panic!("{name}: {reason}"));
    let source = SourceFile {
        name: name.to_owned(),
        bytes: text.into_bytes(),
    };
    parse(source, name, &mut |_| Err("no other files".to_owned()))
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn plan(replications: u64, seed: u64) -> Plan {
    Plan {
        replications,
        seed,
        threads: Some(2),
    }
}

fn outcome(scenario: &Scenario, replications: u64, seed: u64) -> Outcome {
    forecast(scenario, &Session::new(plan(replications, seed))).expect("the limits let calls pass")
}
