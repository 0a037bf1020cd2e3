//! The loop: what is due by the clock happens, what the target answers is taken in.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::connections::{Connections, Over};
use super::existing_accounts::create_existing;
use super::play_session::{Play, PlayError, PlayResult, Snapshot};
use super::played_answers::Meaning;
use super::played_objects::PlayedObjects;
use crate::experiment::rehearsal::{Further, PlayedWatch, Rehearsed};
use crate::live::object_journal::ObjectKind;
use crate::model::job::play_job;
use crate::model::{
    Answer, AnswerElsewhere, CallElsewhere, CycleInput, Endpoint, Parameter, PlayedCycle, Work,
    Workspace, existing_users, play_cycle,
};
use crate::units::SimTime;

/// No single wait is longer, so that an interruption is seen soon.
const NAP: Duration = Duration::from_millis(100);

/// Plays a replication, from the creation of those who exist already to the end of its last cycle or the first reason to break it off. Of so many
/// `joiners`, those exist already whom the scenario has exist.
///
/// # Errors
/// [`PlayError`]: nothing was played.
pub fn play(
    rehearsed: &Rehearsed,
    input: &CycleInput<'_>,
    joiners: u64,
    session: &Play<'_>,
) -> Result<PlayResult, PlayError> {
    let chance = rehearsed.chance();
    let existing = existing_users(input, chance, joiners)?;
    let mut objects = PlayedObjects::new(session.journal.marker().clone(), session.spelling);
    create_existing(&existing, &mut objects, session)?;
    let mut stage = Stage {
        objects,
        further: Further {
            users_before: existing.len() as u64,
            ..Further::default()
        },
        started: Instant::now(),
        session,
        cycles_begun: 0,
        requests: 0,
    };
    let (mut watch, mut workspace) = (PlayedWatch::new(rehearsed.ask.cycles), Workspace::default());
    let open = input.values.count(Parameter::Connections) as usize;
    let tally = thread::scope(|scope| {
        let (connections, answers) = Connections::open(scope, open, session.target, session.caps);
        let mut player = |cycle: &mut PlayedCycle<'_>, until| {
            let ended = stage.run(cycle, until, &connections, &answers);
            stage.further.broken_off = ended.err();
            stage.further.broken_off.is_none()
        };
        let (workspace, watch) = (&mut workspace, &mut watch);
        let tally = match &rehearsed.plan {
            None => play_cycle(input, chance, workspace, watch, &mut player),
            Some(plan) => {
                play_job(input, plan, chance, workspace, watch, &mut player).map(|end| end.initial)
            }
        };
        drop(connections);
        // What is under way still may have made something.
        answers.iter().for_each(|over| stage.note(&over));
        tally
    })?;
    Ok(PlayResult {
        tally,
        watch,
        further: stage.further,
    })
}

struct Stage<'s> {
    objects: PlayedObjects,
    further: Further,
    started: Instant,
    session: &'s Play<'s>,
    cycles_begun: u64,
    requests: u64,
}

