// Sorts and filters tables that are whole without it. Asks nobody, stores nothing.
"use strict";

const words = document.documentElement.lang === "sv"
  ? { filter: "Filtrera på namn", shown: (n, all) => `${n} av ${all} rader visas` }
  : { filter: "Filter by name", shown: (n, all) => `${n} of ${all} rows shown` };

const collator = new Intl.Collator("sv", { numeric: true });

/** What a cell is sorted by: its own word for it, or its text; nothing where a dash says that nothing is known. */
function key(row, column) {
  const cell = row.cells[column];
  const text = cell.textContent.trim();
  return cell.dataset.sort ?? (text.endsWith("–") ? undefined : text);
}

function compare(a, b) {
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? collator.compare(a, b) : x - y;
}

/** Sorts the rows, given as the page has them; the same key leaves them in that order, and what is unknown comes last. */
function sort(table, rows, header, column) {
  const falling = header.getAttribute("aria-sort") === "ascending";
  const known = rows.filter((row) => key(row, column) !== undefined);
  const unknown = rows.filter((row) => key(row, column) === undefined);
  known.sort((a, b) => (falling ? -1 : 1) * compare(key(a, column), key(b, column)));
  table.tBodies[0].append(...known, ...unknown);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", falling ? "descending" : "ascending");
}

function makeSortable(table) {
  const rows = [...table.tBodies[0].rows];
  [...table.tHead.rows[0].cells].forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(table, rows, header, column));
    header.append(button);
  });
}

function makeFilterable(table) {
  const label = document.createElement("label");
  const field = document.createElement("input");
  const told = document.createElement("span");
  label.className = "filter";
  field.type = "search";
  told.setAttribute("role", "status");
  label.append(words.filter, field);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLocaleLowerCase("sv");
    const rows = [...table.tBodies[0].rows];
    for (const row of rows) row.hidden = !row.textContent.toLocaleLowerCase("sv").includes(wanted);
    told.textContent = words.shown(rows.filter((row) => !row.hidden).length, rows.length);
  });
  const bar = document.createElement("div");
  bar.className = "filter-bar";
  bar.append(label, told);
  table.before(bar);
}

for (const table of document.querySelectorAll("table[data-sortable]")) {
  makeSortable(table);
  if (table.matches("[data-filterable]") && table.tBodies[0].rows.length > 8) makeFilterable(table);
}
