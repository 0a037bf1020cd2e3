//! Whole rehearsals, by the program as users run it, against stand-ins on loopback.

mod coverage;
mod killed;
mod stage;
