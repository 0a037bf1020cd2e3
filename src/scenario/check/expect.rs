//! What is expected, against what is simulated.

use crate::scenario::finding::{Finding, Findings};
use crate::scenario::read::Draft;

/// Reports thresholds on the life of a job that nobody follows.
pub(in crate::scenario) fn expectations(draft: &Draft, findings: &mut Findings) {
    if draft.has_horizon() {
        return;
    }
    for one in &draft.expectations {
        if one.value.metric.needs_horizon() {
            let message = format!("`{}` is never measured without a horizon", one.value.key);
            findings.push(
                Finding::new(one.key.clone(), message)
                    .help("add horizon = \"14 d\" to [run], or remove the threshold"),
            );
        }
    }
}
