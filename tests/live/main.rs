//! A probe against servers on loopback: whether its intervals hold the truth, whether all is removed, and whether anything is told that must not be.

mod covered;
mod hostile;
mod interrupted;
mod probed;
