//! Connections through TLS: to servers whose certificates the test has made.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use serde_json::json;
use stagedoor::Unanswered;
use stagedoor::client::rustls::crypto::ring;
use stagedoor::client::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use stagedoor::client::rustls::{
    CertificateError, ClientConfig, Error, RootCertStore, ServerConfig,
};
use stagedoor::client::{CallFailure, Client, ConnectError};
use support::{Transport, World};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::task::AbortOnDropHandle;

use crate::fake::FakeServer;
use crate::{actors, quick, soon};

/// A certificate authority that nobody knows.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

/// A server that only speaks TLS.
struct Encrypted {
    url: String,
    attempts: Arc<AtomicU32>,
    _world: World,
    _accepting: AbortOnDropHandle<()>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new([]).expect("it needs no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key can be made");
        let certificate = params.self_signed(&key).expect("it can be signed");
        Self {
            certificate: certificate.der().clone(),
            issuer: Issuer::new(params, key),
        }
    }

    /// Trusts this authority and no other.
    fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).expect("it is one");
        roots
    }

    /// What a server needs to have this certificate.
    fn sign(&self, params: &CertificateParams) -> ServerConfig {
        let key = KeyPair::generate().expect("a key can be made");
        let signed = params.signed_by(&key, &self.issuer);
        let certificate = signed.expect("it can be signed").der().clone();
        let key = PrivateKeyDer::try_from(key.serialize_der());
        ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider has cipher suites")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key.expect("a key was made"))
            .expect("the key is the certificate's")
    }
}

impl Encrypted {
    async fn open(config: ServerConfig) -> Self {
        let world = World::open(Transport::WebSocket, actors::app()).await;
        let listener = TcpListener::bind("localhost:0").await;
        let listener = listener.expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let attempts = Arc::new(AtomicU32::new(0));
        let accepting = accept(
            listener,
            TlsAcceptor::from(Arc::new(config)),
            world.address(),
            Arc::clone(&attempts),
        );
        Self {
            url: format!("wss://localhost:{port}"),
            attempts,
            _world: world,
            _accepting: AbortOnDropHandle::new(tokio::spawn(accepting)),
        }
    }
}

/// Passes on what comes through TLS, and counts all attempts.
async fn accept(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    server: SocketAddr,
    attempts: Arc<AtomicU32>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        attempts.fetch_add(1, Ordering::SeqCst);
        // A client that does not trust the certificate goes away again.
        let Ok(mut client) = acceptor.accept(stream).await else {
            continue;
        };
        tokio::spawn(async move {
            let mut server = TcpStream::connect(server).await.expect("it is there");
            let _ = copy_bidirectional(&mut client, &mut server).await;
        });
    }
}

fn named(name: &str) -> CertificateParams {
    CertificateParams::new([name.to_owned()]).expect("it is a name")
}

/// Connecting fails for this reason, and at the first attempt.
async fn assert_refused(
    server: &Encrypted,
    roots: RootCertStore,
    is_expected: fn(&CertificateError) -> bool,
) {
    let before = server.attempts.load(Ordering::SeqCst);
    let connecting = quick(Client::builder(&*server.url)).roots(roots).connect();
    let refused = soon("the refusal", connecting).await;
    let Err(ConnectError::Tls(Error::InvalidCertificate(reason))) = &refused else {
        panic!("{refused:?}");
    };
    assert!(is_expected(reason), "{reason:?}");
    assert_eq!(server.attempts.load(Ordering::SeqCst) - before, 1);
}

#[tokio::test]
async fn a_server_that_is_trusted_is_connected_to() {
    let authority = Authority::new();
    let server = Encrypted::open(authority.sign(&named("localhost"))).await;
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has cipher suites")
        .with_root_certificates(authority.roots())
        .with_no_client_auth();
    let builder = || Client::builder(&*server.url);
    for (builder, count) in [
        (builder().roots(authority.roots()), 1),
        (builder().tls(config), 2),
    ] {
        let client = builder.connect().await.expect("it is trusted");
        let ledger = client.dynamic("ledger", "tls");
        let line = json!({ "writer": "a".repeat(100_000), "number": count });
        let written = ledger.call("write", &line).await;
        assert_eq!(written.expect("it succeeds"), json!(count));
    }
}

#[tokio::test]
async fn a_server_that_is_not_trusted_is_refused() {
    let authority = Authority::new();
    let server = Encrypted::open(authority.sign(&named("localhost"))).await;
    // Both authorities have one name, so that the key alone tells them apart.
    let other = Authority::new().roots();
    let is_forged = |reason: &_| matches!(reason, CertificateError::BadSignature);
    assert_refused(&server, other, is_forged).await;
    let refused = Client::connect(&*server.url).await;
    let Err(ConnectError::Tls(reason)) = refused else {
        panic!("{refused:?}");
    };
    let unknown = Error::InvalidCertificate(CertificateError::UnknownIssuer);
    assert_eq!(reason, unknown);
}

#[tokio::test]
async fn a_certificate_of_another_name_or_time_is_refused() {
    let authority = Authority::new();
    let server = Encrypted::open(authority.sign(&named("elsewhere.example"))).await;
    assert_refused(&server, authority.roots(), |reason| {
        matches!(reason, CertificateError::NotValidForNameContext { .. })
    })
    .await;
    let mut params = named("localhost");
    params.not_after = date_time_ymd(2020, 1, 1);
    let server = Encrypted::open(authority.sign(&params)).await;
    assert_refused(&server, authority.roots(), |reason| {
        matches!(reason, CertificateError::ExpiredContext { .. })
    })
    .await;
}

/// As for a server that is not there, and calls wait no longer than they may.
#[tokio::test]
async fn a_lazy_client_goes_on_trying_without_trust() {
    let server = Encrypted::open(Authority::new().sign(&named("localhost"))).await;
    let builder = quick(Client::builder(&*server.url)).call_timeout(Duration::from_millis(200));
    let client = builder.connect_lazily().expect("the address is one");
    let line = json!({ "writer": "a", "number": 1 });
    let called = client.dynamic("ledger", "tls").call("write", &line).await;
    let in_time = matches!(called, Err(CallFailure::Timeout(Unanswered::NotSent)));
    assert!(in_time, "{called:?}");
    assert!(server.attempts.load(Ordering::SeqCst) > 1);
}

#[tokio::test]
async fn a_server_without_tls_is_an_error() {
    let world = World::open(Transport::WebSocket, actors::app()).await;
    let refused = Client::connect(format!("wss://{}", world.address())).await;
    assert!(matches!(refused, Err(ConnectError::Tls(_))), "{refused:?}");
}

#[tokio::test]
async fn a_server_that_is_silent_when_greeted_is_given_up() {
    let server = FakeServer::listen().await;
    let builder = Client::builder(server.url().replace("ws://", "wss://"));
    let connecting = builder.connect_timeout(Duration::from_millis(50)).connect();
    let refused = soon("the end of it", connecting).await;
    assert!(matches!(refused, Err(ConnectError::Timeout)), "{refused:?}");
}
