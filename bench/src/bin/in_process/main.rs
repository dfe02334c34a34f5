//! One request and its answer within a process, by one way of keeping actors, or
//! what an idle actor takes: `in_process KIND CASE` prints the number for the suite.
//!
//! ```text
//! main             which kind
//!   load             calls by one caller, and by many on one or two threads; idle actors
//!   kinds            stagedoor, and what stands beside it; one file each
//! ```

mod kinds;
mod load;

use std::process::ExitCode;

use load::Case;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let case = match arguments.get(1) {
        Some(&"one") => Case::One,
        Some(&"hot") => Case::Many {
            actors: 1,
            threads: 2,
        },
        Some(&"apart-on-one") => Case::Many {
            actors: load::CALLERS,
            threads: 1,
        },
        Some(&"apart") => Case::Many {
            actors: load::CALLERS,
            threads: 2,
        },
        Some(&"idle") => Case::Idle,
        _ => return usage(),
    };
    let number = match arguments[0] {
        "stagedoor" => load::measure::<kinds::Stagedoor>(case),
        "frames" => load::measure::<kinds::Frames>(case),
        "mpsc" => load::measure::<kinds::Mpsc>(case),
        "kameo" => load::measure::<kinds::Kameo>(case),
        "ractor" => load::measure::<kinds::Ractor>(case),
        "actix" => kinds::measure_actix(case),
        _ => return usage(),
    };
    println!("{number}");
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!(
        "in_process stagedoor|frames|mpsc|kameo|ractor|actix one|hot|apart-on-one|apart|idle"
    );
    ExitCode::from(2)
}
