//! What came of playing beside the cycles: what the target said where it failed, and why it ended early.

use std::collections::BTreeMap;

use crate::experiment::outcome::rehearsal::TroubleCount;
use crate::model::{Endpoint, ErrorCode};

/// What a target said where it failed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trouble {
    /// The endpoint, by its place among all.
    pub endpoint: usize,
    /// The code that the service would log.
    pub code: &'static str,
    /// What the target said.
    pub says: String,
}

impl Trouble {
    /// Of an endpoint and a code.
    pub fn new(endpoint: Endpoint, code: ErrorCode, says: String) -> Self {
        Self {
            endpoint: endpoint as usize,
            code: code.name(),
            says,
        }
    }
}

/// What else came of playing.
#[derive(Clone, Debug, Default)]
pub struct Further {
    /// What the target said where it failed, and how often.
    pub troubles: BTreeMap<Trouble, u64>,
    /// Users who were created before the start.
    pub users_before: u64,
    /// Why the cycle was broken off from outside.
    pub broken_off: Option<String>,
}

/// Most different sayings that are kept.
const MOST_TROUBLES: usize = 20;

pub(super) fn troubles(all: BTreeMap<Trouble, u64>) -> Vec<TroubleCount> {
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let count = |(trouble, count): (Trouble, u64)| TroubleCount {
        endpoint: Endpoint::ALL[trouble.endpoint].name().to_owned(),
        code: trouble.code.to_owned(),
        says: trouble.says,
        count,
    };
    all.into_iter().take(MOST_TROUBLES).map(count).collect()
}
