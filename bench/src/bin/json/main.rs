//! What a JSON library takes for one call: reading the frame and the method's
//! input, and writing the answer. `json LIBRARY CASE` prints the seconds for the suite.
//!
//! ```text
//! main             which library, and how often
//!   calls            the frames, the inputs and the answers
//!   libraries        serde_json, sonic-rs and simd-json; one file each
//! ```

mod calls;
mod libraries;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How long is measured.
const DURATION: Duration = Duration::from_millis(300);

/// Reads a call, and writes the answer to it.
type Answer = fn(frame: &str, answer: &mut Vec<u8>);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [library, call] = &*arguments else {
        return usage();
    };
    let Some(frame) = calls::frame(call) else {
        return usage();
    };
    let seconds = match *call {
        "add" => libraries::answer::<calls::Add>(library).map(|answer| time(&frame, answer)),
        "text" => libraries::answer::<calls::Say>(library).map(|answer| time(&frame, answer)),
        _ => libraries::answer::<calls::Order>(library).map(|answer| time(&frame, answer)),
    };
    let Some(seconds) = seconds else {
        return usage();
    };
    println!("{seconds}");
    ExitCode::SUCCESS
}

/// The seconds that each call takes.
fn time(frame: &str, answer: Answer) -> f64 {
    let mut out = Vec::new();
    let begun = Instant::now();
    let mut calls = 0_u32;
    while begun.elapsed() < DURATION {
        for _ in 0..100 {
            out.clear();
            answer(black_box(frame), &mut out);
            black_box(&out);
        }
        calls += 100;
    }
    begun.elapsed().as_secs_f64() / f64::from(calls)
}

fn usage() -> ExitCode {
    eprintln!("json serde_json|sonic-rs|simd-json add|text|nested");
    ExitCode::from(2)
}
