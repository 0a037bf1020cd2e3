//! Searches: filters, pages, and what the store says of itself.

use serde_json::{Value, json};

use super::{Target, id};

fn with_two_users() -> Target {
    let mut target = Target::new();
    let ada = json!({
        "userName": "Ada@x.example", "externalId": "E1", "displayName": "Ada \"A\"", "title": "Dr",
        "emails": [{ "type": "work", "value": "Ada@Mail.example" }, { "type": "home", "value": "ada@home.example" }],
    });
    target.ask("POST", "/Users", &ada);
    let bob = json!({ "userName": "bob", "externalId": "e1", "active": false });
    target.ask("POST", "/Users", &bob);
    target
}

#[test]
fn lookups_find_who_matches_by_the_case_rules_of_the_attribute() {
    let mut target = with_two_users();
    for (filter, expected) in [
        ("userName eq \"ADA@X.EXAMPLE\"", &["Ada@x.example"][..]),
        ("USERNAME EQ \"bob\"", &["bob"]),
        (
            "urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"bob\"",
            &["bob"],
        ),
        ("externalId eq \"e1\"", &["bob"]),
        ("externalId eq \"E1\"", &["Ada@x.example"]),
        (
            "emails[type eq \"work\"].value eq \"ada@mail.example\"",
            &["Ada@x.example"],
        ),
        (
            "emails[type eq \"work\" and value eq \"ada@mail.example\"]",
            &["Ada@x.example"],
        ),
        (
            "emails[type eq \"work\"].value eq \"ada@home.example\"",
            &[],
        ),
        ("emails.value eq \"ada@home.example\"", &["Ada@x.example"]),
        ("emails eq \"ada@home.example\"", &["Ada@x.example"]),
        ("displayName eq \"ada \\\"a\\\"\"", &["Ada@x.example"]),
        ("active eq false", &["bob"]),
        ("active eq \"False\"", &["bob"]),
        ("title pr and not (active eq false)", &["Ada@x.example"]),
        ("title pr or userName sw \"b\"", &["Ada@x.example", "bob"]),
        (
            "(userName co \"x.ex\" and title ne \"Mr\") or userName ew \"z\"",
            &["Ada@x.example"],
        ),
        ("userName gt \"b\"", &["bob"]),
        (
            "meta.resourceType eq \"User\" and userName lt \"b\"",
            &["Ada@x.example"],
        ),
        ("userName eq \"7b1d4daf-8e78-4e6a-a1b9-65f4e220a839\"", &[]),
    ] {
        assert_eq!(target.found("Users", filter), expected, "{filter}");
    }
}

#[test]
fn a_filter_that_is_none_is_refused() {
    let mut target = with_two_users();
    for filter in [
        "",
        "userName",
        "userName eq",
        "nothing eq \"x\"",
        "userName eq \"x",
        "userName like \"x\"",
        "(userName eq \"x\"",
        "userName eq \"x\" and",
        "userName eq \"x\" trailing",
        "emails[type eq \"x\"",
        "title[type eq \"x\"] pr",
        "emails[nothing eq 1]",
        "userName eq {}",
        "and",
        "not userName pr",
    ] {
        let query: String = form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let (status, error) = target.get(&format!("/Users?filter={query}"));
        assert_eq!(
            (status, &error["scimType"]),
            (400, &json!("invalidFilter")),
            "{filter}"
        );
    }
    let deep = format!("{}userName pr{}", "(".repeat(5_000), ")".repeat(5_000));
    assert_eq!(target.get(&format!("/Users?filter={deep}")).0, 400);
}

#[test]
fn pages_begin_at_one_and_have_a_bound() {
    let mut target = Target::new();
    for number in 0..1_050 {
        target.user(&format!("user{number}"));
    }
    let mut page = |query: &str| {
        let (status, list) = target.get(&format!("/Users?{query}"));
        assert_eq!(
            (status, &list["totalResults"]),
            (200, &json!(1_050)),
            "{query}"
        );
        let resources = list["Resources"].as_array().expect("a list");
        assert_eq!(list["itemsPerPage"], resources.len());
        let first = resources
            .first()
            .map(|one| one["userName"].as_str().expect("a name").to_owned());
        (resources.len(), first.unwrap_or_default())
    };
    assert_eq!(page(""), (100, "user0".to_owned()));
    assert_eq!(page("startIndex=101&count=2"), (2, "user100".to_owned()));
    assert_eq!(page("startIndex=1049&count=50"), (2, "user1048".to_owned()));
    assert_eq!(page("startIndex=0&count=1"), (1, "user0".to_owned()));
    assert_eq!(page("startIndex=-5&count=1"), (1, "user0".to_owned()));
    assert_eq!(page("count=0").0, 0);
    assert_eq!(page("count=-1").0, 0);
    assert_eq!(page("count=5000").0, 1_000);
    assert_eq!(page("startIndex=99999").0, 0);
    assert_eq!(target.get("/Users?count=many").0, 400);
    assert_eq!(target.get("/Users?count=1&aadOptscim062020").0, 200);
}

#[test]
fn the_store_says_what_it_can_and_knows() {
    let mut target = Target::new();
    let (status, config) = target.get("/ServiceProviderConfig");
    assert_eq!((status, &config["patch"]["supported"]), (200, &json!(true)));
    assert_eq!(config["bulk"]["supported"], false);
    let (_, types) = target.get("/ResourceTypes");
    assert_eq!(types["totalResults"], 2);
    let (_, schemas) = target.get("/Schemas");
    for schema in schemas["Resources"].as_array().expect("a list") {
        let (status, one) = target.get(&format!("/Schemas/{}", id(schema)));
        assert_eq!((status, &one), (200, schema));
    }
    assert_eq!(target.get("/ResourceTypes/User").1["endpoint"], "/Users");
    assert_eq!(target.get("/Schemas/unknown").0, 404);
    assert_eq!(target.ask("POST", "/Schemas", &json!({})).0, 405);
}

#[test]
fn what_is_not_implemented_says_so() {
    let mut target = Target::new();
    for (method, address, expected) in [
        ("POST", "/Bulk", 501),
        ("GET", "/Me", 501),
        ("GET", "/", 404),
        ("GET", "/Nothing", 404),
        ("DELETE", "/Users", 405),
        ("GET", "/Users/1/2", 404),
    ] {
        assert_eq!(
            target.ask(method, address, &Value::Null).0,
            expected,
            "{address}"
        );
    }
}
