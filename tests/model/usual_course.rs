//! What nothing befalls goes a short way, and comes out where the long one would: a target with a limit that never binds is served by the long one.

use cyclecast::model::job::{Action, JobPlan, TimelineEntry, simulate_job};
use cyclecast::model::{
    Chance, Connector, CycleInput, ErrorCode, GroupSizes, Inputs, LimitKind, LimitRule, Observer,
    Occurrence, Parameter, ScopeMode, Setup, Uncertain, Workspace, simulate,
};
use cyclecast::units::{SimDuration, SimTime};

/// Everything that occurs, in order, but for what limits count.
#[derive(Default)]
struct Everything(Vec<String>);

impl Observer for Everything {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        self.0.push(match what {
            Occurrence::JobCycleEnds { execution, .. } => format!("{at:?} {execution:?}"),
            _ => format!("{at:?} {what:?}"),
        });
    }
}

/// A tenant in which all kinds of work occur, with the default's luck, and some of it fails.
fn mixed(scope: ScopeMode, connector: Connector) -> Setup {
    let mut setup = Setup::new(scope);
    setup.connector = connector;
    setup.group_sizes = GroupSizes::Listed(vec![150, 60, 5]);
    let shares = [
        (Parameter::ManagerShare, 0.8),
        (Parameter::MatchedShare, 0.3),
        (Parameter::UpdatedShare, 0.5),
        (Parameter::ManagerLinkFoundShare, 0.5),
        (Parameter::InternalServerError, 0.03),
        (Parameter::Conflict, 0.03),
        (Parameter::ImportSkipped, 0.02),
        (Parameter::Timeout, 2.0),
    ];
    for (parameter, share) in shares {
        setup.set(parameter, Uncertain::Fixed(share));
    }
    setup
        .with(Parameter::TenantUsers, Uncertain::Fixed(600.0))
        .with(Parameter::AssignedUsers, Uncertain::Fixed(200.0))
        .with(Parameter::PageSize, Uncertain::Fixed(50.0))
}

/// The same under a limit that is asked at every call and never binds.
fn roomy(setup: &Setup) -> Setup {
    let mut limited = setup.clone();
    let second = SimDuration::from_secs(1);
    limited.limits = vec![LimitRule::on_calls(
        "roomy",
        1_000_000,
        second,
        LimitKind::FixedWindow,
    )];
    limited
}

/// What occurs in an initial cycle, or in the life of a job.
fn course(setup: &Setup, plan: Option<&JobPlan>) -> Vec<String> {
    let chance = Chance::new(5, 2);
    let input = CycleInput::new(setup, chance, Inputs::Drawn);
    let mut seen = Everything::default();
    let mut workspace = Workspace::default();
    if let Some(plan) = plan {
        simulate_job(&input, plan, chance, &mut workspace, &mut seen).unwrap();
    } else {
        simulate(&input, chance, &mut workspace, &mut seen).unwrap();
    }
    seen.0
}

fn assert_same(setup: &Setup, plan: Option<&JobPlan>) {
    let (short, long) = (course(setup, plan), course(&roomy(setup), plan));
    assert!(short.len() > 2_000, "{}", short.len());
    let differs = short.iter().zip(&long).find(|(short, long)| short != long);
    assert_eq!(differs, None);
    assert_eq!(short.len(), long.len());
}

#[test]
fn an_initial_cycle_takes_the_same_course_whichever_way_its_steps_go() {
    for connector in [Connector::Gallery, Connector::Custom] {
        for scope in [ScopeMode::Assigned, ScopeMode::AllUsersAndGroups] {
            assert_same(&mixed(scope, connector), None);
        }
    }
    let by_two_attributes = mixed(ScopeMode::Assigned, Connector::Gallery)
        .with(Parameter::MatchingAttributes, Uncertain::Fixed(2.0))
        .with(Parameter::Licences, Uncertain::Fixed(150.0));
    assert_same(&by_two_attributes, None);
}

#[test]
fn a_job_takes_the_same_course_through_its_troubles() {
    let mut setup = mixed(ScopeMode::Assigned, Connector::Gallery);
    for kind in [
        Parameter::Joiners,
        Parameter::Leavers,
        Parameter::AttributeUpdates,
        Parameter::MembershipAdds,
    ] {
        setup.set(kind, Uncertain::Fixed(80.0));
    }
    let mut plan = JobPlan::new(SimDuration::from_secs(2 * 86_400));
    let hour = |hour: u64| SimTime::ZERO + SimDuration::from_secs(3_600 * hour);
    plan.timeline = [
        (3, Action::OutageBegins),
        (5, Action::OutageEnds),
        (
            20,
            Action::ErrorsBegin {
                code: ErrorCode::Conflict,
                share: 0.5,
            },
        ),
        (24, Action::ErrorsFixed(None)),
    ]
    .map(|(at, action)| TimelineEntry {
        at: hour(at),
        action,
    })
    .to_vec();
    assert_same(&setup, Some(&plan));
}
