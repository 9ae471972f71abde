//! The text of Rich Text files (RTF 1.9.1): one page.
//!
//! Any bytes are read without harm, in one pass. Knows paragraphs and cells; not how they look.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::document::{Text, Unreadable};
use super::model::BlockKind;

/// Groups that hold no text of the document.
const SILENT: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "themedata",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "nonshppict",
    "filetbl",
    "revtbl",
    "bkmkstart",
    "bkmkend",
];
/// Words that stand for a letter.
const LETTERS: &[(&str, &str)] = &[
    ("tab", " "),
    ("emdash", "—"),
    ("endash", "–"),
    ("bullet", "•"),
    ("lquote", "‘"),
    ("rquote", "’"),
    ("ldblquote", "“"),
    ("rdblquote", "”"),
    ("cell", " | "),
];
/// Words that end a paragraph.
const ENDS: &[&str] = &["par", "line", "row", "sect", "page"];

/// Reads a Rich Text file.
pub(super) fn read(body: &[u8]) -> Result<Text, Unreadable> {
    if !body.starts_with(b"{\\rtf") {
        return Err(Unreadable::Broken);
    }
    let mut seen = Seen { rest: body, ..Seen::default() };
    while seen.step() {}
    seen.end_line();
    Ok(Text { title: None, pages: vec![seen.lines], kind: BlockKind::Paragraph, cut: false })
}

/// What a group hands on to those within it.
#[derive(Debug, Clone, Copy)]
struct Group {
    silent: bool,
    /// Letters that stand for one that is given by its number (`\uc`).
    stand_ins: usize,
}

#[derive(Debug)]
struct Seen<'b> {
    rest: &'b [u8],
    groups: Vec<Group>,
    group: Group,
    encoding: &'static Encoding,
    /// Bytes in that character set, and the line before them.
    bytes: Vec<u8>,
    line: String,
    lines: Vec<String>,
    /// Stand-ins that are left to pass over.
    pass: usize,
}

impl Default for Seen<'_> {
    fn default() -> Self {
        Self {
            rest: b"",
            groups: Vec::new(),
            group: Group { silent: false, stand_ins: 1 },
            encoding: WINDOWS_1252,
            bytes: Vec::new(),
            line: String::new(),
            lines: Vec::new(),
            pass: 0,
        }
    }
}

impl Seen<'_> {
    /// Takes a byte, a word or a bracket; `false` at the end.
    fn step(&mut self) -> bool {
        let Some((first, rest)) = self.rest.split_first() else { return false };
        self.rest = rest;
        match first {
            b'{' => self.groups.push(self.group),
            b'}' => self.group = self.groups.pop().unwrap_or(self.group),
            b'\\' => self.control(),
            b'\r' | b'\n' => {}
            byte => self.byte(*byte),
        }
        true
    }

    fn control(&mut self) {
        let letters = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, after) = self.rest.split_at(letters);
        if letters > 0 {
            let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let minus = usize::from(after.first() == Some(&b'-'));
            let length = match digits(&after[minus..]) {
                0 => 0,
                digits => minus + digits,
            };
            let (number, after) = after.split_at(length);
            self.rest = after.strip_prefix(b" ").unwrap_or(after);
            let number = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
            return self.word(std::str::from_utf8(word).unwrap_or_default(), number);
        }
        let Some((symbol, after)) = self.rest.split_first() else { return };
        self.rest = after;
        match symbol {
            b'\'' => {
                let (code, after) = self.rest.split_at(self.rest.len().min(2));
                self.rest = after;
                let code = std::str::from_utf8(code).ok().and_then(|code| u8::from_str_radix(code, 16).ok());
                if let Some(code) = code {
                    self.byte(code);
                }
            }
            b'*' => self.group.silent = true,
            b'~' => self.text(" "),
            b'_' => self.text("-"),
            b'\n' | b'\r' => self.end_line(),
            b'\\' | b'{' | b'}' => self.byte(*symbol),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        match (word, number) {
            ("u", Some(number)) => {
                // Numbers above 32767 are written as negative ones.
                let letter = u32::try_from(if number < 0 { number.saturating_add(65_536) } else { number });
                let letter = letter.ok().and_then(char::from_u32);
                self.text(letter.map(String::from).as_deref().unwrap_or_default());
                self.pass = self.group.stand_ins;
            }
            ("uc", Some(number)) => self.group.stand_ins = usize::try_from(number).unwrap_or(1).min(8),
            ("ansicpg", Some(page)) => {
                let named = Encoding::for_label(format!("windows-{page}").as_bytes());
                self.encoding = named.unwrap_or(WINDOWS_1252);
            }
            ("bin", Some(length)) => {
                let length = usize::try_from(length).unwrap_or(0).min(self.rest.len());
                self.rest = &self.rest[length..];
            }
            _ if SILENT.contains(&word) => self.group.silent = true,
            _ if ENDS.contains(&word) => self.end_line(),
            _ => {
                if let Some((_, letter)) = LETTERS.iter().find(|(known, _)| *known == word) {
                    self.text(letter);
                }
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.pass > 0 {
            self.pass -= 1;
        } else if !self.group.silent {
            self.bytes.push(byte);
        }
    }

    fn text(&mut self, text: &str) {
        self.pass = 0;
        if !self.group.silent {
            self.decode();
            self.line.push_str(text);
        }
    }

    fn decode(&mut self) {
        let (text, _) = self.encoding.decode_without_bom_handling(&self.bytes);
        self.line.push_str(&text);
        self.bytes.clear();
    }

    fn end_line(&mut self) {
        self.pass = 0;
        self.decode();
        let line = std::mem::take(&mut self.line);
        let line = line.trim().trim_end_matches('|').trim_end();
        if !line.is_empty() {
            self.lines.push(line.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(inner: &str, expected: &[&str]) {
        let text = read(format!("{{\\rtf1\\ansi\\ansicpg1252{inner}}}").as_bytes()).ok().unwrap();
        assert_eq!(text.pages, [expected], "{inner}");
    }

    #[test]
    fn paragraphs_letters_and_cells() {
        check(
            "{\\fonttbl{\\f0 Arial;}}\\pard F\\'f6rskola\\par Avgift:\\tab 500 kr\\par",
            &["Förskola", "Avgift: 500 kr"],
        );
        check("F\\u246?rskola \\u8211\\'96 kö \\{x\\}", &["Förskola – kÃ¶ {x}"]);
        check("{\\uc2\\u229 ab}\\u228 x{\\*\\generator Y}z", &["åäz"]);
        check(
            "Barn\\cell Kronor\\cell\\row F\\'f6rsta\\cell 1 688\\cell\\row",
            &["Barn | Kronor", "Första | 1 688"],
        );
        check("{\\pict\\bin3 }}{x}ef\\~ter", &["ef ter"]);
    }

    #[test]
    fn what_is_broken_is_read_to_its_end() {
        check("a\\'", &["a"]);
        check("a\\u99999999999 b}}}}c", &["abc"]);
        check("\\bin99999999 a", &[]);
        assert_eq!(read(b"{\\rt").err(), Some(Unreadable::Broken));
    }
}
