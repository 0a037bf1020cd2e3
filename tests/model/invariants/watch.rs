//! An observer that sees all that a cycle shows, and checks of its own that share nothing with the model.

use cyclecast::model::{
    Chance, CycleInput, CycleTally, Endpoint, Inputs, LimitKind, LimitRule, Observer, Occurrence,
    Setup, Workspace, simulate,
};
use cyclecast::units::SimTime;

/// No cycle here has reason to send more: one that does would hardly ever end.
const MOST_REQUESTS: usize = 3_000_000;

/// Sees everything that a cycle shows, and stops one that has no end.
#[derive(Debug, Default)]
pub struct Watch {
    pub moments: Vec<SimTime>,
    pub requests: Vec<(SimTime, Endpoint)>,
    pub pages: Vec<u64>,
    pub pages_in_all: u64,
    pub gained_access: u64,
    pub ended: Option<SimTime>,
}

impl Observer for Watch {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        match *what {
            Occurrence::CycleStarts { pages, .. } => {
                self.pages_in_all = pages;
                return;
            }
            Occurrence::RequestSent { endpoint, .. } => {
                self.requests.push((at, endpoint));
                assert!(self.requests.len() < MOST_REQUESTS, "no end by {at:?}");
            }
            Occurrence::UserGainsAccess { .. } => self.gained_access += 1,
            Occurrence::PagesDone(pages) => self.pages.push(pages),
            Occurrence::CycleEnds => self.ended = Some(at),
            _ => {}
        }
        self.moments.push(at);
    }
}

/// A cycle that is over: what went in, what came out, and what was seen on the way.
pub struct Seen<'a> {
    pub input: CycleInput<'a>,
    pub tally: CycleTally,
    pub watch: Watch,
}

/// Simulates a cycle under the eyes of a [`Watch`].
pub fn cycle_of(setup: &Setup) -> Seen<'_> {
    let chance = Chance::new(5, 0);
    let input = CycleInput::new(setup, chance, Inputs::Drawn);
    let mut watch = Watch::default();
    let tally = simulate(&input, chance, &mut Workspace::default(), &mut watch)
        .expect("every limit lets something pass");
    Seen {
        input,
        tally,
        watch,
    }
}

impl Seen<'_> {
    /// When requests were sent that a limit counts, in nanoseconds.
    fn counted(&self, limit: &LimitRule) -> impl Iterator<Item = u64> {
        let endpoints = limit.endpoints;
        let requests = self.watch.requests.iter();
        requests.filter_map(move |(at, to)| endpoints.contains(*to).then_some(at.as_nanos()))
    }

    /// By how much the worst stretch of time exceeds what the limit allows in it; at most zero if the limit is kept.
    pub fn excess(&self, limit: &LimitRule) -> i128 {
        let period = i128::from(limit.period.as_nanos());
        let LimitKind::TokenBucket { burst } = limit.kind else {
            return self.most_in_a_window(limit) - i128::from(limit.amount);
        };
        // Any stretch holds at most the burst and what flows in meanwhile. A moment is whole nanoseconds, rounded up.
        // In units of calls times period, which are whole; `least` belongs to the best beginning of a stretch.
        let rate = i128::from(limit.amount);
        let mut least = i128::MAX;
        let mut worst = 0;
        for (number, at) in (0_i128..).zip(self.counted(limit)) {
            let ahead = number * period - rate * i128::from(at);
            least = least.min(ahead);
            worst = worst.max(ahead - least + period - rate);
        }
        worst - i128::from(burst) * period
    }

    fn most_in_a_window(&self, limit: &LimitRule) -> i128 {
        let mut in_window = std::collections::HashMap::new();
        for at in self.counted(limit) {
            *in_window.entry(at / limit.period.as_nanos()).or_insert(0) += 1;
        }
        in_window.into_values().max().unwrap_or(0)
    }
}
