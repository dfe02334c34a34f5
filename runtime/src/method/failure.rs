//! [`Failure`]: the error of a method, and how it travels.

use std::convert::Infallible;
use std::fmt::Display;

use super::error_format::{ErrorFormat, ErrorProbe, TextError};

/// The error type of one or several methods.
pub trait Failure: 'static {
    /// The error.
    type Error: Display + Send + 'static;

    /// How it travels.
    fn format() -> ErrorFormat<Self::Error>;
}

/// That of methods which cannot fail.
pub struct NoFailure;

impl Failure for NoFailure {
    type Error = Infallible;

    fn format() -> ErrorFormat<Infallible> {
        let probe = ErrorProbe::new();
        ErrorFormat::new(TextError::written(&probe), None)
    }
}
