// What makes the pages quicker to use; every page works without it.
"use strict";

(() => {
  const keysOff = () => localStorage.getItem("keys") === "off";
  const byId = (id) => document.getElementById(id);

  const box = byId("keys-off");
  if (box) {
    box.checked = keysOff();
    box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "off" : "on"));
  }

  // Rows: j and k move the focus, x chooses.
  const rows = () => [...document.querySelectorAll(".row")].filter((row) => row.querySelector("a.ref"));
  const rowNow = () => document.activeElement && document.activeElement.closest(".row");
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(rowNow());
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
    const link = next.querySelector("a.ref");
    link.focus();
    link.scrollIntoView({ block: "nearest" });
  };
  const open = (id) => {
    const part = byId(id);
    if (!part || part.tagName !== "DETAILS") return;
    part.open = true;
    const field = part.querySelector("input:not([type=hidden]), textarea, select");
    if (field) field.focus();
  };
  const press = (selector) => {
    const found = document.querySelector(selector);
    if (found) found.click();
  };

  document.addEventListener("keydown", (event) => {
    if (keysOff() || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (at.closest("input, textarea, select, dialog, [contenteditable]")) {
      if (event.key === "Escape") at.blur();
      return;
    }
    const row = rowNow();
    const does = {
      "/": () => byId("find").focus(),
      j: () => move(1),
      k: () => move(-1),
      x: () => { const box = row && row.querySelector("input[type=checkbox]"); if (box) box.click(); },
      r: () => open("report"),
      n: () => open("note"),
      u: () => press(".told .undo button"),
      c: () => press("[data-key=c]"),
      s: () => press("[data-key=s]"),
      "?": () => { location.href = "/help#keys"; },
    }[event.key];
    if (does) { event.preventDefault(); does(); }
  });

  // Marking a row opens the form that changes several.
  const many = byId("many");
  document.addEventListener("change", (event) => {
    if (!many || event.target.name !== "item") return;
    const chosen = document.querySelectorAll("input[name=item]:checked").length;
    many.open = many.open || chosen > 0;
    many.querySelector("summary").textContent = chosen ? `Change several items (${chosen} marked)` : "Change several items";
  });
  // A field of a kind of change chooses that kind.
  if (many) many.addEventListener("input", (event) => {
    const label = event.target.closest("label.sub");
    let kind = label && label.previousElementSibling;
    while (kind && kind.classList.contains("sub")) kind = kind.previousElementSibling;
    if (kind) kind.querySelector("input").checked = true;
  });

  // The way to narrow a list is folded on a narrow screen.
  const filters = document.querySelector(".filters");
  if (filters && matchMedia("(max-width: 60rem)").matches) filters.open = false;

  // Documents can be dropped; what is under way is said.
  const drop = document.querySelector(".drop");
  if (drop) {
    const files = drop.querySelector("input[type=file]");
    for (const kind of ["dragover", "dragleave", "drop"]) drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) files.files = event.dataTransfer.files;
    });
    drop.addEventListener("submit", () => { drop.querySelector(".busy").hidden = false; });
  }

  // What was written and not sent is not lost by leaving the page.
  let written = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[method=post]")) written = true; });
  document.addEventListener("submit", () => { written = false; });
  addEventListener("beforeunload", (event) => { if (written) event.preventDefault(); });
})();
