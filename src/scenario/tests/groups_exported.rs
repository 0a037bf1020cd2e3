//! Lists of groups as real tools export them: each is read rightly or refused with the right words.

use super::*;

const SCENARIO: &str =
    "[tenant]\nusers = 5_000\n[scope]\nassigned_users = 3_000\n[groups]\ncsv = \"groups.csv\"\n";

/// The sizes of the groups in scope, and what was taken for what.
fn read(list: &str) -> (Vec<u32>, Option<String>) {
    let scenario = parsed_with(SCENARIO, list);
    let sizes = match &scenario.setup.group_sizes {
        GroupSizes::Listed(sizes) => sizes.to_vec(),
        other => panic!("{list}: {other:?}"),
    };
    (sizes, scenario.taken)
}

fn taken(list: &str, sizes: &[u32], words: &str) {
    let (found, taken) = read(list);
    assert_eq!(found, sizes, "{list}");
    assert_eq!(taken.as_deref(), Some(words), "{list}");
}

#[test]
fn our_own_format_is_read_as_it_was_and_needs_no_words() {
    for list in [
        "name,members,assigned\nSales,210,yes\nHR,5,no\nBoard,7,1\n",
        "assigned,kind,Members,name\nYES,x,210,a\n0,y,5,b\ntrue,z,7,c\n",
        "sep=,\r\nname,members\r\nSales,210\r\nBoard,7\r\n",
        "#TYPE System.Management.Automation.PSCustomObject\r\n\"name\",\"members\"\r\n\"Sales\",\"210\"\r\n\"Board\",\"7\"\r\n",
        "\"name\",\"members\"\n\"Rack 19\"\",210\n\"HR\",7\n",
    ] {
        assert_eq!(read(list), (vec![210, 7], None), "{list}");
    }
}

#[test]
fn headers_of_exports_are_understood_with_commas_semicolons_and_tabs() {
    let counts = "groups.csv: `displayName` is the group, `MemberCount` the number of its members";
    taken(
        "displayName,MemberCount\nSales,210\nBoard,7\n",
        &[210, 7],
        counts,
    );
    for (separator, words) in [(';', "semicolons"), ('\t', "tabs")] {
        let list = format!(
            "displayName{separator}MemberCount\r\n\"Sales, EMEA\"{separator}210\r\nBoard{separator}7\r\n"
        );
        taken(
            &list,
            &[210, 7],
            &format!("{counts}, columns are separated by {words}"),
        );
        let own = format!("name{separator}members\nSales{separator}210\n");
        taken(
            &own,
            &[210],
            &format!("groups.csv: columns are separated by {words}"),
        );
    }
    let told = "sep=;\nname;members\n\"a;b\";4\n";
    taken(
        told,
        &[4],
        "groups.csv: columns are separated by semicolons",
    );
}

#[test]
fn rows_of_memberships_are_counted_by_group() {
    let words = "groups.csv: each row is one membership: `GroupName` is the group, `MemberEmailAddress` who is in it";
    let list = "GroupName,MemberName,MemberEmailAddress\nSales,\"User, One\",u1@c.example\nSales,\"User, Two\",u2@c.example\nSupport,\"User, One\",u1@c.example\n";
    taken(list, &[2, 1], words);
    // One who is listed twice is one, in whatever letters; a group without anybody is there.
    let list = "GroupName,MemberName,MemberEmailAddress\nSales,a,U1@c.example\nsales,a,u1@c.example\nEmpty,,\n";
    taken(list, &[1, 0], words);
}

#[test]
fn json_of_graph_and_powershell_is_read() {
    let of_graph =
        "groups.csv: `displayName` is the group, `members@odata.count` the number of its members";
    taken(
        r#"[{"displayName":"Sales","members@odata.count":210},{"displayName":"Board","members@odata.count":"7"}]"#,
        &[210, 7],
        of_graph,
    );
    taken(
        r#"{"@odata.context":"c","value":[{"id":"1","displayName":"Sales","members@odata.count":210}]}"#,
        &[210],
        of_graph,
    );
    taken(
        "[\r\n  {\r\n    \"DisplayName\": \"Sales\",\r\n    \"MemberCount\": 210,\r\n    \"Assigned\": false\r\n  },\r\n  {\r\n    \"DisplayName\": \"Board\",\r\n    \"MemberCount\": 7,\r\n    \"Assigned\": true\r\n  }\r\n]\r\n",
        &[7],
        "groups.csv: `DisplayName` is the group, `MemberCount` the number of its members",
    );
    taken(
        r#"[{"groupId":"1","userPrincipalName":"a"},{"groupId":"1","userPrincipalName":"b"},{"groupId":"2","userPrincipalName":"a"}]"#,
        &[2, 1],
        "groups.csv: each row is one membership: `groupId` is the group, `userPrincipalName` who is in it",
    );
}

#[test]
fn a_quote_that_is_left_open_is_refused_with_any_separator() {
    for separator in [',', ';', '\t'] {
        let list = format!(
            "name{separator}members{separator}assigned\n\"Sales{separator}210{separator}yes\nSupport{separator}95{separator}yes\n"
        );
        let source = SourceFile {
            name: "x.toml".to_owned(),
            bytes: SCENARIO.as_bytes().to_vec(),
        };
        let problems = parse(source, "x", &mut |_| Ok(list.as_bytes().to_vec())).unwrap_err();
        let problem = problems.iter().next().unwrap();
        assert!(
            problem.message.contains("this quote is not closed"),
            "{list}: {problem:?}"
        );
        assert_eq!((problem.line, problem.column), (2, 1));
    }
}
