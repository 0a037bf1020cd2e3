//! Scenarios in which the target is in trouble for a time, and the status that scripts would read.

use cyclecast::experiment::outcome::Circumstance;
use cyclecast::experiment::status_at;
use cyclecast::units::{SimDuration, SimTime};

use super::{HOUR, action, cycles_between, is_quarantined_for, outcome, rows, scenario, simulated};

#[test]
fn an_outage_of_two_hours_on_a_working_day_is_over_within_hours_and_not_days() {
    let outcome = outcome("outage-of-two-hours");
    is_quarantined_for(&outcome, "EncounteredQuarantineException");
    let (from, to) = (action(&outcome, 0), action(&outcome, 1));
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every replication");
        assert!(
            (from..from + HOUR).contains(&entry),
            "with the next first call"
        );
        let release = row.first_release_ms.expect("every replication");
        // No gap by then is longer than the outage was.
        assert!((to..to + 3 * HOUR).contains(&release), "{row:?}");
    }
}

#[test]
fn a_block_of_429_for_a_day_ends_in_quarantine_and_by_the_other_reading_too() {
    // Enough for what is told of the other reading.
    let outcome = simulated("blocked-by-429", 40, None);
    is_quarantined_for(&outcome, "EncounteredQuarantineException");
    let (from, to) = (action(&outcome, 0), action(&outcome, 1));
    for row in rows(&outcome) {
        let entry = row.first_quarantine_ms.expect("every replication");
        // A hundred rounds come first, most of them five minutes apart.
        assert!(
            (from + 2 * HOUR..from + 20 * HOUR).contains(&entry),
            "{row:?}"
        );
        let release = row.first_release_ms.expect("every replication");
        assert!((to..to + 30 * HOUR).contains(&release), "{row:?}");
    }
    let other = outcome.otherwise.iter();
    let mut other = other.filter(|one| one.circumstance == Circumstance::OtherPolicy);
    let other = other.next().expect("the scenario is refused");
    assert_eq!((other.quarantined, other.as_is_quarantined), (1.0, 1.0));
}

#[test]
fn links_that_are_deleted_are_mended_with_a_fraction_of_the_requests_of_a_restart() {
    let [by_link, by_restart] = ["repaired-link", "repaired-by-restart"].map(outcome);
    let started = action(&by_link, 4);
    let restarted = action(&by_restart, 1);
    for outcome in [&by_link, &by_restart] {
        for row in rows(outcome) {
            assert!(
                row.most_escrow >= 25,
                "2 % of 2,000 had lost theirs: {row:?}"
            );
            assert!(row.escrow_at_end + 20 < row.most_escrow, "{row:?}");
        }
    }
    let longest = |outcome, from| {
        let cycles = cycles_between(outcome, from, from + 30 * HOUR);
        let lengths = cycles.iter().map(|cycle| cycle.ended_ms - cycle.began_ms);
        lengths.max().expect("cycles run")
    };
    let (link, restart) = (longest(&by_link, started), longest(&by_restart, restarted));
    assert!(restart > 5 * link, "{restart} and {link} ms");
}

/// The status of a scenario's job some minutes after its start.
fn status(name: &str, minutes: u64) -> serde_json::Value {
    let at = SimTime::ZERO + SimDuration::from_secs(60 * minutes);
    let job = status_at(&scenario(name), 42, 0, at).expect("the limits let calls pass");
    serde_json::to_value(job.expect("a horizon")).expect("a status is JSON")
}

#[test]
fn during_its_first_cycle_a_job_says_that_it_failed_with_the_code_none_as_graph_has_it() {
    let job = status("quiet-fortnight", 20);
    let status = &job["status"];
    assert_eq!(
        (&status["code"], &job["schedule"]["state"]),
        (&"NotRun".into(), &"Active".into())
    );
    let execution = &status["lastExecution"];
    assert_eq!(execution["state"], "Failed");
    assert_eq!(execution["error"]["code"], "None");
    assert_eq!(execution["countImported"], 0);
    assert_eq!(execution["timeBegan"], "0001-01-01T00:00:00Z");
    assert!(execution["activityIdentifier"].is_null());
    assert_eq!(status["progress"], serde_json::json!([]));
    assert_eq!(
        status["synchronizedEntryCountByType"],
        serde_json::json!([])
    );
    // Once a cycle has ended, it is told as it was.
    let later = self::status("quiet-fortnight", 5 * 24 * 60);
    assert_eq!(later["status"]["code"], "Active");
    assert_ne!(later["status"]["lastExecution"]["state"], "Failed");
    assert_eq!(later["schedule"]["interval"], "PT40M");
}

#[test]
fn a_job_that_a_quarantine_has_disabled_has_the_longest_interval_and_no_next_attempt() {
    let job = status("four-weeks-of-neglect", 33 * 24 * 60);
    assert_eq!(job["schedule"]["state"], "Disabled");
    assert_eq!(job["schedule"]["interval"], "P10675199DT2H48M5.4775807S");
    assert_eq!(job["status"]["code"], "Quarantine");
    let quarantine = &job["status"]["quarantine"];
    assert_eq!(quarantine["nextAttempt"], "0001-01-01T00:00:00Z");
    assert_eq!(quarantine["reason"], "EncounteredQuarantineException");
    let before = status("four-weeks-of-neglect", 20 * 24 * 60);
    assert_ne!(
        before["status"]["quarantine"]["nextAttempt"],
        "0001-01-01T00:00:00Z"
    );
    assert_eq!(before["schedule"]["state"], "Active");
}
