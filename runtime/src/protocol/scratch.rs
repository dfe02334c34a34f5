//! [`write`]: writes frames in a buffer that its thread keeps, so that a frame
//! takes one allocation, of its own length.

use std::cell::Cell;

use crate::connection::Frame;

/// A buffer that grew beyond this is not kept.
const LARGEST: usize = 16 << 10;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Makes a frame of the JSON that is written into the buffer.
///
/// # Errors
///
/// What the writing says.
pub(super) fn write(
    json: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>,
) -> serde_json::Result<Frame> {
    // Whatever is written meanwhile, by a user's `Serialize`, finds an empty one.
    let mut buffer = BUFFER.take();
    let written = json(&mut buffer).map(|()| Frame::copied(&buffer));
    if buffer.capacity() <= LARGEST {
        buffer.clear();
        BUFFER.set(buffer);
    }
    written
}
