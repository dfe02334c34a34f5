//! Connections through TLS: to a server whose certificate the test has made.

use std::sync::Arc;

use serde_json::json;
use stagedoor::client::rustls::crypto::ring;
use stagedoor::client::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use stagedoor::client::rustls::{ClientConfig, RootCertStore, ServerConfig};
use stagedoor::client::{Client, ConnectError};
use support::{Transport, World};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::task::AbortOnDropHandle;

use crate::actors;

/// A server that only speaks TLS, and its certificate.
struct Encrypted {
    url: String,
    certificate: CertificateDer<'static>,
    _world: World,
    _accepting: AbortOnDropHandle<()>,
}

impl Encrypted {
    async fn open() -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]);
        let made = made.expect("a certificate can be made");
        let certificate = made.cert.der().clone();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der());
        let key = key.expect("a key was made");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider has cipher suites")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .expect("the key is the certificate's");
        let world = World::open(Transport::WebSocket, actors::app()).await;
        let listener = TcpListener::bind("localhost:0").await;
        let listener = listener.expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let (acceptor, server) = (TlsAcceptor::from(Arc::new(config)), world.address());
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that does not trust the certificate goes away again.
                let Ok(mut client) = acceptor.accept(stream).await else {
                    continue;
                };
                tokio::spawn(async move {
                    let mut server = TcpStream::connect(server).await.expect("it is there");
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
        Self {
            url: format!("wss://localhost:{port}"),
            certificate,
            _world: world,
            _accepting: AbortOnDropHandle::new(accepting),
        }
    }

    /// Trusts this server and no other.
    fn trust(&self) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).expect("it is one");
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider has cipher suites")
            .with_root_certificates(roots)
            .with_no_client_auth()
    }
}

#[tokio::test]
async fn a_server_that_is_trusted_is_connected_to() {
    let server = Encrypted::open().await;
    let client = Client::builder(&*server.url)
        .tls(server.trust())
        .connect()
        .await;
    let ledger = client.expect("it is trusted").dynamic("ledger", "tls");
    let line = json!({ "writer": "a".repeat(100_000), "number": 1 });
    assert_eq!(
        ledger.call("write", &line).await.expect("it succeeds"),
        json!(1)
    );
}

#[tokio::test]
async fn a_server_that_is_not_trusted_is_refused() {
    let server = Encrypted::open().await;
    let refused = Client::connect(&*server.url).await;
    assert!(matches!(refused, Err(ConnectError::Io(_))), "{refused:?}");
}
