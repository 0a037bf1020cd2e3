//! Which tenants a fleet has: a table with a row a tenant, whose columns are keys of scenarios.

use std::collections::BTreeSet;

use super::asked_error::AskedError;
use super::scenario_source::{Setting, Source};
use crate::scenario::{Problems, Scenario, parse_setting};

/// Replications of each tenant, unless asked for otherwise.
pub const FLEET_REPLICATIONS: u64 = 200;
/// The column with the names of the tenants.
const NAME: &str = "tenant";

/// The tenants of a table.
#[derive(Clone, Debug)]
pub struct FleetAsked {
    /// The keys that are set for each tenant, in the order of the columns.
    pub keys: Vec<String>,
    /// The tenants, in the order of the rows.
    pub tenants: Vec<TenantAsked>,
}

/// One tenant of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantAsked {
    /// Its name.
    pub name: String,
    /// Its values, as they were written, in the order of the keys; the scenario's own hold where one is empty.
    pub values: Vec<String>,
    line: u64,
}

impl FleetAsked {
    /// Reads a table; `name` is what it is called in messages.
    ///
    /// # Errors
    /// What is wrong with it, and in which line.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, AskedError> {
        let wrong = |line: u64, what: String, help: &str| {
            AskedError::usage(format!("{name}, line {line}: {what}"), help)
        };
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
        let broken = |reason: csv::Error| {
            let line = reason.position().map_or(1, csv::Position::line);
            let help = "a table has a line of column names, and as many cells in each further line";
            wrong(line, reason.to_string(), help)
        };
        let header = reader.headers().map_err(broken)?.clone();
        let mut columns = header.iter();
        if columns.next() != Some(NAME) {
            let what = format!("the first column is not called `{NAME}`");
            return Err(wrong(
                1,
                what,
                "the columns are: tenant, then keys of scenarios, for example tenant,tenant.users,target.capacity",
            ));
        }
        let keys: Vec<String> = columns.map(str::to_owned).collect();
        if let Some(key) = keys.iter().find(|key| key.starts_with("run.")) {
            let what = format!("`{key}` holds for all tenants and cannot be a column");
            let help = "set it in the scenario, or by an option";
            return Err(wrong(1, what, help));
        }
        let (mut tenants, mut names) = (Vec::new(), BTreeSet::new());
        for record in reader.records() {
            let record = record.map_err(broken)?;
            let line = record.position().map_or(0, csv::Position::line);
            let mut cells = record.iter().map(str::to_owned);
            let tenant = cells.next().unwrap_or_default();
            if tenant.is_empty() || !names.insert(tenant.clone()) {
                let what = format!("the tenant `{tenant}` has no name, or one that another has");
                return Err(wrong(line, what, "give each a name of its own"));
            }
            tenants.push(TenantAsked {
                name: tenant,
                values: cells.collect(),
                line,
            });
        }
        match tenants.is_empty() {
            true => Err(wrong(
                1,
                "there is no tenant".to_owned(),
                "add a line for each",
            )),
            false => Ok(Self { keys, tenants }),
        }
    }

    /// The scenario of a tenant: that of the source with the tenant's values.
    ///
    /// # Errors
    /// What is wrong with a value.
    pub fn scenario(&self, tenant: &TenantAsked, source: &Source) -> Result<Scenario, AskedError> {
        let set = self.keys.iter().zip(&tenant.values);
        let set = set.filter(|(_, value)| !value.is_empty());
        let settings: Result<Vec<Setting>, String> = set
            .map(|(key, value)| parse_setting(&format!("{key}={value}")))
            .collect();
        let place = format!("tenant {} (line {})", tenant.name, tenant.line);
        let settings = settings.map_err(|wrong| AskedError::Usage(format!("{place}: {wrong}")))?;
        match source.scenario(&settings) {
            Ok(read) => Ok(read.scenario),
            Err(AskedError::Scenario(problems)) => Err(AskedError::Usage(first(&place, &problems))),
            Err(other) => Err(other),
        }
    }
}

/// The first thing that is wrong: the others are mostly the same in the next row.
fn first(place: &str, problems: &Problems) -> String {
    let Some(problem) = problems.iter().next() else {
        return format!("{place}: {problems}");
    };
    match &problem.help {
        Some(help) => format!("{place}: {}\n  help: {help}", problem.message),
        None => format!("{place}: {}", problem.message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIO: &str = "[tenant]\nusers = 100\n[scope]\nmode = \"all-users\"\n";

    fn refused(table: &str) -> String {
        let source = Source::of_text("base.toml", "base", SCENARIO.to_owned());
        let parsed = FleetAsked::parse("tenants.csv", table.as_bytes());
        let all = parsed.and_then(|asked| {
            let each = asked.tenants.iter();
            each.map(|tenant| asked.scenario(tenant, &source))
                .collect::<Result<Vec<_>, _>>()
        });
        all.expect_err("wrong").to_string()
    }

    #[test]
    fn what_is_wrong_with_a_table_is_told_with_its_line() {
        for (table, told) in [
            (
                "name,tenant.users\na,1\n",
                "line 1: the first column is not called `tenant`",
            ),
            ("tenant,tenant.users\n", "there is no tenant"),
            (
                "tenant,run.seed\na,1\n",
                "line 1: `run.seed` holds for all tenants",
            ),
            ("tenant,tenant.users\na,1\na,2\n", "line 3"),
            ("tenant,tenant.users\na,1,2\n", "line 2"),
            ("tenant,tenant.users\na,1\nb,many\n", "tenant b (line 3)"),
            ("tenant,tenant.usrs\na,1\n", "tenant a (line 2)"),
        ] {
            let error = refused(table);
            assert!(error.contains(told), "{table:?}: {error}");
        }
    }

    #[test]
    fn an_empty_cell_leaves_the_scenario_as_it_is() {
        let source = Source::of_text("base.toml", "base", SCENARIO.to_owned());
        let table = "tenant,tenant.users,target.capacity\na,,\nb,\"200 to 300\",4\n";
        let asked = FleetAsked::parse("tenants.csv", table.as_bytes()).expect("a table");
        let base = source.scenario(&[]).expect("a scenario").scenario;
        let of = |index: usize| {
            asked
                .scenario(&asked.tenants[index], &source)
                .expect("right")
        };
        assert_eq!(of(0).setup, base.setup);
        assert_ne!(of(1).setup, base.setup);
    }
}
