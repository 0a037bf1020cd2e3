//! The setup that a draft describes, with what follows from what it gives.

use std::rc::Rc;

use crate::model::job::{AmbiguousTime, Burst, JobPlan, TimelineEntry};
use crate::model::{GroupSizes, Parameter, ScopeMode, Setting, Setup, Uncertain};
use crate::scenario::life::When;
use crate::scenario::lists::end_of;
use crate::scenario::read::{Draft, ListedGroups};
use crate::scenario::targets::TargetSheet;
use crate::units::SimTime;

/// A list of the groups in scope, and the file that it is in if not in the scenario itself.
pub struct GroupList {
    pub groups: Rc<Vec<ListedGroups>>,
    pub file: Option<String>,
    /// What was taken for what in the file, where that needs words.
    pub taken: Option<String>,
}

impl GroupList {
    /// The same, behind the name of the file.
    pub fn taken(&self) -> Option<String> {
        let (file, taken) = self.file.as_ref().zip(self.taken.as_ref())?;
        Some(format!("{file}: {taken}"))
    }

    /// Members of every single group.
    fn sizes(&self) -> Vec<u32> {
        let rows = self.groups.iter();
        rows.flat_map(|row| {
            // Both numbers were checked when they were read, so neither is cut here.
            let members = u32::try_from(row.members).unwrap_or(u32::MAX);
            let groups = usize::try_from(row.groups).unwrap_or(usize::MAX);
            std::iter::repeat_n(members, groups)
        })
        .collect()
    }
}

/// Builds the setup of a draft in which nothing is wrong.
pub fn setup(
    draft: &Draft,
    list: Option<&GroupList>,
    derived: &Derived,
    sheet: Option<&TargetSheet>,
) -> Setup {
    let mut setup = draft.setup.clone();
    setup.provision_groups = draft.provisions_groups();
    if let Some(list) = list {
        setup.group_sizes = GroupSizes::Listed(list.sizes());
    }
    let of_sheet = sheet.into_iter();
    let of_sheet = of_sheet.flat_map(|sheet| sheet.limits_beside(&draft.limits));
    let own = draft.limits.iter().map(|limit| &limit.rule);
    setup.limits = of_sheet.chain(own).cloned().collect();
    setup.split = draft.split();
    setup.job = draft.has_horizon().then(|| job(draft));
    for (parameter, value) in sheet.into_iter().flat_map(|sheet| &sheet.values) {
        setup.set(*parameter, value.clone());
    }
    for parameter in Parameter::ALL {
        if let Some(value) = draft.value(*parameter) {
            setup.set(*parameter, value.clone());
        }
    }
    if derived.directory_of_assigned {
        setup.set(Parameter::TenantUsers, Setting::DirectoryOfAssigned);
    }
    if let Some((number, _)) = derived.assigned {
        setup.set(Parameter::AssignedUsers, Uncertain::Fixed(number));
    }
    setup
}

/// The plan of the job's life.
fn job(draft: &Draft) -> JobPlan {
    let mut plan = draft.job.clone();
    plan.start = draft.start().unwrap_or_default();
    plan.bursts = bursts(draft, &plan);
    plan.timeline = timeline(draft, &plan);
    plan.ambiguous_times = ambiguous_times(draft, &plan);
    plan
}

/// The local times that are not shown once by the clocks, in the order in which they are written: start, bursts, timeline.
fn ambiguous_times(draft: &Draft, plan: &JobPlan) -> Vec<AmbiguousTime> {
    let bursts = draft.bursts.iter().map(|burst| &burst.at.0);
    let events = draft.events.iter().map(|event| &event.at.0);
    let moments = bursts.chain(events).filter_map(|when| match when {
        When::On(local) => Some(local),
        When::After(_) => None,
    });
    let locals = draft.start.iter().chain(moments);
    locals
        .filter_map(|local| local.ambiguous(&plan.start.clock))
        .collect()
}

/// A moment of the job, which was checked to lie within it.
pub(super) fn moment(when: &When, plan: &JobPlan) -> SimTime {
    when.within(&plan.start, plan.horizon).unwrap_or_default()
}

fn bursts(draft: &Draft, plan: &JobPlan) -> Vec<Burst> {
    let bursts = draft.bursts.iter().map(|burst| Burst {
        at: moment(&burst.at.0, plan),
        over: burst.over,
        changes: burst.changes,
    });
    bursts.collect()
}

/// The entries in order of time, and among them the ends of what lasts.
fn timeline(draft: &Draft, plan: &JobPlan) -> Vec<TimelineEntry> {
    let events = draft.events.iter();
    let begun = events.clone().map(|event| TimelineEntry {
        at: moment(&event.at.0, plan),
        action: event.action.0,
    });
    let ended = events.filter_map(|event| {
        Some(TimelineEntry {
            at: moment(&event.at.0, plan) + event.lasts?,
            action: end_of(&event.action.0)?,
        })
    });
    // The ends come first, so that what begins as another ends is not ended with it. Ends beyond the horizon are not seen.
    let ended = ended.filter(|entry| entry.at.since_start() <= plan.horizon);
    let mut entries: Vec<TimelineEntry> = ended.chain(begun).collect();
    entries.sort_by_key(|entry| entry.at);
    entries
}

/// Numbers that take the place of defaults which what is given contradicts.
#[derive(Debug, Default, PartialEq)]
pub struct Derived {
    /// Whether the users of the directory follow from those who are assigned.
    pub directory_of_assigned: bool,
    /// Users who are assigned, and why so many.
    pub assigned: Option<(f64, &'static str)>,
}

/// Chooses numbers for users and assigned users, where they are not given, that leave room for what is.
pub fn derive(draft: &Draft, listed: Option<&[ListedGroups]>) -> Derived {
    let mut derived = Derived::default();
    if draft.scope() != Some(ScopeMode::Assigned) {
        return derived;
    }
    let groups = listed.unwrap_or_default().iter();
    let groups = groups.filter(|row| row.groups > 0);
    let largest = groups.map(|row| row.members as f64).fold(0.0, f64::max);
    let assigned_given = draft.given(Parameter::AssignedUsers).is_some();
    let users_given = draft.given(Parameter::TenantUsers).is_some();
    if !assigned_given && !users_given && largest > 0.0 {
        let why = "not given: taken to be the members of the largest listed group, of which all are assigned";
        derived.assigned = Some((largest, why));
    }
    derived.directory_of_assigned = !users_given && (assigned_given || derived.assigned.is_some());
    derived
}
