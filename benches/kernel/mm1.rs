//! A million customers through an M/M/1 queue at load 0.8, on the kernel and by hand.

use std::collections::VecDeque;

use cyclecast::kernel::{Calendar, Model, ServerPool, Stream, run, sample};
use cyclecast::units::{SimDuration, SimTime};

const CUSTOMERS: u32 = 1_000_000;
const MEAN_SERVICE: f64 = 1.0;
const MEAN_GAP: f64 = 1.0 / 0.8;

/// What a run found out.
#[derive(Debug, PartialEq)]
pub struct Outcome {
    pub events: u64,
    served: u64,
    time_in_system: SimDuration,
}

impl Outcome {
    pub fn mean_seconds(&self) -> f64 {
        self.time_in_system.as_secs_f64() / self.served as f64
    }
}

/// A stream, and how much of it has been drawn.
struct Chance(Stream, u64);

fn chance() -> Chance {
    Chance(Stream::new(7, 0, 0), 0)
}

fn draw(chance: &mut Chance, mean: f64) -> SimDuration {
    chance.1 += 1;
    let unit = chance.0.unit(0, chance.1);
    SimDuration::from_secs_f64(sample::exponential(unit, mean))
}

#[derive(Clone, Copy)]
enum Event {
    Arrival,
    Departure { arrived: SimTime },
}

struct Queue {
    calendar: Calendar<Event>,
    server: ServerPool,
    chance: Chance,
    left_to_arrive: u32,
    outcome: Outcome,
}

impl Model for Queue {
    type Event = Event;

    fn calendar(&mut self) -> &mut Calendar<Event> {
        &mut self.calendar
    }

    fn handle(&mut self, now: SimTime, event: Event) {
        self.outcome.events += 1;
        match event {
            Event::Arrival => {
                let service = draw(&mut self.chance, MEAN_SERVICE);
                let finish = self.server.admit(now, service).finish;
                let departure = Event::Departure { arrived: now };
                self.calendar.schedule(finish, departure);
                self.left_to_arrive -= 1;
                if self.left_to_arrive > 0 {
                    let gap = draw(&mut self.chance, MEAN_GAP);
                    self.calendar.schedule(now + gap, Event::Arrival);
                }
            }
            Event::Departure { arrived } => {
                self.outcome.served += 1;
                self.outcome.time_in_system += now - arrived;
            }
        }
    }
}

/// On the public kernel.
pub fn by_kernel() -> Outcome {
    let mut queue = Queue {
        calendar: Calendar::new(),
        server: ServerPool::new(1).expect("one server"),
        chance: chance(),
        left_to_arrive: CUSTOMERS,
        outcome: Outcome {
            events: 0,
            served: 0,
            time_in_system: SimDuration::ZERO,
        },
    };
    queue.calendar.schedule(SimTime::ZERO, Event::Arrival);
    run(&mut queue);
    queue.outcome
}

/// The textbook loop: the next arrival, the next departure, and a queue of those who wait.
pub fn by_hand() -> Outcome {
    let mut chance = chance();
    let mut waiting: VecDeque<(SimTime, SimDuration)> = VecDeque::new();
    let mut next_arrival = SimTime::ZERO;
    let mut next_departure = SimTime::NEVER;
    let mut in_service_since_arrival_at = SimTime::ZERO;
    let mut left_to_arrive = CUSTOMERS;
    let (mut events, mut served, mut time_in_system) = (0, 0, SimDuration::ZERO);
    while next_arrival < SimTime::NEVER || next_departure < SimTime::NEVER {
        events += 1;
        if next_arrival <= next_departure {
            let now = next_arrival;
            let service = draw(&mut chance, MEAN_SERVICE);
            if next_departure == SimTime::NEVER {
                in_service_since_arrival_at = now;
                next_departure = now + service;
            } else {
                waiting.push_back((now, service));
            }
            left_to_arrive -= 1;
            next_arrival = if left_to_arrive > 0 {
                now + draw(&mut chance, MEAN_GAP)
            } else {
                SimTime::NEVER
            };
        } else {
            let now = next_departure;
            served += 1;
            time_in_system += now - in_service_since_arrival_at;
            next_departure = match waiting.pop_front() {
                Some((arrived, service)) => {
                    in_service_since_arrival_at = arrived;
                    now + service
                }
                None => SimTime::NEVER,
            };
        }
    }
    Outcome {
        events,
        served,
        time_in_system,
    }
}
