//! The search forms of an HTML page, read as a stream.
//!
//! Pure; knows elements and attributes, neither what words mean nor which form is used.

use url::Url;

use crate::page::scan::{Piece, Scan, Tag};
use crate::plan::{FormMarks, Method, Said, SearchForm, says_search};

use super::entities::resolve;
use super::region::Region;

/// Bytes of a form's running text that are read for what it says.
const MOST_TEXT: usize = 4000;

#[derive(Debug, Default)]
struct Raw {
    action: String,
    method: String,
    enctype: String,
    marks: FormMarks,
    /// Its names: of the form itself.
    named: Said,
    /// What is said to who writes in it: labels, buttons, the names of its fields.
    told: Said,
    /// Everything else that stands in it, and how much that is.
    aside: (Said, usize),
    /// Whether the field to write in is one for searching, by its type or its name.
    searches: (bool, bool),
    /// Names of the fields that a person writes in.
    written: Vec<String>,
    fixed: Vec<(String, String)>,
    /// Whether it asks for more than words: a password, a file, a message.
    asks_more: bool,
}

/// The search forms of the page at `page`: forms that say so and have one field to write in. What is sent as a body must say
/// so to its readers, and what might do something else is never one.
pub fn search_forms(html: &str, page: &Url, charset: &str) -> Vec<SearchForm> {
    let (mut scan, mut seen) = (Scan::new(html), Seen::default());
    while let Some(piece) = scan.next() {
        match piece {
            Piece::Text(text) => seen.text(text),
            Piece::Close(name) => seen.close(name),
            Piece::Open(tag) => {
                seen.open(tag);
                scan.skip_raw(tag);
            }
        }
    }
    seen.forms.into_iter().filter_map(|raw| finish(raw, page, charset)).collect()
}

#[derive(Debug, Default)]
struct Seen {
    forms: Vec<Raw>,
    /// An element that says that what it holds is for searching.
    landmark: Region,
    header: Region,
    form: Region,
    /// What speaks of the form to its readers.
    label: Region,
}

impl Seen {
    fn open(&mut self, tag: Tag<'_>) {
        let has_role = |tag: Tag<'_>, role: &str| attribute(tag, "role").eq_ignore_ascii_case(role);
        self.landmark.open(tag, |tag| tag.is("search") || has_role(tag, "search"));
        self.header.open(tag, |tag| tag.is("header") || has_role(tag, "banner"));
        self.form.open(tag, |tag| tag.is("form"));
        self.label.open(tag, |tag| LABELS.iter().any(|name| tag.is(name)));
        if tag.is("form") {
            // A label that was never closed speaks of no other form.
            self.label = Region::default();
            let (landmark, header) = (self.landmark.is_inside(), self.header.is_inside());
            self.forms.push(opened(tag, FormMarks { landmark, header, special: false }));
        } else if let Some(form) = self.forms.last_mut().filter(|_| self.form.is_inside()) {
            if tag.is("input") {
                take_input(form, tag);
            }
            form.asks_more |= tag.is("textarea");
            form.told.add_invitation(&attribute(tag, "aria-label"));
        }
    }

    fn text(&mut self, text: &str) {
        let Some(form) = self.forms.last_mut().filter(|_| self.form.is_inside()) else { return };
        if self.label.is_inside() {
            form.told.add_invitation(&resolve(text));
        } else if form.aside.1 < MOST_TEXT {
            form.aside.0.add(&resolve(text));
            form.aside.1 += text.len();
        }
    }

    fn close(&mut self, name: &str) {
        for region in [&mut self.landmark, &mut self.header, &mut self.form, &mut self.label] {
            region.close(name);
        }
    }
}

/// Elements that tell what a form is for.
const LABELS: &[&str] = &["label", "button", "legend", "h1", "h2", "h3", "h4"];

fn attribute(tag: Tag<'_>, name: &str) -> String {
    tag.attribute(name).map(|value| resolve(value).trim().to_owned()).unwrap_or_default()
}

