//! `cyclecast targets`: what vendors document about their applications' limits.

use std::path::Path;

use clap::Args;

use crate::asked::read_source;
use crate::cli::exit::{CliError, Exit, print};
use crate::experiment::outcome::targets::Target;
use crate::experiment::target;
use crate::report::terminal;
use crate::scenario::targets::{SHIPPED, TargetSheet, meant, parse, shipped};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast targets\n  cyclecast targets slack\n  cyclecast targets our-target.toml\n\nA scenario uses one with preset = \"slack\" below [target]."
)]
pub struct TargetsOptions {
    /// The preset to explain, or a target sheet of your own that ends in .toml.
    #[arg(value_name = "NAME|FILE.toml")]
    pub name: Option<String>,
    /// Print JSON instead of text.
    #[arg(long)]
    pub json: bool,
}

pub fn run(options: &TargetsOptions) -> Result<Exit, CliError> {
    if let Some(name) = &options.name {
        let found = target(&sheet(name)?);
        print(&if options.json {
            json(&found)?
        } else {
            terminal::target(&found)
        })?;
        return Ok(Exit::Fine);
    }
    let all: Vec<Target> = SHIPPED
        .iter()
        .filter_map(|(name, _)| shipped(name))
        .map(|sheet| target(&sheet))
        .collect();
    print(&if options.json {
        json(&all)?
    } else {
        terminal::targets(&all)
    })?;
    Ok(Exit::Fine)
}

/// A shipped sheet by its name, or the user's own in a file.
fn sheet(name: &str) -> Result<TargetSheet, CliError> {
    if name.ends_with(".toml") {
        return Ok(parse(&read_source(Path::new(name))?)?);
    }
    shipped(name).ok_or_else(|| {
        let help = match meant(name) {
            Some(meant) => format!("did you mean {meant}?"),
            None => "`cyclecast targets` lists them; a file of your own ends in .toml".to_owned(),
        };
        CliError::Usage(format!("there is no preset called {name}\n  help: {help}"))
    })
}

fn json(found: &impl serde::Serialize) -> Result<String, CliError> {
    Ok(format!("{}\n", serde_json::to_string_pretty(found)?))
}
