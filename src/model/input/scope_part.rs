//! What one of several jobs has of the whole scope: which users and groups.

/// What one of several jobs has of the whole scope.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct ScopePart {
    pub job: u16,
    /// Users whose place in this order lies in between are the job's.
    pub low: f64,
    pub high: f64,
    /// The numbers, in the whole scope, of the groups that are the job's.
    pub groups: Vec<u32>,
}

impl ScopePart {
    /// Whether the candidate with this number, counted in order of reading, is the job's.
    ///
    /// Candidates are dealt out so evenly that each job has its share of any stretch of them (multiples of the golden
    /// section, modulo one).
    pub fn has_candidate(&self, number: u32) -> bool {
        const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
        let place = u64::from(number).wrapping_add(1).wrapping_mul(GOLDEN);
        let place = (place >> 11) as f64 / (1_u64 << 53) as f64;
        (self.low..self.high).contains(&place)
    }
}
