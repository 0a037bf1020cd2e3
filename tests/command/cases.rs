//! The command line as data: each file in `tests/command/cases` holds commands with the output they must give.
//!
//! `TRYCMD=overwrite cargo test --test command cases` rewrites the files after a change that is meant.

#[test]
fn the_commands_answer_as_their_cases_say() {
    trycmd::TestCases::new().case("tests/command/cases/*.trycmd");
}
