//! Takes everything away that a run has made, and nothing else.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::client::{Caller, Caps, ScimTarget, Stop, ask_patiently};
use super::object_journal::{JournalError, ObjectJournal, ObjectKind, Remaining};
use crate::scim::{Reading, ScimRequest};

/// Connections that clean up side by side.
const CONNECTIONS: usize = 4;
/// How long an object may take to come into being whose identifier is not known.
const GRACE: Duration = Duration::from_secs(2);

/// What came of cleaning up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Objects that were deleted now.
    pub deleted: u64,
    /// Objects that were not there any more, or never were.
    pub absent: u64,
    /// Names of objects that are still there, and why.
    pub left: Vec<(String, String)>,
}

/// Why cleaning up ends early.
#[derive(Debug, thiserror::Error)]
pub enum CleanError {
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// It may not go on.
    #[error(transparent)]
    Stopped(#[from] Stop),
}

/// Deletes what a journal says is there: groups first, then users. Where an identifier is not known, the object is looked for by its name.
///
/// # Errors
/// [`CleanError`]: the journal cannot be gone on with, or it was interrupted; then what is left stands in the journal still.
pub fn clean_up(
    target: &ScimTarget,
    journal: &ObjectJournal,
    per_second: Option<f64>,
    interrupted: &AtomicBool,
) -> Result<Cleaned, CleanError> {
    let remaining = Remaining::read(journal.path())?;
    let caps = Caps::for_cleaning(interrupted, remaining.objects.len() as u64, per_second);
    let (known, unknown): (Vec<_>, Vec<_>) =
        remaining.objects.iter().partition(|(_, id)| id.is_some());
    let sweep = Sweep {
        target,
        journal,
        caps,
        done: Mutex::new(Cleaned::default()),
    };
    sweep.all(&known)?;
    if !unknown.is_empty() {
        // What was under way when somebody broke off may come into being still.
        sweep.caps.sleep_until(Instant::now() + GRACE)?;
        sweep.all(&unknown)?;
    }
    Ok(sweep
        .done
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner))
}

/// An object of a journal: kind and name, and the identifier where it is known.
type Made<'j> = (&'j (ObjectKind, String), &'j Option<String>);

struct Sweep<'a> {
    target: &'a ScimTarget,
    journal: &'a ObjectJournal,
    caps: Caps<'a>,
    done: Mutex<Cleaned>,
}

impl Sweep<'_> {
    /// Takes objects away: groups first, then users.
    fn all(&self, objects: &[Made<'_>]) -> Result<(), CleanError> {
        for kind in [ObjectKind::Group, ObjectKind::User] {
            let of_kind: Vec<_> = objects.iter().filter(|((of, _), _)| *of == kind).collect();
            let next = AtomicUsize::new(0);
            let work = || -> Result<(), CleanError> {
                let caller = self.target.caller();
                while let Some(((_, name), id)) = of_kind.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let one = Removal {
                        caller: &caller,
                        caps: &self.caps,
                        kind,
                        name,
                    };
                    self.note(kind, name, one.remove(id.as_deref())?)?;
                }
                Ok(())
            };
            thread::scope(|scope| {
                let threads: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(work)).collect();
                threads
                    .into_iter()
                    .try_for_each(|thread| thread.join().unwrap_or(Ok(())))
            })?;
        }
        Ok(())
    }

    fn note(&self, kind: ObjectKind, name: &str, fate: Fate) -> Result<(), CleanError> {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        match fate {
            Fate::Left(why) => {
                done.left.push((name.to_owned(), self.target.hidden(&why)));
                return Ok(());
            }
            Fate::Deleted => done.deleted += 1,
            Fate::Absent => done.absent += 1,
        }
        Ok(self.journal.gone(kind, name)?)
    }
}

enum Fate {
    Deleted,
    Absent,
    Left(String),
}

