//! The addresses that a piece of the nation's own HTML links to. Knows only the plain writing of the fixtures:
//! attributes in double quotes.

use url::Url;

/// Every address in `href` and `src`, absolute, without its fragment.
pub(super) fn links(html: &str, base: &Url) -> Vec<Url> {
    let values = ["href=\"", "src=\""].into_iter().flat_map(|attribute| {
        html.match_indices(attribute)
            .filter_map(move |(at, _)| html[at + attribute.len()..].split('"').next())
    });
    values
        .filter_map(|value| base.join(&value.replace("&amp;", "&")).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(|mut url| {
            url.set_fragment(None);
            url
        })
        .collect()
}

/// Path and query of an address, as a request asks for them.
pub(super) fn target(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_absolute_and_requested_as_encoded() {
        let base = Url::parse("http://a.example/x/").unwrap();
        let html = "<a href=\"/å?a=1&amp;b=2#c\"><img src=\"b.svg\"><a href=\"mailto:a@b.example\">";
        let found: Vec<String> = links(html, &base).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["http://a.example/%C3%A5?a=1&b=2", "http://a.example/x/b.svg"]);
        assert_eq!(target(&links(html, &base)[0]), "/%C3%A5?a=1&b=2");
    }
}
