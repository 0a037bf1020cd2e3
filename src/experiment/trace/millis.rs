//! Moments of a trace.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::units::{SimDuration, SimTime};

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
    use super::*;
    use proptest::prelude::*;

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
