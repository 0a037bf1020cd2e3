//! The provisioning job: what it finds, how it calls the target, and its course.
//!
//! The times of the service that runs it are in `catalogue_service`.

use super::Parameter::*;
use super::Quantity::{Count, Duration};
use super::Uncertain;
use super::specification::{Setting, Specification, fixed, row, share};

use std::borrow::Cow;

pub(super) const JOB: &[Specification] = &[
    share(MatchedShare, "job.matched_share", fixed(0.0), "Share of users in scope who exist in the target already.")
        .assumed("an empty target, which is the longest case (document 003: about twice as long as all matched)"),
    share(UpdatedShare, "job.updated_share", fixed(0.1), "Share of matched users whose attributes differ, so that a PATCH follows the match.")
        .assumed("nothing published; most matched accounts are taken to carry the right values"),
    share(GroupsMatchedShare, "job.groups_matched_share", fixed(0.0), "Share of groups in scope that exist in the target already.")
        .assumed("an empty target, which is the longest case"),
    row(Count, MatchingAttributes, "job.matching_attributes", fixed(1.0), (1.0, 10.0), "Matching attributes, each of which costs one GET until a user is found.")
        .assumed("one is the usual mapping; that several are tried in order, one GET each, is documented (customize-application-attributes)"),
    share(FirstAttributeShare, "job.first_attribute_share", fixed(0.8), "Share of matched users who are found by the first matching attribute; the others are found by the last.")
        .assumed("nothing published; matters only with several matching attributes"),
    share(ManagerLinkFoundShare, "job.manager_link_found_share", fixed(1.0), "Share of the managers of unchanged users whose link the check finds in place; the others are written again.")
        .assumed("the check is meant to find the link; of seven servers measured 2026-11-27, three refused the documented filter on id and manager with 400, three found nobody although the link was set, and one answered with everybody"),
    row(Count, Connections, "job.connections", fixed(8.0), (1.0, 1_000.0), "Connections of the job that are open at once; each works on one object at a time.")
        .assumed("the service's cap on open connections is unpublished (Q&A 1195656); only connections over times decides a job's pace, so the number is fixed and the service's times carry what is not known"),
    row(Count, MembersPerPatch, "job.members_per_patch", fixed(1.0), (1.0, 10_000.0), "Members that one PATCH of a group carries.")
        .assumed("documented samples carry one member (use-scim-to-provision-users-and-groups) and targets of non-gallery applications observe one (scimmy #79, snipe-it #19115); what gallery connectors send is unpublished"),
    row(Count, PatchesPerGroup, "job.patches_per_group", fixed(f64::INFINITY), (1.0, f64::INFINITY), "PATCHes of one group that may be open at once; one makes large groups a queue of their own.")
        .assumed("several PATCHes on the same group in parallel were observed (scimmy #79, Infisical #6471); that nothing but the connections bounds them is assumed"),
    row(Count, UserBytes, "job.user_bytes", fixed(900.0), (1.0, 1_000_000.0), "Bytes of a request that creates a user.")
        .assumed("a user with name, mail, phone and organisation, written out in the form of the documented examples (use-scim-to-provision-users-and-groups); matters only for limits on payloads"),
    row(Count, PatchBytes, "job.patch_bytes", fixed(130.0), (1.0, 1_000_000.0), "Bytes of a PATCH without the members that it carries.")
        .assumed("the envelope of a PATCH with one operation, written out in the form of the documented examples; matters only for limits on payloads"),
    row(Count, MemberBytes, "job.member_bytes", fixed(62.0), (1.0, 10_000.0), "Bytes that each member adds to a PATCH.")
        .assumed("one member of a PATCH, a reference and an identifier of 36 characters; matters only for limits on payloads"),
    row(Count, PageSize, "job.page_size", fixed(100.0), (1.0, 10_000.0), "Source objects, or members, in one page.")
        .assumed("the service's page size is unpublished; 100 is a usual page of Graph"),
];

/// What follows from failures, and when cycles begin.
pub(super) const COURSE: &[Specification] = &[
    row(Count, RetriesInCycle, "job.retries_in_cycle", fixed(1.0), (0.0, 10.0), "How often a transiently failed object is tried again at the end of its pass, before it stays in escrow.")
        .assumed("a log of 2026-03-24 shows a first escrow retry six minutes after the failure; the error table says 40 minutes (document 004)"),
    row(Duration, Backoff, "job.backoff", fixed(1.0), (0.001, 3_600.0), "First wait after a 429 that names no Retry-After; it grows while nothing passes, and shrinks to what the target needs.")
        .assumed("usual practice of clients: one second at first, then longer and longer up to five minutes while nothing passes; a client that is answered learns how long a target needs"),
    row(Count, RefusalsBeforeEscrow, "job.refusals_before_escrow", fixed(10.0), (1.0, 1_000.0), "Refusals with 429 of one call after which its object goes to escrow; with on_429 = retry-call.")
        .assumed("nothing published; a bound is needed so that a cycle ends"),
    row(Duration, Timeout, "job.timeout", fixed(60.0), (0.1, 3_600.0), "Time after which an unanswered call fails with Timeout.")
        .documented("Microsoft staff, outside the documentation: an endpoint must answer within 60 seconds (Q&A 1151866, 2023-01-05)"),
    row(Count, FullCycleRewritesMemberships, "job.full_cycle_rewrites_memberships", Setting::Value(Uncertain::Choice(Cow::Borrowed(&[0.0, 1.0]))), (0.0, 1.0), "Whether a full cycle after the first writes memberships again that are in the target already: 1 if so, 0 if not.")
        .assumed("unpublished, and it decides what a restart costs; that the service reads no members back (use-scim) speaks for 1, that it keeps the links of what it has written (how-provisioning-works) for 0"),
    row(Duration, Interval, "job.interval", fixed(2_400.0), (1.0, 7.0 * 86_400.0), "Time from the start of one incremental cycle to the start of the next; a cycle that takes longer delays the next.")
        .documented("every 40 minutes (document 003; use-scim-to-provision-users-and-groups), other intervals for some connectors; from start to start by cross-tenant-synchronization-overview, which is taken to hold for all"),
    row(Count, DeletionThreshold, "job.deletion_threshold", fixed(f64::INFINITY), (0.0, f64::INFINITY), "Removals within one cycle above which all are staged and the job goes into quarantine.")
        .documented("prevention of accidental deletions is off unless switched on (document 002)"),
    row(Count, FailuresInARow, "job.failures_in_a_row", fixed(100.0), (1.0, f64::INFINITY), "Failed calls in a row, none succeeding in between, after which a cycle is broken off as a whole.")
        .assumed("nothing published; a service that goes on against a target that answers nothing would send every object to escrow"),
];
