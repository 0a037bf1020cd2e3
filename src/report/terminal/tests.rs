//! Whole reports, and the rules that their blocks are set by.

use super::*;
use crate::experiment::outcome::life::Probability;
use crate::experiment::outcome::{Expected, Life, Outcome, View, Warning};
use crate::report::fixture;

fn layout(width: usize) -> Layout {
    Layout {
        width,
        ..Layout::default()
    }
}

/// The section of a report whose title begins so, without the title.
fn section(outcome: &Outcome, title: &str, width: usize) -> String {
    let sections = blocks::run(outcome, "again");
    let mut sections = sections.iter();
    let section = sections.find(|section| section.title.starts_with(title));
    let text = text_of(section, width);
    let title = format!("\n{}\n", section.unwrap().title);
    text.strip_prefix(&title).unwrap_or(&text).to_owned()
}

/// What the report says of a life, from the first of its sections on.
fn with_life(life: Life) -> Outcome {
    let mut outcome = fixture::with_life();
    outcome.life = Some(life);
    outcome
}

fn full_of_warnings() -> Outcome {
    let mut outcome = fixture::outcome(1_400);
    outcome.deadline = Some(fixture::deadline());
    outcome.warnings = (0..9)
        .map(|number| Warning {
            code: "code".to_owned(),
            message: format!("warning {number}: the target refuses 40 % of the requests with 429, most of them by one limit"),
            remedy: "raise the limit, or plan with the wait that the report tells of".to_owned(),
        })
        .collect();
    outcome
}

#[test]
fn the_report_is_one_screen_of_thirty_lines_and_eighty_columns() {
    let text = report(&full_of_warnings(), layout(80), "cyclecast run it.toml");
    assert!(text.lines().count() <= 30, "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    let parts = [
        "growing-company: 9 replications in 10",
        "Limit: ",
        " largest activities",
        "\nWarnings\n  ! warning 0: ",
        " more: --full\n",
        "\nTo repeat this\n  cyclecast run it.toml\n",
    ];
    let positions = parts.map(|part| text.find(part).expect(part));
    assert!(positions.is_sorted(), "{text}");
}

#[test]
fn all_the_rest_follows_the_screen_where_it_is_wanted() {
    let outcome = full_of_warnings();
    let full = Layout {
        is_full: true,
        ..layout(80)
    };
    let sections = blocks::run(&outcome, "again");
    let screen = text_of(on_screen(&sections), full.width);
    let all = report(&outcome, full, "again");
    assert!(all.starts_with(&screen), "{all}");
    for part in [
        "Percentiles over 1,400",
        "If every input were known",
        "! warning 8",
        "What the target sees",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    assert!(all.lines().all(|line| line.chars().count() <= 80), "{all}");
}

#[test]
fn every_condition_is_judged_with_what_was_found() {
    let expected = |expected: &[Expected]| {
        let mut outcome = fixture::with_promises();
        outcome.expected = expected.to_vec();
        section(&outcome, "What was expected", 120)
    };
    let all = fixture::expected();
    let text = expected(&all);
    assert!(text.starts_with("2 of 3 expectations are met; more replications may change"));
    for words in [
        "met                       95th percentile of the initial cycle < 36 h",
        "met so far, not settled",
        "12.1 h (11.8 to 12.6)",
        "missed",
        "3 % (2 to 6)",
    ] {
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(&words), "{words}: {text}");
    }
    assert!(expected(&all[..1]).starts_with("What was expected is met.\n"));
    assert!(expected(&all[1..2]).starts_with("What was expected is missed.\n"));
}

#[test]
fn the_report_begins_with_it_whatever_it_leads_with_otherwise() {
    for view in [View::Cycle, View::Target] {
        let mut outcome = fixture::with_promises();
        outcome.view = view;
        let text = report(&outcome, Layout::default(), "again");
        assert!(text.starts_with("2 of 3 expectations are met"), "{text}");
        assert!(text.contains("\n\ngrowing-company: "), "{text}");
    }
}

#[test]
fn sections_follow_those_of_the_initial_cycle() {
    let layout = Layout {
        is_full: true,
        ..Layout::default()
    };
    let text = report(&fixture::with_life(), layout, "again");
    let titles = [
        "Where the time of the initial cycle goes",
        "How long changes take",
        "What becomes of changes",
        "What fails over the horizon, by error code",
        "The job over its horizon",
        "Quarantine",
        "A typical replication",
        "To repeat this",
    ];
    let positions = titles.map(|title| text.find(&format!("\n{title}\n")).unwrap());
    assert!(positions.is_sorted(), "{text}");
    let without = report(&fixture::outcome(300), layout, "again");
    assert!(!without.contains("Quarantine") && without.contains("\nWhere the time goes\n"));
}

#[test]
fn a_life_in_which_nothing_happens_has_short_sections() {
    let layout = Layout {
        is_full: true,
        ..Layout::default()
    };
    let text = report(&with_life(fixture::quiet()), layout, "again");
    let (_, text) = text.split_once("\n\nQuarantine\n").unwrap();
    assert!(
        text.starts_with(
            "  Never, in any replication.\n\nA typical replication\n  Nothing is known of it.\n\nTo repeat"
        ),
        "{text}"
    );
    for title in ["How long changes take", "What becomes of changes"] {
        assert!(!text.contains(title), "{text}");
    }
}

