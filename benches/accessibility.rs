//! How fast pages are checked: a usual page with a large stylesheet that is already parsed, and pages that grow.

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use kommunspegel::accessibility::load::{Sheets, read};
use kommunspegel::accessibility::report::examine;
use kommunspegel::accessibility::style::Sheet;

/// A sheet that every page finds.
struct One(Arc<Sheet>);

impl Sheets for One {
    fn find(&self, address: &str, _from: Option<&str>) -> Option<(String, Arc<Sheet>)> {
        Some((address.to_owned(), self.0.clone()))
    }
}

/// About 230 kB, as a municipality's design system has it.
fn sheet() -> String {
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
fn page(elements: usize) -> String {
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

fn pages(criterion: &mut Criterion) {
    let sheets = One(Arc::new(Sheet::parse(&sheet())));
    let mut group = criterion.benchmark_group("accessibility");
    group.sample_size(10);
    for elements in [1_000, 10_000, 50_000] {
        let markup = page(elements);
        group.throughput(Throughput::Elements(elements as u64));
        group.bench_function(BenchmarkId::new("page", elements), |bencher| {
            bencher.iter(|| examine("a", &read(black_box(&markup), &sheets)));
        });
    }
    let text = sheet();
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("stylesheet", |bencher| bencher.iter(|| Sheet::parse(black_box(&text))));
    group.finish();
}

criterion_group!(benches, pages);
criterion_main!(benches);
