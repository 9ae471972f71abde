// What the keyboard alone can do on a page: reach, sort and copy. It presses real keys and knows nothing of the report.

/** Everything that can be used, without what lies in closed details. */
const USABLE = "a[href], button, input, summary";

/** Header buttons of all tables. */
const HEADERS = "table[data-sortable] thead button";

/** Keys that are sent without waiting for the page. */
const BATCH = 100;

/** From the top, Tab goes through all that can be used, in the order of the page, and shows where it is. */
export async function checkReach({ page, told }) {
  const wanted = await page.evaluate((usable) => {
    const all = [...document.querySelectorAll(usable)].filter((element) => element.checkVisibility());
    window.reach = { all, at: 0, first: "" };
    document.activeElement?.blur();
    getSelection().collapse(document.body, 0);
    scrollTo(0, 0);
    document.addEventListener("focusin", ({ target }) => {
      const wanted = all[window.reach.at];
      const seen = target.matches(":focus-visible") && getComputedStyle(target).outlineStyle !== "none";
      if (target !== wanted || !seen) window.reach.first ||= `${wanted?.outerHTML} ${target === wanted ? "has no outline" : `comes after ${target.outerHTML}`}`;
      window.reach.at += 1;
    });
    return all.length;
  }, USABLE);
  // Many at once: waiting for each to be drawn takes longer than the walk.
  for (let presses = 0; presses < wanted; presses += BATCH) {
    await Promise.all(Array.from({ length: Math.min(BATCH, wanted - presses) }, () => page.keyboard.press("Tab")));
  }
  const { at, first } = await page.evaluate(() => window.reach);
  if (at !== wanted) told(`Tab reaches ${at} of ${wanted}`);
  if (first) told(`Tab: ${first.slice(0, 300)}`);
}

/** Enter on each header button of each table sorts one way, then the other, and says so. */
export async function checkSorting({ page, told }) {
  const state = (button) => {
    const header = button.closest("th");
    const rows = [...button.closest("table").tBodies[0].rows];
    const key = ({ cells }) => cells[header.cellIndex].dataset.sort ?? cells[header.cellIndex].textContent.trim();
    const known = rows.filter((row) => !key(row).endsWith("–"));
    const last = rows.slice(0, known.length).every((row) => known.includes(row));
    return { sort: header.getAttribute("aria-sort"), last, keys: known.map(key) };
  };
  for (const button of await page.$$(HEADERS)) {
    await button.press("Enter");
    const one = await button.evaluate(state);
    await button.press("Enter");
    const other = await button.evaluate(state);
    const said = [one.sort, other.sort].sort().join();
    if (said !== "ascending,descending") told(`aria-sort does not follow: ${said}`);
    if (one.keys.join("|") !== other.keys.toReversed().join("|")) told("the other way is not the reverse");
    if (!one.last || !other.last) told("what is unknown does not come last");
    const numbers = [one, other].find(({ sort }) => sort === "ascending")?.keys.map(Number) ?? [];
    if (numbers.some((number, at) => number < numbers[at - 1])) told(`not sorted by number: ${numbers}`);
    if (new Set(one.keys).size > 1 && one.keys.join("|") === other.keys.join("|")) told("sorting changes nothing");
  }
}

/** Enter on the last button that copies an answer copies its words and its link. */
export async function checkCopying({ page, told }) {
  const button = (await page.$$(".copy button")).at(-1);
  if (!button) return;
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => (window.copied = text);
  });
  await button.press("Enter");
  const [copied, wanted, said] = await button.evaluate((pressed) => {
    const answer = pressed.closest(".answer");
    const words = answer.querySelector("blockquote").textContent.trim().replace(/\s+/g, " ");
    return [window.copied ?? "", [words, answer.querySelector(".source > a")?.href ?? "", `#${answer.id}`], pressed.nextSibling.textContent];
  });
  if (!wanted.every((part) => copied.includes(part)) || said === "") told(`copies "${copied}"`);
}
