// Suggestions under the search box: an ARIA 1.2 combobox whose text only the person changes, until one is taken.
// Without this script the box is a plain one, and nothing is missing but the suggestions.
"use strict";
(() => {
  const WAIT = 120; // milliseconds without a key before the finder is asked
  const TELL = 500; // and before a screen reader is told, so that it does not talk over the typing
  const FEWEST = 2;
  const box = document.querySelector("input[data-suggest]");
  if (!box) return;

  const list = make("ul", { id: "suggestions", class: "suggestions", role: "listbox", "aria-label": box.dataset.suggestions });
  const told = make("p", { class: "hidden", role: "status" });
  let options = [];
  let active = -1; // none: Enter submits what was typed
  let asking = null; // the request that is under way
  let waiting = 0;
  let telling = 0;

  list.hidden = true;
  box.parentElement.append(list);
  box.closest("[role=search]").append(told);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) box.setAttribute(name, value);

  function make(tag, attributes, text = "") {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.textContent = text;
    return made;
  }

  const isOpen = () => !list.hidden;

  function tell(words) {
    clearTimeout(telling);
    telling = setTimeout(() => { told.textContent = words; }, TELL);
  }

  function forget() {
    clearTimeout(waiting);
    if (asking) asking.abort();
    asking = null;
  }

  function close() {
    forget();
    activate(-1);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    clearTimeout(telling);
    told.textContent = "";
  }

  function open(suggestions, words) {
    options = suggestions.map((one, number) => {
      const said = [one.name, one.note, one.kind].filter(Boolean).join(", ");
      const option = make("li", { id: `suggestion-${number}`, role: "option", "aria-selected": "false", "aria-label": said });
      option.append(make("b", {}, one.name), make("span", { class: "kind" }, one.kind));
      if (one.note) option.append(make("span", { class: "note" }, one.note));
      option.addEventListener("click", () => take(one.text));
      option.dataset.text = one.text;
      return option;
    });
    active = -1;
    box.removeAttribute("aria-activedescendant");
    list.replaceChildren(...options);
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    tell(words);
  }

  function activate(number) {
    if (options[active]) options[active].setAttribute("aria-selected", "false");
    active = number;
    if (!options[active]) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[active].id);
  }

  function take(text) {
    close();
    box.value = text;
    box.form.requestSubmit();
  }

  async function ask() {
    forget();
    const words = box.value;
    if (words.trim().length < FEWEST) {
      close();
      return;
    }
    const mine = new AbortController();
    asking = mine;
    try {
      const address = `${box.dataset.suggest}?${new URLSearchParams({ q: words })}`;
      const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "application/json" } });
      const { suggestions, told: saying } = answer.ok ? await answer.json() : { suggestions: [], told: "" };
      if (asking !== mine || document.activeElement !== box) return;
      asking = null;
      if (suggestions.length) {
        open(suggestions, saying);
      } else {
        close();
        tell(saying);
      }
    } catch {
      if (asking === mine) close(); // no network: the box is still a box
    }
  }

  box.addEventListener("input", () => {
    activate(-1);
    forget();
    waiting = setTimeout(ask, WAIT);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) {
        ask();
      } else if (event.altKey) {
        if (event.key === "ArrowUp") close();
      } else { // one place more than there are options: the box itself
        const places = options.length + 1;
        const step = event.key === "ArrowDown" ? 1 : -1;
        activate(((active + 1 + step + places) % places) - 1);
      }
    } else if (event.key === "Enter") {
      if (isOpen() && active >= 0) {
        event.preventDefault();
        take(options[active].dataset.text);
      } else {
        close();
      }
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault(); // the next one clears the box
      close();
    } else if (event.key !== "Tab") {
      activate(-1); // back in the text
    }
  });

  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  box.addEventListener("blur", close);
  window.addEventListener("pagehide", close);
})();
