//! The loop: what is due by the clock happens, what the target answers is taken in.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::connections::{Connections, Over};
use super::played_answers::Meaning;
use super::played_objects::PlayedObjects;
use crate::experiment::rehearsal::{Further, PlayedWatch, Rehearsed};
use crate::live::client::{Caps, ScimTarget, Stop};
use crate::live::object_journal::{JournalError, ObjectJournal, ObjectKind};
use crate::model::{
    Answer, AnswerElsewhere, CallElsewhere, CycleError, CycleInput, CycleTally, Endpoint,
    PlayedCycle, Work, Workspace,
};
use crate::scim::{Reading, ScimRequest, Spelling};
use crate::units::SimTime;

/// What it takes to play.
pub struct Play<'a> {
    /// The target.
    pub target: &'a ScimTarget,
    /// Its bounds.
    pub caps: &'a Caps<'a>,
    /// What is made is written down here.
    pub journal: &'a ObjectJournal,
    /// Forms that the target takes.
    pub spelling: Spelling,
    /// Told now and then how far it is.
    pub progress: &'a (dyn Fn(&Snapshot) + Sync),
}

/// How far a cycle has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snapshot {
    /// Since the start.
    pub elapsed: Duration,
    /// Pages done, and pages in all.
    pub pages: (u64, u64),
    /// Requests made.
    pub requests: u64,
}

/// What was played.
pub struct PlayResult {
    /// The counts.
    pub tally: CycleTally,
    /// What was seen.
    pub watch: PlayedWatch,
    /// What else came of it.
    pub further: Further,
}

/// Why nothing could be played.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// A limit lets nothing pass.
    #[error(transparent)]
    Cycle(#[from] CycleError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A user who is to exist before the cycle cannot be created.
    #[error("a user who is to be there before the cycle cannot be created: {0}")]
    Before(String),
    /// It may not go on.
    #[error(transparent)]
    Stopped(#[from] Stop),
}

/// No single wait is longer, so that an interruption is seen soon.
const NAP: Duration = Duration::from_millis(100);

/// Plays a replication, from the creation of those who exist already to the end of the cycle or the first reason to break it off.
///
/// # Errors
/// [`PlayError`]: nothing was played.
pub fn play(
    rehearsed: &Rehearsed,
    input: &CycleInput<'_>,
    session: &Play<'_>,
) -> Result<PlayResult, PlayError> {
    let (mut watch, mut workspace) = (PlayedWatch::default(), Workspace::default());
    let mut cycle = PlayedCycle::begin(input, rehearsed.chance(), &mut workspace, &mut watch)?;
    let mut objects = PlayedObjects::new(session.journal.marker().clone(), session.spelling);
    let existing = cycle.existing_users();
    create_existing(&existing, &mut objects, session)?;
    let mut stage = Stage {
        objects,
        further: Further {
            users_before: existing.len() as u64,
            ..Further::default()
        },
        started: Instant::now(),
        journal: session.journal,
    };
    let connections = cycle.connections();
    let (target, caps) = (session.target, session.caps);
    thread::scope(|scope| {
        let (connections, answers) = Connections::open(scope, connections, target, caps);
        let ended = stage.run(&mut cycle, &connections, &answers, session);
        drop(connections);
        // What is under way still may have made something.
        answers.iter().for_each(|over| stage.note(&over));
        if let Err(reason) = ended {
            stage.further.broken_off = Some(reason);
        }
    });
    let tally = cycle.end(stage.now());
    Ok(PlayResult {
        tally,
        watch,
        further: stage.further,
    })
}

struct Stage<'a> {
    objects: PlayedObjects,
    further: Further,
    started: Instant,
    journal: &'a ObjectJournal,
}

