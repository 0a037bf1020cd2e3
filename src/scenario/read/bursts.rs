//! Many changes within a short time, as they are written in `[[changes.burst]]`.

use super::life_values::length;
use super::plain::{self, Value};
use super::rows::{Row, read_each};
use super::timeline::read_moment;
use crate::model::job::ChangeKind;
use crate::scenario::finding::{Findings, Span};
use crate::scenario::life::When;
use crate::units::SimDuration;

/// More bursts than anybody plans.
pub(in crate::scenario) const MOST_BURSTS: usize = 1_000;
/// Most changes of one kind in a burst.
pub(in crate::scenario) const MOST_CHANGES: u64 = 1_000_000;
/// The kinds of changes, by key. Deletions for good follow from leavers by themselves.
pub(in crate::scenario) const KINDS_OF_CHANGES: [(&str, ChangeKind); 9] = [
    ("joiners", ChangeKind::Joiner),
    ("returners", ChangeKind::Returner),
    ("leavers", ChangeKind::Leaver),
    ("attribute_updates", ChangeKind::AttributeUpdate),
    ("membership_adds", ChangeKind::MembershipAdd),
    ("membership_removes", ChangeKind::MembershipRemove),
    ("new_groups", ChangeKind::NewGroup),
    ("removed_groups", ChangeKind::RemovedGroup),
    ("out_of_scope", ChangeKind::OutOfScope),
];

/// One burst.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct BurstDraft {
    /// Where the burst begins, for the listing.
    pub(in crate::scenario) span: Span,
    /// The moment, and where it stands.
    pub(in crate::scenario) at: (When, Span),
    /// Over how long it is spread.
    pub(in crate::scenario) over: SimDuration,
    /// How many changes of each kind, in the order of [`ChangeKind::ALL`].
    pub(in crate::scenario) changes: [u32; ChangeKind::ALL.len()],
}

/// Reads every `[[changes.burst]]`; those that are wrong are reported and left out.
pub(super) fn read_all(value: &Value<'_>, findings: &mut Findings) -> Vec<BurstDraft> {
    read_each("changes.burst", value, MOST_BURSTS, findings, burst)
}

fn burst(row: &mut Row<'_, '_>) -> Option<BurstDraft> {
    row.report_unknown("changes.burst");
    let at = read_moment(row, "the burst does not say when it begins");
    let over = row.read("over", Some(SimDuration::ZERO), |value| {
        length(value, "over", true)
    });
    let mut changes = [0; ChangeKind::ALL.len()];
    let (mut any, mut wrong) = (false, false);
    for (key, kind) in KINDS_OF_CHANGES {
        any |= row.table.contains_key(key);
        let number = row.read(key, Some(0), |value| {
            plain::whole(value, key, 1..=MOST_CHANGES)
        });
        match number.and_then(|number| u32::try_from(number).ok()) {
            Some(number) => changes[kind as usize] = number,
            None => wrong = true,
        }
    }
    if !any {
        row.missing(
            "joiners",
            "the burst does not say how many changes there are",
            "add joiners = 500, or another number of changes",
        );
    }
    let (at, over) = (at?, over?);
    (any && !wrong).then(|| BurstDraft {
        span: row.span.clone(),
        at,
        over,
        changes,
    })
}
