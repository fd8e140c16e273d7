/* Filters, sorts and searches the list of a library. Without this file the list is whole.
 *
 * The address of the page keeps every choice (?q=care&kind=book&kind=guide&sort=year), so that it
 * can be shared and the browser's back button works, from a disk too. Only some of the resources
 * that fit are shown at a time: then it does not matter how many there are.
 */
"use strict";

(() => {
  const part = (name) => document.getElementById(`library.${name}`);
  const form = part("filters");
  const list = part("list");
  const sort = part("sort");
  const input = part("words");
  const count = part("count");
  const clear = part("clear");
  const more = part("more");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const groups = [...form.querySelectorAll("fieldset")].map((set) => set.dataset.group);
  const STEP = 100; // resources that are shown at a time
  const PAUSE = 300; // milliseconds after the last letter, before it is announced and kept

  /* --- What there is ------------------------------------------------------------------- */

  // Small plain letters, one space between words; "co-production" is found as one word and as two.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const parts = (text) => plain(text).replace(/['’]/g, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const searchable = (text) => {
    const joined = plain(text).match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu) || [];
    return ` ${parts(text).join(" ")} ${joined.map((word) => word.replaceAll("-", "")).join(" ")}`;
  };

  const kinds = boxes.filter((box) => box.name === "kind").map((box) => box.value);
  const resources = [...list.children].map((element, place) => ({
    element,
    place,
    text: searchable(element.textContent),
    values: groups.map((group) => (element.dataset[group] || "").split(" ").filter(Boolean)),
    kind: kinds.indexOf(element.dataset.kind || ""),
    year: Number(element.dataset.year || 0),
  }));
  const options = boxes.map((box) => ({
    box,
    group: groups.indexOf(box.name),
    number: box.closest("label").querySelector(".many"),
  }));

  const orders = {
    title: (one, other) => one.place - other.place,
    kind: (one, other) => one.kind - other.kind || one.place - other.place,
    year: (one, other) => other.year - one.year || one.place - other.place,
  };

  /* --- What is chosen: the controls, and the address of the page ------------------------- */

  const isChosen = () => Boolean(input.value.trim()) || boxes.some((box) => box.checked);

  const address = () => {
    const chosen = new URLSearchParams();
    if (input.value.trim()) chosen.set("q", input.value.trim());
    for (const box of boxes) if (box.checked) chosen.append(box.name, box.value);
    if (sort.value !== "title") chosen.set("sort", sort.value);
    const query = chosen.toString();
    return location.pathname + (query ? `?${query}` : "");
  };

  // `step` is true where the back button should come back to what was chosen before.
  const keep = (step) => {
    const now = address();
    if (now === location.pathname + location.search) return;
    try {
      if (step) history.pushState(null, "", now);
      else history.replaceState(null, "", now);
    } catch {
      // A browser that has had too many changes in a row: the next one will be kept.
    }
  };

  const restore = () => {
    const chosen = new URLSearchParams(location.search);
    input.value = chosen.get("q") || "";
    for (const box of boxes) box.checked = chosen.getAll(box.name).includes(box.value);
    const order = chosen.get("sort");
    sort.value = [...sort.options].some((option) => option.value === order) ? order : "title";
  };

  /* --- What fits ------------------------------------------------------------------------- */

  let fitting = resources; // in the order of the list
  let shown = []; // those of them that can be seen
  let limit = STEP;
  let ordered = "title";
  let without = []; // for each group, and last for the words: how many would fit without it

  // Which resources fit, and for each box how many would fit beside the choices in other groups.
  const match = () => {
    const words = parts(input.value);
    const chosen = groups.map(() => new Set());
    for (const { box, group } of options) if (box.checked) chosen[group].add(box.value);
    const counts = groups.map(() => new Map());
    without = [...groups.map(() => 0), 0];
    fitting = resources.filter(({ text, values }) => {
      const said = words.every((word) => text.includes(` ${word}`));
      let missed = said ? -1 : groups.length;
      let misses = said ? 0 : 1;
      for (let group = 0; group < groups.length && misses < 2; group += 1) {
        const wanted = chosen[group];
        if (wanted.size && !values[group].some((value) => wanted.has(value))) {
          missed = group;
          misses += 1;
        }
      }
      if (misses > 1) return false;
      if (misses) without[missed] += 1;
      for (let group = 0; group < groups.length; group += 1) {
        if (misses && missed !== group) continue;
        for (const value of values[group]) {
          counts[group].set(value, (counts[group].get(value) || 0) + 1);
        }
      }
      return !misses;
    });
    for (const { box, group, number } of options) {
      number.textContent = counts[group].get(box.value) || 0;
    }
  };

  const arrange = () => {
    if (sort.value === ordered) return;
    ordered = sort.value;
    resources.sort(orders[ordered]);
    list.append(...resources.map(({ element }) => element));
  };

  const show = () => {
    const next = fitting.slice(0, limit);
    const stay = new Set(next);
    for (const resource of shown) if (!stay.has(resource)) resource.element.hidden = true;
    for (const { element } of next) element.hidden = false;
    shown = next;
    more.hidden = fitting.length <= limit;
  };

  /* --- What is said ---------------------------------------------------------------------- */

  const say = (message, values) => message.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // What to do where nothing fits; first of all, what to take away to see the most.
  const advise = () => {
    const help = part("help");
    help.hidden = fitting.length > 0;
    const said = input.value.trim() ? [form.dataset.words] : [];
    const used = new Set(boxes.filter((box) => box.checked).map((box) => box.name));
    const best = without.indexOf(Math.max(...without));
    if (without[best] && used.size + said.length > 1) {
      const legend = form.querySelectorAll("legend")[best];
      const message = legend ? form.dataset.without : form.dataset.withoutWords;
      said.unshift(say(message, { group: legend && legend.textContent, count: without[best] }));
    }
    help.textContent = [...said, form.dataset.again].join(" ");
  };

  const announce = (before = "") => {
    const { all, some, one, none, first } = form.dataset;
    const size = fitting.length;
    const message = size === resources.length ? all : !size ? none : size === 1 ? one : some;
    const rest = size > shown.length ? ` ${first}` : "";
    const values = { all: resources.length, count: size, shown: shown.length };
    count.textContent = [before, say(message + rest, values)].filter(Boolean).join(" ");
  };

  const update = () => {
    limit = STEP;
    match();
    arrange();
    show();
    advise();
    const chosen = boxes.filter((box) => box.checked).length;
    clear.hidden = !isChosen();
    const told = chosen ? say(form.dataset.chosen, { count: chosen }) : "";
    part("chosen").textContent = told;
  };

  /* --- What people do -------------------------------------------------------------------- */

  let waiting = 0;
  let typing = false; // whether the address already has a step for what is being typed

  const settle = () => {
    clearTimeout(waiting);
    keep(!typing);
    typing = true;
    announce();
  };

  input.addEventListener("input", () => {
    update();
    clearTimeout(waiting);
    waiting = setTimeout(settle, PAUSE);
  });
  input.addEventListener("blur", () => {
    typing = false;
  });

  const choose = () => {
    clearTimeout(waiting);
    typing = false;
    update();
    keep(true);
    announce();
  };
  for (const control of [...boxes, sort]) control.addEventListener("change", choose);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    settle();
  });

  clear.addEventListener("click", () => {
    input.value = "";
    for (const box of boxes) box.checked = false;
    choose();
    announce(form.dataset.cleared);
    input.focus(); // the button has gone
  });

  more.addEventListener("click", () => {
    const first = shown.length;
    limit += STEP;
    show();
    announce();
    const heading = fitting[first].element.querySelector("h3");
    heading.tabIndex = -1; // so that reading goes on where the new ones begin
    heading.focus();
  });

  /* --- Addresses that lead to one resource, and steps back -------------------------------- */

  // The element that the address names; none for an address that cannot be read.
  const target = () => {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null;
    }
  };

  const goTo = () => {
    const element = location.hash && target();
    const resource = element && resources.find((each) => each.element === element);
    if (!resource) return;
    if (!fitting.includes(resource)) {
      input.value = "";
      for (const box of boxes) box.checked = false;
      update();
    }
    limit = Math.max(limit, fitting.indexOf(resource) + 1);
    show();
    announce();
    element.scrollIntoView();
  };

  window.addEventListener("popstate", () => {
    typing = false;
    restore();
    update();
    announce();
    goTo();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) restore();
  });

  /* --- The beginning ---------------------------------------------------------------------- */

  const wide = window.matchMedia("(min-width: 62em)");
  const open = () => {
    part("choices").open = wide.matches;
  };
  wide.addEventListener("change", open);
  open();
  form.hidden = false;
  part("sort-line").hidden = false;
  for (const { element } of resources.slice(STEP)) element.hidden = true;
  shown = resources.slice(0, STEP);
  restore();
  update();
  announce();
  goTo();
})();
