//! Users whom the scenario has exist in the target already: they are created before anything is played.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::play_session::{Play, PlayError};
use super::played_objects::PlayedObjects;
use crate::live::client::{ask_patiently, is_over_limit};
use crate::live::object_journal::ObjectKind;
use crate::scim::{Reading, ScimRequest};

/// Connections that create those who exist before the job.
const CREATING: usize = 8;

/// Creates the users whom the scenario has exist already.
pub(super) fn create_existing(
    users: &[u32],
    objects: &mut PlayedObjects,
    session: &Play<'_>,
) -> Result<(), PlayError> {
    let (next, made) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let work = || -> Result<(), PlayError> {
        let caller = session.target.caller();
        while let Some(user) = users.get(next.fetch_add(1, Ordering::Relaxed)) {
            let values = session.journal.marker().user(u64::from(*user));
            session.caps.take_object()?;
            session.journal.makes(ObjectKind::User, &values.user_name)?;
            let request = ScimRequest::create_user(&values, session.spelling);
            match ask_patiently(&caller, session.caps, &request, is_over_limit)? {
                Reading::Resource { id, .. } => {
                    session
                        .journal
                        .made(ObjectKind::User, &values.user_name, &id)?;
                    let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
                    made.insert(*user, id);
                }
                other => {
                    return Err(PlayError::Before(
                        session.target.hidden(&format!("{other:?}")),
                    ));
                }
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..CREATING.min(users.len()))
            .map(|_| scope.spawn(work))
            .collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or(Ok(())))
    })?;
    for (user, id) in made.into_inner().unwrap_or_else(PoisonError::into_inner) {
        objects.user_is(user, id);
    }
    Ok(())
}
