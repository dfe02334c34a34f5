//! [`Server`]: which server is meant, and how to connect to it.

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use stagedoor::client::{Client, ClientBuilder};
use tokio::runtime::{Builder, Runtime};

use crate::address::Address;
use crate::authorities::Authorities;
use crate::failure::{Exit, Report};

/// The options that say where the server is and who asks.
#[derive(Debug, Args)]
#[command(next_help_heading = "Server")]
pub(crate) struct Server {
    /// Where the server is.
    #[arg(
        short,
        long,
        global = true,
        env = "STAGEDOOR_URL",
        hide_env_values = true,
        default_value = "ws://127.0.0.1:3000"
    )]
    pub(crate) url: Address,
    /// Sends `Authorization: Bearer TOKEN`.
    #[arg(long, global = true, env = "STAGEDOOR_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    /// Sends a header; may be given several times.
    #[arg(
        short = 'H',
        long = "header",
        global = true,
        value_name = "NAME: VALUE"
    )]
    pub(crate) headers: Vec<Header>,
    /// Trusts the certificate authorities of a PEM file, instead of Mozilla's.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "SSL_CERT_FILE",
        hide_env_values = true
    )]
    pub(crate) ca_file: Option<PathBuf>,
    /// How long connecting may take, and then the answer; 0 for any time.
    #[arg(
        short,
        long,
        global = true,
        value_name = "SECONDS",
        default_value = "10",
        value_parser = seconds
    )]
    pub(crate) timeout: Duration,
}

/// A header of the request for a connection.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// A text is no header.
#[derive(Debug, thiserror::Error)]
#[error("a header is written `NAME: VALUE`")]
pub(crate) struct NoHeader;

impl FromStr for Header {
    type Err = NoHeader;

    fn from_str(text: &str) -> Result<Self, NoHeader> {
        let (name, value) = text.split_once(':').ok_or(NoHeader)?;
        Ok(Self {
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
        })
    }
}

impl Server {
    /// The time limit, if there is one.
    pub(crate) fn limit(&self) -> Option<Duration> {
        Some(self.timeout).filter(|limit| !limit.is_zero())
    }

    /// Who is trusted instead of Mozilla's authorities, if that is asked for and
    /// the address is reached by TLS.
    pub(crate) fn authorities(&self, address: &Address) -> Result<Option<Authorities>, Report> {
        let file = self.ca_file.as_deref();
        let file = file.filter(|_| address.is_encrypted());
        file.map(Authorities::read).transpose()
    }

    /// A client that is to be connected.
    pub(crate) fn builder(&self) -> Result<ClientBuilder, Report> {
        let mut builder = Client::builder(self.url.web_socket())
            .connect_timeout(self.timeout)
            .call_timeout(self.timeout);
        for header in &self.headers {
            builder = builder.header(&header.name, &header.value);
        }
        if let Some(token) = self.token.clone() {
            builder = builder.token(move || {
                let token = token.clone();
                async move { Ok::<_, Infallible>(token) }
            });
        }
        if let Some(authorities) = self.authorities(&self.url)? {
            builder = builder.roots(authorities.roots());
        }
        Ok(builder)
    }

    /// Where to look up what the server has.
    pub(crate) fn schema_hint(&self, what: &str) -> String {
        format!("`stagedoor schema {}` shows {what}.", self.url)
    }
}

/// What a client runs on: a thread besides the one of the command.
pub(crate) fn runtime() -> Result<Runtime, Report> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    runtime
        .map_err(|error| Report::new(Exit::Failed, format!("a thread cannot be started: {error}")))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "not a number of seconds")?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
