/* What the preview adds to a page while it is written: it shows each change once it is saved, and
 * the findings of the page beside it. It is never part of the finished pages. All words that come
 * from the source are set as text, so that none can become markup.
 */
"use strict";

(() => {
  const { page, version } = document.currentScript.dataset;
  const KEPT = "plainpress-preview-place";
  const HIDDEN = "plainpress-preview-hidden";
  const KINDS = { error: "Error", warning: "Warning", remark: "Remark" };

  const make = (name, text = "", attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  /* --- The place in the page, kept over a reload ------------------------------------------ */

  const marks = () => [...document.querySelectorAll("main [id]")].filter((one) => one.getClientRects().length);

  const keep = () => {
    // Words may have come in further up: what stood at the top of the window stays there.
    const at = (one) => Math.abs(one.getBoundingClientRect().top);
    const nearest = marks().reduce((best, one) => (!best || at(one) < at(best) ? one : best), null);
    const place = {
      page,
      y: window.scrollY,
      id: nearest ? nearest.id : "",
      top: nearest ? nearest.getBoundingClientRect().top : 0,
      focus: document.activeElement ? document.activeElement.id : "",
    };
    sessionStorage.setItem(KEPT, JSON.stringify(place));
  };

  const restore = () => {
    const place = JSON.parse(sessionStorage.getItem(KEPT) || "null");
    sessionStorage.removeItem(KEPT);
    if (!place || place.page !== page) return;
    history.scrollRestoration = "manual";
    const mark = place.id && document.getElementById(place.id);
    const y = mark ? window.scrollY + mark.getBoundingClientRect().top - place.top : place.y;
    window.scrollTo({ top: place.y === 0 ? 0 : y, behavior: "instant" });
    // Only what had the focus before gets it back.
    const focused = place.focus && document.getElementById(place.focus);
    if (focused) focused.focus({ preventScroll: true });
  };

  const renew = () => {
    if (!sessionStorage.getItem(KEPT)) keep();
    location.reload();
  };

  /* --- The panel ------------------------------------------------------------------------- */

  const panel = make("aside", "", {
    id: "plainpress-findings",
    lang: "en-GB",
    dir: "ltr",
    tabindex: "0",
    "aria-labelledby": "plainpress-findings.heading",
  });
  const heading = make("h2", "Findings in this part", { id: "plainpress-findings.heading" });
  const hide = make("button", "Hide the findings", {
    id: "plainpress-findings.hide",
    type: "button",
    "aria-expanded": "true",
    "aria-controls": "plainpress-findings.body",
  });
  const status = make("p", "", { id: "plainpress-findings.status", role: "status" });
  const waiting = make("p", "Checking …", { class: "waiting" });
  const body = make("div", "", { id: "plainpress-findings.body" });
  panel.append(heading, hide, status, waiting, body);

  const show = (hidden) => {
    body.hidden = hidden;
    hide.textContent = hidden ? "Show the findings" : "Hide the findings";
    hide.setAttribute("aria-expanded", String(!hidden));
    document.documentElement.classList.toggle("plainpress-findings-hidden", hidden);
  };
  hide.addEventListener("click", () => {
    sessionStorage.setItem(HIDDEN, body.hidden ? "" : "yes");
    show(!body.hidden);
  });

  const counted = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  const said = (state) => {
    const here = state.here.length + state.more;
    const others = state.elsewhere.reduce((sum, other) => sum + other.count, 0);
    if (state.problem) return `The page could not be made or checked: ${state.problem}`;
    if (state.phase === "broken") {
      return `${counted(here, "error")} in the source. The page stays as it was until the source is mended.`;
    }
    const rest = others ? `, ${others} in other parts` : "";
    return `${here ? counted(here, "finding") : "No findings"} in this part${rest}.`;
  };

  const line = (finding) => {
    const item = make("li", "", { class: finding.severity });
    const head = make("p", "", { class: "head" });
    head.append(make("strong", KINDS[finding.severity]), " ", make("code", finding.place));
    item.append(head, make("p", finding.message));
    if (finding.hint) item.append(make("p", `What to do: ${finding.hint}`));
    const more = make("p", "", { class: "more" });
    if (finding.id) more.append(make("a", `Go to “${finding.section}”`, { href: `#${finding.id}` }), " ");
    const why = /^https?:/.test(finding.link);
    more.append(why ? make("a", `Why: ${finding.code}`, { href: finding.link }) : finding.code);
    item.append(more);
    return item;
  };

  const list = (name, items) => {
    const made = make(name);
    made.append(...items);
    return made;
  };

  let phase = "";

  const fill = (state) => {
    waiting.hidden = state.phase !== "checking";
    // What was found stays until there is something newer to say.
    if (phase === "checked" && state.phase === "checking") return;
    phase = state.phase;
    const parts = [];
    if (state.here.length) parts.push(list("ol", state.here.map(line)));
    if (state.more) parts.push(make("p", `And ${state.more} more: run plainpress check to see all.`));
    if (state.elsewhere.length) {
      const item = (other) => {
        const made = make("li");
        made.append(make("a", other.title, { href: encodeURI(other.page) }), `: ${counted(other.count, "finding")}`);
        return made;
      };
      parts.push(make("h3", "In other parts"), list("ul", state.elsewhere.map(item)));
    }
    body.replaceChildren(...parts);
    // Said once there is something to say, and only when it has changed.
    const text = state.phase === "checking" ? "" : said(state);
    if (status.textContent !== text) status.textContent = text;
  };

  /* --- News from the server -------------------------------------------------------------- */

  let news = null;

  const listen = () => {
    // A browser has six connections for one address: a page that nobody sees gives its own back.
    if (document.hidden) {
      if (news) news.close();
      news = null;
    } else if (!news) {
      news = new EventSource(`/-/events?page=${encodeURIComponent(page)}`);
      news.addEventListener("message", (event) => {
        const state = JSON.parse(event.data);
        if (state.version !== version) renew();
        else fill(state);
      });
    }
  };

  const begin = () => {
    restore();
    document.addEventListener("visibilitychange", listen);
    listen();
  };

  const skip = document.querySelector("a.skip");
  if (skip) skip.after(make("a", "Skip to the findings", { class: "skip", href: "#plainpress-findings", lang: "en-GB" }));
  show(sessionStorage.getItem(HIDDEN) === "yes");
  document.body.append(panel);
  document.body.classList.add("plainpress-preview");
  // The width of the page, and so every place in it, depends on this style.
  const style = make("link", "", { rel: "stylesheet", href: "/-/preview.css" });
  style.addEventListener("load", begin);
  document.head.append(style);
})();
