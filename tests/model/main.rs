//! The model and the kernel below it: laws that hold in every simulation, and theory that they must agree with.

mod distributions;
mod invariants;
mod laws;
mod life;
mod limits;
mod measured_target;
mod targets;
mod theory;
mod usual_course;
