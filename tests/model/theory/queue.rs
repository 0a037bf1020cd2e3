//! One queueing model with Poisson arrivals, enough for M/M/1, M/M/c, M/D/1 and the loss system M/M/c/c.

use cyclecast::kernel::{Calendar, Model, ServerPool, Stream, run, run_until, sample};
use cyclecast::units::{SimDuration, SimTime};

const SEED: u64 = 2_024;

/// The law of the service time; its mean is always one second.
#[derive(Clone, Copy, PartialEq)]
pub enum ServiceLaw {
    Exponential,
    Constant,
}

/// What kind of queue to simulate, and for how long.
#[derive(Clone, Copy)]
pub struct Plan {
    pub servers: usize,
    pub arrivals_per_second: f64,
    pub law: ServiceLaw,
    /// Whether a customer who finds all servers busy is lost instead of waiting.
    pub loses: bool,
    pub warm_up_seconds: u64,
    pub measured_seconds: u64,
}

/// What happened to the customers who arrived after the warm-up.
#[derive(Clone, Default)]
pub struct Measured {
    pub arrived: u64,
    pub lost: u64,
    pub served: u64,
    pub waiting: SimDuration,
    pub in_system: SimDuration,
    /// The number in the system, integrated over the measured time, in customer-nanoseconds.
    pub area: u128,
}

#[derive(Clone, Copy)]
pub enum Event {
    Arrival,
    Departure { arrived: SimTime, started: SimTime },
}

pub struct Queue {
    calendar: Calendar<Event>,
    plan: Plan,
    pool: ServerPool,
    gaps: Stream,
    services: Stream,
    customer: u64,
    present: u64,
    last_change: SimTime,
    measured_from: SimTime,
    closed: bool,
    pub measured: Measured,
}

impl Queue {
    pub fn new(plan: Plan, replication: u64) -> Self {
        Self {
            calendar: Calendar::new(),
            plan,
            pool: ServerPool::new(plan.servers).expect("every plan has servers"),
            gaps: Stream::new(SEED, replication, 1),
            services: Stream::new(SEED, replication, 2),
            customer: 0,
            present: 0,
            last_change: SimTime::ZERO,
            measured_from: SimTime::ZERO,
            closed: false,
            measured: Measured::default(),
        }
    }

    fn advance_area(&mut self, now: SimTime) {
        let length = (now - self.last_change).as_nanos();
        self.measured.area += u128::from(self.present) * u128::from(length);
        self.last_change = now;
    }

    fn start_measuring(&mut self, now: SimTime) {
        self.measured = Measured::default();
        self.measured_from = now;
        self.last_change = now;
    }

    fn arrive(&mut self, now: SimTime) {
        if self.closed {
            return;
        }
        let service = match self.plan.law {
            ServiceLaw::Constant => SimDuration::from_secs(1),
            ServiceLaw::Exponential => SimDuration::from_secs_f64(sample::exponential(
                self.services.unit(self.customer, 0),
                1.0,
            )),
        };
        let admitted = if self.plan.loses {
            self.pool.admit_before(now, service, now)
        } else {
            Some(self.pool.admit(now, service))
        };
        self.measured.arrived += 1;
        if let Some(times) = admitted {
            self.present += 1;
            let departure = Event::Departure {
                arrived: now,
                started: times.start,
            };
            self.calendar.schedule(times.finish, departure);
        } else {
            self.measured.lost += 1;
        }
        self.schedule_arrival(now);
    }

    fn schedule_arrival(&mut self, now: SimTime) {
        let mean_gap = 1.0 / self.plan.arrivals_per_second;
        let gap = sample::exponential(self.gaps.unit(self.customer, 0), mean_gap);
        self.customer += 1;
        let at = now + SimDuration::from_secs_f64(gap);
        self.calendar.schedule(at, Event::Arrival);
    }
}

impl Model for Queue {
    type Event = Event;

    fn calendar(&mut self) -> &mut Calendar<Event> {
        &mut self.calendar
    }

    fn handle(&mut self, now: SimTime, event: Event) {
        self.advance_area(now);
        match event {
            Event::Arrival => self.arrive(now),
            Event::Departure { arrived, started } => {
                self.present -= 1;
                if arrived > self.measured_from {
                    self.measured.served += 1;
                    self.measured.waiting += started - arrived;
                    self.measured.in_system += now - arrived;
                }
            }
        }
    }
}

/// Runs one replication: warm-up, measured time, then no further arrivals until the last customer has left.
///
/// Those still present at the end are served and counted: leaving them out would favour short stays. The area
/// is that of the measured time alone, unless there is no warm-up; then it is that of the whole run.
pub fn simulate(plan: Plan, replication: u64) -> Measured {
    let mut queue = Queue::new(plan, replication);
    queue.schedule_arrival(SimTime::ZERO);
    let opening = SimTime::ZERO + SimDuration::from_secs(plan.warm_up_seconds);
    let closing = opening + SimDuration::from_secs(plan.measured_seconds);
    run_until(&mut queue, opening);
    queue.advance_area(opening);
    if plan.warm_up_seconds > 0 {
        queue.start_measuring(opening);
    }
    run_until(&mut queue, closing);
    queue.advance_area(closing);
    let area_at_closing = queue.measured.area;
    queue.closed = true;
    run(&mut queue);
    if plan.warm_up_seconds > 0 {
        queue.measured.area = area_at_closing;
    }
    queue.measured
}
