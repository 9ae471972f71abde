// Opens a report in Chromium and finds what is wrong with it. Every page, without scripts: scrolling sideways at 320
// px, requests to elsewhere. Some pages of every kind: axe-core at two widths, 200 % zoom, sorting by keyboard, and
// that all words are there without scripts.
// Usage: node pages.mjs REPORT CHROMIUM

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";
import { pages } from "./sample.mjs";

const [root, chromium] = process.argv.slice(2);
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const NARROW = { name: "320 px", width: 320, height: 640 };
const ZOOMED = { name: "200 %", width: 640, height: 450, deviceScaleFactor: 2 };
const WIDE = { name: "1280 px", width: 1280, height: 900 };
/** Pages that are glanced at side by side. */
const TABS = 4;
const SORTABLE = "table[data-sortable]";

const problems = new Set();

function serve() {
  const server = http.createServer((request, response) => {
    const file = path.join(root, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (!file.startsWith(root) || !fs.existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
    response.end(fs.readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** A tab that remembers which page it shows and tells what goes wrong there. */
async function tab(browser, origin, scripts) {
  const page = await browser.newPage();
  const shown = { page, name: "", told: (what) => problems.add(`${shown.name}: ${what}`) };
  await page.setJavaScriptEnabled(scripts);
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) shown.told(`asks ${request.url()}`);
  });
  page.on("pageerror", (error) => shown.told(`script error: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && shown.told(`console: ${message.text()}`));
  shown.open = async (name, viewport) => {
    shown.name = `${name} (${viewport.name}${scripts ? "" : ", no scripts"})`;
    if (shown.viewport !== viewport) await page.setViewport(viewport);
    shown.viewport = viewport;
    const answer = await page.goto(`${origin}/${name}`, { waitUntil: "load" });
    if (!answer.ok()) shown.told(`answered ${answer.status()}`);
  };
  return shown;
}

/** The body hides nothing: what is wider than the window scrolls, and what is cut off at its edge is told too. */
async function checkWidth({ page, told }) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) told(`scrolls ${over} px sideways`);
}

async function checkAccessibility({ page, told }) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) => axe.run({ runOnly: tags, preload: false, resultTypes: ["violations"] }), TAGS);
  for (const { id, nodes } of violations) told(`axe ${id}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

/** Enter on each header button of the first table sorts up, then down, and says so. */
async function checkSorting({ page, told }) {
  const cells = (button) =>
    button.evaluate((b) => {
      const rows = [...b.closest("table").tBodies[0].rows];
      const cell = (row) => row.cells[b.closest("th").cellIndex];
      return rows.map((row) => cell(row).dataset.sort ?? cell(row).textContent.trim());
    });
  const press = async (button) => {
    await button.press("Enter");
    return [await button.evaluate((b) => b.closest("th").getAttribute("aria-sort")), (await cells(button)).join("|")];
  };
  const table = await page.$(SORTABLE);
  for (const button of (await table?.$$("thead button")) ?? []) {
    const [[one, up], [other, down]] = [await press(button), await press(button)];
    if (!one || !other || one === other) told(`aria-sort does not follow: ${one}, ${other}`);
    if (new Set(await cells(button)).size > 1 && up === down) told("sorting changes nothing");
  }
}

/** Tab alone reaches the first header button of a page, from its top. */
async function checkKeyboard({ page, told }) {
  if (!(await page.$(`${SORTABLE} thead button`))) return;
  await page.evaluate(() => document.activeElement?.blur());
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((sortable) => document.activeElement.matches(`${sortable} thead button`), SORTABLE)) return;
  }
  told("60 Tabs do not reach the first header button");
}

/** The words of the content, without what scripts add to search and sort by. */
const words = (page) =>
  page.evaluate(() => {
    const content = document.querySelector("main").cloneNode(true);
    for (const added of content.querySelectorAll(".filter-bar")) added.remove();
    return content.textContent.replace(/\s+/g, " ").trim();
  });

const server = await serve();
const origin = `http://127.0.0.1:${server.address().port}`;
const options = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const browser = await puppeteer.launch({ executablePath: chromium, args: options });
const { all, some } = pages(root);

const texts = new Map();
const waiting = [...all];
async function glance() {
  const plain = await tab(browser, origin, false);
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    await plain.open(name, NARROW);
    await checkWidth(plain);
    if (some.includes(name)) texts.set(name, await words(plain.page));
  }
  await plain.page.close();
}
await Promise.all(Array.from({ length: TABS }, glance));
const scripted = await tab(browser, origin, true);
for (const name of some) {
  await scripted.open(name, NARROW);
  await checkWidth(scripted);
  await checkAccessibility(scripted);
  await scripted.open(name, ZOOMED);
  await checkWidth(scripted);
  await scripted.open(name, WIDE);
  await checkWidth(scripted);
  await checkAccessibility(scripted);
  if ((await words(scripted.page)) !== texts.get(name)) scripted.told("the words differ without scripts");
  await checkKeyboard(scripted);
  await checkSorting(scripted);
}
await browser.close();
server.close();

for (const problem of problems) console.error(problem);
console.log(`${all.length} pages in Chromium, ${some.length} of them closely: ${problems.size} problems`);
process.exit(problems.size === 0 ? 0 : 1);
