//! One scenario: the answer on one screen, and all the rest below it.

use super::{
    Block, Figure, Medium, Section, WARNINGS, captioned, glossary, notes, sentences, table,
    to_repeat,
};
use crate::experiment::outcome::{Jobs, Life, Outcome, Sensitivity, View};
use crate::report::chart::ChartKind;
use crate::report::sentences::phrases::capitalised;
use crate::report::sentences::{
    certainty, deadline_answer, endpoint_answer, headline, input_advice, limit_answer,
};
use crate::report::tables::{
    access_table, cycle_tables, expectation_table, input_table, jobs_table, life_tables,
    quarantine_facts, target_tables,
};
use crate::report::{chart_reading, duration_bars, moment, number, run_picture};
use crate::units::display_number;

/// Activities that the first screen tells of.
const LARGEST: usize = 3;
/// Inputs without an effect that the terminal names before it counts the others.
const MOST_NAMES: usize = 12;

/// All that is known of a run; `repeat` is the command that makes it again.
pub fn run(outcome: &Outcome, repeat: &str) -> Vec<Section> {
    let leads_with_target = outcome.view == View::Target;
    let mut sections: Vec<Section> = expectations(outcome).into_iter().collect();
    if leads_with_target {
        sections.extend(target(outcome));
    }
    sections.push(answer(outcome));
    sections.push(how_sure(outcome));
    sections.extend(warnings(outcome));
    sections.push(charts(outcome));
    sections.push(
        Section::part("How long the initial cycle takes")
            .only_in(Medium::Terminal)
            .with([Block::Characters(duration_bars::durations(outcome))]),
    );
    sections.extend(percentiles(outcome));
    if let Some(found) = &outcome.sensitivity {
        sections.push(inputs(outcome, found));
    }
    let title = match outcome.life {
        None => "Where the time goes",
        Some(_) => "Where the time of the initial cycle goes",
    };
    sections.push(Section::chapter("time", title).with(time_of(outcome)));
    if !leads_with_target {
        sections.extend(target(outcome));
    }
    if !outcome.errors.is_empty() {
        let title = match outcome.life {
            None => "What fails, by error code",
            Some(_) => "What fails in the initial cycle, by error code",
        };
        let errors = cycle_tables::errors(&outcome.errors);
        let errors = captioned("Failures in one replication", errors);
        sections.push(Section::chapter("errors", title).with([errors]));
    }
    sections.extend(outcome.jobs.as_ref().map(side_by_side));
    sections.extend(outcome.life.iter().flat_map(over_the_horizon));
    sections.push(
        Section::chapter("assumptions", "What this rests on")
            .only_in(Medium::Page)
            .with([Block::Values(outcome.scenario.parameters.clone())]),
    );
    sections.push(glossary());
    sections.push(repetition(outcome, repeat));
    sections.into_iter().map(Section::keeping_width).collect()
}

/// What was expected, and whether it is met: it leads the report, since somebody waits for it.
fn expectations(outcome: &Outcome) -> Option<Section> {
    let found = &outcome.expected;
    (!found.is_empty()).then(|| {
        Section::screen("expected", "What was expected").with([
            Block::Lead(None, expectation_table::summary(found)),
            captioned(
                "What was expected, and what was found",
                expectation_table::conditions(found),
            ),
            Block::Gap,
        ])
    })
}

/// How long it takes, what that means for a date, who is in and when, and what holds the cycle up. Where the report leads with the
/// target, the terminal has no more of it than the limit.
fn answer(outcome: &Outcome) -> Section {
    let medium = match outcome.view {
        View::Cycle => Medium::Both,
        View::Target => Medium::Page,
    };
    let mut answers = headline::sentences(outcome).into_iter();
    let lead = answers
        .next()
        .map(|lead| Block::Lead(Some(outcome.scenario.name.clone()), lead));
    let answers = answers.map(|sentence| capitalised(&sentence));
    let deadline = outcome.deadline.iter().flat_map(deadline_answer::sentences);
    let times = access_table::times(outcome);
    let left_out = access_table::left_out(outcome).map(|sentence| capitalised(&sentence) + ".");
    let has_access = !times.rows.is_empty() || left_out.is_some();
    let access = (!times.rows.is_empty()).then(|| captioned("Who is in, and when", times));
    let mut largest = cycle_tables::largest_activities(outcome, LARGEST);
    largest.header[0] = "largest activities".to_owned();
    let limit = format!("Limit: {}.", limit_answer::sentence(outcome));
    Section::screen("answer", "The answer")
        .with_in(medium, lead)
        .with_in(medium, sentences(answers.chain(deadline)))
        .with_in(medium, has_access.then_some(Block::Gap))
        .with_in(medium, access)
        .with_in(medium, notes(left_out))
        .with([Block::Gap, Block::Sentence(limit)])
        .with_in(
            medium,
            [
                Block::Gap,
                captioned("What takes most of the time", largest),
            ],
        )
}

