//! What a content management system draws around a page's content: head, menu, breadcrumb, search box, list of
//! the pages below, foot. Knows how pages are placed, not what they say.

use askama::Template;

use super::{Host, Page, SearchBox, Shape};

/// Main content to be drawn in a host's shell.
pub(super) struct Content<'a> {
    pub(super) title: &'a str,
    pub(super) body: &'a str,
    /// The page of the nation that it is; a search result or an apology is none.
    pub(super) page: Option<&'a Page>,
    /// What was searched for.
    pub(super) query: &'a str,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Shell<'a> {
    host: &'a Host,
    shape: Shape,
    title: String,
    content: &'a Content<'a>,
    menu: Vec<&'a Page>,
    above: Vec<&'a Page>,
    below: Vec<&'a Page>,
    updated: Option<&'a str>,
    search: Option<(&'static str, &'static str)>,
}

/// The whole page.
pub(super) fn draw(host: &Host, content: &Content<'_>) -> String {
    let is_start = content.page.is_some_and(|page| page.parent.is_none());
    let has_search = match host.search_box {
        SearchBox::All => true,
        SearchBox::Start => is_start,
        SearchBox::None => false,
    };
    let mut menu: Vec<&Page> = host.pages.iter().filter(|page| page.in_menu).collect();
    menu.sort_by(|a, b| a.title.cmp(&b.title));
    let shell = Shell {
        host,
        shape: host.shape,
        title: title(content.title, &host.site_name),
        content,
        menu,
        above: content.page.map(|page| host.ancestors(page)).unwrap_or_default(),
        below: content.page.map(|page| host.children(page)).unwrap_or_default(),
        updated: content.page.and_then(|page| page.updated.as_deref()),
        search: has_search.then(|| host.shape.search()),
    };
    shell.render().expect("drawing to memory cannot fail")
}

/// The page's and the site's name, once if they are the same.
fn title(page: &str, site: &str) -> String {
    if page == site { page.to_owned() } else { format!("{page} - {site}") }
}
