//! What the documented timing table leaves open of the parameters that no document gives.
//!
//! Written by `cargo run --release --example calibration`, which is how it is changed. `docs/validation.md` tells how the fit is made.

/// The fitted values, in the order of the fit.
pub const FITTED: [f64; 8] = [0.756, 0.626, 1.62, 6.05, 0.182, 46.3, 0.661, 0.175];

/// Their standard errors, each of the value's logarithm.
pub const STANDARD_ERRORS: [f64; 8] = [0.256, 0.28, 0.158, 0.103, 0.376, 0.286, 0.197, 0.372];

/// Rows of the table that are left out in turn, by place, with what is fitted to the others and its standard errors.
pub const LEFT_OUT: [(usize, [f64; 8], [f64; 8]); 5] = [
    (1, [0.73, 0.674, 1.61, 6.05, 0.129, 27.3, 0.691, 0.163], [0.298, 0.392, 0.149, 0.124, 0.39, 0.424, 0.489, 0.518]),
    (2, [0.701, 0.738, 1.64, 6.15, 0.137, 50.7, 0.626, 0.191], [0.252, 0.44, 0.143, 0.131, 0.492, 0.25, 0.235, 0.512]),
    (4, [0.755, 0.748, 1.7, 6.27, 0.144, 50.9, 0.57, 0.219], [0.245, 0.463, 0.173, 0.156, 0.365, 0.273, 0.217, 0.609]),
    (5, [0.678, 0.748, 1.68, 6.57, 0.129, 51.0, 0.628, 0.207], [0.285, 0.449, 0.229, 0.15, 0.38, 0.336, 0.224, 0.605]),
    (7, [0.751, 0.605, 1.75, 5.91, 0.205, 47.6, 0.592, 0.159], [0.237, 0.215, 0.185, 0.158, 0.375, 0.285, 0.199, 0.645]),
];

/// Mean time to evaluate one object, in seconds: the 5th and the 95th percentile.
pub const EVALUATION: (f64, f64) = (0.451, 1.27);

/// The service's own mean time for a lookup, in seconds: the 5th and the 95th percentile.
pub const LOOKUP: (f64, f64) = (0.361, 1.08);

/// The service's own mean time for a write of a user, in seconds: the 5th and the 95th percentile.
pub const USER_WRITE: (f64, f64) = (1.09, 2.41);

/// The service's own mean time for a membership, in seconds: the 5th and the 95th percentile.
pub const MEMBERSHIP_WRITE: (f64, f64) = (4.29, 8.53);

/// Users of the directory for each who is assigned: the 5th and the 95th percentile.
pub const USERS_PER_ASSIGNED: (f64, f64) = (14.2, 151.0);
