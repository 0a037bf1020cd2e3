//! Which columns of a list of groups matter: those of our own format, and those that exports have.

use crate::scenario::text::abridged;

/// Where the columns are that matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub count: usize,
    pub rows: RowsOf,
    /// What was taken for what, where it is not our own format.
    pub taken: Option<String>,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowsOf {
    /// A group: where its members are counted, and whether it is assigned.
    Groups {
        members: usize,
        assigned: Option<usize>,
    },
    /// One membership: of which group and whose.
    Memberships { group: usize, member: usize },
}

/// What is wrong with a header: the column that it is about, the message, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeaderFault {
    pub column: Option<usize>,
    pub message: String,
    pub help: String,
}

/// What a column is called in our own format.
const NAME: &str = "name";
const MEMBERS: &str = "members";
const ASSIGNED: &str = "assigned";

/// Other names of the name of a group, in small letters and without signs.
const NAMES: &[&str] = &[
    NAME,
    "displayname",
    "groupname",
    "groupdisplayname",
    "group",
    "title",
    "mailnickname",
    "mail",
    "groupid",
    "objectid",
    "id",
];
/// Other names of the number of its members, those first that say most. Graph's is `members@odata.count`.
const COUNTS: &[&str] = &[
    "membersodatacount",
    "membercount",
    "memberscount",
    "countofmembers",
    "numberofmembers",
    "nummembers",
    "nomembers",
    "membersnumber",
    "totalmembers",
    "memberstotal",
    "membertotal",
    "directmembercount",
    "directmembers",
    "totaldirectmembers",
    "groupsize",
    "size",
    "count",
    "usercount",
    "numberofusers",
    "totalusers",
    "users",
];
const WHETHER_ASSIGNED: &[&str] = &[ASSIGNED, "isassigned", "inscope"];
/// What a list of memberships calls the group, and whoever is in it. A group is better known by its identifier.
const GROUPS: &[&str] = &[
    "groupid",
    "groupobjectid",
    "groupname",
    "groupdisplayname",
    "group",
];
const MEMBERSHIP_OF: &[&str] = &[
    "memberid",
    "memberobjectid",
    "memberuserprincipalname",
    "memberupn",
    "memberemailaddress",
    "memberemail",
    "membermail",
    "membername",
    "memberdisplayname",
    "member",
];
/// The same where the group has a column that says so.
const USERS: &[&str] = &[
    "userid",
    "userobjectid",
    "userprincipalname",
    "upn",
    "useremail",
    "username",
    "userdisplayname",
    "user",
    "principalid",
    "principalname",
    "principaldisplayname",
];

/// Finds the columns that matter among these names.
pub(super) fn of(names: &[&str]) -> Result<Columns, HeaderFault> {
    let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let find = |known: &[&str]| {
        let mut found = known
            .iter()
            .filter_map(|one| plain.iter().position(|name| name == one));
        found.next()
    };
    for own in [NAME, MEMBERS, ASSIGNED] {
        let mut alike = plain.iter().enumerate().filter(|(_, name)| *name == own);
        if let Some((second, _)) = alike.nth(1) {
            return Err(HeaderFault {
                column: Some(second),
                message: format!("two columns are called `{own}`"),
                help: "rename one of them".to_owned(),
            });
        }
    }
    let columns = |rows, taken| Columns {
        count: names.len(),
        rows,
        taken,
    };
    let assigned = find(WHETHER_ASSIGNED);
    // Beside a count of Graph's, `members` may be a part of them.
    let members = find(&COUNTS[..1])
        .or_else(|| find(&[MEMBERS]))
        .or_else(|| find(COUNTS));
    if let (Some(name), Some(members)) = (find(NAMES), members) {
        let is_ours = plain[name] == NAME && plain[members] == MEMBERS;
        let taken = format!(
            "`{}` is the group, `{}` the number of its members",
            shown(names[name]),
            shown(names[members])
        );
        let rows = RowsOf::Groups { members, assigned };
        return Ok(columns(rows, (!is_ours).then_some(taken)));
    }
    let pair = match (find(GROUPS), find(MEMBERSHIP_OF)) {
        (Some(group), member) => Some(group).zip(member.or_else(|| find(USERS))),
        (None, member) => find(NAMES).zip(member),
    };
    let pair = pair.filter(|_| members.is_none());
    if let Some((group, member)) = pair {
        let taken = format!(
            "each row is one membership: `{}` is the group, `{}` who is in it",
            shown(names[group]),
            shown(names[member])
        );
        return Ok(columns(RowsOf::Memberships { group, member }, Some(taken)));
    }
    Err(missing(names, find(NAMES).is_none(), members.is_none()))
}

