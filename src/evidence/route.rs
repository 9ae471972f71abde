//! Where a link leads, as a way to do an errand: e-service, form, document, another body. It must not know
//! what the errand is.

use url::Url;

use super::compile::CompiledRubric;
use super::lexicon::ConceptId;
use super::links::SeenLink;
use super::reading::{Reading, TITLE};
use crate::page::{Form, Page, Zone, is_document, is_film};
use crate::rubric::Signal;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkRoute {
    /// A digital route: a service, a log-in, a booking.
    Digital,
    /// The front of a portal: a place, not a service.
    Portal,
    /// Another host, by a link text that names an action.
    Likely,
    /// A form to print or mail.
    Paper,
    /// A document.
    Document,
    /// A national body or another one that is not the municipality's.
    OtherBody,
    /// `mailto:` or `tel:`.
    Contact,
    /// A map.
    Map,
    /// Moving pictures.
    Video,
    /// Any other page.
    Plain,
}

impl LinkRoute {
    /// The signals that a sentence with such a link gives.
    pub(super) fn signals(self) -> &'static [Signal] {
        match self {
            Self::Digital | Self::Likely => &[Signal::Eservice, Signal::Link],
            Self::Paper => &[Signal::PaperForm, Signal::Document, Signal::Link],
            Self::Document => &[Signal::Document, Signal::Link],
            Self::Map => &[Signal::Map, Signal::Link],
            Self::Video => &[Signal::Video, Signal::Link],
            Self::Contact => &[],
            Self::Portal | Self::OtherBody | Self::Plain => &[Signal::Link],
        }
    }
}

/// Host labels and path parts of moving pictures.
const VIDEO: &[&str] = &[
    "youtube",
    "youtu",
    "vimeo",
    "webbtv",
    "webb-tv",
    "play",
    "bambuser",
    "quickchannel",
    "streamio",
    "solidtango",
];
/// Host labels of maps.
const MAPS: &[&str] = &["karta", "kartor", "webbkarta", "kartan", "gis", "maps", "kartportal"];
/// Paths of a service on a platform, and of pages about services.
const SERVICE_PATHS: &[&str] = &[
    "/oversikt/overview/",
    "/oversikt/flowoverview/",
    "/oversikt/flow/",
    "/eservicestart.aspx",
    "/serviceintroduction.aspx",
    "/selfservice/",
    "/formservice/",
    "/login",
    "/info.jbx",
];

/// Path parts of places under which services lie.
const SERVICE_PLACES: &[&str] =
    &["minasidor", "mina-sidor", "sjalvservice", "e-tjanst", "e-tjanster", "etjanst", "etjanster"];

/// What a link is for, from its address, its text and its sentence.
pub(super) fn classify(reading: &Reading<'_>, seen: &SeenLink, rubric: &CompiledRubric) -> LinkRoute {
    let view = View { reading, seen, rubric };
    let link = &reading.page.blocks[seen.block].links[seen.number];
    if matches!(link.href.scheme(), "mailto" | "tel" | "sms") {
        return LinkRoute::Contact;
    }
    if is_to_document(&link.href, &link.text) {
        return if view.is_form() { LinkRoute::Paper } else { LinkRoute::Document };
    }
    let marks = &rubric.marks;
    if view.text(marks.paper) && !view.text(marks.digital) {
        return LinkRoute::Paper;
    }
    if let Some(route) = by_host(&link.href, &reading.page.url, rubric) {
        return route;
    }
    if names_a_place(&link.text) {
        return LinkRoute::Portal;
    }
    if view.says_digital(&link.text) && !same_page(&link.href, &reading.page.url) {
        return LinkRoute::Digital;
    }
    if view.is_likely(&link.href) { LinkRoute::Likely } else { LinkRoute::Plain }
}

/// A link with the words around it.
struct View<'a, 'p> {
    reading: &'a Reading<'p>,
    seen: &'a SeenLink,
    rubric: &'a CompiledRubric,
}

impl View<'_, '_> {
    fn text(&self, concept: ConceptId) -> bool {
        self.reading.sentences[self.seen.sentence as usize].holds(concept, Some(&self.seen.range))
    }

    fn sentence(&self, concept: ConceptId) -> bool {
        self.reading.sentences[self.seen.sentence as usize].holds(concept, None)
    }

