// Copies an answer with its proof as text that can be pasted: question and points, quote, link to the words, and where
// the answer stands here. Asks nobody, stores nothing.
"use strict";

const labels = document.documentElement.lang === "sv"
  ? { copy: "Kopiera", copied: "Kopierat" }
  : { copy: "Copy", copied: "Copied" };

/** The text of an element with single blanks. */
const plain = (element) => element.textContent.replace(/\s+/g, " ").trim();

function proof(answer) {
  const place = new URL(`#${answer.id}`, location.href);
  return [
    plain(answer.querySelector("h3, h4")),
    `”${plain(answer.querySelector(":scope > blockquote"))}”`,
    answer.querySelector(":scope > .source > a")?.href,
    document.title,
    place.href,
  ].filter(Boolean).join("\n");
}

function makeCopyable(answer) {
  const bar = document.createElement("span");
  const button = document.createElement("button");
  const told = document.createElement("span");
  bar.className = "copy";
  button.type = "button";
  button.textContent = labels.copy;
  button.setAttribute("aria-label", `${labels.copy}: ${plain(answer.querySelector("h3 a, h4 a"))}`);
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(proof(answer));
    told.textContent = labels.copied;
    setTimeout(() => told.replaceChildren(), 3000);
  });
  bar.append(button, told);
  answer.querySelector(":scope > .source").append(bar);
}

// Browsers let pages copy only where nobody on the way can have changed them.
if (navigator.clipboard) document.querySelectorAll(".answer:has(> .source)").forEach(makeCopyable);
