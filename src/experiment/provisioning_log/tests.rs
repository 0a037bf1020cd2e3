//! What the logs of a replication tell, held against its counts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use jiff::Timestamp;
use serde_json::Value;

use super::*;
use crate::logs::{Action, Status, StepType};
use crate::model::job;
use crate::model::{
    Both, Chance, CycleInput, CycleTally, Inputs, Observer, Occurrence, Workspace, simulate,
};
use crate::scenario::{SourceFile, parse};
use crate::units::SimTime;

const LONE: &str = r#"
tenant.users = 300
scope.assigned_users = 120
job.matched_share = 0.4
job.updated_share = 0.5
groups.sizes = [{ groups = 3, members = 30 }]

[errors]
Conflict = 0.05
ImportSkipped = 0.05
DuplicateTargetEntries = 0.05
DuplicateSourceEntries = 0.05
InternalServerError = 0.03
"#;

const WEEK: &str = r#"
tenant.users = 200
scope.assigned_users = 80
groups.sizes = [{ groups = 2, members = 20 }]
job.deletion_threshold = 5
job.matched_share = 0.3

[run]
horizon = "5 d"

[errors]
Conflict = 0.05
InternalServerError = 0.02

[changes]
hard_delete_after = "1 d"
joiners = 3
leavers = 1
attribute_updates = 5
membership_adds = 2
membership_removes = 2
out_of_scope = 3
new_groups = 1
removed_groups = 1

[[changes.burst]]
at = "2 d"
leavers = 12

[[timeline]]
at = "3 d"
action = "allow-deletes"
"#;

fn scenario(text: &str) -> Scenario {
    let source = SourceFile {
        name: "logged.toml".into(),
        bytes: text.into(),
    };
    parse(source, "logged", &mut |_| Err("no other files".into())).expect("a scenario")
}

/// The files of a replication, as text in the order of [`LOG_FILES`].
fn files(scenario: &Scenario, replication: u64) -> [String; LOG_FILES.len()] {
    let mut files = LogFiles::new([const { Vec::new() }; LOG_FILES.len()]).unwrap();
    keep_logs(
        scenario,
        1,
        replication,
        &Start::default(),
        &|| false,
        &mut |entry| {
            files.write(&entry).unwrap();
            ControlFlow::Continue(())
        },
    )
    .unwrap();
    let written = files.finish().unwrap();
    written.map(|bytes| String::from_utf8(bytes).unwrap())
}

fn entries(scenario: &Scenario, replication: u64) -> Vec<Value> {
    serde_json::from_str(&files(scenario, replication)[0]).unwrap()
}

/// The tallies of all cycles that end within the replication.
#[derive(Default)]
struct Tallies {
    whole: CycleTally,
}

impl Observer for Tallies {
    fn see(&mut self, _: SimTime, what: &Occurrence<'_>) {
        if let Occurrence::JobCycleEnds { tally, .. } = *what {
            self.whole.add(tally);
        }
    }
}

fn tally(scenario: &Scenario, replication: u64) -> CycleTally {
    let chance = Chance::new(1, replication);
    let input = CycleInput::new(&scenario.setup, chance, Inputs::Drawn);
    let mut workspace = Workspace::default();
    let Some(plan) = &scenario.setup.job else {
        return simulate(&input, chance, &mut workspace, &mut ()).unwrap();
    };
    let (mut tallies, mut nobody) = (Tallies::default(), ());
    let mut both = Both(&mut tallies, &mut nobody);
    job::simulate_job(&input, plan, chance, &mut workspace, &mut both).unwrap();
    tallies.whole
}

fn named<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn status(entry: &Value) -> &str {
    named(&entry["provisioningStatusInfo"], "status")
}

/// Whether an entry tells of a failure that is tried again within its cycle, so that the tally does not know it.
fn is_mended(entry: &Value) -> bool {
    let error = &entry["provisioningStatusInfo"]["errorInformation"];
    named(error, "reason").contains("within the cycle")
}

/// Objects or references that an entry tells of.
fn weight(entry: &Value) -> u64 {
    let steps = entry["provisioningSteps"].as_array().unwrap();
    let last = &steps[steps.len() - 1]["details"];
    let unresolved = named(last, "CountOfReferences").parse().ok();
    let properties = entry["modifiedProperties"].as_array().unwrap();
    let members = properties
        .iter()
        .filter(|one| named(one, "displayName") == "members");
    unresolved.unwrap_or(members.count().max(1) as u64)
}

