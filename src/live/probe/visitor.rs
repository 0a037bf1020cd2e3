//! Whoever calls the endpoint for a probe: within its bounds, patiently, and with every object in the journal before it is made.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::limits_met::LimitsMet;
use crate::live::client::{Broken, Caller, Caps, Exchange, Patience, ScimTarget, Stop};
use crate::live::object_journal::{JournalError, ObjectJournal, ObjectKind};
use crate::scim::{Reading, ScimRequest, Spelling, UserValues};

/// Attempts at a request that is refused.
const ATTEMPTS: u32 = 8;
/// Attempts at a request that fails as if it might not the next time.
const ATTEMPTS_IN_PASSING: u32 = 3;

/// Why a probe, or a phase of it, ends early.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    /// A bound, or Ctrl-C.
    #[error(transparent)]
    Stop(#[from] Stop),
    /// The journal cannot be written, so nothing may be made.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The server does not do what the rest needs.
    #[error("{0}")]
    Unable(String),
}

/// An object of the probe.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// Its number among the probe's objects.
    pub number: u64,
    pub name: String,
    pub id: String,
}

/// What all phases call the endpoint through.
pub(super) struct Visitor<'v> {
    pub target: &'v ScimTarget,
    pub journal: &'v ObjectJournal,
    pub caps: &'v Caps<'v>,
    pub spelling: Spelling,
    /// Whether operations are to be spelled small.
    pub small_letters: bool,
    /// Whether users are made with the least attributes.
    pub plain_users: bool,
    pub met: Mutex<LimitsMet>,
    requests: AtomicU64,
    numbers: AtomicU64,
    users: AtomicU64,
    groups: AtomicU64,
}

impl<'v> Visitor<'v> {
    pub fn new(target: &'v ScimTarget, journal: &'v ObjectJournal, caps: &'v Caps<'v>) -> Self {
        Self {
            target,
            journal,
            caps,
            spelling: Spelling::default(),
            small_letters: false,
            plain_users: false,
            met: Mutex::new(LimitsMet::new()),
            requests: AtomicU64::new(0),
            numbers: AtomicU64::new(0),
            users: AtomicU64::new(0),
            groups: AtomicU64::new(0),
        }
    }

    /// Requests so far.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Users and groups made so far.
    pub fn made(&self) -> (u64, u64) {
        let [users, groups] = [&self.users, &self.groups].map(|of| of.load(Ordering::Relaxed));
        (users, groups)
    }

    /// The values of a user of the probe.
    pub fn values_of(&self, user: &Made) -> UserValues {
        self.journal.marker().user(user.number)
    }

    /// The request that makes a user as this server takes it.
    pub fn create_request(&self, values: &UserValues) -> ScimRequest {
        match self.plain_users {
            true => ScimRequest::create_plain_user(values),
            false => ScimRequest::create_user(values, self.spelling),
        }
    }

    /// A number that no other object of this probe has.
    fn next_number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Makes a request once.
    pub fn once(&self, caller: &Caller, request: &ScimRequest) -> Result<Answer, Halt> {
        self.caps.take()?;
        self.requests.fetch_add(1, Ordering::Relaxed);
        let exchange = match self.small_letters {
            true => caller.send(&request.clone().in_small_letters()),
            false => caller.send(request),
        };
        let reading = exchange.reading(request);
        self.met
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .saw(&exchange);
        Ok(Answer { exchange, reading })
    }

    /// Makes a request, and again where a limit refuses it or where it fails in passing.
    pub fn send(&self, caller: &Caller, request: &ScimRequest) -> Result<Answer, Halt> {
        let mut patience = Patience::new();
        for attempt in 1..ATTEMPTS {
            let answer = self.once(caller, request)?;
            let due = if answer.is_refused() {
                patience.next(answer.told_wait())
            } else if answer.fails_in_passing() && attempt < ATTEMPTS_IN_PASSING {
                patience.next(None)
            } else {
                return Ok(answer);
            };
            self.caps.sleep_until(Instant::now() + due)?;
        }
        self.once(caller, request)
    }

