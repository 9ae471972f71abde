// Opens every page of a report in Chromium and finds what is wrong with it: axe-core at 320 and 1280 px; scrolling
// sideways at 320 px, at 200 % zoom and at 1280 px; Tab through all that can be used, in the order of the page; Enter on
// the header buttons of all tables and on a button that copies; words that are not there without scripts; script errors;
// requests to elsewhere.
//
// Nothing is thinned out. Most of the time is axe-core's: a page of a question takes about a second of a core, one of a
// municipality with 250 answers about twenty. Without scripts pages are compared as files, not drawn once more.
// Usage: node pages.mjs REPORT CHROMIUM

import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";
import { checkCopying, checkReach, checkSorting } from "./keyboard.mjs";

const [root, chromium] = process.argv.slice(2);
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const NARROW = { name: "320 px", width: 320, height: 640 };
const ZOOMED = { name: "200 %", width: 640, height: 450, deviceScaleFactor: 2 };
const WIDE = { name: "1280 px", width: 1280, height: 900 };
/** Browsers side by side, each with one tab: tabs of one browser may share a process, and axe-core keeps a core busy. */
const BROWSERS = Math.max(2, os.availableParallelism());

const problems = new Set();

function serve() {
  const server = http.createServer((request, response) => {
    const file = path.join(root, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (!file.startsWith(root) || !fs.existsSync(file)) return response.writeHead(404).end();
    const kept = path.extname(file) === ".html" ? "no-store" : "max-age=3600";
    response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream", "cache-control": kept });
    response.end(fs.readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** A tab that remembers what it shows and tells what goes wrong there. */
async function tab(browser, origin) {
  const page = await browser.newPage();
  const shown = { page, name: "", width: "" };
  shown.told = (what) => problems.add(`${shown.name} (${shown.width}): ${what}`);
  await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  // Keys reach a tab only where it thinks that it is looked at.
  await (await page.createCDPSession()).send("Emulation.setFocusEmulationEnabled", { enabled: true });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) shown.told(`asks ${request.url()}`);
  });
  page.on("pageerror", (error) => shown.told(`script error: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && shown.told(`console: ${message.text()}`));
  shown.at = async (viewport) => {
    if (shown.width !== viewport.name) await page.setViewport(viewport);
    shown.width = viewport.name;
  };
  shown.open = async (name) => {
    shown.name = name;
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
  const run = (tags) => axe.run({ runOnly: tags, preload: false, resultTypes: ["violations"] });
  const { violations } = await page.evaluate(run, TAGS);
  for (const { id, nodes } of violations) told(`axe ${id}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

/** The words of the content are those of the file, which no script has touched, but for what searching and copying need. */
async function checkWords({ page, name, told }) {
  const same = await page.evaluate((file) => {
    const words = (page) => {
      const content = page.querySelector("main").cloneNode(true);
      for (const added of content.querySelectorAll(".filter-bar, .copy")) added.remove();
      return content.textContent.replace(/\s+/g, " ").trim();
    };
    return words(document) === words(new DOMParser().parseFromString(file, "text/html"));
  }, fs.readFileSync(path.join(root, name), "utf8"));
  if (!same) told("the words differ without scripts");
}

/** All checks of a page, which is asked for once: sizes change while it is shown. */
async function check(name, shown) {
  await shown.at(NARROW);
  await shown.open(name);
  await checkWords(shown);
  await checkWidth(shown);
  await shown.page.evaluate(AXE);
  await checkAccessibility(shown);
  await shown.at(ZOOMED);
  await checkWidth(shown);
  await shown.at(WIDE);
  await checkWidth(shown);
  await checkAccessibility(shown);
  await checkReach(shown);
  await checkSorting(shown);
  await checkCopying(shown);
}

const server = await serve();
const origin = `http://127.0.0.1:${server.address().port}`;
const options = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

const size = (name) => fs.statSync(path.join(root, name)).size;
const pages = fs.readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".html"));
// The heaviest first, so that no tab is left alone with one of them at the end.
const waiting = pages.toSorted((a, b) => size(a) - size(b));
async function work() {
  const browser = await puppeteer.launch({ executablePath: chromium, args: options });
  const shown = await tab(browser, origin);
  for (let name = waiting.pop(); name; name = waiting.pop()) await check(name, shown);
  await browser.close();
}
const began = performance.now();
await Promise.all(Array.from({ length: BROWSERS }, work));
server.close();

for (const problem of problems) console.error(problem);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(`${pages.length} pages in Chromium: ${problems.size} problems (${seconds} s)`);
process.exit(problems.size === 0 ? 0 : 1);
