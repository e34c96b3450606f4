//! Pages from http and https addresses, where the program was built with the feature `http` and asked
//! with `--fetch`. One request a page: no cookies, no scripts, nothing that a page links to.

use super::read::ReadError;

/// Whether a path is an address.
pub(super) fn is_address(path: &str) -> bool {
    let small = path.get(..8).unwrap_or(path).to_lowercase();
    small.starts_with("http://") || small.starts_with("https://")
}

/// The bytes behind an address.
#[cfg(feature = "http")]
pub(super) fn bytes(address: &str) -> Result<Vec<u8>, ReadError> {
    use std::time::Duration;

    use crate::import::MAX_BYTES;

    /// All of one page, with redirects: who waits longer has lost the network.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// Addresses that lead to addresses; browsers follow 20, news sites need two.
    const REDIRECTS: u32 = 5;

    let config = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(REDIRECTS)
        .user_agent(concat!("onrecord/", env!("CARGO_PKG_VERSION")))
        .build();
    let agent: ureq::Agent = config.into();
    let read = agent
        .get(address)
        .call()
        .and_then(|mut page| page.body_mut().with_config().limit(MAX_BYTES as u64).read_to_vec());
    read.map_err(|error| ReadError { id: address.to_owned(), why: error.to_string() })
}

/// What a program without the feature says.
#[cfg(not(feature = "http"))]
pub(super) fn bytes(address: &str) -> Result<Vec<u8>, ReadError> {
    let why = "is an address, and this onrecord was built without network: save the page as a file, \
               or build with --features http";
    Err(ReadError { id: address.to_owned(), why: why.to_owned() })
}
