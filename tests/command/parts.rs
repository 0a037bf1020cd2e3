//! Runs in parts: killed and gone on with, added to, divided among machines and joined, always to the same bytes.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::time::Duration;

use cyclecast::experiment::{Forecast, Plan, Record, Session};
use cyclecast::scenario::{SourceFile, parse};
use tempfile::TempDir;

use crate::program::{command, folder_with, refused, succeeds};

const PLAIN: &str = "[tenant]\nusers = 300\n[scope]\nassigned_users = 120\n[job]\nconnector = \"custom\"\n[[target.limit]]\ncalls = \"300 per min\"\n";
const WEEK: &str = "[run]\nhorizon = \"3 d\"\n[tenant]\nusers = 200\n[scope]\nmode = \"all-users\"\n[changes]\njoiners = 30\n";
const SPLIT: &str = "[tenant]\nusers = 300\n[scope]\nmode = \"all-users\"\n[split]\njobs = 3\n";
const LISTED: &str = "[tenant]\nusers = 300\n[groups]\ncsv = \"groups.csv\"\n";
const GROUPS: &str = "name,members,assigned\nSales,40,yes\nSecret project,25,yes\nAll,120,no\n";

fn with_scenarios() -> TempDir {
    folder_with(&[
        ("plain.toml", PLAIN),
        ("week.toml", WEEK),
        ("split.toml", SPLIT),
        ("listed.toml", LISTED),
        ("groups.csv", GROUPS),
    ])
}

fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("written");
    entries
        .map(|entry| {
            let entry = entry.expect("readable");
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).expect("readable"))
        })
        .collect()
}

fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (files_of(one), files_of(other));
    assert!(one.len() > 10, "{:?}", one.keys());
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        other.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in one {
        assert!(other[&name] == bytes, "{name} differs");
    }
}

#[test]
fn parts_join_to_the_same_bytes_as_one_run() {
    let folder = with_scenarios();
    let at = folder.path();
    for scenario in ["plain", "week", "split", "listed"] {
        let file = format!("{scenario}.toml");
        let (one, parts, whole) = (
            format!("{scenario}-one"),
            format!("{scenario}-parts"),
            format!("{scenario}-whole"),
        );
        let run = ["run", &file, "--replications"];
        succeeds(&[&run[..], &["60", "--output", &one]].concat(), at);
        // In any order, on any number of threads.
        for (range, threads) in [("37..60", "1"), ("0..5", "2"), ("5..37", "7")] {
            let part = [range, "--threads", threads, "--output", &parts];
            succeeds(&[&run[..], &part[..]].concat(), at);
        }
        succeeds(&["merge", &parts, "--output", &whole], at);
        assert_same(&at.join(one), &at.join(whole));
    }
}

/// Parts are read twice; what comes by a pipe can be read once.
#[cfg(unix)]
#[test]
fn a_part_may_come_by_a_pipe_and_a_result_may_be_joined_where_it_lies() {
    let folder = with_scenarios();
    let at = folder.path();
    let run = ["run", "plain.toml", "--replications", "40", "--output"];
    succeeds(&[&run[..], &["one"]].concat(), at);
    let journal = std::fs::File::open(at.join("one/replications.ndjson")).expect("a journal");
    let mut cat = std::process::Command::new("cat")
        .stdin(journal)
        .stdout(Stdio::piped())
        .spawn()
        .expect("cat is there");
    let piped = command(&["merge", "/dev/stdin", "--output", "piped"], at)
        .stdin(cat.stdout.take().expect("a pipe"))
        .output()
        .expect("the program starts");
    assert!(piped.status.success() && cat.wait().expect("it ends").success());
    assert_same(&at.join("one"), &at.join("piped"));
    succeeds(&["merge", "piped", "--output", "piped"], at);
    assert_same(&at.join("one"), &at.join("piped"));
}

