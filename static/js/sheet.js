// The print button of a trial's sheet: without scripts the page says to print it by hand.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
