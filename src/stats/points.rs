//! Points that fill a cube more evenly than chance does.

/// Square roots of these are as far from fractions as numbers can be.
const PRIMES: [f64; 8] = [2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0];

/// The point `index` of an evenly spread sequence in the unit cube, each coordinate in [0, 1).
///
/// Any stretch of the sequence is spread about as evenly as any other of its length. Each coordinate is the fractional
/// part of a multiple of the root of a prime (Richtmyer's sequence; Niederreiter, "Quasi-Monte Carlo methods and
/// pseudo-random numbers", 1978).
///
/// ```
/// use cyclecast::stats::even_point;
/// let below = (0..100).filter(|&index| even_point(index)[0] < 0.25).count();
/// assert!((24..=26).contains(&below));
/// ```
pub fn even_point(index: u64) -> [f64; 8] {
    PRIMES.map(|prime| {
        let position = (index + 1) as f64 * prime.sqrt();
        position - position.floor()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_coordinate_is_spread_evenly_over_any_stretch() {
        for first in [0, 1_000, 123_000] {
            let points: Vec<[f64; 8]> = (first..first + 200).map(even_point).collect();
            for dimension in 0..8 {
                for tenth in 0..10 {
                    let low = f64::from(tenth) / 10.0;
                    let inside = |point: &&[f64; 8]| (low..low + 0.1).contains(&point[dimension]);
                    let count = points.iter().filter(inside).count();
                    assert!((17..=23).contains(&count), "{dimension} {tenth} {count}");
                }
            }
        }
    }

    #[test]
    fn two_coordinates_do_not_follow_each_other() {
        let points: Vec<[f64; 8]> = (0..400).map(even_point).collect();
        for (a, b) in (0..8).flat_map(|a| (a + 1..8).map(move |b| (a, b))) {
            let both = |point: &&[f64; 8]| point[a] < 0.5 && point[b] < 0.5;
            let count = points.iter().filter(both).count();
            assert!((88..=112).contains(&count), "{a} {b} {count}");
        }
    }
}
