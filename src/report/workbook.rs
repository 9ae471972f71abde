//! All tables in one workbook for Excel, a sheet for each. Nothing in it tells when it was made: the same benchmark
//! gives the same bytes.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::io;

use super::{
    Sink,
    tables::{Cells, Column, Row, TABLES, Table},
};
use crate::standing::Benchmark;

/// Widest column, in letters.
const WIDEST: usize = 60;

/// Rows that decide how wide a column is.
const LOOKED_AT: usize = 200;

/// Writes `kommunspegel.xlsx`.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    let bytes = workbook(benchmark).map_err(io::Error::other)?;
    sink.file("kommunspegel.xlsx", &bytes)
}

fn workbook(benchmark: &Benchmark) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = format!("Kommunspegel {}", benchmark.edition.id);
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    for table in &TABLES {
        fill(workbook.add_worksheet_with_constant_memory()?, table, benchmark)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table, benchmark: &Benchmark) -> Result<(), XlsxError> {
    let columns = (table.columns)(benchmark);
    let head = Format::new().set_bold().set_align(FormatAlign::Top).set_text_wrap();
    let decimal = Format::new().set_num_format("0.0");
    sheet.set_name(table.name)?.set_freeze_panes(1, 1)?;
    let looked_at: Vec<Row> = (table.rows)(benchmark).take(LOOKED_AT).collect();
    for (at, column) in (0..).zip(&columns) {
        sheet.write_string_with_format(0, at, &column.name, &head)?;
        let cells = looked_at.iter().map(|row| row[usize::from(at)].chars().count());
        let width = cells.chain([column.name.chars().count()]).max().unwrap_or_default();
        sheet.set_column_width(at, width.min(WIDEST) as f64 + 2.0)?;
    }
    let mut last_row = 0;
    for (row, cells) in (1..).zip((table.rows)(benchmark)) {
        for (at, (cell, column)) in (0..).zip(cells.into_iter().zip(&columns)) {
            write_cell(sheet, (row, at), (cell, column), &decimal)?;
        }
        last_row = row;
    }
    let last = u16::try_from(columns.len().saturating_sub(1)).expect("columns are few");
    sheet.autofilter(0, 0, last_row, last)?;
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    (cell, column): (String, &Column),
    decimal: &Format,
) -> Result<(), XlsxError> {
    match (column.cells, cell.parse::<f64>()) {
        _ if cell.is_empty() => return Ok(()),
        (Cells::Decimal, Ok(number)) => sheet.write_number_with_format(row, at, number, decimal)?,
        (Cells::Whole | Cells::Flag, Ok(number)) => sheet.write_number(row, at, number)?,
        _ => sheet.write_string(row, at, cell)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn the_same_benchmark_gives_the_same_workbook() {
        let one = workbook(&sample::benchmark()).unwrap();
        assert!(one.starts_with(b"PK"));
        assert!(one == workbook(&sample::benchmark()).unwrap());
    }
}
