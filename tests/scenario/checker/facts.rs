//! What a test writes into a scenario: all that a check knows besides the trace.

use std::fmt::Write;
use std::sync::atomic::AtomicBool;

use cyclecast::experiment::trace::trace;
use cyclecast::scenario::{SourceFile, parse};
use serde_json::Value;

use super::life::Life;
use super::limit::Limit;

/// The service's own times, in milliseconds.
#[derive(Clone, Debug)]
pub struct Own {
    pub lookup: u64,
    pub user_write: u64,
    pub group_write: u64,
    pub membership_write: u64,
    /// Dealing with an object that fails for good, besides what its calls would have cost.
    pub failed_object: u64,
    /// In per cent of the time for a membership.
    pub further_member: u64,
    pub overhead: u64,
    /// The same of an incremental cycle.
    pub cycle_overhead: u64,
    pub escrow_retry: u64,
}

/// A scenario. Shares are in per cent, times in milliseconds.
#[derive(Clone, Debug)]
pub struct Facts {
    pub seed: u64,
    pub mode: &'static str,
    pub users: u64,
    /// Those assigned, in assigned scope.
    pub assigned: u64,
    pub disabled: u64,
    pub with_manager: u64,
    /// Members of each group in scope.
    pub groups: Vec<u64>,
    pub connections: usize,
    pub members_per_patch: u64,
    pub attributes: u64,
    pub by_first_attribute: u64,
    pub matched: u64,
    pub updated: u64,
    pub groups_matched: u64,
    pub page_size: u64,
    pub retries_in_cycle: u64,
    pub timeout: u64,
    pub capacity: Option<u64>,
    /// Spread of the target's answers around their means.
    pub spread: u64,
    pub own: Own,
    pub connector: &'static str,
    pub on_429: &'static str,
    pub limits: Vec<Limit>,
    pub errors: Vec<(&'static str, u64)>,
    pub life: Option<Life>,
}

/// Mean times of the target's answers, in milliseconds.
pub const LATENCIES: [(&str, u64); 8] = [
    ("user_get", 400),
    ("user_post", 900),
    ("user_patch", 500),
    ("user_delete", 450),
    ("group_get", 350),
    ("group_post", 800),
    ("group_patch", 1_200),
    ("group_delete", 450),
];
/// What each further member adds to the answer to a PATCH of a group.
pub const FURTHER_MEMBER: u64 = 10;

/// The time to evaluate an object, in milliseconds.
pub const EVALUATION: u64 = 150;
/// The first wait after a refusal that names none, in milliseconds.
pub const BACKOFF: u64 = 1_500;
/// After so many refusals, a call is given up where each is repeated by itself.
pub const REFUSALS: u64 = 4;

const ERRORS: [&str; 10] = [
    "InternalServerError",
    "WebExceptionProtocolError",
    "InternalError",
    "ImportSkipped",
    "DuplicateTargetEntries",
    "Conflict",
    "MandatoryFieldsMissing",
    "InvalidDomain",
    "UnprocessableEntity",
    "InsufficientRights",
];

impl Facts {
    /// An empty target that takes everything, and a service whose own times are exact.
    pub fn calm(seed: u64) -> Self {
        Self {
            seed,
            mode: "all-users-and-groups",
            users: 24,
            assigned: 24,
            disabled: 0,
            with_manager: 50,
            groups: vec![5, 11],
            connections: 3,
            members_per_patch: 2,
            attributes: 1,
            by_first_attribute: 100,
            matched: 0,
            updated: 0,
            groups_matched: 0,
            page_size: 10,
            retries_in_cycle: 1,
            timeout: 60_000,
            capacity: None,
            spread: 0,
            own: Own {
                lookup: 130,
                user_write: 210,
                group_write: 170,
                membership_write: 330,
                failed_object: 90,
                further_member: 50,
                overhead: 7_000,
                cycle_overhead: 3_000,
                escrow_retry: 2_000,
            },
            connector: "gallery",
            on_429: "pause-job",
            limits: Vec::new(),
            errors: Vec::new(),
            life: None,
        }
    }

