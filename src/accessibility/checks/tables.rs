//! Tables: header cells that head something, and references to them that hold (HTML 4.9.12). Knows the page; the
//! reasons are data.

use crate::accessibility::document::NodeId;
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::{Page, is_none};

/// Cells of a table that are looked at.
const MOST_CELLS: usize = 20_000;

/// A cell in its place.
struct Cell {
    id: NodeId,
    column: usize,
    row: usize,
    width: usize,
    height: usize,
}

impl Cell {
    fn shares_column(&self, other: &Self) -> bool {
        self.column < other.column + other.width && other.column < self.column + self.width
    }

    fn shares_row(&self, other: &Self) -> bool {
        self.row < other.row + other.height && other.row < self.row + self.height
    }
}

fn is_table(page: &Page, id: NodeId) -> bool {
    matches!(page.role(id), "table" | "grid" | "treegrid")
}

fn is_header(page: &Page, id: NodeId) -> bool {
    matches!(page.role(id), "columnheader" | "rowheader")
}

fn is_cell(page: &Page, id: NodeId) -> bool {
    is_header(page, id) || matches!(page.role(id), "cell" | "gridcell")
}

/// The nodes of a table that belong to no table within it.
fn own_nodes(page: &Page, table: NodeId) -> Vec<NodeId> {
    let mut skip_to = table;
    let mut own = Vec::new();
    for node in page.document.descendants(table) {
        if node < skip_to || page.document.element(node).is_none() {
            continue;
        }
        if is_table(page, node) || page.document.tag(node) == "table" {
            skip_to = page.document.end(node);
        } else {
            own.push(node);
        }
    }
    own
}

/// The cells of a table in their places, rows as they are told.
fn cells(page: &Page, table: NodeId) -> Vec<Cell> {
    let (mut placed, mut row): (Vec<Cell>, Option<usize>) = (Vec::new(), None);
    let mut taken: Vec<usize> = Vec::new();
    let mut column = 0;
    for node in own_nodes(page, table) {
        if page.role(node) == "row" && page.presence(node).rendered {
            row = Some(row.map_or(0, |row| row + 1));
            column = 0;
        } else if let Some(row) = row.filter(|_| is_cell(page, node) && page.presence(node).rendered) {
            while taken.get(column).is_some_and(|&until| until > row) {
                column += 1;
            }
            let (width, height) =
                (span(page, node, "colspan", "aria-colspan"), span(page, node, "rowspan", "aria-rowspan"));
            taken.resize(taken.len().max(column + width), 0);
            taken[column..column + width].fill(row + height);
            placed.push(Cell { id: node, column, row, width, height });
            column += width;
        }
        if placed.len() >= MOST_CELLS {
            break;
        }
    }
    placed
}

fn span(page: &Page, cell: NodeId, native: &str, aria: &str) -> usize {
    let value = page.document.attribute(cell, native).or_else(|| page.document.attribute(cell, aria));
    value.and_then(|value| value.trim().parse().ok()).filter(|span| (1..=1_000).contains(span)).unwrap_or(1)
}

/// ACT d0f69e: a header of no cell.
pub(super) fn headers_used(page: &Page, found: &mut Found) {
    for table in page.exposed().filter(|&id| is_table(page, id)) {
        let cells = cells(page, table);
        let data: Vec<&Cell> = cells.iter().filter(|cell| !is_header(page, cell.id)).collect();
        let headers = cells.iter().filter(|cell| is_header(page, cell.id) && page.is_exposed(cell.id));
        for header in headers.take(500) {
            let others = cells
                .iter()
                .filter(|cell| page.role(cell.id) != page.role(header.id) && is_header(page, cell.id));
            if data.iter().copied().chain(others).any(|cell| heads(page, header, cell)) {
                found.pass();
            } else if page.document.plain_text(header.id).is_empty() {
                found.review(header.id, "empty", "");
            } else if data.is_empty()
                && cells.iter().any(|other| other.id != header.id && shares(header, other))
            {
                found.review(header.id, "headers-only", "");
            } else {
                found.fail(header.id, "unused", "");
            }
        }
    }
}

fn shares(header: &Cell, other: &Cell) -> bool {
    header.shares_column(other) || header.shares_row(other)
}

/// Whether a header is one of a cell's: named by it, or in its row or column.
fn heads(page: &Page, header: &Cell, cell: &Cell) -> bool {
    let named = page.document.attribute(cell.id, "headers").filter(|ids| !ids.trim().is_empty());
    if let Some(ids) = named {
        return page.document.by_ids(ids).contains(&header.id);
    }
    let scope = page.document.attribute(header.id, "scope").unwrap_or_default().to_ascii_lowercase();
    let explicit = page.document.attribute(header.id, "role").is_some();
    let (of_row, of_column) = match (scope.as_str(), page.role(header.id)) {
        ("row" | "rowgroup", _) => (true, false),
        ("col" | "colgroup", _) => (false, true),
        (_, "columnheader") if explicit => (false, true),
        (_, "rowheader") if explicit => (true, false),
        _ => (true, true),
    };
    (of_column && cell.row > header.row && header.shares_column(cell))
        || (of_row && header.shares_row(cell) && header.id != cell.id)
}

/// ACT a25f45: a cell that names headers which are not there.
pub(super) fn headers_exist(page: &Page, found: &mut Found) {
    for (table, _) in page.document.elements().filter(|&(id, _)| page.document.tag(id) == "table") {
        if !page.presence(table).rendered || !(is_table(page, table)) {
            continue;
        }
        for cell in
            own_nodes(page, table).into_iter().filter(|&id| matches!(page.document.tag(id), "td" | "th"))
        {
            let Some(ids) = page.document.attribute(cell, "headers").filter(|ids| !ids.trim().is_empty())
            else {
                continue;
            };
            let wrong = ids.split_ascii_whitespace().find(|id| {
                let target = page.document.by_id(id);
                !target.is_some_and(|target| {
                    target != cell && page.document.contains(table, target) && is_header(page, target)
                })
            });
            match wrong {
                Some(id) => found.fail(cell, "no-header", id),
                None => found.pass(),
            }
        }
    }
}

/// Tables with data and no header at all.
pub(super) fn data_without_headers(page: &Page, found: &mut Found) {
    for table in page.exposed().filter(|&id| page.document.tag(id) == "table" && !is_none(page.role(id))) {
        let cells = cells(page, table);
        let rows = cells.iter().map(|cell| cell.row).max().unwrap_or(0);
        let columns = cells.iter().map(|cell| cell.column).max().unwrap_or(0);
        if rows == 0 || columns == 0 {
            continue;
        }
        if cells.iter().any(|cell| is_header(page, cell.id)) {
            found.pass();
        } else {
            found.review(table, "no-headers", "");
        }
    }
}
