//! How to repeat a run.

use super::grid;
use super::markup::Markup;
use super::page::Section;
use crate::experiment::outcome::{Manifest, Outcome};
use crate::report::stopping;
use crate::units::display_number;

/// The command, the facts that fix a run, and the scenario as it was read.
pub fn section(outcome: &Outcome, repeat: &str) -> Option<Section> {
    let run = &outcome.run;
    let count = |number: u64| display_number(number as f64);
    let replications = if run.replications == run.replications_requested {
        count(run.replications)
    } else {
        let asked = count(run.replications_requested);
        format!("{} of at most {asked}", count(run.replications))
    };
    let partial = run.partial.then(|| {
        let words = "the run was interrupted; what is shown is made from the first replications";
        ("interrupted", words.to_owned())
    });
    let asked = outcome.manifest.asked.iter().zip(0..);
    let asked = asked.map(|(words, place)| {
        let name = if place == 0 { "asked" } else { "" };
        (name, words.clone())
    });
    let facts: Vec<(&str, String)> = [
        ("seed", run.seed.to_string()),
        ("replications", replications),
    ]
    .into_iter()
    .chain(partial)
    .chain(stopping::sentence(run).map(|words| ("stopping rule", words)))
    .chain(asked)
    .chain([
        (
            "version",
            format!("cyclecast {}", outcome.cyclecast_version),
        ),
        ("format of the document", outcome.format_version.clone()),
    ])
    .collect();
    Section::of("repeat", "How to repeat this", |body| {
        command(body, repeat);
        grid::facts(body, "What fixes the result, to the byte", &facts);
        scenario(body, &outcome.manifest);
    })
}

/// The command, and what fixes the result of several runs beside each other.
pub fn of_several(
    (seed, replications): (u64, u64),
    version: &str,
    repeat: &str,
) -> Option<Section> {
    let each = display_number(replications as f64);
    let facts = [
        ("seed", seed.to_string()),
        ("replications", format!("{each} each, with the same luck")),
        ("version", format!("cyclecast {version}")),
    ];
    Section::of("repeat", "How to repeat this", |body| {
        command(body, repeat);
        grid::facts(body, "What fixes the result, to the byte", &facts);
    })
}

fn command(body: &mut Markup, repeat: &str) {
    body.element("pre", &[("tabindex", "0")], |pre| pre.words("code", repeat));
}

/// The scenario and the files that it names, folded away.
fn scenario(body: &mut Markup, manifest: &Manifest) {
    let scenario = Some(("The scenario".to_owned(), &manifest.scenario));
    let scenario = scenario.filter(|(_, text)| !text.is_empty());
    let files = manifest.files.iter();
    let files = files.map(|file| (format!("The file {}", file.name), &file.text));
    for (title, text) in scenario.into_iter().chain(files) {
        body.element("details", &[], |details| {
            details.words("summary", &title);
            details.element("pre", &[("tabindex", "0")], |pre| pre.words("code", text));
        });
    }
}
