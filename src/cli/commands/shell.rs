//! `cyclecast completions` and `cyclecast man`: made from the definition of the arguments.

use clap::CommandFactory;

use crate::cli::args::Arguments;
use crate::cli::exit::{CliError, Exit, print};

pub(in crate::cli) fn completions(shell: clap_complete::Shell) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "cyclecast", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}

pub(in crate::cli) fn man(command: Option<&str>) -> Result<Exit, CliError> {
    let mut whole = Arguments::command();
    whole.build();
    let page_of = match command {
        None => whole,
        Some(name) => match whole.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                let names: Vec<&str> = whole
                    .get_subcommands()
                    .map(clap::Command::get_name)
                    .collect();
                return Err(CliError::Usage(format!(
                    "there is no command `{name}`; there are {}",
                    names.join(", ")
                )));
            }
        },
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(page_of)
        .render(&mut page)
        .map_err(|reason| CliError::write("the manual page", reason))?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Fine)
}
