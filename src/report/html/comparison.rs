//! Variants beside each other.

use super::grid;
use super::markup::Markup;
use super::page::Section;
use super::picture::Picture;
use super::verdict::lead;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison, Variant};
use crate::report::comparison::answer;
use crate::report::delay::capitalised;
use crate::report::number;
use crate::report::table::{self, strategies};

/// What kind of report it is.
pub fn kind(found: &Comparison) -> &'static str {
    match found.of {
        ComparedBy::Strategies => "strategies compared by cyclecast",
        ComparedBy::Policies => "policies on 429 compared by cyclecast",
        ComparedBy::Workers => "the capacity a target needs, by cyclecast",
    }
}

/// The sentence that answers what was asked, and what the variants are.
pub fn verdict(found: &Comparison) -> Option<Section> {
    Section::of("answer", "The answer", |body| {
        for words in strategies::expectations(found) {
            body.words("p", &words);
        }
        lead(body, &format!("{}.", capitalised(&answer(found))));
        if let Some(best) = &found.best {
            let least = number::exact_percent(best.indifference);
            body.words(
                "p",
                &format!("A difference of less than {least} of the best median counts as none."),
            );
        }
        let told = |one: &&Variant| !one.description.is_empty();
        if found.variants.iter().any(|one| told(&one)) {
            body.element("ul", &[], |list| {
                for one in found.variants.iter().filter(told) {
                    list.element("li", &[], |item| variant(item, one));
                }
            });
        }
    })
}

fn variant(item: &mut Markup, one: &Variant) {
    item.words("strong", one.label());
    item.text(&format!(": {}", one.description));
}

/// The chart and the tables.
pub fn figures(found: &Comparison, picture: &Picture) -> Option<Section> {
    Section::of("figures", "Side by side", |body| {
        picture.add_to(body);
        let durations = table::comparison::durations(found);
        let caption = "The initial cycle, with intervals in brackets";
        grid::add(body, caption, &durations);
        if found.of == ComparedBy::Strategies {
            grid::add(body, strategies::UNDONE, &strategies::undone(found));
            let caption = "What was expected of each";
            grid::add(body, caption, &strategies::expected(found));
        }
        let endless = strategies::endless(found).into_iter();
        for line in endless.chain(strategies::documented(found)) {
            body.words("p", &line);
        }
        if let Some((caption, pairs)) = strategies::pairs(found) {
            grid::add(body, &caption, &pairs);
        } else if let Some(first) = found.variants.first() {
            let caption = format!("Against {}, run by run with the same luck", first.name);
            let pairs = table::comparison::against_first(found);
            grid::add(body, &caption, &pairs);
        }
        let loads = table::comparison::at_target(found);
        grid::add(body, "At the target, medians", &loads);
    })
}

/// How the chart is read.
pub fn reading(of: ComparedBy) -> &'static str {
    match of {
        ComparedBy::Strategies => {
            "Above, a row for each strategy: the shape is the distribution of its runs, the line below it holds 9 runs in 10. Below, how much \
             longer each takes than the fastest of those that do the same, or than the one that was named, run by run with the same luck: this says which is faster, even where the shapes overlap."
        }
        ComparedBy::Policies | ComparedBy::Workers => {
            "A row for each variant: the thick line is the median, the band holds 9 runs in 10. Bands that overlap say little, since all variants \
             were run with the same luck."
        }
    }
}
