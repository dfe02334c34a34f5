//! [`Authority`]: a certificate authority that nobody knows, and the listeners of
//! servers that it vouches for.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::serve::Listener;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use stagedoor::client::rustls::ServerConfig;
use stagedoor::client::rustls::crypto::ring;
use stagedoor::client::rustls::pki_types::PrivateKeyDer;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A certificate authority, with its certificate in a file.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: PathBuf,
}

/// Accepts connections that are encrypted, and counts all that come.
pub(crate) struct Encrypted {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
    attempts: Arc<AtomicU32>,
}

impl Authority {
    /// An authority whose file is named after it.
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::new([]).expect("it needs no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key can be made");
        let certificate = params.self_signed(&key).expect("it can be signed");
        let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pem"));
        fs::write(&file, certificate.pem()).expect("there is room");
        Self {
            issuer: Issuer::new(params, key),
            file,
        }
    }

    /// The path of its certificate.
    pub(crate) fn file(&self) -> &str {
        self.file.to_str().expect("the path is text")
    }

    /// A server of this name whose certificate is valid.
    pub(crate) async fn listen(&self, name: &str) -> Encrypted {
        self.listen_with(CertificateParams::new([name.to_owned()]).expect("it is a name"))
            .await
    }

    /// A server whose certificate is valid no more.
    pub(crate) async fn listen_too_late(&self) -> Encrypted {
        let params = CertificateParams::new(["localhost".to_owned()]);
        let mut params = params.expect("it is a name");
        params.not_after = date_time_ymd(2020, 1, 1);
        self.listen_with(params).await
    }

    async fn listen_with(&self, params: CertificateParams) -> Encrypted {
        let key = KeyPair::generate().expect("a key can be made");
        let signed = params.signed_by(&key, &self.issuer);
        let certificate = signed.expect("it can be signed").der().clone();
        let key = PrivateKeyDer::try_from(key.serialize_der());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider has cipher suites")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key.expect("a key was made"))
            .expect("the key is the certificate's");
        let tcp = TcpListener::bind("127.0.0.1:0").await;
        Encrypted {
            tcp: tcp.expect("a port is free"),
            acceptor: TlsAcceptor::from(Arc::new(config)),
            attempts: Arc::default(),
        }
    }
}

impl Encrypted {
    /// How many connections have come, encrypted in the end or not.
    pub(crate) fn attempts(&self) -> Arc<AtomicU32> {
        Arc::clone(&self.attempts)
    }
}

impl Listener for Encrypted {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            let (stream, address) = Listener::accept(&mut self.tcp).await;
            self.attempts.fetch_add(1, Ordering::SeqCst);
            // A client that does not trust the certificate goes away again.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}