/// The weights of the entries with each action and status.
fn weights(entries: &[Value]) -> BTreeMap<(String, String), u64> {
    let mut weights = BTreeMap::new();
    for entry in entries.iter().filter(|entry| !is_mended(entry)) {
        let key = (
            named(entry, "provisioningAction").to_owned(),
            status(entry).to_owned(),
        );
        *weights.entry(key).or_default() += weight(entry);
    }
    weights
}

fn assert_agrees(scenario: &Scenario, replication: u64) {
    let tally = tally(scenario, replication);
    let weights = weights(&entries(scenario, replication));
    let told = |action: Action, status: Status| {
        let key = (action.name().to_owned(), status.name().to_owned());
        weights.get(&key).copied().unwrap_or(0)
    };
    let done = |action| told(action, Status::Success);
    assert_eq!(
        done(Action::Create),
        tally.users_created + tally.groups_created
    );
    assert_eq!(done(Action::Disable), tally.users_disabled);
    assert_eq!(
        done(Action::Delete),
        tally.users_deleted + tally.groups_deleted
    );
    assert_eq!(
        told(Action::StagedDelete, Status::Skipped),
        tally.removals_staged
    );
    let updated = tally.users_updated + tally.memberships_written + tally.memberships_removed;
    let found = tally.users_unchanged + tally.groups_matched + tally.objects_skipped;
    // A manager who is in place already is linked without a write.
    assert_eq!(
        done(Action::Update) + told(Action::Other, Status::Skipped),
        updated + found + tally.managers_linked
    );
    assert!(done(Action::Update) >= updated);
    let failed = Action::ALL.map(|action| told(action, Status::Failure));
    assert_eq!(failed.iter().sum::<u64>(), tally.failures());
}

#[test]
fn entries_by_action_and_status_are_as_many_as_the_tally_counts() {
    let lone = scenario(LONE);
    for replication in 0..8 {
        assert_agrees(&lone, replication);
    }
    let week = scenario(WEEK);
    for replication in 0..4 {
        assert_agrees(&week, replication);
    }
}

#[test]
fn every_kind_of_entry_occurs_in_a_week() {
    let week = scenario(WEEK);
    let all: Vec<Value> = (0..4).flat_map(|number| entries(&week, number)).collect();
    let weights = weights(&all);
    let actions: BTreeSet<&str> = weights.keys().map(|(action, _)| action.as_str()).collect();
    assert_eq!(
        actions,
        Action::ALL.iter().map(|action| action.name()).collect()
    );
    let statuses: BTreeSet<&str> = weights.keys().map(|(_, status)| status.as_str()).collect();
    // A warning is what the service has; nothing of the simulation is one.
    assert_eq!(statuses, BTreeSet::from(["failure", "skipped", "success"]));
    let steps = all
        .iter()
        .flat_map(|entry| entry["provisioningSteps"].as_array().unwrap());
    let types: BTreeSet<&str> = steps
        .map(|step| named(step, "provisioningStepType"))
        .collect();
    assert_eq!(
        types,
        StepType::ALL.iter().map(|step| step.name()).collect()
    );
    let retried = |entry: &&Value| entry["provisioningSteps"][0]["name"] == "EntryEscrowRetry";
    assert!(all.iter().any(|entry| retried(&entry)));
}

/// The cells of a column of a CSV file.
fn column(table: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = headers.iter().position(|header| header == name).unwrap();
    let rows = reader.records().map(|row| row.unwrap()[at].to_owned());
    rows.collect()
}

#[test]
fn the_three_tables_are_joined_by_change_ids_that_no_two_entries_share() {
    let [graph, table, steps, properties, ..] = files(&scenario(WEEK), 0);
    let entries: Vec<Value> = serde_json::from_str(&graph).unwrap();
    let of_entries: Vec<String> = entries
        .iter()
        .map(|entry| named(entry, "changeId").to_owned())
        .collect();
    assert_eq!(column(&table, "changeId"), of_entries);
    let distinct: BTreeSet<&String> = of_entries.iter().collect();
    assert_eq!(distinct.len(), of_entries.len());
    for (text, list) in [
        (&steps, "provisioningSteps"),
        (&properties, "modifiedProperties"),
    ] {
        let expected: Vec<String> = entries
            .iter()
            .flat_map(|entry| {
                let count = entry[list].as_array().unwrap().len();
                std::iter::repeat_n(named(entry, "changeId").to_owned(), count)
            })
            .collect();
        assert_eq!(column(text, "changeId"), expected, "{list}");
    }
    let statuses: Vec<String> = entries
        .iter()
        .map(|entry| status(entry).to_owned())
        .collect();
    assert_eq!(column(&table, "provisioningStatusInfoStatus"), statuses);
}

