//! How long the target works on a call.

use std::sync::Arc;

use super::call::Call;
use crate::kernel::QuantileTable;
use crate::model::chance::{Purpose, Streams};
use crate::model::endpoint::Endpoint;
use crate::model::parameters::{Parameter, Values};
use crate::model::variation_tables::Variations;
use crate::units::SimDuration;

/// Means, what adds to them with sizes, and how single calls vary around them.
pub(super) struct Latency {
    mean_secs: [f64; Endpoint::ALL.len()],
    patch_secs_per_member_present: f64,
    get_secs_per_member_present: f64,
    secs_per_extra_member: f64,
    /// Whether some call takes longer for the users that the target holds.
    pub searches: bool,
    lookup_secs_per_user: f64,
    post_secs_per_user: f64,
    /// Of mean one, for reads, writes and PATCHes of groups.
    read: Arc<QuantileTable>,
    write: Arc<QuantileTable>,
    group_patch: Arc<QuantileTable>,
    stall_share: f64,
    stall: SimDuration,
}

/// How long one call takes, and how much of it is searching through all users.
pub(super) struct Service {
    pub time: SimDuration,
    pub searching: SimDuration,
    /// Twelve random bits that had no say in it.
    pub spare: u16,
}

impl Latency {
    pub fn new(values: &Values, variations: &mut Variations) -> Self {
        let per_one = |parameter| values[parameter] / 1_000.0;
        Self {
            mean_secs: [
                values[Parameter::UserGet],
                values[Parameter::UserPost],
                values[Parameter::UserPatch],
                values[Parameter::UserDelete],
                values[Parameter::GroupGet],
                values[Parameter::GroupPost],
                values[Parameter::GroupPatch],
                values[Parameter::GroupDelete],
            ],
            patch_secs_per_member_present: per_one(Parameter::GroupPatchPerThousand),
            get_secs_per_member_present: per_one(Parameter::GroupGetPerThousand),
            secs_per_extra_member: values[Parameter::PerExtraMember],
            searches: values[Parameter::UserGetPerThousand] > 0.0
                || values[Parameter::UserPostPerThousand] > 0.0,
            lookup_secs_per_user: per_one(Parameter::UserGetPerThousand),
            post_secs_per_user: per_one(Parameter::UserPostPerThousand),
            read: variations.of_cv(values[Parameter::ReadCv]),
            write: variations.of_cv(values[Parameter::WriteCv]),
            group_patch: variations.of_cv(values[Parameter::GroupPatchCv]),
            stall_share: values[Parameter::StallShare],
            stall: SimDuration::from_secs_f64(values[Parameter::Stall]),
        }
    }

    /// The time for one call to a target that holds so many users.
    #[inline(always)]
    pub fn of(&self, call: &Call, users_stored: u64, streams: &Streams) -> Service {
        let members = f64::from(call.members_present);
        let mut mean = self.mean_secs[call.endpoint as usize];
        let mut search = 0.0;
        match call.endpoint {
            Endpoint::UserGet if self.searches && call.by_filter => {
                search = self.lookup_secs_per_user * users_stored as f64;
            }
            Endpoint::UserPost if self.searches => {
                search = self.post_secs_per_user * users_stored as f64
            }
            Endpoint::GroupGet => mean += self.get_secs_per_member_present * members,
            Endpoint::GroupPatch => {
                mean += self.patch_secs_per_member_present * members
                    + self.secs_per_extra_member
                        * f64::from(call.members_carried.saturating_sub(1));
            }
            _ => {}
        }
        let draw = streams[Purpose::Latency].draw(call.object, call.usage);
        let factor = self.variation(call.endpoint).at(draw);
        let mut time = SimDuration::from_secs_f64((mean + search) * factor);
        // Nothing is drawn or worked out where it makes no difference, which is nearly everywhere.
        let stalls = |share| streams[Purpose::Stall].happens(share, call.object, call.usage);
        if self.stall_share > 0.0 && stalls(self.stall_share) {
            time += self.stall;
        }
        let searching = if search > 0.0 {
            SimDuration::from_secs_f64(search * factor)
        } else {
            SimDuration::ZERO
        };
        Service {
            time,
            searching,
            spare: draw.spare(),
        }
    }

    fn variation(&self, endpoint: Endpoint) -> &QuantileTable {
        match endpoint {
            Endpoint::UserGet | Endpoint::GroupGet => &self.read,
            Endpoint::GroupPatch => &self.group_patch,
            _ => &self.write,
        }
    }
}
