// Lists the pages of a report: all, and of each folder of pages alike the smallest, the middle and the largest; of those
// in English, which have the same templates, the largest.

import fs from "node:fs";
import path from "node:path";

export function pages(root) {
  const size = (name) => fs.statSync(path.join(root, name)).size;
  const all = fs.readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
  const folders = new Map();
  for (const name of all) {
    const folder = path.dirname(path.dirname(name));
    folders.set(folder, [...(folders.get(folder) ?? []), name]);
  }
  // Pages right below a language's start are each of a kind of their own.
  const alike = (folder) => ![".", "en"].includes(folder);
  const some = [...folders].flatMap(([folder, names]) => {
    if (!alike(folder)) return names;
    const bySize = names.toSorted((a, b) => size(a) - size(b));
    const chosen = folder.startsWith("en/") ? [bySize.at(-1)] : [bySize[0], bySize[names.length >> 1], bySize.at(-1)];
    return [...new Set(chosen)];
  });
  return { all, some };
}
