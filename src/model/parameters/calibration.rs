//! What the documented timing table leaves open of the parameters that no document gives.
//!
//! Written by `cyclecast reproduce --refit`, which is how it is changed. `docs/validation.md` tells how the fit is made.

/// The fitted values, in the order of the fit.
pub const FITTED: [f64; 8] = [0.618, 0.582, 1.58, 6.22, 0.175, 35.7, 0.848, 0.137];

/// Their standard errors, each of the value's logarithm.
pub const STANDARD_ERRORS: [f64; 8] = [0.248, 0.28, 0.145, 0.0972, 0.475, 0.297, 0.229, 0.306];

/// Rows of the table that are left out in turn, by place, with what is fitted to the others and its standard errors.
pub const LEFT_OUT: [(usize, [f64; 8], [f64; 8]); 5] = [
    (1, [0.69, 0.599, 1.62, 6.38, 0.109, 26.5, 0.631, 0.21], [0.26, 0.277, 0.15, 0.134, 0.489, 0.336, 0.364, 0.409]),
    (2, [0.592, 0.542, 1.5, 5.98, 0.175, 39.1, 0.759, 0.124], [0.28, 0.211, 0.137, 0.103, 0.41, 0.291, 0.256, 0.295]),
    (4, [0.657, 0.548, 1.55, 6.01, 0.174, 33.1, 0.817, 0.125], [0.299, 0.286, 0.145, 0.116, 0.359, 0.286, 0.259, 0.371]),
    (5, [0.692, 0.531, 1.53, 6.52, 0.128, 31.9, 0.865, 0.134], [0.292, 0.263, 0.141, 0.157, 0.558, 0.243, 0.277, 0.333]),
    (7, [0.704, 0.564, 1.9, 5.75, 0.184, 33.5, 0.819, 0.106], [0.294, 0.199, 0.201, 0.132, 0.389, 0.275, 0.239, 0.652]),
];

/// Mean time to evaluate one object, in seconds: the 5th and the 95th percentile.
pub const EVALUATION: (f64, f64) = (0.375, 1.02);

/// The service's own mean time for a lookup, in seconds: the 5th and the 95th percentile.
pub const LOOKUP: (f64, f64) = (0.338, 1.0);

/// The service's own mean time for a write of a user, in seconds: the 5th and the 95th percentile.
pub const USER_WRITE: (f64, f64) = (1.09, 2.3);

/// The service's own mean time for a membership, in seconds: the 5th and the 95th percentile.
pub const MEMBERSHIP_WRITE: (f64, f64) = (4.47, 8.65);

/// Users of the directory for each who is assigned: the 5th and the 95th percentile.
pub const USERS_PER_ASSIGNED: (f64, f64) = (8.14, 157.0);
