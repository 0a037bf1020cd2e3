//! What the documented timing table leaves open of the parameters that no document gives.
//!
//! Written by `cyclecast reproduce --refit`, which is how it is changed. `docs/validation.md` tells how the fit is made.

/// The fitted values, in the order of the fit.
pub const FITTED: [f64; 8] = [1.04, 0.65, 1.75, 6.2, 0.157, 30.1, 0.728, 0.129];

/// Their standard errors, each of the value's logarithm.
pub const STANDARD_ERRORS: [f64; 8] = [0.282, 0.329, 0.152, 0.0962, 0.353, 0.403, 0.168, 0.651];

/// Rows of the table that are left out in turn, by place, with what is fitted to the others and its standard errors.
pub const LEFT_OUT: [(usize, [f64; 8], [f64; 8]); 5] = [
    (1, [0.953, 0.749, 1.92, 6.19, 0.204, 18.8, 0.676, 0.0828], [0.331, 0.351, 0.144, 0.0922, 0.353, 0.677, 0.432, 0.559]),
    (2, [0.917, 0.764, 1.86, 6.2, 0.198, 35.6, 0.59, 0.0735], [0.353, 0.344, 0.145, 0.0878, 0.344, 0.338, 0.186, 0.647]),
    (4, [1.15, 0.699, 2.05, 5.8, 0.14, 29.3, 0.712, 0.089], [0.288, 0.322, 0.142, 0.117, 0.329, 0.299, 0.181, 0.758]),
    (5, [0.983, 0.84, 2.05, 7.35, 0.132, 22.4, 0.935, 0.105], [0.31, 0.267, 0.141, 0.13, 0.501, 0.499, 0.243, 0.847]),
    (7, [0.983, 0.549, 1.66, 6.9, 0.132, 40.8, 0.618, 0.215], [0.28, 0.798, 0.277, 0.109, 0.361, 0.331, 0.184, 0.514]),
];

/// Mean time to evaluate one object, in seconds: the 5th and the 95th percentile.
pub const EVALUATION: (f64, f64) = (0.612, 1.77);

/// The service's own mean time for a lookup, in seconds: the 5th and the 95th percentile.
pub const LOOKUP: (f64, f64) = (0.35, 1.3);

/// The service's own mean time for a write of a user, in seconds: the 5th and the 95th percentile.
pub const USER_WRITE: (f64, f64) = (1.2, 2.6);

/// The service's own mean time for a membership, in seconds: the 5th and the 95th percentile.
pub const MEMBERSHIP_WRITE: (f64, f64) = (4.6, 8.4);

/// Users of the directory for each who is assigned: the 5th and the 95th percentile.
pub const USERS_PER_ASSIGNED: (f64, f64) = (7.66, 118.0);