fn how_sure(outcome: &Outcome) -> Section {
    let documented = outcome.documented.iter().map(certainty::documented);
    let documented = documented.map(|sentence| capitalised(&sentence));
    Section::chapter("certainty", "How sure this is")
        .with(sentences(certainty::chance_alone(outcome)))
        .with(sentences(documented))
        .with(sentences(certainty::stopping(&outcome.run)))
}

/// The warnings, the gravest first; none where there is nothing to warn of.
pub fn warnings(outcome: &Outcome) -> Option<Section> {
    let all = outcome.warnings.iter().map(|one| Block::Warning {
        message: one.message.clone(),
        remedy: one.remedy.clone(),
    });
    let section = Section::chapter(WARNINGS, "Warnings").with(all);
    (!outcome.warnings.is_empty()).then_some(section)
}

/// Every chart that the outcome has something for, but for that of the inputs, which stands where they are told of.
fn charts(outcome: &Outcome) -> Section {
    let kinds = ChartKind::of(outcome).into_iter();
    let kinds = kinds.filter(|kind| *kind != ChartKind::Sensitivity);
    Section::chapter("charts", "Charts")
        .only_in(Medium::Page)
        .with(kinds.map(|kind| Block::Figure(figure(kind))))
}

fn figure(kind: ChartKind) -> Figure {
    let (heading, reading) = chart_reading::of(kind);
    Figure {
        id: kind.file_stem(),
        heading,
        reading,
    }
}

fn percentiles(outcome: &Outcome) -> [Section; 2] {
    let many = outcome.run.replications;
    let replications = display_number(many as f64);
    let level = outcome.run.confidence_level;
    let title = format!(
        "Percentiles{} over {replications} replication{}, with {:.0} % intervals as far as they can be given",
        outcome
            .life
            .as_ref()
            .map_or("", |_| " of the initial cycle"),
        if many == 1 { "" } else { "s" },
        level * 100.0
    );
    let explained = format!(
        "One replication in twenty stays within p5, half of them stay within p50, the median, and all but one in twenty within p95. \
         The intervals in brackets tell how far {replications} replications fix a percentile of this model, at {}; they say nothing of how \
         well the model fits your tenant.",
        number::percent(level)
    );
    [
        Section::chapter("cycle", "The initial cycle in figures")
            .only_in(Medium::Page)
            .with([Block::Sentence(explained)]),
        Section::part(title).with([table(cycle_tables::summaries(outcome))]),
    ]
}

/// What moves the forecast: what to find out first, and every input that was seen to have an effect.
fn inputs(outcome: &Outcome, found: &Sensitivity) -> Section {
    let title = match outcome.life {
        None => "What moves the forecast",
        Some(_) => "What moves the forecast of the initial cycle",
    };
    let advice = input_advice::advice(outcome, found);
    let method = format!(
        "Taken from {} runs. The share of an input is how much of the variance of the duration, on a logarithmic scale, would go if the \
         input were known.",
        display_number(found.replications as f64)
    );
    let has_effects = !found.effects.is_empty();
    let figure = has_effects.then_some(Block::Figure(figure(ChartKind::Sensitivity)));
    let effects = has_effects.then(|| {
        let from_to = "from the fifth of the replications with the lowest values of the input to that with the highest";
        let caption = format!("Inputs and the initial cycle: {from_to}");
        let effects = input_table::effects(&found.effects);
        (
            captioned(caption, effects),
            Block::Note(format!("from..to: {from_to}.")),
        )
    });
    let (effects, from_to) = effects.unzip();
    let all = found.no_effect_seen.len();
    let no_effect = |most| notes(input_advice::no_effect(found, most));
    Section::chapter("sensitivity", title)
        .with_in(Medium::Terminal, [Block::Note(advice.clone())])
        .with_in(Medium::Page, [Block::Lead(None, advice)])
        .with_in(Medium::Page, [Block::Sentence(method)])
        .with_in(Medium::Page, figure)
        .with(effects)
        .with_in(Medium::Terminal, from_to)
        .with(notes(input_advice::rest(found)))
        .with_in(Medium::Terminal, no_effect(MOST_NAMES))
        .with_in(Medium::Page, no_effect(all))
}

/// What the time is spent on, and whose it is.
pub fn time_of(outcome: &Outcome) -> impl Iterator<Item = Block> {
    let activities = captioned(
        "Elapsed time, by activity",
        cycle_tables::activities(outcome),
    );
    std::iter::once(activities).chain(notes(cycle_tables::whose(outcome)))
}

