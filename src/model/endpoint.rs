//! The SCIM endpoints that a cycle calls.

named! {
    /// One kind of request to the target.
    pub enum Endpoint {
        /// GET on users: matching, by id, or the check of a reference.
        UserGet => "users.get", "GET /Users";
        /// POST that creates a user.
        UserPost => "users.post", "POST /Users";
        /// PATCH of a user.
        UserPatch => "users.patch", "PATCH /Users";
        /// DELETE of a user.
        UserDelete => "users.delete", "DELETE /Users";
        /// GET on groups.
        GroupGet => "groups.get", "GET /Groups";
        /// POST that creates a group.
        GroupPost => "groups.post", "POST /Groups";
        /// PATCH of a group or its members.
        GroupPatch => "groups.patch", "PATCH /Groups";
        /// DELETE of a group.
        GroupDelete => "groups.delete", "DELETE /Groups";
    }
}

impl Endpoint {
    const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// Whether its calls are for groups.
    pub const fn is_for_groups(self) -> bool {
        matches!(
            self,
            Self::GroupGet | Self::GroupPost | Self::GroupPatch | Self::GroupDelete
        )
    }
}

/// Which endpoints a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndpointSet(u8);

impl EndpointSet {
    /// The names that stand for several endpoints at once, in scenario files.
    pub const GROUP_NAMES: [&'static str; 5] = ["all", "reads", "writes", "users", "groups"];

    /// No endpoint.
    pub const fn none() -> Self {
        Self(0)
    }

    /// Every endpoint.
    pub const fn all() -> Self {
        // One bit for each.
        Self(u8::MAX >> (u8::BITS as usize - Endpoint::ALL.len()))
    }

    /// The endpoints that a name in a scenario file stands for: one endpoint, or one of [`Self::GROUP_NAMES`].
    pub fn from_name(name: &str) -> Option<Self> {
        let chosen = |keep: &dyn Fn(&str) -> bool| {
            Endpoint::ALL
                .into_iter()
                .filter(|endpoint| keep(endpoint.name()))
                .fold(Self::none(), Self::with)
        };
        let set = match name {
            "all" => chosen(&|_| true),
            "reads" => chosen(&|name| name.ends_with("get")),
            "writes" => chosen(&|name| !name.ends_with("get")),
            "users" => chosen(&|name| name.starts_with("users")),
            "groups" => chosen(&|name| name.starts_with("groups")),
            one => chosen(&|name| name == one),
        };
        (set != Self::none()).then_some(set)
    }

    /// This set and one endpoint more.
    #[must_use]
    pub const fn with(self, endpoint: Endpoint) -> Self {
        Self(self.0 | endpoint.bit())
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The one name that stands for the set, or the names of its endpoints.
    ///
    /// ```
    /// use cyclecast::model::{Endpoint, EndpointSet};
    ///
    /// let writes = EndpointSet::from_name("writes").expect("one of the names");
    /// assert_eq!(writes.words(), "writes");
    /// let two = EndpointSet::none().with(Endpoint::UserGet).with(Endpoint::GroupGet);
    /// assert_eq!(two.words(), "reads");
    /// ```
    pub fn words(self) -> String {
        let mut names = Self::GROUP_NAMES.into_iter();
        let whole = names.find(|name| Self::from_name(name) == Some(self));
        let each = || {
            let held = Endpoint::ALL.into_iter();
            let held = held.filter(|endpoint| self.contains(*endpoint));
            held.map(Endpoint::name).collect::<Vec<_>>().join(", ")
        };
        whole.map_or_else(each, str::to_owned)
    }

    /// Whether the set holds `endpoint`.
    pub const fn contains(self, endpoint: Endpoint) -> bool {
        self.0 & endpoint.bit() != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_are_everything_and_have_nothing_in_common() {
        let reads = EndpointSet::from_name("reads").unwrap();
        let writes = EndpointSet::from_name("writes").unwrap();
        assert_eq!(Some(reads.union(writes)), EndpointSet::from_name("all"));
        for endpoint in Endpoint::ALL {
            assert!(reads.contains(endpoint) != writes.contains(endpoint));
            let alone = EndpointSet::from_name(endpoint.name()).unwrap();
            assert_eq!(alone, EndpointSet::none().with(endpoint));
        }
        assert_eq!(EndpointSet::from_name("user.get"), None);
    }
}
