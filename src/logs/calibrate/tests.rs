//! What a calibration finds in entries of which everything is known, and what it keeps to itself.

use std::io::Cursor;

use super::*;
use crate::logs::{LogSource, read_logs};

/// Entries of one job, eight at a time, as Graph writes them: an initial cycle, and then a cycle every forty minutes for three days.
struct Written {
    text: String,
    count: u64,
}

impl Written {
    fn add(&mut self, at_secs: f64, millis: u64, cycle: u64, what: &str, object: &str, rest: &str) {
        let at_secs = at_secs + millis as f64 / 1e3;
        let day = 2 + (at_secs / 86_400.0) as u64;
        let secs = at_secs % 86_400.0;
        let (hour, minute) = ((secs / 3_600.0) as u64, (secs % 3_600.0 / 60.0) as u64);
        let (action, status) = what.split_once(' ').unwrap();
        self.count += 1;
        self.text += &format!(
            "{{\"activityDateTime\":\"2026-11-{day:02}T{hour:02}:{minute:02}:{:06.3}Z\",\"jobId\":\"scim.private.job\",\"cycleId\":\"cycle-{cycle}\",\"changeId\":\"private-change-{}\",\"provisioningAction\":\"{action}\",\"durationInMilliseconds\":{millis},\"provisioningStatusInfo\":{{\"status\":\"{status}\"{rest}}},\"modifiedProperties\":[{{\"displayName\":\"department\",\"newValue\":\"private-value\"}}],\"sourceIdentity\":{{\"id\":\"private-{object}\",\"displayName\":\"Private Person\",\"identityType\":\"User\"}}}}\n",
            secs % 60.0,
            self.count,
        );
    }
}

fn written() -> String {
    let mut written = Written {
        text: String::new(),
        count: 0,
    };
    let mut free = [60.0; 8];
    for user in 0..4_000 {
        let slot = user % 8;
        let object = format!("user-{user}");
        // Durations that alternate around their means.
        let sign = if user % 16 < 8 { 0.8 } else { 1.2 };
        let (what, secs, rest) = match user % 40 {
            0..16 => ("other skipped", 0.5, ""),
            16 => (
                "create failure",
                1.5,
                ",\"errorInformation\":{\"errorCode\":\"Conflict\"}",
            ),
            _ => ("create success", 3.0, ""),
        };
        let secs = secs * sign;
        written.add(free[slot], (secs * 1e3) as u64, 0, what, &object, rest);
        free[slot] += secs;
    }
    for cycle in 1..100 {
        let begins = 3_000.0 + 2_400.0 * cycle as f64;
        for user in 0..4 {
            written.add(
                begins + user as f64,
                2_000,
                cycle as u64,
                "update success",
                &format!("user-{user}"),
                "",
            );
        }
    }
    written.text
}

fn calibrated(text: &str) -> Calibration {
    let mut calibrator = Calibrator::default();
    let source = LogSource {
        name: "private-file.json".to_owned(),
        bytes: Box::new(Cursor::new(text.as_bytes().to_vec())),
    };
    let reports = read_logs(vec![source], &[], &mut |event| {
        calibrator.add(&event);
        true
    });
    calibrator.document(&reports.unwrap(), false).unwrap()
}

fn value<'f>(found: &'f Calibration, key: &str) -> &'f str {
    let one = found.measured.iter().find(|one| one.key == key);
    &one.unwrap_or_else(|| panic!("{key} is not measured")).value
}

#[test]
fn what_entries_say_comes_out_as_keys_of_a_scenario() {
    let found = calibrated(&written());
    assert_eq!(value(&found, "tenant.users"), "4_000");
    assert_eq!(value(&found, "scope.assigned_users"), "2_400");
    assert_eq!(value(&found, "scope.mode"), "\"assigned\"");
    assert_eq!(value(&found, "job.connections"), "8");
    assert_eq!(value(&found, "job.interval"), "\"40 min\"");
    assert_eq!(value(&found, "job.matched_share"), "\"0 %\"");
    let evaluation = value(&found, "job.evaluation");
    assert!(
        evaluation.starts_with("\"49") && evaluation.ends_with("50")
            || evaluation.contains("to 50"),
        "{evaluation}"
    );
    assert!(value(&found, "errors.Conflict").contains(" % to "));
    assert!(value(&found, "changes.attribute_updates").contains(" to "));
}

