//! [`Screen`]: a pseudo-terminal, and what a program writes to it.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::process::Stdio;
use std::thread;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

use crate::soon;

/// What a program writes to a terminal, with its colours.
pub(crate) struct Screen {
    text: String,
    /// How much of it was waited for.
    seen: usize,
    chunks: mpsc::UnboundedReceiver<String>,
    pub(crate) child: Child,
}

impl Screen {
    /// Runs a command on a terminal of 80 columns.
    pub(crate) fn run(command: &mut Command) -> Self {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("there is a pty");
        grantpt(&terminal).expect("it is ours");
        unlockpt(&terminal).expect("it is ours");
        let name = ptsname(&terminal, Vec::new()).expect("it has a name");
        let size = Winsize {
            ws_row: 24,
            ws_col: 80,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&terminal, size).expect("it is a terminal");
        let end = || -> Stdio {
            let name = name.to_str().expect("it is text");
            let file = OpenOptions::new().read(true).write(true).open(name);
            file.expect("it is ours").into()
        };
        let child = command.stdout(end()).stderr(end()).spawn();
        // The command holds the program's end, and must not keep it open.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let (sender, chunks) = mpsc::unbounded_channel();
        let mut terminal = File::from(terminal);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // Reading fails when the program has closed its end.
            while let Ok(length @ 1..) = terminal.read(&mut buffer) {
                let chunk = String::from_utf8_lossy(&buffer[..length]);
                if sender.send(chunk.into_owned()).is_err() {
                    break;
                }
            }
        });
        Self {
            text: String::new(),
            seen: 0,
            chunks,
            child: child.expect("it runs"),
        }
    }

    /// Waits until this is to be seen, behind what was waited for before.
    pub(crate) async fn until(&mut self, wanted: &str) {
        let end = loop {
            if let Some(at) = self.text[self.seen..].find(wanted) {
                break self.seen + at + wanted.len();
            }
            let chunk = soon(wanted, self.chunks.recv()).await;
            let chunk = chunk.unwrap_or_else(|| panic!("no {wanted:?} in {:?}", self.text));
            self.text.push_str(&chunk);
        };
        self.seen = end;
    }

    /// All that was written, and the exit code.
    pub(crate) async fn end(mut self) -> (String, Option<i32>) {
        while let Some(chunk) = soon("the end", self.chunks.recv()).await {
            self.text.push_str(&chunk);
        }
        let status = soon("the end of the program", self.child.wait()).await;
        let text = self.text.replace("\r\n", "\n");
        (text, status.expect("it runs").code())
    }
}
