//! A target that judges real requests does so as the simulated one does.

use cyclecast::model::{
    Chance, Course, CycleInput, Endpoint, ErrorCode, Excess, Inputs, LimitKind, LimitRule,
    Parameter, Received, ScopeMode, Served, ServedCounts, ServedDeed, ServedRequest, ServedTarget,
    Setup, Uncertain,
};
use cyclecast::units::{SimDuration, SimTime};

const CHANCE: Chance = Chance::new(7, 0);

fn setup(values: &[(Parameter, f64)]) -> Setup {
    let mut setup = Setup::new(ScopeMode::AllUsers);
    for parameter in [
        Parameter::InternalServerError,
        Parameter::WebExceptionProtocolError,
    ] {
        setup.set(parameter, Uncertain::Fixed(0.0));
    }
    for (parameter, value) in values {
        setup.set(*parameter, Uncertain::Fixed(*value));
    }
    setup
}

fn of(setup: &Setup) -> ServedTarget {
    let input = CycleInput::new(setup, CHANCE, Inputs::Median);
    ServedTarget::new(&input, CHANCE).expect("its limits let something pass")
}

fn lookup() -> ServedRequest {
    ServedRequest {
        endpoint: Endpoint::UserGet,
        by_filter: true,
        of: None,
        members_present: 0,
        members_carried: 0,
    }
}

fn settled(target: &mut ServedTarget, at: SimTime, request: ServedRequest, users: u64) -> Course {
    match target.receive(at, request, users) {
        Received::Settled(course) => course,
        Received::HeldUntil(until, _) => panic!("held until {until:?}"),
    }
}

fn secs(secs: f64) -> SimTime {
    SimTime::ZERO + SimDuration::from_secs_f64(secs)
}

#[test]
fn times_follow_the_endpoint_the_members_and_the_users_that_are_stored() {
    let setup = setup(&[
        (Parameter::UserGet, 0.1),
        (Parameter::UserGetPerThousand, 0.05),
        (Parameter::UsersStored, 1_000.0),
        (Parameter::GroupPatch, 0.2),
        (Parameter::GroupPatchPerThousand, 0.1),
        (Parameter::PerExtraMember, 0.01),
        (Parameter::ReadCv, 0.0),
        (Parameter::GroupPatchCv, 0.0),
    ]);
    let mut target = of(&setup);
    let mut time = |request, users| settled(&mut target, SimTime::ZERO, request, users).ends;
    // A thousand whom the service does not know, and two thousand more.
    assert_eq!(time(lookup(), 2_000), secs(0.25));
    let by_id = ServedRequest {
        by_filter: false,
        ..lookup()
    };
    assert_eq!(time(by_id, 2_000), secs(0.1));
    let patch = ServedRequest {
        endpoint: Endpoint::GroupPatch,
        of: Some(0),
        members_present: 5_000,
        members_carried: 3,
        ..by_id
    };
    assert_eq!(time(patch, 2_000), secs(0.2 + 0.5 + 0.02));
}

#[test]
fn a_call_that_takes_longer_than_the_service_waits_is_worked_on_all_the_same() {
    let slow = [
        (Parameter::UserGet, 100.0),
        (Parameter::ReadCv, 0.0),
        (Parameter::Capacity, 1.0),
    ];
    let setup = setup(&slow);
    let mut target = of(&setup);
    let first = settled(&mut target, SimTime::ZERO, lookup(), 0);
    assert_eq!((first.served, first.ends), (Served::Done, secs(100.0)));
    // The next would be begun with when nobody waits for it any more.
    let second = settled(&mut target, secs(1.0), lookup(), 0);
    assert_eq!((second.served, second.ends), (Served::Silence, secs(61.0)));
}

