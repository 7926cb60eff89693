// What the pages do beyond what the theme does: a search through the text, and small things about the table of contents.

window.addEventListener("load", () => {
  const title = document.querySelector(".contents > .toc > h3");
  if (title) title.textContent = "On this page";
  // In a row of pages that is wider than the screen, the current one comes into sight.
  const here = document.querySelector("nav.pages [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 20;
});

// Doxygen's own search knows the beginnings of titles and symbols. This one knows every word of the prose: primer_index.js holds
// [title, address, where, text] for each section and symbol, and is loaded when somebody first types.
const primerSearch = {
  wordsOf: (text) => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) || [],

  load(then) {
    if (window.primerIndex) return then();
    const script = document.createElement("script");
    script.src = "primer_index.js";
    script.onload = then;
    document.head.appendChild(script);
  },

  // How well an entry fits: each word that was typed begins a word of it, and one in the title counts most.
  score([title, , , text], words) {
    const inTitle = primerSearch.wordsOf(title), inText = primerSearch.wordsOf(text);
    let score = 0;
    for (const word of words) {
      const whole = inTitle.includes(word), begins = inTitle.some((w) => w.startsWith(word));
      const count = inText.filter((w) => w.startsWith(word)).length;
      if (!begins && count === 0) return 0;
      score += (whole ? 20 : begins ? 12 : 0) + Math.min(count, 6);
    }
    return text === "" ? score - 5 : score;
  },

  find(query) {
    const words = primerSearch.wordsOf(query);
    if (words.length === 0) return [];
    return window.primerIndex
      .map((entry) => ({entry, score: primerSearch.score(entry, words)}))
      .filter((found) => found.score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, 14)
      .map(({entry}) => ({entry, words}));
  },

  // Some of the text around the first word found.
  snippet(text, words) {
    const at = text.toLowerCase().search(new RegExp("(^|[^\\p{L}])" + words[0], "u"));
    if (at < 0) return text.slice(0, 90);
    return (at > 40 ? "…" : "") + text.slice(Math.max(0, at - 40), at + 70) + "…";
  },

  show(field, results) {
    primerSearch.hide();
    if (field.value.trim() === "") return;
    const list = document.createElement("div");
    list.id = "primer-results";
    for (const {entry: [title, address, where, text], words} of results) {
      const link = list.appendChild(document.createElement("a"));
      link.href = address;
      for (const [tag, content] of [["b", title], ["i", where], ["span", primerSearch.snippet(text, words)]]) {
        if (content) link.appendChild(document.createElement(tag)).textContent = content;
      }
    }
    if (results.length === 0) list.textContent = "Nothing is called so, and no page says so.";
    document.body.appendChild(list);
    const box = document.getElementById("MSearchBox").getBoundingClientRect();
    list.style.left = box.left + "px";
    list.style.top = box.bottom + 4 + "px";
  },
  hide() {
    const list = document.getElementById("primer-results");
    if (list) list.remove();
  },

  key(event, field) {
    const links = [...document.querySelectorAll("#primer-results a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      primerSearch.hide();
      field.focus();
    } else if (event.key === "Enter" && at < 0 && links.length > 0) {
      links[0].click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
      (next || field).focus();
    }
  },

  // Doxygen makes the field anew whenever the window's width changes, with its own search in it. So we listen at the document,
  // where an event comes by before it reaches the field, and let it go no further.
  start() {
    const ours = (kind, id, act) => document.addEventListener(kind, (event) => {
      if (event.target.id !== id) return;
      event.stopPropagation();
      act(event.target, event);
    }, true);
    const empty = "Search";
    ours("focus", "MSearchField", (field) => { if (field.value === empty) field.value = ""; });
    ours("blur", "MSearchField", (field) => { if (field.value === "") field.value = empty; });
    ours("keyup", "MSearchField", () => {});
    ours("keydown", "MSearchField", (field, event) => primerSearch.key(event, field));
    ours("input", "MSearchField", (field) => primerSearch.load(() => primerSearch.show(field, primerSearch.find(field.value))));
    for (const kind of ["mouseover", "mouseout"]) ours(kind, "MSearchSelect", () => {});

    document.addEventListener("keydown", (event) => {
      if (event.target.closest("#primer-results")) primerSearch.key(event, document.getElementById("MSearchField"));
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest("#primer-results, #MSearchBox")) primerSearch.hide();
    });
  },
};
primerSearch.start();
