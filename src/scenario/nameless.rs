//! Lists of groups without the names of the groups, to be kept with results that others will read.

use csv::WriterBuilder;

use super::text::{MOST_CSV_BYTES, Rows, decode};

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
    let (list, fault) = decode("", list, MOST_CSV_BYTES);
    let mut rows = Rows::of(&list.text);
    let (None, Some(header)) = (fault, rows.next()) else {
        return String::new();
    };
    let kept: Vec<(&str, usize)> = KEPT
        .iter()
        .filter_map(|name| Some((*name, header.columns(name).next()?)))
        .collect();
    let Some((_, number)) = kept.first() else {
        return String::new();
    };
    rows.expect(header.fields.len(), *number);
    let mut written = WriterBuilder::new().from_writer(Vec::new());
    let names = std::iter::once("name").chain(kept.iter().map(|(name, _)| *name));
    // Writing to memory does not fail, and all rows have the columns of the header.
    let _ = written.write_record(names);
    for (number, row) in (1_u64..).zip(rows) {
        let fields = kept
            .iter()
            .map(|(_, at)| row.fields.get(*at).map_or("", |field| &*field.text));
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
