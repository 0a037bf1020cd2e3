//! The sync model as one would write it down without a kernel: a sorted array of pending events, plain counters, and
//! a token bucket in whole nanoseconds (which 25 calls a second permit).

use std::collections::VecDeque;

use cyclecast::units::{SimDuration, SimTime};

use crate::statistics::Statistics;
use crate::sync::{
    BURST, CALLS_PER_SECOND, Chance, JOBS, Job, Outcome, RETRY_AFTER, STAGES, WORKERS,
};

const NANOS_PER_CALL: u64 = 1_000_000_000 / CALLS_PER_SECOND;

#[derive(Clone, Copy)]
enum Kind {
    Arrival,
    Start,
    End,
    Retry,
}

struct Pending {
    at: SimTime,
    kind: Kind,
    job: u32,
}

/// Keeps the earliest last; an equal time belongs behind those already there.
fn insert(pending: &mut Vec<Pending>, at: SimTime, kind: Kind, job: u32) {
    let mut place = pending.len();
    while place > 0 && pending[place - 1].at <= at {
        place -= 1;
    }
    pending.insert(place, Pending { at, kind, job });
}

/// Books the next call of the shared limit, not before `now`.
fn book(full_at: &mut u64, now: SimTime) -> SimTime {
    let ahead = (BURST - 1) * NANOS_PER_CALL;
    let start = now.as_nanos().max(full_at.saturating_sub(ahead));
    *full_at = start.max(*full_at) + NANOS_PER_CALL;
    SimTime::from_nanos(start)
}

pub fn run() -> Outcome {
    let chance = Chance::new();
    let mut pending = Vec::with_capacity(64);
    let mut waiting = VecDeque::new();
    let mut jobs = Vec::with_capacity(JOBS as usize);
    let mut idle_workers = WORKERS;
    let mut full_at = 0;
    let mut now = SimTime::ZERO;
    let (mut events, mut times) = (0, Statistics::new());
    insert(&mut pending, now, Kind::Arrival, 0);
    while let Some(Pending { at, kind, job }) = pending.pop() {
        now = at;
        events += 1;
        let mut seeks_worker = None;
        match kind {
            Kind::Arrival => {
                jobs.push(Job::arriving(now));
                seeks_worker = Some(job);
            }
            Kind::Retry => seeks_worker = Some(job),
            Kind::Start => {
                let service: SimDuration = chance.service(job, &jobs[job as usize]);
                insert(&mut pending, now + service, Kind::End, job);
            }
            Kind::End => {
                let state = &mut jobs[job as usize];
                let fails = chance.fails(job, state);
                state.calls += 1;
                state.stage += u8::from(!fails);
                if !fails && state.stage < STAGES {
                    insert(&mut pending, book(&mut full_at, now), Kind::Start, job);
                    continue;
                }
                if fails {
                    insert(&mut pending, now + RETRY_AFTER, Kind::Retry, job);
                } else {
                    times.record(now - state.arrived);
                }
                idle_workers += 1;
                seeks_worker = waiting.pop_front();
            }
        }
        if let Some(job) = seeks_worker {
            if idle_workers > 0 {
                idle_workers -= 1;
                insert(&mut pending, book(&mut full_at, now), Kind::Start, job);
            } else {
                waiting.push_back(job);
            }
        }
        if matches!(kind, Kind::Arrival) && job + 1 < JOBS {
            insert(
                &mut pending,
                now + chance.gap_after(job),
                Kind::Arrival,
                job + 1,
            );
        }
    }
    Outcome {
        events,
        end: now,
        times,
    }
}
