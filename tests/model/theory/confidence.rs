//! Whether a closed form lies inside the confidence interval of independent replications.

/// Independent replications behind each check; the quantile below belongs to this number.
pub const REPLICATIONS: u64 = 30;

/// The 99.95th percentile of Student's t with 29 degrees of freedom: a two-sided interval of 99.9 %.
const STUDENT_T: f64 = 3.659;

/// Asserts that `theory` lies inside the 99.9 % Student-t interval of the replication means, and that the interval
/// is narrower than `widest` (its half-width relative to `theory`): a wide interval would prove nothing.
pub fn assert_covers(what: &str, theory: f64, replication_means: &[f64], widest: f64) {
    assert_eq!(replication_means.len() as u64, REPLICATIONS);
    let number = replication_means.len() as f64;
    let mean = replication_means.iter().sum::<f64>() / number;
    let squares: f64 = replication_means.iter().map(|m| (m - mean).powi(2)).sum();
    let half_width = STUDENT_T * (squares / (number - 1.0) / number).sqrt();
    assert!(
        (mean - theory).abs() <= half_width,
        "{what}: theory says {theory}, simulation {mean} ± {half_width}"
    );
    assert!(
        half_width < widest * theory,
        "{what}: {mean} ± {half_width} is too wide to tell anything"
    );
}

#[test]
fn an_interval_notices_a_bias_of_its_own_width() {
    // Means that alternate by one per cent around 1: half-width 0.68 %.
    let around = |centre: f64| -> Vec<f64> {
        (0..REPLICATIONS)
            .map(|i| centre + if i % 2 == 0 { 0.01 } else { -0.01 })
            .collect()
    };
    assert_covers("unbiased", 1.0, &around(1.0), 0.007);
    let biased = std::panic::catch_unwind(|| assert_covers("biased", 1.0, &around(1.007), 0.01));
    let wide = std::panic::catch_unwind(|| assert_covers("wide", 1.0, &around(1.0), 0.006));
    assert!(biased.is_err() && wide.is_err());
}
