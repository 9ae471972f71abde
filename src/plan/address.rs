//! One spelling per address: what differs only in fragment, session, tracking or display state is the same page.
//!
//! Knows nothing of which site an address belongs to.

use memchr::memchr_iter;
use url::{Url, form_urlencoded};

/// Longest reference of a page that is read, and longest address that references are relative to, in bytes: no server answers
/// longer ones, and each link keeps its own.
pub const LONGEST_REFERENCE: usize = 2000;

/// Suffixes of files that are not pages.
const NOT_PAGES: &[&str] = &[
    "7z", "apk", "atom", "avi", "bmp", "css", "csv", "dmg", "doc", "docx", "dot", "dwg", "eot", "epub",
    "exe", "gif", "gz", "ics", "ico", "jpeg", "jpg", "js", "json", "m4a", "m4v", "mjs", "mov", "mp3", "mp4",
    "mpeg", "msi", "odp", "ods", "odt", "ogg", "otf", "pdf", "png", "pot", "pps", "ppt", "pptx", "ps", "rar",
    "rss", "rtf", "svg", "swf", "tar", "tif", "tiff", "ttf", "txt", "vcf", "wav", "webm", "webp", "wmv",
    "woff", "woff2", "xls", "xlsx", "xlt", "xml", "xsd", "zip",
];

/// Query parameters that carry where a visitor came from, by exact name (lower case).
const TRACKING: &[&str] =
    &["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "_ga", "_gl", "igshid", "_hsenc", "_hsmi"];

/// Query parameters that say how a search came to a page, or what of it is shown in colour, by exact name (lower case).
const SEARCHED: &[&str] = &["highlight"];

/// Query parameters that carry a session, by exact name (lower case).
const SESSION: &[&str] =
    &["jsessionid", "phpsessid", "sessionid", "session_id", "sessid", "cfid", "cftoken", "viewstate"];

/// Query parameters that show a page as it is printed, by exact name (lower case).
const PRINTED: &[&str] = &[
    "print",
    "printable",
    "printview",
    "printversion",
    "printpage",
    "printfriendly",
    "utskrift",
    "utskriftsversion",
    "utskriftsvanlig",
    "skrivut",
];

/// Values by which a parameter such as `view` or `format` says the same.
const PRINTED_AS: &[&str] = &["print", "printable", "printview", "utskrift", "component"];
/// Those parameters.
const SHOWN_AS: &[&str] = &["view", "format", "layout", "mode", "version", "template", "tmpl", "vy"];

/// The one spelling of `reference` as seen on `base`; `None` when it is not an http(s) address.
///
/// The fragment, tracking and session parameters, those that print, and Sitevision's state (`sv.target`, `open.12_…`,
/// `.printable`) are taken off, escapes are written in one way (RFC 3986, 6.2.2); the WHATWG parser has already dropped
/// default ports and dot segments.
pub fn normalise(reference: &str, base: &Url) -> Option<Url> {
    let mut url = base.join(reference.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return None;
    }
    url.set_fragment(None);
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    settle_escapes(&mut url);
    strip_path_state(&mut url);
    strip_query_state(&mut url);
    Some(url)
}

/// An address without the parameters whose value is just these words: a search hands on what it was asked for, to be shown in
/// colour or found again (`searchterm=…`), and it does not choose the page.
pub fn without_words(mut url: Url, words: &str) -> Url {
    if url.query_pairs().any(|(_, value)| value == words) {
        let carried = |pair: &&str| form_urlencoded::parse(pair.as_bytes()).all(|(_, value)| value != words);
        let kept: Vec<&str> = url.query().unwrap_or_default().split('&').filter(carried).collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(&kept));
    }
    url
}

/// Where a redirect from `from` leads: to the one spelling of its target; where that is the very address that was asked for,
/// to the target as it is, since some servers give no page before they see their session or spelling in the address.
pub fn redirect_target(target: &Url, from: &Url) -> Option<Url> {
    let one = normalise(target.as_str(), from)?;
    if one != *from {
        return Some(one);
    }
    let mut as_sent = target.clone();
    as_sent.set_fragment(None);
    as_sent.set_username("").ok()?;
    as_sent.set_password(None).ok()?;
    Some(as_sent)
}

