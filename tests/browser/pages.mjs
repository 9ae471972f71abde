// Opens every kind of page of a report in Chromium, at two widths and without scripts, and finds what is wrong:
// accessibility (axe-core), sideways scrolling, requests to elsewhere, sorting by keyboard, content that needs scripts.
// Usage: node pages.mjs REPORT CHROMIUM

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const [root, chromium] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const problems = [];

/** Every page of a small report; of folders with many pages alike, the first and the last. */
function pages() {
  const folders = new Map();
  for (const name of fs.readdirSync(root, { recursive: true })) {
    if (!name.endsWith("index.html")) continue;
    const folder = path.dirname(path.dirname(name));
    folders.set(folder, [...(folders.get(folder) ?? []), name].sort());
  }
  const few = (names) => (names.length > 12 ? [names[0], names[names.length >> 1], names.at(-1)] : names);
  return [...folders.values()].flatMap(few);
}

function serve() {
  const server = http.createServer((request, response) => {
    const file = path.join(root, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (!file.startsWith(root) || !fs.existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
    response.end(fs.readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function open(browser, origin, name, settings) {
  const page = await browser.newPage();
  const told = (what) => problems.push(`${name} (${settings.name}): ${what}`);
  await page.setViewport({ width: settings.width, height: 900, deviceScaleFactor: settings.zoom ?? 1 });
  await page.setJavaScriptEnabled(settings.scripts !== false);
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) told(`asks ${request.url()}`);
  });
  page.on("pageerror", (error) => told(`script error: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && told(`console: ${message.text()}`));
  const answer = await page.goto(`${origin}/${name}`, { waitUntil: "load" });
  if (!answer.ok()) told(`answered ${answer.status()}`);
  return { page, told };
}

async function checkAccessibility({ page, told }) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => axe.run({ runOnly: tags, preload: false }), TAGS);
  for (const { id, nodes } of violations) told(`axe ${id}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (width > 0) told(`scrolls ${width} px sideways`);
}

/** Tab reaches the first header button of a sortable table; Enter sorts; the order really changes and is announced. */
async function checkSorting({ page, told }) {
  if (!(await page.$("table[data-sortable] thead button"))) return;
  const first = () => page.evaluate(() => document.querySelector("table[data-sortable] tbody").rows[0].textContent);
  const rows = await page.evaluate(() => document.querySelector("table[data-sortable] tbody").rows.length);
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches("table[data-sortable] thead button"))) break;
  }
  const reached = await page.evaluate(() => document.activeElement.matches("table[data-sortable] thead button"));
  if (!reached) return told("the keyboard does not reach the header buttons");
  const before = await first();
  await page.keyboard.press("Enter");
  const once = await page.evaluate(() => document.activeElement.closest("th").getAttribute("aria-sort"));
  const sorted = await first();
  await page.keyboard.press("Enter");
  const twice = await page.evaluate(() => document.activeElement.closest("th").getAttribute("aria-sort"));
  if (!once || !twice || once === twice) told(`aria-sort does not follow: ${once}, ${twice}`);
  if (rows > 1 && before === sorted && sorted === (await first())) told("sorting changes nothing");
}

const words = (page) => page.evaluate(() => document.querySelector("main").innerText.replace(/\s+/g, " ").length);

const server = await serve();
const origin = `http://127.0.0.1:${server.address().port}`;
const options = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const browser = await puppeteer.launch({ executablePath: chromium, args: options });
const all = pages();
for (const name of all) {
  let plain = 0;
  const without = await open(browser, origin, name, { name: "no scripts", width: 1200, scripts: false });
  await without.page.close();
  for (const settings of [{ name: "1200 px", width: 1200 }, { name: "320 px", width: 320 }, { name: "200 %", width: 640, zoom: 2 }]) {
    const opened = await open(browser, origin, name, settings);
    await checkAccessibility(opened);
    plain = Math.max(plain, await words(opened.page));
    if (settings.width === 1200) await checkSorting(opened);
    await opened.page.close();
  }
  const html = fs.readFileSync(path.join(root, name), "utf8");
  const text = html.replace(/<(style|script)[\s\S]*?<\/\1>/g, "").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").length;
  if (text < plain * 0.8) problems.push(`${name}: content appears only with scripts`);
}
await browser.close();
server.close();

for (const problem of problems) console.error(problem);
console.log(`${all.length} pages in Chromium: ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
