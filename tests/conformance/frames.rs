//! The frames of the server: their fields, which are there and which are not.

use serde_json::json;
use support::{Instance, Transport, World};

use crate::actors;

cases!(
    welcome_is_first_and_names_the_connection,
    every_connection_has_an_id_of_its_own,
    a_success_has_a_result_and_no_error,
    a_method_that_returns_nothing_has_neither_field,
    a_fallible_method_that_returns_nothing_has_neither_field,
    none_is_a_result,
    a_call_is_answered_with_its_own_id,
    an_event_has_its_fields,
    a_snapshot_has_its_fields,
    a_patch_has_its_fields,
    fields_may_come_in_any_order_with_any_spacing,
    any_text_survives_the_way_there_and_back,
    subscribing_and_unsubscribing_are_not_answered,
);

async fn welcome_is_first_and_names_the_connection(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    // `connect` takes the first frame and accepts nothing but the welcome.
    let mut client = world.connect().await;
    assert!(!client.id().is_empty());
    let seen = client
        .result(&Instance::unique("desk"), "client", json!({}))
        .await;
    assert_eq!(
        seen,
        client.id(),
        "methods know the connection by the same id"
    );
}

async fn every_connection_has_an_id_of_its_own(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (first, second, third) = (
        world.connect().await,
        world.connect().await,
        world.connect().await,
    );
    assert_ne!(first.id(), second.id());
    assert_ne!(first.id(), third.id());
    assert_ne!(second.id(), third.id());
}

async fn a_success_has_a_result_and_no_error(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    client.send(&desk.rpc("call", "echo", json!({ "text": "hi" })));
    client
        .expect(json!({ "type": "rpc:result", "id": "call", "result": "hi" }))
        .await;
}

async fn a_method_that_returns_nothing_has_neither_field(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    client.send(&Instance::unique("desk").rpc("call", "ping", json!({})));
    client
        .expect(json!({ "type": "rpc:result", "id": "call" }))
        .await;
}

async fn a_fallible_method_that_returns_nothing_has_neither_field(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    client.send(&desk.rpc("call", "nothingOrRefused", json!({ "refuse": false })));
    client
        .expect(json!({ "type": "rpc:result", "id": "call" }))
        .await;
}

async fn none_is_a_result(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    client.send(&Instance::unique("desk").rpc("call", "none", json!({})));
    client
        .expect(json!({ "type": "rpc:result", "id": "call", "result": null }))
        .await;
}

async fn a_call_is_answered_with_its_own_id(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    for id in [
        "",
        " ",
        "1",
        "null",
        "\u{0}",
        "\"\\/",
        "ü€𝄞",
        "a\nb",
        &"x".repeat(200),
    ] {
        client.send(&desk.rpc(id, "ping", json!({})));
        client
            .expect(json!({ "type": "rpc:result", "id": id }))
            .await;
    }
    // The same id again is another call.
    for _ in 0..2 {
        client.send(&desk.rpc("again", "ping", json!({})));
    }
    for _ in 0..2 {
        client
            .expect(json!({ "type": "rpc:result", "id": "again" }))
            .await;
    }
}

async fn an_event_has_its_fields(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    client.listen(&counter).await;
    client.start(&counter, "add", json!({ "by": 2 }));
    client
        .expect(json!({
            "type": "event",
            "actor": "counter",
            "actorId": counter.id,
            "event": "changed",
            "payload": { "value": 2 },
        }))
        .await;
}

async fn a_snapshot_has_its_fields(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    client.send(&desk.frame("state:sub"));
    client
        .expect(json!({
            "type": "state:snapshot",
            "actor": "desk",
            "actorId": desk.id,
            "state": { "drawers": 0 },
        }))
        .await;
}

async fn a_patch_has_its_fields(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    client.watch(&counter).await;
    client.start(&counter, "put", json!({ "client": "a/b~c", "sum": 3 }));
    client
        .expect(json!({
            "type": "state:patch",
            "actor": "counter",
            "actorId": counter.id,
            "patches": [{ "op": "add", "path": "/byClient/a~1b~0c", "value": 3 }],
        }))
        .await;
}

async fn fields_may_come_in_any_order_with_any_spacing(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for text in [
        r#"{"input":{"text":"hi"},"method":"echo","actorId":"a","actor":"desk","id":"1","type":"rpc"}"#,
        "  { \"type\" : \"rpc\" ,\t\"id\":\"1\", \"actor\":\"desk\",\r \"actorId\":\"a\", \"method\":\"echo\" , \"input\" : { \"text\" : \"hi\" } }  ",
        r#"{"\u0074ype":"\u0072pc","id":"\u0031","act\u006fr":"d\u0065sk","actorId":"\u0061","method":"ech\u006f","input":{"t\u0065xt":"h\u0069"}}"#,
    ] {
        client.send_text(text);
        client
            .expect(json!({ "type": "rpc:result", "id": "1", "result": "hi" }))
            .await;
    }
}

async fn any_text_survives_the_way_there_and_back(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for text in [
        "",
        "\u{0}\u{1f}\u{7f}\u{2028}",
        "\"\\/\r\n\t",
        "ü€𝄞\u{feff}",
        "</script>",
    ] {
        // An instance's id is any text as well.
        let desk = Instance::new("desk", format!("id {text}"));
        let echoed = client.result(&desk, "echo", json!({ "text": text })).await;
        assert_eq!(echoed, text);
        client.send(&desk.frame("state:sub"));
        client.expect(desk.snapshot(json!({ "drawers": 0 }))).await;
    }
}

async fn subscribing_and_unsubscribing_are_not_answered(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    for kind in ["event:sub", "event:unsub", "state:unsub", "event:unsub"] {
        client.send(&desk.frame(kind));
    }
    assert_eq!(
        client.settled_frames(&desk).await,
        Vec::<serde_json::Value>::new()
    );
}
