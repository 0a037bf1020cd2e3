//! What two variants of a life have in common meets the same luck in both: no change's depends on what else changed.

use std::collections::BTreeMap;

use cyclecast::model::job::{Action, ChangeKind};
use cyclecast::model::{
    CallTrouble, Endpoint, EndpointSet, ErrorCode, Observer, Occurrence, Parameter as P, Setup,
};
use cyclecast::units::SimTime;

use super::tenants::{HOUR, and, burst, plan, secs, with_bursts, with_groups};
use super::watch::watched;

const AT: f64 = 1_500.0;
/// So many fail that some do so at every attempt.
const FAILING: f64 = 0.8;

/// How long each PATCH of a group takes after the initial cycle, and each incremental cycle, in nanoseconds.
#[derive(Default)]
struct Times {
    patches: BTreeMap<u64, Vec<u64>>,
    began: SimTime,
    cycles: Vec<u64>,
}

impl Observer for Times {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        match what {
            Occurrence::CallPasses(call)
                if call.endpoint == Endpoint::GroupPatch && secs(call.sent) > AT =>
            {
                let taken = (call.answered - call.sent).as_nanos();
                let group = call.object.expect("a PATCH is for a group");
                self.patches.entry(group).or_default().push(taken);
            }
            Occurrence::JobCycleBegins(_) => self.began = at,
            Occurrence::JobCycleEnds { execution, .. } => {
                self.cycles.push((execution.ended - self.began).as_nanos());
            }
            _ => {}
        }
    }
}

fn times(setup: &Setup, bursts: &[(ChangeKind, u32)]) -> Times {
    times_after(setup, bursts, 0.0)
}

/// The same where a share of the PATCHes of groups fails in the initial cycle.
fn times_after(setup: &Setup, bursts: &[(ChangeKind, u32)], failing: f64) -> Times {
    let bursts = bursts.iter().map(|&(kind, count)| burst(AT, kind, count));
    let code = ErrorCode::InternalServerError;
    let trouble = Action::TroubleBegins(CallTrouble {
        code,
        share: failing,
        endpoints: EndpointSet::from_name("groups.patch").expect("the endpoint's name"),
        retry_after: None,
    });
    let timeline = [(0.0, trouble), (AT, Action::TroubleEnds(code))];
    let plan = with_bursts(plan(2.0 * HOUR, &timeline), bursts.collect());
    let mut times = Times::default();
    watched(setup, &plan, 1, &mut times);
    times
}

/// Five groups; every call takes another time.
fn setup() -> Setup {
    let setup = with_groups(200, &[40; 5]);
    let setup = and(and(setup, P::LatencyCv, 0.5), P::GroupPatchCv, 0.5);
    and(setup, P::EvaluationCv, 0.5)
}

#[test]
fn a_membership_meets_the_same_latency_whatever_else_changes() {
    let alone = times(&setup(), &[(ChangeKind::MembershipAdd, 30)]);
    let beside = [
        (ChangeKind::MembershipAdd, 30),
        (ChangeKind::MembershipRemove, 30),
    ];
    let together = times(&setup(), &beside);
    let patches: usize = alone.patches.values().map(Vec::len).sum();
    assert_eq!(patches, 30);
    for (group, taken) in &alone.patches {
        let others = &together.patches[group];
        assert!(others.len() > taken.len(), "{group} is changed besides");
        for one in taken {
            assert!(others.contains(one), "{one} ns in {others:?}");
        }
    }
}

#[test]
fn memberships_that_failed_in_the_initial_cycle_are_retried_with_the_same_luck_whatever_else_changes()
 {
    let setup = and(setup(), P::QuarantineFrom, 1e6);
    let alone = times_after(&setup, &[], FAILING);
    let together = times_after(&setup, &[(ChangeKind::MembershipRemove, 40)], FAILING);
    assert!(alone.patches.len() > 2, "{}", alone.patches.len());
    for (group, taken) in &alone.patches {
        for one in taken {
            assert!(together.patches[group].contains(one), "{one} ns");
        }
    }
}

#[test]
fn a_change_out_of_scope_is_evaluated_as_fast_whatever_else_changes() {
    let setup = and(and(setup(), P::Connections, 1.0), P::PageRead, 0.0);
    let setup = and(setup, P::LatencyCv, 0.0);
    let longest = |bursts: &[(ChangeKind, u32)]| {
        let cycles = times(&setup, bursts).cycles;
        i64::try_from(*cycles[1..].iter().max().unwrap()).unwrap()
    };
    let one = (ChangeKind::OutOfScope, 1);
    let nobody = (ChangeKind::OutOfScope, 0);
    let many = (ChangeKind::OutOfScope, 7);
    let idle = longest(&[]);
    let first = longest(&[one, nobody]) - idle;
    let others = longest(&[nobody, many]) - idle;
    let all = longest(&[one, many]) - idle;
    assert!(first > 0 && others > 0);
    assert!(
        (first + others - all).abs() < 1_000,
        "{first} {others} {all}"
    );
}
