// Reads a report's pages as files, every one: parse errors, identifiers that are there twice, links and fragments that
// lead nowhere, resources from elsewhere, and what html-validate finds.
// Usage: node markup.mjs REPORT

import fs from "node:fs";
import path from "node:path";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { parse } from "parse5";

const root = process.argv[2];
const all = fs.readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
const problems = [];

/** Identifiers, links and resources of a page. */
function read(name) {
  const page = { ids: new Set(), links: [], resources: [] };
  const onParseError = ({ code, startLine }) => problems.push(`${name}:${startLine}: ${code}`);
  const text = fs.readFileSync(path.join(root, name), "utf8");
  const open = [parse(text, { onParseError, sourceCodeLocationInfo: true })];
  while (open.length > 0) {
    const node = open.pop();
    for (const { name: attribute, value } of node.attrs ?? []) {
      if (attribute === "id" && page.ids.has(value)) problems.push(`${name}: id ${value} is there twice`);
      if (attribute === "id") page.ids.add(value);
      if (attribute === "src" || (attribute === "href" && node.nodeName === "link")) page.resources.push(value);
      if (attribute === "href" && node.nodeName === "a") page.links.push(value);
    }
    open.push(...(node.childNodes ?? []));
  }
  return page;
}

const known = new Map(all.map((name) => [name, read(name)]));
const elsewhere = (address) => /^[a-z]+:|^\/\//i.test(address);

function checkLink(name, address) {
  const [file, fragment] = address.split("#");
  const target = file === "" ? name : path.normalize(path.join(path.dirname(name), file));
  if (!fs.existsSync(path.join(root, target))) return problems.push(`${name}: ${address} leads nowhere`);
  if (fragment && !known.get(target)?.ids.has(fragment)) problems.push(`${name}: ${address} names no place there`);
}

for (const [name, page] of known) {
  for (const address of page.resources) {
    if (elsewhere(address)) problems.push(`${name}: loads ${address}`);
    else checkLink(name, address);
  }
  new Set(page.links.filter((address) => !elsewhere(address))).forEach((address) => checkLink(name, address));
}

const config = JSON.parse(fs.readFileSync(new URL("htmlvalidate.json", import.meta.url), "utf8"));
const validator = new HtmlValidate(new FileSystemConfigLoader({ root: true, ...config }));
for (const name of all) {
  const { results } = await validator.validateString(fs.readFileSync(path.join(root, name), "utf8"), name);
  for (const { messages } of results) {
    for (const { line, message, ruleId } of messages) problems.push(`${name}:${line}: ${message} (${ruleId})`);
  }
}

for (const problem of problems.slice(0, 100)) console.error(problem);
console.log(`markup of ${all.length} pages: ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
