//! What nothing befalls goes a short way, and comes out where the long one would: a target with a limit that slows calls down is served by the long one.

use cyclecast::model::job::{Action, ChangeKind, ChangeStep, JobPlan, simulate_job};
use cyclecast::model::{
    AnsweredCall, CallTrouble, Chance, Connector, Counts, CycleInput, CycleTally, EndedWork,
    Endpoint, EndpointSet, ErrorCode, Excess, Inputs, LimitKind, LimitRule, Observer, Occurrence,
    On429, Parameter as P, PassedCall, Per, RetryAfter, Setup, Slowdown, Uncertain, WorkInHand,
    Workspace, catalogue, simulate,
};
use cyclecast::units::{SimDuration, SimTime};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::invariants::{
    self,
    setups::{paced_setups, setups},
};
use crate::laws::Verdict;
use crate::life::{
    laws::config,
    random::{Life, lives},
    tenants::{and, plan, quiet, set},
};
use crate::limits::rules::limit;

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
    CycleEnds(Box<CycleTally>),
    /// What is rare, in words.
    Rare(String),
}

struct Course {
    steps: Vec<(SimTime, Step)>,
    /// Limits whose counts matter, of which there are so many.
    limits: usize,
}

impl Course {
    fn counted(&self, tally: &CycleTally) -> Box<CycleTally> {
        let mut tally = Box::new(tally.clone());
        tally.target.limits.truncate(self.limits);
        tally
    }
}

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
            Occurrence::JobCycleEnds { tally, .. } => Step::CycleEnds(self.counted(tally)),
            _ => Step::Rare(format!("{what:?}")),
        };
        self.steps.push((at, step));
    }
}

/// What occurs in an initial cycle, or in the life of a job, and what was counted of the first so many limits.
fn course(setup: &Setup, plan: Option<&JobPlan>, limits: usize) -> Vec<(SimTime, Step)> {
    let chance = Chance::new(5, 2);
    let input = CycleInput::new(setup, chance, Inputs::Drawn);
    let mut workspace = Workspace::default();
    let mut seen = Course {
        steps: Vec::new(),
        limits,
    };
    let tally = match plan {
        Some(plan) => {
            let end = simulate_job(&input, plan, chance, &mut workspace, &mut seen).unwrap();
            let status = Step::Rare(format!("{:?} {:?}", end.status, end.changes));
            seen.steps.push((SimTime::NEVER, status));
            end.initial
        }
        None => simulate(&input, chance, &mut workspace, &mut seen).unwrap(),
    };
    let counted = Step::CycleEnds(seen.counted(&tally));
    seen.steps.push((SimTime::NEVER, counted));
    seen.steps
}

fn on_all_calls(amount: u64) -> LimitRule {
    let (second, kind) = (SimDuration::from_secs(1), LimitKind::FixedWindow);
    LimitRule::on_calls("one more", amount, second, kind)
}

/// Whether a target takes the same course as with one limit more that is asked at every call and never binds. Where this could slow calls down,
/// every call goes the long way.
fn is_the_same(mut setup: Setup, plan: Option<&JobPlan>) -> Verdict {
    // Where the target refuses a kind of operation, everything goes the long way.
    for row in catalogue().filter(|row| row.key.starts_with("errors.operation.")) {
        setup.set(row.parameter, Uncertain::Fixed(0.0));
    }
    let own = setup.limits.len();
    let short = course(&setup, plan, own);
    let slowed = Slowdown {
        over: 900_000,
        by: SimDuration::from_secs(1),
    };
    for slowed in [None, Some(slowed)] {
        setup.limits.push(LimitRule {
            slowed,
            ..on_all_calls(1_000_000)
        });
        let other = course(&setup, plan, own);
        setup.limits.pop();
        let differs = short
            .iter()
            .zip(&other)
            .find(|(short, other)| short != other);
        prop_assert_eq!(differs, None);
        prop_assert_eq!(short.len(), other.len());
    }
    Ok(())
}

fn without_limits(mut setup: Setup) -> Setup {
    setup.limits.clear();
    setup
}