struct Removal<'a> {
    caller: &'a Caller,
    caps: &'a Caps<'a>,
    kind: ObjectKind,
    name: &'a str,
}

impl Removal<'_> {
    fn remove(&self, id: Option<&str>) -> Result<Fate, CleanError> {
        let ids = match id {
            Some(id) => vec![id.to_owned()],
            None => match self.look_up()? {
                Ok(ids) => ids,
                Err(why) => return Ok(Fate::Left(why)),
            },
        };
        let mut fate = Fate::Absent;
        for id in ids {
            let request = match self.kind {
                ObjectKind::User => ScimRequest::delete_user(&id),
                ObjectKind::Group => ScimRequest::delete_group(&id),
            };
            match self.answer(&request)? {
                Reading::Done => fate = Fate::Deleted,
                Reading::Absent => {}
                other => return Ok(Fate::Left(words(&other))),
            }
        }
        Ok(fate)
    }

    /// The identifiers of objects with exactly this name: a server may answer a search with others.
    fn look_up(&self) -> Result<Result<Vec<String>, String>, CleanError> {
        let request = match self.kind {
            ObjectKind::User => ScimRequest::find_user("userName", self.name),
            ObjectKind::Group => ScimRequest::find_group(self.name),
        };
        Ok(match self.answer(&request)? {
            Reading::Found(found) => {
                let ours = found
                    .into_iter()
                    .filter(|one| one.name.eq_ignore_ascii_case(self.name));
                Ok(ours.map(|one| one.id).filter(|id| !id.is_empty()).collect())
            }
            other => Err(words(&other)),
        })
    }

    fn answer(&self, request: &ScimRequest) -> Result<Reading, Stop> {
        ask_patiently(self.caller, self.caps, request, passes)
    }
}

/// Whether an answer may be another the next time: a limit refuses, or something fails in passing.
fn passes(reading: &Reading) -> bool {
    match reading {
        Reading::Refused => true,
        Reading::Failed(trouble) => trouble.code.is_transient(),
        _ => false,
    }
}

fn words(reading: &Reading) -> String {
    match reading {
        Reading::Refused => "429, too many requests".to_owned(),
        Reading::Denied => "403, no rights".to_owned(),
        Reading::Failed(trouble) => format!("{}: {}", trouble.code.name(), trouble.says),
        other => format!("an unexpected answer: {other:?}")
            .chars()
            .take(120)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::super::client::{BaseAddress, Token};
    use super::*;

    /// A server that refuses whatever comes within a time, without a wait, and deletes what it is asked to afterwards.
    fn refusing_for(time: Duration) -> BaseAddress {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let address = listener.local_addr().expect("bound");
        let begun = Instant::now();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut buffer = [0; 4096];
            while matches!(stream.read(&mut buffer), Ok(1..)) {
                let answer = match begun.elapsed() < time {
                    true => "HTTP/1.1 429 x\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
                    false => "HTTP/1.1 204 x\r\n\r\n",
                };
                stream.write_all(answer.as_bytes()).expect("an answer");
            }
        });
        BaseAddress::parse(&format!("http://{address}/scim")).expect("an address")
    }

    #[test]
    fn an_object_is_deleted_though_the_server_says_again_and_again_that_no_time_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = ObjectJournal::begin(folder.path(), "http://localhost/scim").expect("begun");
        let name = journal.marker().user(1).user_name;
        journal.makes(ObjectKind::User, &name).expect("noted");
        journal.made(ObjectKind::User, &name, "7").expect("noted");
        let token = Token::new("the-secret").expect("a token");
        let base = refusing_for(Duration::from_millis(800));
        let timeout = Duration::from_secs(5);
        let target = ScimTarget::new(base, Some(token), None, timeout).expect("a target");
        let cleaned = clean_up(&target, &journal, None, &AtomicBool::new(false)).expect("cleaned");
        assert_eq!((cleaned.deleted, cleaned.left), (1, Vec::new()));
    }
}
