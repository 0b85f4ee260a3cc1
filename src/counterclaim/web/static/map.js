// The live map in place of the drawn one: the same circles, base map and projection, and it can be moved.
// When anything it needs cannot be had, the drawn map stays.
"use strict";

(() => {
  if (!window.L) return;
  let place = null; // the element that holds the map, and the form of filters: new ones whenever overview.js
  let form = null; // shows the page of other filters
  let live = null; // the map that stands in it
  let outlines = null; // a promise of the base map, which is the same on every page
  const QUANTUM_DEG = 0.01;
  const CELL = 56; // pixels
  const LETTER = 7; // pixels, about, of a state's name
  const CLOSEST = 10; // zoom: nearer, the outlines would show nothing that the drawn coast has
  const degrees = (text) => text.split(",").map(Number);
  const box = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);
  const WORLD = box([-180, -90, 180, 90]);

  function rings(state) {
    return state.rings.map((steps) => {
      let x = 0, y = 0;
      const ring = [];
      for (let at = 0; at < steps.length; at += 2) {
        x += steps[at];
        y += steps[at + 1];
        ring.push([y * QUANTUM_DEG, x * QUANTUM_DEG]);
      }
      return ring;
    });
  }

  // Equirectangular, a degree of longitude as wide as it is at the middle of the first view, as on the drawn map.
  function projection(view) {
    const wide = Math.max(0.2, Math.cos(view.getCenter().lat * Math.PI / 180));
    return L.extend({}, L.CRS.EPSG4326, { transformation: new L.Transformation(wide / 180, wide, -1 / 180, 0.5) });
  }

  function addLand(map, states) {
    map.createPane("names").style.pointerEvents = "none";
    const names = [];
    for (const state of states) {
      const drawn = rings(state);
      L.polygon(drawn, { className: "land", interactive: false, smoothFactor: 1.2 }).addTo(map);
      const widest = Math.max(...drawn.map((ring) => {
        const lons = ring.map((point) => point[1]);
        return Math.max(...lons) - Math.min(...lons);
      }));
      const words = document.createElement("span");
      words.textContent = state.name;
      const icon = L.divIcon({ className: "", html: words, iconSize: [0, 0] });
      words.className = "name";
      const at = [state.at[1] * QUANTUM_DEG, state.at[0] * QUANTUM_DEG];
      const label = L.marker(at, { icon, pane: "names", interactive: false, keyboard: false });
      names.push({ label, widest, letters: state.name.length });
    }
    const fit = () => {
      const pixels = map.project([0, 1]).x - map.project([0, 0]).x;
      for (const { label, widest, letters } of names) {
        if (widest * pixels > letters * LETTER) label.addTo(map);
        else label.remove();
      }
    };
    map.on("zoomend", fit);
    fit();
  }

  const radius = (count, most) => Math.max(count < 100 ? 11 : 14, 20 * Math.sqrt(Math.min(1, count / most)));

  function together(one, other) {
    const count = one.count + other.count;
    const mean = (name) => (one[name] * one.count + other[name] * other.count) / count;
    return {
      west: Math.min(one.west, other.west), south: Math.min(one.south, other.south),
      east: Math.max(one.east, other.east), north: Math.max(one.north, other.north),
      count, contested: one.contested + other.contested, lat_deg: mean("lat_deg"), lon_deg: mean("lon_deg"), ids: [],
    };
  }

  // Cells whose circles would cover each other are put together, as publish/pages/clusters.py does.
  function clustered(map, cells, most) {
    const at = (cell) => map.latLngToLayerPoint([cell.lat_deg, cell.lon_deg]);
    const slack = 1e-6;
    const meet = (one, other) =>
      at(one).distanceTo(at(other)) < radius(one.count, most) + radius(other.count, most) ||
      (one.west < other.east - slack && other.west < one.east - slack &&
        one.south < other.north - slack && other.south < one.north - slack);
    const pending = [...cells].sort((one, other) => one.count - other.count);
    const kept = [];
    while (pending.length) {
      const cell = pending.pop();
      const found = kept.findIndex((one) => meet(one, cell));
      if (found < 0) kept.push(cell);
      else pending.push(together(kept.splice(found, 1)[0], cell));
    }
    return kept;
  }

  const half = (value, above, below) => `${Math.abs(value).toFixed(1)}° ${value < 0 ? below : above}`;

  function short(count) {
    if (count < 1000) return String(count);
    return `${(count / 1000).toFixed(count < 9950 ? 1 : 0)}k`;
  }

  function open(map, cell) {
    if (cell.count === 1 && cell.ids.length === 1) {
      location.href = `${place.dataset.root}incidents/${encodeURIComponent(cell.ids[0])}`;
    } else if (map.getZoom() < map.getMaxZoom()) {
      map.fitBounds(box([cell.west, cell.south, cell.east, cell.north]));
    } else {
      take(box([cell.west, cell.south, cell.east, cell.north]));
    }
  }

  function mark(map, cell, most) {
    const size = 2 * radius(cell.count, most);
    const shown = document.createElement("span");
    shown.textContent = short(cell.count);
    const className = cell.contested ? "mark contested" : "mark";
    const icon = L.divIcon({ className, html: shown, iconSize: [size, size] });
    const made = L.marker([cell.lat_deg, cell.lon_deg], { icon });
    const one = cell.count === 1;
    const where = `near ${half(cell.lat_deg, "N", "S")}, ${half(cell.lon_deg, "E", "W")}`;
    const differ = cell.contested ? `, ${cell.contested.toLocaleString("en")} contested` : "";
    const said = `${cell.count.toLocaleString("en")} ${one ? "incident" : "incidents"} ${where}${differ}`;
    made.on("add", () => {
      const element = made.getElement();
      element.setAttribute("role", one ? "link" : "button");
      element.setAttribute("aria-label", `${said}: ${one ? "open" : "show nearer"}`);
      element.title = said;
    });
    made.on("click", () => open(map, cell));
    made.on("keypress", (event) => {
      if (!["Enter", " "].includes(event.originalEvent.key)) return;
      event.originalEvent.preventDefault();
      open(map, cell);
    });
    return made;
  }

  function edges(bounds) {
    const within = (value, most) => Math.min(most, Math.max(-most, value)).toFixed(4);
    return [
      within(bounds.getWest(), 180), within(bounds.getSouth(), 90),
      within(bounds.getEast(), 180), within(bounds.getNorth(), 90),
    ].map(Number).join(",");
  }

  function take(bounds) {
    const field = form && form.elements.namedItem("box");
    if (!field) return;
    field.value = edges(bounds);
    form.requestSubmit();
  }

  function watch(map) {
    const circles = L.layerGroup().addTo(map);
    const address = place.dataset.cells;
    let asked = null;
    map.on("unload", () => asked && asked.abort());
    return async function renew() {
      if (asked) asked.abort();
      const here = asked = new AbortController();
      const url = new URL(address, location.href);
      const size = map.getSize();
      url.searchParams.set("box", edges(map.getBounds()));
      url.searchParams.set("columns", Math.min(64, Math.max(1, Math.round(size.x / CELL))));
      url.searchParams.set("rows", Math.min(64, Math.max(1, Math.round(size.y / CELL))));
      const answer = await fetch(url, { signal: here.signal });
      if (!answer.ok) throw new Error(`the cells could not be had: ${answer.status}`);
      const { cells } = await answer.json();
      if (here.signal.aborted) return;
      const most = Math.max(12, ...cells.map((cell) => cell.count));
      const held = map.getContainer().contains(document.activeElement);
      circles.clearLayers();
      for (const cell of clustered(map, cells, most)) circles.addLayer(mark(map, cell, most));
      // Who stood on a circle that is gone now goes on from the map.
      if (held && !map.getContainer().contains(document.activeElement)) map.getContainer().focus();
    };
  }

  function addButton(map) {
    if (!form || !form.elements.namedItem("box")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "take";
    button.textContent = "Use this area as filter";
    button.addEventListener("click", () => take(map.getBounds()));
    place.after(button);
  }

  async function statesOf(root) {
    const answer = await fetch(`${root}static/basemap.json`);
    if (!answer.ok) throw new Error(`the base map could not be had: ${answer.status}`);
    return answer.json();
  }

  async function start() {
    if (live) live.remove();
    live = null;
    const here = place = document.getElementById("map");
    form = document.getElementById("filters");
    if (!here) return;
    outlines = outlines || statesOf(here.dataset.root);
    const states = await outlines;
    if (place !== here) return;
    const drawn = [...here.childNodes];
    const view = box(degrees(here.dataset.box));
    const holder = document.createElement("div");
    holder.className = "live";
    holder.setAttribute("role", "region");
    holder.setAttribute("aria-label", "Map of incidents: the arrow keys move it, plus and minus change how near it is");
    const { width, height } = here.querySelector("svg").viewBox.baseVal;
    holder.style.aspectRatio = `${width} / ${height}`;
    here.replaceChildren(holder);
    const map = live = L.map(holder, {
      crs: projection(view), zoomSnap: 0.1, maxZoom: CLOSEST, maxBounds: WORLD, maxBoundsViscosity: 1,
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    try {
      map.attributionControl.setPrefix(false).addAttribution("Made with Natural Earth");
      map.setMinZoom(Math.min(map.getBoundsZoom(WORLD), map.getBoundsZoom(view)));
      map.fitBounds(view, { animate: false });
      L.control.scale({ imperial: false }).addTo(map);
      addLand(map, states);
      if (here.dataset.filter) {
        L.rectangle(box(degrees(here.dataset.filter)), { className: "area", interactive: false }).addTo(map);
      }
      const renew = watch(map);
      await renew();
      map.on("moveend", () => renew().catch(() => { /* aborted, or no answer: the circles stay as they were */ }));
      addButton(map);
    } catch (fault) {
      if (live !== map) return; // another page has come meanwhile
      live = null;
      map.remove();
      here.replaceChildren(...drawn);
      throw fault;
    }
  }

  const begin = () => start().catch((fault) => {
    outlines = null;
    console.warn(`The drawn map stays: ${fault.message}`);
  });
  document.addEventListener("overview", begin);
  begin();
})();
