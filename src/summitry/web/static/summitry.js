// Only eases what works without it: a chosen day is shown at once, text and side list follow each other quickly, and what
// is reviewed can be reviewed by keys alone.
"use strict";

const day = document.getElementById("as_of");
day?.addEventListener("change", () => {
  if (day.checkValidity()) day.form.requestSubmit();
});

const reader = document.querySelector(".reader");
const side = document.querySelector(".reader .side");
let lit = [];

const light = (ids) => {
  for (const element of lit) element.classList.remove("lit");
  lit = ids.flatMap((id) => [...reader.querySelectorAll(`[data-ids~="${CSS.escape(id)}"]`)]);
  for (const element of lit) element.classList.add("lit");
};

// The side list scrolls by itself only beside the text, not below it on a narrow screen.
const bring = (id) => {
  const card = document.getElementById(`c-${id}`);
  if (!card || getComputedStyle(side).overflowY !== "auto") return;
  const shift = card.getBoundingClientRect().top - side.getBoundingClientRect().top;
  side.scrollTop += shift - side.clientHeight / 3;
};

const arrived = () => {
  const [, place, id] = /^([rc])-(.*)$/.exec(document.querySelector(":target")?.id) ?? [];
  if (place === "r") bring(id);
  return id ? [id] : [];
};

const follow = (event) => {
  const found = event.target.closest("[data-ids]");
  const ids = found?.dataset.ids.split(" ");
  light(ids ?? arrived());
  if (found?.localName === "mark") bring(ids[0]);
};

if (reader && side) {
  reader.addEventListener("mouseover", follow);
  reader.addEventListener("focusin", follow);
  // Not before all is loaded: until then the browser has no :target.
  for (const moment of ["load", "hashchange"]) addEventListener(moment, () => light(arrived()));
}

// Review: the keys press what the page has.

const queue = [...document.querySelectorAll(".queue > li[id]")];
const name = document.querySelector(".reviewer input[name=by]");
let current = null;

const choose = (line) => {
  if (!line) return;
  current?.removeAttribute("aria-current");
  current = line;
  current.setAttribute("aria-current", "true");
  current.focus({ preventScroll: true });
  current.scrollIntoView({ block: "nearest" });
};

const step = (by) => choose(queue[Math.min(Math.max(queue.indexOf(current) + by, 0), queue.length - 1)]);

const unfold = (fold) => {
  if (!fold) return;
  fold.open = true;
  fold.querySelector("select, input:not([type=hidden])").focus();
};

const keys = {
  j: () => step(1),
  k: () => step(-1),
  a: (within) => within.querySelector("button[value=accept]")?.click(),
  r: (within) => within.querySelector("button[value=reject]")?.click(),
  c: (within) => unfold(within.querySelector("details.correct")),
  n: (within) => unfold(within.querySelector("details.note")),
  m: (within) => (within.querySelector("a.merge") ?? document.querySelector("a[href='#matter']"))?.click(),
  u: () => document.querySelector("#undo button")?.click(),
};

const press = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target.closest("input, select, textarea");
  if (field && event.key === "Escape") {
    field.blur();
    current?.focus();
  }
  if (field || !keys[event.key]) return;
  event.preventDefault();
  if ("arcnmu".includes(event.key) && !document.querySelector(".decide")) name.focus();
  else keys[event.key](current ?? document);
};

if (name) {
  addEventListener("keydown", press);
  name.form.addEventListener("submit", () => localStorage.setItem("reviewer", name.value));
  name.value ||= localStorage.getItem("reviewer") ?? "";
  // What follows a decision takes its place in the queue; past the end, the last line is chosen.
  const place = Number(/^#n(\d+)$/.exec(location.hash)?.[1] ?? 1);
  choose(queue[Math.min(place, queue.length) - 1]);
}
