//! A folder of results: it holds what the document in it says, and nothing of an earlier run is lost without a word.
//!
//! A list in the folder tells which files are ours. Those alone are replaced, moved or taken away.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::exit::CliError;
use super::files::{probe, same_bytes, stage_with};

/// Files by name.
pub type Files = Vec<(String, Vec<u8>)>;

/// A file that is whole, with the name that it is to have.
pub(super) type Staged = (String, NamedTempFile);

/// Name of the outcome document in its folder.
pub(super) const DOCUMENT: &str = "outcome.json";
/// Name of the file with the status of a job.
pub(super) const STATUS: &str = "status.json";
/// Name of the list of files that were written.
const LIST: &str = "files.txt";
const ABOUT_THE_LIST: &str = "# What cyclecast wrote here. The next run into this folder replaces, moves or removes these files and no others.\n";
/// Name of the folder for what stood there before.
const EARLIER: &str = "earlier";

/// A folder that results will go to, found to be writable before the work starts.
#[derive(Debug)]
pub(super) struct OutputFolder {
    path: PathBuf,
    /// Whether earlier results go, rather than being kept.
    replaces: bool,
    /// Where earlier results were put.
    kept: Option<PathBuf>,
}

impl OutputFolder {
    /// Makes the folder and sees that it takes `expected_bytes`. Where it does not replace earlier results, it keeps them.
    pub fn prepare(path: &Path, expected_bytes: u64, replaces: bool) -> Result<Self, CliError> {
        let failed = |reason| CliError::write(path.display(), reason);
        fs::create_dir_all(path).map_err(failed)?;
        probe(path, expected_bytes).map_err(failed)?;
        Ok(Self {
            path: path.to_path_buf(),
            replaces,
            kept: None,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where earlier results were put, if there were any.
    pub fn kept(&self) -> Option<&Path> {
        self.kept.as_deref()
    }

    /// Whether this document is in the folder.
    pub fn holds(&self, document: &[u8]) -> bool {
        fs::read(self.path.join(DOCUMENT)).is_ok_and(|standing| standing == document)
    }

    /// Puts an earlier document with all that was written with it aside, unless the new results cover it. Files that are
    /// `beside` the new ones stay.
    pub fn make_way(
        &mut self,
        covers: impl FnOnce(&Path) -> bool,
        beside: &[&str],
    ) -> Result<(), CliError> {
        let standing = self.path.join(DOCUMENT);
        if !standing.is_file()
            || self.replaces
            || covers(&standing)
            || self.keeps_already(&standing)
        {
            return Ok(());
        }
        let listed = self.listed();
        let names = listed.iter().map(String::as_str).chain([LIST]);
        for name in names.filter(|name| !beside.contains(name)) {
            self.put_aside(name)?;
        }
        Ok(())
    }

    /// Writes all files under temporary names first, and only then gives them their own. Then takes away what an earlier run
    /// wrote and this one does not; `beside` are files of this one that are there already.
    pub fn write(&mut self, files: &[(String, Vec<u8>)], beside: &[&str]) -> Result<(), CliError> {
        let staged = self.all_staged(files)?;
        self.place(staged, beside)
    }

    /// Files of the folder under temporary names.
    pub fn all_staged(&self, files: &[(String, Vec<u8>)]) -> Result<Vec<Staged>, CliError> {
        let staged = files
            .iter()
            .map(|(name, bytes)| self.staged(name, |file| file.write_all(bytes)));
        staged.collect()
    }

    /// A file of the folder under a temporary name.
    pub fn staged(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Staged, CliError> {
        let staged = stage_with(&self.path, fill);
        let staged = staged.map_err(|why| CliError::write(self.path.join(name).display(), why))?;
        Ok((name.to_owned(), staged))
    }

    /// Gives staged files their names, as `write` does.
    pub fn place(&mut self, files: Vec<Staged>, beside: &[&str]) -> Result<(), CliError> {
        let mut ours: BTreeSet<String> = files.iter().map(|(name, _)| name.clone()).collect();
        let there = beside.iter().filter(|name| self.path.join(name).is_file());
        ours.extend(there.map(|name| (*name).to_owned()));
        let names = ours.iter().map(|name| format!("{name}\n"));
        let list = ABOUT_THE_LIST.to_owned() + &names.collect::<String>();

        let listed = self.listed();
        let list = self.staged(LIST, |file| file.write_all(list.as_bytes()))?;
        for (name, file) in files.into_iter().chain([list]) {
            let index = self.path.join(&name);
            if name != LIST && !listed.contains(&name) && !self.replaces {
                self.put_aside(&name)?;
            }
            file.persist(&index)
                .map_err(|failure| CliError::write(index.display(), failure.error))?;
        }
        for stale in listed.difference(&ours) {
            // What cannot be taken away, or is gone already, is no reason to fail behind a finished simulation.
            let _ = fs::remove_file(self.path.join(stale));
        }
        Ok(())
    }

    /// Whether the same document is kept from an earlier time, so that it need not be kept twice.
    fn keeps_already(&self, document: &Path) -> bool {
        let earlier = fs::read_dir(self.path.join(EARLIER));
        let mut places = earlier.into_iter().flatten().flatten();
        places.any(|index| same_bytes(&index.path().join(DOCUMENT), document).unwrap_or(false))
    }

    /// The names on the list, as far as they are names of files in the folder.
    fn listed(&self) -> BTreeSet<String> {
        let list = fs::read_to_string(self.path.join(LIST)).unwrap_or_default();
        let is_name = |line: &&str| {
            !line.is_empty() && !line.starts_with(['#', '.']) && !line.contains(['/', '\\', ':'])
        };
        list.lines().filter(is_name).map(str::to_owned).collect()
    }

    /// Moves a file, if it is there, to where earlier results are kept.
    fn put_aside(&mut self, name: &str) -> Result<(), CliError> {
        let from = self.path.join(name);
        if !from.is_file() {
            return Ok(());
        }
        let failed = |index: &Path, reason| CliError::write(index.display(), reason);
        let to = match &self.kept {
            Some(to) => to.clone(),
            None => {
                let earlier = self.path.join(EARLIER);
                let mut numbers = 1..;
                let free = numbers.find_map(|number: u32| {
                    let index = earlier.join(number.to_string());
                    (!index.exists()).then_some(index)
                });
                let index = free.unwrap_or(earlier);
                fs::create_dir_all(&index).map_err(|reason| failed(&index, reason))?;
                self.kept.insert(index).clone()
            }
        };
        fs::rename(&from, to.join(name)).map_err(|reason| failed(&to, reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Vec<(String, Vec<u8>)> {
        let file = |name: &&str| ((*name).to_owned(), name.as_bytes().to_vec());
        names.iter().map(file).collect()
    }

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_run_takes_away_what_an_earlier_one_wrote_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("notes.txt"), "mine").unwrap();
        let mut first = OutputFolder::prepare(path, 0, false).unwrap();
        first.write(&files(&[DOCUMENT, "life.svg"]), &[]).unwrap();
        let mut second = OutputFolder::prepare(path, 0, false).unwrap();
        second.make_way(|_| true, &[]).unwrap();
        second.write(&files(&[DOCUMENT, "load.svg"]), &[]).unwrap();
        assert_eq!(names_in(path), [LIST, "load.svg", "notes.txt", DOCUMENT]);
        assert!(second.kept().is_none());
    }

    #[test]
    fn what_the_new_results_do_not_cover_is_kept_whole_under_the_next_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        for number in 1..=2 {
            OutputFolder::prepare(path, 0, false)
                .unwrap()
                .write(
                    &[
                        (DOCUMENT.to_owned(), number.to_string().into_bytes()),
                        ("life.svg".to_owned(), Vec::new()),
                    ],
                    &[],
                )
                .unwrap();
            let mut next = OutputFolder::prepare(path, 0, false).unwrap();
            next.make_way(|_| false, &[]).unwrap();
            let kept = path.join(EARLIER).join(number.to_string());
            assert_eq!(next.kept(), Some(&*kept));
            assert_eq!(names_in(&kept), [LIST, "life.svg", DOCUMENT]);
            assert_eq!(names_in(path), [EARLIER]);
        }
    }

    #[test]
    fn the_same_document_is_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        for _ in 1..=3 {
            let mut next = OutputFolder::prepare(path, 0, false).unwrap();
            next.make_way(|_| false, &[]).unwrap();
            next.write(&files(&[DOCUMENT]), &[]).unwrap();
        }
        assert_eq!(names_in(&path.join(EARLIER)), ["1"]);
    }

    #[test]
    fn to_replace_is_to_keep_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let mut first = OutputFolder::prepare(path, 0, false).unwrap();
        first.write(&files(&[DOCUMENT, "life.svg"]), &[]).unwrap();
        let mut second = OutputFolder::prepare(path, 0, true).unwrap();
        second.make_way(|_| false, &[]).unwrap();
        second.write(&files(&[DOCUMENT]), &[]).unwrap();
        assert_eq!(names_in(path), [LIST, DOCUMENT]);
    }

    #[test]
    fn a_file_of_somebody_else_that_has_one_of_our_names_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("users.csv"), "mine").unwrap();
        let mut ours = OutputFolder::prepare(path, 0, false).unwrap();
        ours.write(&files(&["users.csv"]), &[]).unwrap();
        let kept = ours.kept().unwrap().join("users.csv");
        assert_eq!(fs::read(kept).unwrap(), b"mine");
    }

    #[test]
    fn a_list_that_was_changed_leads_to_no_file_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        fs::create_dir(&path).unwrap();
        fs::write(folder.path().join("mine"), "mine").unwrap();
        fs::write(path.join(LIST), "../mine\n..\n/etc/hosts\n").unwrap();
        let mut ours = OutputFolder::prepare(&path, 0, false).unwrap();
        ours.write(&files(&[DOCUMENT]), &[]).unwrap();
        assert!(folder.path().join("mine").exists());
    }
}
