//! A source file as the rules of the architecture see it: code without comments, strings and tests.
//! Knows Rust's letters, and no rule.

use std::collections::BTreeSet;

/// One file of Rust.
pub(super) struct Source {
    /// Path from the root of the package.
    pub(super) path: String,
    text: String,
    /// The code alone, without white space but single spaces.
    code: String,
}

impl Source {
    pub(super) fn new(path: &str, text: &str) -> Self {
        let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
        let code = bare(&text).split_whitespace().collect::<Vec<_>>().join(" ");
        Self { path: path.to_owned(), text, code }
    }

    pub(super) fn has_header(&self) -> bool {
        self.text.starts_with("//!")
    }

    pub(super) fn lines(&self) -> usize {
        self.text.lines().count()
    }

    pub(super) fn is_binary(&self) -> bool {
        self.path.starts_with("src/bin/") || self.path.starts_with("tests/")
    }

    /// The module of the library that the file belongs to.
    pub(super) fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/").filter(|_| !self.is_binary())?;
        let module = inside.split('/').next()?.trim_end_matches(".rs");
        (module != "lib").then_some(module)
    }

    /// Paths of the files that this one names as modules of its tests.
    pub(super) fn test_modules(&self) -> Vec<String> {
        let directory = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let named = self.code.split("#[cfg(test)] ").skip(1).filter_map(|after| {
            let after = after.strip_prefix("pub(crate) ").unwrap_or(after);
            after.strip_prefix("mod ")?.split_once(';')
        });
        named.map(|(name, _)| format!("{directory}/{name}.rs")).collect()
    }

    /// Whether the code holds these letters, not as the end of a longer word.
    pub(super) fn mentions(&self, word: &str) -> bool {
        let in_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mut found = self.code.match_indices(word);
        found.any(|(at, _)| !self.code[..at].ends_with(in_word))
    }

    /// The library's modules that the code names, from `crate::` or from `super::` up to the root.
    pub(super) fn imports(&self) -> BTreeSet<String> {
        let mut roots = vec!["crate::".to_owned()];
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        roots.push("super::".repeat(inside.split('/').count()));
        let mut named = BTreeSet::new();
        for root in roots {
            for (at, _) in self.code.match_indices(&root) {
                if !self.code[..at].ends_with("::") {
                    named.extend(names(&self.code[at + root.len()..]));
                }
            }
        }
        named
    }
}

/// The first names of a path, or of every path in its braces.
fn names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![name(path)].into_iter().filter(|name| !starts_upper(name)).collect();
    };
    let (mut depth, mut found, mut start) = (0_usize, Vec::new(), 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.retain(|name| !name.is_empty() && !starts_upper(name));
    found
}

/// Types and macros of the crate's root are no modules.
fn starts_upper(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

/// The code without comments and the inside of strings.
fn bare(text: &str) -> String {
    let (mut code, mut rest) = (String::new(), text);
    while let Some(letter) = rest.chars().next() {
        let length = skipped(rest);
        if length == 0 {
            code.push(letter);
            rest = &rest[letter.len_utf8()..];
        } else {
            code.push(' ');
            rest = &rest[length..];
        }
    }
    code
}

/// The length of the comment, string or character that the text begins with, or 0.
fn skipped(text: &str) -> usize {
    let until = |ending: &str| text[1..].find(ending).map_or(text.len(), |at| 1 + at + ending.len());
    if text.starts_with("//") {
        return until("\n");
    }
    if text.starts_with("/*") {
        return until("*/");
    }
    if let Some(hashes) = text
        .strip_prefix('r')
        .and_then(|after| after.find('"'))
        .filter(|&at| text[1..=at].bytes().all(|byte| byte == b'#'))
    {
        let opened = 2 + hashes;
        let ending = format!("\"{}", "#".repeat(hashes));
        return text[opened..].find(&ending).map_or(text.len(), |at| opened + at + ending.len());
    }
    match text.as_bytes()[0] {
        b'"' => quoted(text),
        b'\'' if text[1..].starts_with('\\') => quoted(text),
        b'\'' => {
            let closing = text[1..].chars().next().map(|letter| 1 + letter.len_utf8());
            closing.filter(|&at| text[at..].starts_with('\'')).map_or(0, |at| at + 1)
        }
        _ => 0,
    }
}

/// The length of what stands between two of the text's first letter, which a backslash may escape.
fn quoted(text: &str) -> usize {
    let quote = text.as_bytes()[0];
    let (mut escaped, mut bytes) = (false, text.bytes().enumerate().skip(1));
    let end = bytes.find(|&(_, byte)| {
        let ends = byte == quote && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}
