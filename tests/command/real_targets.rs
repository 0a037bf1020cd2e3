//! `cyclecast probe` and `cyclecast rehearse`: what they say of servers that cannot be reached, and of what they wrote.

use std::net::TcpListener;

use cyclecast::live::{StandIn, StandInOptions};
use cyclecast::model::{
    Chance, CycleInput, Inputs, Parameter, ScopeMode, Setup, Uncertain, catalogue,
};

use crate::program::{complaint, cyclecast, folder_with, succeeds};

const SCENARIO: &str = "tenant.users = 6\nscope.mode = \"all-users\"\n[errors]\nInternalServerError = 0\nWebExceptionProtocolError = 0\n";
const SMALL: [&str; 6] = ["--samples", "8", "--group-size", "10", "--connections", "2"];

#[test]
fn a_server_that_cannot_be_reached_is_told_as_such() {
    let folder = folder_with(&[("all.toml", SCENARIO)]);
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let nobody = format!("http://{}/scim", listener.local_addr().expect("bound"));
    drop(listener);
    // No label is so long (RFC 1035), so nobody is asked for it.
    let nowhere = format!("https://{}.invalid/", "x".repeat(64));
    for (url, why, help) in [
        (
            nobody,
            "the connection was refused: nothing listens at that address and port",
            "start the server, or give the port",
        ),
        (
            nowhere,
            "its name is not found",
            "see that the address is spelled right",
        ),
    ] {
        for arguments in [
            vec!["probe", &url, "--yes"],
            vec!["rehearse", "all.toml", "--url", &url, "--yes"],
        ] {
            let output = cyclecast(&arguments, folder.path());
            let complaint = complaint(&output);
            assert_eq!(output.status.code(), Some(1), "{complaint}");
            let told = format!("error: the server cannot be reached: {why}\n  help: {help}");
            assert!(complaint.contains(&told), "{arguments:?}: {complaint}");
        }
    }
    let left = folder.path().read_dir().expect("a folder").count();
    assert_eq!(left, 1, "the scenario, and no journal");
}

#[test]
fn each_says_what_it_wrote_and_nothing_else() {
    let without_errors = catalogue()
        .filter(|row| row.key.starts_with("errors."))
        .map(|row| (row.parameter, 0.0));
    let quick = [
        Parameter::UserGet,
        Parameter::UserPost,
        Parameter::UserPatch,
        Parameter::UserDelete,
        Parameter::GroupGet,
        Parameter::GroupPost,
        Parameter::GroupPatch,
        Parameter::GroupDelete,
    ];
    let quick = quick.map(|parameter| (parameter, 0.001));
    let setup = without_errors.chain(quick).fold(
        Setup::new(ScopeMode::AllUsers),
        |setup, (parameter, value)| setup.with(parameter, Uncertain::Fixed(value)),
    );
    let chance = Chance::new(1, 0);
    let input = CycleInput::new(&setup, chance, Inputs::Median);
    let stand_in = StandIn::start(&input, chance, StandInOptions::default()).expect("it starts");
    let folder = folder_with(&[("all.toml", SCENARIO)]);
    let probe = ["probe", stand_in.address(), "--yes", "--output", "probe"];
    let told = succeeds(&[&probe[..], &SMALL].concat(), folder.path());
    let written = "\nWritten to probe: report.html, outcome.json and target.toml\n";
    assert!(told.ends_with(written), "{told}");
    let rehearse = [
        "rehearse",
        "all.toml",
        "--url",
        stand_in.address(),
        "--speed",
        "1000",
        "--yes",
        "--output",
        "rehearsal",
    ];
    let told = succeeds(&rehearse, folder.path());
    let written = "\nWritten to rehearsal: report.html, outcome.json and charts (SVG, PNG)\n";
    assert!(told.ends_with(written), "{told}");
}
