//! [`Bounded`]: a text that refuses to grow past a limit. What is written to it
//! is not looked at.

use std::io;

pub(crate) struct Bounded<'t> {
    pub(crate) text: &'t mut Vec<u8>,
    /// The length that the text may have, with what was in it before.
    pub(crate) limit: usize,
}

impl io::Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.text.len() + bytes.len() > self.limit {
            return Err(io::ErrorKind::WriteZero.into());
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
