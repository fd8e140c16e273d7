/* What a page can do more where scripts run: search it, and show what a term means.
 * Without this file every word and every link is there. It asks no other machine for anything.
 */
"use strict";

/* --- Terms: their meaning on pointing, on focus and on tapping (WCAG 2.2, 1.4.13) --------- */

(() => {
  const LINGER = 250; // milliseconds in which the pointer may cross from the term to its meaning
  const GAP = 6; // CSS pixels between the term and its meaning
  const EDGE = 16; // CSS pixels that stay free at the side of the window
  let shown = null;
  let leaving = 0;

  const place = (link, tip) => {
    const line = link.getClientRects()[0];
    const box = tip.getBoundingClientRect();
    const room = document.documentElement.clientWidth - box.width - EDGE;
    const below = line.bottom + GAP;
    const above = line.top - GAP - box.height;
    const fits = below + box.height <= window.innerHeight || above < 0;
    tip.style.left = `${Math.max(EDGE, Math.min(line.left, room)) + window.scrollX}px`;
    tip.style.top = `${(fits ? below : above) + window.scrollY}px`;
  };

  const hide = () => {
    clearTimeout(leaving);
    if (shown) {
      shown.tip.hidePopover();
      shown = null;
    }
  };

  const show = (link, tip) => {
    clearTimeout(leaving);
    if (shown && shown.link === link) return;
    hide();
    tip.showPopover();
    place(link, tip);
    shown = { link, tip };
  };

  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LINGER);
  };

  const watch = (link) => {
    const tip = document.getElementById(link.getAttribute("aria-describedby"));
    if (!tip || !tip.showPopover) return;
    let touched = false;
    link.addEventListener("pointerdown", (event) => {
      // The first tap shows the meaning; a second one follows the link to the glossary.
      touched = event.pointerType !== "mouse" && !(shown && shown.link === link);
    });
    link.addEventListener("click", (event) => {
      if (!touched) return;
      touched = false;
      event.preventDefault();
      show(link, tip);
    });
    link.addEventListener("focus", () => show(link, tip));
    link.addEventListener("blur", hide);
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") show(link, tip);
    });
    link.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && document.activeElement !== link) leave();
    });
    tip.addEventListener("pointerenter", () => clearTimeout(leaving));
    tip.addEventListener("pointerleave", () => {
      if (shown && document.activeElement !== shown.link) leave();
    });
  };

  document.querySelectorAll("a.term[aria-describedby]").forEach(watch);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (shown && !shown.link.contains(event.target) && !shown.tip.contains(event.target)) hide();
  });
})();

/* --- Tables that become cards: they stay tables for those who hear them ----------------------- */

(() => {
  // `display: block` takes a table's roles away in some browsers.
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  const role = (part) =>
    part.tagName === "TH"
      ? part.scope === "row" ? "rowheader" : "columnheader"
      : ROLES[part.tagName];
  document.querySelectorAll("table.stack").forEach((table) => {
    [table, ...table.querySelectorAll("thead, tbody, tr, th, td")].forEach((part) => {
      part.setAttribute("role", role(part));
    });
  });
})();

/* --- Search -------------------------------------------------------------------------------- */

(() => {
  const form = document.getElementById("search");
  if (!form) return;
  const input = form.querySelector("input");
  const status = document.getElementById("found");
  const list = document.getElementById("results");
  const MOST = 20; // results that are shown
  const AROUND = 70; // letters of an excerpt before and after what was found
  const PAUSE = 250; // milliseconds after the last letter
  let entries = null;
  let asked = false;
  let waiting = 0;

  // Each letter in its plain small form, one for one, so that places in the text stay true.
  const plain = (text) =>
    Array.from({ length: text.length }, (_, at) => text[at].normalize("NFD")[0].toLowerCase()[0])
      .join("");

  window.plainpressSearch = (found) => {
    entries = found.map(([title, above, address, words]) => ({
      title, above, address, words, plainTitle: plain(title), plainWords: plain(words),
    }));
    search();
  };

  const load = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = "search-index.js";
    script.addEventListener("error", () => { status.textContent = form.dataset.failed; });
    document.head.append(script);
  };

  // Where a word begins that starts with these letters; -1 for nowhere.
  const find = (text, letters, from = 0) => {
    let at = text.indexOf(letters, from);
    while (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1])) at = text.indexOf(letters, at + 1);
    return at;
  };

  const count = (text, letters) => {
    let sum = 0;
    for (let at = find(text, letters); at >= 0; at = find(text, letters, at + 1)) sum += 1;
    return sum;
  };

  // 0 where a word is missing; a word in the title counts as much as ten in the text.
  const rank = (entry, words) => {
    let sum = 0;
    for (const word of words) {
      const hits = 10 * count(entry.plainTitle, word) + count(entry.plainWords, word);
      if (!hits) return 0;
      sum += hits;
    }
    return sum;
  };

  const excerpt = (entry, words) => {
    const places = words.map((word) => find(entry.plainWords, word)).filter((at) => at >= 0);
    const first = places.length ? Math.min(...places) : 0;
    const start = first > AROUND ? entry.words.indexOf(" ", first - AROUND) + 1 : 0;
    const cut = entry.words.indexOf(" ", Math.max(first + AROUND, start + 2 * AROUND));
    const end = cut < 0 ? entry.words.length : cut;
    const line = document.createElement("p");
    line.append(start ? "… " : "");
    let at = start;
    while (at < end) {
      const hits = words
        .map((word) => [find(entry.plainWords, word, at), word.length])
        .filter(([place]) => place >= 0 && place < end)
        .sort(([one, long], [other, longer]) => one - other || longer - long);
      if (!hits.length) break;
      const [[place, length]] = hits;
      const mark = document.createElement("mark");
      mark.textContent = entry.words.slice(place, place + length);
      line.append(entry.words.slice(at, place), mark);
      at = place + length;
    }
    line.append(entry.words.slice(at, Math.max(at, end)), cut < 0 ? "" : " …");
    return line;
  };

  const result = (entry, words) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.address;
    link.textContent = entry.title;
    item.append(link);
    if (entry.above) {
      const above = document.createElement("span");
      above.className = "in";
      above.textContent = ` · ${entry.above}`;
      item.append(above);
    }
    item.append(excerpt(entry, words));
    return item;
  };

  const say = (found, query) => {
    const { none, one, many, most } = form.dataset;
    const message = !found ? none : found === 1 ? one : found > MOST ? most : many;
    const values = { query, count: found, shown: MOST };
    status.textContent = message.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };

  const clear = () => {
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
  };

  const search = () => {
    clearTimeout(waiting);
    const query = input.value.trim();
    const words = plain(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (!words.length) return clear();
    if (!entries) return load();
    const found = entries
      .map((entry) => [rank(entry, words), entry])
      .filter(([points]) => points)
      .sort(([one], [other]) => other - one);
    list.replaceChildren(...found.slice(0, MOST).map(([, entry]) => result(entry, words)));
    list.hidden = !found.length;
    say(found.length, query);
  };

  form.hidden = false;
  input.addEventListener("focus", load);
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  const leave = (event) => {
    if (event.key !== "Escape" || !input.value) return;
    input.value = "";
    clear();
    input.focus();
  };
  form.addEventListener("keydown", leave);
  list.addEventListener("keydown", leave);
  list.addEventListener("click", (event) => {
    // A result on this very page: the list would hide that the page has moved.
    const link = event.target.closest("a");
    if (link && link.pathname === location.pathname) clear();
  });
})();
