//! Constraints: what an input breaks is told at once, all of it, before its
//! method runs and before there is an instance.

use serde_json::{Map, Value, json};
use stagedoor::prelude::CallError;
use stagedoor::{Issue, PathSegment};
use support::{Client, Instance, Transport, World};

use crate::actors;
use crate::actors::Registry;

cases!(
    an_input_within_the_constraints_is_accepted,
    all_that_is_broken_is_told_at_once,
    what_is_broken_without_end_is_told_in_part,
    what_is_told_of_one_place_is_short,
    containers_are_looked_into,
    a_whole_input_is_looked_into,
    the_contents_of_a_variant_are_looked_into,
    nothing_is_created_for_a_refused_input,
    the_schema_shows_the_constraints,
    a_check_that_panics_is_an_internal_error,
    a_call_within_the_process_is_refused_as_well,
);

async fn an_input_within_the_constraints_is_accepted(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let registry = Instance::unique("registry");
    let input = json!({ "person": ada(), "greetingText": "hey", "luckyNumbers": [7, 9] });
    assert_eq!(client.result(&registry, "signUp", input).await, 1);
    // Five characters in seven bytes.
    let without = json!({ "fullName": "Éloïs", "age": 36 });
    let input = json!({ "person": without, "greetingText": "", "luckyNumbers": [] });
    assert_eq!(client.result(&registry, "signUp", input).await, 2);
}

async fn all_that_is_broken_is_told_at_once(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let person = json!({
        "fullName": "Augusta",
        "mail": "nowhere",
        "age": 17,
        "homeAddress": { "zipCode": "1234", "country": "XX" },
    });
    let input =
        json!({ "person": person, "greetingText": "héllo", "luckyNumbers": [1, 10, 2, 11] });
    let issues = refused(&mut client, "signUp", input).await;
    let paths: Vec<&Value> = issues.iter().map(|issue| &issue["path"]).collect();
    assert_eq!(
        paths,
        [
            &json!(["person", "fullName"]),
            &json!(["person", "mail"]),
            &json!(["person", "age"]),
            &json!(["person", "homeAddress", "zipCode"]),
            &json!(["person", "homeAddress", "country"]),
            &json!(["greetingText"]),
            &json!(["greetingText"]),
            &json!(["luckyNumbers", 1]),
            &json!(["luckyNumbers", 3]),
        ]
    );
    let messages: Vec<&str> = issues
        .iter()
        .map(|issue| issue["message"].as_str().expect("a message is a text"))
        .collect();
    assert_eq!(messages[0], "length is greater than 5");
    assert_eq!(messages[4], "`XX` is not a country");
    assert_eq!(messages[7], "greater than 9");
    assert_eq!(messages[5], "length is greater than 3");
}

