//! A probe that is killed, and what cleans up after it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use cyclecast::live::{StandIn, StandInOptions};
use cyclecast::model::{Chance, CycleInput, Inputs, Parameter};

use crate::probed::known;

/// Moments at which the program is killed, spread over a probe.
const KILLS: u64 = 20;

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cyclecast"));
    command
        .current_dir(folder)
        .env_remove("CYCLECAST_TOKEN")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn journals(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.extension().is_some_and(|kind| kind == "journal"))
        .collect()
}

fn stored(stand_in: &StandIn) -> (u64, u64) {
    let stored = stand_in.seen().stored;
    (stored.users, stored.groups)
}

#[test]
fn whenever_a_probe_is_killed_its_journal_leads_to_all_that_it_left() {
    let quick: Vec<_> = [
        Parameter::UserGet,
        Parameter::UserPost,
        Parameter::UserPatch,
        Parameter::UserDelete,
        Parameter::GroupGet,
        Parameter::GroupPost,
        Parameter::GroupPatch,
        Parameter::GroupDelete,
    ]
    .into_iter()
    .map(|parameter| (parameter, 0.001))
    .collect();
    let setup = known(&quick);
    let chance = Chance::new(3, 0);
    let input = CycleInput::new(&setup, chance, Inputs::Median);
    let stand_in =
        StandIn::start(&input, chance, StandInOptions::default()).expect("a stand-in starts");
    let mut left_something = 0;
    for kill in 0..KILLS {
        let folder = tempfile::tempdir().expect("a folder");
        let mut probe = command(folder.path())
            .args(["probe", stand_in.address(), "--yes", "--quiet"])
            .args([
                "--samples",
                "10",
                "--group-size",
                "60",
                "--connections",
                "4",
            ])
            .spawn()
            .expect("it starts");
        // From before the first object to after the last, at no moment twice.
        thread::sleep(Duration::from_millis(20 + kill * 83));
        let _ = probe.kill();
        let _ = probe.wait();
        // A request that was under way is answered by then.
        thread::sleep(Duration::from_millis(30));
        left_something += u64::from(stored(&stand_in) != (0, 0));
        for journal in journals(folder.path()) {
            let cleaned = command(folder.path())
                .args(["probe", "--yes", "--cleanup"])
                .arg(&journal)
                .status()
                .expect("it starts");
            assert!(cleaned.success(), "kill {kill}");
        }
        assert_eq!(stored(&stand_in), (0, 0), "kill {kill}");
        assert_eq!(
            journals(folder.path()),
            Vec::<PathBuf>::new(),
            "kill {kill}"
        );
    }
    assert!(
        left_something > KILLS / 4,
        "{left_something} kills left something"
    );
}
