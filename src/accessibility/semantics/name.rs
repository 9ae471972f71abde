//! The accessible name of an element (accname-1.2, HTML-AAM 1.0 section 4.1): from labels and attributes, or from the
//! content. Knows roles and styles; no rule.

use super::aria::NameFrom;
use super::name_text::{self, Reading};
use super::tree::Page;
use crate::accessibility::document::{Element, NodeId};

/// Where a name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Nowhere.
    None,
    /// `aria-labelledby`.
    LabelledBy,
    /// `aria-label`.
    Label,
    /// What HTML has for it: `alt`, `label`, `legend`, `caption`, `value`.
    Native,
    /// The content.
    Content,
    /// `title`.
    Title,
    /// `placeholder`.
    Placeholder,
}

/// An accessible name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name, spaces made one.
    pub text: String,
    /// Where it comes from.
    pub source: Source,
}

impl Name {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// One way to a name.
type Step = fn(&Page, NodeId, &Element) -> Option<String>;

/// The name of an element.
pub(super) fn compute(page: &Page, id: NodeId) -> Name {
    let Some(element) = page.document.element(id) else {
        return Name { text: String::new(), source: Source::None };
    };
    let steps: [(Source, Step); 6] = [
        (Source::LabelledBy, labelled_by),
        (Source::Label, |_, _, element| filled(element.attribute("aria-label"))),
        (Source::Native, native),
        (Source::Content, content),
        (Source::Title, |_, _, element| filled(element.attribute("title"))),
        (Source::Placeholder, placeholder),
    ];
    let found = steps
        .into_iter()
        .find_map(|(source, step)| Some((source, name_text::tidy(&step(page, id, element)?))));
    match found.filter(|(_, text)| !text.is_empty()) {
        Some((source, text)) => Name { text, source },
        None => Name { text: String::new(), source: Source::None },
    }
}

/// A value with something to read in it.
pub(super) fn filled(value: Option<&str>) -> Option<String> {
    value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
}

fn joined(parts: &[String]) -> Option<String> {
    let text = name_text::tidy(&parts.join(" "));
    (!text.is_empty()).then_some(text)
}

fn labelled_by(page: &Page, _: NodeId, element: &Element) -> Option<String> {
    let named = page.document.by_ids(element.attribute("aria-labelledby")?);
    joined(&named.into_iter().map(|id| name_text::referenced(page, id)).collect::<Vec<_>>())
}

/// What HTML itself names an element with.
fn native(page: &Page, id: NodeId, element: &Element) -> Option<String> {
    if !element.is_html() {
        return if element.is_svg() { svg_title(page, id) } else { None };
    }
    match element.name() {
        "input" => input(page, id, element),
        "button" | "meter" | "output" | "progress" | "select" | "textarea" => labels(page, id),
        "img" | "area" => filled(element.attribute("alt")),
        "fieldset" => first_child_text(page, id, "legend"),
        "figure" => first_child_text(page, id, "figcaption"),
        "table" => first_child_text(page, id, "caption"),
        "optgroup" | "option" | "track" => filled(element.attribute("label")),
        _ => None,
    }
}

fn input(page: &Page, id: NodeId, element: &Element) -> Option<String> {
    let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let value = || filled(element.attribute("value"));
    match kind.as_str() {
        "button" => labels(page, id).or_else(value),
        "submit" => labels(page, id).or_else(value).or_else(|| by_default(element, "Submit")),
        "reset" => labels(page, id).or_else(value).or_else(|| by_default(element, "Reset")),
        "image" => labels(page, id).or_else(|| filled(element.attribute("alt"))),
        _ => labels(page, id),
    }
}

/// Browsers write a word of their own on a button whose value is not given; an empty value stays empty.
fn by_default(element: &Element, word: &str) -> Option<String> {
    element.attribute("value").is_none().then(|| word.to_owned())
}

fn labels(page: &Page, id: NodeId) -> Option<String> {
    let shown = page.labels(id).iter().filter(|&&label| page.presence(label).rendered);
    joined(&shown.map(|&label| name_text::label(page, label, id)).collect::<Vec<_>>())
}

fn first_child_text(page: &Page, id: NodeId, tag: &str) -> Option<String> {
    let child = page.document.children(id).find(|&child| page.document.tag(child) == tag)?;
    joined(&[name_text::subtree(page, child, Reading::default())])
}

pub(super) fn svg_title(page: &Page, id: NodeId) -> Option<String> {
    let document = &page.document;
    let is_title = |&child: &NodeId| {
        document.element(child).is_some_and(|child| child.is_svg() && child.name() == "title")
    };
    let titled = document.children(id).find(is_title).map(|title| document.plain_text(title));
    let linked = || {
        document.element(id)?.attributes().iter().find(|it| &*it.name == "title").map(|it| it.value.clone())
    };
    filled(titled.as_deref()).or_else(|| filled(linked().as_deref()))
}

fn content(page: &Page, id: NodeId, element: &Element) -> Option<String> {
    let from_content = page.role_data(id).is_some_and(|role| role.name == NameFrom::Content);
    let natively =
        element.is_html() && matches!(element.name(), "summary" | "legend" | "caption" | "label" | "option");
    let is_field = element.is_html() && matches!(element.name(), "input" | "select" | "textarea");
    let reads = (from_content || natively) && !is_field;
    reads
        .then(|| name_text::subtree(page, id, Reading::default()))
        .filter(|text| !name_text::tidy(text).is_empty())
}

fn placeholder(_: &Page, _: NodeId, element: &Element) -> Option<String> {
    let native = element.is_html() && matches!(element.name(), "input" | "textarea");
    let name = if native { "placeholder" } else { "aria-placeholder" };
    filled(element.attribute(name)).or_else(|| filled(element.attribute("aria-placeholder")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accessibility::load::{OwnSheets, read};

    fn check(markup: &str, text: &str, source: Source) {
        let page = read(markup, &OwnSheets);
        let id = page.document.by_id("x").unwrap();
        let name = page.name(id);
        assert_eq!((name.text.as_str(), name.source), (text, source), "{markup}");
    }

    #[test]
    fn from_attributes() {
        check("<a id=x href=y aria-label=' A '>b</a>", "A", Source::Label);
        check(
            "<a id=x href=y aria-labelledby='p q'>b</a><i id=p>P</i><i id=q hidden>Q</i>",
            "P Q",
            Source::LabelledBy,
        );
        check("<a id=x href=y aria-labelledby=none>b</a>", "b", Source::Content);
        check("<img id=x alt=A title=T>", "A", Source::Native);
        check("<img id=x title=T>", "T", Source::Title);
        check("<iframe id=x title=T>", "T", Source::Title);
        check("<input id=x placeholder=P>", "P", Source::Placeholder);
        check("<input id=x type=submit>", "Submit", Source::Native);
        check("<input id=x type=submit value=''>", "", Source::None);
        check("<input id=x type=image alt=A>", "A", Source::Native);
        check("<svg id=x role=img><title>T</title></svg>", "T", Source::Native);
        check("<div id=x>text</div>", "", Source::None);
    }

    #[test]
    fn from_labels() {
        check("<label>Name <input id=x value=v></label>", "Name", Source::Native);
        check("<label for=x>A</label><label for=x>B</label><input id=x>", "A B", Source::Native);
        check("<label for=x><select id=x><option>o</select></label>", "", Source::None);
        check("<fieldset id=x><legend>L <b>m</b></legend></fieldset>", "L m", Source::Native);
        check("<table id=x><caption>C</caption></table>", "C", Source::Native);
    }

    #[test]
    fn from_content() {
        check("<button id=x>a<b>b</b> <i>c</i></button>", "ab c", Source::Content);
        check("<button id=x><p>a</p><p>b</p></button>", "a b", Source::Content);
        check("<a id=x href=y><img alt=A>b<img alt=''></a>", "Ab", Source::Content);
        check("<a id=x href=y><span hidden>a</span><span aria-hidden=true>b</span></a>", "", Source::None);
        check("<a id=x href=y><span aria-label=A>b</span></a>", "A", Source::Content);
        check("<a id=x href=y><b title=T></b></a>", "T", Source::Content);
        check("<a id=x href=y><svg><title>S</title></svg></a>", "S", Source::Content);
        check("<h1 id=x>a <input value=v> b</h1>", "a v b", Source::Content);
        check(
            "<style>a::before{content:'B' attr(data-n)}</style><a id=x href=y data-n=1>c</a>",
            "B1c",
            Source::Content,
        );
        check("<style>i::before{content:'\\e900'}</style><a id=x href=y><i></i></a>", "", Source::None);
    }
}
