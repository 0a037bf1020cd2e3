//! Whole pages.

use super::page::STYLE;
use crate::experiment::outcome::{Manifest, NamedFile, Outcome, View};
use crate::report::glossary::of_every_report;
use crate::report::{chart, fixture, html};

/// An outcome that has something for every section but those of life and jobs.
fn full() -> Outcome {
    let mut outcome = fixture::with_promises();
    outcome.sensitivity = fixture::with_sensitivity().sensitivity;
    outcome.manifest = Manifest {
        name: "growing-company".to_owned(),
        scenario: "[tenant]\nusers = 18_000 # <all>\n".to_owned(),
        files: vec![NamedFile {
            name: "groups.csv".to_owned(),
            text: "members\n12\n".to_owned(),
        }],
        asked: vec!["--deadline 2026-12-01".to_owned().into()],
    };
    outcome
}

fn of_run(outcome: &Outcome, repeat: &str) -> String {
    html::outcome(outcome, &chart::outcome(outcome).unwrap(), repeat)
}

/// Whether all words stand in the text, in this order.
fn assert_in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for one in words {
        let index = rest
            .find(one)
            .unwrap_or_else(|| panic!("no “{one}” behind those before"));
        rest = &rest[index..];
    }
}

#[test]
fn the_page_for_the_owner_of_the_target_begins_with_the_load_and_its_charts() {
    let mut outcome = fixture::with_life();
    let later = |page: &str| page.contains("<h3>What the target sees after the initial cycle</h3>");
    let usual = of_run(&outcome, "again");
    assert!(
        !usual.contains("your endpoint sees") && !usual.contains("<h3>What the target sees after")
    );
    outcome.target.endpoints = outcome
        .life
        .as_ref()
        .unwrap()
        .load
        .as_ref()
        .unwrap()
        .endpoints
        .clone();
    outcome.target.all = outcome.target.endpoints.first().cloned();
    outcome.view = View::Target;
    let page = of_run(&outcome, "again");
    assert!(later(&page));
    assert_in_order(
        &page,
        &[
            "Your endpoint sees",
            "requests more up to the horizon, most of them",
            "<caption>Requests by endpoint: medians",
            "<h3>What the target sees after the initial cycle</h3>",
            "busiest minute after the initial cycle: ",
            "<caption>The hours with the most requests</caption>",
            "9 replications in 10 finish the initial cycle",
            "<figure id=\"chart-load\">",
            "<figure id=\"chart-later-load\">",
            "<figure id=\"chart-duration\">",
        ],
    );
}

#[test]
fn what_was_expected_leads_and_the_rest_follows_in_order() {
    let page = of_run(&full(), "cyclecast run a.toml --seed 42");
    assert_in_order(
        &page,
        &[
            "<h1>growing-company</h1>",
            "2 of 3 expectations are met",
            "<td class=\"words\">95th percentile of the initial cycle &lt; 36 h</td>",
            "9 replications in 10 finish the initial cycle",
            "90 % chance of being done by Tue 1 December at 13:30",
            "to be 95 % sure, start by",
            "<figure id=\"chart-duration\">",
            "<figure id=\"chart-load\">",
            "Measure <code>target.latency.user_get</code> first (",
            "<figure id=\"chart-sensitivity\">",
            "<h2 id=\"time-heading\">Where the time goes</h2>",
            "<h3>Yours (1)</h3>",
            "<code>cyclecast run a.toml --seed 42</code>",
            "the 95th percentile is known to within 4.2 %",
            "<div>--deadline 2026-12-01</div>",
            "users = 18_000 # &lt;all&gt;\n",
            "The file groups.csv",
            "not affiliated with Microsoft",
        ],
    );
}

#[test]
fn a_life_has_its_own_section_with_what_the_scenario_has_happen() {
    let page = of_run(&fixture::with_life(), "again");
    assert_in_order(
        &page,
        &[
            "<figure id=\"chart-timeline\">",
            "<h2 id=\"life-heading\">The job over 14 days</h2>",
            "<caption>What becomes of changes</caption>",
            "<th scope=\"row\">goes into quarantine</th>",
            "<li>the target refuses the credentials on Sat 7 March",
        ],
    );
}

#[test]
fn strategies_have_their_answer_chart_and_pairs() {
    let page = {
        let found = fixture::strategies();
        html::comparison(&found, &chart::comparison(&found).unwrap(), "again")
    };
    assert_in_order(
        &page,
        &[
            "Four jobs is fastest",
            "<figure id=\"chart-variants\">",
            "intervals that hold for all strategies at once</caption>",
            "<caption>At the target, medians</caption>",
            "<code>again</code>",
        ],
    );
}

#[test]
fn a_sweep_has_its_answer_chart_and_points() {
    for found in [fixture::sweep(), fixture::sweep_of_two()] {
        let page = html::sweep(&found, &chart::sweep(&found).unwrap(), "again");
        let points = format!("<th scope=\"col\">{}</th>", found.axes[0].key);
        assert_in_order(
            &page,
            &[
                "The answer",
                "<figure id=\"chart-sweep\">",
                &points,
                "again",
            ],
        );
        let others = 4 + of_every_report().count();
        assert_eq!(page.matches("<tr>").count(), found.points.len() + others);
    }
}

#[test]
fn a_document_that_knows_nothing_still_makes_a_page() {
    let mut nothing = fixture::bare(&[]);
    nothing.scenario.parameters.clear();
    let page = of_run(&nothing, "");
    assert!(page.contains("Nothing was simulated.") && page.ends_with("</html>\n"));
}

/// A colour of the style sheet: the one of the light theme, or of the dark one behind it.
fn colour(variable: &str, theme: usize) -> [f64; 3] {
    let declared = format!("--{variable}: #");
    let value = STYLE.split(&declared).nth(theme + 1).unwrap();
    [0, 2, 4].map(|index| {
        let part = u8::from_str_radix(&value[index..index + 2], 16).unwrap();
        f64::from(part) / 255.0
    })
}

/// The contrast of two colours as WCAG 2.2 defines it.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [red, green, blue] = colour.map(|part| {
            if part <= 0.040_45 {
                part / 12.92
            } else {
                libm::pow((part + 0.055) / 1.055, 2.4)
            }
        });
        0.212_6 * red + 0.715_2 * green + 0.072_2 * blue
    };
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    (one / other).max(other / one)
}

#[test]
fn both_themes_have_enough_contrast() {
    for theme in [0, 1] {
        let paper = colour("paper", theme);
        for (variable, least) in [
            ("ink", 7.0),
            ("muted", 4.5),
            ("blue", 4.5),
            ("vermillion", 4.5),
            ("sky", 3.0),
            ("axis", 3.0),
        ] {
            let found = contrast(colour(variable, theme), paper);
            assert!(found >= least, "{variable} in theme {theme}: {found}");
        }
        let shade = colour("shade", theme);
        assert!(contrast(colour("ink", theme), shade) >= 7.0);
        assert!(contrast(colour("ink", theme), colour("sky", theme)) >= 3.0);
        assert!(contrast(colour("blue", theme), colour("sky", theme)) >= 1.5);
    }
}