/// A connector that does not know the limits, and that nobody tells when to come back.
fn refused_without_a_word(mut setup: Setup) -> Setup {
    setup.connector = Connector::Custom;
    for limit in &mut setup.limits {
        limit.excess = Excess::TooManyRequests(RetryAfter::Absent);
    }
    setup
}

/// Limits of all shapes that look at nothing but the endpoint, and do nothing but let pass or turn down.
fn plain() -> impl Strategy<Value = LimitRule> {
    limit().prop_map(|rule| LimitRule {
        counts: match rule.counts {
            Counts::Units => Counts::Units,
            _ => Counts::Calls,
        },
        per: Per::Everything,
        over_bytes: None,
        up_to_bytes: None,
        replicas: 1,
        slowed: None,
        excess: match rule.excess {
            Excess::Slower => Excess::Forbidden,
            excess => excess,
        },
        ..rule
    })
}

fn plainly_limited() -> impl Strategy<Value = Setup> {
    (setups(), prop::collection::vec(plain(), 1..4)).prop_map(|(mut setup, limits)| {
        setup.limits = limits;
        setup
    })
}

fn in_initial_cycles(setups: &impl Strategy<Value = Setup>) {
    let verdict =
        TestRunner::new(invariants::config()).run(setups, |setup| is_the_same(setup, None));
    verdict.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn an_initial_cycle_takes_the_same_course_whichever_way_its_steps_go() {
    in_initial_cycles(&setups().prop_map(without_limits));
}

#[test]
fn an_initial_cycle_under_limits_takes_the_same_course_whichever_way_its_steps_go() {
    in_initial_cycles(&setups());
    in_initial_cycles(&plainly_limited());
    in_initial_cycles(&paced_setups());
    in_initial_cycles(&paced_setups().prop_map(refused_without_a_word));
}

fn in_lives(limits: &[LimitRule]) {
    let verdict = TestRunner::new(config()).run(&lives(), |Life { mut setup, plan }| {
        setup.limits = limits.to_vec();
        is_the_same(setup, Some(&plan))
    });
    verdict.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn a_job_takes_the_same_course_whichever_way_its_steps_go() {
    in_lives(&[]);
}

#[test]
fn a_job_under_a_limit_takes_the_same_course_whichever_way_its_steps_go() {
    in_lives(&[on_all_calls(3)]);
}

/// Every call is refused between each two of these moments.
fn refused_between(seconds: &[f64], retry_after: Option<SimDuration>) -> JobPlan {
    let begins = Action::TroubleBegins(CallTrouble {
        code: ErrorCode::TooManyRequests,
        share: 1.0,
        endpoints: EndpointSet::all(),
        retry_after,
    });
    let ends = Action::TroubleEnds(ErrorCode::TooManyRequests);
    let actions = [begins, ends].into_iter().cycle();
    let timeline: Vec<_> = seconds.iter().copied().zip(actions).collect();
    plan(3_000.0, &timeline)
}

#[test]
fn what_refusals_of_a_trouble_leave_behind_is_heeded_whichever_way_steps_go() {
    let told = Some(SimDuration::from_secs(100));
    for on_429 in [On429::PauseJob, On429::RetryCall, On429::Escrow] {
        for retry_after in [told, None] {
            let mut quick = and(and(quiet(2_000), P::Refusal, 0.5), P::EvaluationCv, 0.5);
            set(&mut quick, P::Evaluation, 0.1);
            quick.connector = Connector::Custom;
            quick.on_429 = on_429;
            // Some are still being evaluated when the trouble is over.
            let slow = and(quick.clone(), P::Evaluation, 3.0);
            let plan = refused_between(&[100.0, 101.0, 300.0, 360.0, 362.0, 380.0], retry_after);
            is_the_same(slow, Some(&plan)).unwrap();
            // The trouble is over before the first refusal is read.
            let plan = refused_between(&[10.0, 10.1], retry_after);
            is_the_same(quick, Some(&plan)).unwrap();
        }
    }
}
