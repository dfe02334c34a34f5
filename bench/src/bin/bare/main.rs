//! WebSocket servers that read a frame, parse it and answer it, and do nothing
//! besides: what is possible on each library.
//!
//! `bare LIBRARY PORT [--threads N]` prints its address and serves until it is killed.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::runtime::Builder;

use self::world::World;

mod answer;
mod axum_server;
mod fastwebsockets_server;
mod handshake;
mod jsonrpsee_server;
mod messages;
mod tokio_websockets_server;
mod tungstenite_server;
mod world;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Bytes read at once, as many as by stagedoor: the default of tungstenite is 64
/// times this, and zeroed before each read.
const READ_BUFFER: usize = 2 << 10;

fn main() -> Result<ExitCode, Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (library, port, threads) = match &*arguments {
        [library, port] => (library, port, "1"),
        [library, port, option, threads] if option == "--threads" => (library, port, &**threads),
        _ => {
            eprintln!("usage: bare LIBRARY PORT [--threads N]");
            return Ok(ExitCode::from(2));
        }
    };
    let runtime = Builder::new_multi_thread()
        .worker_threads(threads.parse()?)
        .enable_all()
        .build()?;
    runtime.block_on(serve(library, port.parse()?))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(library: &str, port: u16) -> Result<(), Error> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    println!("ws://{}/", listener.local_addr()?);
    let world = Arc::new(World::default());
    match library {
        "axum" => axum_server::serve(listener, world).await,
        "fastwebsockets" => fastwebsockets_server::serve(listener, world).await,
        "jsonrpsee" => jsonrpsee_server::serve(listener.into_std()?).await,
        "tokio-tungstenite" => tungstenite_server::serve(listener, world).await,
        "tokio-websockets" => tokio_websockets_server::serve(listener, world).await,
        _ => Err(format!("no server of the name `{library}`").into()),
    }
}
