//! A body's figures: headline, areas against the nation, places in groups. It must not know single answers.

use super::super::{frame, measure_name, radar::Spoke, wording};
use crate::index::{AreaShare, Share};
use crate::report::tongue::{Level, Tongue};
use crate::standing::{Benchmark, Entry, Group, Measure};

/// One area against the nation.
pub(super) struct AreaLine {
    pub(super) name: String,
    pub(super) anchor: String,
    pub(super) points: String,
    pub(super) share: String,
    pub(super) bar: Option<String>,
    pub(super) nation: String,
    pub(super) mark: Option<String>,
    pub(super) place: String,
    pub(super) rank: Option<usize>,
    pub(super) level: Level,
}

/// The place within one group.
pub(super) struct GroupLine {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) place: String,
    pub(super) of: usize,
    pub(super) mean: String,
    pub(super) level: Level,
}

/// Each area's name, the body's share and the nation's mean.
pub(super) fn spokes(benchmark: &Benchmark, tongue: Tongue, entry: &Entry) -> Vec<Spoke> {
    let spoke = |area: &AreaShare| {
        let measure = Measure::Area(area.area.clone());
        let mean = benchmark.nation(&measure).map(|s| s.mean);
        (measure_name(benchmark, tongue, &measure), area.share, mean)
    };
    entry.scorecard.areas.iter().map(spoke).collect()
}

/// Total, place, e-services, coverage: name, value, comment.
pub(super) fn figures(
    benchmark: &Benchmark,
    tongue: Tongue,
    entry: &Entry,
) -> Vec<(&'static str, String, String)> {
    let card = &entry.scorecard;
    let mean = |measure| benchmark.nation(measure).map(|s| s.mean);
    let nation = tongue.say("Riket", "The nation");
    let index = card.eservice_index;
    let index_mean =
        mean(&Measure::Eservices).map_or("–".to_owned(), |mean| tongue.points_of(mean, index.possible()));
    let top = tongue.say(". Bland de 40 högsta", ". Among the 40 highest");
    let top = if entry.top_40.contains(&Measure::Eservices) { top } else { "" };
    let of = tongue.say("av", "of");
    let judged = tongue.say("frågor bedömda", "questions judged");
    vec![
        (
            tongue.say("Totalt", "Total"),
            tongue.percent_or_dash(card.total),
            format!("{nation} {}", tongue.percent_or_dash(mean(&Measure::Total))),
        ),
        place(tongue, entry),
        (
            tongue.say("E-tjänster", "E-services"),
            wording::eservices(entry, tongue),
            format!("{nation} {index_mean} {of} {}{top}", index.possible()),
        ),
        (
            tongue.say("Täckning", "Coverage"),
            tongue.percent_or_dash(card.coverage),
            format!("{} {of} {} {judged}", card.all.judged, card.all.applicable),
        ),
    ]
}

fn place(tongue: Tongue, entry: &Entry) -> (&'static str, String, String) {
    let name = tongue.say("Placering", "Place");
    let Some(place) = entry.place(&Measure::Total) else {
        return (name, "–".to_owned(), tongue.say("Ingen placering", "No place").to_owned());
    };
    let among =
        format!("{} {} {}", tongue.say("av", "of"), place.of, tongue.say("kommuner", "municipalities"));
    let comment = match entry.interval.filter(|interval| interval.best != interval.worst) {
        Some(interval) => {
            let probably = tongue.say("troligen plats", "probably place");
            format!("{among}, {probably}\u{a0}{}", wording::interval(Some(interval)))
        }
        None => among,
    };
    (name, tongue.place(place), comment)
}

/// The radar in words.
pub(super) fn summary(spokes: &[Spoke], tongue: Tongue) -> String {
    let gap = |(name, own, nation): &Spoke| {
        Some((i32::from((*own)?.permille()) - i32::from((*nation)?.permille()), name.clone()))
    };
    let mut gaps: Vec<(i32, String)> = spokes.iter().filter_map(gap).collect();
    gaps.sort_by_key(|(gap, _)| -gap);
    if gaps.is_empty() {
        return tongue.say("Inget område kunde bedömas.", "No area could be judged.").to_owned();
    }
    let above = gaps.iter().filter(|(gap, _)| *gap > 0).count();
    let points = |gap: i32| tongue.tenths(gap.unsigned_abs());
    let mut text = match tongue {
        Tongue::Swedish => format!("Över Riket i {above} av {} bedömda områden.", gaps.len()),
        Tongue::English => format!("Above the nation in {above} of {} judged areas.", gaps.len()),
    };
    let mut add = |(gap, name): &(i32, String), words: [&str; 2]| {
        text = match tongue {
            Tongue::Swedish => format!("{text} {} {name} ({}\u{a0}procentenheter).", words[0], points(*gap)),
            Tongue::English => {
                format!("{text} {} {name} ({}\u{a0}percentage points).", words[1], points(*gap))
            }
        };
    };
    if let Some(first) = gaps.first().filter(|(gap, _)| *gap > 0) {
        add(first, ["Längst före i", "Farthest ahead in"]);
    }
    if let Some(last) = gaps.last().filter(|(gap, _)| *gap < 0) {
        add(last, ["Längst efter i", "Farthest behind in"]);
    }
    text
}

/// The areas in the rubric's order.
pub(super) fn area_lines(benchmark: &Benchmark, tongue: Tongue, entry: &Entry) -> Vec<AreaLine> {
    let length = |share: Share| Tongue::English.decimal(share);
    let line = |area: &AreaShare| {
        let measure = Measure::Area(area.area.clone());
        let statistics = benchmark.nation(&measure);
        let place = entry.place(&measure);
        let quarter = place.and(area.share).and_then(|share| statistics?.quarter(share));
        let points = format!("{} {} {}", area.tally.points, tongue.say("av", "of"), area.tally.maximum);
        AreaLine {
            name: measure_name(benchmark, tongue, &measure),
            anchor: area.area.clone(),
            points: area.share.map_or_else(|| "–".to_owned(), |_| points),
            share: area.share.map_or_else(
                || tongue.say("ej bedömt", "not judged").to_owned(),
                |share| tongue.percent(share),
            ),
            bar: area.share.map(length),
            nation: tongue.percent_or_dash(statistics.map(|s| s.mean)),
            mark: statistics.map(|s| length(s.mean)),
            place: place.map_or_else(|| "–".to_owned(), |place| tongue.place(place)),
            rank: place.map(|place| place.rank),
            level: wording::level(tongue, (entry, benchmark.everybody()), (&measure, quarter)),
        }
    };
    entry.scorecard.areas.iter().map(line).collect()
}

/// The groups that the body belongs to, the nation first.
pub(super) fn group_lines(benchmark: &Benchmark, tongue: Tongue, entry: &Entry) -> Vec<GroupLine> {
    let line = |(at, group): (usize, &Group)| {
        let place = entry.places.get(&group.id)?.get(&Measure::Total)?;
        let statistics = group.statistics.get(&Measure::Total);
        let quarter = statistics.zip(entry.scorecard.total).and_then(|(s, total)| s.quarter(total));
        Some(GroupLine {
            name: tongue.group(group),
            path: if at > 0 { frame::group_path(group) } else { "ranking/index.html".to_owned() },
            place: tongue.place(*place),
            of: place.of,
            mean: tongue.percent_or_dash(statistics.map(|s| s.mean)),
            level: wording::level(tongue, (entry, group), (&Measure::Total, quarter)),
        })
    };
    benchmark.groups.iter().enumerate().filter_map(line).collect()
}