    /// The trace of the scenario, each line as the JSON that it is.
    pub fn trace(&self) -> Vec<Value> {
        let text = self.toml();
        let source = SourceFile {
            name: "checked.toml".to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let scenario = parse(source, "checked", &mut |_| Err("no other files".to_owned()))
            .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
        let mut lines = Vec::new();
        let never = AtomicBool::new(false);
        let whole = trace(&scenario, self.seed, 0, &never, &mut |event| {
            lines.push(serde_json::to_value(event).expect("an event is JSON"));
        });
        assert!(whole.expect("the limits let calls pass"));
        lines
    }

    /// The scenario's file.
    pub fn toml(&self) -> String {
        let mut text = String::new();
        if let Some(life) = &self.life {
            let hours = life.horizon_hours;
            writeln!(text, "[run]\nhorizon = \"{hours} h\"").expect("memory");
        }
        self.write_tenant(&mut text).expect("memory");
        self.write_job(&mut text).expect("memory");
        self.write_target(&mut text).expect("memory");
        if let Some(life) = &self.life {
            life.write_tables(&mut text).expect("memory");
        }
        text
    }

    fn write_tenant(&self, text: &mut String) -> std::fmt::Result {
        let is_assigned = self.mode == "assigned";
        // Outside an assigned scope, some groups are read and skipped.
        let groups = self.groups.len() + if is_assigned { 2 } else { 0 };
        let members: u64 = self.groups.iter().sum();
        writeln!(text, "[tenant]\nusers = {}", self.users)?;
        writeln!(text, "groups = {groups}\nmemberships = {members}")?;
        writeln!(text, "disabled_share = \"{} %\"", self.disabled)?;
        writeln!(text, "manager_share = \"{} %\"", self.with_manager)?;
        writeln!(text, "[scope]\nmode = \"{}\"", self.mode)?;
        if is_assigned {
            writeln!(text, "assigned_users = {}", self.assigned)?;
        }
        if self.mode != "all-users" {
            writeln!(text, "[groups]\nsizes = [")?;
            for size in &self.groups {
                writeln!(text, "  {{ groups = 1, members = {size} }},")?;
            }
            writeln!(text, "]")?;
        }
        Ok(())
    }

    fn write_job(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "[job]\nconnector = \"{}\"", self.connector)?;
        writeln!(text, "on_429 = \"{}\"", self.on_429)?;
        for (key, share) in [
            ("matched_share", self.matched),
            ("updated_share", self.updated),
            ("groups_matched_share", self.groups_matched),
            ("first_attribute_share", self.by_first_attribute),
        ] {
            writeln!(text, "{key} = \"{share} %\"")?;
        }
        writeln!(text, "matching_attributes = {}", self.attributes)?;
        writeln!(text, "connections = {}", self.connections)?;
        writeln!(text, "members_per_patch = {}", self.members_per_patch)?;
        writeln!(text, "page_size = {}", self.page_size)?;
        writeln!(text, "retries_in_cycle = {}", self.retries_in_cycle)?;
        if !self.limits.is_empty() {
            writeln!(text, "backoff = \"{BACKOFF} ms\"")?;
            if self.on_429 == "retry-call" {
                writeln!(text, "refusals_before_escrow = {REFUSALS}")?;
            }
        }
        for (key, time) in [
            ("timeout", self.timeout),
            ("page_read", 800),
            ("evaluation", EVALUATION),
            ("initial_cycle_overhead", self.own.overhead),
            ("cycle_overhead", self.own.cycle_overhead),
            ("escrow_retry", self.own.escrow_retry),
        ] {
            writeln!(text, "{key} = \"{time} ms\"")?;
        }
        writeln!(text, "page_read_cv = 0\nevaluation_cv = 0")?;
        if let Some(life) = &self.life {
            life.write_job(text)?;
        }
        writeln!(text, "[job.processing]\ncv = 0")?;
        writeln!(text, "lookup = \"{} ms\"", self.own.lookup)?;
        writeln!(text, "user_write = \"{} ms\"", self.own.user_write)?;
        writeln!(text, "group_write = \"{} ms\"", self.own.group_write)?;
        let (write, further) = (self.own.membership_write, self.own.further_member);
        writeln!(text, "membership_write = \"{write} ms\"")?;
        writeln!(text, "failed_object = \"{} ms\"", self.own.failed_object)?;
        writeln!(text, "further_member_share = \"{further} %\"")
    }

    fn write_target(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "[target]")?;
        if let Some(capacity) = self.capacity {
            writeln!(text, "capacity = {capacity}")?;
        }
        if let Some(burst) = self.life.as_ref().and_then(|life| life.burst.as_ref()) {
            let disables = burst.disables_accounts;
            writeln!(text, "disables_accounts = {disables}")?;
        }
        writeln!(
            text,
            "[target.latency]\ncv = {}.{:02}",
            self.spread / 100,
            self.spread % 100
        )?;
        for (key, mean) in LATENCIES {
            // A key that has no effect is an error.
            if self.life.is_some() || !key.ends_with("delete") {
                writeln!(text, "{key} = \"{mean} ms\"")?;
            }
        }
        writeln!(text, "group_patch_per_1000_members = \"0 ms\"")?;
        writeln!(text, "group_get_per_1000_members = \"0 ms\"")?;
        writeln!(text, "per_extra_member = \"{FURTHER_MEMBER} ms\"")?;
        for limit in &self.limits {
            text.push_str(&limit.toml());
        }
        writeln!(text, "[errors]")?;
        for error in ERRORS {
            let given = self.errors.iter().find(|(name, _)| *name == error);
            let share = given.map_or(0, |(_, share)| *share);
            writeln!(text, "{error} = \"{share} %\"")?;
        }
        Ok(())
    }
}
