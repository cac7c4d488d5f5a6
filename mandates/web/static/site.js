// What makes the pages quicker to use; every page works without it.
"use strict";

(() => {
  const keysOff = () => localStorage.getItem("keys") === "off";
  const byId = (id) => document.getElementById(id);
  const narrow = matchMedia("(max-width: 60rem)");

  // What is done to the content of a page, when it comes and when a part of it has been changed for another.
  const arrive = () => {
    document.documentElement.classList.toggle("keys-on", !keysOff());
    const box = byId("keys-off");
    if (box) box.checked = keysOff();
    const filters = document.querySelector(".filters"); // folded on a narrow screen
    if (filters && narrow.matches) filters.open = false;
  };
  arrive();

  document.addEventListener("change", (event) => {
    if (event.target.id === "keys-off") {
      localStorage.setItem("keys", event.target.checked ? "off" : "on");
      arrive();
    }
    // Marking a row opens the form that changes several.
    const many = byId("many");
    if (many && event.target.name === "item") {
      const chosen = document.querySelectorAll("input[name=item]:checked").length;
      many.open = many.open || chosen > 0;
      many.querySelector("summary").textContent = chosen ? `Change several items (${chosen} marked)` : "Change several items";
    }
  });

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
    return Boolean(found);
  };

  document.addEventListener("keydown", (event) => {
    if (keysOff() || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (at.closest("input, textarea, select, dialog, [contenteditable]")) {
      if (event.key === "Escape") at.blur();
      return;
    }
    if (/^[a-z]$/.test(event.key) && press(`[aria-keyshortcuts~="${event.key}"]`)) { event.preventDefault(); return; }
    const row = rowNow();
    const does = {
      "/": () => byId("find").focus(),
      j: () => move(1),
      k: () => move(-1),
      x: () => { const box = row && row.querySelector("input[type=checkbox]"); if (box) box.click(); },
      r: () => open("report"),
      n: () => open("note"),
      e: () => open("edit"),
      u: () => press(".told .undo button"),
      "?": () => { location.href = "/help#keys"; },
    }[event.key];
    if (does) { event.preventDefault(); does(); }
  });

  // A field of a kind of change chooses that kind.
  document.addEventListener("input", (event) => {
    const label = event.target.closest("#many label.sub");
    let kind = label && label.previousElementSibling;
    while (kind && kind.classList.contains("sub")) kind = kind.previousElementSibling;
    if (kind) kind.querySelector("input").checked = true;
  });

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

  // Where a part of a page is changed for another (htmx): who reads by ear or by keys goes on where it is.
  document.addEventListener("htmx:after:swap", () => {
    arrive();
    const told = byId("question") || document.querySelector("#preview > *");
    if (told) { told.tabIndex = -1; told.focus(); }
  });
  // The address of a refusal is none to come back to.
  document.addEventListener("htmx:before:history:update", (event) => {
    if (event.detail.response && event.detail.response.status >= 400) event.preventDefault();
  });
  // Where the server does not answer, a page that is asked for is left to the browser to complain of.
  document.addEventListener("htmx:error", (event) => {
    const from = event.target;
    if (from.tagName === "A") { location.href = from.href; return; }
    const told = document.createElement("p");
    told.className = "alert";
    told.setAttribute("role", "alert");
    told.textContent = "The server did not answer. Load the page again to see whether this was kept.";
    byId("main").prepend(told);
  });
})();
