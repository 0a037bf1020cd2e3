//! The report in the terminal: the answer, the picture, the table, where the time goes, warnings, how to repeat it.

mod bars;
mod comparison;
mod difference;
mod estimate;
mod expected;
mod life;
mod reproduction;
mod sensitivity;
mod strategies;
mod sweep;
mod tables;
mod target;
mod targets;

pub use super::headline::headline;
pub use super::number::time_range;
pub use comparison::comparison;
pub use difference::difference;
pub use estimate::{Band, estimate, parameters};
pub use reproduction::{refit, reproduction};
pub use sweep::sweep;
pub use targets::{target, targets};

use super::delay::capitalised;
use super::headline::{luck, opening};
use super::table::{cycle, jobs};
use super::{deadline, documented, stopping};
use crate::experiment::outcome::{Jobs, Outcome, Warning};
use crate::units::display_number;
use tables::set;

/// What a report leads with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// When the cycle ends, for those who wait for it.
    #[default]
    Cycle,
    /// What the target sees, for its owner.
    Target,
}

/// The whole report as text; `repeat` is the command that makes it again.
pub fn report(outcome: &Outcome, view: View, repeat: &str) -> String {
    let mut text = answers(outcome, view);
    section(
        &mut text,
        "How long the initial cycle takes",
        &bars::durations(outcome),
    );
    let words = titles(outcome);
    section(
        &mut text,
        &format!(
            "{} over {} replication{}, with {:.0} % intervals as far as they can be given",
            words.percentiles,
            display_number(outcome.run.replications as f64),
            if outcome.run.replications == 1 {
                ""
            } else {
                "s"
            },
            outcome.run.confidence_level * 100.0
        ),
        &set(&cycle::summaries(outcome)),
    );
    if let Some(found) = &outcome.sensitivity {
        section(
            &mut text,
            words.sensitivity,
            &sensitivity::section(outcome, found),
        );
    }
    section(&mut text, words.activities, &where_time_goes(outcome));
    if view == View::Cycle {
        section(
            &mut text,
            "What the target sees",
            &target::section(&outcome.target),
        );
    }
    if !outcome.errors.is_empty() {
        section(
            &mut text,
            words.errors,
            &set(&cycle::errors(&outcome.errors)),
        );
    }
    if let Some(jobs) = &outcome.jobs {
        section(
            &mut text,
            "The jobs, each from its own start",
            &side_by_side(jobs),
        );
    }
    if let Some(life) = &outcome.life {
        life::sections(&mut text, life);
    }
    if view == View::Cycle && !outcome.warnings.is_empty() {
        section(&mut text, "Warnings", &warnings(&outcome.warnings));
    }
    section(&mut text, "To repeat this", &format!("  {repeat}\n"));
    text
}

/// What was asked, before any picture or table of the initial cycle: what was expected leads, since somebody waits for it.
fn answers(outcome: &Outcome, view: View) -> String {
    let mut text = String::new();
    if !outcome.expected.is_empty() {
        text.push_str(&expected::section(&outcome.expected));
        text.push('\n');
    }
    if view == View::Target {
        text.push_str(&target::opening(outcome));
        text.push_str(&target::lasts(outcome).map_or_else(String::new, |line| format!("{line}\n")));
        section(
            &mut text,
            "What the target sees",
            &target::section(&outcome.target),
        );
        if !outcome.warnings.is_empty() {
            section(&mut text, "Warnings", &warnings(&outcome.warnings));
        }
        text.push('\n');
    }
    text.push_str(&opening(outcome));
    if let Some(found) = &outcome.deadline {
        for sentence in deadline::sentences(found) {
            text.push_str(&format!("{sentence}\n"));
        }
    }
    let documented = outcome.documented.as_ref();
    let documented = documented.map(|band| capitalised(&documented::sentence(band)));
    for line in [luck(outcome), documented, stopping::sentence(&outcome.run)] {
        text.push_str(&line.map_or_else(String::new, |line| format!("{line}\n")));
    }
    text
}

/// What the time is spent on, and whose it is.
fn where_time_goes(outcome: &Outcome) -> String {
    let lines = cycle::whose(outcome).into_iter();
    let whose: String = lines.map(|line| format!("  {line}\n")).collect();
    set(&cycle::activities(outcome)) + &whose
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

/// The table of the jobs, and how one job compares.
fn side_by_side(found: &Jobs) -> String {
    let table = set(&jobs::each(&found.jobs));
    let gain = found.one_job.as_ref().map_or_else(String::new, |one| {
        format!("  {}\n", jobs::gain(found.jobs.len(), one))
    });
    table + &gain
}

fn section(text: &mut String, title: &str, body: &str) {
    text.push('\n');
    text.push_str(title);
    text.push('\n');
    text.push_str(body);
}

fn warnings(warnings: &[Warning]) -> String {
    warnings
        .iter()
        .map(|warning| format!("  ! {}\n    -> {}\n", warning.message, warning.remedy))
        .collect()
}
