//! Targets as real servers were measured: how sizes slow them down, and what becomes of the members that are written.

mod losing;
mod served;
mod sizes;
mod tenant;
mod told;
