//! How times vary around their means: lognormals of mean one, tabulated and kept from one replication to the next.

use std::sync::Arc;

use crate::kernel::sample::LogNormal;
use crate::kernel::{NormalKnots, QuantileTable};

/// So many tables are kept: more than a replication needs, and few where the variation itself is uncertain.
const KEPT: usize = 8;

/// Tables by their coefficient of variation. To make one takes as long as some hundred draws from it.
#[derive(Clone, Debug, Default)]
pub(super) struct Variations {
    normal: NormalKnots,
    kept: Vec<(u64, Arc<QuantileTable>)>,
}

impl Variations {
    /// The lognormal of mean one with this coefficient of variation.
    pub fn of_cv(&mut self, cv: f64) -> Arc<QuantileTable> {
        let key = cv.to_bits();
        if let Some((_, table)) = self.kept.iter().find(|(kept, _)| *kept == key) {
            return Arc::clone(table);
        }
        if self.kept.len() == KEPT {
            self.kept.remove(0);
        }
        let distribution = LogNormal::from_mean_and_cv(1.0, cv);
        let table = Arc::new(QuantileTable::at_knots(distribution, &self.normal));
        self.kept.push((key, Arc::clone(&table)));
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_made_once_and_the_oldest_goes_first() {
        let mut variations = Variations::default();
        let first = variations.of_cv(0.5);
        assert!(Arc::ptr_eq(&first, &variations.of_cv(0.5)));
        for number in 1..=KEPT {
            variations.of_cv(number as f64);
        }
        assert!(!Arc::ptr_eq(&first, &variations.of_cv(0.5)));
        assert_eq!(variations.kept.len(), KEPT);
    }
}
