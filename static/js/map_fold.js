// The map's own script and style sheet come when its fold is opened for the first time.
"use strict";

document.addEventListener("toggle", ({ target }) => {
  if (!target.open || !target.dataset.script || document.getElementById("place-maps")) return;
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: target.dataset.style });
  const script = Object.assign(document.createElement("script"), { id: "place-maps", src: target.dataset.script });
  script.addEventListener("error", () => {
    target.querySelector(".map-told").textContent = target.querySelector("[data-map]").dataset.failed;
    script.remove();
  });
  document.head.append(style, script);
}, true);
