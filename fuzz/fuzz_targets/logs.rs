//! A log of any content is summed up and calibrated, or refused.

#![no_main]

use std::io::Cursor;

use cyclecast::logs::calibrate::{Calibrator, fragment};
use cyclecast::logs::summary::Summary;
use cyclecast::logs::{LogSource, read_logs};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = LogSource { name: "fuzzed".to_owned(), bytes: Box::new(Cursor::new(bytes.to_vec())) };
    let (mut summary, mut calibrator) = (Summary::default(), Calibrator::default());
    let read = read_logs(vec![source], &[], &mut |event| {
        summary.add(&event);
        calibrator.add(&event);
        true
    });
    if let Ok(reports) = read {
        let _ = summary.document(&reports);
        let _ = calibrator.document(&reports, true).map(|found| fragment(&found));
    }
});
