//! What a scenario that is sound should make its reader think of.

use super::resolved::{Resolved, ResolvedOrigin};

/// Something to think of, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is odd.
    pub message: &'static str,
    /// What would be better.
    pub remedy: &'static str,
}

/// Latencies that somebody measured, at a target that answers any number of callers as fast as one.
pub const ONE_CALLER: Note = Note {
    message: "the target's latencies are yours and target.capacity is not, so any number of calls at once is answered as fast as one: what one caller measures at one process comes out several times too fast",
    remedy: "set target.capacity to the number of the target's processes (a Node or Python process counts as one), or to \"unlimited\" if the latencies were measured under the job's own load",
};

/// Everything that a scenario should make its reader think of.
pub fn notes(resolved: &[Resolved]) -> Vec<Note> {
    let own = resolved
        .iter()
        .filter(|row| matches!(row.origin, ResolvedOrigin::Yours(_)))
        .map(|row| row.key.as_str());
    let one_caller = measured_by_one_caller(own).then_some(ONE_CALLER);
    one_caller.into_iter().collect()
}

/// Whether among the keys that the user gives there are latencies and no capacity.
pub fn measured_by_one_caller<'k>(own: impl Iterator<Item = &'k str> + Clone) -> bool {
    own.clone().any(is_answer_time) && own.clone().all(|key| key != "target.capacity")
}

/// Whether a key is of the time for an answer to a call that does its work.
fn is_answer_time(key: &str) -> bool {
    key.strip_prefix("target.latency.").is_some_and(|name| {
        name != "refusal" && !name.ends_with("cv") && !name.starts_with("stall")
    })
}
