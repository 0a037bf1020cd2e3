//! `cyclecast completions` and `cyclecast man`: made from the definition of the arguments.

use clap::Args;

use crate::cli::exit::{CliError, Exit, print};

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  cyclecast completions bash > ~/.local/share/bash-completion/completions/cyclecast"
)]
pub struct CompletionsOptions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cyclecast man > cyclecast.1\n  cyclecast man run | man -l -")]
pub struct ManOptions {
    /// The command whose page is wanted [default: the page of cyclecast itself].
    pub command: Option<String>,
}

pub fn completions(
    mut whole: clap::Command,
    options: &CompletionsOptions,
) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut whole, "cyclecast", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}

pub fn man(mut whole: clap::Command, options: &ManOptions) -> Result<Exit, CliError> {
    whole.build();
    let page_of = match options.command.as_deref() {
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
