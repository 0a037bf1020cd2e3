//! Statistics of job times, shared by both variants of the sync model: a log-linear histogram and moments.

use cyclecast::units::SimDuration;

/// Each power of two is split into 2⁵ equal bins: a bin is at most 3 % wide.
const SPLIT_BITS: u32 = 5;
const BINS: usize = ((64 - SPLIT_BITS as usize) + 1) << SPLIT_BITS;

/// Everything a report needs to know of a number of job times.
#[derive(Debug, PartialEq)]
pub struct Statistics {
    bins: Vec<u64>,
    count: u64,
    sum: u64,
    least: u64,
    most: u64,
    /// Sums of the second, third and fourth powers of seconds.
    powers: [f64; 3],
}

impl Statistics {
    pub fn new() -> Self {
        Self {
            bins: vec![0; BINS],
            count: 0,
            sum: 0,
            least: u64::MAX,
            most: 0,
            powers: [0.0; 3],
        }
    }

    pub fn record(&mut self, time: SimDuration) {
        let nanos = time.as_nanos();
        self.bins[bin(nanos)] += 1;
        self.count += 1;
        self.sum += nanos;
        self.least = self.least.min(nanos);
        self.most = self.most.max(nanos);
        let seconds = time.as_secs_f64();
        let mut power = seconds;
        for sum in &mut self.powers {
            power *= seconds;
            *sum += power;
        }
    }

    pub fn count(&self) -> u64 {
        self.count
    }
}

/// The bin of a time: linear below 2⁵ ns, then 2⁵ bins for each power of two.
fn bin(nanos: u64) -> usize {
    let exponent = (nanos | 1).ilog2().saturating_sub(SPLIT_BITS);
    let mantissa = (nanos >> exponent) as usize;
    ((exponent as usize) << SPLIT_BITS) + mantissa
}
