//! The chat example in real browsers, as people use it. Skips where no
//! chromedriver is installed, and says so.

use std::io::Write;

use fantoccini::key::Key;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use self::browser::Browser;
use self::server::Server;

#[path = "page/browser.rs"]
mod browser;
#[path = "../examples/chat.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "an example is a program, and here it is a module"
)]
mod chat;
#[path = "page/server.rs"]
mod server;

/// Browsers are heavy: the tests of this file take turns.
static TURN: Mutex<()> = Mutex::const_new(());

#[tokio::test(flavor = "multi_thread")]
async fn two_people_talk() {
    let _turn = TURN.lock().await;
    let Some(browser) = Browser::start() else {
        return say_skipped();
    };
    let server = Server::start().await;
    let ada = browser.desktop(server.address).await;
    let ben = browser.desktop(server.address).await;

    ada.join("Ada", "stage").await;
    ada.sees_members(&["Ada"]).await;
    let empty = ada.find("//*[@id='empty']").await;
    assert!(empty.is_displayed().await.expect("it is there"));

    // Whoever opens the address that the others are at is in the same room.
    ben.visit(&format!("http://{}/#stage", server.address))
        .await;
    assert_eq!(
        ben.run("return document.getElementById('room-name').value")
            .await,
        "stage"
    );
    ben.join("Ben", "stage").await;
    ada.sees_members(&["Ada", "Ben"]).await;
    ben.sees_members(&["Ada", "Ben"]).await;

    ada.write("Good evening").await;
    ben.find("//*[@id='typing'][contains(@class, 'shown')]/*[.='Ada is typing']")
        .await;
    ada.press(Key::Enter).await;
    ben.hears("Ada", "Good evening").await;
    ben.find("//*[@id='typing'][not(contains(@class, 'shown'))]")
        .await;
    ada.hears("Ada", "Good evening").await;
    ada.find("//li[contains(@class, 'own')]/*[.='Good evening']")
        .await;

    // What people write is text, whatever it looks like.
    ben.say("<img src=x onerror=document.title=1>").await;
    ada.hears("Ben", "<img src=x onerror=document.title=1>")
        .await;
    assert_eq!(
        ada.run("return document.querySelectorAll('#messages img').length")
            .await,
        0
    );

    // Another room is another room, and leaving is seen.
    ben.click("leave").await;
    ada.sees_members(&["Ada"]).await;
    ben.join("", "wings").await;
    ben.sees_members(&["Ben"]).await;
    assert_eq!(
        ben.run("return document.querySelectorAll('.message').length")
            .await,
        0
    );

    // Another address leads to another room, and a reload back to the same.
    ben.run("location.hash = 'stage'").await;
    ben.sees_members(&["Ada", "Ben"]).await;
    ben.hears("Ada", "Good evening").await;
    ben.write("Half a thou").await;
    ben.reload().await;
    ada.sees_members(&["Ada", "Ben"]).await;
    ben.hears("Ada", "Good evening").await;
    ben.find("//li[contains(@class, 'own')]/*[contains(., 'onerror')]")
        .await;
    ben.say("ght").await;
    ada.hears("Ben", "Half a thought").await;

    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_told() {
    let _turn = TURN.lock().await;
    let Some(browser) = Browser::start() else {
        return say_skipped();
    };
    let server = Server::start().await;
    let page = browser.desktop(server.address).await;

    page.press(Key::Enter).await;
    page.find("//*[@id='refusal'][.='Tell the others your name first.']")
        .await;

    page.type_at_focus(&"long ".repeat(10)).await;
    page.press(Key::Enter).await;
    page.find("//*[@id='refusal'][.='A name has 1 to 40 characters.']")
        .await;
    assert_eq!(page.focus().await, "name");

    page.run("document.getElementById('name').value = ''").await;
    page.join("Ada", "stage").await;
    page.run("const draft = document.getElementById('draft'); draft.value = 'x'.repeat(2000); draft.dispatchEvent(new Event('input'))").await;
    page.write("y").await;
    page.find("//*[@id='count'][contains(@class, 'over')][.='2001 / 2000']")
        .await;
    page.press(Key::Enter).await;
    assert_eq!(
        page.run("return document.getElementById('draft').value.length")
            .await,
        2001
    );
    page.press(Key::Backspace).await;
    page.press(Key::Enter).await;
    page.hears("Ada", &"x".repeat(2000)).await;

    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_survive_restarts_of_the_server() {
    let _turn = TURN.lock().await;
    let Some(browser) = Browser::start() else {
        return say_skipped();
    };
    let server = Server::start().await;
    let address = server.address;
    let ada = browser.desktop(address).await;
    let ben = browser.phone(address).await;
    ada.join("Ada", "stage").await;
    ben.join("Ben", "stage").await;
    ada.say("Before the restart").await;
    ben.hears("Ada", "Before the restart").await;

    server.crash().await;
    ada.reconnecting().await;
    ben.reconnecting().await;
    ada.say("Written meanwhile").await;
    ada.find("//*[@id='notice'][contains(., 'stays here')]")
        .await;

    let server = Server::start_at(address).await;
    for page in [&ada, &ben] {
        page.connected().await;
        page.sees_members(&["Ada", "Ben"]).await;
        page.find("//li[@class='divider'][.='The server restarted; earlier messages are gone']")
            .await;
        assert_eq!(
            page.run("return document.querySelectorAll('.message').length")
                .await,
            0
        );
    }
    // Nothing was sent behind the writer's back, and nothing was lost.
    assert_eq!(
        ada.run("return document.getElementById('draft').value")
            .await,
        "Written meanwhile"
    );
    ada.press(Key::Enter).await;
    ben.hears("Ada", "Written meanwhile").await;
    ben.say("And answered").await;
    ada.hears("Ben", "And answered").await;
    ada.find("//*[@id='notice'][.='']").await;

    server.stop().await;
    ada.reconnecting().await;
    let server = Server::start_at(address).await;
    ada.connected().await;
    ben.connected().await;
    ada.sees_members(&["Ada", "Ben"]).await;
    ada.say("Back again").await;
    ben.hears("Ada", "Back again").await;

    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_in_flight_is_neither_lost_nor_doubled() {
    let _turn = TURN.lock().await;
    let Some(browser) = Browser::start() else {
        return say_skipped();
    };
    let server = Server::start().await;
    let address = server.address;
    let ada = browser.desktop(address).await;
    ada.join("Ada", "stage").await;

    // It arrives, and the connection breaks before the answer.
    ada.run(
        "const send = WebSocket.prototype.send;
         WebSocket.prototype.send = function (frame) {
             send.call(this, frame);
             if (frame.includes('post')) { WebSocket.prototype.send = send; this.close(); }
         }",
    )
    .await;
    ada.say("Arrived").await;
    ada.connected().await;
    ada.hears("Ada", "Arrived").await;
    ada.say("Next").await;
    ada.hears("Ada", "Next").await;
    assert_eq!(
        ada.run("return document.querySelectorAll('.message').length")
            .await,
        2
    );
    assert_eq!(
        ada.run("return document.getElementById('draft').value")
            .await,
        ""
    );

    // It never arrives: it is back in the composer, before what was written since.
    ada.run(
        "const send = WebSocket.prototype.send;
         WebSocket.prototype.send = function (frame) {
             if (frame.includes('post')) WebSocket.prototype.send = send;
             else send.call(this, frame);
         }",
    )
    .await;
    ada.say("Lost").await;
    ada.find("//li[contains(@class, 'sending')]/*[.='Lost']")
        .await;
    ada.write("since").await;
    server.crash().await;
    ada.reconnecting().await;
    let server = Server::start_at(address).await;
    ada.connected().await;
    ada.find("//*[@id='notice'][contains(., 'back in the box')]")
        .await;
    assert_eq!(
        ada.run("return document.getElementById('draft').value")
            .await,
        "Lost\n\nsince"
    );
    assert_eq!(
        ada.run("return document.querySelectorAll('.sending').length")
            .await,
        0
    );

    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_scrolls_only_down() {
    let _turn = TURN.lock().await;
    let Some(browser) = Browser::start() else {
        return say_skipped();
    };
    let server = Server::start().await;
    let phone = browser.phone(server.address).await;
    let desktop = browser.desktop(server.address).await;
    let widths = "return [document.documentElement.scrollWidth, innerWidth, log.scrollWidth - log.clientWidth]";
    assert_eq!(phone.run(widths).await, json!([360, 360, 0]));

    let room = "a-room-with-a-name-that-is-wider-than-the-whole-phone";
    phone
        .join("Wolfeschlegelsteinhausenbergerdorff", room)
        .await;
    desktop.join("Ada", room).await;
    desktop.say(&"unbroken".repeat(30)).await;
    for line in 1..=20 {
        desktop.say(&format!("Line {line}")).await;
    }
    phone.hears("Ada", "Line 20").await;
    phone.say(&"0123456789".repeat(12)).await;
    desktop
        .hears(
            "Wolfeschlegelsteinhausenbergerdorff",
            &"0123456789".repeat(12),
        )
        .await;
    assert_eq!(phone.run(widths).await, json!([360, 360, 0]));
    phone.click("people-toggle").await;
    phone
        .find("//*[@id='people-toggle'][@aria-expanded='true']")
        .await;
    assert_eq!(phone.run(widths).await, json!([360, 360, 0]));
    phone.press(Key::Escape).await;
    phone
        .find("//*[@id='people-toggle'][@aria-expanded='false']")
        .await;

    // Who reads further up stays there, and is told that there is more.
    phone.run("log.scrollTop = 0").await;
    phone.find("//*[@id='newer'][not(@hidden)]").await;
    desktop.say("News").await;
    phone.find("//*[@id='newer'][.='1 new message']").await;
    assert_eq!(phone.run("return log.scrollTop").await, 0);
    phone.click("newer").await;
    phone.find("//*[@id='newer'][@hidden]").await;
    let below = phone
        .run("return log.scrollHeight - log.scrollTop - log.clientHeight")
        .await;
    assert!(below.as_f64().is_some_and(|below| below < 2.0), "{below}");

    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_is_enough() {
    let _turn = TURN.lock().await;
    let Some(browser) = Browser::start() else {
        return say_skipped();
    };
    let server = Server::start().await;
    let page = browser.desktop(server.address).await;
    let ring = "return getComputedStyle(document.activeElement).outlineStyle";

    assert_eq!(page.focus().await, "name");
    page.type_at_focus("Ada").await;
    page.press(Key::Tab).await;
    assert_eq!(page.focus().await, "room-name");
    assert_eq!(page.run(ring).await, "solid");
    page.press(Key::Enter).await;
    page.connected().await;

    assert_eq!(page.focus().await, "draft");
    page.type_at_focus("first line").await;
    page.press_all(&[Key::Shift, Key::Enter]).await;
    page.type_at_focus("second line").await;
    page.press(Key::Enter).await;
    page.hears("Ada", "first line\nsecond line").await;
    page.type_at_focus("by the button").await;
    page.press(Key::Tab).await;
    assert_eq!(page.focus().await, "send");
    assert_eq!(page.run(ring).await, "solid");
    page.press(Key::Enter).await;
    page.hears("Ada", "by the button").await;

    // Escape leads back to the composer from anywhere.
    page.press(Key::Escape).await;
    assert_eq!(page.focus().await, "draft");
    for id in ["log", "leave", "copy"] {
        page.press_all(&[Key::Shift, Key::Tab]).await;
        assert_eq!(page.focus().await, id);
        assert_eq!(page.run(ring).await, "solid");
    }
    page.press(Key::Escape).await;
    assert_eq!(page.focus().await, "draft");
    page.press_all(&[Key::Shift, Key::Tab]).await;
    page.press_all(&[Key::Shift, Key::Tab]).await;
    page.press(Key::Enter).await;
    page.find("//*[@id='door'][not(@hidden)]").await;
    assert_eq!(page.focus().await, "name");

    // Everything that takes the focus has a name to read out.
    let nameless = page
        .run("return [...document.querySelectorAll('button, input, textarea, [tabindex=\"0\"]')].filter((it) => !it.labels?.length && !it.ariaLabel && !it.textContent.trim() && it.id !== 'newer').map((it) => it.id)")
        .await;
    assert_eq!(nameless, json!([]));

    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn patches_are_applied_by_the_standard() {
    let _turn = TURN.lock().await;
    let Some(browser) = Browser::start() else {
        return say_skipped();
    };
    let server = Server::start().await;
    let page = browser.desktop(server.address).await;

    let applied = page
        .run_async(
            "import('/script.js').then(({ applyPatch }) => done(argument.map(([document, patch]) => {
                 try { return applyPatch(document, patch); } catch (error) { return 'refused'; }
             })))",
            patches().iter().map(|(case, _)| case.clone()).collect(),
        )
        .await;
    let expected: Value = patches().into_iter().map(|(_, after)| after).collect();
    assert_eq!(applied, expected);

    server.stop().await;
}

/// Documents and patches, and what becomes of them.
fn patches() -> Vec<(Value, Value)> {
    let refused = json!("refused");
    let add = |path, value: Value| json!({ "op": "add", "path": path, "value": value });
    let replace = |path, value: Value| json!({ "op": "replace", "path": path, "value": value });
    let remove = |path| json!({ "op": "remove", "path": path });
    vec![
        (json!([{}, [add("/a", json!(1))]]), json!({ "a": 1 })),
        (
            json!([{ "a": 0 }, [add("/a", json!(null))]]),
            json!({ "a": null }),
        ),
        (
            json!([{ "": 0 }, [replace("/", json!(1))]]),
            json!({ "": 1 }),
        ),
        (json!([{ "a": 0 }, [remove("/a")]]), json!({})),
        (
            json!([{ "a": { "b": 0 } }, [replace("", json!([1]))]]),
            json!([1]),
        ),
        (json!([[1, 3], [add("/1", json!(2))]]), json!([1, 2, 3])),
        (
            json!([[1], [add("/1", json!(2)), add("/-", json!(3))]]),
            json!([1, 2, 3]),
        ),
        (json!([[1, 2], [remove("/0"), remove("/0")]]), json!([])),
        (
            json!([[1, [2]], [replace("/1/0", json!({ "a": 1 }))]]),
            json!([1, [{ "a": 1 }]]),
        ),
        (
            json!([{ "a/b": 0, "m~n": 0 }, [replace("/a~1b", json!(1)), remove("/m~0n")]]),
            json!({ "a/b": 1 }),
        ),
        (
            json!([{ "~1": 0 }, [replace("/~01", json!(1))]]),
            json!({ "~1": 1 }),
        ),
        (
            json!([{ "0": 0 }, [add("/00", json!(1))]]),
            json!({ "0": 0, "00": 1 }),
        ),
        (json!([{}, [add("/é ", json!("ü"))]]), json!({ "é ": "ü" })),
        (json!([{}, [replace("/a", json!(1))]]), refused.clone()),
        (json!([{}, [remove("/toString")]]), refused.clone()),
        (json!([{}, [add("/a/b", json!(1))]]), refused.clone()),
        (
            json!([{ "a": 1 }, [add("/a/b", json!(1))]]),
            refused.clone(),
        ),
        (json!([[1], [remove("/1")]]), refused.clone()),
        (json!([[1], [add("/2", json!(1))]]), refused.clone()),
        (json!([[1], [remove("/-")]]), refused.clone()),
        (json!([[1, 2], [replace("/01", json!(1))]]), refused.clone()),
        (
            json!([{ "a": 1 }, [{ "op": "test", "path": "/a", "value": 1 }]]),
            refused,
        ),
    ]
}

/// Past the test harness, which keeps what a passing test prints to itself.
fn say_skipped() {
    let line =
        "SKIPPED: the chat page was not tested, because chromedriver or chromium is not installed";
    drop(writeln!(std::io::stderr(), "\n{line}\n"));
}
