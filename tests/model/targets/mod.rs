//! Targets as real servers were measured: how sizes slow them down, and what becomes of the members that are written.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up shall fail"
)]

mod losing;
mod sizes;
mod tenant;
mod told;
