//! The README keeps its word: its commands run as written, its chart is current, its links lead somewhere.

use tempfile::TempDir;

use crate::program::{copy_folder, cyclecast, project};
use crate::reproduced;

fn text(file: &str) -> String {
    std::fs::read_to_string(project().join(file)).expect(file)
}

/// The commands in fenced `sh` blocks, in order.
fn commands() -> Vec<String> {
    let readme = text("README.md");
    readme
        .split("```sh\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .flat_map(str::lines)
        .map(str::to_owned)
        .collect()
}

/// The words of a command, where double quotes keep one together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (place, piece) in command.split('"').enumerate() {
        if place % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_first_two_commands_are_the_ones_that_the_checks_run() {
    let commands = commands();
    assert_eq!(
        commands[0],
        "cargo run --release -- run scenarios/saas-rollout.toml"
    );
    assert_eq!(commands[1], "cargo test");
    let checks = text(".ci/run");
    assert!(checks.contains("run scenarios/saas-rollout.toml"));
    assert!(checks.contains("cargo test"));
}

#[test]
fn the_run_command_draws_the_charts_that_the_readme_shows() {
    let output = TempDir::new().expect("a temporary folder");
    let folder = output.path().display().to_string();
    let run = ["run", "scenarios/saas-rollout.toml", "--output", &folder];
    assert!(cyclecast(&run, project()).status.success());
    for chart in ["duration", "sensitivity"] {
        let drawn = output.path().join(format!("{chart}.svg"));
        let drawn = std::fs::read_to_string(drawn).expect("drawn");
        assert!(
            drawn == text(&format!("docs/images/saas-rollout-{chart}.svg")),
            "run scenarios/saas-rollout.toml and copy its {chart}.svg to docs/images/saas-rollout-{chart}.svg"
        );
    }
}

#[test]
fn the_five_minutes_work_as_written() {
    let folder = TempDir::new().expect("a temporary folder");
    // The commands name scenarios as they lie in the project.
    copy_folder(
        &project().join("scenarios"),
        &folder.path().join("scenarios"),
    );
    let tour: Vec<String> = commands().split_off(2);
    assert!(tour.len() >= 4, "{tour:?}");
    for command in tour {
        let mut words = words(&command);
        assert_eq!(words.remove(0), "cyclecast", "{command}");
        let redirected = words.iter().position(|word| word == ">").map(|place| {
            let file = words[place + 1].clone();
            words.truncate(place);
            file
        });
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = match words[..] {
            ["reproduce"] => reproduced::in_folder(folder.path()),
            _ => cyclecast(&words, folder.path()),
        };
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command}: {message}");
        if let Some(file) = redirected {
            std::fs::write(folder.path().join(file), &output.stdout).expect("writable");
        }
    }
    // The fragment of step 5 fits below the file that step 2 made, and narrows the range.
    let readme = text("README.md");
    let fragment = readme
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("step 5");
    let spread = || {
        let output = cyclecast(&["run", "mine.toml", "--json", "-"], folder.path());
        let outcome: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let cycle = &outcome["summaries"][0];
        let at = |p: &str| cycle[p]["value"].as_f64().expect("reached");
        at("p95") / at("p5")
    };
    let before = spread();
    let mine = std::fs::read_to_string(folder.path().join("mine.toml")).expect("made in step 2");
    std::fs::write(
        folder.path().join("mine.toml"),
        format!("{mine}\n{fragment}"),
    )
    .expect("writable");
    assert!(spread() < before);
}

#[test]
fn every_link_leads_to_a_file() {
    let mut pages = vec![project().join("README.md")];
    pages.extend(
        std::fs::read_dir(project().join("docs"))
            .expect("docs")
            .map(|entry| entry.expect("readable").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "md")),
    );
    for page in pages {
        let text = std::fs::read_to_string(&page).expect("readable");
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            let place = page.parent().expect("a folder").join(file);
            assert!(place.exists(), "{} links to {target}", page.display());
        }
    }
}
