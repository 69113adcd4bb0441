// Only eases what works without it: a chosen day is shown at once, and text and side list follow each other quickly.
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
  addEventListener("hashchange", () => light(arrived()));
  light(arrived());
}
