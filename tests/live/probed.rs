//! One probe of a stand-in, within the process.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use cyclecast::experiment::outcome::probe_document::{ProbeDocument, Weight};
use cyclecast::live::client::{BaseAddress, Caps, ScimTarget};
use cyclecast::live::probe::{ProbePlan, probe};
use cyclecast::live::{Cleaned, ObjectJournal, StandIn, StandInOptions, Worked, clean_up};
use cyclecast::model::{
    Chance, CycleInput, Inputs, Parameter, ScopeMode, Setup, Uncertain, catalogue,
};

/// Nobody presses Ctrl-C here.
static UNINTERRUPTED: AtomicBool = AtomicBool::new(false);

/// A target whose numbers are known.
pub fn known(values: &[(Parameter, f64)]) -> Setup {
    let nothing_grows = [
        (Parameter::GroupPatchPerThousand, 0.0),
        (Parameter::GroupGetPerThousand, 0.0),
        (Parameter::PerExtraMember, 0.0),
        (Parameter::LatencyCv, 0.3),
    ];
    let no_errors: Vec<_> = catalogue()
        .filter(|row| row.key.starts_with("errors."))
        .map(|row| (row.parameter, 0.0))
        .collect();
    let all = nothing_grows.iter().chain(&no_errors).chain(values);
    all.fold(
        Setup::new(ScopeMode::AllUsers),
        |setup, (parameter, value)| setup.with(*parameter, Uncertain::Fixed(*value)),
    )
}

/// Probes a stand-in of such a target, and removes everything again. Also told is how long the stand-in worked on each request.
pub fn probed(setup: &Setup, round: u64, plan: &ProbePlan) -> (ProbeDocument, Vec<Worked>) {
    let chance = Chance::new(7, round);
    let input = CycleInput::new(setup, chance, Inputs::Median);
    let options = StandInOptions {
        lists_work: true,
        ..StandInOptions::default()
    };
    let stand_in = StandIn::start(&input, chance, options).expect("a stand-in starts");
    let base = BaseAddress::parse(stand_in.address()).expect("an address");
    let target = ScimTarget::new(base, None, None, Duration::from_secs(30)).expect("a target");
    let folder = tempfile::tempdir().expect("a folder");
    let journal = ObjectJournal::begin(folder.path(), stand_in.address()).expect("a journal");
    let hour = Duration::from_secs(3_600);
    let caps = Caps::new(plan.requests(), None, hour, &UNINTERRUPTED)
        .with_objects(plan.users() + plan.groups());
    let found = probe(&target, &journal, &caps, plan).expect("it is measured");
    let Cleaned { left, .. } =
        clean_up(&target, &journal, None, &UNINTERRUPTED).expect("it is cleaned up");
    assert_eq!(left, []);
    let seen = stand_in.stop();
    let stored = seen.stored;
    assert_eq!((stored.users, stored.groups), (0, 0), "nothing is left");
    (found, seen.worked)
}

#[test]
fn a_probe_measures_within_its_plan_and_leaves_nothing() {
    let setup = known(&[
        (Parameter::UserGet, 0.008),
        (Parameter::UserPost, 0.01),
        (Parameter::UserPatch, 0.008),
        (Parameter::UserDelete, 0.008),
        (Parameter::GroupGet, 0.008),
        (Parameter::GroupPost, 0.008),
        (Parameter::GroupPatch, 0.008),
        (Parameter::GroupDelete, 0.008),
        (Parameter::GroupPatchPerThousand, 0.2),
        (Parameter::Capacity, 2.0),
    ]);
    let plan = ProbePlan {
        samples: 12,
        group_size: 60,
        connections: 8,
        find_limits: None,
    };
    let (found, _) = probed(&setup, 0, &plan);
    assert_eq!(found.ended_early, None);
    assert!(found.requests <= plan.requests(), "{}", found.requests);
    assert!(found.users_made <= plan.users() && found.groups_made <= plan.groups());
    let trips: Vec<_> = found
        .verdicts
        .iter()
        .filter(|verdict| verdict.weight > Weight::Note)
        .collect();
    assert_eq!(
        trips,
        Vec::<&_>::new(),
        "a stand-in takes the whole dialect"
    );
    let capacity = found.capacity.expect("brought to its limit");
    // The way to the server and back counts as its time, and so for more than two where this machine is busy.
    assert!(capacity.low > 1.0 && capacity.low < 4.5, "{capacity:?}");
    assert!(
        found
            .measured
            .iter()
            .any(|one| one.key == "target.capacity")
    );
    let patches = found
        .growth
        .iter()
        .find(|row| row.call == "PATCH that adds one member")
        .expect("measured");
    let slope = patches.slope_ms.expect("a slope");
    assert!(slope.low > 100.0 && slope.high < 300.0, "{slope:?}");
}
