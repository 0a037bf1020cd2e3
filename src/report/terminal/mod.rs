//! The report in the terminal: one screen, and the rest where it is wanted.

mod bars;
mod comparison;
mod difference;
mod estimate;
mod expected;
mod layout;
mod life;
mod reproduction;
mod screen;
mod sensitivity;
mod strategies;
mod sweep;
mod tables;
mod target;
mod targets;

pub use super::headline::headline;
pub use super::number::time_range;
pub use crate::experiment::outcome::View;
pub use comparison::comparison;
pub use difference::difference;
pub use estimate::{Band, estimate, parameters};
pub use layout::{Layout, WIDTH};
pub use reproduction::reproduction;
pub use sweep::sweep;
pub use targets::{target, targets};

use super::delay::capitalised;
use super::headline::{luck, opening};
use super::table::{self, Table, cycle, jobs};
use super::{deadline, documented, stopping};
use crate::experiment::outcome::{Outcome, Warning};
use crate::units::display_number;
use layout::broken;
use tables::set_within;

/// The report as text: one screen, and all the rest below it where that is wanted; `repeat` is the command that makes it again.
pub fn report(outcome: &Outcome, layout: Layout, repeat: &str) -> String {
    let mut text = screen::above(outcome, layout);
    let warnings = if layout.is_full {
        text.push_str(&broken(&rest(outcome, layout), layout.width));
        let all = outcome.warnings.iter();
        broken(&all.map(warning).collect::<String>(), layout.width)
    } else {
        screen::warnings(&outcome.warnings, &text, layout)
    };
    if !warnings.is_empty() {
        section(&mut text, "Warnings", &warnings);
    }
    let further = match layout.is_full {
        true => "",
        false => "  --full prints all tables; docs/glossary.md explains the words\n",
    };
    section(
        &mut text,
        "To repeat this",
        &broken(&format!("  {repeat}\n{further}"), layout.width),
    );
    text
}

/// What the first screen has no room for.
fn rest(outcome: &Outcome, layout: Layout) -> String {
    let set = |table: &Table| set_within(table, layout.width);
    let documented = outcome.documented.as_ref();
    let documented = documented.map(|band| capitalised(&documented::sentence(band)));
    let mut text = String::new();
    section(&mut text, "How sure this is", "");
    for line in [luck(outcome), documented, stopping::sentence(&outcome.run)] {
        text.push_str(&line.map_or_else(String::new, |line| format!("{line}\n")));
    }
    section(
        &mut text,
        "How long the initial cycle takes",
        &bars::durations(outcome),
    );
    let words = titles(outcome);
    section(
        &mut text,
        &percentiles(outcome, words.percentiles),
        &set(&cycle::summaries(outcome)),
    );
    if let Some(found) = &outcome.sensitivity {
        section(
            &mut text,
            words.sensitivity,
            &sensitivity::section(outcome, found, layout.width),
        );
    }
    let time = where_time_goes(outcome, layout.width);
    section(&mut text, words.activities, &time);
    if layout.view == View::Cycle {
        let seen = target_of(outcome, layout.width);
        section(&mut text, "What the target sees", &seen);
        later(&mut text, outcome, layout.width);
    }
    if !outcome.errors.is_empty() {
        section(
            &mut text,
            words.errors,
            &set(&cycle::errors(&outcome.errors)),
        );
    }
    if let Some(jobs) = &outcome.jobs {
        let gain = jobs.one_job.as_ref();
        let gain = gain.map(|one| jobs::gain(jobs.jobs.len(), one));
        let each = set(&jobs::each(&jobs.jobs)) + &indented(gain);
        section(&mut text, "The jobs, each from its own start", &each);
    }
    if let Some(life) = &outcome.life {
        life::sections(&mut text, life, layout.width);
    }
    text
}

/// What the target sees once the initial cycle is over, where the job is followed further.
fn later(text: &mut String, outcome: &Outcome, width: usize) {
    let life = outcome.life.as_ref();
    if let Some((life, load)) = life.and_then(|life| Some((life, life.load.as_ref()?))) {
        let title = "What the target sees after the initial cycle";
        section(text, title, &target::later(life, load, width));
    }
}

/// What the time is spent on, and whose it is.
fn where_time_goes(outcome: &Outcome, width: usize) -> String {
    set_within(&cycle::activities(outcome), width) + &indented(cycle::whose(outcome))
}

/// The requests by endpoint, and what else the target would measure.
fn target_of(outcome: &Outcome, width: usize) -> String {
    let load = &outcome.target;
    set_within(&table::target::endpoints(load), width) + &indented(table::target::facts(load))
}

fn indented(sentences: impl IntoIterator<Item = String>) -> String {
    let sentences = sentences.into_iter();
    sentences
        .map(|sentence| format!("  {sentence}\n"))
        .collect()
}

fn percentiles(outcome: &Outcome, title: &str) -> String {
    let many = outcome.run.replications;
    format!(
        "{title} over {} replication{}, with {:.0} % intervals as far as they can be given",
        display_number(many as f64),
        if many == 1 { "" } else { "s" },
        outcome.run.confidence_level * 100.0
    )
}

/// What was asked: how long it takes, and what that means for a date.
fn answers(outcome: &Outcome) -> String {
    let deadline = outcome.deadline.iter().flat_map(deadline::sentences);
    let deadline: String = deadline.map(|sentence| format!("{sentence}\n")).collect();
    opening(outcome) + &deadline
}

/// Titles of the sections on the initial cycle, which say so where there are others.
struct Titles {
    percentiles: &'static str,
    sensitivity: &'static str,
    activities: &'static str,
    errors: &'static str,
}

fn titles(outcome: &Outcome) -> Titles {
    match outcome.life {
        None => Titles {
            percentiles: "Percentiles",
            sensitivity: "What moves the forecast",
            activities: "Where the time goes",
            errors: "What fails, by error code",
        },
        Some(_) => Titles {
            percentiles: "Percentiles of the initial cycle",
            sensitivity: "What moves the forecast of the initial cycle",
            activities: "Where the time of the initial cycle goes",
            errors: "What fails in the initial cycle, by error code",
        },
    }
}

fn section(text: &mut String, title: &str, body: &str) {
    text.push('\n');
    text.push_str(title);
    text.push('\n');
    text.push_str(body);
}

/// A warning, and what to do about it.
fn warning(warning: &Warning) -> String {
    format!("  ! {}\n    -> {}\n", warning.message, warning.remedy)
}