impl Stage<'_> {
    fn now(&self) -> SimTime {
        self.moment(Instant::now())
    }

    fn moment(&self, at: Instant) -> SimTime {
        let since = at.saturating_duration_since(self.started);
        SimTime::from_nanos(u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
    }

    /// Lets everything happen until nothing is left; says why it broke off, if so.
    fn run(
        &mut self,
        cycle: &mut PlayedCycle<'_, PlayedWatch>,
        connections: &Connections,
        answers: &Receiver<Over>,
        session: &Play<'_>,
    ) -> Result<(), String> {
        let (mut calls, mut shown) = (Vec::new(), Instant::now());
        loop {
            session.caps.check().map_err(|stop| first_line(&stop))?;
            cycle.advance(self.now(), &mut |call| calls.push(call));
            for call in calls.drain(..) {
                self.leave(cycle, connections, call)?;
            }
            if cycle.is_over() {
                return Ok(());
            }
            if shown.elapsed() > NAP {
                shown = Instant::now();
                (session.progress)(&self.snapshot(cycle));
            }
            match answers.recv_timeout(self.wait(cycle)) {
                Ok(over) => {
                    self.take_in(cycle, over)?;
                    for over in answers.try_iter() {
                        self.take_in(cycle, over)?;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err("the connections have ended".to_owned());
                }
            }
        }
    }

    fn wait(&self, cycle: &mut PlayedCycle<'_, PlayedWatch>) -> Duration {
        let left = cycle.next_time().map(|next| next - self.now());
        left.map_or(NAP, |left| Duration::from_nanos(left.as_nanos()).min(NAP))
    }

    fn snapshot(&self, cycle: &PlayedCycle<'_, PlayedWatch>) -> Snapshot {
        Snapshot {
            elapsed: self.started.elapsed(),
            pages: cycle.progress().1,
            requests: cycle.tally().calls.iter().sum(),
        }
    }

    /// A call goes out; what it makes stands in the journal before.
    fn leave(
        &mut self,
        cycle: &mut PlayedCycle<'_, PlayedWatch>,
        connections: &Connections,
        call: CallElsewhere,
    ) -> Result<(), String> {
        let Some(request) = self.objects.request(&call) else {
            let meaning = Meaning::unidentified(call.endpoint);
            self.tell(cycle, &call, meaning, self.now());
            return Ok(());
        };
        let made = match (call.work, call.endpoint) {
            (Work::User(user), Endpoint::UserPost) => self
                .journal
                .makes(ObjectKind::User, &self.objects.user_name(user)),
            (Work::Group(group), Endpoint::GroupPost) => self
                .journal
                .makes(ObjectKind::Group, &self.objects.group_name(group)),
            _ => Ok(()),
        };
        made.map_err(|reason| reason.to_string())?;
        connections.send(call, request);
        Ok(())
    }

    /// An answer is there.
    fn take_in(
        &mut self,
        cycle: &mut PlayedCycle<'_, PlayedWatch>,
        over: Over,
    ) -> Result<(), String> {
        self.note(&over);
        let exchange = over.exchange.as_ref().map_err(first_line)?;
        let meaning = Meaning::of(&over.call, &over.request, exchange, &self.objects);
        self.tell(cycle, &over.call, meaning, self.moment(exchange.ended));
        Ok(())
    }

    fn tell(
        &mut self,
        cycle: &mut PlayedCycle<'_, PlayedWatch>,
        call: &CallElsewhere,
        meaning: Meaning,
        at: SimTime,
    ) {
        if let Some(trouble) = meaning.trouble {
            *self.further.troubles.entry(trouble).or_default() += 1;
        }
        let found = AnswerElsewhere {
            at,
            answer: meaning.answer,
            found: meaning.found,
        };
        cycle.answer(call.connection, self.now(), found);
    }

    /// Keeps the identifier that an answer tells, here and in the journal.
    fn note(&mut self, over: &Over) {
        let Ok(exchange) = &over.exchange else { return };
        let meaning = Meaning::of(&over.call, &over.request, exchange, &self.objects);
        let (Answer::Success, Some(id)) = (meaning.answer, meaning.id) else {
            return;
        };
        // A journal that cannot be written any more knows the name, by which the object is found when everything is taken away.
        let _ = match over.call.work {
            Work::User(user) => {
                self.objects.user_is(user, id.clone());
                self.journal
                    .made(ObjectKind::User, &self.objects.user_name(user), &id)
            }
            Work::Group(group) => {
                self.objects.group_is(group, id.clone());
                self.journal
                    .made(ObjectKind::Group, &self.objects.group_name(group), &id)
            }
            _ => Ok(()),
        };
    }
}

fn first_line(reason: &impl ToString) -> String {
    reason
        .to_string()
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Connections that create those who exist before the cycle.
const CREATING: usize = 8;

/// Creates the users whom the scenario has exist already.
fn create_existing(
    users: &[u32],
    objects: &mut PlayedObjects,
    session: &Play<'_>,
) -> Result<(), PlayError> {
    let (next, made) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let work = || -> Result<(), PlayError> {
        let caller = session.target.caller();
        while let Some(user) = users.get(next.fetch_add(1, Ordering::Relaxed)) {
            let values = session.journal.marker().user(u64::from(*user));
            session.journal.makes(ObjectKind::User, &values.user_name)?;
            let request = ScimRequest::create_user(&values, session.spelling);
            session.caps.take()?;
            match caller.send(&request).reading(&request) {
                Reading::Resource { id, .. } => {
                    session
                        .journal
                        .made(ObjectKind::User, &values.user_name, &id)?;
                    let mut made = made
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner);
                    made.insert(*user, id);
                }
                other => {
                    return Err(PlayError::Before(
                        session.target.hidden(&format!("{other:?}")),
                    ));
                }
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..CREATING.min(users.len()))
            .map(|_| scope.spawn(work))
            .collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or(Ok(())))
    })?;
    for (user, id) in made
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
    {
        objects.user_is(user, id);
    }
    Ok(())
}
