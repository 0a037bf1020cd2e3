//! What is said of strategies.

use super::*;
use crate::experiment::outcome::comparison::Reference;
use crate::report::fixture;

#[test]
fn titles_stand_in_the_place_of_names_and_a_named_strategy_is_compared_with() {
    let mut found = fixture::strategies();
    for one in &mut found.variants {
        one.title = format!("The way of {}", one.name);
        one.against_reference = one.against_first.clone();
    }
    found.reference = Some(Reference {
        name: "assigned".to_owned(),
        confidence_level: 0.95,
    });
    let text = answer(&found);
    assert!(
        text.starts_with("\"The way of four jobs\" is fastest; with \"The way of four jobs\"")
            && text.contains(". Against \"The way of assigned\": \"The way of all-users\" is ")
            && text.contains(" and \"The way of four jobs\" is 127 min shorter ("),
        "{text}"
    );
}

#[test]
fn a_difference_too_small_to_matter_and_one_that_is_not_settled_are_two_statements() {
    let mut found = fixture::strategies();
    let best = found.best.as_mut().unwrap();
    best.rivals = vec!["assigned".to_owned()];
    best.alike = best.rivals.clone();
    assert_eq!(
        verdict(&found),
        "four jobs and assigned are fastest: they differ by less than 1 %"
    );
    let best = found.best.as_mut().unwrap();
    best.rivals.push("all-users".to_owned());
    assert_eq!(
        verdict(&found),
        "no strategy can be called fastest: assigned differs from four jobs by less than 1 %, all-users cannot be told from it"
    );
    let best = found.best.as_mut().unwrap();
    best.alike = best.rivals.clone();
    assert_eq!(
        verdict(&found),
        "no strategy is faster than the others: four jobs, assigned and all-users differ by less than 1 %"
    );
}

#[test]
fn a_winner_is_named_with_its_lead() {
    let found = fixture::strategies();
    assert_eq!(verdict(&found), "four jobs is fastest");
    let text = answer(&found);
    assert!(
        text.starts_with(
            "four jobs is fastest; with four jobs the median initial cycle takes 128 min; "
        ) && text.contains("; next is assigned, which takes 127 min longer (")
            && text.contains(", and four jobs is faster in 100.0 % of the replications ("),
        "{text}"
    );
}

#[test]
fn no_winner_is_claimed_that_the_interval_does_not_support() {
    let mut found = fixture::strategies();
    let best = found.best.as_mut().unwrap();
    best.rivals = vec!["assigned".to_owned()];
    assert_eq!(
        verdict(&found),
        "four jobs or assigned are fastest: they cannot be told apart"
    );
    assert!(answer(&found).contains("; next is all-users"));
    let names = found.variants.iter().map(|one| one.name.clone());
    let rivals = names.filter(|name| name != "four jobs").collect();
    found.best.as_mut().unwrap().rivals = rivals;
    assert_eq!(
        verdict(&found),
        "no strategy can be called fastest: four jobs, assigned and all-users cannot be told apart"
    );
    assert!(!answer(&found).contains("next is"));
}

#[test]
fn what_has_no_end_or_no_rival_is_told() {
    let mut found = fixture::strategies();
    let best = found
        .variants
        .iter_mut()
        .find(|one| one.name == "four jobs");
    best.unwrap().p50.value = None;
    assert!(answer(&found).starts_with("with no strategy"));
    found.best = None;
    assert_eq!(answer(&found), "it is not known which strategy is fastest");
    let mut alone = fixture::strategies();
    alone.variants.retain(|one| one.name == "four jobs");
    assert_eq!(verdict(&alone), "four jobs is the only strategy");
}

#[test]
fn a_strategy_that_leaves_more_undone_is_not_praised_without_saying_so() {
    let mut found = fixture::strategies();
    let best = found
        .variants
        .iter_mut()
        .find(|one| one.name == "four jobs");
    best.unwrap().left_out.p50 = 300.0;
    assert!(
        answer(&found).contains("; but four jobs leaves 300 users and groups to later cycles, ")
    );
    let best = found
        .variants
        .iter_mut()
        .find(|one| one.name == "four jobs")
        .unwrap();
    (best.left_out.p50, best.left_out_references.p50) = (4.0, 900.0);
    let said = answer(&found);
    assert!(
        said.contains("; but four jobs leaves 4 users and groups and 900 managers and memberships to later cycles, ")
            && said.contains(" only 4 and 0"),
        "{said}"
    );
}
