//! Whom TLS trusts. Not the handshake, which is rustls'.

use std::sync::{Arc, LazyLock};

use rustls::{ClientConfig, RootCertStore};

/// Trusts the certificate authorities that Mozilla does, which are compiled in:
/// a container without certificates of its own works.
pub(super) fn with_public_roots() -> Arc<ClientConfig> {
    static CONFIG: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        with_roots(roots)
    });
    Arc::clone(&CONFIG)
}

/// Trusts these certificate authorities and no others.
pub(super) fn with_roots(roots: RootCertStore) -> Arc<ClientConfig> {
    // Named, so that another provider elsewhere in the program does not matter.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has cipher suites for the default versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(config)
}
