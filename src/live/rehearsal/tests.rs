//! Cycles that are played to a stand-in on loopback.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::played_answers::Meaning;
use super::played_objects::PlayedObjects;
use super::*;
use crate::experiment::outcome::Manifest;
use crate::experiment::outcome::rehearsal::{Rehearsal, RehearsalResult};
use crate::experiment::rehearsal::{Foretold, RehearsalAsk, Rehearsed};
use crate::experiment::{Plan, Session};
use crate::live::client::{BaseAddress, Caps, Exchange, LimitHints, Response, ScimTarget};
use crate::live::{Marker, ObjectJournal, StandIn, StandInOptions, clean_up};
use crate::model::{CallElsewhere, Chance, CycleInput, Deed, Endpoint, Inputs, Work};
use crate::scenario::{Scenario, SourceFile, parse};
use crate::scim::Spelling;

/// Quick answers, so that a test takes a moment; managers, groups and users who exist already.
const QUICK: &str = "[tenant]\nusers = 60\nmanager_share = \"50 %\"\n[scope]\nmode = \"all-users-and-groups\"\n\
    [groups]\nsizes = [{ groups = 3, members = 20 }, { groups = 1, members = 0 }]\n[job]\nmatched_share = \"20 %\"\n\
    [target.latency]\nuser_get = \"1 ms\"\nuser_post = \"1 ms\"\nuser_patch = \"1 ms\"\ngroup_get = \"1 ms\"\ngroup_post = \"1 ms\"\ngroup_patch = \"1 ms\"\n\
    [errors]\nInternalServerError = 0\nWebExceptionProtocolError = 0\nInternalError = 0\n";

const EVERYTHING: Needs = Needs {
    groups: true,
    managers: true,
    changes: true,
};

fn scenario(text: &str) -> Scenario {
    let file = SourceFile {
        name: "quick.toml".into(),
        bytes: text.into(),
    };
    parse(file, "quick", &mut |_| Err("no other files".into())).expect("a scenario")
}

fn rehearsed(text: &str, cycles: u64) -> Rehearsed {
    let ask = RehearsalAsk {
        seed: 5,
        replication: 1,
        speed: 2_000.0,
        users: None,
        cycles,
    };
    Rehearsed::new(&scenario(text), ask)
}

/// What a rehearsal leaves: its document, and objects at the target before and after cleaning up.
struct Left {
    document: Rehearsal,
    objects: (usize, usize),
    stand_in: StandIn,
}

fn objects(stand_in: &StandIn) -> usize {
    stand_in.with_store(|store| store.counts().users as usize + store.counts().groups as usize)
}

/// Plays the quick scenario to a stand-in that has the text's target.
fn rehearse(text: &str, progress: &(dyn Fn(&Snapshot) + Sync), interrupted: &AtomicBool) -> Left {
    played(&rehearsed(QUICK, 0), text, progress, &within(interrupted))
}

/// Bounds that nothing here comes near to.
fn within(interrupted: &AtomicBool) -> Caps<'_> {
    Caps::new(10_000, None, Duration::from_secs(60), interrupted)
}

