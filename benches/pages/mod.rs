//! Pages for measuring: the demo nation's content in the shell of a content management system.

use kommunspegel::demo::Nation;
use url::Url;

/// A document with its address.
pub(crate) struct Document {
    pub url: Url,
    pub html: String,
}

/// So many documents whose content is so many bytes; the shell fills them to `size` bytes.
pub(crate) fn documents(count: usize, size: usize, content: usize) -> Vec<Document> {
    let nation = Nation::embedded();
    let (_, host) = nation.host("www.tallviken.example").expect("the demo has this host");
    let bodies: Vec<&str> = host.pages.iter().map(|page| page.body.as_str()).collect();
    let document = |number: usize| {
        let page = &host.pages[number % host.pages.len()];
        let drawn = String::from_utf8_lossy(&host.answer(&page.path).body).into_owned();
        let (head, rest) = drawn.split_once("</head>").expect("a page has a head");
        let (before, after) = rest.rsplit_once("</main>").expect("a page has a main part");
        let mut more = String::new();
        for body in bodies.iter().cycle().skip(number) {
            if more.len() + body.len() > content {
                break;
            }
            more.push_str(body);
        }
        let shell = shell(size.saturating_sub(drawn.len() + more.len()));
        let url =
            format!("http://{}{}", host.name, page.path).parse().expect("the demo's addresses are right");
        Document { url, html: format!("{head}{shell}</head>{before}{more}</main>{after}") }
    };
    (0..count).map(document).collect()
}

/// So many bytes of what content management systems put into the head: half style, half script.
fn shell(size: usize) -> String {
    let style =
        ".sv-font-normal{font-family:sans-serif;line-height:1.5}@media(max-width:60em){.menu{display:none}}";
    let script =
        "window.svData=window.svData||[];svData.push({portlet:\"12.4c2d8cfe\",options:{a:1<2,b:\"<p>\"}});";
    let half = size / 2;
    let (style, script) = (style.repeat(half / style.len()), script.repeat(half / script.len()));
    format!("<style>{style}</style><script>{script}</script>")
}
