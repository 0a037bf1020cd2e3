//! A small discrete-event kernel: an event calendar, a run loop, resources and random streams.
//!
//! It knows nothing of directories or provisioning. A model is a value that implements [`Model`]: it owns its
//! state, has one plain `enum` of events, and schedules further events on the [`Calendar`] it is handed. Nothing is
//! boxed or dispatched dynamically, and nothing allocates once the calendar and pools have grown to size.
//!
//! | part | what it is |
//! |---|---|
//! | [`Calendar`] | pending events by time; ties come out in the order they went in |
//! | [`run`], [`run_until`] | the loop that hands events to a [`Model`] |
//! | [`ServerPool`] | servers with one FIFO queue, a deadline, or loss |
//! | [`TokenBucket`], [`FixedWindow`], [`RollingWindow`], [`QuietWindow`] | rate limits, exact in whole nanoseconds; [`Limiter`] is one of them, or so many at once |
//! | [`KeyedCap`] | so many at once for each key: with one, a lock |
//! | [`ConcurrencyCap`], [`Gate`] | how many at once; not before a moment |
//! | [`Stream`] | randomness addressed by (seed, replication, purpose, object, use) |
//! | [`QuantileTable`] | a lognormal made cheap to draw from |
//! | [`sample`] | distributions as functions of a uniform, the same bits on every platform |
//!
//! # Example: an M/M/1 queue
//!
//! One server, Poisson arrivals at 0.8 a second, exponential service of mean one second. Theory says that
//! a customer spends 1 / (1 − 0.8) = 5 seconds in the system.
//!
//! ```
//! use cyclecast::kernel::{Calendar, Generator, Model, ServerPool, Stream, run, sample};
//! use cyclecast::units::{SimDuration, SimTime};
//!
//! #[derive(Clone, Copy)]
//! enum Event { Arrival, Departure { arrived: SimTime } }
//!
//! struct Queue { server: ServerPool, chance: Generator, left_to_arrive: u32, served: u32, total: SimDuration }
//!
//! impl Model for Queue {
//!     type Event = Event;
//!     fn handle(&mut self, now: SimTime, event: Event, calendar: &mut Calendar<Event>) {
//!         match event {
//!             Event::Arrival => {
//!                 let service = SimDuration::from_secs_f64(sample::exponential(self.chance.unit(), 1.0));
//!                 let finish = self.server.admit(now, service).finish;
//!                 calendar.schedule(finish, Event::Departure { arrived: now });
//!                 self.left_to_arrive -= 1;
//!                 if self.left_to_arrive > 0 {
//!                     let gap = SimDuration::from_secs_f64(sample::exponential(self.chance.unit(), 1.0 / 0.8));
//!                     calendar.schedule(now + gap, Event::Arrival);
//!                 }
//!             }
//!             Event::Departure { arrived } => { self.served += 1; self.total += now - arrived; }
//!         }
//!     }
//! }
//!
//! let mut queue = Queue {
//!     server: ServerPool::new(1).unwrap(),
//!     chance: Stream::new(7, 0, 0).generator(0),
//!     left_to_arrive: 200_000, served: 0, total: SimDuration::ZERO,
//! };
//! let mut calendar = Calendar::new();
//! calendar.schedule(SimTime::ZERO, Event::Arrival);
//! run(&mut queue, &mut calendar);
//!
//! let mean = queue.total.as_secs_f64() / f64::from(queue.served);
//! assert!((4.7..5.3).contains(&mean), "mean time in system {mean}");
//! ```

mod calendar;
mod engine;
mod fixed_window;
mod gate;
mod keyed_cap;
mod limiter;
mod quantile_table;
mod quiet_window;
mod rolling_window;
pub mod sample;
mod server_pool;
mod streams;
mod token_bucket;

pub use calendar::Calendar;
pub use engine::{Ending, Model, run, run_until};
pub use fixed_window::FixedWindow;
pub use gate::{ConcurrencyCap, Gate};
pub use keyed_cap::KeyedCap;
pub use limiter::{Allowance, InvalidLimit, Limiter};
pub use quantile_table::QuantileTable;
pub use quiet_window::QuietWindow;
pub use rolling_window::RollingWindow;
pub use server_pool::{NoServers, ServerPool, Service};
pub use streams::{Generator, Stream};
pub use token_bucket::TokenBucket;
