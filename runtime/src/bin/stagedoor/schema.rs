//! `stagedoor schema`: the schema document, over HTTP.

use serde_json::value::RawValue;
use ureq::Agent;
use ureq::http::{HeaderName, HeaderValue, Request};
use ureq::tls::{RootCerts, TlsConfig};

use crate::address::Address;
use crate::failure::{Exit, Failure, Report};
use crate::json::Layout;
use crate::output::{Output, Reader};
use crate::reaching::{refused, unreachable};
use crate::server::Server;

/// The largest document that is read.
const LARGEST: u64 = 64 << 20;

/// Prints the schema document of a server.
pub(crate) fn run(server: &Server, address: Option<&Address>) -> Result<(), Failure> {
    let address = address.unwrap_or(&server.url);
    let url = address.schema();
    let text = fetch(server, address, &url)?;
    let schema: &RawValue = serde_json::from_str(&text).map_err(|error| {
        Report::new(
            Exit::Unreachable,
            format!("what {url} answered is no schema document: {error}"),
        )
        .hint("Is this the address of a stagedoor server?")
    })?;
    let mut output = Output::open();
    let layout = match output.reader() {
        Reader::Person => Layout::Block(0),
        Reader::Program => Layout::Dense,
    };
    output.line(&layout.of(schema.get()))?;
    Ok(())
}

fn fetch(server: &Server, address: &Address, url: &str) -> Result<String, Report> {
    let authorities = server.authorities(address)?;
    let trusted = authorities.map_or(RootCerts::WebPki, |one| one.certificates());
    let tls = TlsConfig::builder().root_certs(trusted).build();
    // Like the WebSocket it goes straight to the server, and what it says about
    // who asks is for that server alone: neither proxies nor redirects.
    let agent: Agent = Agent::config_builder()
        .timeout_global(server.limit())
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .tls_config(tls)
        .build()
        .into();
    let mut response = agent
        .run(request(server, url)?)
        .map_err(|error| failed(url, &error))?;
    let body = response.body_mut().with_config().limit(LARGEST);
    let text = body.read_to_string();
    if !response.status().is_success() {
        let text = text.unwrap_or_default();
        return Err(refused(url, response.status().as_u16(), text.trim()));
    }
    text.map_err(|error| failed(url, &error))
}

fn failed(url: &str, error: &ureq::Error) -> Report {
    match error {
        ureq::Error::Io(error) => unreachable(url, error),
        error => unreachable(url, error),
    }
}

fn request(server: &Server, url: &str) -> Result<Request<()>, Report> {
    let invalid =
        |name: &str| Report::new(Exit::Usage, format!("the header `{name}` is not valid"));
    let mut request = Request::get(url)
        .body(())
        .map_err(|error| Report::new(Exit::Usage, format!("`{url}` is not a URL: {error}")))?;
    for header in &server.headers {
        let name: HeaderName = header.name.parse().map_err(|_| invalid(&header.name))?;
        let value: HeaderValue = header.value.parse().map_err(|_| invalid(&header.name))?;
        request.headers_mut().append(name, value);
    }
    if let Some(token) = &server.token {
        let value = format!("Bearer {token}").parse();
        let mut value: HeaderValue = value.map_err(|_| invalid("authorization"))?;
        value.set_sensitive(true);
        request.headers_mut().insert("authorization", value);
    }
    Ok(request)
}
