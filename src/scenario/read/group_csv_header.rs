//! First lines that name no columns of groups, as the tools that export lists write them, and what is the cause.

use crate::scenario::finding::Finding;
use crate::scenario::text::{Row, abridged};

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
