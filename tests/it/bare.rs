//! Pages with next to nothing on them: scripts would have drawn the rest. Whatever they are called, they are read to their end.

use kommunspegel::evidence::{CompiledRubric, Fetched, Words};
use kommunspegel::judgement::read_page;
use kommunspegel::page;
use url::Url;

use crate::support::builtin_rubric;

/// What surrounds no content.
const AROUND: [(&str, &str); 5] = [
    ("<main><div id=root></div></main>", ""),
    ("<nav><a href=/>Start</a></nav><main></main><footer>Kontakt</footer>", ""),
    ("", "<script src=/app.js></script>"),
    ("<main><h1>", "</h1></main>"),
    ("<nav class=breadcrumb><a href=/>Start</a> / ", "</nav><form method=post><input name=a></form>"),
];

#[test]
fn a_page_without_content_is_read_under_every_name() {
    let rubric = builtin_rubric();
    let (compiled, mut words) = (CompiledRubric::new(&rubric), Words::default());
    let fetched = Some(Fetched { year: 2026, month: 11 });
    let terms = rubric.questions.iter().flat_map(|question| &question.terms);
    let names: Vec<String> = terms
        .flat_map(|term| [term.clone(), format!("Ansök om {term}"), format!("E-tjänst {term}")])
        .chain(rubric.questions.iter().map(|question| question.text.sv.clone()))
        .collect();
    assert!(names.len() > 1000, "{}", names.len());
    for (number, name) in names.iter().enumerate() {
        let path = name.to_lowercase().replace(' ', "-");
        for (folder, (before, after)) in ["", "e-tjanster/", "ansok/", "mina-sidor/", "a/"].iter().zip(AROUND)
        {
            let url = Url::parse("https://www.x.example/").unwrap().join(&format!("{folder}{path}")).unwrap();
            let inner = if after.starts_with("</") { name.as_str() } else { "" };
            let html = format!("<html lang=sv><title>{name} - X kommun</title><body>{before}{inner}{after}");
            let findings = read_page(&page::parse(&html, &url), fetched, &compiled, &mut words);
            assert_eq!(findings.url(), &url, "{number}");
        }
    }
}
