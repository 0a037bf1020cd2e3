//! One scenario: the answer on one screen, and all the rest below it.

use super::{Block, Figure, Medium, Section, WARNINGS};
use super::{captioned, glossary, notes, sentences, table, to_repeat};
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
    let mut sections: Vec<Section> = expectations(outcome).into_iter().collect();
    let (first, later) = match outcome.view {
        View::Target => (target(outcome), Vec::new()),
        View::Cycle => (Vec::new(), target(outcome)),
    };
    sections.extend(first);
    sections.extend([answer(outcome), how_sure(outcome)]);
    sections.extend(warnings(outcome));
    let bars = Block::Characters(duration_bars::durations(outcome));
    let bars = Section::part("How long the initial cycle takes").in_terminal([bars]);
    sections.extend([charts(outcome), bars.only_in(Medium::Terminal)]);
    sections.extend(percentiles(outcome));
    let sensitivity = outcome.sensitivity.as_ref();
    sections.extend(sensitivity.map(|found| inputs(outcome, found)));
    let of_cycle = of_cycle(outcome, " of the initial cycle");
    let title = format!("Where the time{of_cycle} goes");
    sections.push(Section::chapter("time", title).with(time_of(outcome)));
    sections.extend(later);
    sections.extend(errors(outcome));
    sections.extend(outcome.jobs.as_ref().map(side_by_side));
    sections.extend(outcome.life.iter().flat_map(over_the_horizon));
    let values = Block::Values(outcome.scenario.parameters.clone());
    let assumptions = Section::chapter("assumptions", "What this rests on").with([values]);
    sections.push(assumptions.only_in(Medium::Page));
    sections.extend([glossary(), repetition(outcome, repeat)]);
    sections.into_iter().map(Section::keeping_width).collect()
}

