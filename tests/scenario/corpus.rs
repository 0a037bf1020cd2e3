//! What the fuzz targets do, over their corpus and what small accidents make of it: everything ends in a result or an error.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use cyclecast::logs::calibrate::{Calibrator, fragment};
use cyclecast::logs::summary::Summary;
use cyclecast::logs::{LogSource, read_logs};
use cyclecast::scenario::{SourceFile, parse};

/// The files of a target's corpus.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|file| fs::read(file).unwrap())
        .collect()
}

/// A text, the same cut off, and the same with a byte changed, at forty places each.
fn accidents(text: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let places = move |number: usize| text.len() * number / 40;
    let cut = (0..40).map(move |number| text[..places(number)].to_vec());
    let changed = (0..40).map(move |number| {
        let mut changed = text.to_vec();
        if let Some(byte) = changed.get_mut(places(number)) {
            *byte = [b'"', b'{', b']', b'0', b'-', 0xFF, b'\n', b'\\'][number % 8];
        }
        changed
    });
    std::iter::once(text.to_vec()).chain(cut).chain(changed)
}

#[test]
fn scenarios_are_read_or_refused_with_a_place() {
    let (mut read, mut refused) = (0, 0);
    for text in corpus("scenario").iter().flat_map(|text| accidents(text)) {
        let end = text
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(text.len());
        let other = text.get(end + 1..).unwrap_or_default().to_vec();
        let source = SourceFile {
            name: "corpus.toml".to_owned(),
            bytes: text[..end].to_vec(),
        };
        match parse(source, "corpus", &mut |_| Ok(other.clone())) {
            Ok(_) => read += 1,
            Err(problems) => {
                assert!(
                    problems
                        .iter()
                        .all(|problem| problem.line > 0 && !problem.message.is_empty())
                );
                refused += 1;
            }
        }
    }
    assert!(read > 20 && refused > 20, "{read} read, {refused} refused");
}

#[test]
fn logs_are_read_or_refused_and_every_entry_is_counted() {
    let (mut entries, mut refused) = (0, 0);
    for text in corpus("logs").iter().flat_map(|text| accidents(text)) {
        let source = LogSource {
            name: "corpus".to_owned(),
            bytes: Box::new(Cursor::new(text)),
        };
        let (mut summary, mut calibrator, mut count) =
            (Summary::default(), Calibrator::default(), 0);
        let reports = read_logs(vec![source], &[], &mut |event| {
            summary.add(&event);
            calibrator.add(&event);
            count += 1;
            true
        });
        let Ok(reports) = reports else {
            refused += 1;
            continue;
        };
        assert_eq!(reports[0].entries, count);
        let found = summary
            .document(&reports)
            .map(|found| found.overall.entries);
        assert_eq!(found.unwrap_or(0), count);
        let measured = calibrator
            .document(&reports, true)
            .map(|found| fragment(&found));
        assert_eq!(measured.is_some(), count > 0);
        entries += count;
    }
    assert!(
        entries > 100 && refused > 20,
        "{entries} entries, {refused} refused"
    );
}
