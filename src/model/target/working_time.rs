//! How long the target works on a call, whether somebody still waits for the answer or not.

use super::Target;
use super::call::Call;
use crate::model::chance::Streams;
use crate::units::SimDuration;

impl Target {
    /// The time of the work on a call that is begun with now.
    pub fn working_time(&self, call: &Call, streams: &Streams) -> SimDuration {
        self.latency.of(call, self.users_stored, streams).time
    }
}
