// Only eases what works without it: a chosen day is shown at once, and the side list follows the text.
"use strict";

const day = document.getElementById("as_of");
day?.addEventListener("change", () => {
  if (day.checkValidity()) day.form.requestSubmit();
});

const text = document.querySelector(".reader .text");
const side = document.querySelector(".reader .side");

// The side list scrolls by itself only beside the text, not below it on a narrow screen.
const bring = (card) => {
  if (!card || getComputedStyle(side).overflowY !== "auto") return;
  const shift = card.getBoundingClientRect().top - side.getBoundingClientRect().top;
  side.scrollTop += shift - side.clientHeight / 3;
};
const cardOf = (id) => document.getElementById(`c-${id}`);
const follow = (event) => {
  const mark = event.target.closest("mark[data-ids]");
  if (mark) bring(cardOf(mark.dataset.ids.split(" ")[0]));
};
const arrive = () => {
  if (location.hash.startsWith("#r-")) bring(cardOf(decodeURIComponent(location.hash.slice(3))));
};

if (text && side) {
  text.addEventListener("mouseover", follow);
  text.addEventListener("focusin", follow);
  addEventListener("hashchange", arrive);
  arrive();
}