/// What a program has in memory at the most, in MiB, as long as Linux tells it.
#[cfg(target_os = "linux")]
fn most_memory_of(arguments: &[&str], at: &Path) -> u64 {
    let mut program = command(arguments, at)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", program.id());
    let mut most = 0;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        most = most.max(kib.unwrap_or(0) / 1024);
        if let Some(ended) = program.try_wait().expect("it is ours") {
            assert!(ended.success(), "{ended}");
            return most;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// docs/scale.md has the figures, up to a million.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "simulates a hundred thousand replications; .ci/long does it in release"]
fn a_hundred_thousand_replications_are_made_and_joined_in_little_memory() {
    let folder = folder_with(&[(
        "tiny.toml",
        "tenant.users = 50\nscope.mode = \"all-users\"\n",
    )]);
    let at = folder.path();
    for range in ["0..60000", "60000..100000"] {
        let run = ["run", "tiny.toml", "--output", "parts", "--replications"];
        let most = most_memory_of(&[&run[..], &[range]].concat(), at);
        assert!((1..100).contains(&most), "{range}: {most} MiB");
    }
    let most = most_memory_of(&["merge", "parts", "--output", "whole"], at);
    assert!((20..300).contains(&most), "merge: {most} MiB");
}

#[test]
fn a_run_that_is_killed_loses_nothing_that_was_finished() {
    let folder = with_scenarios();
    let at = folder.path();
    let run = ["run", "plain.toml", "--replications", "400", "--output"];
    let mut killed = command(&[&run[..], &["killed"]].concat(), at)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let journal = at.join("killed/replications.ndjson");
    let finished = || {
        let text = std::fs::read_to_string(&journal).unwrap_or_default();
        text.matches('\n').count().saturating_sub(1)
    };
    while finished() < 5 {
        assert!(
            killed.try_wait().expect("it is ours").is_none(),
            "it ended before it could be killed"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    killed.kill().expect("it is ours");
    killed.wait().expect("it is ours");
    let kept = std::fs::read_to_string(&journal).expect("a journal");
    let whole_lines: Vec<&str> = kept
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .collect();
    assert!(whole_lines.len() < 401, "it was killed in the middle");
    succeeds(&[&run[..], &["killed", "--resume"]].concat(), at);
    let gone_on = std::fs::read_to_string(&journal).expect("a journal");
    assert!(whole_lines.iter().all(|line| gone_on.contains(*line)));
    succeeds(&[&run[..], &["one"]].concat(), at);
    assert_same(&at.join("one"), &at.join("killed"));
}

#[test]
fn a_line_that_was_cut_off_is_made_again() {
    let folder = with_scenarios();
    let at = folder.path();
    let run = ["run", "plain.toml", "--replications", "30", "--output"];
    succeeds(&[&run[..], &["cut"]].concat(), at);
    succeeds(&[&run[..], &["one"]].concat(), at);
    let journal = at.join("cut/replications.ndjson");
    let text = std::fs::read(&journal).expect("a journal");
    std::fs::write(&journal, &text[..text.len() - 100]).expect("writable");
    succeeds(&[&run[..], &["cut", "--resume"]].concat(), at);
    assert_same(&at.join("one"), &at.join("cut"));
}

#[test]
fn replications_are_added_to_an_earlier_run_and_to_its_outcome() {
    let folder = with_scenarios();
    let at = folder.path();
    succeeds(
        &[
            "run",
            "week.toml",
            "--replications",
            "25",
            "--output",
            "grows",
        ],
        at,
    );
    // The scenario file is not needed any more.
    std::fs::remove_file(at.join("week.toml")).expect("there");
    let add = ["run", "grows/outcome.json", "--replications", "70"];
    succeeds(&[&add[..], &["--output", "grows", "--resume"]].concat(), at);
    std::fs::write(at.join("week.toml"), WEEK).expect("writable");
    succeeds(
        &[
            "run",
            "week.toml",
            "--replications",
            "70",
            "--output",
            "one",
        ],
        at,
    );
    assert_same(&at.join("one"), &at.join("grows"));
}

#[test]
fn fewer_replications_leave_the_others_where_they_are() {
    let folder = with_scenarios();
    let at = folder.path();
    let run = ["run", "plain.toml", "--output", "kept", "--replications"];
    succeeds(&[&run[..], &["30"]].concat(), at);
    let journal = at.join("kept/replications.ndjson");
    let before = std::fs::read(&journal).expect("a journal");
    succeeds(&[&run[..], &["10", "--resume"]].concat(), at);
    assert!(std::fs::read(&journal).expect("a journal") == before);
    succeeds(
        &[
            "run",
            "plain.toml",
            "--output",
            "ten",
            "--replications",
            "10",
        ],
        at,
    );
    let outcome =
        |folder: &str| std::fs::read(at.join(folder).join("outcome.json")).expect("written");
    assert!(outcome("kept") == outcome("ten"));
}

#[test]
fn known_replications_are_not_simulated_again() {
    let source = SourceFile {
        name: "plain.toml".to_owned(),
        bytes: PLAIN.as_bytes().to_vec(),
    };
    let scenario = parse(source, "plain", &mut |_| Err("no other files".to_owned()))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Plan {
        replications: 12,
        seed: 1,
        threads: Some(2),
    };
    let forecast = Forecast::new(&scenario, Session::new(plan));
    let made = Mutex::new(Vec::new());
    let note = |record: &Record| made.lock().expect("no panic").push(record.number);
    let all = forecast
        .simulate(BTreeMap::new(), &note)
        .expect("limits let calls pass");
    assert_eq!(made.lock().expect("no panic").len(), 12);
    made.lock().expect("no panic").clear();
    let known = all.iter().filter(|record| ![3, 7].contains(&record.number));
    let known = known
        .map(|record| (record.number, record.clone()))
        .collect();
    let again = forecast
        .simulate(known, &note)
        .expect("limits let calls pass");
    let mut made = made.into_inner().expect("no panic");
    made.sort_unstable();
    assert_eq!((made, again), (vec![3, 7], all));
}

#[test]
fn parts_that_do_not_belong_together_are_refused_with_the_reason() {
    let folder = with_scenarios();
    let at = folder.path();
    let part = |scenario: &str, range: &str, seed: &str, output: &str| {
        let scenario = format!("{scenario}.toml");
        let run = ["run", &scenario, "--replications", range, "--seed", seed];
        succeeds(&[&run[..], &["--output", output]].concat(), at);
    };
    part("plain", "0..3", "1", "first");
    for (scenario, range, seed, reason) in [
        ("plain", "3..5", "2", "one has seed 1, the other seed 2"),
        (
            "split",
            "3..5",
            "1",
            "their scenarios, or files that these name, differ",
        ),
        ("plain", "4..6", "1", "replications are missing: 3..4"),
    ] {
        let other = format!("{scenario}-{seed}-{}", &range[..1]);
        part(scenario, range, seed, &other);
        let said = refused(&["merge", "first", &other, "--output", "joined"], at);
        assert!(said.contains(reason), "{said}");
        assert!(!at.join("joined").exists());
    }
    let file = at.join("first/part-000000-000003.ndjson");
    let text = std::fs::read_to_string(&file).expect("written");
    let forged = text.replacen("\"durationNanos\":", "\"durationNanos\":1", 1);
    assert_ne!(forged, text);
    std::fs::write(at.join("forged.ndjson"), forged).expect("writable");
    let said = refused(
        &["merge", "first", "forged.ndjson", "--output", "joined"],
        at,
    );
    assert!(said.contains("is in two parts and differs"), "{said}");
}

#[test]
fn what_is_no_part_is_refused_with_the_reason() {
    let folder = with_scenarios();
    let at = folder.path();
    std::fs::write(at.join("empty.ndjson"), "").expect("writable");
    std::fs::write(at.join("odd.ndjson"), b"\xFF\xFE{}\n[1]\n").expect("writable");
    for named in [
        "empty.ndjson",
        "odd.ndjson",
        "plain.toml",
        "nowhere.ndjson",
        ".",
    ] {
        let said = refused(&["merge", named, "--output", "joined"], at);
        assert!(said.starts_with("error: "), "{said}");
        assert!(!at.join("joined").exists());
    }
    // A folder of another run is not gone on with.
    succeeds(
        &[
            "run",
            "plain.toml",
            "--replications",
            "3",
            "--output",
            "plain",
        ],
        at,
    );
    let other = [
        "run",
        "split.toml",
        "--replications",
        "5",
        "--output",
        "plain",
        "--resume",
    ];
    let said = refused(&other, at);
    assert!(said.contains("holds replications of another run"), "{said}");
}

#[test]
fn a_part_that_was_changed_or_made_by_another_version_is_refused() {
    let folder = with_scenarios();
    let at = folder.path();
    succeeds(
        &[
            "run",
            "plain.toml",
            "--replications",
            "3",
            "--output",
            "good",
        ],
        at,
    );
    let text = std::fs::read_to_string(at.join("good/replications.ndjson")).expect("a journal");
    let inputs = text.find("\"inputs\":[").expect("inputs") + "\"inputs\":[".len();
    let value = text[inputs..].find([',', ']']).expect("a value");
    let shorter = text[..inputs].to_owned() + text[inputs + value..].trim_start_matches(',');
    for (changed, reason) in [
        (shorter, "replication 0 is not one of this scenario"),
        (
            text.replacen("\"replication\":2,", "\"replication\":9,", 1),
            "replication 2 is not one of this scenario",
        ),
        (
            text.replacen(
                &format!("\"cyclecastVersion\":\"{}\"", env!("CARGO_PKG_VERSION")),
                "\"cyclecastVersion\":\"9.9.9\"",
                1,
            ),
            "cyclecast 9.9.9",
        ),
        (
            text.replacen("\"partFormat\":\"1\"", "\"partFormat\":\"77\"", 1),
            "it is in format 77",
        ),
    ] {
        assert_ne!(changed, text, "{reason}");
        std::fs::create_dir_all(at.join("bad")).expect("writable");
        std::fs::write(at.join("bad/replications.ndjson"), changed).expect("writable");
        let said = refused(&["merge", "bad", "--output", "joined"], at);
        assert!(said.contains(reason), "{said}");
        let resume = [
            "run",
            "plain.toml",
            "--replications",
            "3",
            "--output",
            "bad",
            "--resume",
        ];
        let said = refused(&resume, at);
        assert!(said.contains(reason), "{said}");
    }
}

#[test]
fn a_document_that_contradicts_itself_is_not_shown() {
    let folder = with_scenarios();
    let at = folder.path();
    succeeds(
        &[
            "run",
            "plain.toml",
            "--replications",
            "4",
            "--output",
            "good",
        ],
        at,
    );
    let text = std::fs::read_to_string(at.join("good/outcome.json")).expect("written");
    let outcome: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let with = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut changed = outcome.clone();
        change(&mut changed);
        std::fs::write(at.join("bad.json"), changed.to_string()).expect("writable");
        refused(&["report", "bad.json"], at)
    };
    let shorter = with(&|document| {
        let values = document["inputs"][0]["values"]
            .as_array_mut()
            .expect("a list");
        values.pop();
    });
    assert!(
        shorter.contains("has 3 values for 4 replications"),
        "{shorter}"
    );
    let without = with(&|document| document["summaries"] = serde_json::json!([]));
    assert!(without.contains("no summary"), "{without}");
    // What it says cannot command the reader's terminal.
    let name = "\u{1B}]0;owned\u{7}";
    let mut hostile = outcome.clone();
    hostile["scenario"]["name"] = name.into();
    std::fs::write(at.join("hostile.json"), hostile.to_string()).expect("writable");
    let shown = succeeds(&["report", "hostile.json"], at);
    assert!(!shown.contains(['\u{1B}', '\u{7}']) && shown.contains("]0;owned"));
}

#[test]
fn no_name_of_a_group_stands_in_what_a_run_writes() {
    let folder = with_scenarios();
    let at = folder.path();
    succeeds(
        &[
            "run",
            "listed.toml",
            "--replications",
            "3",
            "--output",
            "listed",
        ],
        at,
    );
    for (name, bytes) in files_of(&at.join("listed")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Secret project"), "{name}");
    }
}

#[test]
fn a_saved_outcome_gives_the_same_report_tables_and_charts_without_simulating() {
    let folder = with_scenarios();
    let at = folder.path();
    for scenario in ["plain", "week", "split"] {
        let file = format!("{scenario}.toml");
        let told = succeeds(
            &["run", &file, "--replications", "80", "--output", scenario],
            at,
        );
        let document = format!("{scenario}/outcome.json");
        let again = format!("{scenario}-again");
        let shown = succeeds(&["report", &document, "--output", &again], at);
        let body = |report: &str| {
            let end = report.find("\nTo repeat this").expect("it says how");
            report[..end].to_owned()
        };
        assert_eq!(body(&told), body(&shown));
        let (mut first, mut second) = (files_of(&at.join(scenario)), files_of(&at.join(again)));
        first.remove("replications.ndjson");
        // The lists differ in this one file.
        assert!(first.remove("files.txt") != second.remove("files.txt"));
        assert!(first == second, "{:?} {:?}", first.keys(), second.keys());
    }
}

#[test]
fn an_outcome_is_repeated_from_its_own_manifest() {
    let folder = with_scenarios();
    let at = folder.path();
    for scenario in ["plain", "week", "listed"] {
        let file = format!("{scenario}.toml");
        let again = format!("{scenario}-again");
        let run = [
            "run",
            &file,
            "--replications",
            "9",
            "--seed",
            "5",
            "--output",
            scenario,
        ];
        succeeds(&run, at);
        let outcome = format!("{scenario}/outcome.json");
        succeeds(&["run", &outcome, "--output", &again], at);
        assert_same(&at.join(scenario), &at.join(again));
    }
}

#[test]
fn replications_stop_by_themselves_when_enough_is_known_whatever_the_threads() {
    let folder = with_scenarios();
    let at = folder.path();
    let documents = ["1", "2", "5"].map(|threads| {
        let output = format!("on-{threads}");
        let run = [
            "run",
            "plain.toml",
            "--precision",
            "20 %",
            "--decisive",
            "p50",
        ];
        let how = ["--threads", threads, "--output", &output];
        succeeds(&[&run[..], &how[..]].concat(), at);
        std::fs::read_to_string(at.join(output).join("outcome.json")).expect("written")
    });
    assert!(documents[0] == documents[1] && documents[0] == documents[2]);
    let outcome: serde_json::Value = serde_json::from_str(&documents[0]).expect("JSON");
    let stopping = &outcome["run"]["stopping"];
    assert_eq!(stopping["isSatisfied"], true);
    assert_eq!(outcome["run"]["partial"], false);
    let done = outcome["run"]["replications"].as_u64().expect("a number");
    assert!(
        done.is_multiple_of(20) && (380..10_000).contains(&done),
        "{done}"
    );
    assert!(stopping["reached"].as_f64().expect("a number") <= 0.2);
}