    /// Whether a sentence of its block holds a concept.
    fn block(&self, concept: ConceptId) -> bool {
        let own = self.reading.of_block[self.seen.block].clone();
        own.into_iter().any(|sentence| self.reading.sentences[sentence as usize].holds(concept, None))
    }

    fn above(&self, concept: ConceptId) -> bool {
        let above = self.reading.above(Some(self.seen.block));
        above.sentences.iter().any(|&heading| self.reading.sentences[heading as usize].holds(concept, None))
    }

    fn names_an_action(&self) -> bool {
        self.rubric.actions.iter().any(|&action| self.text(action))
    }

    /// Whether a document is one to fill in.
    fn is_form(&self) -> bool {
        let paper = self.rubric.marks.paper;
        self.text(paper) || self.names_an_action() || self.above(paper) || self.sentence(paper)
    }

    /// Whether the link's own words, or those of its sentence when they fit it, name a digital route.
    fn says_digital(&self, text: &str) -> bool {
        let marks = &self.rubric.marks;
        let own = [marks.digital, marks.start, marks.log_in, marks.calculate];
        let around = self.sentence(marks.digital) && !self.sentence(marks.paper);
        own.iter().any(|&mark| self.text(mark)) && !self.text(marks.paper)
            || around && (self.names_an_action() || is_here(text))
    }

    /// Whether it leads to another host and speaks of an action or a log-in, there or in a heading above.
    fn is_likely(&self, href: &Url) -> bool {
        let marks = &self.rubric.marks;
        let elsewhere = is_other_host(href, &self.reading.page.url);
        let logs_in =
            elsewhere && self.block(marks.log_in) || self.sentence(marks.log_in) && is_service_path(href);
        let own_system = elsewhere
            && !is_external_to(href, &self.reading.page.url)
            && self.rubric.actions.iter().any(|&action| self.sentence(action));
        let digitally = self.sentence(marks.digital)
            && !self.sentence(marks.paper)
            && self.rubric.actions.iter().any(|&action| self.sentence(action));
        let own_service = is_under_services(href) && (self.block(marks.digital) || self.block(marks.log_in));
        logs_in
            || own_service
            || own_system
            || elsewhere && (self.names_an_action() || self.above(marks.digital) || digitally)
    }
}

/// Whether a link leads to another host, `www.` left aside.
fn is_other_host(href: &Url, page: &Url) -> bool {
    let bare = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned());
    matches!(href.scheme(), "http" | "https") && bare(href) != bare(page)
}

fn by_host(href: &Url, page: &Url, rubric: &CompiledRubric) -> Option<LinkRoute> {
    let host = href.host_str().unwrap_or_default();
    let has_label = |labels: &[&str]| host.split('.').any(|label| labels.contains(&label));
    if has_label(VIDEO) || is_film(href) {
        return Some(LinkRoute::Video);
    }
    if has_label(MAPS) {
        return Some(LinkRoute::Map);
    }
    if rubric.platforms.is_never(host) && is_external_to(href, page) {
        return Some(LinkRoute::OtherBody);
    }
    if rubric.platforms.of(href).is_none() || href.host_str() == page.host_str() && !is_service_path(href) {
        return None;
    }
    let path = href.path().trim_end_matches('/');
    let front = path.is_empty() && href.query().is_none() || path.contains("/page/") || path == "/oversikt";
    let kind = rubric.platforms.of(href).map(|(_, kind)| kind);
    let portal = front && kind == Some(crate::plan::PlatformKind::Eservice);
    Some(if portal { LinkRoute::Portal } else { LinkRoute::Digital })
}

fn is_service_path(url: &Url) -> bool {
    let path = url.path().to_lowercase();
    SERVICE_PATHS.iter().any(|part| path.contains(part))
}

/// Whether an address lies under a place of services, and is not the place itself: `/minasidor/eb`.
fn is_under_services(url: &Url) -> bool {
    let path = url.path().to_lowercase();
    path.trim_end_matches('/').rsplit('/').skip(1).any(|part| SERVICE_PLACES.contains(&part))
}

/// Whether a link leads to a document, by its address or by what its text says of it.
fn is_to_document(href: &Url, text: &str) -> bool {
    let text = text.to_lowercase();
    is_document(href) || text.contains("(pdf") || text.ends_with(" pdf")
}

