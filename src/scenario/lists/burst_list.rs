//! Many changes within a short time, as they are written in `[[changes.burst]]`.

use super::list_row::{Row, read_each};
use crate::model::job::ChangeKind;
use crate::scenario::finding::{Findings, Span};
use crate::scenario::kinds::{Described, Length, ListKey, Moment, Value, Whole};
use crate::scenario::life::{MOMENT, When};
use crate::units::SimDuration;

/// More bursts than anybody plans.
pub const MOST_BURSTS: usize = 1_000;
/// The changes of one kind in a burst, if there are any.
const CHANGES: Whole = Whole::between(1, 1_000_000);

static AT: ListKey<When> = ListKey::new(
    "at",
    &Moment,
    "When the burst begins. A time since the start of the job, or a local date and time.",
);
static OVER: ListKey<SimDuration> = ListKey::new(
    "over",
    &Length::HOURS_OR_ZERO,
    "Over how long the burst is spread.",
)
.or(SimDuration::ZERO);
/// How many changes there are of each kind. Deletions for good follow from leavers by themselves.
#[rustfmt::skip]
static KINDS_OF_CHANGES: [(ChangeKind, ListKey<u64>); 9] = [
    (ChangeKind::Joiner, ListKey::new("joiners", &CHANGES, "Users who come into scope.")),
    (ChangeKind::Returner, ListKey::new("returners", &CHANGES, "Users who left and come back.")),
    (ChangeKind::Leaver, ListKey::new("leavers", &CHANGES, "Users who leave the scope.")),
    (ChangeKind::AttributeUpdate, ListKey::new("attribute_updates", &CHANGES, "Users in scope whose attributes change.")),
    (ChangeKind::MembershipAdd, ListKey::new("membership_adds", &CHANGES, "Memberships that are added.")),
    (ChangeKind::MembershipRemove, ListKey::new("membership_removes", &CHANGES, "Memberships that are removed.")),
    (ChangeKind::NewGroup, ListKey::new("new_groups", &CHANGES, "Groups that come into scope.")),
    (ChangeKind::RemovedGroup, ListKey::new("removed_groups", &CHANGES, "Groups that leave the scope or are deleted.")),
    (ChangeKind::OutOfScope, ListKey::new("out_of_scope", &CHANGES, "Objects out of scope that change.")),
];

/// The keys of a burst, in the order in which they are best shown.
pub fn burst_keys() -> impl Iterator<Item = &'static dyn Described> {
    let at_and_over: [&'static dyn Described; 2] = [&AT, &OVER];
    let changes = KINDS_OF_CHANGES.iter();
    at_and_over
        .into_iter()
        .chain(changes.map(|(_, key)| key as &dyn Described))
}

/// One burst.
#[derive(Clone, Debug)]
pub struct BurstDraft {
    /// Where the burst begins, for the listing.
    pub span: Span,
    /// The moment, and where it stands.
    pub at: (When, Span),
    /// Over how long it is spread.
    pub over: SimDuration,
    /// How many changes of each kind, in the order of [`ChangeKind::ALL`].
    pub changes: [u32; ChangeKind::ALL.len()],
}

impl BurstDraft {
    /// The burst in words: what changes, and over how long.
    pub fn words(&self) -> String {
        let counts = KINDS_OF_CHANGES.iter().filter_map(|(kind, key)| {
            let count = u64::from(self.changes[*kind as usize]);
            (count > 0).then(|| key.line(&count))
        });
        let counts = counts.collect::<Vec<_>>().join(", ");
        if self.over == SimDuration::ZERO {
            format!("{counts} at once")
        } else {
            format!("{counts} over {}", OVER.kind.written(&self.over))
        }
    }
}

/// Reads every `[[changes.burst]]`; those that are wrong are reported and left out.
pub fn read(value: &Value<'_>, findings: &mut Findings) -> Vec<BurstDraft> {
    read_each("changes.burst", value, MOST_BURSTS, findings, burst)
}

fn burst(row: &mut Row<'_, '_>) -> Option<BurstDraft> {
    if !row.has(&AT) {
        row.missing("at", "the burst does not say when it begins", MOMENT);
    }
    let (at, over) = (row.placed(&AT), row.read(&OVER));
    let mut changes = [0; ChangeKind::ALL.len()];
    let (mut any, mut wrong) = (false, false);
    for (kind, key) in &KINDS_OF_CHANGES {
        any |= row.has(key);
        let number = row.optional(key).map(Option::unwrap_or_default);
        match number.and_then(|number| u32::try_from(number).ok()) {
            Some(number) => changes[*kind as usize] = number,
            None => wrong = true,
        }
    }
    if !any {
        let message = "the burst does not say how many changes there are";
        let help = "add joiners = 500, or another number of changes";
        row.missing("joiners", message, help);
    }
    let (at, over) = (at?, over?);
    (any && !wrong).then(|| BurstDraft {
        span: row.span.clone(),
        at,
        over,
        changes,
    })
}
