//! The documents say what the program does: every command shown in them is run, and its answer compared.
//!
//! A block ` ```console ` or ` ```text ` that begins with `$ cyclecast` is run; what follows the command must be its
//! answer, where a line `...` stands for any number of lines. The answer is what goes to stdout, and behind it
//! what goes to stderr. A block with a file name behind its language, such as ` ```toml mine.toml `, is a file
//! that later commands of the same document find, and so is what a command writes with `> mine.toml`.
//! Each document has a folder of its own, with a copy of `scenarios/`, so that nothing is written anywhere else.
//!
//! `UPDATE_DOCS=1 cargo test --test command docs::` brings the lines before the first `...` of each answer up to date, after a change of
//! numbers that is meant. Read the text around them afterwards.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output};

use crate::program::{command, copy_folder, project};
use crate::reproduced;

const ANYTHING: &str = "...";

/// A fenced block: what stands behind the fence, the lines within, and the line in which it begins.
struct Block {
    info: String,
    lines: Vec<String>,
    at: usize,
}

/// A command and the answer that is shown.
struct Example<'b> {
    command: &'b str,
    answer: &'b [String],
    at: usize,
}

fn documents() -> Vec<PathBuf> {
    let in_docs = fs::read_dir(project().join("docs")).expect("the documents stand in docs");
    let mut found: Vec<PathBuf> = in_docs
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
        .collect();
    found.push(project().join("README.md"));
    found.sort();
    found
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (place, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => {
                open = Some(Block {
                    info: info.trim().to_owned(),
                    lines: Vec::new(),
                    at: place + 1,
                });
            }
            (None, Some(block)) => block.lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is never closed");
    blocks
}

fn examples(block: &Block) -> Vec<Example<'_>> {
    let kind = block.info.split(' ').next().unwrap_or_default();
    let begins = |line: &String| line.starts_with("$ cyclecast");
    if !matches!(kind, "console" | "text") || !block.lines.first().is_some_and(begins) {
        return Vec::new();
    }
    let starts: Vec<usize> = (0..block.lines.len())
        .filter(|place| begins(&block.lines[*place]))
        .collect();
    let ends = starts.iter().skip(1).copied();
    starts
        .iter()
        .zip(ends.chain([block.lines.len()]))
        .map(|(&start, end)| Example {
            command: block.lines[start].trim_start_matches("$ cyclecast").trim(),
            answer: &block.lines[start + 1..end],
            at: block.at + 1 + start,
        })
        .collect()
}

/// Whether the lines of an answer are those that are shown.
fn matches(shown: &[String], answer: &[&str]) -> bool {
    match shown.split_first() {
        None => answer.is_empty(),
        Some((line, rest)) if line == ANYTHING => {
            (0..=answer.len()).any(|from| matches(rest, &answer[from..]))
        }
        Some((line, rest)) => answer
            .split_first()
            .is_some_and(|(first, others)| first == line && matches(rest, others)),
    }
}

fn run(arguments: &str, folder: &Path) -> Output {
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    if arguments == ["reproduce"] {
        return reproduced::in_folder(folder);
    }
    let answer = command(&arguments, folder).env("NO_COLOR", "1").output();
    answer.expect("the program starts")
}

/// Runs one example and returns how it ended, and the lines of its answer.
fn answer(example: &Example<'_>, folder: &Path) -> (ExitStatus, Vec<String>) {
    let (command, file) = match example.command.split_once(" > ") {
        Some((command, file)) => (command, Some(file.trim())),
        None => (example.command, None),
    };
    let output = run(command, folder);
    let mut answer = String::from_utf8(output.stdout).expect("text");
    if let Some(file) = file {
        fs::write(folder.join(file), std::mem::take(&mut answer)).expect("a file is written");
    }
    answer.push_str(&String::from_utf8(output.stderr).expect("text"));
    let lines = answer.lines().map(|line| line.trim_end().to_owned());
    (output.status, lines.collect())
}

/// What is wrong with an example, if anything.
fn fault(example: &Example<'_>, (status, answer): &(ExitStatus, Vec<String>)) -> Option<String> {
    let lines: Vec<&str> = answer.iter().map(String::as_str).collect();
    // Where a failure is meant, its message is shown.
    let failure_shown = example.answer.iter().any(|line| line.starts_with("error:"));
    if status.success() != failure_shown && matches(example.answer, &lines) {
        return None;
    }
    Some(format!(
        "`{}` is shown to answer\n{}\nand ends with {status}, answering\n{}",
        example.command,
        example.answer.join("\n"),
        lines.join("\n")
    ))
}

/// Puts the beginning of the true answer in the place of that which is shown, line by line.
fn update(document: &mut [String], example: &Example<'_>, answer: &[String]) {
    let shown = example.answer.iter().take_while(|line| *line != ANYTHING);
    let places = document[example.at..].iter_mut().take(shown.count());
    for (place, line) in places.zip(answer) {
        place.clone_from(line);
    }
}

#[test]
fn every_command_in_the_documents_answers_as_shown() {
    let updating = std::env::var_os("UPDATE_DOCS").is_some_and(|wish| wish == "1");
    let mut examples_run = 0;
    let mut faults = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a readable document");
        let mut updated: Vec<String> = text.lines().map(str::to_owned).collect();
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy_folder(
            &project().join("scenarios"),
            &folder.path().join("scenarios"),
        );
        for block in blocks(&text) {
            if let Some((_, name)) = block.info.split_once(' ') {
                let content = block.lines.join("\n") + "\n";
                fs::write(folder.path().join(name), content).expect("a file is written");
            }
            for example in examples(&block) {
                examples_run += 1;
                let answer = answer(&example, folder.path());
                if let Some(fault) = fault(&example, &answer) {
                    update(&mut updated, &example, &answer.1);
                    faults.push(format!("{}:{}: {fault}", document.display(), example.at));
                }
            }
        }
        if updating && !text.lines().eq(&updated) {
            fs::write(&document, updated.join("\n") + "\n").expect("a writable document");
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(examples_run > 0, "the documents show no command at all");
}

#[test]
fn dots_stand_for_any_number_of_lines_and_nothing_else_does() {
    let shown = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let answer = ["a", "b", "c"];
    for right in ["a\nb\nc", "...", "a\n...", "...\nc", "a\n...\nb\n...\nc"] {
        assert!(matches(&shown(right), &answer), "{right}");
    }
    for wrong in ["a\nb", "", "a\n...\nd", "b\n...", "...\nc\nb"] {
        assert!(!matches(&shown(wrong), &answer), "{wrong}");
    }
}

#[test]
fn only_commands_of_this_program_are_run() {
    let text = "```console\n$ cyclecast check a.toml\nb\n$ cyclecast man > m\n```\n```sh\n$ cyclecast x\n```\n```text\nno\n```";
    let found = blocks(text);
    let commands: Vec<(&str, usize, usize)> = found
        .iter()
        .flat_map(examples)
        .map(|example| (example.command, example.answer.len(), example.at))
        .collect();
    assert_eq!(commands, [("check a.toml", 1, 2), ("man > m", 0, 4)]);
}
