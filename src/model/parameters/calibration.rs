//! What the documented timing table leaves open of the parameters that no document gives.
//!
//! Written by `cyclecast reproduce --refit`, which is how it is changed. `docs/validation.md` tells how the fit is made.

/// The fitted values, in the order of the fit.
pub const FITTED: [f64; 8] = [0.783, 0.272, 1.44, 5.75, 0.148, 29.3, 0.85, 0.065];

/// Their standard errors, each of the value's logarithm.
pub const STANDARD_ERRORS: [f64; 8] = [0.29, 0.486, 0.146, 0.12, 0.396, 0.3, 0.214, 0.594];

/// Rows of the table that are left out in turn, by place, with what is fitted to the others and its standard errors.
pub const LEFT_OUT: [(usize, [f64; 8], [f64; 8]); 5] = [
    (1, [0.829, 0.313, 1.55, 6.09, 0.166, 19.1, 0.644, 0.141], [0.282, 0.569, 0.142, 0.123, 0.343, 0.832, 0.42, 0.731]),
    (2, [0.765, 0.285, 1.47, 5.71, 0.158, 31.8, 0.766, 0.075], [0.295, 0.597, 0.131, 0.117, 0.342, 0.358, 0.281, 0.817]),
    (4, [0.807, 0.265, 1.47, 5.51, 0.147, 32.2, 0.758, 0.0803], [0.262, 0.597, 0.136, 0.143, 0.32, 0.321, 0.262, 0.817]),
    (5, [0.817, 0.287, 1.47, 6.66, 0.11, 24.5, 0.982, 0.104], [0.28, 0.519, 0.134, 0.152, 0.514, 0.354, 0.27, 0.731]),
    (7, [0.817, 0.287, 1.7, 5.65, 0.169, 30.7, 0.815, 0.0909], [0.274, 0.807, 0.237, 0.123, 0.323, 0.335, 0.27, 0.75]),
];

/// Mean time to evaluate one object, in seconds: the 5th and the 95th percentile.
pub const EVALUATION: (f64, f64) = (0.458, 1.34);

/// The service's own mean time for a lookup, in seconds: the 5th and the 95th percentile.
pub const LOOKUP: (f64, f64) = (0.118, 0.627);

/// The service's own mean time for a write of a user, in seconds: the 5th and the 95th percentile.
pub const USER_WRITE: (f64, f64) = (1.02, 2.03);

/// The service's own mean time for a membership, in seconds: the 5th and the 95th percentile.
pub const MEMBERSHIP_WRITE: (f64, f64) = (4.2, 7.87);

/// Users of the directory for each who is assigned: the 5th and the 95th percentile.
pub const USERS_PER_ASSIGNED: (f64, f64) = (6.65, 129.0);