impl Stage<'_> {
    fn now(&self) -> SimTime {
        self.moment(Instant::now())
    }

    fn moment(&self, at: Instant) -> SimTime {
        let since = at.saturating_duration_since(self.started);
        SimTime::from_nanos(u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
    }

    /// Lets everything of a cycle happen, up to a moment at most; says why it broke off, if so.
    fn run(
        &mut self,
        cycle: &mut PlayedCycle<'_>,
        until: SimTime,
        connections: &Connections,
        answers: &Receiver<Over>,
    ) -> Result<(), String> {
        self.cycles_begun += 1;
        let (mut calls, mut shown) = (Vec::new(), Instant::now());
        loop {
            self.session
                .caps
                .check()
                .map_err(|stop| first_line(&stop))?;
            let now = self.now();
            if now < until {
                cycle.advance(now, &mut |call| calls.push(call));
            }
            for call in calls.drain(..) {
                self.leave(cycle, connections, call)?;
            }
            if let Some(code) = cycle.tally().failed_with {
                return Err(code.name().to_owned());
            }
            if cycle.is_over() || (now >= until && cycle.under_way() == 0) {
                return Ok(());
            }
            if shown.elapsed() > NAP {
                shown = Instant::now();
                (self.session.progress)(&self.snapshot(cycle));
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

    fn wait(&self, cycle: &mut PlayedCycle<'_>) -> Duration {
        let left = cycle.next_time().map(|next| next - self.now());
        left.map_or(NAP, |left| Duration::from_nanos(left.as_nanos()).min(NAP))
    }

    fn snapshot(&self, cycle: &PlayedCycle<'_>) -> Snapshot {
        Snapshot {
            elapsed: self.started.elapsed(),
            cycle: self.cycles_begun - 1,
            pages: cycle.progress(),
            requests: self.requests,
        }
    }

    /// A call goes out; what it makes is counted and stands in the journal before.
    fn leave(
        &mut self,
        cycle: &mut PlayedCycle<'_>,
        connections: &Connections,
        call: CallElsewhere,
    ) -> Result<(), String> {
        let Some(request) = self.objects.request(&call) else {
            let meaning = Meaning::unidentified(call.endpoint);
            self.tell(cycle, &call, meaning, self.now());
            return Ok(());
        };
        let made = match (call.work, call.endpoint) {
            (Work::User(user), Endpoint::UserPost) => {
                Some((ObjectKind::User, user, self.objects.user_name(user)))
            }
            (Work::Group(group), Endpoint::GroupPost) => {
                Some((ObjectKind::Group, group, self.objects.group_name(group)))
            }
            _ => None,
        };
        if let Some((kind, number, name)) = made {
            let Play { caps, journal, .. } = self.session;
            if self.objects.begins(kind, number) {
                caps.take_object().map_err(|stop| first_line(&stop))?;
            }
            let written = journal.makes(kind, &name);
            written.map_err(|reason| reason.to_string())?;
        }
        self.requests += 1;
        connections.send(call, request);
        Ok(())
    }

    /// An answer is there.
    fn take_in(&mut self, cycle: &mut PlayedCycle<'_>, over: Over) -> Result<(), String> {
        self.note(&over);
        let exchange = over.exchange.as_ref().map_err(first_line)?;
        let meaning = Meaning::of(&over.call, &over.request, exchange, &self.objects);
        self.tell(cycle, &over.call, meaning, self.moment(exchange.ended));
        Ok(())
    }

    fn tell(
        &mut self,
        cycle: &mut PlayedCycle<'_>,
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

    /// Keeps what an answer tells of an object, here and in the journal.
    fn note(&mut self, over: &Over) {
        let Ok(exchange) = &over.exchange else { return };
        let meaning = Meaning::of(&over.call, &over.request, exchange, &self.objects);
        if meaning.answer != Answer::Success {
            return;
        }
        let (objects, journal) = (&mut self.objects, self.session.journal);
        // A journal that cannot be written any more knows the name, by which the object is found when everything is taken away.
        let _ = match (over.call.work, over.call.endpoint, meaning.id) {
            (Work::User(user), _, Some(id)) if objects.user_id(user) != Some(&id) => {
                objects.user_is(user, id.clone());
                journal.made(ObjectKind::User, &objects.user_name(user), &id)
            }
            (Work::Group(group), _, Some(id)) => {
                objects.group_is(group, id.clone());
                journal.made(ObjectKind::Group, &objects.group_name(group), &id)
            }
            (Work::UserRemoval(user), Endpoint::UserDelete, _) => {
                objects.user_is_gone(user);
                journal.gone(ObjectKind::User, &objects.user_name(user))
            }
            (Work::GroupRemoval(group), Endpoint::GroupDelete, _) => {
                objects.group_is_gone(group);
                journal.gone(ObjectKind::Group, &objects.group_name(group))
            }
            (Work::User(user), Endpoint::UserPatch, _) => {
                objects.user_is_switched(user, true);
                Ok(())
            }
            (Work::UserRemoval(user), Endpoint::UserPatch, _) => {
                objects.user_is_switched(user, false);
                Ok(())
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