/// Words that say that something is of the initial cycle, where the job is followed beyond it.
fn of_cycle(outcome: &Outcome, words: &'static str) -> &'static str {
    outcome.life.as_ref().map_or("", |_| words)
}

fn errors(outcome: &Outcome) -> Option<Section> {
    let in_cycle = of_cycle(outcome, " in the initial cycle");
    let title = format!("What fails{in_cycle}, by error code");
    let errors = cycle_tables::errors(&outcome.errors);
    let errors = captioned("Failures in one replication", errors);
    let section = Section::chapter("errors", title).with([errors]);
    (!outcome.errors.is_empty()).then_some(section)
}

/// What was expected, and whether it is met: it leads the report, since somebody waits for it.
fn expectations(outcome: &Outcome) -> Option<Section> {
    let found = &outcome.expected;
    let lead = Block::Lead(None, expectation_table::summary(found));
    let conditions = expectation_table::conditions(found);
    let conditions = captioned("What was expected, and what was found", conditions);
    let section = Section::screen("expected", "What was expected");
    (!found.is_empty()).then(|| section.with([lead, conditions, Block::Gap]))
}

/// How long it takes, what that means for a date, who is in and when, and what holds the cycle up. Where the report leads with the
/// target, the terminal has no more of it than the limit.
fn answer(outcome: &Outcome) -> Section {
    let medium = match outcome.view {
        View::Cycle => Medium::Both,
        View::Target => Medium::Page,
    };
    let mut answers = headline::sentences(outcome).into_iter();
    let name = Some(outcome.scenario.name.clone());
    let lead = answers.next().map(|lead| Block::Lead(name, lead));
    let answers = answers.map(|sentence| capitalised(&sentence));
    let deadline = outcome.deadline.iter().flat_map(deadline_answer::sentences);
    let times = access_table::times(outcome);
    let left_out = access_table::left_out(outcome).map(|sentence| capitalised(&sentence) + ".");
    let has_access = !times.rows.is_empty() || left_out.is_some();
    let gap = has_access.then_some(Block::Gap).into_iter();
    let access = (!times.rows.is_empty()).then(|| captioned("Who is in, and when", times));
    let access = gap.chain(access).chain(notes(left_out));
    let mut largest = cycle_tables::largest_activities(outcome, LARGEST);
    largest.header[0] = "largest activities".to_owned();
    let largest = captioned("What takes most of the time", largest);
    let limit = format!("Limit: {}.", limit_answer::sentence(outcome));
    Section::screen("answer", "The answer")
        .with_in(medium, lead)
        .with_in(medium, sentences(answers.chain(deadline)))
        .with_in(medium, access)
        .with([Block::Gap, Block::Sentence(limit)])
        .with_in(medium, [Block::Gap, largest])
}

fn how_sure(outcome: &Outcome) -> Section {
    let documented = outcome.documented.iter().map(certainty::documented);
    let documented = documented.map(|sentence| capitalised(&sentence));
    let told = certainty::chance_alone(outcome)
        .into_iter()
        .chain(documented);
    let told = told.chain(certainty::stopping(&outcome.run));
    Section::chapter("certainty", "How sure this is").with(sentences(told))
}

/// The warnings, the gravest first; none where there is nothing to warn of.
pub fn warnings(outcome: &Outcome) -> Option<Section> {
    let all = outcome.warnings.iter();
    let all = all.map(|one| Block::Warning(one.message.clone(), one.remedy.clone()));
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
    let s = if many == 1 { "" } else { "s" };
    let of_cycle = of_cycle(outcome, " of the initial cycle");
    let level = outcome.run.confidence_level;
    let (percent, shown) = (level * 100.0, number::percent(level));
    let title = format!(
        "Percentiles{of_cycle} over {replications} replication{s}, with {percent:.0} % intervals as far as they can be given"
    );
    let explained = format!(
        "One replication in twenty stays within p5, half of them stay within p50, the median, and all but one in twenty within p95. \
         The intervals in brackets tell how far {replications} replications fix a percentile of this model, at {shown}; they say nothing of how \
         well the model fits your tenant."
    );
    let figures = Section::chapter("cycle", "The initial cycle in figures");
    let figures = figures.with([Block::Sentence(explained)]);
    let percentiles = Section::part(title).with([table(cycle_tables::summaries(outcome))]);
    [figures.only_in(Medium::Page), percentiles]
}

/// What moves the forecast: what to find out first, and every input that was seen to have an effect.
fn inputs(outcome: &Outcome, found: &Sensitivity) -> Section {
    let of_cycle = of_cycle(outcome, " of the initial cycle");
    let advice = input_advice::advice(outcome, found);
    let runs = display_number(found.replications as f64);
    let method = format!(
        "Taken from {runs} runs. The share of an input is how much of the variance of the duration, on a logarithmic scale, would go if the \
         input were known."
    );
    let has_effects = !found.effects.is_empty();
    let figure = has_effects.then(|| Block::Figure(figure(ChartKind::Sensitivity)));
    let from_to = "from the fifth of the replications with the lowest values of the input to that with the highest";
    let caption = format!("Inputs and the initial cycle: {from_to}");
    let effects = captioned(caption, input_table::effects(&found.effects));
    let from_to = Block::Note(format!("from..to: {from_to}."));
    let (effects, from_to) = has_effects.then_some((effects, from_to)).unzip();
    let all = found.no_effect_seen.len();
    let no_effect = |most| notes(input_advice::no_effect(found, most));
    Section::chapter("sensitivity", format!("What moves the forecast{of_cycle}"))
        .in_terminal([Block::Note(advice.clone())])
        .on_page([Block::Lead(None, advice)])
        .on_page([Block::Sentence(method)])
        .on_page(figure)
        .with(effects)
        .in_terminal(from_to)
        .with(notes(input_advice::rest(found)))
        .in_terminal(no_effect(MOST_NAMES))
        .on_page(no_effect(all))
}

/// What the time is spent on, and whose it is.
pub fn time_of(outcome: &Outcome) -> impl Iterator<Item = Block> {
    let activities = cycle_tables::activities(outcome);
    let activities = captioned("Elapsed time, by activity", activities);
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
            let name = Some(outcome.scenario.name.clone());
            let lead = told.next().map(|lead| Block::Lead(name, lead));
            let told = lead.into_iter().chain(sentences(told));
            Section::screen("target", title).with(told.chain([Block::Gap]))
        }
    };
    let requests = target_tables::endpoints(load);
    if requests.rows.is_empty() {
        section = section.only_in(Medium::Terminal);
    }
    let caption = "Requests by endpoint: medians, and 9 replications in 10 in brackets";
    let facts = Block::List(target_tables::facts(load));
    let section = section.with([captioned(caption, requests), facts]);
    let later = outcome.life.as_ref().and_then(|life| later(life, outcome));
    [section].into_iter().chain(later).collect()
}

