//! The target's address: https, unless it is on this machine.

use std::net::IpAddr;

use ureq::http::Uri;

/// The address that SCIM paths are put behind, for example `https://app.example/scim/v2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseAddress {
    text: String,
    is_loopback: bool,
}

/// Why an address is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It cannot be read.
    #[error(
        "`{0}` is not an address\n  help: give the base address of the SCIM endpoint, for example https://app.example/scim/v2"
    )]
    Unreadable(String),
    /// It says who asks.
    #[error(
        "the address holds a user name or password, which would stand in lists of processes\n  help: put the bearer token into a file and name that with --token-file"
    )]
    Credentials,
    /// It has a query or a fragment.
    #[error(
        "`{0}` has a query, which a base address cannot have\n  help: leave everything from the question mark on out"
    )]
    Query(String),
    /// It would go over a network in the clear.
    #[error(
        "`{0}` is not https, and not on this machine\n  help: a token and people's names do not travel in the clear; use the https address"
    )]
    InTheClear(String),
}

impl BaseAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// [`AddressError`]: what is wrong with it, and what would be right.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let unreadable = || AddressError::Unreadable(text.to_owned());
        let uri: Uri = text.trim().parse().map_err(|_| unreadable())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(unreadable());
        };
        if authority.as_str().contains('@') {
            return Err(AddressError::Credentials);
        }
        if uri.query().is_some() || text.contains('#') {
            return Err(AddressError::Query(text.to_owned()));
        }
        let is_loopback = is_loopback(authority.host());
        match scheme {
            "https" => {}
            "http" if is_loopback => {}
            "http" => return Err(AddressError::InTheClear(text.to_owned())),
            _ => return Err(unreadable()),
        }
        let text = uri.to_string().trim_end_matches('/').to_owned();
        Ok(Self { text, is_loopback })
    }

    /// Whether it is on this machine.
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// The address with a path of SCIM behind it.
    pub fn with(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }

    /// The address as it stands in a journal.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Names are not looked up: who answers for one is decided elsewhere.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_leaves_this_machine() {
        for fine in [
            "https://app.example/scim/v2/",
            "http://127.0.0.1:8080/scim",
            "http://[::1]:1/",
            "http://LOCALHOST:9",
        ] {
            assert!(BaseAddress::parse(fine).is_ok(), "{fine}");
        }
        for clear in [
            "http://app.example/scim",
            "http://127.0.0.1.example/",
            "http://localhost.example/",
            "http://10.0.0.1/",
        ] {
            assert_eq!(
                BaseAddress::parse(clear),
                Err(AddressError::InTheClear(clear.to_owned()))
            );
        }
        for unreadable in ["app.example/scim", "ftp://app.example", "", "https://"] {
            assert_eq!(
                BaseAddress::parse(unreadable),
                Err(AddressError::Unreadable(unreadable.to_owned()))
            );
        }
    }

    #[test]
    fn an_address_says_nothing_about_who_asks() {
        let error = BaseAddress::parse("https://me:secret@app.example/scim").unwrap_err();
        assert_eq!(error, AddressError::Credentials);
        assert!(!error.to_string().contains("secret"));
        assert!(matches!(
            BaseAddress::parse("https://a.example/?token=x"),
            Err(AddressError::Query(_))
        ));
    }

    #[test]
    fn paths_stand_behind_the_base() {
        let base = BaseAddress::parse("https://app.example/scim/v2/").unwrap();
        assert_eq!(base.with("/Users"), "https://app.example/scim/v2/Users");
    }
}
