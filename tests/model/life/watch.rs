//! An observer that writes everything down, and questions to what it has written.

use cyclecast::model::job::{
    ChangeKind, ChangeStatus, ChangeStep, CycleStart, DropReason, Execution, JobEnd, JobPlan,
    JobState, QuarantineReason, simulate_job,
};
use cyclecast::model::{
    Chance, CycleInput, CycleTally, Endpoint, Inputs, Observer, Occurrence, Setup, Workspace,
};
use cyclecast::units::SimTime;

use super::tenants::secs;

/// No life here has reason to send more: one that does would hardly ever end.
const MOST_REQUESTS: usize = 20_000_000;

/// A cycle as it was seen.
pub struct Seen {
    pub began: SimTime,
    pub start: CycleStart,
    /// Nothing for a cycle that runs at the horizon.
    pub ended: Option<(SimTime, CycleTally)>,
    pub execution: Option<Execution>,
    /// Whether it was completed.
    pub done: bool,
}

#[derive(Default)]
pub struct Watch {
    pub made: Vec<(ChangeKind, SimTime)>,
    pub steps: Vec<(SimTime, ChangeStep)>,
    pub cycles: Vec<Seen>,
    pub states: Vec<(SimTime, JobState, Option<QuarantineReason>)>,
    pub holds: Vec<(SimTime, u64, u64)>,
    pub mails: Vec<(SimTime, QuarantineReason)>,
    pub requests: Vec<(SimTime, Endpoint)>,
    pub access: Vec<SimTime>,
    /// Every moment but those of changes, in the order told.
    pub moments: Vec<SimTime>,
}

impl Observer for Watch {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        match *what {
            Occurrence::RequestSent { endpoint, .. } => {
                assert!(self.requests.len() < MOST_REQUESTS, "no end by {at:?}");
                self.requests.push((at, endpoint));
            }
            Occurrence::UserGainsAccess { .. } => self.access.push(at),
            Occurrence::ChangeMade { kind, made } => {
                self.made.push((kind, made));
                return;
            }
            Occurrence::ChangeSteps(step) => self.steps.push((at, step)),
            Occurrence::JobCycleBegins(start) => self.cycles.push(Seen {
                began: at,
                start,
                ended: None,
                execution: None,
                done: false,
            }),
            Occurrence::JobCycleEnds { execution, tally } => {
                assert_eq!(execution.ended, at);
                let cycle = self
                    .cycles
                    .last_mut()
                    .expect("no cycle ends before one has begun");
                assert!(cycle.ended.is_none(), "a cycle ends twice");
                cycle.ended = Some((at, tally.clone()));
                cycle.execution = Some(*execution);
                cycle.done = execution.broken_off_by.is_none();
            }
            Occurrence::JobState { state, reason } => self.states.push((at, state, reason)),
            Occurrence::JobHolds { escrowed, staged } => self.holds.push((at, escrowed, staged)),
            Occurrence::NotificationSent(reason) => self.mails.push((at, reason)),
            _ => return,
        }
        self.moments.push(at);
    }
}

impl Watch {
    /// Requests to an endpoint, between two moments in seconds.
    pub fn calls(&self, endpoint: Endpoint, from: f64, to: f64) -> usize {
        let requests = self.requests.iter();
        let within = requests.filter(|(at, _)| (from..to).contains(&secs(*at)));
        within.filter(|(_, to)| *to == endpoint).count()
    }

    /// When cycles began, in seconds.
    pub fn begins(&self) -> Vec<f64> {
        self.cycles.iter().map(|cycle| secs(cycle.began)).collect()
    }

    /// When changes of a kind came to a status, in seconds.
    pub fn when(&self, kind: ChangeKind, status: ChangeStatus) -> Vec<f64> {
        let steps = self.steps.iter();
        let to = steps.filter(|(_, step)| step.kind == kind && step.after == status);
        to.map(|(at, _)| secs(*at)).collect()
    }

    /// When the job was in a state for the first time at or after a moment, in seconds.
    pub fn first_in(&self, state: JobState, from: f64) -> Option<f64> {
        let mut states = self.states.iter();
        let found = states.find(|(at, one, _)| *one == state && secs(*at) >= from);
        found.map(|(at, _, _)| secs(*at))
    }

    /// The state at a moment.
    pub fn state_at(&self, moment: f64) -> JobState {
        let states = self.states.iter();
        let before = states.take_while(|(at, _, _)| secs(*at) <= moment);
        before
            .last()
            .map_or(JobState::NotRun, |(_, state, _)| *state)
    }
}

/// How many changes were dropped for a reason.
pub fn dropped(end: &JobEnd, reason: DropReason) -> u64 {
    end.changes.dropped[reason as usize]
}

/// Simulates a job under the eyes of an observer.
pub fn watched<O: Observer>(setup: &Setup, plan: &JobPlan, seed: u64, observer: &mut O) -> JobEnd {
    let chance = Chance::new(seed, 0);
    let input = CycleInput::new(setup, chance, Inputs::Drawn);
    let mut workspace = Workspace::default();
    simulate_job(&input, plan, chance, &mut workspace, observer)
        .expect("every limit lets something pass")
}

/// Simulates a job and writes everything down.
pub fn life(setup: &Setup, plan: &JobPlan) -> (JobEnd, Watch) {
    let mut watch = Watch::default();
    let end = watched(setup, plan, 11, &mut watch);
    (end, watch)
}
