//! Order among values of which some may be equal, and the replications in which an input is lowest and highest, for a tornado chart.

use super::moments::{all_finite, correlation};

/// Places of the values in ascending order; places of equal values in their own order.
pub(super) fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    order
}

/// Stretches of places in order whose values are equal.
fn equals<'a>(order: &'a [usize], values: &'a [f64]) -> impl Iterator<Item = &'a [usize]> {
    order.chunk_by(|&a, &b| values[a] == values[b])
}

/// How many places at the head of an order come nearest to `size` without equal values being parted; at least one value.
pub(super) fn head(order: &[usize], values: &[f64], size: f64) -> usize {
    let mut taken = 0;
    for group in equals(order, values) {
        let with_group = taken + group.len();
        if taken > 0 && with_group as f64 - size > size - taken as f64 {
            break;
        }
        taken = with_group;
    }
    taken
}

/// The rank of each value, from one; equal values all have the mean of their ranks.
fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let order = ascending(values);
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0;
    for group in equals(&order, values) {
        for &index in group {
            ranks[index] = below as f64 + (group.len() as f64 + 1.0) / 2.0;
        }
        below += group.len();
    }
    ranks
}

/// Spearman's rank correlation, equal values at the mean of their ranks: 1 where y always rises with x, −1 where it always
/// falls. Absent when lengths differ, when a value is not finite, and where x or y does not vary.
///
/// ```
/// use cyclecast::stats::rank_correlation;
/// let falls = rank_correlation(&[1.0, 2.0, 3.0, 10.0], &[9.0, 4.0, 3.0, 1.0]);
/// assert!((falls.unwrap() + 1.0).abs() < 1e-12);
/// ```
pub fn rank_correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 2 || !all_finite(x) || !all_finite(y) {
        return None;
    }
    correlation(&mid_ranks(x), &mid_ranks(y))
}

/// Places of the replications in which an input is lowest, and of those in which it is highest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fifths {
    /// About a fifth of the replications: those with the lowest values. In ascending order of place.
    pub lowest: Vec<usize>,
    /// About a fifth of the replications: those with the highest values. In ascending order of place.
    pub highest: Vec<usize>,
}

/// The replications in the lowest and in the highest fifth of an input's values.
///
/// Replications with equal values are taken or left together, so that their order decides nothing: a fifth is as near to
/// its size as they allow, and of a choice among few values it is the lowest or highest one, however many have it. No replication
/// is in both. Absent when a value is not finite and when all are equal.
///
/// ```
/// use cyclecast::stats::fifths;
/// let found = fifths(&[5.0, 1.0, 4.0, 2.0, 3.0]).unwrap();
/// assert_eq!((found.lowest, found.highest), (vec![1], vec![0]));
/// let choice = fifths(&[0.0, 1.0, 1.0, 0.0, 1.0]).unwrap();
/// assert_eq!((choice.lowest, choice.highest), (vec![0, 3], vec![1, 2, 4]));
/// ```
pub fn fifths(values: &[f64]) -> Option<Fifths> {
    if !all_finite(values) {
        return None;
    }
    let size = values.len() as f64 / 5.0;
    let mut order = ascending(values);
    let lowest = in_order_of_place(&order[..head(&order, values, size)]);
    order.reverse();
    let highest = in_order_of_place(&order[..head(&order, values, size)]);
    // More than one value: no group is in both, as neither end grows beyond two fifths save by its first group.
    (lowest.len() < values.len()).then_some(Fifths { lowest, highest })
}