/// Plays to a stand-in that has the text's target.
fn played(
    rehearsed: &Rehearsed,
    text: &str,
    progress: &(dyn Fn(&Snapshot) + Sync),
    caps: &Caps<'_>,
) -> Left {
    let plan = Plan {
        replications: 40,
        seed: 5,
        threads: Some(1),
    };
    let foretold =
        Foretold::new(rehearsed, &Session::new(plan), Manifest::default()).expect("simulated");
    let (served, chance) = (scenario(text), Chance::new(1, 0));
    let served = CycleInput::new(&served.setup, chance, Inputs::Median);
    let stand_in = StandIn::start(&served, chance, StandInOptions::default()).expect("started");
    let base = BaseAddress::parse(stand_in.address()).expect("an address");
    let target = ScimTarget::new(base, None, None, Duration::from_secs(10)).expect("a target");
    let folder = tempfile::tempdir().expect("a folder");
    let journal = ObjectJournal::begin(folder.path(), stand_in.address()).expect("a journal");
    let tried = try_spelling(&target.caller(), caps, &journal, EVERYTHING).expect("tried");
    assert_eq!(
        tried.refused, [""; 0],
        "a stand-in takes what the service sends"
    );
    let session = Play {
        target: &target,
        caps,
        journal: &journal,
        spelling: tried.spelling,
        progress,
    };
    let input = rehearsed.input();
    let played = play(rehearsed, &input, foretold.joiners(), &session).expect("played");
    let document = foretold
        .beside(&input, played.watch, played.tally, played.further)
        .expect("a document");
    let before = objects(&stand_in);
    let cleaned = clean_up(&target, &journal, None, &AtomicBool::new(false)).expect("cleaned");
    assert_eq!(cleaned.left, []);
    let objects = (before, objects(&stand_in));
    Left {
        document,
        objects,
        stand_in,
    }
}

#[test]
fn a_rehearsal_makes_the_requests_of_the_simulation_and_leaves_nothing_behind() {
    let left = rehearse(QUICK, &|_| (), &AtomicBool::new(false));
    assert_eq!(
        left.document.verdict.calls_exact,
        Some(true),
        "{:?}",
        left.document.verdict
    );
    assert!(left.document.played.users_before > 0);
    assert_eq!(
        left.objects,
        (60 + 4 + 3, 0),
        "users, groups and what was tried; then nothing"
    );
    let patched = left
        .document
        .endpoints
        .iter()
        .find(|one| one.endpoint == Endpoint::GroupPatch.name());
    assert_eq!(
        patched.map(|one| one.calls),
        Some(60),
        "one member a request"
    );
    assert_eq!(left.document.troubles, []);
    drop(left.stand_in);
}

/// About five changes of each kind in an interval; whoever leaves is deleted at once or only disabled.
const BUSY: &str = "[run]\nhorizon = \"1 d\"\n[changes]\njoiners = 180\nleavers = 180\nreturners = 180\nattribute_updates = 180\nmembership_adds = 360\nmembership_removes = 180\n\
    new_groups = 180\nremoved_groups = 180\nout_of_scope = 20\nhard_delete_after = \"1 min\"\n";

#[test]
fn incremental_cycles_follow_with_every_kind_of_change_and_nothing_is_left_behind() {
    let text = QUICK.replace("[tenant]", &format!("{BUSY}[tenant]"));
    let left = played(
        &rehearsed(&text, 4),
        QUICK,
        &|_| (),
        &within(&AtomicBool::new(false)),
    );
    let document = &left.document;
    assert_eq!(document.troubles, []);
    assert_eq!(document.verdict.calls_exact, Some(true));
    let further = document.incremental.as_ref().expect("played");
    assert_eq!(further.broken_off, None);
    assert_eq!((further.wanted, further.cycles.len()), (4, 4));
    for one in &further.cycles {
        assert!(one.changes > 10 && one.calls > one.changes, "{one:?}");
        assert!(one.calls_forecast.p5 <= one.calls_forecast.p95);
    }
    assert_eq!(left.objects.1, 0, "users, groups");
}

/// The quick scenario with a limit.
fn limited() -> String {
    let limit =
        "[[target.limit]]\nname = \"all\"\ncalls = \"250 per s\"\nkind = \"fixed-window\"\n";
    QUICK.replace("[errors]\n", &format!("{limit}[errors]\n"))
}

#[test]
fn a_limit_that_the_scenario_does_not_know_is_met_and_waited_out() {
    let left = rehearse(&limited(), &|_| (), &AtomicBool::new(false));
    let verdict = &left.document.verdict;
    assert!(verdict.refusals > 0, "{verdict:?}");
    assert_eq!(
        (verdict.calls_exact, verdict.result),
        (None, RehearsalResult::Slower)
    );
    assert_eq!(left.objects.1, 0);
}

