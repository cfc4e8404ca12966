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
  offerPosition();
});

// The browser's position is asked for only by this button. It is rounded to about a mile before it leaves the page:
// the registry gives towns, not doors.
function offerPosition() {
  const button = document.getElementById("position");
  if (button) button.hidden = !navigator.geolocation;
}

document.addEventListener("click", (event) => {
  if (event.target.id !== "position") return;
  const told = document.getElementById("position-told");
  told.textContent = told.dataset.asking;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const near = document.getElementById("near");
      near.value = `${coords.latitude.toFixed(2)}, ${coords.longitude.toFixed(2)}`;
      near.dispatchEvent(new Event("change", { bubbles: true }));
    },
    () => { told.textContent = told.dataset.refused; },
    { maximumAge: 600000, timeout: 10000 },
  );
});
offerPosition();
