// The map of places. It adds to the list beside it, which says the same: towns from `data-points`, land from
// `data-outlines`, drawn by Leaflet, which is loaded only when a map is opened. Nothing is built from strings of HTML.
"use strict";
(() => {
  if (window.placeMaps) return; // a page that is put together anew may bring this script again
  window.placeMaps = true;

  const CLOSE = 46; // pixels: towns nearer than this to each other share one marker
  const CLOSEST = 8; // the outlines are no more exact; with tiles one can go closer
  const CLOSEST_WITH_TILES = 13;
  const METRES_A_MILE = 1609.344;
  const WORLD = [[-42, -124], [60, 152]]; // where people live
  const SVG = "http://www.w3.org/2000/svg";
  const maps = new Set(); // those of this page
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const oneFinger = matchMedia("(pointer: coarse)").matches; // one finger scrolls the page; two move the map

  document.addEventListener("toggle", (event) => {
    const box = event.target.open && event.target.querySelector(":scope > [data-map]");
    if (box) show(box);
  }, true);
  document.addEventListener("htmx:afterSwap", () => {
    for (const map of maps) if (!map.getContainer().isConnected) forget(map);
    showOpen();
  });
  showOpen();

  function showOpen() {
    for (const box of document.querySelectorAll("[data-map]")) if (!box.closest("details:not([open])")) show(box);
  }

  function forget(map) {
    map.remove();
    maps.delete(map);
  }

  async function show(box) {
    if (!box.hidden) return;
    box.hidden = false;
    const told = box.parentElement.querySelector(".map-told");
    try {
      const [outlines, found] = await Promise.all([read(box.dataset.outlines), read(box.dataset.points), leaflet(box)]);
      if (!box.isConnected) return; // other results came meanwhile
      if (found.spots.length) new PlaceMap(box, told, found).draw(outlines);
      else sayInstead(box, told, found.words.nowhere);
    } catch {
      sayInstead(box, told, box.dataset.failed);
    }
  }

  function sayInstead(box, told, words) {
    box.hidden = true;
    box.parentElement.classList.add("no-map");
    told.textContent = words;
  }

  async function read(address) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  function leaflet(box) {
    const style = make("link", "", { rel: "stylesheet", href: box.dataset.style });
    const script = make("script", "", { src: box.dataset.leaflet });
    const wanted = window.L ? [] : [style, script];
    return Promise.all(wanted.map((one) => new Promise((loaded, failed) => {
      one.addEventListener("load", loaded);
      one.addEventListener("error", failed);
      document.head.append(one);
    })));
  }

  function make(name, className = "", properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function symbol(slug) {
    const drawn = document.createElementNS(SVG, "svg");
    const use = drawn.appendChild(document.createElementNS(SVG, "use"));
    drawn.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#${slug}`);
    return drawn;
  }

  // "%(town)s. Places: %(places)s" with its names and numbers.
  function say(sentence, values) {
    return sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  }

  // One or more towns that share a marker, the first of them the one with the most.
  class Group {
    constructor(spots) {
      this.spots = spots;
      this.sites = spots.flatMap((spot) => spot.sites);
      this.taking = this.sites.filter((site) => site.rank === 0).length;
      this.best = Math.min(...this.sites.map((site) => site.rank));
      this.key = spots.map((spot) => spot.number).join();
    }
  }

  class PlaceMap {
    constructor(box, told, found) {
      Object.assign(this, { box, told, found, words: found.words, markers: new Map(), grouped: new Map() });
      this.spots = found.spots.map(([latitude, longitude, town, country, sites], number) => ({
        number,
        at: L.latLng(latitude, longitude),
        town: [town, found.countries[country]].filter(Boolean).join(", "),
        sites: sites.map(([key, rank, trials, name]) => ({ key, rank, trials, name: name || this.words.nameless })),
      })).sort((one, other) => other.sites.length - one.sites.length);
    }

    draw(outlines) {
      const { box, found, words } = this;
      this.map = L.map(box, {
        attributionControl: false, zoomControl: false, dragging: !oneFinger,
        maxZoom: found.tiles ? CLOSEST_WITH_TILES : CLOSEST, minZoom: 0.5, zoomSnap: 0.25,
        maxBounds: [[-70, -200], [85, 210]], maxBoundsViscosity: 0.8, renderer: L.svg({ padding: 0.5 }),
        zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
      });
      maps.add(this.map);
      this.map.fitBounds(this.opensAt(), { padding: [24, 16], animate: false, maxZoom: 7 });
      L.control.zoom({ position: "bottomleft", zoomInTitle: words.closer, zoomOutTitle: words.farther }).addTo(this.map);
      if (found.tiles) L.tileLayer(found.tiles, { noWrap: true }).addTo(this.map);
      else drawLand(outlines, this.map);
      if (found.near) L.circle(found.near.slice(0, 2), { radius: found.near[2] * METRES_A_MILE, className: "reach", interactive: false }).addTo(this.map);
      this.map.on("moveend", () => this.refresh());
      this.refresh();
      this.listen();
      this.explain();
    }

    // What the symbols mean, how to move, and whose the outlines or tiles are.
    explain() {
      const beside = (selector) => this.box.parentElement.querySelector(selector);
      for (const selector of [".map-key", ".map-help"]) beside(selector).hidden = false;
      if (this.found.tiles) beside(".map-credit").textContent = this.found.credit;
    }

    opensAt() {
      if (this.found.near) return L.latLng(this.found.near).toBounds(this.found.near[2] * METRES_A_MILE * 2);
      if (this.found.among.length) return L.latLngBounds(this.found.among);
      return this.spots.length > 60 ? WORLD : L.latLngBounds(this.spots.map((spot) => spot.at));
    }

    // The wheel scrolls the page, unless Ctrl is held; Escape closes what a marker opened, and goes back to it.
    listen() {
      const { box, map } = this;
      box.addEventListener("wheel", (event) => {
        if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
      }, { capture: true });
      box.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
      map.on("popupclose", () => {
        if (box.contains(document.activeElement) || document.activeElement === document.body) this.focusOn(this.opened);
      });
    }

    // What is in sight gets its marker; one that stays is left alone, with the focus it may have.
    refresh() {
      const sight = this.map.getBounds().pad(0.05);
      const wanted = new Map(this.groups().filter((group) => sight.contains(group.spots[0].at)).map((group) => [group.key, group]));
      for (const [key, marker] of this.markers) {
        if (wanted.has(key)) continue;
        marker.remove();
        this.markers.delete(key);
      }
      for (const [key, group] of wanted) if (!this.markers.has(key)) this.markers.set(key, this.marker(group));
      const sites = this.spots.filter((spot) => sight.contains(spot.at)).flatMap((spot) => spot.sites);
      this.told.textContent = say(this.words.view, { places: sites.length, taking: sites.filter((site) => site.rank === 0).length });
    }

    // Towns by what shares a marker at this zoom: the largest first, each takes in its free neighbours.
    groups() {
      const zoom = this.map.getZoom();
      if (!this.grouped.has(zoom)) {
        let free = this.spots.map((spot) => ({ spot, at: this.map.project(spot.at, zoom) }));
        const groups = [];
        while (free.length) {
          const middle = free[0].at;
          const near = free.filter(({ at }) => at.distanceTo(middle) < CLOSE);
          free = free.filter(({ at }) => at.distanceTo(middle) >= CLOSE);
          groups.push(new Group(near.map(({ spot }) => spot)));
        }
        this.grouped.set(zoom, groups);
      }
      return this.grouped.get(zoom);
    }

    marker(group) {
      const slug = this.found.standings[group.best][0];
      const several = group.sites.length > 1;
      const button = make("button", `spot ${slug}`, { type: "button" }, symbol(slug), ...(several ? [String(group.sites.length)] : []));
      button.setAttribute("aria-label", this.name(group));
      const icon = L.divIcon({ html: button, className: "spot-at", iconSize: null });
      const made = L.marker(group.spots[0].at, { icon, keyboard: false, riseOnHover: true, zIndexOffset: group.best === 0 ? 1000 : 0 });
      made.on("click", () => this.open(group)).addTo(this.map);
      made.button = button;
      return made;
    }

    name({ spots, sites, taking }) {
      const [site] = sites;
      if (spots.length > 1) return say(this.words.group, { town: spots[0].town, places: sites.length, taking });
      if (sites.length > 1) return say(this.words.town, { town: spots[0].town, places: sites.length, taking });
      const standing = this.found.standings[site.rank][1];
      return say(this.words.site, { name: site.name, town: spots[0].town, standing, trials: site.trials });
    }

    // A group comes apart where it can; what cannot come apart is told.
    open(group) {
      const bounds = L.latLngBounds(group.spots.map((spot) => spot.at));
      const zoom = Math.max(this.map.getBoundsZoom(bounds, false, L.point(60, 60)), this.map.getZoom() + 1);
      if (group.spots.length === 1 || this.map.getZoom() >= this.map.getMaxZoom()) {
        this.tell(group);
        return;
      }
      this.map.once("moveend", () => this.focusOn(group.spots[0]));
      this.map.setView(zoom > this.map.getMaxZoom() ? group.spots[0].at : bounds.getCenter(), Math.min(zoom, this.map.getMaxZoom()));
    }

    tell(group) {
      this.opened = group.spots[0];
      const parts = group.spots.map((spot) => make("div", "", {}, make("p", "town", { textContent: spot.town }), this.list(spot), this.results(spot)));
      const content = make("div", "told-place", { tabIndex: -1 }, ...parts);
      const { x, y } = this.map.getSize();
      const popup = L.popup({ maxWidth: Math.min(300, x - 60), maxHeight: Math.min(280, y - 70) });
      popup.setLatLng(this.opened.at).setContent(content).openOn(this.map);
      const close = popup.getElement().querySelector(".leaflet-popup-close-button");
      close.setAttribute("aria-label", this.words.close);
      content.focus({ preventScroll: true });
    }

    list(spot) {
      return make("ul", "", {}, ...spot.sites.map((site) => {
        const [slug, standing] = this.found.standings[site.rank];
        const link = make("a", "", { href: this.found.site.replace("0", site.key), textContent: site.name });
        if (site.name !== this.words.nameless) link.lang = "en";
        const trials = make("span", "source", { textContent: say(this.words.trials, site) });
        return make("li", "", {}, make("span", `state ${slug}`, {}, symbol(slug), standing), link, trials);
      }));
    }

    results(spot) {
      const results = this.box.dataset.results || this.found.results;
      const near = new URLSearchParams({ near: `${spot.at.lat.toFixed(2)}, ${spot.at.lng.toFixed(2)}`, within: "25 miles" });
      const href = results + (results.endsWith("?") ? "" : "&") + near;
      return make("p", "", {}, make("a", "tap", { href, textContent: this.words.results }));
    }

    focusOn(spot) {
      const holds = ([key]) => key.split(",").includes(String(spot.number));
      const found = [...this.markers].find(holds);
      if (found) found[1].button.focus({ preventScroll: true });
      else this.box.focus({ preventScroll: true });
    }
  }

  // Land, the borders of countries and of US states, and names of countries that have room for theirs.
  function drawLand({ scale, arcs, countries, states }, map) {
    const lines = arcs.map((arc) => {
      const line = [];
      for (let i = 0, x = 0, y = 0; i < arc.length; i += 2) {
        x += arc[i];
        y += arc[i + 1];
        line.push([y / scale, x / scale]);
      }
      return line;
    });
    const ring = (parts) => parts.flatMap((arc) => (arc >= 0 ? lines[arc] : [...lines[~arc]].reverse()));
    for (const [, , , , rings] of countries) {
      L.polygon(rings.map((parts) => [ring(parts)]), { className: "land", interactive: false, smoothFactor: 0.8 }).addTo(map);
    }
    L.polyline(states.map((arc) => lines[arc]), { className: "state-line", interactive: false, smoothFactor: 0.8 }).addTo(map);
    nameLand(countries, map);
  }

  function nameLand(countries, map) {
    const names = new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "region", fallback: "none" });
    const drawn = L.layerGroup().addTo(map);
    const letter = 8; // pixels
    const redraw = () => {
      drawn.clearLayers();
      const pixels = 256 * 2 ** map.getZoom() / 360; // in a degree
      for (const [code, longitude, latitude, width] of countries) {
        const name = code && names.of(code);
        if (!name || name.length * letter > width * pixels || width * pixels > 2500) continue;
        const label = make("span", "", { textContent: name });
        L.marker([latitude, longitude], { icon: L.divIcon({ html: label, className: "land-name", iconSize: null }), interactive: false, keyboard: false, pane: "shadowPane" }).addTo(drawn);
      }
    };
    map.on("zoomend", redraw);
    redraw();
  }
})();
