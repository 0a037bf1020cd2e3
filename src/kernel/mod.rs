//! A small discrete-event kernel: an event calendar, a run loop, resources and random streams.
//!
//! It knows nothing of directories or provisioning. A model is a value that implements [`Model`]: it owns its
//! state, has one plain `enum` of events, and schedules further events on its [`Calendar`]. Nothing is
//! boxed or dispatched dynamically, and nothing allocates once the calendar and pools have grown to size.
//!
//! | part | what it is |
//! |---|---|
//! | [`Calendar`] | pending events by time; ties come out in the order they went in |
//! | [`run`], [`run_until`] | the loop that hands events to a [`Model`] |
//! | [`ServerPool`] | servers with one FIFO queue, a deadline, or loss |
//! | [`TokenBucket`], [`FixedWindow`], [`RollingWindow`], [`QuietWindow`] | rate limits, exact in whole nanoseconds; [`Limiter`] is one of them, or so many at once |
//! | [`KeyedCap`] | so many at once for each key: with one, a lock |
//! | [`Gate`] | not before a moment |
//! | [`Stream`] | randomness addressed by (seed, replication, purpose, object, use); a [`Draw`] is one uniform number of it |
//! | [`QuantileTable`] | a lognormal made cheap to draw from |
//! | [`sample`] | distributions as functions of a uniform, the same bits on every platform |
//!
//! # Example: an M/M/1 queue
//!
//! One server, Poisson arrivals at 0.8 a second, exponential service of mean one second. Theory says that
//! a customer spends 1 / (1 − 0.8) = 5 seconds in the system.
//!
//! ```
//! use cyclecast::kernel::{Calendar, Model, ServerPool, Stream, run, sample};
//! use cyclecast::units::{SimDuration, SimTime};
//!
//! #[derive(Clone, Copy)]
//! enum Event { Arrival, Departure { arrived: SimTime } }
//!
//! struct Queue {
//!     calendar: Calendar<Event>, server: ServerPool, arrivals: Stream, services: Stream,
//!     arrived: u64, served: u64, total: SimDuration,
//! }
//!
//! impl Model for Queue {
//!     type Event = Event;
//!     fn calendar(&mut self) -> &mut Calendar<Event> { &mut self.calendar }
//!     fn handle(&mut self, now: SimTime, event: Event) {
//!         let seconds = |stream: Stream, customer, mean| {
//!             SimDuration::from_secs_f64(sample::exponential(stream.unit(customer, 0), mean))
//!         };
//!         match event {
//!             Event::Arrival => {
//!                 let service = seconds(self.services, self.arrived, 1.0);
//!                 let finish = self.server.admit(now, service).finish;
//!                 self.calendar.schedule(finish, Event::Departure { arrived: now });
//!                 self.arrived += 1;
//!                 if self.arrived < 200_000 {
//!                     let gap = seconds(self.arrivals, self.arrived, 1.0 / 0.8);
//!                     self.calendar.schedule(now + gap, Event::Arrival);
//!                 }
//!             }
//!             Event::Departure { arrived } => { self.served += 1; self.total += now - arrived; }
//!         }
//!     }
//! }
//!
//! let mut queue = Queue {
//!     calendar: Calendar::new(), server: ServerPool::new(1).unwrap(),
//!     arrivals: Stream::new(7, 0, 0), services: Stream::new(7, 0, 1),
//!     arrived: 0, served: 0, total: SimDuration::ZERO,
//! };
//! queue.calendar.schedule(SimTime::ZERO, Event::Arrival);
//! run(&mut queue);
//!
//! let mean = queue.total.as_secs_f64() / queue.served as f64;
//! assert!((4.7..5.3).contains(&mean), "mean time in system {mean}");
//! ```

mod allowance;
mod calendar;
mod engine;
mod gate;
mod keyed_cap;
mod limiter;
mod quantile_table;
pub mod sample;
mod server_pool;
mod streams;
mod token_bucket;
mod windows;

pub use allowance::{Allowance, InvalidLimit};
pub use calendar::Calendar;
pub use engine::{Ending, Model, run, run_until};
pub use gate::Gate;
pub use keyed_cap::KeyedCap;
pub use limiter::Limiter;
pub use quantile_table::{NormalKnots, QuantileTable};
pub use server_pool::{NoServers, ServerPool, Service};
pub use streams::{Draw, Stream};
pub use token_bucket::TokenBucket;
pub use windows::{FixedWindow, QuietWindow, RollingWindow};