/// Writes escapes with capital letters, and letters, digits and `-._~` without (RFC 3986, 6.2.2.1 and 6.2.2.2).
fn settle_escapes(url: &mut Url) {
    if url.path().contains('%') {
        let path = settled(url.path());
        url.set_path(&path);
    }
    if let Some(query) = url.query().filter(|query| query.contains('%')) {
        let query = settled(query);
        url.set_query(Some(&query));
    }
}

fn settled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let digits = after.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                out.push(char::from(byte));
            }
            Some(_) => {
                out.extend(['%'].into_iter().chain(after[..2].chars().map(|c| c.to_ascii_uppercase())));
            }
            None => out.push('%'),
        }
        rest = if digits.is_some() { &after[2..] } else { after };
    }
    out.push_str(rest);
    out
}

/// Takes `;jsessionid=…` and Sitevision's `.printable` off the path.
fn strip_path_state(url: &mut Url) {
    const SESSION: &str = ";jsessionid=";
    let path = url.path();
    let is_session = |at: &usize| {
        let name = path.as_bytes()[*at..].get(..SESSION.len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(SESSION.as_bytes()))
    };
    let cut = memchr_iter(b';', path.as_bytes()).find(is_session).unwrap_or(path.len());
    let bare = path[..cut].trim_end_matches(".printable");
    if bare.len() != path.len() {
        let bare = bare.to_owned();
        url.set_path(&bare);
    }
}

/// Takes parameters that do not choose the page off the query, keeping the others as they are spelt.
fn strip_query_state(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_state(pair)).collect();
    let kept = kept.join("&");
    url.set_query((!kept.is_empty()).then_some(&kept));
}

/// Whether a `name=value` pair is state of the visit and not of the page.
fn is_state(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_")
        || TRACKING.contains(&name.as_str())
        || SESSION.contains(&name.as_str())
        || SEARCHED.contains(&name.as_str())
        // Optimizely Find counts its hits by them.
        || name.starts_with("_t_")
        || PRINTED.contains(&name.as_str())
        || (SHOWN_AS.contains(&name.as_str()) && PRINTED_AS.contains(&value.to_ascii_lowercase().as_str()))
        || name.starts_with("aspsessionid")
        || (name == "sid" && value.len() >= 16)
        || name == "sv.target"
        || name.starts_with("open.12_")
        || name.starts_with("sv.12.")
}

/// Suffixes of documents, all of which can be read.
const DOCUMENTS: &[&str] = &[
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "rtf", "doc", "dot", "xls", "xlt", "ppt", "pps",
    "pot",
];

/// Whether an address is that of a document, judged by the suffix of its path alone.
pub fn is_document_address(url: &Url) -> bool {
    let suffix = url.path().rsplit('/').next().and_then(|last| last.rsplit_once('.'));
    suffix.is_some_and(|(_, suffix)| DOCUMENTS.iter().any(|known| known.eq_ignore_ascii_case(suffix)))
}

