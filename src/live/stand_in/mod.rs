//! A stand-in for a target: a server on this machine that plays a scenario's target, in front of a store in memory.
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | starting and stopping it |
//! | `serving.rs` | connections and requests over HTTP |
//! | `play.rs` | what becomes of a request, and the waiting for it |
//! | `precise_wait.rs` | waiting to a tenth of a millisecond |
//! | `played_answer.rs` | answers as HTTP writes them |
//! | `seen.rs` | what it saw |

mod play;
mod played_answer;
mod precise_wait;
mod seen;
mod serving;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use super::client::Token;
use crate::kernel::InvalidLimit;
use crate::model::{Chance, CycleInput};
use crate::scim::store::Store;
use play::{BASE_PATH, Play};
pub use seen::{Seen, Worked};

/// Where a stand-in listens, and whom it serves.
#[derive(Clone, Debug)]
pub struct StandInOptions {
    /// An address of this machine's loopback.
    pub address: IpAddr,
    /// The port; zero picks one that is free.
    pub port: u16,
    /// The token that requests must carry, if one is asked for.
    pub token: Option<Token>,
    /// Whether it lists how long it worked on each request, for whoever measures it.
    pub lists_work: bool,
}

impl Default for StandInOptions {
    fn default() -> Self {
        Self {
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            token: None,
            lists_work: false,
        }
    }
}

/// Why a stand-in does not start.
#[derive(Debug, thiserror::Error)]
pub enum StandInError {
    /// It would be reached from elsewhere.
    #[error(
        "a stand-in listens on this machine alone, and {0} is no address of its loopback\n  help: use 127.0.0.1 or ::1"
    )]
    NotLoopback(IpAddr),
    /// The address cannot be had.
    #[error(
        "cannot listen on {address}: {reason}\n  help: choose another --port; 0 picks a free one"
    )]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why not.
        reason: io::Error,
    },
    /// The system gives no thread or no event queue.
    #[error("cannot start to serve: {0}")]
    Start(io::Error),
    /// A limit of the scenario lets nothing pass.
    #[error("a rate limit of the target lets nothing pass: {0}")]
    Limit(#[from] InvalidLimit),
}

/// A stand-in that serves until it is stopped or dropped.
///
/// ```
/// use cyclecast::live::{StandIn, StandInOptions};
/// use cyclecast::model::{Chance, CycleInput, Inputs, ScopeMode, Setup};
///
/// let setup = Setup::new(ScopeMode::AllUsers);
/// let chance = Chance::new(1, 0);
/// let input = CycleInput::new(&setup, chance, Inputs::Median);
/// let stand_in = StandIn::start(&input, chance, StandInOptions::default())?;
/// assert!(stand_in.address().starts_with("http://127.0.0.1:"));
/// assert_eq!(stand_in.stop().requests(), 0);
/// # Ok::<(), cyclecast::live::StandInError>(())
/// ```
pub struct StandIn {
    address: String,
    play: Arc<Play>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl StandIn {
    /// Starts to serve the target of an input with some luck.
    ///
    /// # Errors
    /// [`StandInError`].
    pub fn start(
        input: &CycleInput<'_>,
        chance: Chance,
        options: StandInOptions,
    ) -> Result<Self, StandInError> {
        if !options.address.is_loopback() {
            return Err(StandInError::NotLoopback(options.address));
        }
        let asked = SocketAddr::new(options.address, options.port);
        let refused = |reason| StandInError::Listen {
            address: asked,
            reason,
        };
        let listener = TcpListener::bind(asked).map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        let bound = listener.local_addr().map_err(refused)?;
        let address = format!("http://{bound}{BASE_PATH}");
        let (token, lists_work) = (options.token, options.lists_work);
        let play = Arc::new(Play::new(input, chance, &address, token, lists_work)?);
        let (stop, stopped) = oneshot::channel();
        let thread = serving::start(listener, Arc::clone(&play), stopped);
        Ok(Self {
            address,
            play,
            stop: Some(stop),
            thread: Some(thread.map_err(StandInError::Start)?),
        })
    }

    /// The base address of SCIM, which ends without a slash.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What it saw so far.
    pub fn seen(&self) -> Seen {
        self.play.seen()
    }

    /// Looks at what is stored, or changes it behind the target's back.
    pub fn with_store<T>(&self, look: impl FnOnce(&mut Store) -> T) -> T {
        look(&mut self.play.store())
    }

    /// Ends it, with requests that are under way, and says what it saw.
    pub fn stop(mut self) -> Seen {
        self.end();
        self.play.seen()
    }

    fn end(&mut self) {
        self.play.stop();
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It does not panic, and if it did there is nobody left to serve.
            let _ = thread.join();
        }
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.end();
    }
}

impl fmt::Debug for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StandIn({})", self.address)
    }
}
