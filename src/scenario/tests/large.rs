//! Files as large as they may be, right and wrong.

use super::hostile::try_parse;
use super::text::MOST_SCENARIO_BYTES;

#[test]
fn hostile_files_are_refused_within_moments() {
    const PARTS: [&str; 26] = [
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
        "[[strategy]]\n",
        "[[strategy]]\nname='a'\nwithout=['x']\n",
        "[expect]\n",
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

/// Sixteen strategies over a scenario as large as one may be, right or wrong.
#[test]
fn many_strategies_of_a_large_scenario_are_read_within_moments() {
    let strategies: String = (0..16)
        .map(|number| format!("[[strategy]]\nname = \"s{number}\"\ntarget.capacity = 5\n"))
        .collect();
    let room = MOST_SCENARIO_BYTES - strategies.len() - 64;
    let filled = |begin: &str, part: &str, end: &str| {
        let times = (room - begin.len()) / part.len();
        format!("{begin}{}{end}{strategies}", part.repeat(times))
    };
    let unknown: String = (0..99)
        .map(|key| format!("target.kapazitaet{key} = 1\n"))
        .collect();
    let started = std::time::Instant::now();
    for (is_right, text) in [
        (
            true,
            filled("groups.sizes = [", "{groups=1,members=2},", "]\n"),
        ),
        (true, filled("description = \"", "é", "\"\n")),
        (false, filled(&unknown, "#####\n", "")),
        (
            false,
            filled("[target]\n", "[[target.limit]]\ncalls = '5 per s'\n", ""),
        ),
        (false, filled("[expect]\n", "x.y='< 5 h'\n", "")),
        (
            false,
            filled("", "[[timeline]]\nat='1 d'\naction='stop'\n", ""),
        ),
    ] {
        let read = try_parse(text.as_bytes(), b"");
        assert_eq!(read.is_ok_and(|all| all.strategies.len() == 16), is_right);
    }
    // Generous, for slow machines and no optimisation.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
