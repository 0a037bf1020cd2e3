//! Lists of groups without the names of the groups, to be kept with results that others will read.

use csv::{ReaderBuilder, Trim, WriterBuilder};

/// Columns that decide what is simulated.
const KEPT: [&str; 2] = ["members", "assigned"];

/// A list of groups that simulates the same and gives no group's name away: names are numbers, and columns that have no
/// meaning are left out. What is no list of groups comes back empty.
///
/// ```
/// use cyclecast::scenario::without_names;
///
/// let list = b"name,owner,members,assigned\nRedundancies 2027,Kim,12,yes\n";
/// assert_eq!(without_names(list), "name,members,assigned\n1,12,yes\n");
/// ```
pub fn without_names(list: &[u8]) -> String {
    let list = list.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(list);
    let mut rows = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(list);
    let mut records = rows.records().map_while(Result::ok);
    let Some(header) = records.next() else {
        return String::new();
    };
    let place = |name: &&str| header.iter().position(|one| one.eq_ignore_ascii_case(name));
    let kept: Vec<(&str, usize)> = KEPT
        .iter()
        .filter_map(|name| Some((*name, place(name)?)))
        .collect();
    if kept.is_empty() {
        return String::new();
    }
    let mut written = WriterBuilder::new().from_writer(Vec::new());
    let names = std::iter::once("name").chain(kept.iter().map(|(name, _)| *name));
    // Writing to memory does not fail, and all rows have the columns of the header.
    let _ = written.write_record(names);
    for (number, record) in (1..).zip(records) {
        let number: u64 = number;
        let fields = kept.iter().map(|(_, at)| record.get(*at).unwrap_or(""));
        let number = number.to_string();
        let _ = written.write_record(std::iter::once(number.as_str()).chain(fields));
    }
    let bytes = written.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{SourceFile, parse};

    #[test]
    fn a_list_without_names_simulates_the_same() {
        let list = "Members,Name,assigned\r\n 12 ,\"a, b\",YES\r\n5,c,0\n\n7,d,true\n";
        let scenario = |list: &str| {
            let source = SourceFile {
                name: "x.toml".to_owned(),
                bytes: b"[groups]\ncsv = \"g.csv\"\n".to_vec(),
            };
            parse(source, "x", &mut |_| Ok(list.as_bytes().to_vec())).unwrap()
        };
        let nameless = without_names(list.as_bytes());
        assert!(!nameless.contains("a, b"));
        assert_eq!(scenario(&nameless), scenario(list));
    }

    #[test]
    fn what_is_no_list_is_empty() {
        for odd in [&b""[..], b"\xFF\xFE", b"a,b\n1,2\n"] {
            assert_eq!(without_names(odd), "");
        }
    }
}