/// A name in small letters, without spaces and signs.
fn plain(name: &str) -> String {
    let signs = name.chars().filter(|sign| sign.is_alphanumeric());
    signs.flat_map(char::to_lowercase).collect()
}

fn shown(name: &str) -> String {
    abridged(name)
}

fn missing(names: &[&str], has_no_name: bool, has_no_members: bool) -> HeaderFault {
    const SHOWN: usize = 8;
    let listed = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{}`", abridged(name)));
    let listed = listed.collect::<Vec<_>>().join(", ");
    let others = names.len().saturating_sub(SHOWN);
    let others = match others {
        0 => String::new(),
        _ => format!(" and {others} more"),
    };
    let what = match (has_no_name, has_no_members) {
        (true, true) => "no column names the groups and none counts their members",
        (true, false) => "no column names the groups",
        _ => "no column counts the members of a group",
    };
    let help = match has_no_members {
        true if !has_no_name => {
            "add a column `members`: exports of groups do not say how many members each has, and one row for each membership needs a column such as `memberId`"
        }
        _ => {
            "the first line names the columns: name,members or name,members,assigned; docs/tutorial.md says which exports are read as they are"
        }
    };
    HeaderFault {
        column: None,
        message: format!("{what}; the columns are {listed}{others}"),
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(header: &str) -> Option<RowsOf> {
        let names: Vec<&str> = header.split(',').collect();
        of(&names).ok().map(|columns| columns.rows)
    }

    #[test]
    fn numbers_of_members_are_found_however_they_are_called() {
        for header in [
            "name,members",
            "displayName,MemberCount",
            "Display Name,Member Count",
            "GroupName,Members",
            "displayName,members@odata.count",
            "Name,Count",
            "group_name,number_of_members",
            "DisplayName,Total Members",
            "id,memberCount",
            "Group,Size",
        ] {
            let found = RowsOf::Groups {
                members: 1,
                assigned: None,
            };
            assert_eq!(rows(header), Some(found), "{header}");
        }
        let assigned = RowsOf::Groups {
            members: 2,
            assigned: Some(0),
        };
        assert_eq!(rows("Assigned,displayName,memberCount"), Some(assigned));
    }

    #[test]
    fn our_own_format_needs_no_words_and_another_is_told() {
        assert_eq!(of(&["members", "x", "Name"]).unwrap().taken, None);
        let told = of(&["displayName", "MemberCount"]).unwrap().taken.unwrap();
        assert_eq!(
            told,
            "`displayName` is the group, `MemberCount` the number of its members"
        );
    }

    #[test]
    fn one_row_for_each_membership_is_known_by_who_is_in_it() {
        for (header, group, member) in [
            ("GroupName,MemberName,MemberEmailAddress", 0, 2),
            ("GroupId,GroupDisplayName,UserPrincipalName", 0, 2),
            ("displayName,memberId", 0, 1),
            ("UserPrincipalName,Group", 1, 0),
        ] {
            assert_eq!(
                rows(header),
                Some(RowsOf::Memberships { group, member }),
                "{header}"
            );
        }
    }

    #[test]
    fn what_says_nothing_of_members_is_refused_with_the_columns_that_are_there() {
        for header in [
            "id,displayName,mail,groupTypes",
            "displayName,owner,userPrincipalName",
            "a,b",
        ] {
            assert_eq!(rows(header), None, "{header}");
        }
        let fault = of(&["id", "displayName", "mail", "groupTypes"]).unwrap_err();
        assert_eq!(
            fault.message,
            "no column counts the members of a group; the columns are `id`, `displayName`, `mail`, `groupTypes`"
        );
        assert!(fault.help.starts_with("add a column `members`"));
    }
}
