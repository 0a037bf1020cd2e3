//! What the job tells the target of its groups, where the target counts what is in them.

use super::call::{Call, MemberChange, Resource};
use super::{Streams, Target};
use crate::model::chance::Purpose;
use crate::model::endpoint::Endpoint;
use crate::units::SimTime;

impl Target {
    /// The call with as many members in its group as there are, where that is counted.
    pub(super) fn with_members(&mut self, call: &Call, now: SimTime) -> Call {
        let counted = match (&mut self.contents, call.resource) {
            (Some(contents), Resource::Group(group)) => contents.members(group, now),
            _ => 0,
        };
        let members_present = if counted > 0 {
            counted
        } else {
            call.members_present
        };
        Call {
            members_present,
            ..*call
        }
    }

    /// The target works on a call from `start` to `finish`; whether the service has its answer.
    #[inline]
    pub(super) fn write_members(
        &mut self,
        call: &Call,
        start: SimTime,
        finish: SimTime,
        answered: bool,
        streams: &Streams,
    ) {
        let Some(contents) = &mut self.contents else {
            return;
        };
        let begins = finish < SimTime::NEVER;
        let is_patch = call.endpoint == Endpoint::GroupPatch;
        if is_patch && call.change != MemberChange::Refused && begins {
            let unit = streams[Purpose::GroupContent].unit(call.object, call.usage);
            contents.write(call, start, finish, answered, unit);
        }
    }

    /// All members of a group that has so many are about to be written again.
    pub fn members_pass_begins(&mut self, group: u32, members: u32, now: SimTime) {
        if let Some(contents) = &mut self.contents {
            contents.pass_begins(group, members, now);
        }
    }

    /// A group is gone.
    pub fn group_is_deleted(&mut self, group: u32) {
        if let Some(contents) = &mut self.contents {
            contents.clear(group);
        }
    }

    /// The service gives up a call that the target answers at `answered`, and makes it again later.
    pub fn call_is_given_up(&mut self, call: &Call, answered: SimTime) {
        if let (Some(contents), Resource::Group(group)) = (&mut self.contents, call.resource) {
            contents.give_up(group, answered, call.members_carried, call.change);
        }
    }

    /// Members of a group that every answer says are there and that are missing at `end`.
    pub fn members_missing(&mut self, group: u32, end: SimTime) -> u64 {
        let contents = self.contents.as_mut();
        contents.map_or(0, |contents| contents.missing(group, end))
    }
}
