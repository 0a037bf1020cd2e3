//! The time that the provisioning service itself takes, whatever the target does.
//!
//! The documented table fixes what a call takes in all. How much of that is the target's follows from the priors in
//! `catalogue_target`; the rest is the service's own and is fitted.

use super::Parameter::{self, *};
use super::Quantity::{Duration, Factor};
use super::specification::Origin::{self, Calibrated};
use super::specification::{Setting, Specification, Text, fixed, range, row, share};
use super::{Uncertain, calibration};

/// The row of the table that lookups and writes of users rest on.
const USERS: Origin = Calibrated(
    "the row of all users, with eight connections: 43 to 86 min for 10,000 users, matched to created, less the target's part as assumed; sample events of user creates last 3.2 to 3.3 s in all, a conflict on a group's create 2.8 s (provisioningobjectsummary-list)",
);

const fn time(parameter: Parameter, key: Text, usual: Setting, meaning: Text) -> Specification {
    row(Duration, parameter, key, usual, (0.0, 3_600.0), meaning)
}

const fn variation(parameter: Parameter, key: Text, meaning: Text) -> Specification {
    row(Factor, parameter, key, fixed(0.5), (0.0, 5.0), meaning)
}

pub(super) const SERVICE: &[Specification] = &[
    time(PageRead, "job.page_read", range(0.3, 2.0), "Mean time to read one page of the source; pages are read one after another.")
        .assumed("nothing published; a Graph delta page takes of the order of a second"),
    variation(PageReadCv, "job.page_read_cv", "Coefficient of variation of reading one page around its mean.")
        .assumed("nothing published; taken to vary as an evaluation does"),
    time(Evaluation, "job.evaluation", range(calibration::EVALUATION.0, calibration::EVALUATION.1), "Mean time to import one object and evaluate its scope; out-of-scope objects cost this alone.")
        .calibrated("all rows, and those of assigned jobs most; Graph's sample event of a skipped object lasts 828 ms (provisioningobjectsummary-list)"),
    variation(EvaluationCv, "job.evaluation_cv", "Coefficient of variation of one evaluation around its mean.")
        .assumed("nothing published; evaluation is taken to vary less than remote calls"),
    time(Lookup, "job.processing.lookup", range(calibration::LOOKUP.0, calibration::LOOKUP.1), "The service's own mean time for a GET on users or groups, beside what the target takes to answer.")
        .origin(USERS),
    time(UserWrite, "job.processing.user_write", range(calibration::USER_WRITE.0, calibration::USER_WRITE.1), "The service's own mean time for a POST, PATCH or DELETE of a user, beside what the target takes to answer.")
        .origin(USERS),
    time(GroupWrite, "job.processing.group_write", range(calibration::USER_WRITE.0, calibration::USER_WRITE.1), "The service's own mean time for a POST or DELETE of a group, beside what the target takes to answer.")
        .assumed("nothing published but one conflict that took 2.8 s in all; taken like a user"),
    time(MembershipWrite, "job.processing.membership_write", range(calibration::MEMBERSHIP_WRITE.0, calibration::MEMBERSHIP_WRITE.1), "The service's own mean time for a PATCH of a group with one member, beside what the target takes to answer.")
        .calibrated("the rows with groups, which are slower per object than the row without, although members count as objects; with members as four fifths of what is counted, one in each PATCH, less the target's part as assumed"),
    share(FurtherMemberShare, "job.processing.further_member_share", Setting::Value(Uncertain::Uniform { low: 0.0, high: 1.0 }), "Share of the time for a membership that each further member of the same PATCH takes the service.")
        .assumed("nothing published; whether the service's time belongs to the request (0) or to each member (1) cannot be told from jobs that send one member in each PATCH"),
    time(FailedObject, "job.processing.failed_object", range(0.1, 1.0), "The service's own mean time to deal with a user or group that fails for good, besides what its calls would have cost.")
        .assumed("sample events of failures last 2.8 s and more (provisioningobjectsummary-list), so that a failure takes as long as a success: what the calls that fall away would have cost the service is taken as it is, and this stands for the target's answers to them and for the entry in escrow"),
    variation(ProcessingCv, "job.processing.cv", "Coefficient of variation of the service's own time for a call around its mean.")
        .assumed("nothing published; taken to vary as an evaluation does"),
    time(InitialCycleOverhead, "job.initial_cycle_overhead", range(60.0, 480.0), "Fixed time of a cycle that looks at every object, before its first call.")
        .assumed("the sources disagree: 20 minutes at the least (document 003), less than 30 for every job below 1,000 objects (its table), minutes as staff and users report; a longer time than this would break the table; taken to pass before the first call"),
    time(CycleOverhead, "job.cycle_overhead", range(30.0, 240.0), "Fixed time of an incremental cycle, before its first call.")
        .assumed("a sample job status has a cycle that found nothing to do and lasted 124 s (cloud sync, concept-attributes, 12/02/2019); taken to pass before the first call"),
    time(EscrowRetry, "job.escrow_retry", range(10.0, 100.0), "Mean time that the service takes to take up again what failed before, besides its evaluation and calls.")
        .assumed("a single logged escrow retry lasted 91 s (provisioningobjectsummary-list); a usual write takes about 4 s; the truth is taken to lie between"),
];
