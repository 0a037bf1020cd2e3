//! The HTML report: sound and accessible pages whatever the document says, and pages that a browser shows at any width.

#[path = "html/browser.rs"]
mod browser;
#[path = "html/nesting.rs"]
mod nesting;
#[path = "html/sound.rs"]
mod sound;

use std::fs;
use std::io::Write;
use std::process::Command;
use std::sync::OnceLock;

use cyclecast::experiment::outcome::Outcome;
use cyclecast::experiment::outcome::comparison::Comparison;
use cyclecast::report::html;
use proptest::prelude::*;
use serde_json::Value;
use sound::assert_sound;
use tempfile::TempDir;

const REPEAT: &str = "cyclecast run \"a b.toml\" --replications 40 --seed 1";

const CYCLE: &str = "[tenant]\nusers = 300\n[scope]\nassigned_users = 120\n";
const JOBS: &str = "[tenant]\nusers = 300\n[scope]\nmode = \"all-users\"\n[split]\njobs = 2\n";
const LIFE: &str = "[run]\nhorizon = \"2 d\"\n[tenant]\nusers = 300\n[scope]\nassigned_users = 120\n[changes]\njoiners = \"3 to 8\"\n";
const POLICIES: &str = "[tenant]\nusers = 300\n[scope]\nassigned_users = 120\n[job]\nconnector = \"custom\"\n\
                        [[target.limit]]\nrate = \"2/s\"\n";

/// The documents of a lone cycle, of two jobs, of a life and of a comparison of policies, simulated once.
fn documents() -> &'static [Value; 4] {
    static DOCUMENTS: OnceLock<[Value; 4]> = OnceLock::new();
    DOCUMENTS.get_or_init(|| {
        [
            simulated("run", CYCLE, &[]),
            simulated("run", JOBS, &[]),
            simulated("run", LIFE, &["--user-assigned-at", "1 d"]),
            simulated("policies", POLICIES, &[]),
        ]
    })
}

fn simulated(command: &str, scenario: &str, asked: &[&str]) -> Value {
    let folder = TempDir::new().expect("a temporary folder");
    fs::write(folder.path().join("small.toml"), scenario).expect("writable");
    let answer = Command::new(env!("CARGO_BIN_EXE_cyclecast"))
        .args([
            command,
            "small.toml",
            "--replications",
            "40",
            "--json",
            "document.json",
        ])
        .args(asked)
        .current_dir(folder.path())
        .output()
        .expect("the program starts");
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let text = fs::read_to_string(folder.path().join("document.json")).expect("written");
    serde_json::from_str(&text).expect("JSON")
}

/// The page of a document.
fn page(document: &Value) -> String {
    if document.get("variants").is_some() {
        let found: Comparison = serde_json::from_value(document.clone()).expect("a comparison");
        html::comparison(&found, REPEAT).expect("drawn")
    } else {
        let outcome: Outcome = serde_json::from_value(document.clone()).expect("an outcome");
        html::outcome(&outcome, REPEAT).expect("drawn")
    }
}

/// Puts `words` in the place of every text of a document that is not one of a fixed set.
fn fill(document: &mut Value, words: &str) {
    const FIXED: [&str; 7] = ["metric", "unit", "origin", "kind", "result", "state", "of"];
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
    for document in documents() {
        let page = page(document);
        let elements = assert_sound(&page);
        assert!(page.len() < 1_500_000, "{} bytes", page.len());
        let repeat = elements.iter().find(|element| element.words == REPEAT);
        assert!(repeat.is_some_and(|element| element.name == "code"));
    }
}

#[test]
fn the_answer_comes_first_and_everything_else_has_its_section() {
    let sections = |document: &Value| -> Vec<String> {
        let elements = assert_sound(&page(document));
        let ids = elements.iter().filter(|element| element.name == "section");
        ids.filter_map(|element| element.attribute("id"))
            .map(str::to_owned)
            .collect()
    };
    let [cycle, jobs, life, policies] = documents();
    let of_cycle = [
        "answer",
        "warnings",
        "charts",
        "cycle",
        "target",
        "assumptions",
    ];
    assert_eq!(sections(cycle)[..6], of_cycle);
    assert!(sections(jobs).contains(&"jobs".to_owned()));
    assert!(sections(life).contains(&"life".to_owned()));
    assert_eq!(sections(policies), ["answer", "figures", "repeat"]);
}

#[test]
fn what_a_document_says_is_shown_as_it_is() {
    let hostile = "</title></style><script>alert(1)</script><img src=x onerror='alert(1)'>\" onload=\"a &amp; \u{202E}b]]>";
    for document in documents() {
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
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_text_breaks_a_page(words in "(\\PC|[<>&\"'/=\u{0}-\u{1f}\u{202a}-\u{202e}]){0,40}", which in 0..4_usize) {
        let mut document = documents()[which].clone();
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
    let names = ["cycle.html", "jobs.html", "life.html", "policies.html"];
    for (name, document) in names.iter().zip(documents()) {
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
