//! Variants beside each other.

use super::{Block, Figure, Medium, Section, VARIANTS, captioned};
use super::{glossary, notes, sentences, table, to_repeat_several};
use crate::experiment::outcome::comparison::{ComparedBy, Comparison};
use crate::report::number;
use crate::report::sentences::variants_answer::answer;
use crate::report::tables::strategy_tables;
use crate::report::tables::variant_tables::{against_first, at_target, durations};
use crate::units::display_number;

/// The answer, what each variant takes and does, and how it compares with another.
pub fn comparison(found: &Comparison, repeat: &str) -> Vec<Section> {
    let is_of_strategies = found.of == ComparedBy::Strategies;
    let mut sections = vec![verdict(found), cycle(found)];
    if is_of_strategies {
        let undone = strategy_tables::undone(found);
        sections.push(Section::part(strategy_tables::UNDONE).with([table(undone)]));
        let pairs = strategy_tables::pairs(found).filter(|(_, pairs)| !pairs.rows.is_empty());
        let pairs = pairs.map(|(title, pairs)| Section::part(title).with([table(pairs)]));
        sections.extend(pairs);
    }
    let medium = |is_for_both: bool| match is_for_both {
        true => Medium::Both,
        false => Medium::Page,
    };
    let at_target = Section::part("At the target, medians").with([table(at_target(found))]);
    sections.push(at_target.only_in(medium(!is_of_strategies)));
    let has_pairs = !is_of_strategies || strategy_tables::pairs(found).is_none();
    if let Some(first) = found.variants.first().filter(|_| has_pairs) {
        let title = format!("Against {}, replication by replication", first.name);
        let pairs = Section::part(title).with([table(against_first(found))]);
        sections.push(pairs.only_in(medium(found.of == ComparedBy::Policies)));
    }
    let run = (found.seed, found.replications);
    sections.push(glossary());
    sections.push(to_repeat_several(repeat, run, &found.cyclecast_version));
    sections
}

/// The sentence that answers what was asked, and what the variants are.
fn verdict(found: &Comparison) -> Section {
    let conditions = strategy_tables::expected(found);
    let has_conditions = !conditions.rows.is_empty();
    let conditions = captioned("What was expected of each", conditions);
    let expected = has_conditions.then_some([conditions, Block::Gap]);
    let name = Some(found.scenario.clone());
    let indifference = found.best.as_ref().map(|best| {
        let least = number::exact_percent(best.indifference);
        format!("A difference of less than {least} of the best median counts as none.")
    });
    let variants = found.variants.iter();
    let described = variants.filter(|one| !one.description.is_empty());
    let described = described.map(|one| format!("{}: {}", one.label(), one.description));
    let described: Vec<String> = described.collect();
    let described = (!described.is_empty()).then_some(Block::List(described));
    Section::screen("answer", "The answer")
        .with(sentences(strategy_tables::expectations(found)))
        .with(expected.into_iter().flatten())
        .with([Block::Lead(name, answer(found) + ".")])
        .on_page(sentences(indifference).chain(described))
}

/// How long the initial cycle takes in each variant.
fn cycle(found: &Comparison) -> Section {
    let figure = Figure {
        id: VARIANTS,
        heading: "How long does the initial cycle take in each?",
        reading: reading(found.of),
    };
    let count = display_number(found.replications as f64);
    let title = format!("Initial cycle over {count} replications each, with the same luck");
    let section = Section::chapter("figures", title).on_page([Block::Figure(figure)]);
    let caption = "The initial cycle, with intervals in brackets";
    let durations = captioned(caption, durations(found));
    if found.of != ComparedBy::Strategies {
        return section.with([durations]);
    }
    let endless = strategy_tables::endless(found).into_iter();
    section
        .on_page([durations])
        .in_terminal([table(strategy_tables::each(found))])
        .with(notes(endless.chain(strategy_tables::documented(found))))
}

/// How the chart is read.
fn reading(of: ComparedBy) -> &'static str {
    match of {
        ComparedBy::Strategies => {
            "Above, a row for each strategy: the shape is the distribution of its replications, the line below it holds 9 replications in 10. Below, how much \
             longer each takes than the fastest of those that do the same, or than the one that was named, replication by replication with the same luck: this says which is faster, even where the shapes overlap."
        }
        ComparedBy::Policies | ComparedBy::Workers => {
            "A row for each variant: the thick line is the median, the band holds 9 replications in 10. Bands that overlap say little, since all variants \
             were run with the same luck."
        }
    }
}
