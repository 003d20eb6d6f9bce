//! Who is believed that a server is who it says: the system's certificates, or those of a private authority.

use std::sync::Arc;

use hyper_rustls::ConfigBuilderExt;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::client::Server;
use super::trouble::{Trouble, TroubleKind};

/// Who is believed that a server is who it says.
pub(super) fn trust(server: &Server, is_https: bool) -> Result<ClientConfig, Trouble> {
    let trouble = |what: String| Trouble::new(TroubleKind::SetUp, what);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| trouble(error.to_string()))?;
    let builder = match &server.authority {
        Some(pem) => builder.with_root_certificates(authorities(pem).map_err(trouble)?),
        None if is_https => builder
            .with_native_roots()
            .map_err(|error| trouble(format!("the system's certificates: {error}")))?,
        // Nobody has to be believed: a machine without certificates will do.
        None => builder.with_root_certificates(RootCertStore::empty()),
    };
    Ok(builder.with_no_client_auth())
}

/// The certificates of a private authority.
fn authorities(pem: &str) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let added = certificate
            .map_err(|error| error.to_string())
            .and_then(|one| roots.add(one).map_err(|error| error.to_string()));
        added.map_err(|error| format!("a certificate of “ca_file” cannot be read ({error})"))?;
    }
    match roots.is_empty() {
        true => Err("“ca_file” holds no certificate in PEM".to_owned()),
        false => Ok(roots),
    }
}
