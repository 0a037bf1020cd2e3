//! Groups that are listed in a file of their own, such as an export of a real tenant.

use super::group_sizes::{ListedGroups, MOST_MEMBERS};
use crate::model::Quantity;
use crate::scenario::finding::{Finding, Findings};
use crate::scenario::text::{Row, Rows, SourceText, abridged};
use crate::scenario::value::{print_scalar, two_readings};

const ASSIGNED: &str = "write yes or no, true or false, 1 or 0";

/// Where the columns are that matter.
struct Columns {
    count: usize,
    members: usize,
    assigned: Option<usize>,
}

/// Reads the groups of `text`, or only those that are assigned. Rows that are wrong are reported and left out.
pub fn read(text: &SourceText, only_assigned: bool, findings: &mut Findings) -> Vec<ListedGroups> {
    let mut rows = Rows::of(&text.text);
    let columns = rows.next().ok_or_else(|| nothing_listed(0));
    let Some(columns) = findings.kept(columns.and_then(|row| header(&row))) else {
        return Vec::new();
    };
    rows.expect(columns.count, columns.members);
    let (mut groups, mut unassigned) = (Vec::new(), 0_usize);
    for row in rows {
        match group(&row, &columns) {
            Ok((group, assigned)) if assigned || !only_assigned => groups.push(group),
            Ok(_) => unassigned += 1,
            Err(finding) => findings.push(finding),
        }
    }
    if groups.is_empty() && findings.is_empty() {
        findings.push(nothing_listed(unassigned));
    }
    groups
}

fn nothing_listed(unassigned: usize) -> Finding {
    if unassigned > 0 {
        Finding::new(0..0, format!("none of the {unassigned} groups is assigned"))
            .help("mark those that are with yes in the column `assigned`, or write groups.assigned = 0 instead of a list")
    } else {
        Finding::new(0..0, "the file lists no groups")
            .help("add a line for each group below the header")
    }
}

fn header(row: &Row<'_>) -> Result<Columns, Finding> {
    if let Some(finding) = unclosed(row).or_else(|| is_none(row)) {
        return Err(finding);
    }
    let find = |name: &str| {
        let mut found = row.columns(name);
        let first = found.next();
        match found.next() {
            Some(second) => {
                let message = format!("two columns are called `{name}`");
                let span = row.fields[second].span.clone();
                Err(Finding::new(span, message).help("rename one of them"))
            }
            None => Ok(first),
        }
    };
    match (find("name")?, find("members")?) {
        (Some(_), Some(members)) => Ok(Columns {
            count: row.fields.len(),
            members,
            assigned: find("assigned")?,
        }),
        (name, members) => Err(missing(row, name.is_none(), members.is_none())),
    }
}

/// A quote that is left open hides what follows.
fn unclosed(row: &Row<'_>) -> Option<Finding> {
    let quote = row.unclosed.clone()?;
    Some(
        Finding::new(quote, "this quote is not closed")
            .label("opens here")
            .help("close it behind the name, \"Sales\",120; a quote within a name is written twice, \"Rack 19\"\"\",30"),
    )
}