async fn what_is_broken_without_end_is_told_in_part(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let person = json!({ "fullName": "", "age": 3 });
    for (persons, told) in [(49, 98), (50, 100), (51, 101), (20_000, 101)] {
        let listed = vec![person.clone(); persons];
        let input = json!({ "listed": listed, "mapped": {}, "hashed": {} });
        let issues = refused(&mut client, "signUpAll", input).await;
        assert_eq!(issues.len(), told);
        assert_eq!(issues[97]["path"], json!(["listed", 48, "age"]));
        if let Some(last) = issues.get(Issue::MOST) {
            assert_eq!(*last, json!({ "path": [], "message": "… and more" }));
        }
    }
    let numbers = vec![10; 500];
    let input = json!({ "person": ada(), "greetingText": "", "luckyNumbers": numbers });
    let issues = refused(&mut client, "signUp", input).await;
    assert_eq!(issues.len(), Issue::MOST + 1);
    let mapped: Map<String, Value> = (0..500)
        .map(|number| (number.to_string(), person.clone()))
        .collect();
    let input = json!({ "listed": [], "mapped": mapped, "hashed": {} });
    let issues = refused(&mut client, "signUpAll", input).await;
    assert_eq!(issues.len(), Issue::MOST + 1);

    let handle = world.app().actor::<Registry>("a");
    let fits = serde_json::from_value(ada()).expect("its types fit");
    let outcome = handle.sign_up(fits, String::new(), vec![10; 500]).await;
    let Err(CallError::Validation(issues)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(issues.len(), Issue::MOST + 1);
}

/// Also where the client's own text is a part of it: as a key, in a message.
async fn what_is_told_of_one_place_is_short(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let long = "\"ü".repeat(50_000);
    let lost = json!({ "zipCode": "1", "country": "FR" });
    let abroad = json!({ "zipCode": "12345", "country": long });
    let shouting = json!({ "fullName": long, "age": long });
    for (listed, key, addresses) in [
        (json!([]), &*long, json!([lost, lost, lost])),
        (json!([]), &*long, json!([5])),
        (json!([]), "a", json!([abroad, abroad, abroad])),
        (json!([shouting]), "a", json!([])),
        (long.clone().into(), "a", json!(long)),
    ] {
        let input = json!({ "listed": listed, "mapped": {}, "hashed": { key: addresses } });
        for issue in refused(&mut client, "signUpAll", input).await {
            let message = issue["message"].as_str().expect("a message is a text");
            assert!(message.len() <= Issue::LONGEST, "{}", message.len());
            let path = issue["path"].as_array().expect("a path is a list");
            let keys = path.iter().filter_map(Value::as_str);
            assert!(keys.map(str::len).sum::<usize>() <= Issue::LONGEST);
        }
    }
}

async fn containers_are_looked_into(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let old = json!({ "fullName": "", "age": 99 });
    let address = json!({ "zipCode": "x", "country": "FR" });
    let input = json!({
        "listed": [ada(), old],
        "mapped": { "b": ada(), "c": old },
        "hashed": { "d": [address] },
    });
    let issues = refused(&mut client, "signUpAll", input).await;
    let paths: Vec<&Value> = issues.iter().map(|issue| &issue["path"]).collect();
    assert_eq!(
        paths,
        [
            &json!(["listed", 1, "fullName"]),
            &json!(["mapped", "c", "fullName"]),
            &json!(["hashed", "d", 0, "zipCode"]),
        ]
    );
}

async fn a_whole_input_is_looked_into(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let young = json!({ "fullName": "Ada", "age": 3 });
    let issues = refused(&mut client, "replace", young).await;
    assert_eq!(issues[0]["path"], json!(["age"]));
    assert_eq!(issues.len(), 1);
}

async fn the_contents_of_a_variant_are_looked_into(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let issues = refused(
        &mut client,
        "reach",
        json!({ "contact": { "phone": "12" } }),
    )
    .await;
    assert_eq!(issues[0]["path"], json!(["contact", "phone"]));
    let letter = json!({ "toAddress": { "zipCode": "1", "country": "JP" } });
    let issues = refused(
        &mut client,
        "reach",
        json!({ "contact": { "letter": letter } }),
    )
    .await;
    let path = json!(["contact", "letter", "toAddress", "zipCode"]);
    assert_eq!(issues[0]["path"], path);
    let registry = Instance::unique("registry");
    let fine = json!({ "contact": "none" });
    assert_eq!(client.result(&registry, "reach", fine).await, false);
}

async fn nothing_is_created_for_a_refused_input(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    refused(&mut client, "replace", json!({ "fullName": "", "age": 3 })).await;
    assert_eq!(world.instances(), 0);
}

async fn the_schema_shows_the_constraints(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let schema = world.app().schema();
    let input = &schema["actors"]["registry"]["methods"]["signUp"]["input"];
    let greeting = &input["properties"]["greetingText"];
    assert_eq!(greeting["maxLength"], 3);
    assert_eq!(greeting["description"], "What to say.");
    assert_eq!(input["properties"]["luckyNumbers"]["items"]["maximum"], 9);
    let person = &input["$defs"]["Person"]["properties"];
    assert_eq!(person["fullName"]["minLength"], 1);
    assert_eq!(person["fullName"]["maxLength"], 5);
    assert_eq!(person["mail"]["format"], "email");
    assert_eq!(person["age"]["minimum"], 18);
    let address = &input["$defs"]["Address"]["properties"];
    assert_eq!(address["zipCode"]["pattern"], "^[0-9]{5}$");
    let state = &schema["actors"]["registry"]["state"];
    assert_eq!(state["$defs"]["Person"]["properties"]["age"]["minimum"], 18);
}

async fn a_check_that_panics_is_an_internal_error(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let registry = Instance::unique("registry");
    let input = json!({ "text": "" });
    let error = client
        .failure("internal", &registry, "explode", input)
        .await;
    assert_eq!(error["error"], "Internal error");
    let handle = world.app().actor::<Registry>("a");
    let outcome = handle.explode(String::new()).await;
    assert!(matches!(outcome, Err(CallError::Internal)), "{outcome:?}");
}

async fn a_call_within_the_process_is_refused_as_well(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let handle = world.app().actor::<Registry>("a");
    let person = serde_json::from_value(json!({ "fullName": "Augusta", "age": 3 }));
    let person = person.expect("its types fit");
    let outcome = handle.sign_up(person, "hello".to_owned(), vec![10]).await;
    let Err(CallError::Validation(issues)) = outcome else {
        panic!("{outcome:?}");
    };
    let key = |key: &str| PathSegment::Key(key.to_owned());
    let paths: Vec<Vec<PathSegment>> = issues.into_iter().map(|Issue { path, .. }| path).collect();
    assert_eq!(
        paths,
        [
            vec![key("person"), key("fullName")],
            vec![key("person"), key("age")],
            vec![key("greetingText")],
            vec![key("luckyNumbers"), PathSegment::Index(0)],
        ]
    );
    assert_eq!(world.instances(), 0);
}

fn ada() -> Value {
    json!({
        "fullName": "Ada",
        "mail": "ada@example.com",
        "age": 36,
        "homeAddress": { "zipCode": "12345", "country": "FR" },
    })
}

/// What is said about the input, which is refused.
async fn refused(client: &mut Client, method: &str, input: Value) -> Vec<Value> {
    let registry = Instance::unique("registry");
    let error = client.failure("validation", &registry, method, input).await;
    let text = error["error"].as_str().expect("an error is a text");
    let start = format!("Validation failed for {method}: ");
    let issues = text
        .strip_prefix(&start)
        .expect("the prefix that clients look for");
    serde_json::from_str(issues).expect("an array of issues")
}
