//! The client: where the target is, who may ask, what a request comes to, and how many there may be.
//!
//! | file | what it holds |
//! |---|---|
//! | `base_address.rs` | the target's address: https, or loopback |
//! | `token.rs` | the bearer token, which nobody sees |
//! | `caps.rs` | how many requests, how fast, until when |
//! | `exchange.rs` | a request that was made, and what came of it |
//! | `caller.rs` | one connection |
//! | `patience.rs` | how long whoever is refused waits |

mod base_address;
mod caller;
mod caps;
mod exchange;
mod patience;
mod token;

pub use base_address::{AddressError, BaseAddress};
pub use caller::{Caller, ClientError, ScimTarget};
pub use caps::{Caps, Stop};
pub use exchange::{Broken, Exchange, LimitHints, Response};
pub use patience::{Patience, ask_patiently, is_over_limit};
pub use token::{Token, TokenError};

#[cfg(test)]
mod tests;
