//! An initial cycle in which every user is created, written by hand: connections in an array, and nothing that a scenario could change.

use cyclecast::kernel::sample::LogNormal;
use cyclecast::kernel::{Draw, QuantileTable, Stream};
use cyclecast::model::{Parameter, Setting, Setup};

/// The times of such a cycle, with every input at its median.
pub struct ByHand {
    connections: usize,
    evaluation: Time,
    /// What GET and POST take the target, and the service itself.
    calls: [[Time; 2]; 2],
    overhead_secs: f64,
}

/// A time around its mean.
struct Time {
    mean_nanos: f64,
    variation: QuantileTable,
}

/// What a connection is waiting for, until when, and for whom.
#[derive(Clone, Copy)]
struct Connection {
    until: u64,
    calls_made: usize,
    user: u64,
}

impl Time {
    fn new(setup: &Setup, mean: Parameter, cv: Parameter) -> Self {
        Self {
            mean_nanos: median(setup, mean) * 1e9,
            variation: QuantileTable::new(LogNormal::from_mean_and_cv(1.0, median(setup, cv))),
        }
    }

    #[inline]
    fn nanos(&self, draw: Draw) -> u64 {
        (self.mean_nanos * self.variation.at(draw) + 0.5) as u64
    }
}

fn median(setup: &Setup, parameter: Parameter) -> f64 {
    match setup.setting(parameter) {
        Setting::Value(value) => value.median(),
        Setting::SameAs(other) => median(setup, *other),
        other => panic!("{parameter:?} is {other:?} and has no value of its own"),
    }
}

impl ByHand {
    pub fn of(setup: &Setup) -> Self {
        let of = |mean, cv| Time::new(setup, mean, cv);
        let own = |mean| of(mean, Parameter::ProcessingCv);
        Self {
            connections: median(setup, Parameter::Connections) as usize,
            evaluation: of(Parameter::Evaluation, Parameter::EvaluationCv),
            calls: [
                [
                    of(Parameter::UserGet, Parameter::ReadCv),
                    own(Parameter::Lookup),
                ],
                [
                    of(Parameter::UserPost, Parameter::WriteCv),
                    own(Parameter::UserWrite),
                ],
            ],
            overhead_secs: median(setup, Parameter::InitialCycleOverhead),
        }
    }

    /// How long it takes to create so many users.
    pub fn secs(&self, users: u64, seed: u64) -> f64 {
        let draws = [0, 1, 2].map(|purpose| Stream::new(seed, 0, purpose));
        let evaluated = |user: u64, at: u64| Connection {
            until: at + self.evaluation.nanos(draws[2].draw(user, 0)),
            calls_made: 0,
            user,
        };
        let mut next_user = self.connections as u64;
        let mut connections: Vec<Connection> =
            (0..next_user).map(|user| evaluated(user, 0)).collect();
        let mut end = 0;
        while let Some((index, &one)) = connections
            .iter()
            .enumerate()
            .min_by_key(|(_, one)| one.until)
        {
            let Connection {
                until,
                calls_made,
                user,
            } = one;
            if let Some(times) = self.calls.get(calls_made) {
                let drawn = [0, 1].map(|whose| draws[whose].draw(user, calls_made as u64));
                let took = times[0].nanos(drawn[0]) + times[1].nanos(drawn[1]);
                connections[index] = Connection {
                    until: until + took,
                    calls_made: calls_made + 1,
                    user,
                };
            } else if next_user < users {
                connections[index] = evaluated(next_user, until);
                next_user += 1;
            } else {
                end = until;
                connections.swap_remove(index);
            }
        }
        end as f64 / 1e9 + self.overhead_secs
    }
}
