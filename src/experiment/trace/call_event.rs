//! The lines of a trace that tell of requests, and of the work that they are for; and moments, to the nanosecond.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::units::{SimDuration, SimTime};

/// A piece of work. Users and groups go by their numbers, from zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WorkOf {
    /// Number of the job, from zero.
    pub job: u16,
    /// What kind of work it is.
    pub work: WorkKind,
    /// The user whom it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<u32>,
    /// The group that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u32>,
    /// How many memberships.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<u32>,
    /// Zero at first; one more with each retry within the cycle.
    pub attempt: u8,
}

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum WorkKind {
    /// The query for nobody in particular that opens a cycle.
    Opening,
    /// Looking a user up, creating or changing them.
    User,
    /// Looking a group up, creating it.
    Group,
    /// The manager link of a user.
    Manager,
    /// Some memberships of a group.
    Memberships,
    /// Disabling or deleting a user.
    UserRemoval,
    /// Deleting a group.
    GroupRemoval,
}

/// A request that is sent; a refused one is one too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestSent {
    /// When.
    pub at_ms: Millis,
    /// What it is for.
    #[serde(flatten)]
    pub of: WorkOf,
    /// The endpoint as scenarios name it, for example `users.get`.
    pub endpoint: String,
}

/// A request that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallWaits {
    /// Since when.
    pub at_ms: Millis,
    /// What it is for.
    #[serde(flatten)]
    pub of: WorkOf,
    /// Until when at least.
    pub until_ms: Millis,
    /// The endpoint as scenarios name it.
    pub endpoint: String,
}

/// A request that the target lets pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallPassed {
    /// When: later than it was sent if the target held it back.
    pub at_ms: Millis,
    /// Number of the job, from zero.
    pub job: u16,
    /// The endpoint as scenarios name it.
    pub endpoint: String,
    /// The user for whom it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<u32>,
    /// The group for which it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u32>,
    /// Members that it carries.
    pub members: u64,
    /// Bytes of its payload.
    pub bytes: u64,
    /// When it was sent.
    pub sent_ms: Millis,
    /// When it will be answered.
    pub answered_ms: Millis,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallAnswered {
    /// When the service has dealt with the answer.
    pub at_ms: Millis,
    /// What it is for.
    #[serde(flatten)]
    pub of: WorkOf,
    /// When the request was sent.
    pub sent_ms: Millis,
    /// When the target answered it, or nobody waited for the answer any more.
    pub answered_ms: Millis,
    /// The endpoint as scenarios name it.
    pub endpoint: String,
    /// How.
    pub result: AnswerKind,
    /// The code of a failure, as the provisioning logs spell it; `Timeout` where no answer came in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// After how long to come back, if a refusal says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<Millis>,
}

/// How a request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AnswerKind {
    /// The call comes through: the target does what it is asked for, or it meets a lasting error, which follows as `failed`.
    Success,
    /// Refused with 429.
    TooManyRequests,
    /// Refused with 403 because of a limit.
    Forbidden,
    /// It fails, or no answer comes in time.
    Failure,
}

/// A failure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WorkFailed {
    /// When.
    pub at_ms: Millis,
    /// What fails.
    #[serde(flatten)]
    pub of: WorkOf,
    /// Why, as the provisioning logs spell it.
    pub error_code: String,
    /// What becomes of it.
    pub then: Then,
}

/// What becomes of work that has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Then {
    /// It is tried again within the cycle, when the other objects or references are through.
    Retry,
    /// It waits in escrow for later cycles.
    Escrow,
    /// Its retries have ended: it is tried no more.
    GivenUp,
}

/// Another attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WorkRetried {
    /// When.
    pub at_ms: Millis,
    /// What is tried again.
    #[serde(flatten)]
    pub of: WorkOf,
}

const NANOS_PER_MILLI: u64 = 1_000_000;

/// A moment in milliseconds since the start, or a length of time, to the nanosecond: a number with up to six decimals.
///
/// JSON numbers are read as floating point, which tells nanoseconds apart for the first 99 days (2^33 milliseconds)
/// and a few nanoseconds later on. Order is kept.
///
/// ```
/// use cyclecast::experiment::trace::Millis;
/// use cyclecast::units::SimTime;
///
/// let moment = Millis::from(SimTime::from_nanos(1_500_000_250));
/// assert_eq!(serde_json::to_string(&moment)?, "1500.00025");
/// assert_eq!(serde_json::from_str::<Millis>("1500.00025")?, moment);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(u64);

impl From<SimTime> for Millis {
    fn from(moment: SimTime) -> Self {
        Self(moment.as_nanos())
    }
}

impl From<SimDuration> for Millis {
    fn from(length: SimDuration) -> Self {
        Self(length.as_nanos())
    }
}

impl From<Millis> for SimTime {
    fn from(moment: Millis) -> Self {
        Self::from_nanos(moment.0)
    }
}

impl Serialize for Millis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(NANOS_PER_MILLI) {
            serializer.serialize_u64(self.0 / NANOS_PER_MILLI)
        } else {
            serializer.serialize_f64(self.0 as f64 / NANOS_PER_MILLI as f64)
        }
    }
}

impl<'de> Deserialize<'de> for Millis {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let millis = f64::deserialize(deserializer)?;
        // Apart, so that the product of a large number does not lose the last nanosecond.
        let whole = libm::floor(millis);
        let part = libm::round((millis - whole) * NANOS_PER_MILLI as f64);
        // A float cast saturates, and sends what is no moment to the start.
        let nanos = (whole as u64).saturating_mul(NANOS_PER_MILLI);
        Ok(Self(nanos.saturating_add(part as u64)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    impl schemars::JsonSchema for Millis {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Millis".into()
        }

        fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
            schemars::json_schema!({
                "description": "Milliseconds, to the nanosecond: up to six decimals.",
                "type": "number",
                "minimum": 0
            })
        }
    }

    fn written(nanos: u64) -> String {
        serde_json::to_string(&Millis(nanos)).unwrap()
    }

    #[test]
    fn whole_milliseconds_have_no_decimals() {
        assert_eq!(written(0), "0");
        assert_eq!(written(40 * 60_000 * NANOS_PER_MILLI), "2400000");
    }

    #[test]
    fn the_last_nanosecond_of_a_late_moment_is_not_lost() {
        let nanos = 4_313_846_598_101_254;
        let read: Millis = serde_json::from_str(&written(nanos)).unwrap();
        assert_eq!(read, Millis(nanos));
    }

    proptest! {
        #[test]
        fn every_nanosecond_of_the_first_99_days_is_written_exactly(
            nanos in 0_u64..(NANOS_PER_MILLI << 33)
        ) {
            let text = written(nanos);
            let (whole, part) = (nanos / NANOS_PER_MILLI, nanos % NANOS_PER_MILLI);
            let exact = format!("{whole}.{part:06}");
            prop_assert_eq!(&text, exact.trim_end_matches('0').trim_end_matches('.'));
            prop_assert_eq!(serde_json::from_str::<Millis>(&text).unwrap(), Millis(nanos));
        }

        #[test]
        fn later_moments_are_never_written_as_earlier_ones(nanos in any::<u64>(), more in 0_u64..10_000) {
            let number = |nanos| written(nanos).parse::<f64>().unwrap();
            prop_assert!(number(nanos) <= number(nanos.saturating_add(more)));
        }
    }
}
