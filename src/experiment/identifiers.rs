//! Made-up identifiers: the same for the same seed and replication.

use crate::kernel::Stream;

/// Where they are drawn from: no purpose of the model has such a number.
const PURPOSE: u64 = 1 << 32;

/// What an identifier is of. Numbers of one kind are apart from those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identified {
    /// A cycle, by its number within the job.
    Cycle,
    /// The tenant.
    Tenant,
    /// A job, by its number.
    Job,
    /// A system, an application or a person that takes part.
    Party,
    /// A user of the source, by number.
    User,
    /// Their account in the target.
    Account,
    /// A group of the source, by number.
    Group,
    /// The group in the target.
    TargetGroup,
    /// An object out of scope that is none of the users.
    Outside,
    /// A member whom nothing tells from others.
    Member,
    /// A change, in the order of the log.
    Change,
    /// An entry of the log, in its order.
    Entry,
    /// What is provisioned on demand, in the order of the log.
    OnDemand,
    /// An entry of the audit log, in its order.
    Audit,
}

/// The identifiers of one replication.
#[derive(Clone, Copy, Debug)]
pub struct Identifiers(Stream);

impl Identifiers {
    /// Those of a replication.
    pub fn new(seed: u64, replication: u64) -> Self {
        Self(Stream::new(seed, replication, PURPOSE))
    }

    /// 32 hexadecimal digits.
    fn digits(&self, of: Identified, number: u64) -> String {
        let first = 2 * of as u64;
        let [high, low] = [first, first + 1].map(|usage| self.0.word(number, usage));
        format!("{high:016x}{low:016x}")
    }

    /// The same in the shape of a GUID.
    pub fn guid(&self, of: Identified, number: u64) -> String {
        let digits = self.digits(of, number);
        let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &digits[part]);
        parts.join("-")
    }

    /// The tenant.
    pub fn tenant(&self) -> String {
        self.guid(Identified::Tenant, 0)
    }

    /// A job, in the form that those of SCIM applications have.
    pub fn job(&self, job: u16) -> String {
        let tenant = self.digits(Identified::Tenant, 0);
        format!(
            "scim.{tenant}.{}",
            self.guid(Identified::Job, u64::from(job))
        )
    }

    /// A cycle of a job.
    pub fn cycle(&self, job: u16, number: u64) -> String {
        self.guid(Identified::Cycle, u64::from(job) << 48 | number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_the_shape_of_a_guid_and_differ() {
        let identifiers = Identifiers::new(1, 0);
        let guid = identifiers.cycle(0, 3);
        let lengths: Vec<usize> = guid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        let others = [
            identifiers.cycle(0, 4),
            identifiers.cycle(1, 3),
            identifiers.guid(Identified::User, 3),
            Identifiers::new(2, 0).cycle(0, 3),
            Identifiers::new(1, 1).cycle(0, 3),
        ];
        assert!(!others.contains(&guid));
        let job = identifiers.job(0);
        assert!(job.contains(&identifiers.tenant().replace('-', "")));
    }
}
