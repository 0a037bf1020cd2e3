//! What the documented timing table leaves open of the parameters that no document gives.
//!
//! Written by `cyclecast reproduce --refit`, which is how it is changed. `docs/validation.md` tells how the fit is made.

/// The fitted values, in the order of the fit.
pub const FITTED: [f64; 8] = [1.04, 0.797, 2.02, 6.44, 0.157, 30.1, 0.728, 0.129];

/// Their standard errors, each of the value's logarithm.
pub const STANDARD_ERRORS: [f64; 8] = [0.282, 0.329, 0.152, 0.0962, 0.353, 0.403, 0.168, 0.651];

/// Rows of the table that are left out in turn, by place, with what is fitted to the others.
pub const LEFT_OUT: [(usize, [f64; 8]); 5] = [
    (1, [1.02, 0.716, 1.95, 6.1, 0.183, 17.3, 0.728, 0.0796]),
    (2, [1.0, 0.723, 1.95, 6.19, 0.193, 34.3, 0.596, 0.0772]),
    (4, [1.18, 0.588, 1.99, 5.76, 0.157, 28.3, 0.674, 0.0755]),
    (5, [1.06, 0.731, 1.97, 6.92, 0.111, 24.7, 0.823, 0.0876]),
    (7, [0.994, 0.552, 1.77, 7.07, 0.151, 39.1, 0.603, 0.215]),
];

/// Mean time to evaluate one object, in seconds: the 5th and the 95th percentile.
pub const EVALUATION: (f64, f64) = (0.612, 1.77);

/// Mean time of a GET, or a PATCH of a user, in seconds: the 5th and the 95th percentile.
pub const READ: (f64, f64) = (0.438, 1.45);

/// Mean time of a POST, in seconds: the 5th and the 95th percentile.
pub const CREATE: (f64, f64) = (1.41, 2.89);

/// Mean time of a PATCH that adds a member, in seconds: the 5th and the 95th percentile.
pub const MEMBERSHIP: (f64, f64) = (4.76, 8.72);

/// Users of the directory for each who is assigned: the 5th and the 95th percentile.
pub const USERS_PER_ASSIGNED: (f64, f64) = (7.66, 118.0);
