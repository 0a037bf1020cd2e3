//! A table with a row a tenant, whose columns are keys of scenarios.

use std::collections::HashSet;

use super::finding::{Finding, Findings, Span};
use super::parsed::SourceFile;
use super::problem::{Problem, Problems, into_problems, single_problem};
use super::set_values::toml_text;
use super::sources::setting_line;
use super::text::{MOST_CSV_BYTES, Row, Rows, SourceText, abridged, decode};

/// The column with the names of the tenants.
const NAME: &str = "tenant";
const COLUMNS: &str = "the columns are: tenant, then keys of scenarios, for example tenant,tenant.users,target.capacity";

/// The tenants of a table.
#[derive(Debug)]
pub struct TenantTable {
    /// The keys that are set for each tenant, in the order of the columns.
    pub keys: Vec<String>,
    /// The tenants, in the order of the rows.
    pub tenants: Vec<TenantRow>,
    text: SourceText,
    key_spans: Vec<Span>,
}

/// One tenant of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRow {
    /// Its name.
    pub name: String,
    /// Its values, as they were written, in the order of the keys; the scenario's own hold where one is empty.
    pub values: Vec<String>,
    /// Where its cells stand, that of the name first.
    spans: Vec<Span>,
}

impl TenantTable {
    /// Reads a table.
    ///
    /// # Errors
    /// Everything that is wrong with it, but for the values.
    pub fn parse(file: &SourceFile) -> Result<Self, Problems> {
        let (text, fault) = decode(&file.name, &file.bytes, MOST_CSV_BYTES);
        if let Some(fault) = fault {
            return Err(single_problem(&text, fault));
        }
        let mut found = Findings::default();
        let mut rows = Rows::of(&text.text);
        let header = rows.next();
        let columns = header.map(|row| header_cells(row, &mut found));
        let (mut keys, mut key_spans) = columns.unwrap_or_default();
        let mut tenants = Vec::new();
        // Where the header is wrong, all rows would seem to be.
        if found.is_empty() && !keys.is_empty() {
            rows.expect(keys.len(), None);
            tenants = read_tenants(rows, keys.len(), &mut found);
        }
        if tenants.is_empty() && found.is_empty() {
            let end = text.text.trim_end().len();
            found.report(end..end, "there is no tenant", "add a line for each");
        }
        if let Some(problems) = into_problems(vec![(&text, found)]) {
            return Err(problems);
        }
        Ok(Self {
            keys: keys.split_off(1),
            key_spans: key_spans.split_off(1),
            tenants,
            text,
        })
    }

    /// What a tenant sets over the scenario, as [`parse_with`](super::parse_with) takes it.
    pub fn settings(&self, tenant: &TenantRow) -> Vec<(String, String)> {
        let set = self.keys.iter().zip(&tenant.values);
        let set = set.filter(|(_, value)| !value.is_empty());
        set.map(|(key, value)| (key.clone(), toml_text(value)))
            .collect()
    }

    /// What is wrong with the scenarios of some tenants, in its place in the table; none where nothing is. What is wrong with a key is told once.
    pub fn problems<'a>(
        &self,
        wrong: impl Iterator<Item = (&'a TenantRow, Problems)>,
    ) -> Option<Problems> {
        let mut found = Findings::default();
        for (tenant, problems) in wrong {
            for problem in &problems {
                let finding = self.finding(tenant, problem);
                if !found.iter().any(|known| known.repeats(&finding)) {
                    found.push(finding);
                }
            }
        }
        into_problems(vec![(&self.text, found)])
    }

    /// A problem of a tenant's scenario where the table brings it about: at a value, at the key of a column, or at the tenant's name where
    /// the scenario is at fault with the values of the row.
    fn finding(&self, tenant: &TenantRow, problem: &Problem) -> Finding {
        let mut cells = self.keys.iter().zip(&tenant.values).enumerate();
        let cell = cells.find(|(_, (key, value))| {
            !value.is_empty() && *problem.source == setting_line(key, &toml_text(value))
        });
        let (span, message) = match cell {
            Some((index, (key, _))) if problem.span.end <= key.len() => {
                (&self.key_spans[index], problem.message.clone())
            }
            Some((index, _)) => (&tenant.spans[index + 1], problem.message.clone()),
            None => {
                let message = format!(
                    "with this tenant's values {}, in line {} of the scenario",
                    problem.message, problem.line
                );
                (&tenant.spans[0], message)
            }
        };
        Finding {
            help: problem.help.clone(),
            ..Finding::new(span.clone(), message).label(problem.label.clone())
        }
    }
}

/// The names of the columns and where they stand; what is wrong with them goes to `found`.
fn header_cells(row: Row<'_>, found: &mut Findings) -> (Vec<String>, Vec<Span>) {
    if let Some(finding) = unclosed(&row) {
        found.push(finding);
    }
    let mut known = HashSet::new();
    for (index, field) in row.fields.iter().enumerate() {
        let (name, span) = (&*field.text, field.span.clone());
        let shown = abridged(name);
        if index == 0 && name != NAME {
            let message = format!("the first column is not called `{NAME}`");
            found.report(span, message, COLUMNS);
        } else if name.is_empty() {
            found.report(span, "a column has no name", COLUMNS);
        } else if name == "run" || name.starts_with("run.") {
            let message = format!("`{shown}` holds for all tenants and cannot be a column");
            found.report(span, message, "set it in the scenario");
        } else if !known.insert(name) {
            let message = format!("two columns are called `{shown}`");
            found.report(span, message, "leave one of them out");
        }
    }
    let cells = row.fields.into_iter();
    cells
        .map(|field| (field.text.into_owned(), field.span))
        .unzip()
}