    /// Makes an object: it stands in the journal before the request goes out.
    pub fn make(
        &self,
        caller: &Caller,
        kind: ObjectKind,
        name: &str,
        request: &ScimRequest,
    ) -> Result<Answer, Halt> {
        self.caps.take_object()?;
        self.journal.makes(kind, name)?;
        let answer = self.send(caller, request)?;
        if let Reading::Resource { id, .. } = &answer.reading {
            self.journal.made(kind, name, id)?;
            let count = match kind {
                ObjectKind::User => &self.users,
                ObjectKind::Group => &self.groups,
            };
            count.fetch_add(1, Ordering::Relaxed);
        }
        Ok(answer)
    }

    /// Deletes an object of the probe.
    pub fn delete(&self, caller: &Caller, kind: ObjectKind, made: &Made) -> Result<Answer, Halt> {
        let request = match kind {
            ObjectKind::User => ScimRequest::delete_user(&made.id),
            ObjectKind::Group => ScimRequest::delete_group(&made.id),
        };
        let answer = self.send(caller, &request)?;
        if matches!(answer.reading, Reading::Done) {
            self.journal.gone(kind, &made.name)?;
        }
        Ok(answer)
    }

    /// A user with a number of its own.
    pub fn new_user(&self, caller: &Caller) -> Result<(Answer, Option<Made>), Halt> {
        let number = self.next_number();
        let values = self.journal.marker().user(number);
        let request = self.create_request(&values);
        self.numbered(caller, ObjectKind::User, number, values.user_name, &request)
    }

    /// A group with a number of its own.
    pub fn new_group(&self, caller: &Caller) -> Result<(Answer, Option<Made>), Halt> {
        let number = self.next_number();
        let name = self.journal.marker().group(number);
        let request = ScimRequest::create_group(&name, &name, self.spelling);
        self.numbered(caller, ObjectKind::Group, number, name, &request)
    }

    fn numbered(
        &self,
        caller: &Caller,
        kind: ObjectKind,
        number: u64,
        name: String,
        request: &ScimRequest,
    ) -> Result<(Answer, Option<Made>), Halt> {
        let answer = self.make(caller, kind, &name, request)?;
        let made = match &answer.reading {
            Reading::Resource { id, .. } => Some(Made {
                number,
                name,
                id: id.clone(),
            }),
            _ => None,
        };
        Ok((answer, made))
    }
}

/// A request that was made, and how it is read.
#[derive(Debug)]
pub(super) struct Answer {
    pub exchange: Exchange,
    pub reading: Reading,
}

impl Answer {
    pub fn secs(&self) -> f64 {
        self.exchange.time().as_secs_f64()
    }

    /// The status, where there is an answer.
    pub fn status(&self) -> Option<u16> {
        let response = self.exchange.outcome.as_ref().ok()?;
        Some(response.status)
    }

    pub fn body_bytes(&self) -> usize {
        let response = self.exchange.outcome.as_ref();
        response.map_or(0, |response| response.body.len())
    }

    /// Whether it did what it was to do.
    pub fn is_fine(&self) -> bool {
        matches!(
            self.reading,
            Reading::Done | Reading::Resource { .. } | Reading::Found(_)
        )
    }

    /// Whether a limit has refused it, under whatever name.
    pub fn is_refused(&self) -> bool {
        matches!(self.reading, Reading::Refused) || self.status() == Some(503)
    }

    /// Whether it may be otherwise the next time: the server failed, or the connection did. Nobody waits for a silent server again.
    fn fails_in_passing(&self) -> bool {
        let is_silent = matches!(
            self.exchange.outcome,
            Err(Broken::Timeout(_) | Broken::NotConnected(_))
        );
        matches!(&self.reading, Reading::Failed(trouble) if trouble.code.is_transient() && !is_silent)
    }

    pub fn told_wait(&self) -> Option<Duration> {
        self.exchange.outcome.as_ref().ok()?.limits.retry_after()
    }

    /// What came, in words.
    pub fn words(&self) -> String {
        match (&self.reading, self.status()) {
            (Reading::Failed(trouble), _) => trouble.says.clone(),
            (Reading::Denied, _) => "403".to_owned(),
            (Reading::Refused, _) => "429".to_owned(),
            (Reading::Absent, _) => "404".to_owned(),
            (_, Some(status)) => status.to_string(),
            (_, None) => "no answer".to_owned(),
        }
    }
}
