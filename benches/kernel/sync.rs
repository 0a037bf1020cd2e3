//! A provisioning cycle in small: jobs of two stages, eight workers, a shared rate limit, failures and retries.
//!
//! A worker takes a job and keeps it through both stages; before each it waits for a call that the token bucket lets
//! pass. A stage that fails gives its worker back, and the job queues for one again ten seconds later.

use std::collections::VecDeque;

use cyclecast::kernel::{Allowance, Calendar, Model, Stream, TokenBucket, run, sample};
use cyclecast::units::{SimDuration, SimTime};

use crate::statistics::Statistics;

pub const JOBS: u32 = 100_000;
pub const WORKERS: u32 = 8;
pub const CALLS_PER_SECOND: u64 = 25;
pub const BURST: u64 = 50;
pub const STAGES: u8 = 2;
pub const RETRY_AFTER: SimDuration = SimDuration::from_secs(10);
const FAILING_SHARE: f64 = 0.01;
const MEAN_GAP: f64 = 0.1;
const STAGE_MEANS: [f64; STAGES as usize] = [0.15, 0.25];

/// What a run found out.
#[derive(Debug, PartialEq)]
pub struct Outcome {
    pub events: u64,
    pub end: SimTime,
    pub times: Statistics,
}

/// All chance of the model; both variants draw the same numbers.
pub struct Chance {
    gaps: Stream,
    services: Stream,
    failures: Stream,
    stages: [sample::LogNormal; STAGES as usize],
}

impl Chance {
    pub fn new() -> Self {
        Self {
            gaps: Stream::new(11, 0, 0),
            services: Stream::new(11, 0, 1),
            failures: Stream::new(11, 0, 2),
            stages: STAGE_MEANS.map(|mean| sample::LogNormal::from_mean_and_cv(mean, 1.0)),
        }
    }

    #[inline]
    pub fn gap_after(&self, job: u32) -> SimDuration {
        let unit = self.gaps.unit(u64::from(job), 0);
        SimDuration::from_secs_f64(sample::exponential(unit, MEAN_GAP))
    }

    #[inline]
    pub fn service(&self, job: u32, state: &Job) -> SimDuration {
        let unit = self.services.unit(u64::from(job), u64::from(state.calls));
        SimDuration::from_secs_f64(self.stages[usize::from(state.stage)].at(unit))
    }

    #[inline]
    pub fn fails(&self, job: u32, state: &Job) -> bool {
        self.failures
            .happens(FAILING_SHARE, u64::from(job), u64::from(state.calls))
    }
}

/// How far a job is.
#[derive(Clone, Copy)]
pub struct Job {
    pub arrived: SimTime,
    /// Calls made so far: the address of the next draw.
    pub calls: u32,
    pub stage: u8,
}

impl Job {
    pub fn arriving(now: SimTime) -> Self {
        Self {
            arrived: now,
            calls: 0,
            stage: 0,
        }
    }
}

#[derive(Clone, Copy)]
enum Event {
    Arrival,
    Start { job: u32 },
    End { job: u32 },
    Retry { job: u32 },
}

struct Cycle {
    chance: Chance,
    calendar: Calendar<Event>,
    idle_workers: u32,
    bucket: TokenBucket,
    waiting: VecDeque<u32>,
    jobs: Vec<Job>,
    events: u64,
    times: Statistics,
}

impl Cycle {
    fn arrive(&mut self, now: SimTime) {
        let job = self.jobs.len() as u32;
        self.jobs.push(Job::arriving(now));
        self.find_worker(now, job);
        if job + 1 < JOBS {
            self.calendar
                .schedule(now + self.chance.gap_after(job), Event::Arrival);
        }
    }

    fn find_worker(&mut self, now: SimTime, job: u32) {
        if self.idle_workers > 0 {
            self.idle_workers -= 1;
            self.book_call(now, job);
        } else {
            self.waiting.push_back(job);
        }
    }

    fn book_call(&mut self, now: SimTime, job: u32) {
        let start = self.bucket.earliest(now, 1);
        self.bucket.take(start, 1);
        self.calendar.schedule(start, Event::Start { job });
    }

    fn end_stage(&mut self, now: SimTime, job: u32) {
        let state = &mut self.jobs[job as usize];
        let fails = self.chance.fails(job, state);
        state.calls += 1;
        if fails {
            self.calendar
                .schedule(now + RETRY_AFTER, Event::Retry { job });
            self.release_worker(now);
            return;
        }
        state.stage += 1;
        if state.stage < STAGES {
            self.book_call(now, job);
        } else {
            self.times.record(now - state.arrived);
            self.release_worker(now);
        }
    }

    fn release_worker(&mut self, now: SimTime) {
        self.idle_workers += 1;
        if let Some(next) = self.waiting.pop_front() {
            self.find_worker(now, next);
        }
    }
}

impl Model for Cycle {
    type Event = Event;

    fn calendar(&mut self) -> &mut Calendar<Event> {
        &mut self.calendar
    }

    fn handle(&mut self, now: SimTime, event: Event) {
        self.events += 1;
        match event {
            Event::Arrival => self.arrive(now),
            Event::Start { job } => {
                let service = self.chance.service(job, &self.jobs[job as usize]);
                self.calendar.schedule(now + service, Event::End { job });
            }
            Event::End { job } => self.end_stage(now, job),
            Event::Retry { job } => self.find_worker(now, job),
        }
    }
}

/// On the public kernel.
pub fn by_kernel() -> Outcome {
    let allowance = Allowance::new(CALLS_PER_SECOND, SimDuration::from_secs(1)).expect("a rate");
    let mut cycle = Cycle {
        chance: Chance::new(),
        calendar: Calendar::new(),
        idle_workers: WORKERS,
        bucket: TokenBucket::new(allowance, BURST).expect("a burst"),
        waiting: VecDeque::new(),
        jobs: Vec::with_capacity(JOBS as usize),
        events: 0,
        times: Statistics::new(),
    };
    cycle.calendar.schedule(SimTime::ZERO, Event::Arrival);
    let end = run(&mut cycle);
    Outcome {
        events: cycle.events,
        end,
        times: cycle.times,
    }
}
