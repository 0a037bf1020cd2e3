//! Made-up names and identifiers of everybody and everything that a log tells of, the same for the same seed and replication.

use super::object_summary::{Details, Identity, Initiator, ServicePrincipal, System};
use crate::experiment::identifiers::{Identified, Identifiers};
use crate::model::Work;
use crate::model::job::{LocalClock, Start};
use crate::scenario::rfc3339;
use crate::units::SimTime;

const SOURCE: &str = "Microsoft Entra ID";
const TARGET: &str = "Simulated application";
/// A domain that belongs to nobody (RFC 2606).
const DOMAIN: &str = "example.com";

/// Who takes part in every entry.
#[derive(Clone, Debug)]
pub(super) struct Parties {
    pub tenant_id: String,
    pub service_principal: ServicePrincipal,
    pub source: System,
    pub target: System,
    pub service: Initiator,
    /// Whoever provisions on demand and changes the job.
    pub administrator: Initiator,
}

/// Who or what an entry is about.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// As it is called in the log.
    pub name: String,
    /// `User` or `Group`.
    pub kind: &'static str,
    /// In the source.
    pub id: String,
    /// In the target, once it is there.
    pub target_id: String,
}

/// Makes up names.
#[derive(Clone, Debug)]
pub(super) struct MadeUp {
    pub identifiers: Identifiers,
    /// When the simulation starts, with UTC clocks.
    utc: Start,
}

impl MadeUp {
    pub fn new(identifiers: Identifiers, start: &Start) -> Self {
        let utc = Start {
            clock: LocalClock::default(),
            ..*start
        };
        Self { identifiers, utc }
    }

    /// A moment in UTC, to the microsecond: as fine as Python's clocks, so that no reader loses a part of it.
    pub fn time(&self, at: SimTime) -> String {
        let micros = at.as_nanos() / 1_000 % 1_000_000;
        let second = rfc3339(at, &self.utc);
        format!("{}.{micros:06}Z", second.trim_end_matches('Z'))
    }

    pub fn parties(&self) -> Parties {
        let party = |number| self.identifiers.guid(Identified::Party, number);
        let service_principal = ServicePrincipal {
            id: party(0),
            display_name: TARGET.to_owned(),
        };
        let details = Details(vec![
            ("ApplicationId", party(1)),
            ("ServicePrincipalId", service_principal.id.clone()),
            ("ServicePrincipalDisplayName", TARGET.to_owned()),
        ]);
        Parties {
            tenant_id: self.identifiers.tenant(),
            source: System {
                id: party(2),
                display_name: SOURCE.to_owned(),
                details: Details::default(),
            },
            target: System {
                id: party(3),
                display_name: TARGET.to_owned(),
                details,
            },
            service_principal,
            service: Initiator {
                id: String::new(),
                display_name: "Azure AD Provisioning Service",
                initiator_type: "system",
            },
            administrator: Initiator {
                id: party(4),
                display_name: "Administrator",
                initiator_type: "user",
            },
        }
    }

    /// Whom or what a piece of work is about; nobody for the query that opens a cycle.
    pub fn subject(&self, work: Work) -> Option<Subject> {
        let (kind, source, target, number) = match work {
            Work::Opening => return None,
            Work::User(user) | Work::Manager(user) | Work::UserRemoval(user) => (
                "User",
                Identified::User,
                Identified::Account,
                u64::from(user),
            ),
            Work::Group(group) | Work::Memberships { group, .. } | Work::GroupRemoval(group) => {
                let number = u64::from(group);
                ("Group", Identified::Group, Identified::TargetGroup, number)
            }
            Work::Outside { number, is_group } => {
                let kind = if is_group { "Group" } else { "User" };
                return Some(self.outside(kind, number));
            }
        };
        Some(Subject {
            name: format!("{}-{number:06}", kind.to_lowercase()),
            kind,
            id: self.identifiers.guid(source, number),
            target_id: self.identifiers.guid(target, number),
        })
    }

    fn outside(&self, kind: &'static str, number: u64) -> Subject {
        let id = self.identifiers.guid(Identified::Outside, number);
        Subject {
            name: format!("other-{}-{}", kind.to_lowercase(), &id[..8]),
            kind,
            id,
            target_id: String::new(),
        }
    }
}

impl Subject {
    /// What people sign in with, and what a group is called.
    pub fn principal(&self) -> String {
        match self.kind {
            "User" => format!("{}@{DOMAIN}", self.name),
            _ => self.name.clone(),
        }
    }

    /// The object in the source.
    pub fn source(&self) -> Identity {
        let mut details = vec![
            ("id", self.id.clone()),
            ("odatatype", self.kind.to_owned()),
            ("DisplayName", self.name.clone()),
        ];
        if self.kind == "User" {
            details.push(("UserPrincipalName", self.principal()));
        }
        Identity {
            id: self.id.clone(),
            display_name: self.name.clone(),
            identity_type: self.kind,
            details: Details(details),
        }
    }

    /// The object in the target, as far as it is there.
    pub fn target(&self, is_there: bool) -> Identity {
        Identity {
            id: if is_there {
                self.target_id.clone()
            } else {
                String::new()
            },
            display_name: String::new(),
            identity_type: match self.kind {
                "User" => "urn:ietf:params:scim:schemas:core:2.0:User",
                _ => "urn:ietf:params:scim:schemas:core:2.0:Group",
            },
            details: Details::default(),
        }
    }
}
