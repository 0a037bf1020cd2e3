//! The time that the provisioning service itself takes, whatever the target does.
//!
//! The documented table fixes what a call takes in all. How much of that is the target's follows from the priors in
//! `catalogue_target`; the rest is the service's own and is fitted.

use super::Origin::{Assumed, Calibrated};
use super::{Origin, Parameter, Quantity, Setting, Specification, calibration, fixed, range};
use crate::model::parameters::Uncertain;

/// The row of the table that lookups and writes of users rest on.
const USERS: Origin = Calibrated(
    "the row of all users, with eight connections: 43 to 86 min for 10,000 users, matched to created, less the target's part as assumed; sample events of user creates last 3.2 to 3.3 s in all, a conflict on a group's create 2.8 s (provisioningobjectsummary-list)",
);

const fn time(
    parameter: Parameter,
    key: &'static str,
    default: Setting,
    origin: Origin,
    meaning: &'static str,
) -> Specification {
    Specification {
        parameter,
        key,
        quantity: Quantity::Duration,
        default,
        bounds: (0.0, 3_600.0),
        origin,
        meaning,
    }
}

const fn variation(
    parameter: Parameter,
    key: &'static str,
    why: &'static str,
    meaning: &'static str,
) -> Specification {
    Specification {
        parameter,
        key,
        quantity: Quantity::Factor,
        default: fixed(0.5),
        bounds: (0.0, 5.0),
        origin: Assumed(why),
        meaning,
    }
}

pub(super) const SERVICE: &[Specification] = &[
    time(
        Parameter::PageRead,
        "job.page_read",
        range(0.3, 2.0),
        Assumed("nothing published; a Graph delta page takes of the order of a second"),
        "Mean time to read one page of the source; pages are read one after another.",
    ),
    variation(
        Parameter::PageReadCv,
        "job.page_read_cv",
        "nothing published; taken to vary as an evaluation does",
        "Coefficient of variation of reading one page around its mean.",
    ),
    time(
        Parameter::Evaluation,
        "job.evaluation",
        range(calibration::EVALUATION.0, calibration::EVALUATION.1),
        Calibrated(
            "all rows, and those of assigned jobs most; Graph's sample event of a skipped object lasts 828 ms (provisioningobjectsummary-list)",
        ),
        "Mean time to import one object and evaluate its scope; out-of-scope objects cost this alone.",
    ),
    variation(
        Parameter::EvaluationCv,
        "job.evaluation_cv",
        "nothing published; evaluation is taken to vary less than remote calls",
        "Coefficient of variation of one evaluation around its mean.",
    ),
    time(
        Parameter::Lookup,
        "job.processing.lookup",
        range(calibration::LOOKUP.0, calibration::LOOKUP.1),
        USERS,
        "The service's own mean time for a GET on users or groups, beside what the target takes to answer.",
    ),
    time(
        Parameter::UserWrite,
        "job.processing.user_write",
        range(calibration::USER_WRITE.0, calibration::USER_WRITE.1),
        USERS,
        "The service's own mean time for a POST, PATCH or DELETE of a user, beside what the target takes to answer.",
    ),
    time(
        Parameter::GroupWrite,
        "job.processing.group_write",
        range(calibration::USER_WRITE.0, calibration::USER_WRITE.1),
        Assumed("nothing published but one conflict that took 2.8 s in all; taken like a user"),
        "The service's own mean time for a POST or DELETE of a group, beside what the target takes to answer.",
    ),
    time(
        Parameter::MembershipWrite,
        "job.processing.membership_write",
        range(
            calibration::MEMBERSHIP_WRITE.0,
            calibration::MEMBERSHIP_WRITE.1,
        ),
        Calibrated(
            "the rows with groups, which are slower per object than the row without, although members count as objects; with members as four fifths of what is counted, one in each PATCH, less the target's part as assumed",
        ),
        "The service's own mean time for a PATCH of a group with one member, beside what the target takes to answer.",
    ),
    Specification {
        parameter: Parameter::FurtherMemberShare,
        key: "job.processing.further_member_share",
        quantity: Quantity::Share,
        default: Setting::Value(Uncertain::Uniform {
            low: 0.0,
            high: 1.0,
        }),
        bounds: (0.0, 1.0),
        origin: Assumed(
            "nothing published; whether the service's time belongs to the request (0) or to each member (1) cannot be told from jobs that send one member in each PATCH",
        ),
        meaning: "Share of the time for a membership that each further member of the same PATCH takes the service.",
    },
    time(
        Parameter::FailedObject,
        "job.processing.failed_object",
        range(0.1, 1.0),
        Assumed(
            "sample events of failures last 2.8 s and more (provisioningobjectsummary-list), so that a failure takes as long as a success: what the calls that fall away would have cost the service is taken as it is, and this stands for the target's answers to them and for the entry in escrow",
        ),
        "The service's own mean time to deal with a user or group that fails for good, besides what its calls would have cost.",
    ),
    variation(
        Parameter::ProcessingCv,
        "job.processing.cv",
        "nothing published; taken to vary as an evaluation does",
        "Coefficient of variation of the service's own time for a call around its mean.",
    ),
    time(
        Parameter::InitialCycleOverhead,
        "job.initial_cycle_overhead",
        range(60.0, 480.0),
        Assumed(
            "the sources disagree: 20 minutes at the least (document 003), less than 30 for every job below 1,000 objects (its table), minutes as staff and users report; a longer time than this would break the table; taken to pass before the first call",
        ),
        "Fixed time of a cycle that looks at every object, before its first call.",
    ),
    time(
        Parameter::CycleOverhead,
        "job.cycle_overhead",
        range(30.0, 240.0),
        Assumed(
            "a sample job status has a cycle that found nothing to do and lasted 124 s (cloud sync, concept-attributes, 12/02/2019); taken to pass before the first call",
        ),
        "Fixed time of an incremental cycle, before its first call.",
    ),
    time(
        Parameter::EscrowRetry,
        "job.escrow_retry",
        range(10.0, 100.0),
        Assumed(
            "a single logged escrow retry lasted 91 s (provisioningobjectsummary-list); a usual write takes about 4 s; the truth is taken to lie between",
        ),
        "Mean time that the service takes to take up again what failed before, besides its evaluation and calls.",
    ),
];