#[test]
fn an_interrupted_rehearsal_says_so_and_leaves_nothing_behind() {
    let interrupted = AtomicBool::new(false);
    let slow = QUICK.replace("\"1 ms\"", "\"40 ms\"");
    let stop = |seen: &Snapshot| interrupted.store(seen.requests > 30, Ordering::Relaxed);
    let left = rehearse(&slow, &stop, &interrupted);
    assert_eq!(left.document.verdict.result, RehearsalResult::BrokenOff);
    assert_eq!(
        left.document.verdict.broken_off.as_deref(),
        Some("interrupted")
    );
    assert_eq!(left.document.measured, None);
    assert!(left.objects.0 > 0);
    assert_eq!(left.objects.1, 0);
}

#[test]
fn no_more_objects_are_made_than_allowed_and_a_second_attempt_makes_no_other() {
    let uninterrupted = AtomicBool::new(false);
    let allowed = |objects, text: &str| {
        let caps = within(&uninterrupted).with_objects(objects);
        played(&rehearsed(QUICK, 0), text, &|_| (), &caps)
    };
    let left = allowed(30, QUICK);
    assert_eq!(
        left.document.verdict.broken_off.as_deref(),
        Some("as many objects as allowed have been made")
    );
    assert_eq!(left.objects, (30, 0));
    // What a limit refuses is asked for again, under the same name.
    let left = allowed(60 + 4 + 3, &limited());
    assert!(left.document.verdict.refusals > 0);
    assert_eq!(left.document.verdict.broken_off, None);
}

/// Bodies as servers may send them, right and wrong.
fn bodies() -> impl Strategy<Value = String> {
    let ids = prop_oneof![
        Just("\"7\""),
        Just("7"),
        Just("null"),
        Just("\"\""),
        Just("[]")
    ];
    let names = prop_oneof![
        Just("somebody@else.example".to_owned()),
        Just("ours".to_owned())
    ];
    prop_oneof![
        ".{0,40}",
        (ids, names, 0..4_u8, 0..3_u64).prop_map(|(id, name, copies, total)| {
            let one = format!("{{\"id\":{id},\"userName\":\"{name}\",\"displayName\":\"{name}\"}}");
            let all = vec![one; usize::from(copies)].join(",");
            format!("{{\"id\":{id},\"totalResults\":{total},\"Resources\":[{all}]}}")
        }),
    ]
}

proptest! {
    /// Whatever a server answers is a meaning, and nobody but our own is taken for a match.
    #[test]
    fn any_answer_has_a_meaning_and_others_are_never_a_match(
        status in 0..700_u16, body in bodies(), endpoint in 0..Endpoint::ALL.len(), work in 0..4_u8, step in 1..4_u8, is_ours in any::<bool>(),
    ) {
        let marker = Marker::new();
        let mut objects = PlayedObjects::new(marker.clone(), Spelling::default());
        objects.user_is(3, "7".to_owned());
        let work = [Work::Opening, Work::User(3), Work::Group(3), Work::Manager(3)][usize::from(work)];
        let call = CallElsewhere { connection: 0, endpoint: Endpoint::ALL[endpoint], work, deed: Deed::Update, by_filter: true, step, members: (0, 0) };
        let Some(request) = objects.request(&call) else { return Ok(()) };
        let ours = match work {
            Work::Group(group) => objects.group_name(group),
            _ => objects.user_name(3),
        };
        let body = if is_ours { body.replace("ours", &ours) } else { body };
        let is_named = body.contains(&ours);
        let now = Instant::now();
        let response = Response { status, content_type: None, limits: LimitHints::default(), closes: false, body: body.into_bytes() };
        let exchange = Exchange { sent: now, ended: now, outcome: Ok(response) };
        let meaning = Meaning::of(&call, &request, &exchange, &objects);
        if call.endpoint == Endpoint::UserGet && matches!(work, Work::User(_)) && meaning.found == Some(true) {
            prop_assert!(is_named);
        }
    }
}
