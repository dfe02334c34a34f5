//! [`linger`]: the end of a socket whose peer is still sending. If it were closed
//! with bytes unread, the kernel would reset it, and what was sent last be lost.

use std::time::Duration;

use tokio::io::{self, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

/// How long the peer may go on sending.
const LONGEST: Duration = Duration::from_secs(2);

/// How many bytes it may send meanwhile.
const MOST: u64 = 64 << 20;

/// Ends what is written, and throws away what is read until the peer ends as
/// well, or has had enough time or bytes for it.
pub(super) async fn linger(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let lingering = async {
        stream.shutdown().await?;
        io::copy(&mut stream.take(MOST), &mut io::sink()).await
    };
    // However it ends, the peer has been told what there was to tell.
    let _ = timeout(LONGEST, lingering).await;
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use tokio::io::{ReadBuf, duplex};
    use tokio::time::{Instant, sleep};

    use super::*;

    /// Has always more to read, and counts it.
    struct Flood<'a>(&'a mut u64);

    impl AsyncRead for Flood<'_> {
        fn poll_read(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            buffer: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            let read = buffer.remaining();
            *self.get_mut().0 += read as u64;
            buffer.initialize_unfilled();
            buffer.advance(read);
            Poll::Ready(Ok(()))
        }
    }

    impl AsyncWrite for Flood<'_> {
        fn poll_write(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            _: &[u8],
        ) -> Poll<io::Result<usize>> {
            Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_ends_is_left_at_once() {
        let (stream, mut peer) = duplex(100);
        let begun = Instant::now();
        let sending = async {
            peer.write_all(&[0; 1_000]).await.expect("it is read");
            assert_eq!(peer.read(&mut [0]).await.expect("it is open"), 0);
            drop(peer);
        };
        tokio::join!(linger(stream), sending);
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_trickles_is_left_in_time() {
        let (stream, mut peer) = duplex(100);
        let begun = Instant::now();
        let trickling = async {
            while peer.write_all(&[0]).await.is_ok() {
                sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::join!(linger(stream), trickling);
        assert!(begun.elapsed() <= LONGEST + Duration::from_millis(100));
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_floods_is_left_after_so_many_bytes() {
        let mut read = 0;
        linger(Flood(&mut read)).await;
        assert!((MOST..MOST + 10_000).contains(&read), "{read}");
    }
}
