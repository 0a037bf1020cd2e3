//! Whoever watches a simulation, and what they see.

use super::job_status::{CycleStart, Execution, JobState, QuarantineReason};
use super::tally::CycleTally;
use super::work::{AnsweredCall, EndedWork, PassedCall, WorkInHand};
use crate::model::change::{ChangeKind, ChangeStep};
use crate::model::endpoint::Endpoint;
use crate::model::plan::Action;
use crate::units::SimTime;

/// Something that occurs in a cycle or a job.
#[derive(Clone, Copy, Debug)]
pub enum Occurrence<'a> {
    /// A cycle that looks at every object starts; of several jobs, all of theirs.
    CycleStarts {
        /// Users in scope.
        users_in_scope: u64,
        /// Pages of the source.
        pages: u64,
    },
    /// A request leaves for the target; a refused one counts too.
    RequestSent {
        /// What it is.
        endpoint: Endpoint,
        /// What it is for.
        of: WorkInHand,
    },
    /// A request is not sent yet: a limit is kept, or a refusal is waited out.
    CallWaits {
        /// Until when at least.
        until: SimTime,
        /// What it is.
        endpoint: Endpoint,
        /// What it is for.
        of: WorkInHand,
    },
    /// A request has passed the target's limits and is answered later.
    CallPasses(PassedCall),
    /// A request has been answered, and the service has dealt with the answer by now.
    CallAnswered {
        /// The request and its answer.
        call: AnsweredCall,
        /// What it is for.
        of: WorkInHand,
    },
    /// A piece of work ends, well or not.
    WorkEnds(EndedWork),
    /// Work that failed earlier in the cycle is tried again.
    RetryBegins(WorkInHand),
    /// A user has access from now on.
    UserGainsAccess {
        /// Number of the job, from zero.
        job: u16,
        /// The user.
        user: u32,
    },
    /// So many pages of the source are done by now.
    PagesDone(u64),
    /// The watermark is stored: the end of a cycle, or of those of several jobs.
    CycleEnds,
    /// The service comes to know of a change in the directory, which may have been made hours before.
    ChangeMade {
        /// The kind of change.
        kind: ChangeKind,
        /// When it was made in the directory.
        made: SimTime,
    },
    /// A change comes further: into the target, into escrow, out of it, or to its end.
    ChangeSteps(ChangeStep),
    /// An entry of the timeline takes effect.
    ActionTaken(&'a Action),
    /// A cycle of a job begins.
    JobCycleBegins(CycleStart),
    /// A cycle of a job ends, or is broken off.
    JobCycleEnds {
        /// The execution, in Graph's words.
        execution: &'a Execution,
        /// Its counts and times.
        tally: &'a CycleTally,
    },
    /// The state of the job from now on, which may be what it was before.
    JobState {
        /// What the job is doing.
        state: JobState,
        /// Why, in quarantine.
        reason: Option<QuarantineReason>,
    },
    /// What the job holds back from now on.
    JobHolds {
        /// Objects and references in escrow.
        escrowed: u64,
        /// Removals that are staged.
        staged: u64,
    },
    /// A notification is sent by e-mail.
    NotificationSent(QuarantineReason),
}

/// Watches a simulation.
pub trait Observer {
    /// Something occurs at this moment; moments come in order of time.
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>);

    /// Whether to break the simulation off; asked now and then.
    fn stops(&self) -> bool {
        false
    }
}

/// Watches nothing, which costs nothing.
impl Observer for () {
    #[inline(always)]
    fn see(&mut self, _at: SimTime, _what: &Occurrence<'_>) {}
}

/// Two who watch the same: the first sees everything before the second, and either can break off.
#[derive(Debug)]
pub struct Both<'o, A, B>(pub &'o mut A, pub &'o mut B);

impl<A: Observer, B: Observer> Observer for Both<'_, A, B> {
    #[inline(always)]
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        self.0.see(at, what);
        self.1.see(at, what);
    }

    fn stops(&self) -> bool {
        self.0.stops() || self.1.stops()
    }
}

/// The present moment, and who watches what occurs at it.
pub(in crate::model) struct Clock<'a, O> {
    pub now: SimTime,
    pub observer: &'a mut O,
}

impl<O: Observer> Clock<'_, O> {
    /// Something occurs now.
    #[inline(always)]
    pub fn report(&mut self, what: &Occurrence<'_>) {
        self.observer.see(self.now, what);
    }
}
