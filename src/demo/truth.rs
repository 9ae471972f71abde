//! What a careful reader would give an invented municipality, per question. Knows no rubric.

/// The expected points of one question, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// The question's id, as `forskola.avgifter`.
    pub question: String,
    /// 3, 1 or 0; nothing where pages alone cannot tell.
    pub points: Option<u8>,
    /// The reason, in Swedish.
    pub why: String,
}

/// Reads `truth.tsv`; a problem is a line, from 1, and what is wrong with it.
pub(super) fn read(text: &str) -> Result<Vec<Truth>, Vec<(usize, String)>> {
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    if lines.next().map(|(_, header)| header) != Some("question\tpoints\twhy") {
        return Err(vec![(1, "the first line must be question, points, why, parted by tabs".to_owned())]);
    }
    let (mut truths, mut problems) = (Vec::<Truth>::new(), Vec::new());
    for (line, row) in lines.filter(|(_, row)| !row.trim().is_empty()) {
        match truth(row) {
            Ok(truth) if truths.iter().any(|earlier| earlier.question == truth.question) => {
                problems.push((line, format!("{} stands twice", truth.question)));
            }
            Ok(truth) => truths.push(truth),
            Err(problem) => problems.push((line, problem)),
        }
    }
    if problems.is_empty() { Ok(truths) } else { Err(problems) }
}

fn truth(row: &str) -> Result<Truth, String> {
    let fields: Vec<&str> = row.split('\t').map(str::trim).collect();
    let [question, points, why] = fields[..] else {
        return Err(format!("a row has three fields parted by tabs, not {}", fields.len()));
    };
    let points = match points {
        "3" => Some(3),
        "1" => Some(1),
        "0" => Some(0),
        "na" => None,
        other => return Err(format!("points are 3, 1, 0 or na, not \"{other}\"")),
    };
    Ok(Truth { question: question.to_owned(), points, why: why.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_or_located() {
        let check = |rows: &str, expected: Result<usize, Vec<usize>>| {
            let read = read(&format!("question\tpoints\twhy\n{rows}"));
            let outcome = read
                .map(|truths| truths.len())
                .map_err(|problems| problems.into_iter().map(|(line, _)| line).collect());
            assert_eq!(outcome, expected, "{rows}");
        };
        check("a.b\t3\tsidan /x\na.c\tna\tkräver sökning\n", Ok(2));
        check("a.b\t2\tx\na.c\t1\na.d\t0\ty\na.d\t0\ty\n", Err(vec![2, 3, 5]));
        assert_eq!(super::read("").unwrap_err()[0].0, 1);
    }
}