fn in_order_of_place(places: &[usize]) -> Vec<usize> {
    let mut places = places.to_vec();
    places.sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    mod ranks {
        use super::*;

        #[test]
        fn equal_values_share_the_mean_of_their_ranks() {
            assert_eq!(
                mid_ranks(&[3.0, 1.0, 3.0, 2.0, 3.0]),
                [4.0, 1.0, 4.0, 2.0, 4.0]
            );
            assert_eq!(mid_ranks(&[0.0, -0.0]), [1.5, 1.5]);
        }

        #[test]
        fn without_equal_values_it_is_spearmans_formula() {
            // 1 − 6 Σ d² / (n (n² − 1)), with d² = 1, 1, 4, 4, 0 for these ranks.
            let x = [10.0, 20.0, 30.0, 40.0, 50.0];
            let y = [2.0, 1.0, 5.0, 2.5, 7.0];
            let found = rank_correlation(&x, &y).unwrap();
            let ranks = mid_ranks(&y);
            let squares: f64 = ranks
                .iter()
                .zip(1..)
                .map(|(rank, index)| (rank - f64::from(index)).powi(2))
                .sum();
            assert!((found - (1.0 - 6.0 * squares / (5.0 * 24.0))).abs() < 1e-12);
        }

        #[test]
        fn neither_the_scale_nor_the_order_of_equal_values_matters() {
            let x = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0];
            let y = [5.0, 1.0, 4.0, 4.0, 9.0, 6.0];
            let found = rank_correlation(&x, &y).unwrap();
            let stretched = rank_correlation(&x.map(f64::exp), &y.map(|y| y * y)).unwrap();
            let swapped = rank_correlation(&x, &[1.0, 5.0, 4.0, 4.0, 6.0, 9.0]).unwrap();
            assert!((found - stretched).abs() < 1e-12 && (found - swapped).abs() < 1e-12);
        }

        #[test]
        fn there_is_none_where_nothing_can_be_said() {
            assert_eq!(rank_correlation(&[1.0, 1.0], &[1.0, 2.0]), None);
            assert_eq!(rank_correlation(&[1.0], &[1.0]), None);
            assert_eq!(rank_correlation(&[1.0, 2.0], &[1.0]), None);
            assert_eq!(rank_correlation(&[1.0, f64::NAN], &[1.0, 2.0]), None);
        }

        #[test]
        fn a_head_takes_whole_groups_and_comes_as_near_as_they_allow() {
            let values = [1.0, 2.0, 2.0, 2.0, 3.0, 4.0];
            let order = ascending(&values);
            assert_eq!(
                [1.0, 2.4, 2.6, 4.4, 6.0].map(|size| head(&order, &values, size)),
                [1, 1, 4, 4, 6]
            );
            assert_eq!(head(&order, &values, 0.0), 1);
        }
    }

    mod fifths {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn fifths_are_apart_and_hold_all_or_none_of_equal_values(
                choices in prop::collection::vec(0_u8..12, 1..60),
                kinds in 1_u8..12,
            ) {
                let values: Vec<f64> = choices.iter().map(|choice| f64::from(choice % kinds)).collect();
                let Some(fifths) = fifths(&values) else {
                    prop_assert!(values.iter().all(|value| *value == values[0]));
                    return Ok(());
                };
                let bounds = |places: &[usize]| {
                    let of_places = places.iter().map(|&index| values[index]);
                    of_places.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
                };
                let (lowest, highest) = (bounds(&fifths.lowest), bounds(&fifths.highest));
                prop_assert!(lowest.1 < highest.0);
                for (index, &value) in values.iter().enumerate() {
                    prop_assert_eq!(value <= lowest.1, fifths.lowest.contains(&index));
                    prop_assert_eq!(value >= highest.0, fifths.highest.contains(&index));
                }
            }
        }

        #[test]
        fn without_equal_values_they_are_fifths() {
            let values: Vec<f64> = (0..1_000)
                .map(|index| f64::from(index * 37 % 1_000))
                .collect();
            let found = fifths(&values).unwrap();
            assert_eq!((found.lowest.len(), found.highest.len()), (200, 200));
            assert!(found.lowest.iter().all(|&index| values[index] < 200.0));
            assert!(found.highest.iter().all(|&index| values[index] >= 800.0));
        }

        #[test]
        fn a_rare_value_is_not_drowned_by_a_common_one() {
            let mut values = vec![1.0; 100];
            values[7] = 0.0;
            let found = fifths(&values).unwrap();
            assert_eq!((found.lowest, found.highest.len()), (vec![7], 99));
        }

        #[test]
        fn there_are_none_of_what_does_not_vary() {
            assert_eq!(fifths(&[]), None);
            assert_eq!(fifths(&[2.0; 10]), None);
            assert_eq!(fifths(&[1.0, f64::NAN]), None);
        }
    }
}