fn group(row: &Row<'_>, columns: &Columns) -> Result<(ListedGroups, bool), Finding> {
    if let Some(finding) = unclosed(row) {
        return Err(finding);
    }
    if row.fields.len() != columns.count {
        let count = columns.count;
        let message = match row.fields.len() {
            1 => format!("this row has one column, and the header has {count}"),
            several => format!("this row has {several} columns, and the header has {count}"),
        };
        return Err(Finding::new(row.span(), message).help(
            "put a name that contains a comma in double quotes, and write a quote within it twice",
        ));
    }
    let members = &row.fields[columns.members];
    let span = members.span.clone();
    let number = members.text.parse::<u64>().ok();
    if let Some(wrong) = two_readings(&members.text) {
        return Err(wrong.at(span));
    }
    let Some(members) = number.filter(|members| *members <= MOST_MEMBERS) else {
        let most = print_scalar(MOST_MEMBERS as f64, Quantity::Count);
        let found = abridged(&members.text);
        let message = format!("the members must be a whole number up to {most}, not `{found}`");
        return Err(Finding::new(span, message).help("for example Sales,120"));
    };
    let assigned = match columns.assigned.map(|at| &row.fields[at]) {
        None => true,
        Some(field) => yes_or_no(&field.text).ok_or_else(|| {
            let message = format!("`assigned` cannot be `{}`", abridged(&field.text));
            Finding::new(field.span.clone(), message).help(ASSIGNED)
        })?,
    };
    let group = ListedGroups {
        groups: 1,
        members,
        span,
    };
    Ok((group, assigned))
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

const HEADER: &str = "the first line names the columns: name,members or name,members,assigned";
/// What a column of single members is about.
const OF_A_MEMBER: [&str; 8] = [
    "name",
    "mail",
    "id",
    "upn",
    "user",
    "type",
    "principal",
    "address",
];
/// What a column of numbers is called.
const NUMBERS: [&str; 5] = ["count", "number", "size", "total", "member"];

/// A line that some tool puts before the header.
pub(super) fn is_none(row: &Row<'_>) -> Option<Finding> {
    let first = row.fields.first()?.text.to_ascii_lowercase();
    let (what, help) = if first.starts_with("#type") {
        (
            "this line is PowerShell's note of a type, not the names of the columns",
            "delete the line, or export with Export-Csv -NoTypeInformation",
        )
    } else if first.starts_with("sep=") {
        (
            "this line tells Excel the separator, not the names of the columns",
            "delete the line; columns are separated by commas",
        )
    } else {
        return None;
    };
    Some(Finding::new(row.span(), what).help(help))
}

/// A header without the columns that are needed.
pub(super) fn missing(row: &Row<'_>, name: bool, members: bool) -> Finding {
    let what = match (name, members) {
        (true, true) => "there are no columns `name` and `members`",
        (true, false) => "there is no column `name`",
        _ => "there is no column `members`",
    };
    Finding::new(row.span(), what).help(cause(row, name, members))
}

fn cause(row: &Row<'_>, name: bool, members: bool) -> String {
    let lower = |text: &str| text.to_ascii_lowercase();
    let find = |fits: &dyn Fn(&str) -> bool| {
        let found = row.fields.iter().find(|one| fits(&lower(&one.text)));
        found.map(|one| abridged(&one.text))
    };
    let contains = |text: &str, parts: &[&str]| parts.iter().any(|part| text.contains(part));
    let of_a_member =
        |text: &str| text.contains("member") && contains(&text.replace("member", ""), &OF_A_MEMBER);
    if row.fields.len() == 1 && row.fields[0].text.contains([';', '\t', '|']) {
        return "columns are separated by commas".to_owned();
    }
    if let (true, Some(column)) = (members, find(&of_a_member)) {
        return format!(
            "`{column}` looks like one row for each member: give each group one row, with the number of its members, as in name,members"
        );
    }
    let mut advice = Vec::new();
    let is_name = |text: &str| contains(text, &["name", "group"]) && !text.contains("type");
    if let (true, Some(column)) = (name, find(&is_name)) {
        advice.push(format!("rename `{column}` to `name`"));
    }
    let is_number = |text: &str| contains(text, &NUMBERS);
    match find(&is_number) {
        Some(column) if members => advice.push(format!("rename `{column}` to `members`")),
        None if members && find(&|text| text == "displayname").is_some() => advice.push(
            "add a column `members`: exports of groups do not say how many members each has"
                .to_owned(),
        ),
        _ => {}
    }
    if advice.is_empty() {
        HEADER.to_owned()
    } else {
        advice.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::text::decode;
    use super::*;

    #[test]
    fn columns_may_stand_in_any_order_and_only_assigned_groups_count() {
        let (text, _) = decode(
            "g.csv",
            b"assigned,kind,Members,name\nYES,x,12,a\n0,y,5,b\ntrue,z,7,c\n",
            1_000,
        );
        let mut findings = Findings::default();
        let sizes =
            |groups: Vec<ListedGroups>| groups.iter().map(|one| one.members).collect::<Vec<_>>();
        assert_eq!(sizes(read(&text, true, &mut findings)), [12, 7]);
        assert_eq!(sizes(read(&text, false, &mut findings)), [12, 5, 7]);
        assert!(findings.is_empty());
    }
}
