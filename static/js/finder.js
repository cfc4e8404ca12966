// When htmx replaces the results, what was unfolded stays so, and the focus stays on the same box.
"use strict";
let unfolded = [];
let focused = "";

document.addEventListener("htmx:beforeSwap", () => {
  unfolded = [...document.querySelectorAll("#found details[open][id]")].map((fold) => fold.id);
  focused = document.activeElement ? document.activeElement.id : "";
});

document.addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) {
    const fold = document.getElementById(id);
    if (fold) fold.open = true;
  }
  const box = document.getElementById(focused);
  if (box && document.activeElement !== box) box.focus({ preventScroll: true });
});
