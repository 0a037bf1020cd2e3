//! The bearer token, which stands in no output, log or error.

use std::fmt;

/// Longest token that is taken.
const MOST_BYTES: usize = 16 * 1024;

/// A bearer token. It cannot be printed.
#[derive(Clone)]
pub struct Token(String);

/// Why a token is refused; it does not say what the token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Nothing is there.
    #[error("the token is empty")]
    Empty,
    /// Too long.
    #[error("the token has more than 16 KiB, which no server takes")]
    TooLong,
    /// It has a sign that no header takes.
    #[error(
        "the token has a space, a line break or a sign outside ASCII within it; give the token alone, without \"Bearer\""
    )]
    Sign,
}

impl Token {
    /// Takes a token as a file or a variable holds it, with a line break behind it or not.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn new(text: &str) -> Result<Self, TokenError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        if text.len() > MOST_BYTES {
            return Err(TokenError::TooLong);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TokenError::Sign);
        }
        Ok(Self(text.to_owned()))
    }

    /// The value of the header.
    pub(super) fn header(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// Whether the value of a header carries this token.
    pub(in crate::live) fn is_in(&self, header: &str) -> bool {
        header == self.header()
    }

    /// The text with the token made unreadable, for whatever a server says.
    pub fn hidden_in(&self, text: &str) -> String {
        text.replace(&self.0, "(token)")
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_one_word_and_cannot_be_printed() {
        let token = Token::new("abc.def-1\n").unwrap();
        assert_eq!(format!("{token:?}"), "Token(hidden)");
        assert_eq!(token.header(), "Bearer abc.def-1");
        assert_eq!(token.hidden_in("said abc.def-1 back"), "said (token) back");
        for (text, expected) in [
            (" \n", TokenError::Empty),
            ("a b", TokenError::Sign),
            ("a\r\nX: y", TokenError::Sign),
        ] {
            assert_eq!(Token::new(text).unwrap_err(), expected);
        }
        assert_eq!(
            Token::new(&"x".repeat(20_000)).unwrap_err(),
            TokenError::TooLong
        );
    }
}
