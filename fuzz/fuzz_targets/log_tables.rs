//! Three tables of any content that belong together are read, or refused.

#![no_main]

use std::io::Cursor;

use cyclecast::logs::{LogSource, read_logs};
use libfuzzer_sys::fuzz_target;

const HEADERS: [&str; 3] = [
    "Date,Job ID,Cycle ID,Change ID,Action,Duration,Status,Error code,Source ID,Source Identity Type,Provisioning Steps\n",
    "Change ID,Name,Type,Status\n",
    "Change ID,Display name,Old value,New value\n",
];

fuzz_target!(|bytes: &[u8]| {
    let parts = bytes.splitn(3, |byte| *byte == 0).zip(HEADERS);
    let sources = parts.map(|(part, header)| {
        let text = [header.as_bytes(), part].concat();
        LogSource { name: "fuzzed".to_owned(), bytes: Box::new(Cursor::new(text)) }
    });
    let _ = read_logs(sources.collect(), &[], &mut |_| true);
});