#[test]
fn the_parts_of_a_sum_add_up_to_it() {
    let durations = {
        let mut all = vec![Durations::default(); EntryKind::ALL.len()];
        for _ in 0..100 {
            all[EntryKind::Skipped as usize].add(500);
            all[EntryKind::UserCreate as usize].add(3_000);
            all[EntryKind::UserUnchanged as usize].add(1_200);
        }
        all
    };
    let times = times::times(&durations);
    let secs = |parameter: crate::model::Parameter| times[&(parameter as usize)].1.secs;
    use crate::model::Parameter::{Evaluation, Lookup, UserGet, UserPost, UserWrite};
    assert!((secs(Evaluation) - 0.5).abs() < 1e-9);
    assert!((secs(Lookup) + secs(UserGet) - 0.7).abs() < 1e-9);
    assert!((secs(UserWrite) + secs(UserPost) - 1.8).abs() < 1e-9);
}

#[test]
fn a_fragment_is_a_sound_file_of_measurements_and_tells_what_was_measured_by_what() {
    use crate::scenario::{ResolvedOrigin, SourceFile, parse};
    let text = fragment(&calibrated(&written()));
    let scenario = SourceFile {
        name: "s.toml".to_owned(),
        bytes: b"measurements = \"tenant.toml\"\njob.connections = 3\n".to_vec(),
    };
    let scenario = parse(scenario, "s", &mut |name| {
        assert_eq!(name, "tenant.toml");
        Ok(text.clone().into_bytes())
    })
    .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    let line = |key: &str| {
        scenario
            .resolved
            .iter()
            .find(|line| line.key == key)
            .unwrap()
    };
    // What the scenario says itself counts more.
    assert_eq!(line("job.connections").value, "3");
    assert!(matches!(
        &line("job.connections").origin,
        ResolvedOrigin::Yours(_)
    ));
    let ResolvedOrigin::Measured(by) = &line("tenant.users").origin else {
        panic!("{:?}", line("tenant.users"));
    };
    assert!(
        by.starts_with("4,000 different users in the initial cycle"),
        "{by}"
    );
    assert!(by.ends_with("of tenant.toml"), "{by}");
}

#[test]
fn nothing_that_names_anybody_is_kept() {
    let found = calibrated(&written());
    let document = serde_json::to_string(&Calibration {
        sources: Vec::new(),
        ..found.clone()
    })
    .unwrap();
    for text in [fragment(&found), document] {
        let text = text.to_lowercase();
        assert!(!text.contains("private"), "{text}");
        assert!(!text.contains("department"), "{text}");
    }
}

#[test]
fn an_initial_cycle_that_may_not_be_over_tells_nothing_of_sizes() {
    let whole = written();
    let cut: String = whole
        .lines()
        .take(3_000)
        .map(|line| format!("{line}\n"))
        .collect();
    let found = calibrated(&cut);
    assert!(found.measured.iter().all(|one| one.key != "tenant.users"));
    assert!(
        found
            .left
            .iter()
            .any(|left| left.why.contains("say that it is whole"))
    );
    assert!(found.measured.iter().any(|one| one.key == "job.evaluation"));
}

#[test]
fn too_little_data_leaves_the_default_and_says_so() {
    let few: String = written()
        .lines()
        .take(40)
        .map(|line| format!("{line}\n"))
        .collect();
    let found = calibrated(&few);
    assert!(
        found
            .measured
            .iter()
            .all(|one| !one.key.starts_with("target.latency"))
    );
    assert!(
        found
            .left
            .iter()
            .any(|left| left.what.contains("user created"))
    );
}

#[test]
fn durations_that_count_from_the_beginning_of_a_page_measure_no_times() {
    let mut text = String::new();
    for (number, line) in written().lines().take(4_000).enumerate() {
        let from = line.find("\"durationInMilliseconds\":").unwrap() + 25;
        let to = from + line[from..].find(',').unwrap();
        text += &format!("{}{}{}\n", &line[..from], 400_000 + number, &line[to..]);
    }
    let found = calibrated(&text);
    assert!(
        found
            .measured
            .iter()
            .all(|one| !one.key.starts_with("target.latency"))
    );
    assert!(
        found
            .left
            .iter()
            .any(|left| left.why.contains("beginning of a page"))
    );
}