#[test]
fn azure_monitor_has_the_same_entries_with_numbers_for_words() {
    let written = files(&scenario(WEEK), 0);
    let entries: Vec<Value> = serde_json::from_str(&written[0]).unwrap();
    let records: Vec<Value> = written[4]
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records.len(), entries.len());
    for (record, entry) in records.iter().zip(&entries) {
        assert_eq!(record["correlationId"], entry["changeId"]);
        assert_eq!(record["identity"], entry["id"]);
        assert_eq!(record["durationMs"], entry["durationInMilliseconds"]);
        let inside = &record["properties"];
        assert!(named(inside, "action").eq_ignore_ascii_case(named(entry, "provisioningAction")));
        assert!(named(record, "resultType").eq_ignore_ascii_case(status(entry)));
        assert_eq!(
            inside["sourceIdentity"]["Id"],
            entry["sourceIdentity"]["id"]
        );
        let steps = entry["provisioningSteps"].as_array().unwrap().iter();
        for (step, numbered) in steps.zip(inside["provisioningSteps"].as_array().unwrap()) {
            let number = numbered["provisioningStepType"].as_u64().unwrap() as usize;
            assert_eq!(
                StepType::ALL[number].name(),
                named(step, "provisioningStepType")
            );
            let number = numbered["status"].as_u64().unwrap() as usize;
            assert_eq!(Status::ALL[number].name(), named(step, "status"));
        }
    }
}

#[test]
fn entries_come_as_they_end_and_lie_within_their_cycle() {
    let lone = scenario(LONE);
    let begins = i128::from(Start::default().unix_seconds) * 1_000_000_000;
    let lasts = i128::from(tally(&lone, 0).duration.as_nanos());
    let mut last = begins;
    for entry in entries(&lone, 0) {
        let end: Timestamp = named(&entry, "activityDateTime").parse().unwrap();
        let end = end.as_nanosecond();
        let took = i128::from(entry["durationInMilliseconds"].as_i64().unwrap()) * 1_000_000;
        assert!(end >= last, "in order of their ends");
        // Durations are rounded to a millisecond.
        assert!(end - took >= begins - 500_000);
        assert!(end <= begins + lasts);
        last = end;
    }
}

#[test]
fn whoever_takes_no_more_ends_the_simulation_and_nothing_is_kept_until_then() {
    // To collect the entries of so many users would take gigabytes, and to simulate them minutes.
    let large = scenario("tenant.users = 5_000_000\nscope.mode = 'all-users'\n");
    let mut taken = 0;
    let ended = keep_logs(&large, 1, 0, &Start::default(), &|| false, &mut |_| {
        taken += 1;
        match taken {
            100 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    });
    assert!(matches!(ended, Err(RunError::Interrupted)));
    assert_eq!(taken, 100);
}

#[test]
fn the_audit_log_has_the_start_the_quarantine_and_what_the_timeline_does() {
    let written = files(&scenario(WEEK), 0);
    let audits: Vec<Value> = serde_json::from_str(&written[5]).unwrap();
    let activities: Vec<&str> = audits
        .iter()
        .map(|audit| named(audit, "activityDisplayName"))
        .collect();
    assert_eq!(
        activities,
        [
            "Enable/start provisioning configuration",
            "Quarantine",
            "Enable/restart provisioning configuration"
        ]
    );
    let ids: BTreeSet<&str> = audits.iter().map(|audit| named(audit, "id")).collect();
    assert_eq!(ids.len(), audits.len());
    assert!(audits[1]["initiatedBy"]["user"].is_null());
}

#[test]
fn on_demand_is_a_change_of_no_cycle_that_a_person_begins() {
    let text = format!(
        r#"{WEEK}
[[changes.burst]]
at = "40 h 20 min"
joiners = 5
[[timeline]]
at = "40 h 30 min"
action = "on-demand"
users = 5
"#
    );
    let entries = entries(&scenario(&text), 0);
    let by_hand: Vec<&Value> = entries
        .iter()
        .filter(|entry| entry["initiatedBy"]["initiatorType"] == "user")
        .collect();
    assert!(!by_hand.is_empty());
    for entry in by_hand {
        assert_eq!(
            (named(entry, "provisioningAction"), status(entry)),
            ("create", "success")
        );
        let cycle = &entry["cycleId"];
        assert_eq!(
            entries
                .iter()
                .filter(|one| one["cycleId"] == *cycle)
                .count(),
            1
        );
    }
}
