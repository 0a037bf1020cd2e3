//! A scenario of any content is read or refused.

#![no_main]

use cyclecast::scenario::{SourceFile, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // What stands behind a zero byte is every file that the scenario names.
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (own, other) = bytes.split_at(end);
    let source = SourceFile { name: "fuzzed.toml".to_owned(), bytes: own.to_vec() };
    let _ = parse(source, "fuzzed", &mut |_| Ok(other.get(1..).unwrap_or_default().to_vec()));
});
