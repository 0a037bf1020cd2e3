//! The tables of an outcome.

use super::grid;
use super::markup::Markup;
use super::page::Section;
use super::verdict::lead;
use crate::experiment::outcome::{Jobs, Life, Outcome, View};
use crate::report::delay::capitalised;
use crate::report::endpoint;
use crate::report::glossary::GLOSSARY;
use crate::report::table::{cycle, jobs, life, quarantine, target};
use crate::report::{moment, number};
use crate::units::display_number;

/// The section on what the target sees.
pub const TARGET: &str = "target";

/// The initial cycle in figures.
pub fn cycle(outcome: &Outcome) -> Option<Section> {
    Section::of("cycle", "The initial cycle in figures", |body| {
        body.words("p", &percentiles(outcome));
        let summaries = cycle::summaries(outcome);
        grid::add(body, "Percentiles, with intervals in brackets", &summaries);
        let activities = cycle::activities(outcome);
        grid::add(body, "Where the time goes", &activities);
        for sentence in cycle::whose(outcome) {
            body.words("p", &sentence);
        }
        let errors = cycle::errors(&outcome.errors);
        grid::add(body, "What fails, by error code", &errors);
    })
}

fn percentiles(outcome: &Outcome) -> String {
    format!(
        "One run in twenty stays within p5, half of them stay within p50, the median, and all but one in twenty within p95. \
         The intervals in brackets tell how far {} replications fix a percentile of this model, at {}; they say nothing of how \
         well the model fits your tenant.",
        display_number(outcome.run.replications as f64),
        number::percent(outcome.run.confidence_level)
    )
}

/// What the target sees in the initial cycle and after it; none where it sees nothing.
pub fn target(outcome: &Outcome) -> Option<Section> {
    let load = &outcome.target;
    let requests = target::endpoints(load);
    if requests.rows.is_empty() {
        return None;
    }
    Section::of(TARGET, "What the target sees", |body| {
        if outcome.view == View::Target {
            let mut sentences = endpoint::sentences(outcome).into_iter();
            for sentence in sentences.by_ref().take(1) {
                lead(body, &capitalised(&sentence));
            }
            for sentence in sentences {
                body.words("p", &sentence);
            }
        }
        let caption = "Requests by endpoint: medians, and 9 runs in 10 in brackets";
        grid::add(body, caption, &requests);
        list(body, target::facts(load));
        if let Some(life) = &outcome.life {
            later(body, life);
        }
    })
}

fn later(body: &mut Markup, life: &Life) {
    let Some(load) = &life.load else {
        return;
    };
    body.words("h3", "After the initial cycle");
    let caption = "Requests by endpoint, from the end of the initial cycle to the horizon";
    grid::add(body, caption, &target::later(load));
    list(body, [target::busiest_minute(life, load)]);
    let caption = format!("The {}s with the most requests", target::step_name(load));
    grid::add(body, &caption, &target::fullest(life, load));
}

/// Several jobs side by side.
pub fn jobs(found: &Jobs) -> Option<Section> {
    Section::of("jobs", "The jobs side by side", |body| {
        if let Some(one) = &found.one_job {
            body.words("p", &jobs::gain(found.jobs.len(), one));
        }
        let each = jobs::each(&found.jobs);
        grid::add(body, "Each job, from its own start", &each);
    })
}

/// The job over its horizon.
pub fn life(found: &Life) -> Option<Section> {
    let title = format!("The job over {}", moment::length(found.horizon_ms));
    Section::of("life", title, |body| {
        for (caption, table) in [
            ("How long changes take", life::delays(found)),
            ("What becomes of changes", life::fates(found)),
            ("The job over its horizon", life::summaries(found)),
            (
                "What fails over the horizon, by error code; what fails again when it is retried counts again",
                cycle::errors(&found.errors),
            ),
        ] {
            grid::add(body, caption, &table);
        }
        body.words("h3", "Quarantine");
        if found.quarantine.probability.share <= 0.0 {
            body.words("p", "The job goes into quarantine in no run.");
        }
        let facts = quarantine::facts(found);
        grid::facts(body, "How often, why and for how long", &facts);
        actions(body, found);
    })
}

/// What happens at stated moments.
fn actions(body: &mut Markup, found: &Life) {
    if found.actions.is_empty() {
        return;
    }
    body.words("h3", "What the scenario has happen");
    let actions = found.actions.iter();
    let lines = actions.map(|action| {
        let when = moment::words(found, action.time_ms);
        format!("{} {}", action.label, when)
    });
    list(body, lines);
}

/// The words that the page uses, each for one thing.
pub fn words() -> Option<Section> {
    Section::of("words", "What the words mean", |body| {
        let facts = GLOSSARY.map(|(word, meaning)| (word, meaning.to_owned()));
        grid::facts(body, "One word for one thing", &facts);
    })
}

fn list(body: &mut Markup, items: impl IntoIterator<Item = String>) {
    body.element("ul", &[], |list| {
        for item in items {
            list.words("li", &item);
        }
    });
}