#[test]
fn its_course_is_told_line_by_line() {
    let text = section(&fixture::with_life(), "Quarantine", usize::MAX);
    assert_eq!(
        text,
        "  goes into quarantine  in 12 % of the replications (9 to 15 %)\n  \
         first reason          EncounteredQuarantineException (in 9.0 % of the replications)\n  \
         \x20                     EncounteredEscrowProportionThreshold (in 3.0 % of the replications)\n  \
         first after           4.9 days, Sat 7 March 05:36; 9 replications in 10: 2.2 to 9.4 days\n  \
         until its release     1.30 days; 9 replications in 10: 0.20 to 3.9 days, from the first entry to a release that a completed cycle bore out\n  \
         out again at the end  in 92 % of these replications (78 to 97 %)\n  \
         notifications         0.42 a replication on average\n  \
         deletions staged      in 4 % of the replications (2 to 7 %)\n"
    );
}

#[test]
fn deletions_are_told_without_a_quarantine_too() {
    let mut life = fixture::quiet();
    life.quarantine.staged = Probability {
        share: 0.5,
        low: 0.4,
        high: 0.6,
    };
    let text = section(&with_life(life), "Quarantine", usize::MAX);
    assert!(text.starts_with("  Never, in any replication.\n  deletions staged  in 50 %"));
}

#[test]
fn advice_comes_first_then_the_table_and_what_has_no_effect() {
    let outcome = fixture::with_sensitivity();
    let text = section(&outcome, "What moves the forecast", 200);
    assert!(text.starts_with("  Measure `target.latency.user_get` first"));
    let row = text.lines().find(|row| row.contains("job.connections"));
    let cells: Vec<_> = row.unwrap().split("  ").map(str::trim).collect();
    let cells: Vec<_> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
    assert_eq!(
        cells[..4],
        ["job.connections", "19 % (16 to 22)", "-0.44", "2 to 8"],
        "{text}"
    );
    assert!(
        text.ends_with(
            "  No effect was seen of: target.latency.user_delete and source.page_size.\n"
        )
    );
}

#[test]
fn without_an_effect_there_is_no_table() {
    let mut outcome = fixture::with_sensitivity();
    let found = outcome.sensitivity.as_mut().unwrap();
    found.effects.clear();
    found.no_effect_seen.clear();
    let text = section(&outcome, "What moves the forecast", 200);
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn the_answer_leads_to_each_strategy_and_then_to_the_pairs() {
    let found = fixture::strategies();
    let text = comparison(&found, "again");
    assert!(text.starts_with("growing-company: four jobs is fastest; with four jobs"));
    let titles = [
        "\nInitial cycle over 400 replications each, with the same luck\n strategy ",
        "\nAgainst four jobs, replication by replication with the same luck; 95 % intervals",
        "\nTo repeat this\n  again\n",
    ];
    let positions = titles.map(|title| text.find(title).unwrap());
    assert!(positions.is_sorted(), "{text}");
    let pairs = &text[positions[1]..];
    assert!(!pairs.contains("\n four jobs "), "{text}");
    assert!(
        pairs.contains("12.3 times") && pairs.contains("+0.94"),
        "{text}"
    );
}

#[test]
fn runs_without_an_end_are_told() {
    let mut runs = fixture::durations(4.2, 0.15);
    runs[..12].fill(None);
    let found = fixture::strategies_of(&[
        ("assigned".to_owned(), runs),
        ("four jobs".to_owned(), fixture::durations(2.1, 0.12)),
    ]);
    let text = comparison(&found, "again");
    assert!(
        text.contains("  assigned: no end in 3.0 % of the replications\n"),
        "{text}"
    );
    assert!(!text.contains("inf") && !text.contains("NaN"), "{text}");
}

#[test]
fn the_break_even_comes_first_and_every_point_has_a_row() {
    let found = fixture::sweep();
    let text = sweep(&found, "again");
    assert!(text.starts_with(
        "growing-company: initial_cycle.p95 < 24 h holds up to target.latency.user_post = 610 ms (630 ms misses)"
    ));
    assert!(text.contains("\nInitial cycle over 400 replications at each point"));
    for axis_value in &found.axes[0].values {
        let begin = format!("\n {} ", axis_value.text);
        assert_eq!(text.matches(&begin).count(), 1, "{text}");
    }
    assert!(text.ends_with("\nTo repeat this\n  again\n"));
}

#[test]
fn two_keys_have_a_column_each() {
    let found = fixture::sweep_of_two();
    let text = sweep(&found, "again");
    let header = text.lines().find(|line| line.contains("p95")).unwrap();
    assert!(header.contains("target.latency.user_post") && header.contains("job.connections"));
    assert_eq!(text.matches("\n 100 ms ").count(), 8);
}

#[test]
fn what_is_not_reached_is_told() {
    let mut found = fixture::sweep();
    found.points[4].p95.value = None;
    assert!(sweep(&found, "again").contains("not reached"));
}
