//! WebSocket frames (RFC 6455) as a client writes and reads them, by hand: a
//! load generator has to be cheaper than the servers that it measures.

use std::io;

const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

const FINAL: u8 = 0x80;
const MASKED: u8 = 0x80;

/// In the place of a length: two bytes follow that say it.
const SHORT: u8 = 0x7e;
/// In the place of a length: eight bytes follow that say it.
const LONG: u8 = 0x7f;

/// A frame from a server.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Frame<'a> {
    Text(&'a [u8]),
    Ping(&'a [u8]),
    Pong,
    Close,
}

/// Appends a text frame.
pub(crate) fn write_text(out: &mut Vec<u8>, text: &[u8]) {
    write(out, TEXT, text);
}

/// Appends a pong.
pub(crate) fn write_pong(out: &mut Vec<u8>, payload: &[u8]) {
    write(out, PONG, payload);
}

/// Masks with a key of zeros, which leaves the payload as it is. A server
/// unmasks it all the same.
fn write(out: &mut Vec<u8>, opcode: u8, payload: &[u8]) {
    out.push(FINAL | opcode);
    let length = payload.len();
    if let Ok(short @ 0..126) = u8::try_from(length) {
        out.push(MASKED | short);
    } else if let Ok(length) = u16::try_from(length) {
        out.push(MASKED | SHORT);
        out.extend_from_slice(&length.to_be_bytes());
    } else {
        out.push(MASKED | LONG);
        out.extend_from_slice(&(length as u64).to_be_bytes());
    }
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(payload);
}

/// The first frame of what was read and its length, or nothing if it is not complete.
///
/// # Errors
///
/// The frame is none that the servers here send.
pub(crate) fn read(bytes: &[u8]) -> io::Result<Option<(Frame<'_>, usize)>> {
    let [first, second, rest @ ..] = bytes else {
        return Ok(None);
    };
    let (length, start) = match second {
        &SHORT => match rest.first_chunk() {
            Some(length) => (usize::from(u16::from_be_bytes(*length)), 4),
            None => return Ok(None),
        },
        &LONG => match rest.first_chunk() {
            Some(length) => (length_of(u64::from_be_bytes(*length))?, 10),
            None => return Ok(None),
        },
        short => (usize::from(*short), 2),
    };
    let end = start + length;
    let Some(payload) = bytes.get(start..end) else {
        return Ok(None);
    };
    let frame = match first ^ FINAL {
        TEXT => Frame::Text(payload),
        PING => Frame::Ping(payload),
        PONG => Frame::Pong,
        CLOSE => Frame::Close,
        _ => return Err(unexpected("a frame that is not expected")),
    };
    Ok(Some((frame, end)))
}

fn length_of(length: u64) -> io::Result<usize> {
    usize::try_from(length).map_err(|_| unexpected("a frame that is too long"))
}

fn unexpected(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_once_it_is_complete() {
        for length in [0, 1, 125, 126, 65_535, 65_536] {
            let text = vec![b'a'; length];
            let mut frame = Vec::new();
            write_text(&mut frame, &text);
            // What a server sends is not masked.
            frame[1] &= !MASKED;
            let key = frame.len() - length - 4;
            frame.drain(key..key + 4);

            for cut in [0, 1, frame.len() - 1] {
                assert_eq!(read(&frame[..cut]).unwrap(), None);
            }
            let whole = frame.len();
            frame.push(FINAL | TEXT);
            assert_eq!(read(&frame).unwrap(), Some((Frame::Text(&text), whole)));
        }
    }

    #[test]
    fn a_fragment_is_refused() {
        assert!(read(&[TEXT, 0]).is_err());
    }
}