/// What the target sees in the initial cycle and after it. A report that leads with it begins with sentences on it.
fn target(outcome: &Outcome) -> Vec<Section> {
    let load = &outcome.target;
    let title = "What the target sees";
    let mut section = match outcome.view {
        View::Cycle => Section::chapter("target", title),
        View::Target => {
            let mut told = endpoint_answer::sentences(outcome).into_iter();
            let lead = told.next();
            let lead = lead.map(|lead| Block::Lead(Some(outcome.scenario.name.clone()), lead));
            Section::screen("target", title)
                .with(lead)
                .with(sentences(told))
                .with([Block::Gap])
        }
    };
    let requests = target_tables::endpoints(load);
    if requests.rows.is_empty() {
        section = section.only_in(Medium::Terminal);
    }
    let caption = "Requests by endpoint: medians, and 9 replications in 10 in brackets";
    let section = section.with([
        captioned(caption, requests),
        Block::List(target_tables::facts(load)),
    ]);
    let later = outcome.life.as_ref().and_then(|life| later(life, outcome));
    [section].into_iter().chain(later).collect()
}

fn later(life: &Life, outcome: &Outcome) -> Option<Section> {
    let load = life.load.as_ref()?;
    let caption = "Requests by endpoint, from the end of the initial cycle to the horizon";
    let fullest = format!(
        "The {}s with the most requests",
        target_tables::step_name(load)
    );
    let mut section = Section::part("What the target sees after the initial cycle").with([
        captioned(caption, target_tables::later(load)),
        Block::List(vec![target_tables::busiest_minute(life, load)]),
        Block::Gap,
        captioned(fullest, target_tables::fullest(life, load)),
    ]);
    if outcome.target.endpoints.is_empty() {
        section = section.only_in(Medium::Terminal);
    }
    Some(section)
}

/// Several jobs.
fn side_by_side(found: &Jobs) -> Section {
    let gain = found.one_job.as_ref();
    let gain = gain.map(|one| jobs_table::gain(found.jobs.len(), one));
    Section::chapter("jobs", "The jobs, each from its own start")
        .with([captioned("Each job", jobs_table::each(&found.jobs))])
        .with(notes(gain))
}

/// The job over its horizon.
fn over_the_horizon(found: &Life) -> Vec<Section> {
    let title = format!("The job over {}", moment::length(found.horizon_ms));
    let chapter = Section::chapter("life", title).only_in(Medium::Page);
    let mut sections = vec![chapter];
    for (title, rows, note) in [
        ("How long changes take", life_tables::delays(found), None),
        ("What becomes of changes", life_tables::fates(found), None),
        (
            "What fails over the horizon, by error code",
            cycle_tables::errors(&found.errors),
            Some("What fails again when it is retried counts again."),
        ),
        (
            "The job over its horizon",
            life_tables::summaries(found),
            None,
        ),
    ] {
        if !rows.rows.is_empty() {
            let note = note.map(str::to_owned);
            sections.push(Section::part(title).with([table(rows)]).with(notes(note)));
        }
    }
    let never = found.quarantine.probability.share <= 0.0;
    let never = never.then(|| "Never, in any replication.".to_owned());
    let facts = Block::Facts(
        "How often, why and for how long",
        quarantine_facts::facts(found),
    );
    let actions = found.actions.iter().map(|action| {
        let when = moment::words(found, action.time_ms);
        format!("{} {when}", action.label)
    });
    let actions: Vec<String> = actions.collect();
    let actions = (!actions.is_empty()).then_some(Block::List(actions));
    sections.extend([
        Section::part("Quarantine").with(notes(never)).with([facts]),
        Section::part("A typical replication")
            .only_in(Medium::Terminal)
            .with([Block::Characters(run_picture::picture(found))]),
        Section::part("What the scenario has happen")
            .only_in(Medium::Page)
            .with(actions),
    ]);
    sections
}

/// How to repeat the run: the command, the facts that fix it, and the scenario as it was read.
fn repetition(outcome: &Outcome, repeat: &str) -> Section {
    let run = &outcome.run;
    let manifest = &outcome.manifest;
    let count = |number: u64| display_number(number as f64);
    let replications = match run.replications == run.replications_requested {
        true => count(run.replications),
        false => format!(
            "{} of at most {}",
            count(run.replications),
            count(run.replications_requested)
        ),
    };
    let mut facts = vec![
        ("seed", run.seed.to_string()),
        ("replications", replications),
    ];
    let interrupted = "the run was interrupted; what is shown is made from the first replications";
    facts.extend(run.partial.then(|| ("interrupted", interrupted.to_owned())));
    facts.extend(certainty::stopping(run).map(|words| ("stopping rule", words)));
    let names = std::iter::once("asked").chain(std::iter::repeat(""));
    facts.extend(names.zip(manifest.asked.iter().cloned().map(String::from)));
    facts.extend([
        (
            "version",
            format!("cyclecast {}", outcome.cyclecast_version),
        ),
        ("format of the document", outcome.format_version.clone()),
    ]);
    let files = manifest.files.iter();
    let files = files.map(|file| (format!("The file {}", file.name), file.text.clone()));
    let scenario = (!manifest.scenario.is_empty())
        .then(|| ("The scenario".to_owned(), manifest.scenario.clone()));
    let texts = scenario.into_iter().chain(files);
    to_repeat(repeat, facts).with_in(
        Medium::Page,
        texts.map(|(title, text)| Block::Folded(title, text)),
    )
}
