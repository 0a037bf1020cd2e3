//! `cyclecast run --replications A..B`: a part of a run, to be joined with others.

use std::ops::Range;
use std::path::Path;

use crate::cli::asked::Asked;
use crate::cli::command_line::CommandLine;
use crate::cli::exit::{CliError, Exit, print};
use crate::cli::journal::Journal;
use crate::cli::options::Manner;
use crate::cli::simulation::{records, session};
use crate::experiment::{Forecast, Membership};

/// Simulates the replications with these numbers and writes them down; with `resume`, those that are not there yet.
pub fn simulate_part(
    asked: Asked,
    numbers: Range<u64>,
    folder: &Path,
    resume: bool,
    manner: Manner,
) -> Result<Exit, CliError> {
    std::fs::create_dir_all(folder).map_err(|reason| CliError::write(folder.display(), reason))?;
    let path = folder.join(file_name(&numbers));
    let of = Membership::new(asked.plan.seed, asked.manifest);
    let (journal, known) = Journal::open(path, of, resume)?;
    let all = numbers.end - numbers.start;
    let forecast = Forecast::new(&asked.scenario, session(asked.plan));
    let records = records(&forecast, Some(numbers), known, Some(&journal), manner)?;
    let done = records.len() as u64;
    let path = if done < all {
        journal.close()?
    } else {
        journal.finish(records.iter())?
    };
    if !manner.quiet {
        print(&summary(&path, done, all))?;
    }
    Ok(if done < all {
        Exit::Failure
    } else {
        Exit::Fine
    })
}

/// A name that sorts as the numbers do and differs from that of every other part.
fn file_name(numbers: &Range<u64>) -> String {
    format!("part-{:06}-{:06}.ndjson", numbers.start, numbers.end)
}

fn summary(path: &Path, done: u64, asked: u64) -> String {
    let folder = path.parent().unwrap_or(Path::new("."));
    let and_then = if done < asked {
        "interrupted; --resume goes on".to_owned()
    } else {
        let merge = CommandLine::new("merge").file(folder).word("--output DIR");
        format!("once all parts are there: {}", merge.line())
    };
    format!(
        "{done} of {asked} replications written to {}\n{and_then}\n",
        path.display()
    )
}
