//! A command line as it can be typed, such as the one that makes an answer again: with every option that the answer depends on,
//! and quoted.

use std::fmt::Display;
use std::path::Path;

use clap::ValueEnum;

use super::options::{Common, DialectKind};
use crate::asked::quoted;
use crate::experiment::Plan;

/// A command line that is put together.
pub(super) struct CommandLine {
    line: String,
    /// Standard input is gone; what was in it has to come again.
    takes_input: bool,
}

impl CommandLine {
    pub fn new(command: &str) -> Self {
        Self {
            line: format!("cyclecast {command}"),
            takes_input: false,
        }
    }

    /// A scenario, by the file that it was found in, or from standard input.
    pub fn scenario(mut self, path: Option<&Path>) -> Self {
        match path {
            Some(path) => self.file(path),
            None => {
                self.takes_input = true;
                self.word("-")
            }
        }
    }

    /// A word that stands for itself.
    pub fn word(mut self, word: &str) -> Self {
        self.line.push(' ');
        self.line.push_str(word);
        self
    }

    /// A file or a folder.
    pub fn file(self, path: &Path) -> Self {
        self.word(&quoted(&path.display().to_string()))
    }

    /// An option with its value, where it has one.
    pub fn option(mut self, name: &str, value: Option<impl Display>) -> Self {
        if let Some(value) = value {
            let value = quoted(&value.to_string());
            self.line.push_str(&format!(" {name} {value}"));
        }
        self
    }

    /// An option without a value.
    pub fn switch(mut self, name: &str, is_on: bool) -> Self {
        if is_on {
            self.line.push_str(&format!(" {name}"));
        }
        self
    }

    /// An option that may be given several times.
    pub fn each(self, name: &str, values: &[String]) -> Self {
        values
            .iter()
            .fold(self, |line, value| line.option(name, Some(value)))
    }

    /// How many replications, with which seed.
    pub fn draws(self, replications: Option<u64>, seed: u64) -> Self {
        self.option("--replications", replications)
            .option("--seed", Some(seed))
    }

    /// What all commands that simulate a scenario have in common.
    pub fn common(
        self,
        common: &Common,
        plan: &Plan,
        replications: Option<u64>,
        output: Option<&Path>,
    ) -> Self {
        let dialect = common.manner.csv_dialect;
        let dialect = (dialect != DialectKind::Standard).then_some(dialect);
        let dialect =
            dialect.and_then(|kind| Some(kind.to_possible_value()?.get_name().to_owned()));
        self.each("--set", &common.settings.set)
            .draws(replications, plan.seed)
            .option("--output", output.map(Path::display))
            .option("--json", common.json.as_deref().map(Path::display))
            .option("--csv-dialect", dialect)
    }

    pub fn line(mut self) -> String {
        if self.takes_input {
            self.line.push_str(" < SCENARIO.toml");
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_without_a_value_are_left_out() {
        let line = CommandLine::new("run")
            .file(Path::new("a b.toml"))
            .option("--output", None::<&str>)
            .each("--set", &["k=1".to_owned(), "l=2 h".to_owned()])
            .line();
        assert_eq!(line, "cyclecast run \"a b.toml\" --set k=1 --set \"l=2 h\"");
    }
}
