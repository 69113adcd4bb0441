// Only eases what works without it: the chosen day is shown at once, and the record under the pointer is scrolled to.
"use strict";

const day = document.getElementById("as_of");
day?.addEventListener("change", () => {
  if (day.checkValidity()) day.form.requestSubmit();
});

const text = document.querySelector(".reader .text");
const side = document.querySelector(".reader .side");

// The side list scrolls by itself only beside the text, not below it on a narrow screen.
const scrolls = () => side.scrollHeight > side.clientHeight && getComputedStyle(side).overflowY === "auto";

const reveal = (event) => {
  const mark = event.target.closest("mark[data-ids]");
  const card = mark && document.getElementById(`c-${mark.dataset.ids.split(" ")[0]}`);
  if (!card || !scrolls()) return;
  const shift = card.getBoundingClientRect().top - side.getBoundingClientRect().top;
  side.scrollTop += shift - side.clientHeight / 3;
};

if (text && side) {
  text.addEventListener("mouseover", reveal);
  text.addEventListener("focusin", reveal);
}
