// The overview without whole page loads: a filter that is changed, a chip, a bar or a page of the list fetches the
// same address that a form or link would lead to, and shows its main part.  Without this script all of it works.
"use strict";

(() => {
  const filters = () => document.getElementById("filters");
  if (!filters()) return;

  const WAIT_MS = 250; // who walks through a list with the arrow keys is not asked for at each step
  const LEAST_DRAG = 6; // pixels: less is a click
  const words = document.createElement("p");
  words.className = "hidden";
  words.setAttribute("role", "status");
  document.body.append(words);
  let pending = null;
  let timer = 0;
  let shown = location.pathname + location.search;

  function asked(form) {
    const url = new URL(form.action);
    url.search = "";
    for (const [name, value] of new FormData(form)) {
      if (value.trim() && !(name === "order" && value === "when")) url.searchParams.set(name, value.trim());
    }
    return url;
  }

  // Where the reader stood: the same field, else the main part, so that the next Tab goes on from there.
  function standing() {
    const main = document.getElementById("main");
    const active = document.activeElement;
    if (!main.contains(active)) return () => {};
    const id = active.id;
    return () => (document.getElementById(id) || document.getElementById("main")).focus({ preventScroll: true });
  }

  function refused(page) {
    const said = page.querySelector("#main p");
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.setAttribute("role", "alert");
    notice.textContent = said ? said.textContent.trim() : "The server does not answer: try again in a moment.";
    const form = filters();
    form.querySelector("[role=alert]")?.remove();
    form.prepend(notice);
  }

  async function show(address, { push }) {
    clearTimeout(timer);
    if (pending) pending.abort();
    const mine = pending = new AbortController();
    const url = new URL(address, location.href);
    const fragment = url.hash.slice(1);
    url.hash = "";
    const old = document.getElementById("main");
    old.setAttribute("aria-busy", "true");
    let page, answer;
    try {
      answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      if (!mine.signal.aborted) location.assign(url);
      return;
    }
    if (mine.signal.aborted) return;
    old.removeAttribute("aria-busy");
    if (!answer.ok) return refused(page);
    const main = page.getElementById("main");
    if (!main || !main.querySelector("#filters")) return location.assign(url);
    const stand = standing();
    if (push) history.pushState(null, "", url);
    shown = url.pathname + url.search;
    old.replaceWith(document.adoptNode(main));
    document.title = page.title;
    words.textContent = document.getElementById("count").textContent;
    const target = fragment && document.getElementById(fragment);
    if (target) {
      target.focus();
      target.scrollIntoView();
    } else {
      stand();
    }
    ready();
    document.dispatchEvent(new CustomEvent("overview"));
  }

  function submit(form) {
    const url = asked(form);
    if (url.pathname + url.search !== shown) show(url, { push: true });
  }

  // A date is applied when its field is left: while it is typed, each digit makes another year.
  function addForm(form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(form);
    });
    form.addEventListener("change", (event) => {
      if (event.target.type === "date") return;
      clearTimeout(timer);
      timer = setTimeout(() => submit(form), WAIT_MS);
    });
    for (const date of form.querySelectorAll("input[type=date]")) {
      date.addEventListener("blur", () => {
        if (date.value !== date.defaultValue) submit(form);
      });
    }
  }

  // The bars are one stop for Tab; the arrow keys go from one to the next.
  function addKeys(bars) {
    bars.forEach((bar, nth) => {
      bar.setAttribute("tabindex", nth ? "-1" : "0");
      bar.addEventListener("keydown", (event) => {
        const to = { ArrowLeft: nth - 1, ArrowRight: nth + 1, Home: 0, End: bars.length - 1 }[event.key];
        if (to === undefined || !bars[to]) return;
        event.preventDefault();
        bar.setAttribute("tabindex", "-1");
        bars[to].setAttribute("tabindex", "0");
        bars[to].focus();
      });
    });
  }

  function addBrush(svg) {
    const stretches = [...svg.querySelectorAll("[data-since]")];
    const hint = document.getElementById("brush-words");
    if (hint && matchMedia("(pointer: fine)").matches) {
      hint.hidden = false;
      svg.parentElement.classList.add("live");
    }
    let from = null;
    let brush = null;
    const units = (x) => {
      const box = svg.getBoundingClientRect();
      return (x - box.left) * svg.viewBox.baseVal.width / box.width;
    };
    const end = () => {
      if (brush) brush.remove();
      brush = from = null;
    };
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && event.pointerType !== "touch") from = event.clientX;
    });
    svg.addEventListener("pointermove", (event) => {
      if (from === null || (!brush && Math.abs(event.clientX - from) < LEAST_DRAG)) return;
      if (!brush) {
        brush = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        brush.setAttribute("class", "brush");
        brush.setAttribute("y", "0");
        brush.setAttribute("height", String(svg.viewBox.baseVal.height));
        svg.append(brush);
        svg.setPointerCapture(event.pointerId);
      }
      const [low, high] = [units(from), units(event.clientX)].sort((one, other) => one - other);
      brush.setAttribute("x", String(low));
      brush.setAttribute("width", String(high - low));
    });
    svg.addEventListener("pointerup", (event) => {
      if (!brush) return end();
      const [low, high] = [from, event.clientX].sort((one, other) => one - other);
      end();
      const met = stretches.filter((one) => {
        const box = one.getBoundingClientRect();
        return box.right >= low && box.left <= high;
      });
      svg.addEventListener("click", (click) => {
        click.preventDefault();
        click.stopPropagation();
      }, { capture: true, once: true });
      if (!met.length) return;
      const form = filters();
      form.elements.namedItem("since").value = met[0].dataset.since;
      form.elements.namedItem("until").value = met[met.length - 1].dataset.until;
      submit(form);
    });
    svg.addEventListener("pointercancel", end);
  }

  function ready() {
    addForm(filters());
    const svg = document.getElementById("timeline");
    if (!svg) return;
    addKeys([...svg.querySelectorAll("a")]);
    addBrush(svg);
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("#main a");
    if (!link) return;
    const url = new URL(link.getAttribute("href"), location.href);
    const overview = new URL(filters().action);
    if (url.origin !== location.origin || url.pathname !== overview.pathname) return;
    if (url.hash && url.pathname + url.search === location.pathname + location.search) return;
    event.preventDefault();
    show(url, { push: true });
  });

  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) show(location.href, { push: false });
  });

  ready();
})();
