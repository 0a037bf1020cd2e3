//! What becomes of a request, decided by the model's target, and the waiting for its moment.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::played_answer::PlayedAnswer;
use super::precise_wait::wait_until;
use super::seen::Seen;
use crate::kernel::InvalidLimit;
use crate::live::client::Token;
use crate::model::{
    Chance, Course, CycleInput, Endpoint, GroupWrite, Received, Served, ServedRequest, ServedTarget,
};
use crate::scim::store::{Snapshot, Store, StoreRequest};
use crate::units::SimTime;

/// The path of SCIM on a stand-in.
pub(super) const BASE_PATH: &str = "/scim/v2";

/// A request as it came.
pub(super) struct Arrived {
    /// When its head was there.
    pub at: Instant,
    pub method: String,
    /// Behind the base of SCIM; none where it is elsewhere.
    pub path: Option<String>,
    pub query: String,
    pub authorization: Option<String>,
    pub body: Vec<u8>,
}

/// The target, the store, the clock.
pub(super) struct Play {
    began: Instant,
    target: Mutex<ServedTarget>,
    store: Mutex<Store>,
    seen: Mutex<Seen>,
    token: Option<Token>,
    lists_work: bool,
    overwrites: bool,
    is_over: AtomicBool,
}

/// So long before an answer is due it is made, so that making it takes none of the time.
const PREPARING: Duration = Duration::from_micros(400);

impl Play {
    pub fn new(
        input: &CycleInput<'_>,
        chance: Chance,
        address: &str,
        token: Option<Token>,
        lists_work: bool,
    ) -> Result<Self, InvalidLimit> {
        Ok(Self {
            target: Mutex::new(ServedTarget::new(input, chance)?),
            store: Mutex::new(Store::new(address, input.setup.adds_duplicates)),
            seen: Mutex::default(),
            token,
            lists_work,
            overwrites: input.setup.group_write == GroupWrite::LastWriteWins,
            is_over: AtomicBool::new(false),
            began: Instant::now(),
        })
    }

    pub fn store(&self) -> MutexGuard<'_, Store> {
        held(&self.store)
    }

    pub fn seen(&self) -> Seen {
        let mut seen = held(&self.seen).clone();
        let store = self.store();
        seen.stored = store.counts();
        seen.memberships = store.memberships();
        seen
    }

    /// Nothing is waited for any more.
    pub fn stop(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    /// Serves a request, which takes as long as it takes.
    pub fn serve(&self, arrived: &Arrived) -> PlayedAnswer {
        let (endpoint, answer) = match self.understood(arrived) {
            Err(answer) => (None, answer),
            Ok(request) => {
                let profile = self.store().profile(&request);
                match profile {
                    None => (None, PlayedAnswer::of(self.carried_out(&request, None))),
                    Some(profile) => {
                        self.note_arrival(Some(profile.endpoint));
                        let answer = self.played(&request, profile, arrived.at);
                        held(&self.seen).answered(answer.status());
                        return answer;
                    }
                }
            }
        };
        self.note_arrival(endpoint);
        held(&self.seen).answered(answer.status());
        answer
    }

    fn note_arrival(&self, endpoint: Option<Endpoint>) {
        let second = self.began.elapsed().as_secs();
        held(&self.seen).arrives(endpoint, second);
    }

    fn understood(&self, arrived: &Arrived) -> Result<StoreRequest, PlayedAnswer> {
        if let Some(token) = &self.token
            && !arrived
                .authorization
                .as_ref()
                .is_some_and(|sent| token.is_in(sent))
        {
            return Err(PlayedAnswer::error(
                401,
                "the bearer token is missing or wrong",
            ));
        }
        let Some(path) = &arrived.path else {
            return Err(PlayedAnswer::error(404, "SCIM is served below /scim/v2"));
        };
        StoreRequest::read(&arrived.method, path, &arrived.query, &arrived.body)
            .map_err(|error| PlayedAnswer::of(error.answer()))
    }

    fn played(&self, request: &StoreRequest, profile: ServedRequest, at: Instant) -> PlayedAnswer {
        let Some(course) = self.course(profile, at) else {
            return PlayedAnswer::Closed;
        };
        if course.served != Served::Done {
            self.wait(course.ends, Duration::ZERO);
            return PlayedAnswer::of_refusal(course.served);
        }
        if self.lists_work {
            held(&self.seen).works(profile.endpoint, course);
        }
        let is_read_first = self.overwrites && profile.endpoint == Endpoint::GroupPatch;
        let read = if is_read_first {
            self.wait(course.begins, Duration::ZERO);
            self.store().snapshot(request)
        } else {
            None
        };
        if !self.wait(course.ends, PREPARING) {
            return PlayedAnswer::Closed;
        }
        let answer = self.done_or_refused(request, read);
        self.wait(course.ends, Duration::ZERO);
        answer
    }

    /// What becomes of a request that arrived at a moment; nothing if the stand-in ends first.
    fn course(&self, profile: ServedRequest, at: Instant) -> Option<Course> {
        let users = self.store().counts().users;
        let received = held(&self.target).receive(self.time_of(at), profile, users);
        match received {
            Received::Settled(course) => Some(course),
            Received::HeldUntil(until, number) => {
                if !self.wait(until, Duration::ZERO) {
                    return None;
                }
                held(&self.target).released(self.time_of(Instant::now()), number)
            }
        }
    }

    fn done_or_refused(&self, request: &StoreRequest, read: Option<Snapshot>) -> PlayedAnswer {
        let refused = {
            let mut store = self.store();
            let counts = store.counts();
            let deed = store.deed(request);
            deed.and_then(|(deed, of)| held(&self.target).refusal(deed, of, counts))
        };
        match refused {
            Some(code) => PlayedAnswer::of_code(code),
            None => PlayedAnswer::of(self.carried_out(request, read)),
        }
    }

    fn carried_out(
        &self,
        request: &StoreRequest,
        read: Option<Snapshot>,
    ) -> crate::scim::store::StoreAnswer {
        let now = jiff::Timestamp::now().to_string();
        self.store().carry_out(request, read, &now)
    }

    fn time_of(&self, moment: Instant) -> SimTime {
        let nanos = moment.saturating_duration_since(self.began).as_nanos();
        SimTime::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// Waits for a moment, or for so long before it; whether it came.
    fn wait(&self, moment: SimTime, before: Duration) -> bool {
        let since = Duration::from_nanos(moment.as_nanos()).saturating_sub(before);
        match self.began.checked_add(since) {
            Some(moment) => wait_until(moment, &self.is_over),
            None => false,
        }
    }
}

/// What a lock guards, also after a thread has panicked with it: each request is whole before the next begins.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