/// "E-tjänster och blanketter", "Alla e-tjänster", "Mina sidor", "Självservice": the name of a place.
fn names_a_place(text: &str) -> bool {
    let text = text.to_lowercase();
    let text = text.trim_start_matches("till ").trim_start_matches("våra ").trim_start_matches("alla ");
    matches!(
        text,
        "e-tjänster"
            | "e-tjänster och blanketter"
            | "blanketter och e-tjänster"
            | "mina sidor"
            | "självservice"
            | "e-tjänster & blanketter"
            | "blanketter"
            | "e-tjänster a-ö"
            | "min sida"
            | "e-tjänsteportalen"
            | "e-tjänstportalen"
            | "självbetjäning"
    )
}

fn is_here(text: &str) -> bool {
    let text = text.to_lowercase();
    ["här", "klicka här", "länken", "denna länk", "länk", "den här länken"].contains(&text.as_str())
}

fn same_page(href: &Url, page: &Url) -> bool {
    href.fragment().is_some() && href.path() == page.path() && href.host_str() == page.host_str()
}

/// Whether a link leads to another host than the page's, `www.` left aside.
pub(super) fn is_on_another_host(reading: &Reading<'_>, seen: &SeenLink) -> bool {
    is_other_host(&reading.page.blocks[seen.block].links[seen.number].href, &reading.page.url)
}

/// Whether a link leads to another registered domain.
pub(super) fn is_external(reading: &Reading<'_>, seen: &SeenLink) -> bool {
    is_external_to(&reading.page.blocks[seen.block].links[seen.number].href, &reading.page.url)
}

fn is_external_to(href: &Url, page: &Url) -> bool {
    let domain = |url: &Url| {
        let host = url.host_str()?.to_owned();
        let registered = psl::domain_str(&host).map(ToOwned::to_owned);
        Some(registered.unwrap_or(host))
    };
    matches!(href.scheme(), "http" | "https") && domain(href) != domain(page)
}

/// Whether the page is itself a service that can be started: a platform's service address, or a button that
/// starts it, and no page about services in general.
pub(super) fn is_service(reading: &Reading<'_>, rubric: &CompiledRubric) -> bool {
    let url = &reading.page.url;
    if url.path().contains("/page/") || url.path() == "/" {
        return false;
    }
    let starts = |number: u32| reading.sentences[number as usize].holds(rubric.marks.start, None);
    if controls(reading).any(starts) {
        return true;
    }
    let on_platform = rubric.platforms.of(url).is_some();
    let button = reading.links.iter().any(|link| starts(link.sentence) && link.route != LinkRoute::Paper);
    let titled = reading.sentences[TITLE as usize].holds(rubric.marks.digital, None);
    on_platform && is_service_path(url) || button && (on_platform || titled)
}

fn controls<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = u32> + 'r {
    let is_control = |block: &crate::page::Block| block.kind == crate::page::BlockKind::Control;
    reading
        .of_block
        .iter()
        .zip(&reading.page.blocks)
        .filter(move |(_, b)| is_control(b))
        .flat_map(|(range, _)| range.clone())
}

/// Whether a form is one that a person fills in, to be sent or reckoned by a script: not a search, not a log-in, not "did this page help you?", not a
/// newsletter.
pub(super) fn is_application_form(page: &Page, form: &Form) -> bool {
    let writes = form
        .fields
        .iter()
        .any(|field| matches!(field.kind.as_str(), "textarea" | "file" | "number" | "date"));
    let texts = form.fields.iter().filter(|f| !matches!(f.kind.as_str(), "checkbox" | "radio")).count();
    let about_page = page.blocks[form.start.min(page.blocks.len())..form.end.min(page.blocks.len())]
        .iter()
        .chain(form.start.checked_sub(1).and_then(|at| page.blocks.get(at)))
        .any(|block| asks_about_the_page(&block.text));
    let secret = form.fields.iter().filter(|field| field.kind == "password").count();
    let logs_in = secret > 0 && texts < secret + 2;
    form.zone == Zone::Main && !form.search && !logs_in && (writes || texts >= 2) && !about_page
}

fn asks_about_the_page(text: &str) -> bool {
    let text = text.to_lowercase();
    ["hjälpte", "hittade du", "hade du nytta", "nyhetsbrev", "prenumerera", "lösenord"]
        .iter()
        .any(|word| text.contains(word))
}