fn read_tenants(rows: Rows<'_>, columns: usize, found: &mut Findings) -> Vec<TenantRow> {
    let (mut tenants, mut names) = (Vec::new(), HashSet::new());
    for row in rows {
        let read = tenant(row, columns).and_then(|tenant| {
            let help = "give each tenant a name of its own";
            let wrong = |message: String| Finding::new(tenant.spans[0].clone(), message).help(help);
            match (tenant.name.is_empty(), names.insert(tenant.name.clone())) {
                (true, _) => Err(wrong("a tenant has no name".to_owned())),
                (_, false) => Err(wrong(format!(
                    "two tenants are called `{}`",
                    abridged(&tenant.name)
                ))),
                _ => Ok(tenant),
            }
        });
        tenants.extend(found.kept(read));
    }
    tenants
}

fn tenant(row: Row<'_>, columns: usize) -> Result<TenantRow, Finding> {
    if let Some(finding) = unclosed(&row) {
        return Err(finding);
    }
    if row.fields.len() != columns {
        let count = row.fields.len();
        let message = format!("this row has {count} cells, and the header {columns}");
        let help = "give as many cells as there are columns, with quotes around a value that holds a comma";
        return Err(Finding::new(row.span(), message).help(help));
    }
    let cells = row.fields.into_iter();
    let (mut texts, spans): (Vec<String>, _) = cells
        .map(|field| (field.text.into_owned(), field.span))
        .unzip();
    let values = texts.split_off(1);
    Ok(TenantRow {
        name: texts.pop().unwrap_or_default(),
        values,
        spans,
    })
}

fn unclosed(row: &Row<'_>) -> Option<Finding> {
    let span = row.unclosed.clone()?;
    let help = "close it behind the value, before the next comma or the end of the line";
    Some(Finding::new(span, "a quote opens here and does not close").help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse_with;

    const SCENARIO: &str = "[tenant]\nusers = 100\n[scope]\nmode = \"all-users-and-groups\"\n[groups]\nsizes = [{ groups = 1, members = 15 }]\n";

    fn file(name: &str, text: &str) -> SourceFile {
        SourceFile {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        }
    }

    /// What is wrong with a table, and with the scenarios of its tenants.
    fn told(table: &str) -> Vec<String> {
        let scenario = |settings: &[(String, String)]| {
            let base = file("base.toml", SCENARIO);
            parse_with(base, "base", settings, &mut |_| Err("none".to_owned()))
        };
        let problems = match TenantTable::parse(&file("tenants.csv", table)) {
            Err(problems) => Some(problems),
            Ok(table) => table.problems(table.tenants.iter().filter_map(|tenant| {
                let found = scenario(&table.settings(tenant));
                found.err().map(|problems| (tenant, problems))
            })),
        };
        let problems = problems.iter().flat_map(Problems::iter);
        problems.map(Problem::to_string).collect()
    }

    #[test]
    fn what_is_wrong_is_told_in_its_place_with_a_remedy() {
        for (table, expected) in [
            (
                "name,tenant.users\na,1\n",
                "1:1: the first column is not called `tenant` (the columns",
            ),
            ("tenant,tenant.users\n", "1:20: there is no tenant (add"),
            ("", "1:1: there is no tenant (add"),
            (
                "tenant,run.seed\na,1\n",
                "1:8: `run.seed` holds for all tenants",
            ),
            (
                "tenant,tenant.users,tenant.users\na,1,1\n",
                "1:21: two columns are called",
            ),
            ("tenant,,tenant.users\na,1,1\n", "1:8: a column has no name"),
            (
                "tenant,tenant.users\na,20\na,30\n",
                "3:1: two tenants are called `a`",
            ),
            (
                "tenant,tenant.users\na,20\n,30\n",
                "3:1: a tenant has no name",
            ),
            (
                "tenant,tenant.users\na,1,2\n",
                "2:1: this row has 3 cells, and the header 2",
            ),
            ("tenant,tenant.users\na,\"1\n", "2:3: a quote opens here"),
            ("tenant,tenant.users\na,20\nb,many\n", "3:3: "),
            (
                "tenant,tenant.usrs\na,1\nb,2\n",
                "1:8: [tenant] has no key `usrs`",
            ),
            (
                "tenant,scope.assigned_users\na,5\n",
                "1:8: `scope.assigned_users` ",
            ),
            (
                "tenant,tenant.users\na,20\nb,10\n",
                "3:1: with this tenant's values a group of 15 members is larger than the directory, in line 6 of the scenario",
            ),
        ] {
            let told = told(table);
            assert!(
                matches!(&told[..], [only] if only.starts_with(&format!("tenants.csv:{expected}")) && only.contains('(')),
                "{table:?}: {told:?}"
            );
        }
    }

    #[test]
    fn every_wrong_row_is_told_at_once() {
        let told = told("tenant,tenant.users,job.connections\na,many,0\nb,50,4\nc,few,\n");
        let places = told.iter().map(|one| one.split(' ').next());
        assert_eq!(
            places.flatten().collect::<Vec<_>>(),
            ["tenants.csv:2:3:", "tenants.csv:2:8:", "tenants.csv:4:3:"]
        );
    }

    #[test]
    fn an_empty_cell_sets_nothing() {
        let text =
            "tenant,tenant.users,target.capacity\r\na,,\r\n\r\n\"b, c\",\"200 to 300\",4\r\n";
        let table = TenantTable::parse(&file("tenants.csv", text)).expect("a table");
        let of = |index: usize| table.settings(&table.tenants[index]);
        assert_eq!(of(0), []);
        let set = |key: &str, value: &str| (key.to_owned(), format!("\"{value}\""));
        assert_eq!(
            of(1),
            [
                set("tenant.users", "200 to 300"),
                set("target.capacity", "4")
            ]
        );
        assert_eq!(table.tenants[1].name, "b, c");
    }
}
