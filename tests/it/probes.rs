//! The questions put to a site's own search, over real HTTP on loopback.

use kommunspegel::archive::{ArchivedPage, SiteState};
use kommunspegel::evidence::{CompiledRubric, Fetched};
use kommunspegel::judgement::{Answer, State};
use kommunspegel::plan::Found;
use kommunspegel::score;

use crate::support::{CrawlOf, Reply, Server, builtin_rubric, pages};

/// A site with this form on its start page and this robots.txt; whatever is searched for is told back.
fn site(form: &'static str, robots: &'static str) -> Server {
    Server::start(move |target, _| match target.split('?').next().unwrap_or_default() {
        "/robots.txt" => Reply::text(robots),
        "/" => Reply::page(format!("{form}<a href=/a>A</a>")),
        "/a" => Reply::page("<form action=/annan role=search><input name=q></form>"),
        "/sok" => Reply::page(format!("<p>{target}</p><a href=/traff>Träff</a>")),
        "/flyttad" => Reply::Answer(302, "Location: /sok?q=dit\r\n", Vec::new()),
        _ => Reply::not_found(),
    })
}

/// Crawls a site whose start page has this form, with ten questions; what was asked beside its pages.
async fn sent(form: &'static str, answer: fn(&str) -> Reply) -> Vec<String> {
    let server = Server::start(move |target, _| match target {
        "/" => Reply::page(format!("{form}<p>Hej")),
        "/robots.txt" => Reply::not_found(),
        other => answer(other),
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.probes = (0..10).map(|number| format!("fråga{number}")).collect();
    assert_eq!(crawl.run().await.unwrap().state, SiteState::Complete);
    let targets = server.targets().into_iter();
    targets
        .filter(|target| target.contains("sok") || target.contains("send") || target.contains("jobb"))
        .collect()
}

#[tokio::test]
async fn what_is_no_search_is_never_sent() {
    for form in [
        "<form method=post action=/send class='newsletter newsletter--s'><input name=epost placeholder='Din e-post'>\
         <button>Prenumerera</button></form>",
        "<form method=post action=/send aria-label='Hittade du det du sökte?'><input name=q><button>Skicka</button></form>",
        "<form method=post action=/send id=s><input name=namn><button>Rösta</button></form>",
        "<form method=post action=/send/logga-ut class='search-toggle search'><input name=x></form>",
    ] {
        assert_eq!(sent(form, |_| Reply::page("<p>Tack!")).await, Vec::<String>::new(), "{form}");
    }
}

#[tokio::test]
async fn answers_that_are_none_end_the_questions() {
    const FORM: &str = "<form role=search action=/sok><input name=q></form>";
    let again = |target: &str| {
        Reply::Raw(
            format!("HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n").into_bytes(),
        )
    };
    let away = |_: &str| Reply::Answer(302, "Location: http://annan.example/\r\n", Vec::new());
    let same = |_: &str| Reply::page("<div id=app></div><a href=/hjalp>Hjälp</a>");
    assert_eq!(sent(FORM, again).await.len(), 3);
    assert_eq!(sent(FORM, away).await.len(), 3);
    assert_eq!(sent(FORM, same).await.len(), 3);
    let lists = |target: &str| Reply::page(format!("<a href=/traff/{}>A</a>", &target[target.len() - 1..]));
    assert_eq!(sent(FORM, lists).await.len(), 10);
}

#[tokio::test]
async fn the_sites_own_search_is_asked_before_that_of_its_vacancies() {
    let forms = "<form action=/jobb class=search><input name=ord placeholder='Sök lediga jobb'></form>\
                 <form role=search action=/sok><input name=q></form>";
    let asked = sent(forms, |target| Reply::page(format!("<a href=/traff/{}>A</a>", target.len()))).await;
    assert!(!asked.is_empty() && asked.iter().all(|target| target.starts_with("/sok?q=")), "{asked:?}");
}

/// Judges a site whose search leads, with the marks of a tracker, to a page that it links to or does not.
async fn judged(menu: &'static str) -> Answer {
    let server = Server::start(move |target, _| {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        match path {
            "/" | "/sok" if query.is_empty() => Reply::page(format!(
                "<form role=search action=/sok><input name=q></form>{menu}<main><h1>Felberga</h1>{}<a href=/om>Om oss</a></main>",
                "<p>Välkommen till oss, här står det mesta om kommunen.</p>".repeat(20)
            )),
            "/sok" if query.contains("chef") => Reply::page(format!(
                "<main><h1>Sök</h1><p><a href='/gammal?_t_{query}&_t_hit.pos=1'>Socialchef</a> Leder förvaltningen</p></main>"
            )),
            "/sok" if query.contains("bygg") => {
                Reply::page("<main><h1>Sök</h1><p><a href=/bygg>Bygglov</a> Om lov</p></main>")
            }
            "/sok" => Reply::page("<main><h1>Sök</h1><p>Inga träffar på ditt ord.</p></main>"),
            "/om" => Reply::page("<main><h1>Om oss</h1><p>Vi är en kommun.</p></main>"),
            "/gammal" => Reply::Answer(301, "Location: /chef\r\n", Vec::new()),
            "/chef" => Reply::page(
                "<main><h1>Ledning</h1><p>Socialchef är Eva Lind, telefon 0999-123 45.</p></main>",
            ),
            _ => Reply::not_found(),
        }
    });
    let rubric = builtin_rubric();
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.probes = rubric.queries();
    crawl.run().await.unwrap();
    let compiled = CompiledRubric::new(&rubric);
    let fetched = Fetched { year: 2026, month: 11 };
    let site = score::site(&crawl.file(), &rubric, &compiled, fetched).unwrap();
    site.answers.into_iter().find(|answer| answer.question == "sokfunktion.socialchef".into()).unwrap()
}

#[tokio::test]
async fn a_hit_whose_page_was_not_read_is_not_known() {
    assert_eq!(judged("<a href=/gammal>Ledning</a>").await.state, State::Full);
    let unread = judged("").await;
    assert_eq!(unread.state, State::NotReached, "{unread:?}");
}

/// Crawls the site with two questions; the answers of its search.
async fn asked(server: &Server) -> Vec<ArchivedPage> {
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.probes = vec!["förskola".to_owned(), "qzxv".to_owned()];
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::Complete);
    let answers: Vec<ArchivedPage> =
        pages(&crawl.file()).into_iter().filter(|page| page.found == Found::Probe).collect();
    let full = answers.iter().filter(|page| page.status == 200).count();
    assert_eq!(outcome.counts.probes, u64::try_from(full).unwrap());
    answers
}

const FORM: &str = "<form role=search action=/sok><input name=q><input type=hidden name=x value=1></form>";

#[tokio::test]
async fn answers_are_archived_with_their_query_and_name_no_pages() {
    let server = site(FORM, "");
    let answers = asked(&server).await;
    let [first, second] = answers.as_slice() else { panic!("two questions, two answers: {answers:?}") };
    assert_eq!((first.anchor.as_str(), second.anchor.as_str()), ("förskola", "qzxv"));
    assert_eq!(first.url.query(), Some("x=1&q=f%C3%B6rskola"));
    assert_eq!(first.via.as_ref().unwrap(), &server.url("/"));
    assert!(!server.targets().contains(&"/traff".to_owned()));
    assert_eq!(server.targets().last().unwrap(), "/sok?x=1&q=qzxv", "after all pages");
}

#[tokio::test]
async fn a_form_may_be_posted_to_the_site_itself() {
    let server = site("<form method=post action=/sok><input type=search name=q></form>", "");
    // The page /a has a form that is sent as an address: it is the better one.
    assert!(asked(&server).await.iter().all(|page| page.url.path() == "/annan"));
    let server = Server::start(|target, _| match target {
        "/" => Reply::page("<form method=post action=/sok><input type=search name=q></form>"),
        "/sok" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let answers = asked(&server).await;
    assert_eq!(answers.len(), 2);
    let heads: Vec<String> = server.hits().into_iter().map(|hit| hit.head).collect();
    assert!(
        heads.iter().any(|head| head.starts_with("POST /sok HTTP/1.1")
            && head.contains("application/x-www-form-urlencoded"))
    );
}

#[tokio::test]
async fn robots_txt_and_foreign_forms_end_the_questions() {
    let server = site(FORM, "User-agent: *\nDisallow: /sok");
    assert!(asked(&server).await.is_empty());
    assert!(!server.targets().iter().any(|target| target.starts_with("/sok")));
    let foreign = site("<form role=search action=http://sok.example/><input name=q></form>", "");
    assert!(asked(&foreign).await.iter().all(|page| page.url.path() == "/annan"));
}

#[tokio::test]
async fn redirects_of_answers_are_followed() {
    let server = site("<form role=search action=/flyttad><input name=q></form>", "");
    let answers = asked(&server).await;
    let told: Vec<(u16, &str)> = answers.iter().map(|page| (page.status, page.anchor.as_str())).collect();
    assert_eq!(told, [(302, "förskola"), (200, "förskola"), (302, "qzxv"), (200, "qzxv")]);
}

#[tokio::test]
async fn a_description_tells_how_a_search_without_a_form_is_asked() {
    let server = Server::start(|target, _| {
        match target.split('?').next().unwrap_or_default() {
        "/" => Reply::page("<link rel=search type=application/opensearchdescription+xml href=/os.xml><a href=/a>A</a>"),
        "/a" => Reply::page("<p>x"),
        "/os.xml" => Reply::Answer(
            200,
            "Content-Type: application/opensearchdescription+xml\r\n",
            b"<OpenSearchDescription><Url type='text/html' template='/hitta?ord={searchTerms}'/></OpenSearchDescription>"
                .to_vec(),
        ),
        "/hitta" => Reply::page(format!("<p>{target}</p>")),
        _ => Reply::not_found(),
    }
    });
    let answers = asked(&server).await;
    let queries: Vec<Option<&str>> = answers.iter().map(|page| page.url.query()).collect();
    assert_eq!(queries, [Some("ord=f%C3%B6rskola"), Some("ord=qzxv")]);
}

#[tokio::test]
async fn the_usual_place_of_a_known_system_is_tried_last() {
    let server = Server::start(|target, _| match target {
        "/" => Reply::page("<link rel=icon href=/wp-content/a.png><a href=/a>A</a>"),
        "/a" => Reply::page("<p>x"),
        other if other.starts_with("/?s=") => Reply::page(format!("<p>{other}</p>")),
        _ => Reply::not_found(),
    });
    assert_eq!(asked(&server).await.len(), 2);
}
