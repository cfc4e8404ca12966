// The trials that a visitor saves. They stay in this browser; a list is sent only when it is opened, in its address.
"use strict";
(() => {
  const KEY = "shortlist";
  const say = document.getElementById("shortlist-words")?.dataset;
  const page = document.querySelector("[data-list=page]");
  const listed = page?.dataset.trials.split(" ").filter(Boolean) ?? [];
  if (!say) return;

  const each = (selector, change) => document.querySelectorAll(selector).forEach(change);
  const address = (kept) => (kept.length ? `?${new URLSearchParams(kept.map((one) => ["trial", one]))}` : "");
  const tell = (words) => { document.getElementById("told").textContent = words; };

  function read() {
    try {
      return [JSON.parse(localStorage.getItem(KEY)) ?? []].flat().map(String);
    } catch {
      return [];
    }
  }

  // What went wrong, in words: some private windows keep nothing, nor does storage that is full or blocked.
  function write(kept) {
    if (kept.length > say.most) return say.full;
    try {
      if (kept.length) localStorage.setItem(KEY, JSON.stringify(kept));
      else localStorage.removeItem(KEY);
      return "";
    } catch {
      return say.blocked;
    }
  }

  const keep = (slugs) => write([...new Set([...read(), ...slugs])]);
  const drop = (slug) => write(read().filter((one) => one !== slug));

  function show() {
    const kept = read();
    each("button[data-shortlist]", (button) => {
      const saved = kept.includes(button.dataset.shortlist);
      button.hidden = false;
      button.setAttribute("aria-pressed", saved);
      button.textContent = saved ? say.saved : say.save;
    });
    each("[data-shortlist=count]", (count) => { count.textContent = kept.length; });
    each("[data-shortlist=link]", (link) => {
      link.hidden = !kept.length;
      link.search = address(kept);
    });
    const useless = { keep: listed.every((slug) => kept.includes(slug)), forget: !kept.length, copy: !navigator.clipboard };
    each("button[data-list]", (button) => { button.hidden = useless[button.dataset.list]; });
    if (page && !listed.length && kept.length) location.replace(address(kept));
  }

  const acts = {
    keep: () => tell(keep(listed) || say.kept),
    out: ({ slug }) => drop(slug), // and its link leads to the list without it
    forget: () => write([]) || location.assign(location.pathname),
    print: () => print(),
    copy: () => {
      const box = document.getElementById("address");
      navigator.clipboard.writeText(box.value).then(() => tell(say.copied), () => byHand(box));
    },
  };

  // Where the browser does not let us copy, the address is marked, and it is said how to copy it.
  function byHand(box) {
    box.focus();
    box.select();
    tell(say.byHand);
  }

  document.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-list]")?.dataset;
    const button = target.closest("button[data-shortlist]");
    const slug = button?.dataset.shortlist;
    const trouble = slug && (read().includes(slug) ? drop(slug) : keep([slug]));
    acts[act?.list]?.(act);
    show();
    if (trouble) button.textContent = trouble;
  });
  document.addEventListener("htmx:afterSwap", show);
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", show);
  show();
})();
