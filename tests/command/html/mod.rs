//! The HTML report: sound and accessible pages whatever the document says, and pages that a browser shows at any width.

mod browser;
mod nesting;
mod sound;

use std::fs;
use std::io::Write;
use std::sync::LazyLock;

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::outcome::comparison::Comparison;
use cyclecast::experiment::outcome::sweep::Sweep;
use cyclecast::report::{chart, html};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sound::assert_sound;
use tempfile::TempDir;

use crate::program::{complaint, cyclecast, folder_with};

const REPEAT: &str = "cyclecast run \"a b.toml\" --replications 40 --seed 1";
const SMALL: &str = "[tenant]\nusers = 300\n[scope]\nassigned_users = 120\n";

/// What is simulated for a page: its name, the command, what the scenario says beyond [`SMALL`], and further options.
const ASKED: [(&str, &str, &str, &[&str]); 6] = [
    (
        "cycle",
        "run",
        "[expect]\n\"initial_cycle.p95\" = \"< 36 h\"\n\"too_many_requests.p50\" = \"< 1\"\n",
        &[
            "--start",
            "2026-11-27 18:00",
            "--deadline",
            "2026-11-30 08:00",
        ],
    ),
    ("jobs", "run", "[split]\njobs = 2\n", &[]),
    (
        "life",
        "run",
        "[run]\nhorizon = \"2 d\"\n[changes]\njoiners = \"3 to 8\"\n",
        &["--user-assigned-at", "1 d"],
    ),
    (
        "policies",
        "policies",
        "[job]\nconnector = \"custom\"\n[[target.limit]]\ncalls = \"120 per min\"\n",
        &[],
    ),
    (
        "strategies",
        "compare",
        "[[strategy]]\nname = \"assigned\"\n[[strategy]]\nname = \"half\"\nscope.filter_share = 0.5\n",
        &[],
    ),
    (
        "sweep",
        "sweep",
        "",
        &["--vary", "target.latency.user_post=100ms..4s:3:log"],
    ),
];

/// The documents in this order, simulated once.
static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let asked = ASKED.iter();
    asked
        .map(|(_, command, scenario, options)| simulated(command, scenario, options))
        .collect()
});

fn document(name: &str) -> &'static Value {
    let place = ASKED.iter().position(|(one, ..)| *one == name);
    &DOCUMENTS[place.expect("a name of the list")]
}

fn simulated(command: &str, scenario: &str, options: &[&str]) -> Value {
    let folder = folder_with(&[("small.toml", &format!("{SMALL}{scenario}"))]);
    let asked = [command, "small.toml", "--replications", "40"];
    let written = ["--json", "document.json"];
    let answer = cyclecast(&[&asked[..], &written, options].concat(), folder.path());
    let text = fs::read_to_string(folder.path().join("document.json"));
    let text = text.unwrap_or_else(|_| panic!("{command} says: {}", complaint(&answer)));
    serde_json::from_str(&text).expect("JSON")
}

/// The page of a document.
fn page(document: &Value) -> String {
    fn read<T: DeserializeOwned>(document: &Value) -> T {
        serde_json::from_value(document.clone()).expect("a document of this kind")
    }
    let drawn = "its charts can be drawn";
    if document.get("variants").is_some() {
        let found: Comparison = read(document);
        html::comparison(&found, &chart::comparison(&found).expect(drawn), REPEAT)
    } else if document.get("axes").is_some() {
        let found: Sweep = read(document);
        html::sweep(&found, &chart::sweep(&found).expect(drawn), REPEAT)
    } else {
        let outcome: Outcome = read(document);
        html::outcome(&outcome, &chart::outcome(&outcome).expect(drawn), REPEAT)
    }
}

