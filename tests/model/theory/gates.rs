//! Gates under random sequences of use.

use cyclecast::kernel::Gate;
use cyclecast::units::SimTime;
use proptest::prelude::*;

use super::fixed_cases;

proptest! {
    #![proptest_config(fixed_cases(500))]

    #[test]
    fn a_gate_opens_at_the_latest_moment_it_was_ever_told(
        steps in prop::collection::vec((any::<bool>(), 0_u64..1_000), 1..100),
    ) {
        let mut gate = Gate::open();
        let mut told = vec![0];
        for (shuts, moment) in steps {
            if shuts {
                gate.shut_until(SimTime::from_nanos(moment));
                told.push(moment);
            }
            let latest = told.iter().copied().fold(moment, u64::max);
            prop_assert_eq!(gate.earliest(SimTime::from_nanos(moment)), SimTime::from_nanos(latest));
        }
    }

    #[test]
    fn a_gate_holds_nobody_back_once_it_is_open(shut in 0_u64..1_000, beyond in 0_u64..1_000) {
        let mut gate = Gate::open();
        gate.shut_until(SimTime::from_nanos(shut));
        let at = SimTime::from_nanos(shut + beyond);
        prop_assert_eq!(gate.earliest(at), at);
    }
}