/// Whether an address may be an HTML page, judged by the suffix of its path alone.
pub fn is_page_address(url: &Url) -> bool {
    let last = url.path().rsplit('/').next().unwrap_or_default();
    let suffix = last.rsplit_once('.').map(|(_, suffix)| suffix.to_ascii_lowercase());
    suffix.is_none_or(|suffix| !NOT_PAGES.contains(&suffix.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(reference: &str, expected: Option<&str>) {
        let base = Url::parse("https://www.norralven.example/bygga/index.html").unwrap();
        let found = normalise(reference, &base).map(String::from);
        assert_eq!(found.as_deref(), expected, "{reference}");
    }

    #[test]
    fn one_spelling_per_address() {
        check("/a#del", Some("https://www.norralven.example/a"));
        check("lov.html", Some("https://www.norralven.example/bygga/lov.html"));
        check("HTTPS://WWW.Norralven.example:443/a", Some("https://www.norralven.example/a"));
        check("/a?utm_source=x&id=7&fbclid=1", Some("https://www.norralven.example/a?id=7"));
        check("/a?sv.target=12.abc&sv.12.abc.route=/", Some("https://www.norralven.example/a"));
        check("/a?open.12_3f=true", Some("https://www.norralven.example/a"));
        check("/a.4.3f.html.printable", Some("https://www.norralven.example/a.4.3f.html"));
        check("/a?id=7&print=1", Some("https://www.norralven.example/a?id=7"));
        check("/a?tmpl=component&Print=true", Some("https://www.norralven.example/a"));
        check("/a?format=utskrift", Some("https://www.norralven.example/a"));
        check("/a?view=lista", Some("https://www.norralven.example/a?view=lista"));
        check("/a;jsessionid=77?b=1", Some("https://www.norralven.example/a?b=1"));
        check("/a?sid=5", Some("https://www.norralven.example/a?sid=5"));
        check("/a?sid=0123456789abcdef", Some("https://www.norralven.example/a"));
        check("/a?", Some("https://www.norralven.example/a"));
        check("//annan.example/ä", Some("https://annan.example/%C3%A4"));
        check("https://räksmörgås.example/", Some("https://xn--rksmrgs-5wao1o.example/"));
        check("https://namn:ord@x.example/", Some("https://x.example/"));
    }

    #[test]
    fn escapes_are_written_in_one_way() {
        check("/förskola", Some("https://www.norralven.example/f%C3%B6rskola"));
        check("/f%c3%b6rskola", Some("https://www.norralven.example/f%C3%B6rskola"));
        check("/%66%C3%B6rskola?%69d=%2a%7e", Some("https://www.norralven.example/f%C3%B6rskola?id=%2A~"));
        check("/a%2fb%3f%25", Some("https://www.norralven.example/a%2Fb%3F%25"));
        check("/100%/%zz%", Some("https://www.norralven.example/100%/%zz%"));
        check("/a/%2e%2E/b", Some("https://www.norralven.example/b"));
        check("/a?sv%2etarget=12.abc", Some("https://www.norralven.example/a"));
        check("/a?x=%%341", Some("https://www.norralven.example/a?x=%41"));
    }

    #[test]
    fn a_redirect_to_the_same_page_in_other_words_is_followed_as_it_is() {
        for (from, to, expected) in [
            ("/a", "/b?utm_source=x", "/b"),
            ("/", "/?PHPSESSID=0123456789abcdef#x", "/?PHPSESSID=0123456789abcdef"),
            ("/f%C3%B6", "/f%c3%b6", "/f%c3%b6"),
            ("/?PHPSESSID=1", "/?PHPSESSID=2", "/"),
            ("/a", "/a#x", "/a"),
        ] {
            let address = |path: &str| Url::parse("https://x.example").unwrap().join(path).unwrap();
            assert_eq!(redirect_target(&address(to), &address(from)), Some(address(expected)), "{from} {to}");
        }
    }

    #[test]
    fn how_a_search_came_to_a_page_is_not_the_page() {
        check(
            "/a?_t_id=1B2M&_t_q=bygglov&_t_tags=language%3asv&_t_ip=1.2.3.4&_t_hit.id=Page/_7_sv&_t_hit.pos=1&id=2",
            Some("https://www.norralven.example/a?id=2"),
        );
        check("/a?highlight=bygg%20lov", Some("https://www.norralven.example/a"));
        for (address, expected) in [
            ("/a?searchterm=bygg+l%C3%B6v&id=2", "/a?id=2"),
            ("/a?q=bygg%20l%c3%b6v", "/a"),
            ("/a?q=bygg&id=2", "/a?q=bygg&id=2"),
            ("/a", "/a"),
        ] {
            let url = |path: &str| Url::parse("https://x.example").unwrap().join(path).unwrap();
            assert_eq!(without_words(url(address), "bygg löv"), url(expected));
        }
    }

    #[test]
    fn only_web_addresses() {
        for reference in
            ["mailto:a@b.example", "javascript:void(0)", "data:text/html,x", "tel:0123", "http://"]
        {
            check(reference, None);
        }
    }

    #[test]
    fn suffixes_of_files_are_not_pages() {
        for (path, expected) in
            [("/a.PDF", false), ("/a/b.jpg", false), ("/a", true), ("/a.html", true), ("/a.4.3f.html", true)]
        {
            let url = Url::parse("https://x.example").unwrap().join(path).unwrap();
            assert_eq!(is_page_address(&url), expected, "{path}");
        }
    }

    #[test]
    fn documents_are_told_by_their_suffix() {
        for (path, document) in [
            ("/a.PDF", true),
            ("/a/taxa.xlsx", true),
            ("/bild.Pptx?x=1", true),
            ("/a.doc", true),
            ("/a.XLT", true),
            ("/a.zip", false),
            ("/a.doc/", false),
        ] {
            let url = Url::parse("https://x.example").unwrap().join(path).unwrap();
            assert_eq!(is_document_address(&url), document, "{path}");
            assert!(!document || !is_page_address(&url), "{path}");
        }
    }
}
