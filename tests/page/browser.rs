//! A chromedriver and the browser windows that it drives. It knows the chat
//! page's parts by name, and holds no test.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long anything on a page may take; far more than it does.
const DEADLINE: Duration = Duration::from_secs(30);

/// A running chromedriver. Stops it and its browsers when dropped, also while panicking.
pub(crate) struct Browser {
    process: Child,
    port: u16,
    chromium: PathBuf,
}

impl Browser {
    /// Starts a chromedriver on a free port; `None` where none is installed, or no browser.
    pub(crate) fn start() -> Option<Self> {
        let chromedriver = find(&["chromedriver"])?;
        let chromium = find(&["chromium", "chromium-browser", "google-chrome", "chrome"])?;
        let mut process = Command::new(chromedriver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("an installed chromedriver starts");
        let output = process.stdout.take().expect("the output is piped");
        let mut browser = Self {
            process,
            port: 0,
            chromium,
        };
        browser.port = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.rsplit_once("started successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            })
            .expect("chromedriver says on which port it is");
        Some(browser)
    }

    /// Opens a window of a desktop's size on the address.
    pub(crate) async fn desktop(&self, address: SocketAddr) -> Page {
        let options = json!({ "args": arguments("--window-size=1280,800") });
        self.open(address, options).await
    }

    /// Opens a small phone's browser on the address: 360 pixels wide, with a touch screen.
    pub(crate) async fn phone(&self, address: SocketAddr) -> Page {
        let metrics = json!({ "width": 360, "height": 740, "pixelRatio": 2, "touch": true });
        let options = json!({
            "args": arguments("--window-size=500,800"),
            "mobileEmulation": { "deviceMetrics": metrics },
        });
        self.open(address, options).await
    }

    async fn open(&self, address: SocketAddr, mut options: Value) -> Page {
        options["binary"] = json!(self.chromium);
        let capabilities = [("goog:chromeOptions".to_owned(), options)];
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.into_iter().collect())
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .expect("a browser opens");
        let page = Page { client };
        page.visit(&format!("http://{address}/")).await;
        page
    }

    /// Lets chromedriver close its browsers, which a kill would leave behind.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(DEADLINE))?;
        stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
        // The connection ends when chromedriver does.
        stream.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Err(error) = self.shut_down() {
            eprintln!("chromedriver has to be killed: {error}");
        }
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn arguments(size: &str) -> [&str; 9] {
    [
        size,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
}

fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let candidates =
        env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    candidates.into_iter().find(|file| file.is_file())
}

/// The chat page in a window of its own.
pub(crate) struct Page {
    client: Client,
}

impl Page {
    pub(crate) async fn visit(&self, url: &str) {
        self.client.goto(url).await.expect("the page loads");
        self.find("//*[@id='name']").await;
    }

    pub(crate) async fn reload(&self) {
        self.client.refresh().await.expect("the page loads again");
    }

    /// Enters a room from the join screen, and waits to be in it.
    pub(crate) async fn join(&self, name: &str, room: &str) {
        self.find("//*[@id='name']")
            .await
            .send_keys(name)
            .await
            .expect("a name is typed");
        let field = self.find("//*[@id='room-name']").await;
        field.clear().await.expect("the room is cleared");
        let room = format!("{room}{}", char::from(Key::Enter));
        field.send_keys(&room).await.expect("a room is typed");
        self.connected().await;
    }

    /// Types into the composer, without sending.
    pub(crate) async fn write(&self, text: &str) {
        let draft = self.find("//*[@id='draft']").await;
        draft.send_keys(text).await.expect("a draft is typed");
    }

    pub(crate) async fn say(&self, text: &str) {
        self.write(text).await;
        self.press(Key::Enter).await;
    }

    pub(crate) async fn press(&self, key: Key) {
        self.press_all(&[key]).await;
    }

    /// Presses keys together, at whatever has the focus.
    pub(crate) async fn press_all(&self, keys: &[Key]) {
        let keys: String = keys.iter().copied().map(char::from).collect();
        self.type_at_focus(&keys).await;
    }

    pub(crate) async fn type_at_focus(&self, text: &str) {
        let focus = self
            .client
            .active_element()
            .await
            .expect("something has the focus");
        focus.send_keys(text).await.expect("keys are typed");
    }

    /// The `id` of what has the focus.
    pub(crate) async fn focus(&self) -> Value {
        self.run("return document.activeElement.id").await
    }

    pub(crate) async fn connected(&self) {
        self.find("//*[@id='room'][@data-status='live']").await;
    }

    pub(crate) async fn reconnecting(&self) {
        self.find("//*[@id='status']/*[.='Reconnecting…']").await;
    }

    /// Waits for a message with this text by this author.
    pub(crate) async fn hears(&self, author: &str, text: &str) {
        self.find(&format!(
            "//ol[@id='messages']/li[not(contains(@class, 'sending'))][.//*[@class='author']='{author}']/*[@class='text'][.='{text}']"
        ))
        .await;
    }

    /// Waits for exactly these members, in any order.
    pub(crate) async fn sees_members(&self, names: &[&str]) {
        let mut list = format!("//ul[@id='members'][count(li)={}]", names.len());
        for name in names {
            list.push_str("[li/*[@class='member-name']='");
            list.push_str(name);
            list.push_str("']");
        }
        self.find(&list).await;
    }

    /// Waits for the first element, hidden or not, that fits an `XPath`.
    pub(crate) async fn find(&self, xpath: &str) -> Element {
        let wait = self
            .client
            .wait()
            .at_most(DEADLINE)
            .every(Duration::from_millis(25));
        match wait.for_element(Locator::XPath(xpath)).await {
            Ok(element) => element,
            Err(error) => {
                let body = self.run("return document.body.innerText").await;
                panic!("{error} for {xpath} in {body}");
            }
        }
    }

    pub(crate) async fn click(&self, id: &str) {
        let element = self.find(&format!("//*[@id='{id}']")).await;
        element.click().await.expect("it can be clicked");
    }

    /// Runs a script in the page and returns its result.
    pub(crate) async fn run(&self, script: &str) -> Value {
        let result = self.client.execute(script, Vec::new()).await;
        result.expect("the script runs")
    }

    /// Runs a script that hands its result to `done`.
    pub(crate) async fn run_async(&self, script: &str, argument: Value) -> Value {
        let script = format!("const [argument, done] = arguments; {script}");
        let result = self.client.execute_async(&script, vec![argument]).await;
        result.expect("the script runs")
    }
}
