//! `cyclecast init`: a scenario file to begin with.

use std::fs::OpenOptions;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::asked::{Numbers, Source, groups, members, scenario_text, share, users};
use crate::cli::command_line::CommandLine;
use crate::cli::exit::{CliError, Exit, print};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast init acme\n  cyclecast init acme --users 2_000 --groups 40 --members 5k --limit \"300 per min\"\n\nOn a terminal it asks for what the options do not say. A file that is there is never written over."
)]
pub struct InitOptions {
    /// The file to write; .toml is added where it is missing.
    #[arg(value_name = "FILE", default_value = "scenario.toml")]
    pub file: PathBuf,
    #[command(flatten)]
    pub numbers: Numbers,
}

pub fn run(options: &InitOptions) -> Result<Exit, CliError> {
    let path = with_ending(&options.file);
    if path.exists() {
        let message = format!(
            "{} is there already, and is not written over",
            path.display()
        );
        return Err(CliError::usage(message, "name another file"));
    }
    let mut numbers = options.numbers.clone();
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        ask(&mut numbers, &mut io::stdin().lock(), &mut io::stdout())
            .map_err(|reason| CliError::write("the questions", reason))?;
    }
    let text = scenario_text(&numbers).map_err(CliError::Usage)?;
    check(&path, &text)?;
    write_anew(&path, &text).map_err(|reason| CliError::write(path.display(), reason))?;
    let line = |command| CommandLine::new(command).file(&path).line();
    print(&format!(
        "Written to {}\n\n  {}    shows every value with its origin\n  {}      makes the forecast\n",
        path.display(),
        line("check"),
        line("run")
    ))?;
    Ok(Exit::Fine)
}

fn with_ending(file: &Path) -> PathBuf {
    if file.extension().is_some_and(|ending| ending == "toml") {
        file.to_path_buf()
    } else {
        file.with_added_extension("toml")
    }
}

/// What is written shall run.
fn check(path: &Path, text: &str) -> Result<(), CliError> {
    let name = path.display().to_string();
    let source = Source::of_text(&name, "init", text.to_owned());
    source.scenario(&[])?;
    Ok(())
}

/// Writes a file that is not there yet, whoever may have made it meanwhile.
fn write_anew(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

/// Asks for what the options do not say.
fn ask(numbers: &mut Numbers, input: &mut impl BufRead, output: &mut impl Write) -> io::Result<()> {
    writeln!(
        output,
        "Five questions; an empty answer leaves the default.\n"
    )?;
    let mut asking = Asking { input, output };
    if numbers.users.is_none() {
        numbers.users = asking.ask("1. How many users will be provisioned?", "2_000", users)?;
    }
    if numbers.directory_users.is_none() {
        let question = "2. How many users has the whole directory?";
        let least = numbers.users.unwrap_or(0);
        numbers.directory_users = asking.ask(question, "12_000", |text| match users(text)? {
            number if number < least => {
                Err(format!("it has at least the {least} of the first answer"))
            }
            number => Ok(number),
        })?;
    }
    if numbers.groups.is_none() && numbers.members.is_none() {
        let question = "3. How many groups, with how many memberships in all?";
        let answer = asking.ask(question, "40 with 5_000", groups_and_members)?;
        (numbers.groups, numbers.members) = answer.unzip();
        numbers.members = numbers.members.filter(|_| numbers.users.is_some());
    }
    if numbers.matched_share.is_none() {
        let question = "4. What share of them does the application have already?";
        numbers.matched_share = asking.ask(question, "25 %", share)?;
    }
    if numbers.limit.is_none() {
        let question = "5. How many requests does the application allow?";
        numbers.limit = asking.ask(question, "300 per min", limit)?;
    }
    Ok(())
}

fn limit(text: &str) -> Result<String, String> {
    let numbers = Numbers {
        limit: Some(text.to_owned()),
        ..Numbers::default()
    };
    let written = scenario_text(&numbers)?;
    let is_right = check(Path::new("answer"), &written).is_ok();
    let how = "write it as 300 per min, 20 per 5 s or 20 at once";
    is_right
        .then(|| text.to_owned())
        .ok_or_else(|| how.to_owned())
}

fn groups_and_members(text: &str) -> Result<(u64, u64), String> {
    let (first, second) = text
        .split_once("with")
        .ok_or("both are wanted, for example 40 with 5_000")?;
    Ok((groups(first.trim())?, members(second.trim())?))
}

struct Asking<'a, I, O> {
    input: &'a mut I,
    output: &'a mut O,
}

impl<I: BufRead, O: Write> Asking<'_, I, O> {
    /// Asks until the answer can be read, or is empty.
    fn ask<T>(
        &mut self,
        question: &str,
        example: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> io::Result<Option<T>> {
        loop {
            write!(self.output, "{question} (for example {example}): ")?;
            self.output.flush()?;
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                return Err(io::Error::other("the answers ended; nothing was written"));
            }
            let answer = line.trim();
            if answer.is_empty() {
                return Ok(None);
            }
            match read(answer) {
                Ok(value) => return Ok(Some(value)),
                Err(wrong) => writeln!(self.output, "   {wrong}")?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(numbers: Numbers, answers: &str) -> (io::Result<Numbers>, String) {
        let (mut numbers, mut said) = (numbers, Vec::new());
        let result = ask(&mut numbers, &mut answers.as_bytes(), &mut said);
        (result.map(|()| numbers), String::from_utf8(said).unwrap())
    }

    #[test]
    fn five_answers_fill_the_numbers() {
        let (numbers, said) = asked(
            Numbers::default(),
            "2k\n12_000\n40 with 5_000\n25 %\n300 per min\n",
        );
        let expected = Numbers {
            users: Some(2_000),
            directory_users: Some(12_000),
            groups: Some(40),
            members: Some(5_000),
            matched_share: Some(0.25),
            limit: Some("300 per min".to_owned()),
            ..Numbers::default()
        };
        assert_eq!(numbers.unwrap(), expected);
        assert_eq!(said.matches('?').count(), 5);
    }

    #[test]
    fn what_an_option_says_is_not_asked_and_an_empty_answer_is_a_default() {
        let given = Numbers {
            users: Some(500),
            limit: Some("5 per s".to_owned()),
            ..Numbers::default()
        };
        let (numbers, said) = asked(given.clone(), "\n\n\n");
        assert_eq!(numbers.unwrap(), given);
        assert!(!said.contains("1.") && !said.contains("5."), "{said}");
    }

    #[test]
    fn an_answer_that_cannot_be_is_asked_for_again() {
        let (numbers, said) = asked(Numbers::default(), "many\n2000\n100\n\n\n\nlots\n\n");
        let numbers = numbers.unwrap();
        assert_eq!(
            (numbers.users, numbers.directory_users),
            (Some(2_000), None)
        );
        assert!(said.contains("a count must be a number"), "{said}");
        assert!(said.contains("at least the 2000"), "{said}");
        assert!(said.contains("20 at once"), "{said}");
    }

    #[test]
    fn answers_that_end_write_nothing() {
        assert!(asked(Numbers::default(), "2000\n").0.is_err());
    }
}
