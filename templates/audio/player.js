/* Plays the chapters one after the other, shows which sentence is heard, and keeps the place.
 * Without this file each chapter has the browser's own player. It asks no other machine for
 * anything; the place is kept in this browser only.
 */
"use strict";

(() => {
  const parts = [...document.querySelectorAll(".part")];
  const player = document.getElementById("player");
  const button = (name) => document.getElementById(name);
  const [now, play, back, forward, speed, follow, place, told] = [
    "now", "play", "back", "forward", "speed", "follow", "place", "told",
  ].map(button);
  if (!parts.length || !player) return;

  const KEY = `plainpress:${location.pathname}`;
  const SOON = 1.5; // seconds into a sentence after which "back" means its beginning
  const KEEP = 2000; // milliseconds between two notes of the place
  const sound = new Audio();
  sound.preload = "metadata";
  sound.preservesPitch = true;
  let part = -1;
  let heard = null;
  let row = null; // the row with a picture that is heard
  let wish = null; // the second to go to when the sound is there
  let noted = 0;

  const sentences = parts.map((each) => [...each.querySelectorAll(".s")]);
  const from = (sentence) => Number(sentence.dataset.from);
  const clock = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };
  const length = () => Number(parts[part].dataset.length);

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  };
  const keep = () => {
    noted = Date.now();
    try {
      localStorage.setItem(KEY, JSON.stringify({
        part, second: sound.currentTime || wish || 0, speed: speed.value,
      }));
    } catch { /* a browser may refuse to keep anything: the player works all the same */ }
  };

  const open = (number, second) => {
    wish = second;
    if (number !== part) {
      part = number;
      sound.src = parts[part].dataset.file;
      sound.playbackRate = Number(speed.value);
      place.max = String(Math.ceil(length()));
    } else if (sound.readyState > 0) {
      sound.currentTime = second;
      wish = null;
    }
    show(second);
  };

  const at = (second) => {
    const list = sentences[part];
    let low = 0;
    for (let high = list.length - 1; low < high;) {
      const middle = Math.ceil((low + high) / 2);
      if (from(list[middle]) <= second + 0.001) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  const show = (second) => {
    const sentence = sentences[part][at(second)];
    now.textContent = `${parts[part].dataset.title} – ${clock(second)} of ${clock(length())}`;
    place.value = String(Math.round(second));
    place.setAttribute("aria-valuetext", `${clock(second)} of ${clock(length())}`);
    if (sentence === heard) return;
    if (heard) heard.classList.remove("heard");
    heard = sentence;
    const beside = heard?.closest(".picture-row") ?? null;
    if (row && row !== beside) row.classList.remove("beside");
    row = beside;
    if (!heard) return;
    heard.classList.add("heard");
    if (row) row.classList.add("beside");
    if (follow.checked && !sound.paused) {
      const room = player.getBoundingClientRect().top;
      // With its picture, if there is room for both.
      const whole = (row ?? heard).getBoundingClientRect();
      const box = whole.height < room - 100 ? whole : heard.getBoundingClientRect();
      if (box.top < 80 || box.bottom > room - 20) {
        const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
        const top = box.top - Math.max(20, Math.min(room / 3, (room - box.height) / 2));
        window.scrollBy({ top, behavior: calm ? "auto" : "smooth" });
      }
    }
  };

  const start = () => sound.play().catch(() => { told.textContent = "The sound cannot be played."; });
  const toggle = () => (sound.paused ? start() : sound.pause());

  const step = (way) => {
    const list = sentences[part];
    const second = wish ?? sound.currentTime;
    const current = at(second);
    const early = second - from(list[current]) < SOON;
    const next = way > 0 ? current + 1 : early ? current - 1 : current;
    if (next >= list.length && part + 1 < parts.length) open(part + 1, 0);
    else if (next < 0 && part > 0) open(part - 1, from(sentences[part - 1].at(-1)));
    else open(part, from(list[Math.min(Math.max(next, 0), list.length - 1)]));
    if (!sound.paused) start();
    keep();
  };

  play.addEventListener("click", toggle);
  back.addEventListener("click", () => step(-1));
  forward.addEventListener("click", () => step(1));
  speed.addEventListener("change", () => {
    sound.playbackRate = Number(speed.value);
    keep();
  });
  place.addEventListener("input", () => {
    open(part, Number(place.value));
    keep();
  });
  document.getElementById("main").addEventListener("click", (event) => {
    const sentence = event.target.closest(".s");
    if (!sentence || String(getSelection())) return;
    const number = parts.indexOf(sentence.closest(".part"));
    open(number, from(sentence));
    start();
  });
  document.querySelectorAll(".contents a[href^='#part-']").forEach((link) => {
    link.addEventListener("click", () => {
      const number = parts.findIndex((each) => `#${each.id}` === link.getAttribute("href"));
      const running = !sound.paused;
      open(number, 0);
      if (running) start();
      keep();
    });
  });

  sound.addEventListener("loadedmetadata", () => {
    sound.playbackRate = Number(speed.value);
    if (wish !== null) sound.currentTime = wish;
    wish = null;
  });
  sound.addEventListener("timeupdate", () => {
    if (wish === null) show(sound.currentTime);
    if (Date.now() - noted > KEEP) keep();
  });
  sound.addEventListener("play", () => { play.textContent = "Pause"; });
  sound.addEventListener("pause", () => {
    play.textContent = "Play";
    keep();
  });
  sound.addEventListener("error", () => { told.textContent = "The sound cannot be played."; });
  sound.addEventListener("ended", () => {
    if (part + 1 >= parts.length) return;
    open(part + 1, 0);
    told.textContent = parts[part].dataset.title;
    start();
  });
  window.addEventListener("pagehide", keep);

  const before = kept();
  if ([...speed.options].some((each) => each.value === before.speed)) speed.value = before.speed;
  document.documentElement.classList.add("js");
  player.hidden = false;
  const known = Number.isInteger(before.part) && before.part >= 0 && before.part < parts.length;
  open(known ? before.part : 0, known ? Number(before.second) || 0 : 0);
})();