#[test]
fn calls_that_are_held_back_are_served_in_turn_whoever_asks_first() {
    let mut setup = setup(&[(Parameter::UserGet, 0.0), (Parameter::ReadCv, 0.0)]);
    let mut rule =
        LimitRule::on_calls("slow", 1, SimDuration::from_secs(1), LimitKind::FixedWindow);
    rule.excess = Excess::Slower;
    setup.limits = vec![rule];
    let mut target = of(&setup);
    assert_eq!(
        settled(&mut target, SimTime::ZERO, lookup(), 0).ends,
        SimTime::ZERO
    );
    let held: Vec<(SimTime, u64)> = (0..3)
        .map(|_| match target.receive(SimTime::ZERO, lookup(), 0) {
            Received::HeldUntil(until, number) => (until, number),
            Received::Settled(course) => panic!("{course:?}"),
        })
        .collect();
    for (turn, (until, number)) in (1..).zip(held) {
        assert_eq!(until, secs(f64::from(turn)));
        assert_eq!(target.released(SimTime::ZERO, number), None, "not yet");
        let course = target.released(until + SimDuration::from_millis(3), number);
        assert_eq!(course.map(|course| course.ends), Some(until));
    }
}

#[test]
fn what_is_refused_for_good_has_its_share_and_stays_refused() {
    let shares = [
        (Parameter::Conflict, 0.2),
        (Parameter::MandatoryFieldsMissing, 0.0),
        (Parameter::UserCreateFails, 0.1),
        (Parameter::DuplicateTargetEntries, 0.3),
    ];
    let setup = setup(&shares);
    let target = of(&setup);
    let stored = ServedCounts::default();
    let count = |code| {
        let users = 0..10_000;
        let refused = users
            .filter(|user| target.refusal(ServedDeed::CreateUser, *user, stored) == Some(code));
        refused.count()
    };
    assert!(count(ErrorCode::UnprocessableEntity).abs_diff(1_000) < 120);
    assert!(count(ErrorCode::Conflict).abs_diff(1_800) < 160);
    assert_eq!(
        count(ErrorCode::DuplicateTargetEntries),
        0,
        "that is no answer to a POST"
    );
    assert_eq!(target.refusal(ServedDeed::DeleteUser, 1, stored), None);
}

#[test]
fn what_there_is_no_room_for_is_refused() {
    let setup = setup(&[
        (Parameter::Conflict, 0.0),
        (Parameter::MandatoryFieldsMissing, 0.0),
        (Parameter::UsersStored, 90.0),
        (Parameter::UsersQuota, 100.0),
        (Parameter::Licences, 8.0),
        (Parameter::GroupsQuota, 2.0),
        (Parameter::MembersPerGroup, 5.0),
    ]);
    let target = of(&setup);
    let refused = |deed, users, active_users, groups| {
        target.refusal(
            deed,
            0,
            ServedCounts {
                users,
                active_users,
                groups,
            },
        )
    };
    let full = Some(ErrorCode::UnprocessableEntity);
    assert_eq!(refused(ServedDeed::CreateUser, 9, 7, 0), None);
    assert_eq!(refused(ServedDeed::CreateUser, 10, 7, 0), full);
    assert_eq!(
        refused(ServedDeed::CreateUser, 9, 8, 0),
        Some(ErrorCode::LicenseLimitExceeded)
    );
    assert_eq!(
        refused(ServedDeed::EnableUser, 10, 8, 0),
        Some(ErrorCode::LicenseLimitExceeded)
    );
    assert_eq!(refused(ServedDeed::EnableUser, 10, 7, 0), None);
    assert_eq!(refused(ServedDeed::CreateGroup, 0, 0, 1), None);
    assert_eq!(refused(ServedDeed::CreateGroup, 0, 0, 2), full);
    let add = |present, new| ServedDeed::AddMembers { present, new };
    assert_eq!(refused(add(4, 1), 0, 0, 0), None);
    assert_eq!(refused(add(4, 2), 0, 0, 0), full);
    assert_eq!(
        refused(add(9, 0), 0, 0, 0),
        None,
        "who is in it takes no room"
    );
}
