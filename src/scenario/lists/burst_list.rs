//! Many changes within a short time, as they are written in `[[changes.burst]]`.

use super::list_row::{Row, read_each};
use crate::model::job::ChangeKind;
use crate::scenario::finding::{Findings, Span};
use crate::scenario::kinds::{Described, Length, ListKey, Moment, Value, Whole};
use crate::scenario::life::{MOMENT, When};
use crate::units::SimDuration;

/// More bursts than anybody plans.
pub(in crate::scenario) const MOST_BURSTS: usize = 1_000;
/// The changes of one kind in a burst, if there are any.
const CHANGES: Whole = Whole::between(1, 1_000_000);

static AT: ListKey<When> = ListKey::new(
    "at",
    "When the burst begins. A time since the start of the job, or a local date and time.",
    &Moment,
);
static OVER: ListKey<SimDuration> = ListKey::or(
    "over",
    "Over how long the burst is spread.",
    &Length::HOURS_OR_ZERO,
    SimDuration::ZERO,
);
/// How many changes there are of each kind. Deletions for good follow from leavers by themselves.
static KINDS_OF_CHANGES: [(ListKey<u64>, ChangeKind); 9] = [
    changes("joiners", ChangeKind::Joiner, "Users who come into scope."),
    changes(
        "returners",
        ChangeKind::Returner,
        "Users who left and come back.",
    ),
    changes("leavers", ChangeKind::Leaver, "Users who leave the scope."),
    changes(
        "attribute_updates",
        ChangeKind::AttributeUpdate,
        "Users in scope whose attributes change.",
    ),
    changes(
        "membership_adds",
        ChangeKind::MembershipAdd,
        "Memberships that are added.",
    ),
    changes(
        "membership_removes",
        ChangeKind::MembershipRemove,
        "Memberships that are removed.",
    ),
    changes(
        "new_groups",
        ChangeKind::NewGroup,
        "Groups that come into scope.",
    ),
    changes(
        "removed_groups",
        ChangeKind::RemovedGroup,
        "Groups that leave the scope or are deleted.",
    ),
    changes(
        "out_of_scope",
        ChangeKind::OutOfScope,
        "Objects out of scope that change.",
    ),
];

const fn changes(
    name: &'static str,
    kind: ChangeKind,
    meaning: &'static str,
) -> (ListKey<u64>, ChangeKind) {
    (ListKey::new(name, meaning, &CHANGES), kind)
}

/// The keys of a burst, in the order in which they are best shown.
pub(in crate::scenario) fn burst_keys() -> impl Iterator<Item = &'static dyn Described> {
    let at_and_over: [&'static dyn Described; 2] = [&AT, &OVER];
    let changes = KINDS_OF_CHANGES.iter();
    at_and_over
        .into_iter()
        .chain(changes.map(|(key, _)| key as &dyn Described))
}

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

impl BurstDraft {
    /// The burst in words: what changes, and over how long.
    pub(in crate::scenario) fn words(&self) -> String {
        let counts = KINDS_OF_CHANGES.iter().filter_map(|(key, kind)| {
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
pub(in crate::scenario) fn read(value: &Value<'_>, findings: &mut Findings) -> Vec<BurstDraft> {
    read_each("changes.burst", value, MOST_BURSTS, findings, burst)
}

fn burst(row: &mut Row<'_, '_>) -> Option<BurstDraft> {
    if !row.has(&AT) {
        row.missing("at", "the burst does not say when it begins", MOMENT);
    }
    let (at, over) = (row.placed(&AT), row.read(&OVER));
    let mut changes = [0; ChangeKind::ALL.len()];
    let (mut any, mut wrong) = (false, false);
    for (key, kind) in &KINDS_OF_CHANGES {
        any |= row.has(key);
        let number = row.optional(key).map(Option::unwrap_or_default);
        match number.and_then(|number| u32::try_from(number).ok()) {
            Some(number) => changes[*kind as usize] = number,
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
