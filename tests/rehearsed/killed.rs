//! A rehearsal that is killed can be cleaned up after.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::BuildHasher;
use std::thread;
use std::time::Duration;

use crate::stage::{cyclecast, objects, scenario, stand_in};

const TEXT: &str = "[tenant]\nusers = 200\n[scope]\nmode = \"all-users-and-groups\"\n[groups]\nsizes = [{ groups = 4, members = 30 }]\n\
    [target.latency]\nuser_get = \"10 ms\"\nuser_post = \"20 ms\"\nuser_patch = \"10 ms\"\ngroup_get = \"10 ms\"\ngroup_post = \"10 ms\"\ngroup_patch = \"10 ms\"\n\
    [run]\nreplications = 40\n";
/// Targets that are played to side by side, and kills of rehearsals with each of them.
const TARGETS: u64 = 4;
const KILLS: u64 = 5;
/// A rehearsal takes about this long, so that kills come before, within and after it.
const WITHIN_MS: u64 = 1_400;

#[test]
fn what_a_kill_leaves_is_cleaned_up_and_what_was_there_before_stays() {
    let interrupted = thread::scope(|scope| {
        let targets: Vec<_> = (0..TARGETS)
            .map(|_| scope.spawn(killed_again_and_again))
            .collect();
        let each = targets
            .into_iter()
            .map(|target| target.join().expect("cleaned up"));
        each.sum::<u64>()
    });
    assert!(
        interrupted > TARGETS * KILLS / 4,
        "{interrupted} kills left something to do"
    );
}

/// How many of the kills left something to do.
fn killed_again_and_again() -> u64 {
    let scenario = scenario(TEXT);
    let stand_in = stand_in(&scenario, None);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("acme.toml"), TEXT).expect("written");
    let somebody = cyclecast::scim::ScimRequest::create_user(
        &cyclecast::live::Marker::new().user(1),
        cyclecast::scim::Spelling::default(),
    );
    let base = cyclecast::live::client::BaseAddress::parse(stand_in.address()).expect("an address");
    let target = cyclecast::live::client::ScimTarget::new(base, None, None, Duration::from_secs(5));
    target
        .expect("a target")
        .caller()
        .send(&somebody)
        .outcome
        .expect("created");
    let mut interrupted = 0;
    for kill in 0..KILLS {
        let rehearse = [
            "rehearse",
            "acme.toml",
            "--url",
            stand_in.address(),
            "--speed",
            "2000",
            "--yes",
        ];
        let mut child = cyclecast(folder.path(), &rehearse)
            .spawn()
            .expect("started");
        let random = RandomState::new().hash_one(kill) % WITHIN_MS;
        thread::sleep(Duration::from_millis(random));
        child.kill().expect("killed");
        child.wait().expect("ended");
        let journals = fs::read_dir(folder.path()).expect("a folder");
        let journals = journals.map(|entry| entry.expect("an entry").path());
        for journal in
            journals.filter(|path| path.extension().is_some_and(|ending| ending == "journal"))
        {
            interrupted += 1;
            let journal = journal.to_str().expect("a name");
            // A kill before its first line leaves an empty journal, and nothing at the target.
            let status =
                cyclecast(folder.path(), &["rehearse", "--cleanup", journal, "--yes"]).status();
            let is_empty = fs::metadata(journal).is_ok_and(|file| file.len() == 0);
            assert!(is_empty || status.expect("run").success(), "{journal}");
            let _ = fs::remove_file(journal);
        }
        assert_eq!(objects(&stand_in), 1, "kill {kill} after {random} ms");
    }
    interrupted
}
