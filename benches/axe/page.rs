//! The page that the engine's speed is told by: a usual one, as large as wanted, with a large stylesheet.

use std::fmt::Write;
use std::sync::Arc;

use kommunspegel::accessibility::load::Sheets;
use kommunspegel::accessibility::style::Sheet;

/// A sheet that every page finds.
pub(crate) struct One(pub(crate) Arc<Sheet>);

impl Sheets for One {
    fn find(&self, address: &str, _from: Option<&str>) -> Option<(String, Arc<Sheet>)> {
        Some((address.to_owned(), self.0.clone()))
    }
}

/// About 230 kB, as a municipality's design system has it.
pub(crate) fn sheet() -> String {
    let mut text = String::from(":root { --text: #1b1b1b; --ground: #fff } body { color: var(--text) }");
    for at in 0..2_600 {
        let _ = writeln!(
            text,
            ".c{at} .part-{} > a:not(.plain), .c{at}.is-open li:nth-child(2n) {{ color: #2{:02x}; padding: 4px }}",
            at % 40,
            at % 256
        );
    }
    text
}

/// A page of about this many elements.
pub(crate) fn page(elements: usize) -> String {
    let mut markup = String::from(
        "<!doctype html><html lang=sv><title>Förskola</title><link rel=stylesheet href=/a.css><nav aria-label=Meny>\
         <a href=/>Start</a></nav><main><h1>Förskola</h1>",
    );
    for at in 0..elements / 8 {
        let _ = write!(
            markup,
            "<section class='c{at} part-{}'><h2>Avdelning {at}</h2><p>Ansök om plats i <a href=/{at}>e-tjänsten</a>.</p>\
             <ul><li><img src=x alt='Karta {at}'><li><label>Namn <input></label></ul></section>",
            at % 40
        );
    }
    markup
}