fn opened(tag: Tag<'_>, marks: FormMarks) -> Raw {
    let mut raw = Raw {
        action: attribute(tag, "action"),
        method: attribute(tag, "method").to_ascii_lowercase(),
        enctype: attribute(tag, "enctype").to_ascii_lowercase(),
        marks,
        ..Raw::default()
    };
    for name in ["class", "id", "name"] {
        raw.named.add(&attribute(tag, name));
    }
    for name in ["aria-label", "title"] {
        raw.told.add_invitation(&attribute(tag, name));
    }
    raw
}

fn take_input(form: &mut Raw, tag: Tag<'_>) {
    let (name, value) = (attribute(tag, "name"), attribute(tag, "value"));
    match attribute(tag, "type").to_ascii_lowercase().as_str() {
        "" | "text" | "search" if name.is_empty() => {}
        kind @ ("" | "text" | "search") => {
            form.searches.0 |= kind == "search";
            form.searches.1 |= says_search(&name);
            form.told.add(&name);
            form.told.add(&attribute(tag, "id"));
            for by in ["placeholder", "title"] {
                form.told.add_invitation(&attribute(tag, by));
            }
            form.written.push(name);
        }
        "hidden" if !name.is_empty() => {
            form.aside.0.add(&name);
            form.fixed.push((name, value));
        }
        "checkbox" | "radio" if tag.attribute("checked").is_some() && !name.is_empty() => {
            let value = if value.is_empty() { "on".to_owned() } else { value };
            form.fixed.push((name, value));
        }
        "submit" | "button" | "image" => {
            form.told.add(&value);
            form.told.add(&attribute(tag, "alt"));
        }
        "password" | "file" | "email" | "tel" | "date" | "datetime-local" | "number" => form.asks_more = true,
        _ => {}
    }
}

fn finish(mut raw: Raw, page: &Url, charset: &str) -> Option<SearchForm> {
    let method = match raw.method.as_str() {
        "" | "get" => Method::Get,
        "post" if raw.enctype != "multipart/form-data" => Method::Post,
        _ => return None,
    };
    let action = if raw.action.is_empty() { page.clone() } else { page.join(&raw.action).ok()? };
    raw.told.add_address(&action, page.host_str());
    let special = raw.named.is_special() || raw.told.is_special();
    if raw.asks_more || !matches!(action.scheme(), "http" | "https") || !says_so(&raw, method, special) {
        return None;
    }
    let [field] = raw.written.as_slice() else { return None };
    Some(SearchForm {
        action,
        method,
        field: field.clone(),
        fixed: raw.fixed,
        charset: charset.to_owned(),
        marks: FormMarks { special, ..raw.marks },
    })
}

