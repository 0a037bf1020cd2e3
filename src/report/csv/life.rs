//! The tables of the job's life over its horizon.

use super::life_columns::{
    BANDS, CYCLES, DELAYS, ENDPOINTS, ERRORS, FATES, LOAD, REPLICATIONS, USER_ASSIGNED,
};
use super::{CsvError, table};
use crate::experiment::outcome::Life;
use crate::experiment::outcome::life::CycleBar;

/// File name and content of every table of `life`.
pub fn tables(life: &Life, scenario: &str) -> Result<Vec<(&'static str, Vec<u8>)>, CsvError> {
    let mut tables = vec![
        table(
            "life_replications.csv",
            REPLICATIONS,
            scenario,
            &life.replications,
        )?,
        table("life_bands.csv", BANDS, scenario, &life.bands)?,
        table("life_delays.csv", DELAYS, scenario, &life.delays)?,
        table("life_fates.csv", FATES, scenario, &life.fates)?,
        table("life_errors.csv", ERRORS, scenario, &life.errors)?,
        table("life_cycles.csv", CYCLES, scenario, &cycles(life))?,
    ];
    if let Some(load) = &life.load {
        let endpoints: Vec<_> = load.endpoints.iter().chain([&load.all]).cloned().collect();
        tables.push(table(
            "life_endpoints.csv",
            ENDPOINTS,
            scenario,
            &endpoints,
        )?);
        tables.push(table("life_load.csv", LOAD, scenario, &load.steps)?);
    }
    if let Some(user) = &life.user_assigned {
        let name = "life_user_assigned.csv";
        tables.push(table(name, USER_ASSIGNED, scenario, &user.by_time)?);
    }
    Ok(tables)
}

fn cycles(life: &Life) -> Vec<(u64, CycleBar)> {
    let cycles = life.typical.cycles.iter();
    cycles
        .map(|cycle| (life.typical.replication, *cycle))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::csv;
    use crate::report::fixture;

    fn lines(tables: &[(&str, Vec<u8>)], name: &str) -> Vec<String> {
        let table = tables.iter().find(|(table, _)| *table == name).unwrap();
        let text = String::from_utf8(table.1.clone()).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_life_adds_tables_and_changes_none() {
        let with = csv::tables(&fixture::with_life()).unwrap();
        let without = csv::tables(&fixture::outcome(300)).unwrap();
        assert_eq!(with[..without.len()], without);
        let added: Vec<_> = with[without.len()..].iter().map(|table| table.0).collect();
        assert_eq!(
            added,
            [
                "life_replications.csv",
                "life_bands.csv",
                "life_delays.csv",
                "life_fates.csv",
                "life_errors.csv",
                "life_cycles.csv",
                "life_endpoints.csv",
                "life_load.csv"
            ]
        );
    }

    #[test]
    fn there_is_a_row_for_everything_and_the_columns_do_not_depend_on_it() {
        let mut life = fixture::life();
        life.user_assigned = Some(fixture::user_assigned());
        let full = tables(&life, "a").unwrap();
        let counts = [
            life.replications.len(),
            life.bands.len(),
            life.delays.len(),
            life.fates.len(),
            life.errors.len(),
            life.typical.cycles.len(),
            3,
            life.load.as_ref().unwrap().steps.len(),
            180,
        ];
        let empty = tables(&fixture::quiet(), "a").unwrap();
        for (place, (name, count)) in full.iter().map(|table| table.0).zip(counts).enumerate() {
            let rows = lines(&full, name);
            assert_eq!(rows.len(), count + 1, "{name}");
            if place < empty.len() {
                assert_eq!(lines(&empty, name), rows[..1], "{name}");
            }
        }
    }

    #[test]
    fn a_row_tells_what_happened_and_leaves_the_rest_empty() {
        let tables = tables(&fixture::life(), "growing").unwrap();
        assert_eq!(
            lines(&tables, "life_cycles.csv")[1],
            "growing,17,0,36288000,initial,EntryLevelErrors,3,1,0"
        );
        assert_eq!(
            lines(&tables, "life_delays.csv")[2],
            "growing,leaver,leavers,88.2,0.97,0.934,1380000,,,2346000,"
        );
    }
}