/// Puts `words` in the place of every text of a document that is not one of a fixed set.
fn fill(document: &mut Value, words: &str) {
    const FIXED: [&str; 12] = [
        "view",
        "metric",
        "unit",
        "origin",
        "kind",
        "result",
        "state",
        "of",
        "decisive",
        "owner",
        "standing",
        "circumstance",
    ];
    match document {
        Value::String(text) => words.clone_into(text),
        Value::Array(values) => values.iter_mut().for_each(|value| fill(value, words)),
        Value::Object(members) => members
            .iter_mut()
            .filter(|(name, _)| !FIXED.contains(&name.as_str()))
            .for_each(|(_, value)| fill(value, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn every_page_is_sound_and_small() {
    for document in DOCUMENTS.iter() {
        let page = page(document);
        let elements = assert_sound(&page);
        assert!(page.len() < 1_500_000, "{} bytes", page.len());
        let repeat = elements.iter().find(|element| element.words == REPEAT);
        assert!(repeat.is_some_and(|element| element.name == "code"));
    }
}

#[test]
fn the_answer_comes_first_or_what_was_expected_and_everything_else_has_its_section() {
    let sections = |document: &Value| -> Vec<String> {
        let elements = assert_sound(&page(document));
        let ids = elements.iter().filter(|element| element.name == "section");
        ids.filter_map(|element| element.attribute("id"))
            .map(str::to_owned)
            .collect()
    };
    let cycle = sections(document("cycle"));
    // Somebody waits for what was expected, so it leads where there is something.
    let in_order = [
        "expected",
        "answer",
        "certainty",
        "warnings",
        "charts",
        "cycle",
        "time",
        "target",
        "errors",
        "assumptions",
        "words",
        "repeat",
    ];
    assert_eq!(cycle, in_order);
    assert!(sections(document("jobs")).contains(&"jobs".to_owned()));
    assert!(sections(document("life")).contains(&"life".to_owned()));
    for name in ["policies", "strategies", "sweep"] {
        assert_eq!(
            sections(document(name)),
            ["answer", "figures", "words", "repeat"],
            "{name}"
        );
    }
}

#[test]
fn what_a_document_says_is_shown_as_it_is() {
    let hostile = "</title></style><script>alert(1)</script><img src=x onerror='alert(1)'>\" onload=\"a &amp; \u{202E}b]]>";
    for document in DOCUMENTS.iter() {
        let mut document = document.clone();
        fill(&mut document, hostile);
        let page = page(&document);
        let elements = assert_sound(&page);
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202E}'));
        let title = elements.iter().find(|element| element.name == "h1");
        let shown = hostile.replace('\u{202E}', "[U+202E]");
        assert_eq!(
            title.map(|title| title.words.as_str()),
            Some(shown.as_str())
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_page(words in "(\\PC|[<>&\"'/=\u{0}-\u{1f}\u{202a}-\u{202e}]){0,40}", which in 0..ASKED.len()) {
        let mut document = DOCUMENTS[which].clone();
        fill(&mut document, &words);
        assert_sound(&page(&document));
    }
}

/// Shows each page in a frame of each width, and writes below how wide its content is.
const FRAMES: &str = r#"<!DOCTYPE html><meta charset="utf-8"><title>frames</title><body><script>
const pages = PAGES, widths = WIDTHS, found = [];
for (const page of pages) for (const width of widths) {
  const frame = document.createElement("iframe");
  frame.style.width = width + "px";
  frame.style.height = "900px";
  frame.style.border = "0";
  frame.onload = () => {
    const shown = frame.contentDocument;
    const charts = [...shown.querySelectorAll("svg")].filter(one => one.getBoundingClientRect().height > 100);
    const sizes = [...shown.querySelectorAll("body *")].filter(one => !one.closest("svg"))
      .map(one => parseFloat(frame.contentWindow.getComputedStyle(one).fontSize));
    const said = document.createElement("p");
    said.textContent = `shown ${page} ${width} ${shown.documentElement.scrollWidth} ${charts.length} ${Math.min(...sizes)}`;
    document.body.append(said);
    frame.remove();
  };
  frame.src = page;
  document.body.append(frame);
}
</script>"#;

#[test]
fn a_browser_shows_every_page_at_any_width_without_cutting_it() {
    const WIDTHS: [u32; 3] = [360, 800, 1_280];
    let Some(browser) = browser::installed() else {
        // Not by `eprintln!`, which a test that passes keeps to itself.
        let said = writeln!(
            std::io::stderr(),
            "\nSKIPPED: no Chromium or Chrome is on the path, so no page was opened in a browser\n"
        );
        return said.expect("stderr takes a line");
    };
    let folder = TempDir::new().expect("a temporary folder");
    let names = ASKED.map(|(name, ..)| format!("{name}.html"));
    for (name, document) in names.iter().zip(DOCUMENTS.iter()) {
        fs::write(folder.path().join(name), page(document)).expect("writable");
    }
    let frames = FRAMES
        .replace("PAGES", &format!("{names:?}"))
        .replace("WIDTHS", &format!("{WIDTHS:?}"));
    let wrapper = folder.path().join("frames.html");
    fs::write(&wrapper, frames).expect("writable");
    let shown =
        browser::document(&browser, &wrapper, folder.path()).expect("the browser shows pages");
    for name in names {
        for width in WIDTHS {
            let line = format!("<p>shown {name} {width} ");
            let found = shown
                .split(&line)
                .nth(1)
                .unwrap_or_else(|| panic!("{line}: {shown}"));
            let found = found.split_once('<').map_or("", |(found, _)| found);
            let found: Vec<f64> = found
                .split(' ')
                .map(|number| number.parse().expect("a number"))
                .collect();
            let [content, charts, letters] = found[..] else {
                panic!("{line}{found:?}");
            };
            assert!(
                content <= f64::from(width),
                "{name}: {content} pixels wide at {width}"
            );
            assert!(charts >= 1.0, "{name}: no chart is shown at {width}");
            assert!(
                letters >= 16.0,
                "{name}: letters of {letters} pixels at {width}"
            );
        }
    }
}
