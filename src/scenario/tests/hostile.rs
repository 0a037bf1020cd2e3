//! Files that nobody writes by hand.

use super::*;
use proptest::prelude::*;

fn try_parse(bytes: &[u8], csv: &[u8]) -> Result<Scenario, Problems> {
    let source = SourceFile {
        name: "s.toml".to_owned(),
        bytes: bytes.to_vec(),
    };
    parse(source, "s", &mut |_| Ok(csv.to_vec()))
}

#[test]
fn hostile_files_are_refused_within_moments() {
    const PARTS: [&str; 23] = [
        "[",
        "a = [",
        "a = {b=",
        "a.",
        "[a.",
        "a=1\n",
        "[[target.limit]]\n",
        "\"",
        "'''",
        "x",
        "[a]\nb=1\n",
        "[a\n",
        "{",
        "\n.",
        "]",
        "=",
        ",",
        "\0",
        "a={a=1}\n[a]\n",
        "[[a]]\n[a.b]\n",
        "[[timeline]]\n",
        "[[changes.burst]]\n",
        "[[timeline]]\nat='1 d'\naction='outage'\n",
    ];
    let most = MOST_SCENARIO_BYTES;
    let started = std::time::Instant::now();
    for part in PARTS {
        let text = part.repeat(most / part.len());
        assert!(try_parse(text.as_bytes(), b"").is_err(), "{part:?}");
    }
    let mut many_keys: String = (0..most / 8).map(|key| format!("{key:x}=1\n")).collect();
    many_keys.truncate(most);
    let many = try_parse(many_keys.as_bytes(), b"").unwrap_err();
    assert!(many.count() > 100_000);
    let csv = format!("name,members\n{}", ",x\n".repeat(10 << 20));
    let scenario = b"[groups]\ncsv = \"groups.csv\"\n";
    assert!(try_parse(scenario, csv.as_bytes()).is_err());
    // Generous, for slow machines and no optimisation; what would be quadratic takes hours.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

const TOKENS: [&str; 30] = [
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\"",
    "'''",
    "\\",
    "\r",
    "\n",
    "\0",
    "é",
    "1e999",
    " to ",
    "nan",
    "[[target.limit]]\n",
    "csv = \"g.csv\"\n",
    "-",
    "9999-12-31",
    "2026-11-23T08:00:00+01:00",
    "99999999999 d",
    "-1 h",
    "[[timeline]]\n",
    "[[changes.burst]]\n",
    "for = \"1 d\"\n",
    "at = 5\n",
    "reset = [\"None\", []]\n",
    "9223372036854775808",
];

/// A valid scenario, mutated: parts of it are cut out, doubled, and other things put in.
fn mutated(full: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let index = any::<proptest::sample::Index>;
    let insertion = prop_oneof![
        proptest::sample::select(&TOKENS[..]).prop_map(str::to_owned),
        ".{0,12}",
        (index(), index()).prop_map(move |(from, to)| {
            let (from, to) = (from.index(full.len()), to.index(full.len()));
            full[from.min(to)..from.max(to)].to_owned()
        }),
    ];
    let change = (index(), 0_usize..30, insertion);
    proptest::collection::vec(change, 1..6).prop_map(move |changes| {
        let mut bytes = full.as_bytes().to_vec();
        for (place, cut, insertion) in changes {
            let start = place.index(bytes.len() + 1);
            let end = (start + cut).min(bytes.len());
            bytes.splice(start..end, insertion.bytes());
        }
        bytes
    })
}

proptest! {
    #[test]
    fn nothing_that_is_handed_in_makes_it_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200)
    ) {
        let _ = try_parse(&bytes, &bytes);
    }

    #[test]
    fn mutated_scenarios_give_sorted_problems_within_the_text(
        bytes in prop_oneof![mutated(FULL), mutated(FULL_LIFE)],
        csv in ".{0,80}",
    ) {
        if let Err(found) = try_parse(&bytes, csv.as_bytes()) {
            let mut before = (false, 0);
            for problem in &found {
                prop_assert!(problem.source.get(problem.span.clone()).is_some());
                prop_assert!(problem.line >= 1 && problem.column >= 1);
                prop_assert!(!problem.message.is_empty());
                let place = (&*problem.file != "s.toml", problem.span.start);
                prop_assert!(before <= place, "{}", found);
                before = place;
            }
        }
    }

    #[test]
    fn lists_of_groups_never_make_it_panic(
        csv in "(name,members(,assigned)?\r?\n)?([a-z\"]{0,3},[0-9\"]{0,9}(,(yes|no|\"| 1))?\r?\n?){0,6}"
    ) {
        let _ = try_parse(b"tenant.users = 1000\n[groups]\ncsv = \"g.csv\"\n", csv.as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sheet_of_a_target_makes_the_parser_panic(
        parts in prop::collection::vec(prop_oneof![
            Just("title = 'x'\n"), Just("source = 1\n"), Just("checked = 'seen'\n"), Just("[target]\n"),
            Just("[target.latency]\nuser_post = '1 s'\n"), Just("[[target.limit]]\n"), Just("calls = '5 per s'\n"),
            Just("at_once = -1\n"), Just("endpoints = []\n"), Just("members_per_request = 1e400\n"), Just("= ["),
            Just("target = 5\n"), Just("'a.b' = 1\n"), Just("\u{0}"), Just("preset = 'slack'\n"),
        ], 0..12)
    ) {
        let sheet = parts.concat();
        let scenario = try_parse(b"[target]\npreset = 'x.toml'\n", sheet.as_bytes());
        let own = crate::scenario::targets::parse(&SourceFile { name: "x.toml".to_owned(), bytes: sheet.into_bytes() });
        prop_assert_eq!(scenario.is_ok(), own.is_ok());
    }
}