fn later(life: &Life, outcome: &Outcome) -> Option<Section> {
    let load = life.load.as_ref()?;
    let caption = "Requests by endpoint, from the end of the initial cycle to the horizon";
    let step = target_tables::step_name(load);
    let fullest = format!("The {step}s with the most requests");
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
    let errors = "What fails over the horizon, by error code";
    let over = "The job over its horizon";
    let again = "What fails again when it is retried counts again.";
    for (title, rows, note) in [
        ("How long changes take", life_tables::delays(found), None),
        ("What becomes of changes", life_tables::fates(found), None),
        (errors, cycle_tables::errors(&found.errors), Some(again)),
        (over, life_tables::summaries(found), None),
    ] {
        if !rows.rows.is_empty() {
            let note = note.map(str::to_owned);
            sections.push(Section::part(title).with([table(rows)]).with(notes(note)));
        }
    }
    let never = found.quarantine.probability.share <= 0.0;
    let never = never.then(|| "Never, in any replication.".to_owned());
    let facts = quarantine_facts::facts(found);
    let facts = Block::Facts("How often, why and for how long", facts);
    let quarantine = Section::part("Quarantine").with(notes(never)).with([facts]);
    let picture = Block::Characters(run_picture::picture(found));
    let typical = Section::part("A typical replication").with([picture]);
    let actions = found.actions.iter().map(|action| {
        let when = moment::words(found, action.time_ms);
        format!("{} {when}", action.label)
    });
    let actions: Vec<String> = actions.collect();
    let actions = (!actions.is_empty()).then_some(Block::List(actions));
    let happens = Section::part("What the scenario has happen").with(actions);
    let typical = typical.only_in(Medium::Terminal);
    sections.extend([quarantine, typical, happens.only_in(Medium::Page)]);
    sections
}

/// How to repeat the run: the command, the facts that fix it, and the scenario as it was read.
fn repetition(outcome: &Outcome, repeat: &str) -> Section {
    let run = &outcome.run;
    let manifest = &outcome.manifest;
    let asked = display_number(run.replications_requested as f64);
    let mut replications = display_number(run.replications as f64);
    if run.replications != run.replications_requested {
        replications += &format!(" of at most {asked}");
    }
    let mut facts = vec![
        ("seed", run.seed.to_string()),
        ("replications", replications),
    ];
    let interrupted = "the run was interrupted; what is shown is made from the first replications";
    facts.extend(run.partial.then(|| ("interrupted", interrupted.to_owned())));
    facts.extend(certainty::stopping(run).map(|words| ("stopping rule", words)));
    let names = std::iter::once("asked").chain(std::iter::repeat(""));
    facts.extend(names.zip(manifest.asked.iter().cloned().map(String::from)));
    let version = format!("cyclecast {}", outcome.cyclecast_version);
    facts.push(("version", version));
    facts.push(("format of the document", outcome.format_version.clone()));
    let scenario = manifest.scenario.clone();
    let scenario = Block::Folded("The scenario".to_owned(), scenario);
    let scenario = (!manifest.scenario.is_empty()).then_some(scenario);
    let files = manifest.files.iter();
    let files = files.map(|file| (format!("The file {}", file.name), file.text.clone()));
    let files = files.map(|(title, text)| Block::Folded(title, text));
    to_repeat(repeat, facts).on_page(scenario.into_iter().chain(files))
}
