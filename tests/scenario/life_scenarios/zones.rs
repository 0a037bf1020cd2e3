//! Named time zones: what follows their clocks, and what they leave alone.

use cyclecast::experiment::outcome::Outcome;
use cyclecast::scenario::{SourceFile, parse};

use super::{DAY, HOUR, life, simulate};

/// A small job over two weeks from a Monday at eight, with an action two weeks later at half past two in the morning.
fn outcome(start: &str, zone: &str, action: &str) -> Outcome {
    let text = format!(
        "[run]\nhorizon = \"14 d\"\nstart = \"{start}\"\ntime_zone = \"{zone}\"\n\
         [tenant]\nusers = 120\n[scope]\nassigned_users = 60\n[groups]\nsizes = [{{ groups = 2, members = 20 }}]\n\
         [changes]\njoiners = 4\nleavers = 2\nattribute_updates = 20\n\
         [[timeline]]\nat = \"{action}\"\naction = \"pause\"\n"
    );
    let source = SourceFile {
        name: "zone.toml".to_owned(),
        bytes: text.into_bytes(),
    };
    let scenario = parse(source, "zone", &mut |_| Err("no other files".to_owned()));
    simulate(&scenario.expect("it is sound"), 5, None)
}

#[test]
fn a_zone_that_never_changes_is_its_offset_and_its_name() {
    let by_name = outcome("2026-03-23 08:00", "Asia/Kolkata", "2026-03-30 08:00");
    let by_offset = outcome("2026-03-23 08:00", "+05:30", "2026-03-30 08:00");
    let (named, fixed) = (life(&by_name), life(&by_offset));
    assert_eq!(named.time_zone.as_deref(), Some("Asia/Kolkata"));
    assert_eq!(named.clock_changes, []);
    assert_eq!(
        (&named.start, &named.replications),
        (&fixed.start, &fixed.replications)
    );
    assert_eq!(by_name.replications, by_offset.replications);
    assert_eq!(by_name.warnings, by_offset.warnings);
}

#[test]
fn before_the_clocks_change_all_is_as_with_the_offset() {
    let by_name = outcome("2026-03-02 08:00", "Europe/Berlin", "2026-03-10 08:00");
    let by_offset = outcome("2026-03-02 08:00", "+01:00", "2026-03-10 08:00");
    assert_eq!(life(&by_name).replications, life(&by_offset).replications);
    // In New York they change three weeks earlier.
    let in_new_york = outcome("2026-03-02 08:00", "America/New_York", "2026-03-10 08:00");
    let there = life(&in_new_york);
    assert_eq!(
        there.clock_changes[0].local_time,
        "2026-03-08T03:00:00-04:00"
    );
    assert_eq!(there.actions[0].time_ms, 8 * DAY - HOUR);
    assert_ne!(there.replications, life(&by_name).replications);
}

#[test]
fn documents_tell_of_the_clocks_only_where_a_zone_is_named() {
    let fixed = outcome("2026-10-19 08:00", "+02:00", "2026-10-26 08:00");
    let text = serde_json::to_string(&fixed).expect("it can be written");
    for field in ["timeZone", "clockChanges", "ambiguousTimes"] {
        assert!(!text.contains(field), "{field}");
    }
    let named = outcome("2026-10-19 08:00", "Europe/Berlin", "2026-10-25 02:30");
    let found = life(&named);
    let change = &found.clock_changes[0];
    assert_eq!(change.time_ms, 5 * DAY + 19 * HOUR);
    assert_eq!(change.local_time, "2026-10-25T02:00:00+01:00");
    let warning = named
        .warnings
        .iter()
        .find(|one| one.code == "ambiguousLocalTime");
    let message = &warning.expect("the time comes twice").message;
    assert!(message.contains("2026-10-25 02:30 twice"), "{message}");
    let again: Outcome =
        serde_json::from_str(&serde_json::to_string(&named).expect("text")).expect("it is read");
    assert_eq!(again, named);
}
