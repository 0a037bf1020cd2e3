//! Members that are lost, come back and are doubled, counted by hand.

use super::*;
use crate::model::endpoint::Endpoint;

fn patch(change: MemberChange, carried: u32) -> Call {
    Call {
        sent: SimTime::ZERO,
        repeats: 0,
        job: 0,
        endpoint: Endpoint::GroupPatch,
        resource: Resource::Group(3),
        object: 0,
        usage: 0,
        by_filter: false,
        members_present: 0,
        members_carried: carried,
        change,
    }
}

fn at(second: u64) -> SimTime {
    SimTime::from_nanos(second * 1_000_000_000)
}

/// A group to which ten members were added by one PATCH.
fn ten(overwrites: bool) -> Contents {
    let write = if overwrites {
        GroupWrite::LastWriteWins
    } else {
        GroupWrite::Atomic
    };
    let mut contents = Contents::new(write, true).expect("it doubles at least");
    contents.write(&patch(MemberChange::Add, 10), at(0), at(1), true, 0.5);
    contents
}

#[test]
fn who_is_taken_away_comes_back_with_a_write_that_began_before() {
    for (overwrites, members) in [(true, 12), (false, 9)] {
        let mut contents = ten(overwrites);
        contents.write(&patch(MemberChange::Add, 2), at(2), at(9), true, 0.5);
        contents.write(&patch(MemberChange::Remove, 3), at(3), at(5), true, 0.5);
        assert_eq!(contents.members(3, at(6)), 7);
        assert_eq!(contents.members(3, at(9)), members);
        // Seven of the first and two more are wanted, and all of them are there.
        assert_eq!(contents.missing(3, at(9)), 0);
    }
}

#[test]
fn who_is_added_is_lost_by_a_removal_that_began_before() {
    let mut contents = ten(true);
    contents.write(&patch(MemberChange::Remove, 3), at(2), at(9), true, 0.5);
    contents.write(&patch(MemberChange::Add, 2), at(3), at(5), true, 0.5);
    assert_eq!(contents.members(3, at(9)), 7);
    assert_eq!(contents.missing(3, at(9)), 2);
}

#[test]
fn a_pass_that_meets_no_other_brings_back_all_that_are_missing() {
    let mut contents = ten(true);
    contents.write(&patch(MemberChange::Add, 5), at(2), at(5), true, 0.5);
    contents.write(&patch(MemberChange::Add, 1), at(3), at(6), true, 0.5);
    assert_eq!(contents.missing(3, at(6)), 5);
    contents.pass_begins(3, 16, at(7));
    for second in 8..24 {
        let again = patch(MemberChange::AddAgain, 1);
        contents.write(&again, at(second), at(second + 1), true, 0.5);
    }
    assert_eq!(contents.missing(3, at(30)), 0);
    // Sixteen, and a copy of each of the eleven that were there.
    assert_eq!(contents.members(3, at(30)), 16 + 11);
}

#[test]
fn a_call_that_is_given_up_counts_once_when_it_is_repeated() {
    for given_up_at in [2, 4] {
        let mut contents = ten(true);
        contents.write(&patch(MemberChange::Add, 1), at(1), at(3), true, 0.5);
        contents.missing(3, at(given_up_at));
        contents.give_up(3, at(3), 1, MemberChange::Add);
        contents.write(&patch(MemberChange::Add, 1), at(5), at(6), true, 0.5);
        assert_eq!(contents.missing(3, at(6)), 0);
        assert_eq!(contents.of(3).due, 11, "given up at {given_up_at}");
        assert_eq!(contents.of(3).stored.wanted, 11);
    }
}
