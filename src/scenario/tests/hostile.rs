//! Files that nobody writes by hand.

use super::{
    FULL, FULL_EXPERIMENT, FULL_LIFE, Problems, Scenario, SourceFile, parse, parse_condition,
    parse_variation, parse_with,
};
use proptest::prelude::*;

pub(super) fn try_parse(bytes: &[u8], csv: &[u8]) -> Result<Scenario, Problems> {
    let source = SourceFile {
        name: "s.toml".to_owned(),
        bytes: bytes.to_vec(),
    };
    parse(source, "s", &mut |_| Ok(csv.to_vec()))
}

const TOKENS: [&str; 36] = [
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
    "[[strategy]]\n",
    "without = [\"groups\", \"a.\"]\n",
    "scope.mode = \"all-users\"\n",
    "[expect]\n",
    "expect.disabled.share = \"< 5 %\"\n",
    "groups.csv = \"h.csv\"\n",
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

const KEYS: [&str; 12] = [
    "target.capacity",
    "tenant.users",
    "job.timeout",
    "scope.mode",
    "groups.sizes",
    "strategy",
    "expect",
    "expect.timeouts.p5",
    "initial_cycle.p95",
    "job.matched_share",
    "target",
    "run.seed",
];

fn hostile_key() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::sample::select(&KEYS[..]).prop_map(str::to_owned).boxed(),
        1 => ".{0,12}".boxed(),
        1 => "[a-z.\"'\\[\n]{0,12}".boxed(),
    ]
}

const VALUES: [&str; 16] = [
    "5",
    "\"5 s\"",
    "1..1e308",
    "0..1:50:log",
    "\"all-users\"",
    "[{ name = 'a' }, { name = 'b' }]",
    "1e-320..1e300:50:log",
    "a|b",
    "1|2|3",
    "{ sizes = [] }",
    "5\n[run]",
    "1 ns..1e9 weeks:50",
    "[[",
    "\"< 5 h\"",
    "NaN",
    "2..64:6:log",
];

fn hostile_value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(&VALUES[..]).prop_map(str::to_owned).boxed(),
        1 => proptest::sample::select(&TOKENS[..]).prop_map(str::to_owned).boxed(),
        1 => ".{0,12}".boxed(),
    ]
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
        bytes in prop_oneof![mutated(FULL), mutated(FULL_LIFE), mutated(FULL_EXPERIMENT)],
        csv in ".{0,80}",
    ) {
        if let Err(found) = try_parse(&bytes, csv.as_bytes()) {
            let mut before = (false, 0);
            for problem in &found {
                prop_assert!(problem.source.get(problem.span.clone()).is_some());
                prop_assert!(problem.line >= 1 && problem.column >= 1);
                prop_assert!(!problem.message.is_empty());
                // Files that are named come behind the scenario, in some order.
                if &*problem.file != "s.toml" {
                    before = (true, 0);
                    continue;
                }
                let place = (false, problem.span.start);
                prop_assert!(before <= place, "{}", found);
                before = place;
            }
        }
    }

    #[test]
    fn settings_never_make_it_panic_and_their_faults_lie_within_their_texts(
        bytes in mutated(FULL_EXPERIMENT),
        settings in proptest::collection::vec((hostile_key(), hostile_value()), 0..5),
    ) {
        let source = SourceFile { name: "s.toml".to_owned(), bytes };
        if let Err(found) = parse_with(source, "s", &settings, &mut |_| Err("none".to_owned())) {
            for problem in &found {
                prop_assert!(problem.source.get(problem.span.clone()).is_some(), "{}", found);
                prop_assert!(!problem.message.is_empty());
            }
        }
    }

    #[test]
    fn conditions_and_variations_never_make_it_panic(
        key in hostile_key(),
        operator in prop_oneof![Just("="), Just("<"), Just(">="), Just(""), Just("=<")],
        value in hostile_value(),
        rest in "(\\.\\.|[:|])?[0-9a-z.:|% ]{0,9}",
        number in any::<f64>(),
    ) {
        let text = format!("{key}{operator}{value}{rest}");
        if let Ok(expected) = parse_condition(&text) {
            prop_assert!(expected.limit.is_finite());
        }
        if let Ok(variation) = parse_variation(&text) {
            prop_assert!((2..=50).contains(&variation.values.len()));
            prop_assert!(variation.at(number).number.is_finite());
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
