//! Which tenants a fleet has, the scenario that all begin with, and how they are simulated.

use super::asked_error::AskedError;
use super::plan_asked::{Asked, Wanted};
use super::scenario_source::Source;
use crate::scenario::{Problems, Scenario, SourceFile, TenantRow, TenantTable};

/// Replications of each tenant, unless asked for otherwise.
pub const FLEET_REPLICATIONS: u64 = 200;

/// The tenants of a table, and what is asked of each.
pub struct FleetAsked {
    /// The tenants.
    pub table: TenantTable,
    /// The scenario that all begin with, and the plan of each.
    pub base: Asked,
    source: Source,
}

impl FleetAsked {
    /// Reads a table, and finds what is wrong in any row before anything is simulated.
    ///
    /// # Errors
    /// What is wrong with the scenario, with the table, or with the scenarios of the tenants.
    pub fn new(table: &SourceFile, source: Source, wanted: Wanted) -> Result<Self, AskedError> {
        let asked = Self {
            base: Asked::of(&source, wanted, None)?,
            table: TenantTable::parse(table)?,
            source,
        };
        let mut wrong: Vec<(&TenantRow, Problems)> = Vec::new();
        for tenant in &asked.table.tenants {
            match asked.scenario(tenant) {
                Ok(_) => (),
                Err(AskedError::Scenario(problems)) => wrong.push((tenant, problems)),
                Err(other) => return Err(other),
            }
        }
        match asked.table.problems(wrong.into_iter()) {
            Some(problems) => Err(problems.into()),
            None => Ok(asked),
        }
    }

    /// The scenario of a tenant: that of all with the tenant's values.
    ///
    /// # Errors
    /// What is wrong with a value, where it is set; none where the tenant is one of the table.
    pub fn scenario(&self, tenant: &TenantRow) -> Result<Scenario, AskedError> {
        let settings = self.table.settings(tenant);
        Ok(self.source.scenario(&settings)?.scenario)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIO: &str = "[tenant]\nusers = 100\n[scope]\nmode = \"all-users\"\n";

    fn asked(table: &str) -> Result<FleetAsked, AskedError> {
        let source = Source::of_text("base.toml", "base", SCENARIO.to_owned());
        let table = SourceFile {
            name: "tenants.csv".to_owned(),
            bytes: table.as_bytes().to_vec(),
        };
        FleetAsked::new(&table, source, Wanted::default())
    }

    #[test]
    fn an_empty_cell_leaves_the_scenario_as_it_is() {
        let table = "tenant,tenant.users,target.capacity\na,,\nb,\"200 to 300\",4\n";
        let asked = asked(table).expect("right");
        let of = |index: usize| {
            let tenant = &asked.table.tenants[index];
            asked.scenario(tenant).expect("right").setup
        };
        assert_eq!(of(0), asked.base.scenario.setup);
        assert_ne!(of(1), asked.base.scenario.setup);
    }

    #[test]
    fn what_is_wrong_in_a_row_is_told_in_its_place() {
        let found = asked("tenant,tenant.users\na,1\nb,many\n").map(|_| ());
        let told = found.expect_err("wrong").to_string();
        assert!(told.starts_with("tenants.csv:3:3: "), "{told}");
    }
}
