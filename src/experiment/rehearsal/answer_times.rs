//! Answers by endpoint, and memberships over time, of one cycle.

use crate::model::{Answer, Endpoint, Observer, Occurrence, Work, WorkResult};
use crate::stats::{quantile, sorted};
use crate::units::SimTime;

/// What one cycle's answers took, and when its memberships were written.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerTimes {
    /// In milliseconds, refusals left out, by endpoint.
    of: [Vec<f64>; Endpoint::ALL.len()],
    /// When how many memberships were written, in milliseconds.
    written: Vec<(f64, u32)>,
    /// When requests were sent, in milliseconds.
    sent: Vec<f64>,
    pub refusals: u64,
    pub failures: u64,
}

/// What the answers of an endpoint took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Took {
    pub mean_ms: f64,
    pub cv: f64,
    pub p95_ms: f64,
}

fn millis(at: SimTime) -> f64 {
    at.since_start().as_secs_f64() * 1e3
}

impl Observer for AnswerTimes {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        match what {
            Occurrence::RequestSent { .. } => self.sent.push(millis(at)),
            Occurrence::CallAnswered { call, .. } => match call.answer {
                Answer::Refusal(_) | Answer::Denial => self.refusals += 1,
                Answer::Success | Answer::Failure(_) => {
                    self.failures += u64::from(call.answer != Answer::Success);
                    let took = (call.answered - call.sent).as_secs_f64() * 1e3;
                    self.of[call.endpoint as usize].push(took);
                }
            },
            Occurrence::WorkEnds(ended) if ended.result == WorkResult::Done => {
                if let Work::Memberships { members, .. } = ended.of.work {
                    self.written.push((millis(at), members));
                }
            }
            _ => {}
        }
    }
}

impl AnswerTimes {
    /// What the answers of an endpoint took; nothing where there was none.
    pub fn took(&self, endpoint: Endpoint) -> Option<Took> {
        let all = &self.of[endpoint as usize];
        let count = all.len() as f64;
        let mean = all.iter().sum::<f64>() / count;
        let squares: f64 = all.iter().map(|one| (one - mean) * (one - mean)).sum();
        let p95_ms = quantile(&sorted(all.iter().copied()), 0.95)?;
        let cv = if mean > 0.0 {
            libm::sqrt(squares / count) / mean
        } else {
            0.0
        };
        Some(Took {
            mean_ms: mean,
            cv,
            p95_ms,
        })
    }

    /// Requests per second in each of so many stretches of this length.
    pub fn rates(&self, stretch_ms: f64, stretches: usize) -> Vec<f64> {
        let mut rates = vec![0.0; stretches];
        for at in &self.sent {
            if let Some(rate) = rates.get_mut((at / stretch_ms) as usize) {
                *rate += 1e3 / stretch_ms;
            }
        }
        rates
    }

    /// When each share of so many memberships was written, in per cents of five.
    pub fn memberships(&self, all: u64) -> Vec<Option<f64>> {
        let mut course = Vec::new();
        let mut written = self.written.iter();
        let (mut done, mut last) = (0_u64, self.written.first().map_or(0.0, |(at, _)| *at));
        for step in 0..=STEPS {
            let wanted = all * step as u64;
            while done * (STEPS as u64) < wanted {
                let Some((at, members)) = written.next() else {
                    break;
                };
                done += u64::from(*members);
                last = *at;
            }
            let reached = all > 0 && done * (STEPS as u64) >= wanted;
            course.push(reached.then_some(last));
        }
        course
    }
}

/// Points of the course of memberships, beside the first.
pub(super) const STEPS: usize = 20;
