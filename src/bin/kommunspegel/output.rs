//! Standard output, which carries data only, and whose reader may leave early; and words to the user, on standard error.

use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A writer that ends quietly when nobody reads on (`| head -1`): what comes after is dropped, and the
/// program finishes its work.
pub(crate) struct Output<W> {
    reader: Option<W>,
}

impl<W: Write> Output<W> {
    pub(crate) fn new(writer: W) -> Self {
        Self { reader: Some(writer) }
    }

    fn quietly<T>(&mut self, outcome: io::Result<T>, if_gone: T) -> io::Result<T> {
        match outcome {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.reader = None;
                Ok(if_gone)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let outcome = self.reader.as_mut().map_or(Ok(bytes.len()), |reader| reader.write(bytes));
        self.quietly(outcome, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let outcome = self.reader.as_mut().map_or(Ok(()), Write::flush);
        self.quietly(outcome, ())
    }
}

/// Whether what goes to standard error is read by programs.
static JSON: AtomicBool = AtomicBool::new(false);

/// From now on what goes to standard error is a JSON object a line.
pub(crate) fn speak_json() {
    JSON.store(true, Ordering::Relaxed);
}

/// Whether what goes to standard error is a JSON object a line.
pub(crate) fn is_json() -> bool {
    JSON.load(Ordering::Relaxed)
}

/// A word to the user, on stderr.
pub(crate) fn tell(words: &str) {
    say("INFO", words);
}

/// Why the program fails, on stderr.
pub(crate) fn tell_failure(words: &str) {
    say("ERROR", words);
}

/// In the shape of the events beside it.
fn say(level: &str, words: &str) {
    if !is_json() {
        let _ = writeln!(io::stderr(), "{words}");
        return;
    }
    let timestamp = OffsetDateTime::now_utc().format(&Rfc3339).unwrap_or_default();
    let event = json!({ "timestamp": timestamp, "level": level, "fields": { "message": words },
        "target": env!("CARGO_PKG_NAME") });
    let _ = writeln!(io::stderr(), "{event}");
}

/// Takes what is written, a line at a time, for words to the user.
pub(crate) struct Told;

impl Write for Told {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        tell(String::from_utf8_lossy(line).trim_end());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closing {
        error: ErrorKind,
        asked: usize,
    }

    impl Write for &mut Closing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            self.asked += 1;
            Err(self.error.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_left_is_not_asked_again() {
        let mut gone = Closing { error: ErrorKind::BrokenPipe, asked: 0 };
        let mut output = Output::new(&mut gone);
        writeln!(output, "a").unwrap();
        writeln!(output, "b").unwrap();
        output.flush().unwrap();
        assert_eq!(gone.asked, 1);
    }

    #[test]
    fn other_errors_are_told() {
        let mut full = Closing { error: ErrorKind::StorageFull, asked: 0 };
        assert!(writeln!(Output::new(&mut full), "a").is_err());
    }
}
