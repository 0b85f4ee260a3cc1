// Small help on every page; all of it works without: copying a citation, filtering the rows of a table.
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  const cite = document.getElementById(button.dataset.copy);
  if (!cite || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = cite.textContent.replace(cite.dataset.path, new URL(cite.dataset.path, location.href).href);
    const day = new Date().toISOString().slice(0, 10);
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(`${said.replace(/\s+/g, " ").trim()} (read on ${day})`);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Copying was refused: select the text";
    }
    setTimeout(() => { button.textContent = before; }, 3000);
  });
}

for (const box of document.querySelectorAll("input[data-filter]")) {
  const table = document.getElementById(box.dataset.filter);
  if (!table) continue;
  box.closest(".filter").hidden = false;
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLocaleLowerCase();
    for (const row of table.tBodies[0].rows) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  });
}
