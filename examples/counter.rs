//! The smallest whole program: one actor, served over a WebSocket, and called
//! from within the process while it is served.
//!
//! Run it with `cargo run --example counter`, connect any WebSocket client to
//! `ws://127.0.0.1:3000/` and send
//!
//! ```json
//! {"type":"state:sub","actor":"counter","actorId":"visits"}
//! {"type":"rpc","id":"1","actor":"counter","actorId":"visits","method":"add","input":{"amount":2}}
//! ```

use std::time::Duration;

use stagedoor::prelude::*;

/// Counts something.
#[actor]
struct Counter {
    count: i64,
    #[actor(default = 1_000)]
    limit: i64,
}

/// The limit was reached.
#[event]
struct Full {
    count: i64,
}

#[actor(events(Full))]
impl Counter {
    /// Adds to the count, up to the limit.
    #[method]
    fn add(&mut self, cx: &Context<Self>, amount: i64) -> Result<i64, String> {
        if amount < 0 {
            return Err("a counter only counts up".to_owned());
        }
        self.count = self.count.saturating_add(amount).min(self.limit);
        if self.count == self.limit {
            cx.emit(Full { count: self.count }).broadcast();
        }
        Ok(self.count)
    }

    /// The count.
    #[method]
    fn get(&self) -> i64 {
        self.count
    }
}

#[tokio::main]
async fn main() -> Result<(), stagedoor::Error> {
    let app = App::new().actor::<Counter>().build()?;

    // The program itself calls through the same typed handle as tests do.
    let seconds = app.actor::<Counter>("seconds");
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if let Err(error) = seconds.add(1).await {
                println!("no more seconds: {error}");
                break;
            }
        }
    });

    println!("counter at ws://127.0.0.1:3000/ (schema: http://127.0.0.1:3000/schema)");
    println!(r#"try: {{"type":"state:sub","actor":"counter","actorId":"seconds"}}"#);
    stagedoor::serve(app, "127.0.0.1:3000").await
}
