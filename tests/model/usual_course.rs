//! What nothing befalls goes a short way, and comes out where the long one would: a target with a limit that never binds is served by the long one.

use cyclecast::model::job::{ChangeKind, ChangeStep, JobPlan, simulate_job};
use cyclecast::model::{
    AnsweredCall, Chance, CycleInput, EndedWork, Endpoint, Inputs, LimitKind, LimitRule, Observer,
    Occurrence, PassedCall, Setup, WorkInHand, Workspace, simulate,
};
use cyclecast::units::{SimDuration, SimTime};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::invariants::{self, setups::setups};
use crate::laws::Verdict;
use crate::life::{
    laws::config,
    random::{Life, lives},
};

/// What occurs at a moment.
#[derive(Debug, PartialEq)]
enum Step {
    Sent(Endpoint, WorkInHand),
    Passes(PassedCall),
    Answered(AnsweredCall, WorkInHand),
    Ends(EndedWork),
    GainsAccess(u32),
    Made(ChangeKind, SimTime),
    Change(ChangeStep),
    CycleEnds(u64),
    /// What is rare, in words.
    Rare(String),
}

#[derive(Default)]
struct Course(Vec<(SimTime, Step)>);

impl Observer for Course {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        let step = match *what {
            Occurrence::RequestSent { endpoint, of } => Step::Sent(endpoint, of),
            Occurrence::CallPasses(call) => Step::Passes(call),
            Occurrence::CallAnswered { call, of } => Step::Answered(call, of),
            Occurrence::WorkEnds(work) => Step::Ends(work),
            Occurrence::UserGainsAccess { user, .. } => Step::GainsAccess(user),
            Occurrence::ChangeMade { kind, made } => Step::Made(kind, made),
            Occurrence::ChangeSteps(step) => Step::Change(step),
            // A tally says what limits counted.
            Occurrence::JobCycleEnds { tally, .. } => Step::CycleEnds(tally.events),
            _ => Step::Rare(format!("{what:?}")),
        };
        self.0.push((at, step));
    }
}

/// What occurs in an initial cycle, or in the life of a job.
fn course(setup: &Setup, plan: Option<&JobPlan>) -> Course {
    let chance = Chance::new(5, 2);
    let input = CycleInput::new(setup, chance, Inputs::Drawn);
    let (mut seen, mut workspace) = (Course::default(), Workspace::default());
    if let Some(plan) = plan {
        simulate_job(&input, plan, chance, &mut workspace, &mut seen).unwrap();
    } else {
        simulate(&input, chance, &mut workspace, &mut seen).unwrap();
    }
    seen
}

/// Whether a target without limits takes the same course as one with a limit that is asked at every call and never binds.
fn is_the_same(mut setup: Setup, plan: Option<&JobPlan>) -> Verdict {
    setup.limits.clear();
    let Course(short) = course(&setup, plan);
    let (second, kind) = (SimDuration::from_secs(1), LimitKind::FixedWindow);
    let roomy = LimitRule::on_calls("roomy", 1_000_000, second, kind);
    setup.limits.push(roomy);
    let Course(long) = course(&setup, plan);
    let differs = short.iter().zip(&long).find(|(short, long)| short != long);
    prop_assert_eq!(differs, None);
    prop_assert_eq!(short.len(), long.len());
    Ok(())
}

#[test]
fn an_initial_cycle_takes_the_same_course_whichever_way_its_steps_go() {
    let verdict =
        TestRunner::new(invariants::config()).run(&setups(), |setup| is_the_same(setup, None));
    verdict.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn a_job_takes_the_same_course_whichever_way_its_steps_go() {
    let verdict = TestRunner::new(config()).run(&lives(), |Life { setup, plan }| {
        is_the_same(setup, Some(&plan))
    });
    verdict.unwrap_or_else(|failure| panic!("{failure}"));
}
