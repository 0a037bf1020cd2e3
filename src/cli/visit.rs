//! A visit to a real endpoint: what is planned is told and agreed to, a journal is kept, and everything that was made is deleted at the end.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::command_line::CommandLine;
use super::exit::{CliError, Exit, tell};
use super::real_target::RealTarget;
use crate::live::client::{Caps, ScimTarget};
use crate::live::{Cleaned, ObjectJournal, Remaining, clean_up};
use crate::units::{display_number, display_seconds};

/// What is about to be done to an endpoint.
#[derive(Clone, Debug)]
pub struct Intent {
    /// The command, which can finish what it leaves.
    pub command: &'static str,
    /// What it does, a sentence each.
    pub does: Vec<String>,
    /// Most users that it makes.
    pub users: u64,
    /// Most groups that it makes.
    pub groups: u64,
    /// Most requests that it makes, besides those of the clean-up.
    pub requests: u64,
    /// Most connections at once.
    pub connections: u64,
    /// How long it takes, about.
    pub about: Duration,
}

impl Intent {
    fn objects(&self) -> u64 {
        self.users + self.groups
    }

    /// The plan as it is told.
    fn told(&self, target: &ScimTarget, of: &RealTarget) -> String {
        let shown = |count: u64| display_number(count as f64);
        let mut text = format!(
            "This calls {}, and changes what is in it for a while:\n",
            target.base.as_str()
        );
        for sentence in &self.does {
            text.push_str(&format!("  - {sentence}\n"));
        }
        text.push_str(&format!(
            "  - makes up to {} users and {} groups, all named cyclecast-..., changes these alone, and deletes them at the end\n",
            shown(self.users),
            shown(self.groups)
        ));
        let rate = of.max_rate.map_or(String::new(), |rate| {
            format!(", at most {} a second", display_number(rate))
        });
        text.push_str(&format!(
            "  - up to {} requests{rate}, {} connections at once, about {}\n",
            shown(of.max_requests.unwrap_or(self.requests)),
            shown(self.connections),
            display_seconds(self.about.as_secs_f64())
        ));
        text.push_str(&format!(
            "  - keeps a journal in {} until all is gone; --cleanup finishes by it what a kill interrupts\n",
            of.journal_folder.display()
        ));
        text
    }

    /// What a plan needs more than it is allowed.
    fn within(&self, of: &RealTarget) -> Result<(), CliError> {
        let bounds = [
            (self.requests, of.max_requests, "requests", "--max-requests"),
            (self.objects(), of.max_objects, "objects", "--max-objects"),
        ];
        for (planned, allowed, what, option) in bounds {
            if let Some(allowed) = allowed.filter(|allowed| *allowed < planned) {
                return Err(CliError::usage(
                    format!("{planned} {what} are planned, and {option} allows {allowed}"),
                    "ask for less by the other options, or allow more",
                ));
            }
        }
        Ok(())
    }
}

/// A visit that was agreed to.
pub struct Visit {
    /// Who is called.
    pub target: ScimTarget,
    /// What is made.
    pub journal: ObjectJournal,
    /// How much may be done.
    pub caps: Caps<'static>,
    command: &'static str,
    per_second: Option<f64>,
}

impl Visit {
    /// Tells the plan, waits until it is agreed to, and begins a journal.
    pub fn agreed(
        target: ScimTarget,
        intent: &Intent,
        of: &RealTarget,
        quiet: bool,
    ) -> Result<Self, CliError> {
        intent.within(of)?;
        if !(quiet && of.yes) {
            tell(&intent.told(&target, of));
        }
        if !of.yes {
            ask(of)?;
        }
        let journal = ObjectJournal::begin(&of.journal_folder, target.base.as_str())?;
        if !quiet {
            tell(&format!("Journal: {}\n", journal.path().display()));
        }
        Ok(Self {
            target,
            journal,
            caps: of.caps(intent.requests, intent.objects(), intent.about),
            command: intent.command,
            per_second: of.max_rate,
        })
    }

    /// Deletes everything that was made. Ctrl-C does not interrupt this; a second one ends the process, and the journal stays.
    pub fn end(self, quiet: bool) -> Result<Exit, CliError> {
        if !quiet {
            tell("Deleting what was made; the journal stays if this is interrupted.\n");
        }
        end(
            &self.target,
            self.journal,
            self.per_second,
            self.command,
            quiet,
        )
    }
}

/// Finishes what an interrupted run has left; where its target is stands in the journal.
pub fn finish(path: &Path, command: &'static str, of: &RealTarget) -> Result<Exit, CliError> {
    let remaining = Remaining::read(path)?;
    let target = of.target(&remaining.base)?;
    tell(&format!(
        "This deletes at {} what {} says is left there: {} objects named {}-...\n",
        target.base.as_str(),
        path.display(),
        remaining.objects.len(),
        remaining.marker.as_str()
    ));
    if !of.yes {
        ask(of)?;
    }
    let (journal, _) = ObjectJournal::resume(path)?;
    end(&target, journal, of.max_rate, command, false)
}

fn end(
    target: &ScimTarget,
    journal: ObjectJournal,
    per_second: Option<f64>,
    command: &'static str,
    quiet: bool,
) -> Result<Exit, CliError> {
    let path = journal.path().to_owned();
    let goes_on = CommandLine::new(command)
        .option("--cleanup", Some(path.display()))
        .line();
    let nobody_interrupts = AtomicBool::new(false);
    let Cleaned {
        deleted,
        absent,
        left,
    } = clean_up(target, &journal, per_second, &nobody_interrupts)?;
    if left.is_empty() {
        journal.end()?;
        if !quiet {
            tell(&format!(
                "Deleted {deleted} objects{}; nothing is left.\n",
                if absent > 0 {
                    format!(", and {absent} were not there any more")
                } else {
                    String::new()
                }
            ));
        }
        return Ok(Exit::Fine);
    }
    const SHOWN: usize = 5;
    let mut text = format!(
        "! {} objects are still there, and {deleted} were deleted:\n",
        left.len()
    );
    for (name, why) in left.iter().take(SHOWN) {
        text.push_str(&format!("  {name}: {why}\n"));
    }
    text.push_str(&format!("  -> try again later by: {goes_on}\n"));
    tell(&text);
    Ok(Exit::Failure)
}

/// A typed yes, where there is somebody to type it.
fn ask(of: &RealTarget) -> Result<(), CliError> {
    let is_somebody_there =
        io::stdin().is_terminal() && io::stderr().is_terminal() && !of.token_comes_in();
    if !is_somebody_there {
        return Err(CliError::usage(
            "nothing was done, since nobody has agreed",
            "read the plan above and give --yes",
        ));
    }
    tell("Type yes to go on: ");
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    match read {
        Ok(_) if answer.trim().eq_ignore_ascii_case("yes") => Ok(()),
        _ => Err(CliError::usage(
            "nothing was done",
            "type yes to agree, or give --yes",
        )),
    }
}
