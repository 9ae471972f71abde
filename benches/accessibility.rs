//! How fast pages are checked: a usual page with a large stylesheet that is already parsed, and pages that grow.

use std::hint::black_box;
use std::sync::Arc;

#[path = "axe/page.rs"]
mod page;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use kommunspegel::accessibility::load::read;
use kommunspegel::accessibility::report::examine;
use kommunspegel::accessibility::style::Sheet;
use kommunspegel::demo::Nation;
use page::{One, page, sheet};

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

/// The pages of the demo nation, each with its host's stylesheet, parsed before.
fn nation(criterion: &mut Criterion) {
    let nation = Nation::embedded();
    let mut pages = Vec::new();
    for host in nation.places().iter().flat_map(|place| &place.hosts) {
        let text = |path: &str| String::from_utf8_lossy(&host.answer(path).body).into_owned();
        let start = text("/");
        let Some((_, after)) = start.split_once("<link rel=\"stylesheet\" href=\"") else { continue };
        let sheet = Arc::new(Sheet::parse(&text(after.split('"').next().unwrap_or_default())));
        pages.extend(host.pages.iter().map(|page| (text(&page.path), One(sheet.clone()))));
    }
    let mut group = criterion.benchmark_group("accessibility");
    group.sample_size(10);
    group.throughput(Throughput::Elements(pages.len() as u64));
    group.bench_function("nation", |bencher| {
        bencher.iter(|| {
            for (markup, sheets) in &pages {
                black_box(examine("a", &read(markup, sheets)));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, pages, nation);
criterion_main!(benches);