/// Whether a form says that it searches, and nothing else.
fn says_so(raw: &Raw, method: Method, special: bool) -> bool {
    let (by_type, by_name) = raw.searches;
    let to_readers = raw.marks.landmark || by_type || raw.told.says_search();
    let does_more = raw.named.has_other_purpose() || raw.told.has_other_purpose();
    match method {
        Method::Get => !does_more && (to_readers || by_name || raw.named.says_search()),
        // It may change something: what is not beyond doubt is not sent.
        Method::Post => to_readers && !special && !does_more && !raw.aside.0.has_other_purpose(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[(&str, Method, &str, usize)]) {
        let page = Url::parse("https://x.example/a/b").unwrap();
        let forms = search_forms(html, &page, "utf-8");
        let found: Vec<(&str, Method, &str, usize)> = forms
            .iter()
            .map(|form| (form.action.as_str(), form.method, form.field.as_str(), form.fixed.len()))
            .collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn forms_that_search() {
        check(
            "<form role=search action='/sok?x=1&amp;y=2'><input name=text><input type=hidden name=a value=1>",
            &[("https://x.example/sok?x=1&y=2", Method::Get, "text", 1)],
        );
        check(
            "<form><input type=search name=ord></form>",
            &[("https://x.example/a/b", Method::Get, "ord", 0)],
        );
        check(
            "<div role=search><form method=POST action=s><input name=v><input type=checkbox name=c checked></form></div>",
            &[("https://x.example/a/s", Method::Post, "v", 1)],
        );
        check("<input role=search name=q><form action=/kontakt><input name=namn></form>", &[]);
        check(
            "<form class=sökformulär action=/hitta><input name=fras></form>",
            &[("https://x.example/hitta", Method::Get, "fras", 0)],
        );
        check(
            "<form action=/hitta><input name=fras placeholder='Sök på webbplatsen'><button>Sök</button></form>",
            &[("https://x.example/hitta", Method::Get, "fras", 0)],
        );
        check("<form action=/><input name=s></form>", &[("https://x.example/", Method::Get, "s", 0)]);
    }

    #[test]
    fn what_might_do_something_else_is_no_search() {
        for form in [
            "<form method=post action=/nyhetsbrev/anmal class='newsletter newsletter--s'><input name=epost placeholder='Din e-post'>\
             <button>Prenumerera</button></form>",
            "<form method=post action=/tyck class=form--s><input name=text><button>Skicka</button></form>",
            "<form method=post action=/feedback aria-label='Hittade du det du sökte?'><input name=q><button>Skicka</button></form>",
            "<form method=post action=/svar><input name=q><button>Skicka</button></form>",
            "<form method=post action=/svar id=s><input name=namn><button>Rösta</button></form>",
            "<form method=post action=/logga-ut class='search-toggle search'><input name=x></form>",
            "<form method=post action=/x class=search><input name=x></form>",
            "<form method=post action=/x><p>Prenumerera på våra nyheter<input type=search name=x></form>",
            "<form method=post action=/x><input name=bidrag placeholder='Sök bidrag'><button>Sök</button></form>",
            "<form method=post action=/x role=search><input name=q><input type=email name=e></form>",
            "<form action=/nyhetsbrev><input name=q><button>Skicka</button></form>",
            "<form action=/x class=s id=q><input name=namn></form>",
        ] {
            check(form, &[]);
        }
    }

    #[test]
    fn what_is_sent_as_a_body_says_to_its_readers_that_it_searches() {
        for form in [
            "<form method=post action=/x><input name=v><button>Sök</button></form>",
            "<form method=post action=/x><label>Sök på webbplatsen <input name=v></label></form>",
            "<form method=post action=/x><input name=v placeholder='Sök, t.ex. lämna synpunkt'></form>",
            "<form method=post action=/x role=search><input name=v></form>",
            "<form method=post action=/x><input type=submit value=Sök><input name=v></form>",
        ] {
            check(form, &[("https://x.example/x", Method::Post, "v", 0)]);
        }
    }

    #[test]
    fn a_page_marks_its_forms() {
        let marks = |html: &str| {
            let forms = search_forms(html, &Url::parse("https://www.x.example/").unwrap(), "utf-8");
            let FormMarks { landmark, header, special } = forms[0].marks;
            (landmark, header, special)
        };
        let jobs =
            "<form action=/lediga-jobb class=search><input name=ord placeholder='Sök lediga jobb'></form>";
        let books = "<form action=https://bibliotek.x.example/s role=search><input name=text></form>";
        let site = "<header><form role=search action=/sok><input name=q placeholder='Sök, t.ex. lediga jobb'></form></header>";
        assert_eq!(marks(jobs), (false, false, true));
        assert_eq!(marks(books), (true, false, true));
        assert_eq!(marks(site), (true, true, false));
    }

    #[test]
    fn forms_that_do_not() {
        check("<form action=/login><input name=user><input type=password name=p></form>", &[]);
        check("<form action=/sok><input name=namn><input name=gata></form>", &[]);
        check("<form action=/kontakt><input name=namn><textarea name=q></textarea></form>", &[]);
        check("<form role=search action='javascript:x()'><input name=q></form>", &[]);
        check("<form role=search method=dialog><input name=q></form>", &[]);
        check("<input type=search name=q>", &[]);
    }
}
