//! What the documented timing table leaves open of the parameters that no document gives.
//!
//! Written by `cyclecast reproduce --refit`, which is how it is changed. `docs/validation.md` tells how the fit is made.

/// The fitted values, in the order of the fit.
pub const FITTED: [f64; 8] = [0.769, 0.623, 1.63, 6.01, 0.186, 42.4, 0.705, 0.162];

/// Their standard errors, each of the value's logarithm.
pub const STANDARD_ERRORS: [f64; 8] = [0.269, 0.281, 0.154, 0.119, 0.38, 0.256, 0.186, 0.466];

/// Rows of the table that are left out in turn, by place, with what is fitted to the others and its standard errors.
pub const LEFT_OUT: [(usize, [f64; 8], [f64; 8]); 5] = [
    (1, [0.763, 0.658, 1.63, 6.19, 0.13, 25.6, 0.745, 0.179], [0.292, 0.357, 0.139, 0.105, 0.331, 0.443, 0.488, 0.28]),
    (2, [0.743, 0.734, 1.67, 6.15, 0.141, 47.8, 0.616, 0.189], [0.305, 0.447, 0.17, 0.128, 0.433, 0.299, 0.219, 0.571]),
    (4, [0.655, 0.799, 1.68, 6.49, 0.127, 57.0, 0.565, 0.229], [0.244, 0.497, 0.214, 0.131, 0.29, 0.32, 0.222, 0.593]),
    (5, [0.708, 0.726, 1.69, 6.51, 0.153, 48.2, 0.62, 0.197], [0.286, 0.411, 0.178, 0.164, 0.428, 0.336, 0.212, 0.614]),
    (7, [0.758, 0.701, 1.88, 5.88, 0.209, 47.1, 0.572, 0.164], [0.252, 0.333, 0.214, 0.158, 0.392, 0.355, 0.196, 0.692]),
];

/// Mean time to evaluate one object, in seconds: the 5th and the 95th percentile.
pub const EVALUATION: (f64, f64) = (0.449, 1.32);

/// The service's own mean time for a lookup, in seconds: the 5th and the 95th percentile.
pub const LOOKUP: (f64, f64) = (0.358, 1.08);

/// The service's own mean time for a write of a user, in seconds: the 5th and the 95th percentile.
pub const USER_WRITE: (f64, f64) = (1.1, 2.42);

/// The service's own mean time for a membership, in seconds: the 5th and the 95th percentile.
pub const MEMBERSHIP_WRITE: (f64, f64) = (4.18, 8.64);

/// Users of the directory for each who is assigned: the 5th and the 95th percentile.
pub const USERS_PER_ASSIGNED: (f64, f64) = (12.3, 146.0);
