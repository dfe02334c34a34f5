//! [`Authorities`]: certificate authorities that are trusted instead of Mozilla's.

use std::path::Path;
use std::sync::Arc;

use stagedoor::client::rustls::RootCertStore;
use stagedoor::client::rustls::pki_types::CertificateDer;
use stagedoor::client::rustls::pki_types::pem::{Error, PemObject};
use ureq::tls::{Certificate, RootCerts};

use crate::failure::{Exit, Report};

/// The certificates of a file, at least one of which is of use.
pub(crate) struct Authorities(Vec<CertificateDer<'static>>);

impl Authorities {
    /// Reads a PEM file. As in the bundles of operating systems, certificates
    /// that cannot be read are passed over.
    pub(crate) fn read(file: &Path) -> Result<Self, Report> {
        let certificates = certificates(file).map_err(|error| {
            let reason = match error {
                // Without its own "I/O error", which is said here already.
                Error::Io(error) => error.to_string(),
                error => error.to_string(),
            };
            unusable(file, &format!("cannot be read: {reason}"))
        })?;
        let authorities = Self(certificates);
        if authorities.roots().is_empty() {
            return Err(unusable(file, "has no certificate of an authority"));
        }
        Ok(authorities)
    }

    /// The same for the WebSocket.
    pub(crate) fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(self.0.iter().cloned());
        roots
    }

    /// The same for the schema document.
    pub(crate) fn certificates(&self) -> RootCerts {
        let certificates = self.0.iter();
        let certificates = certificates.map(|one| Certificate::from_der(one).to_owned());
        RootCerts::Specific(Arc::new(certificates.collect()))
    }
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    CertificateDer::pem_file_iter(file)?.collect()
}

fn unusable(file: &Path, why: &str) -> Report {
    Report::new(Exit::Usage, format!("`{}` {why}", file.display()))
        .hint("Name a PEM file with --ca-file or SSL_CERT_FILE.")
}
